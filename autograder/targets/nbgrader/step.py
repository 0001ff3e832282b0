"""What `nbgrader autograde` does in the place of running a notebook: our sandbox grades what came in."""

from __future__ import annotations

import atexit
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from traitlets.log import get_logger

from autograder.course import CourseError, names
from autograder.feedback import clean, describe, write_head
from autograder.grading import Course
from autograder.intake import Unreadable, read_file
from autograder.messages import message
from autograder.report import PartReport, Report, WrittenReport
from autograder.sandbox import SandboxError
from autograder.sandbox.ladder import missing
from autograder.targets.nbgrader.cells import name_cell

v4: Any = nbformat.v4  # its functions have no types


def grade(notebook: Any, resources: Any) -> tuple[Any, Any]:
    """Write the marks and the feedback into the cells, in the form in which nbgrader looks for them.

    Where statements vary, everybody has the numbers of the sheet: nbgrader releases one notebook for all.
    """
    sheet, _, language = resources["nbgrader"]["notebook"].rpartition(".")
    course = open_course(sheet, Path.cwd())
    if language not in course.sheet.languages:
        languages = ", ".join(course.sheet.languages)
        raise CourseError(f"the name of the notebook ends in {language!r}, expected one of: {languages}")
    path = Path(notebook.metadata.autograder.pop("submitted"))
    report = course.grade(path)
    if report.refusal is not None and _is_readable(path, course):
        raise SandboxError(str(report.refusal))
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            _write(cell, cell.metadata.nbgrader, report, language)
    return notebook, resources


def _is_readable(path: Path, course: Course) -> bool:
    """Whether a refusal is not the student's fault, so that it must not become a mark."""
    try:
        read_file(path, course.released)
    except Unreadable:
        return False
    return True


@cache
def open_course(sheet: str, root: Path) -> Course:
    """The sheet with its sandbox, for all submissions of this process; its workers may not read `root`."""
    if sheet not in names():
        raise CourseError(f"{sheet!r} is no sheet of `autograder list`; its notebooks are not graded here")
    course = Course(sheet, secrets=[root])
    atexit.register(course.__exit__)
    if lacking := ", ".join(layer.name for layer in missing(course.sandbox.layers)):
        get_logger().warning("containment lacks %s; see `autograder doctor`", lacking)
    return course


def _write(cell: Any, marks: Any, report: Report, language: str) -> None:
    name = marks["grade_id"]
    answers = {name_cell("answer", answer.number): answer for answer in report.written}
    if name in answers:
        _write_answer(cell, answers[name], language)
    elif name == name_cell("setup", "checker"):
        cell.outputs = _print(write_head(report, language))
    elif marks["grade"] and not marks["solution"]:
        parts = {part.name: part for part in report.parts}
        if name not in parts:  # to nbgrader a test cell without outputs has passed
            raise CourseError(f"the test cell {name!r} is not of this sheet; have a person mark it")
        cell.outputs = _write_part(parts[name], marks["points"], language)


def _write_part(part: PartReport, points: float, language: str) -> list[Any]:
    """The feedback and, as the value of the cell, what is earned of the points that the gradebook has."""
    earned = min(points, round(part.score / part.points * points, 4)) if part.points else 0.0
    outputs = _print(describe(replace(part, hint=None), language))
    if part.hint is not None:
        hint = message("hint: {hint}", hint=part.hint[language]).translate(language)
        outputs.append(v4.new_output("display_data", {"text/markdown": hint, "text/plain": hint}))
    return [*outputs, v4.new_output("execute_result", {"text/plain": repr(earned)})]


def _print(lines: list[str]) -> list[Any]:
    """Plain text, which no page takes for markup: it may repeat what the student's code says."""
    return [v4.new_output("stream", name="stdout", text=clean("\n".join(lines)))] if lines else []


def _write_answer(cell: Any, answer: WrittenReport, language: str) -> None:
    """An answer that was found elsewhere in the notebook is copied to where its points are."""
    if answer.answer not in cell.source:
        cell.source = f"{cell.source.partition(chr(10))[0]}\n\n{answer.answer}"
    if answer.remarks:
        cell.metadata.remarks = [remark.translate(language) for remark in answer.remarks]


def remark(notebook: Any, resources: Any) -> tuple[Any, Any]:
    """Note for the person who marks a written answer what is missing in its form."""
    if remarked := [cell for cell in notebook.cells if "remarks" in cell.metadata]:
        where = resources["nbgrader"]
        place = [where[key] for key in ("notebook", "assignment", "student")]
        with Gradebook(where["db_url"]) as gradebook:
            for cell in remarked:
                comment = gradebook.find_comment(cell.metadata.nbgrader.grade_id, *place)
                comment.auto_comment = "; ".join(cell.metadata.remarks)
            gradebook.db.commit()
    return notebook, resources
