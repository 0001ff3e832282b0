"""The cells of a source notebook: the student's, with nbgrader's metadata, solutions and mark schemes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from autograder.handout import Cell, make_cells
from autograder.sheet import Sheet
from autograder.targets.nbgrader.solution import write_solution
from autograder.typography import flatten
from autograder.values import Rubric, Written

SCHEMA = 3  # of the metadata, which must hold no key that is unknown to nbgrader
SOLUTION = "\n### BEGIN SOLUTION\n{}\n### END SOLUTION"
SCHEME = "\n\n=== BEGIN MARK SCHEME ===\n\n{}\n\n=== END MARK SCHEME ==="


def make_source(sheet: Sheet, language: str) -> Iterator[Cell]:
    """The cells, in order, of a sheet that was loaded with its hidden files."""
    written = {key: item for item in sheet.written for key in (item.name, item.number)}
    points = {item.name: item.points for unit in sheet.units for item in unit.items}
    for cell in make_cells(sheet, language):
        role, name = cell["metadata"]["autograder"].values()
        marked = describe_cell(role, name, points)
        if role == "stub":
            (part,) = (part for part in sheet.parts if part.name == name)
            _add(cell, SOLUTION.format(write_solution(sheet, part)))
        elif marked and name in written:
            region = SOLUTION if role == "answer" else SCHEME
            _add(cell, region.format(_write_rubric(sheet, written[name], language)))
        yield {**cell, "metadata": {**cell["metadata"], **marked}}


def name_cell(role: str, name: str) -> str:
    """The `grade_id` of a cell. A test, and the answer that a person marks, has the name of its part."""
    if role == "check":
        return name
    return f"{'written' if role == 'answer' else role}_{re.sub('[.-]', '_', name)}"


def describe_cell(role: str, name: str, points: dict[str, float]) -> dict[str, Any]:
    """What nbgrader is told of a cell: nothing of one that a student may change and nobody marks."""
    answered, marked = role in {"stub", "answer"}, role in {"check", "answer"}
    locked = role in {"setup", "given", "check"} or (role == "prose" and name.startswith("written_"))
    if not (answered or marked or locked):
        return {}
    grade_id = name_cell(role, name)
    worth = {"points": points[grade_id]} if marked else {}
    flags = {"grade": marked, "locked": locked, "solution": answered, "task": False}
    return {"nbgrader": {"schema_version": SCHEMA, "grade_id": grade_id, **flags, **worth}}


def _add(cell: Cell, text: str) -> None:
    cell["source"] = ("".join(cell["source"]) + text).splitlines(keepends=True)


def _write_rubric(sheet: Sheet, item: Written, language: str) -> str:
    """What earns how many points, as a list."""
    (unit,) = (unit for unit in sheet.units if item in unit.items)
    criteria = [criterion for rubric in unit.of(Rubric, item) for criterion in rubric.criteria]
    return "\n".join(f"- **{points:g}** {flatten(text[language])}" for points, text in criteria)
