"""A class as stock nbgrader and stock otter want it: plain notebooks, and one hidden test a function."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from tests.nbgrader_course import run
from tests.samples.paste import split

CHECKS = Path(__file__).parent / "checks.py"
IMPORTS = "import numpy as np\nimport torch"
CALL = 'from checks import check\n\ncheck("{name}", {name})'
MARKED = "### BEGIN HIDDEN TESTS\n{call}\n### END HIDDEN TESTS"
OTTER = """OK_FORMAT = False

from otter.test_files import test_case

name = "{name}"
points = {points}


@test_case(hidden=True)
def test_hidden_inputs({name}):
    from checks import check

    check("{name}", {name})
"""

Cell: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Class:
    """A sheet for other graders. `answers` are the sources of students; `hidden` holds the comparisons."""

    sheet: str
    hidden: Path
    stubs: Mapping[str, str]
    points: Mapping[str, float]
    given: str
    answers: Sequence[str]
    size: int

    @property
    def students(self) -> dict[str, str]:
        """The answers of each student by name. What students hand in is not the same, byte by byte."""
        names = [f"student_{number:02}" for number in range(self.size)]
        return {name: self.answers[number % len(self.answers)] for number, name in enumerate(names)}


def make_nbgrader_course(folder: Path, course: Class) -> None:
    """A course with the class's submissions, ready for `nbgrader autograde`."""
    notebook = f"{course.sheet}.ipynb"
    source, released = folder / "source" / course.sheet, folder / "release" / course.sheet
    source.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'peers'\n")
    cells = [_code(IMPORTS), _code(course.given)]
    for name, stub in course.stubs.items():
        test = MARKED.format(call=CALL.format(name=name))
        cells += [_code(stub, name), _code(test, f"test_{name}", course.points[name])]
    _save(source / notebook, cells)
    _copy_files(course, source)
    run(folder, "generate_assignment", course.sheet)
    cells = json.loads((released / notebook).read_text("utf-8"))["cells"]
    for student, answers in course.students.items():
        submitted = folder / "submitted" / student / course.sheet
        submitted.mkdir(parents=True)
        _save(submitted / notebook, _fill(cells, answers, student))


def _code(source: str, name: str = "", points: float | None = None) -> Cell:
    """A cell; with a name nbgrader's cell of a stub, with points, too, that of a test."""
    tests = points is not None
    about = {"grade": tests, "solution": not tests, "locked": tests, "task": False, "schema_version": 3}
    scored = {"points": points} if tests else {}
    metadata = {"nbgrader": {**about, **scored, "grade_id": name}} if name else {}
    cell: Cell = {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": []}
    return {**cell, "source": source}


def _fill(cells: Sequence[Cell], answers: str, student: str) -> list[Cell]:
    """The cells of a released notebook with a student's answers in them."""
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id", "") for cell in cells]
    functions, _, rest = split(answers, set(names))
    pairs = zip(cells, names, strict=True)
    filled = [{**cell, "source": functions.get(name, cell["source"])} for cell, name in pairs]
    return [*filled[:2], _code("\n\n".join([f"seat = {student!r}", *rest])), *filled[2:]]


def make_otter_course(folder: Path, course: Class) -> None:
    """A zip of tests and the class's submissions, ready for `otter run`."""
    tests, submitted = folder / "tests", folder / "submitted"
    for path in (tests, submitted):
        path.mkdir(parents=True)
    _copy_files(course, folder)
    for name, points in course.points.items():
        (tests / f"{name}.py").write_text(OTTER.format(name=name, points=points), encoding="utf-8")
    command = [sys.executable, "-m", "otter", "generate", "--no-environment", "checks.py", "hidden.pkl"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    for student, answers in course.students.items():
        functions, _, rest = split(answers, set(course.stubs))
        own = "\n\n".join([f"seat = {student!r}", *rest])
        sources = [IMPORTS, course.given, own, *functions.values()]
        _save(submitted / f"{student}.ipynb", [_code(source) for source in sources])


def _copy_files(course: Class, folder: Path) -> None:
    for path in (CHECKS, course.hidden):
        shutil.copy(path, folder)


def _save(path: Path, cells: Sequence[Cell]) -> None:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    numbered = [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells)]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": numbered}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def passed_by_otter(folder: Path) -> float:
    """The points that `otter run` has written into this folder."""
    results = json.loads((folder / "results.json").read_text("utf-8"))
    return float(sum(test.get("score", 0.0) for test in results["tests"]))
