"""Sheets that many tests share."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from autograder.course import Sheet, Unit
from autograder.question import Assignment, Question, Text


def make_sheet(values: list[Any]) -> Sheet:
    """A sheet of one question that consists of these values, in this order."""
    public = ModuleType("assignments.x.q01")
    texts = [value.text for value in values if hasattr(value, "text")]
    languages = {language: "Text." for text in texts for language in text}
    vars(public)["question"] = Question("1", Text(**languages), Text(**languages))
    for index, value in enumerate(values):
        vars(public)[f"value{index}"] = value
    return Sheet("x", Assignment(Text(**languages), "none", Text(**languages)), (Unit(public),))
