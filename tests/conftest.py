"""Sheets and graders that many tests share."""

from __future__ import annotations

from functools import cache

from autograder.course import Sheet, load


@cache
def load_hidden(name: str) -> Sheet:
    """The assignment with its hidden files, loaded once for all tests."""
    return load(name, hidden=True)
