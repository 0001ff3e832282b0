"""Whose numbers a notebook holds, where statements vary from student to student: its first text says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.intake.format import Cell
from autograder.intake.text import Notes
from autograder.messages import LANGUAGES, translate

WHOSE = "The numbers are those of {student}."
END = r"(?=[\s*]|$)"  # of the sentence: an id may hold a dot
# What a person must look at: the marks are for other numbers than those that the student saw.
OTHERS = (
    "the numbers in the notebook are those of {found}, it was marked with those of {expected};"
    " tell the course staff"
)
COMMON = (
    "the numbers in the notebook are those of {found}, it was marked with those of everybody;"
    " tell the course staff"
)
UNSAID = (
    "the notebook does not say whose numbers it holds, it was marked with those of {expected};"
    " tell the course staff"
)


def remark_numbers(cells: Sequence[Cell], expected: str, notes: Notes) -> None:
    """Remark where the numbers are not those of the student, or not of everybody if `expected` is empty."""
    prose = "\n".join(cell.source for cell in cells)  # Colab keeps text in code when it saves a script
    if expected and any(_says(prose, expected, language) for language in LANGUAGES):
        return
    found = next(filter(None, (_find_student(prose, language) for language in LANGUAGES)), "")
    if found and expected:
        notes.add(OTHERS, found=found, expected=expected)
    elif found:
        notes.add(COMMON, found=found)
    elif expected and any(cell.kind == "markdown" for cell in cells):
        notes.add(UNSAID, expected=expected)


def _says(prose: str, student: str, language: str) -> bool:
    sentence = translate(WHOSE, language).replace("{student}", student)
    return re.search(rf"{re.escape(sentence)}{END}", prose) is not None


def _find_student(prose: str, language: str) -> str:
    before, after = map(re.escape, translate(WHOSE, language).split("{student}"))
    said = re.search(rf"{before}(.{{1,200}}?){after}{END}", prose)
    return said[1] if said else ""
