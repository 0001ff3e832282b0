"""Every message that the package can show exists in every language, with the same values in it."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter

import pytest

import autograder
from autograder import compare, faults, handout, notebook, report
from autograder.locale import fr
from autograder.messages import message

SOURCES = sorted(Path(str(autograder.__path__[0])).rglob("*.py"))
CALLS = {"message", "translate", "_fault", "_say", "add"}


def find_templates() -> set[str]:
    """The texts that stand as first text in a call which makes a message, and those kept in tables."""
    found = set(compare.TYPES.values()) | {compare.NOTHING, handout.NOTE} | set(report.FAULTS.values())
    found |= {kind.value for kind in compare.Kind}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) in CALLS
            ):
                texts = [
                    a.value for a in node.args[:3] if isinstance(a, ast.Constant) and isinstance(a.value, str)
                ]
                found |= {text for text in texts if " " in text or text in fr.MESSAGES}
    return found


TEMPLATES = sorted(find_templates())


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("template", TEMPLATES)
def test_french_has_the_message_with_the_same_values(template: str) -> None:
    assert fields(fr.MESSAGES[template]) == fields(template)


def test_french_has_no_message_that_is_never_shown() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in SOURCES if path.parent.name != "locale")
    joined = sources.replace('"\n', "").replace("\n", "")
    unused = [text for text in fr.MESSAGES if text not in TEMPLATES and text not in joined]
    assert unused == []


def test_numbers_are_shown_with_six_digits() -> None:
    assert (
        str(message("yours is {yours}, expected {expected}", yours=1 / 3, expected=2))
        == "yours is 0.333333, expected 2"
    )


def test_faults_are_translated_whatever_they_are() -> None:
    kinds = [cls for cls in vars(faults).values() if isinstance(cls, type) and issubclass(cls, faults.Fault)]
    assert len(kinds) == 8
    assert notebook.MARKS.keys() == {True, False, None}
