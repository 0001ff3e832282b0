"""A course of one sound sheet, `zz`, in files, and what is said when some of them are written anew."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from textwrap import dedent

import pytest

import assignments
import solutions
from autograder.course import CourseError, load

QUESTION = """
from autograder.question import Question, Text, law, part, written
question = Question("1", Text(en="One"))

@part("1.1", points=1, en="Double it.")
def double(x):
    '''Twice.'''

@law(double, en="It is additive.")
def additive(f, rng):
    return f(2.0), 2.0 * f(1.0)
"""
HEAD = """
from autograder.question import Question, Text
EPS = 1e-3
question = Question("1", Text(en="One"))
"""
TWIN = """
from assignments.zz import q01_x as q
from autograder.question import reference

@reference(q.double)
def solution(x):
    return 2 * x
"""
OTHER = QUESTION.replace('"1', '"2').replace("double", "twice")
TWIN_OF_Y = TWIN.replace("q01_x", "q02_y").replace("double", "twice")
VARYING = "\nfrom autograder.question import variables\nsizes = variables(dim=(1, 2), layers=(3,))\n"
FILES: dict[str, str | None] = {
    "assignments/zz/__init__.py": """
        from autograder.question import Assignment, Text
        assignment = Assignment(Text(en="Z"), "none", Text(en="Z."))
        """,
    "solutions/zz/__init__.py": 'secret = "s"',
    "assignments/zz/q01_x.py": QUESTION,
    "solutions/zz/q01_x.py": TWIN,
}
FOLDER: dict[str, str | None] = {
    "assignments/zz/q01_x.py": None,
    "assignments/zz/q01_x/__init__.py": HEAD,
    "assignments/zz/q01_x/double.py": QUESTION.replace("question =", "text ="),
}


def make_course(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The course, in a folder of its own."""
    for kind in (assignments, solutions):
        monkeypatch.setattr(kind, "__path__", [str(folder / kind.__name__)])
    for module in [name for name in sys.modules if re.match(r"(assignments|solutions)\.", name)]:
        monkeypatch.delitem(sys.modules, module)
    write(folder, FILES)
    return folder


def write(root: Path, files: dict[str, str | None]) -> None:
    for name, source in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if source is not None:
            path.write_text(dedent(source), "utf-8")


def refusal(root: Path, files: dict[str, str | None]) -> str:
    write(root, files)
    with pytest.raises(CourseError) as refused:
        load("zz", hidden=True)
    return str(refused.value)
