"""The bundled submissions, graded once for all the tests that look at them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from autograder.grading import Course
from autograder.report import PartReport, Report
from autograder.sandbox import Limits

SHEET = "hw3_generative_models"
SAMPLES = Path(__file__).parent / "samples"
SHEETS = sorted(folder.name for folder in SAMPLES.iterdir() if (folder / "half_right.en.ipynb").exists())


@cache
def grade_all(sheet: str) -> tuple[Course, dict[str, Report]]:
    """The bundled submissions of a sheet, graded once for all tests."""
    with Course(sheet, limits=Limits(call_seconds=1.0)) as course:
        paths = sorted((SAMPLES / sheet).glob("*.ipynb"))
        return course, {path.name.split(".")[0]: course.grade(path) for path in paths}


def parts_of(report: Report) -> dict[str, PartReport]:
    return {part.name: part for part in report.parts}
