"""What many tests share: a small sheet, and examples that are the same in every run."""

from __future__ import annotations

from typing import Any

from hypothesis import settings

from autograder.sheet import Sheet, Unit
from autograder.values import Assignment, Question, Text

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


def make_sheet(values: list[Any]) -> Sheet:
    """A sheet of one question that consists of these values, in this order."""
    texts = [value.text for value in values if hasattr(value, "text")]
    languages = {language: "Text." for text in texts for language in text}
    head = Question("1", Text(**languages), Text(**languages))
    unit = Unit("q01", (head, *values))
    return Sheet("x", Assignment(Text(**languages), "none", Text(**languages)), (unit,))
