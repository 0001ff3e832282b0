"""The files of a new sheet, as a person would write them."""

from __future__ import annotations

from autograder.adopt import words
from autograder.adopt.hidden import write_hidden
from autograder.adopt.layout import write_call, write_file, write_string, write_text
from autograder.adopt.names import Names
from autograder.adopt.public import write_public
from autograder.course import write_secret

ASSIGNMENT = '''"""Adopted from the nbgrader notebook {source}."""

from __future__ import annotations

from autograder.values import Assignment, Text

'''


def write_files(names: Names, source: str, language: str) -> dict[str, str]:
    """All files by their paths below the root of the course. `source` is the name of the notebook."""
    sheet, plan = names.sheet, names.plan
    files = {
        f"assignments/{sheet}/__init__.py": _write_assignment(names, source, language),
        f"solutions/{sheet}/__init__.py": write_secret(sheet),
    }
    if names.given:
        texts = [statement.text for statement in names.given]
        files[f"assignments/{sheet}/given.py"] = write_file(f"Code that {source} gives to students.", texts)
    for question in plan.questions:
        files[f"assignments/{sheet}/{question.module}.py"] = write_public(names, question, source, language)
        files[f"solutions/{sheet}/{question.module}.py"] = write_hidden(names, question, language)
    return files


def _write_assignment(names: Names, source: str, language: str) -> str:
    title = names.plan.title or names.sheet.replace("_", " ").capitalize()
    text = names.plan.text or words.INTRODUCTION[language]
    arguments = [
        f"title=Text({write_text(language, title, 8)})",
        f"source={write_string(f'adopted from {source}')}",
        f"text=Text({write_text(language, text, 8)})",
    ]
    return f"{ASSIGNMENT.format(source=source)}assignment = {write_call('Assignment', arguments)}\n"
