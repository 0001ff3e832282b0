"""Marks that people give to written answers: the sheet that they fill, and the results with them in it."""

from autograder.marks.merge import Final, merge, read_results, save_all
from autograder.marks.sheet import SHEET, Mark, MarksError, Row, read_sheet, write_sheet

__all__ = [
    "SHEET",
    "Final",
    "Mark",
    "MarksError",
    "Row",
    "merge",
    "read_results",
    "read_sheet",
    "save_all",
    "write_sheet",
]
