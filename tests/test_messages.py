"""Every message that the package can show exists in every language, with the same values in it."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import autograder
from autograder import checking, compare, faults, handout, notebook, report
from autograder.locale import fr, ru
from autograder.messages import message
from autograder.sandbox import Problem

SOURCES = sorted(Path(str(autograder.__path__[0])).rglob("*.py"))
CALLS = {"message", "translate", "_fault", "_say", "add", "Unreadable"}
CATALOGUES = {"fr": fr.MESSAGES, "ru": ru.MESSAGES}
UNSEEN = {  # shown by way of a variable or a condition, which `find_templates` does not follow
    "{number} point",
    "{number} points",
    "passed",
    "too large by {constant}",
    "too small by {constant}",
}


def find_templates() -> set[str]:
    """The texts that stand in a call which makes a message, and those that are named or kept in tables."""
    found = (
        set(compare.TYPES.values())
        | {compare.NOTHING, checking.FORM, handout.NOTE}
        | set(report.FAULTS.values())
    )
    found |= {kind.value for kind in compare.Kind} | set(get_args(Problem))
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
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {
                "template",
                "_RUN",
                "_NOT_RUN",
                "_NOT_PLAIN",
            }:
                found.add(ast.literal_eval(node.value))
    return found


TEMPLATES = sorted(find_templates())


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("language", CATALOGUES)
@pytest.mark.parametrize("template", sorted({*TEMPLATES, *UNSEEN}))
def test_every_language_has_the_message_with_the_same_values(template: str, language: str) -> None:
    assert fields(CATALOGUES[language][template]) == fields(template)


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_language_has_a_message_that_is_never_shown(language: str) -> None:
    assert sorted(set(CATALOGUES[language]) - set(TEMPLATES) - UNSEEN) == []


def test_numbers_are_shown_with_six_digits() -> None:
    assert (
        str(message("yours is {yours}, expected {expected}", yours=1 / 3, expected=2))
        == "yours is 0.333333, expected 2"
    )


def test_faults_are_translated_whatever_they_are() -> None:
    kinds = [cls for cls in vars(faults).values() if isinstance(cls, type) and issubclass(cls, faults.Fault)]
    assert len(kinds) == 9
    assert notebook.MARKS.keys() == {True, False, None}
