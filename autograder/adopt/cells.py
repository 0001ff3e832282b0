"""The cells of an nbgrader source notebook: what each is for, and which of its lines students never get."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from autograder.course import CourseError
from autograder.worker.cells import plain_line, without_cell_magic


class Role(Enum):
    """What nbgrader's metadata (schemas 1 to 3) make of a cell."""

    TEXT = "text"
    GIVEN = "given code"
    ANSWER = "autograded answer"
    TESTS = "autograder tests"
    MANUAL = "manually graded answer"
    TASK = "manually graded task"


@dataclass(frozen=True)
class Cell:
    """One cell. `number` counts from 1, as people count.

    `hidden` are its lines, counted from 1, that nbgrader removes at release; `scheme` is its mark scheme.
    """

    number: int
    role: Role
    code: bool
    source: str
    points: float = 0.0
    hidden: frozenset[int] = frozenset()
    scheme: str = ""

    @property
    def released(self) -> str:
        """What a student gets of it, with a comment in the place of code that is removed."""
        return "\n".join(_released_lines(self.source, self.hidden, PLACE if self.code else ""))


MARKER = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)\b")
PLACE = "# YOUR CODE HERE"


def read_cells(path: Path) -> list[Cell]:
    """The cells of a notebook. Raises CourseError when the file is no notebook of nbgrader's."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise CourseError(
            f"{path.name} cannot be read as a notebook ({error}); save it again in Jupyter"
        ) from error
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise CourseError(f"{path.name} has no cells; save it in Jupyter as a notebook of format 4")
    found = [_read_cell(number, cell) for number, cell in enumerate(cells, 1)]
    if not any(cell.role in {Role.ANSWER, Role.MANUAL, Role.TASK} for cell in found):
        raise CourseError(
            f"{path.name} has no solution cells; expected an nbgrader source notebook, not the released one"
        )
    return found


def parse_code(source: str) -> str | None:
    """The source as Python, with IPython's lines made harmless; None where that does not help."""
    text = without_cell_magic(source)
    for candidate in (text, "\n".join(_plain(line) for line in text.split("\n"))):
        try:
            ast.parse(candidate)
        except SyntaxError:
            continue
        return candidate
    return None


def _plain(line: str) -> str:
    found = plain_line(line)
    return line if found is None else found


def _read_cell(number: int, cell: dict[str, Any]) -> Cell:
    lines = cell.get("source", "")
    source = "".join(lines) if isinstance(lines, list) else str(lines)
    source = "" if cell.get("cell_type") == "raw" else source
    code = cell.get("cell_type") == "code"
    meta = cell.get("metadata", {}).get("nbgrader", {})
    regions = _find_regions(number, source)
    role = _find_role(meta, code, {kind for kind, _ in regions})
    hidden = frozenset(line for _, region in regions for line in region)
    if role in {Role.ANSWER, Role.MANUAL} and not any(kind == "SOLUTION" for kind, _ in regions):
        hidden = frozenset(range(1, source.count("\n") + 2))
    scheme = "\n".join(_inner(source, region) for kind, region in regions if kind == "MARK SCHEME")
    return Cell(number, role, code, source, float(meta.get("points") or 0), hidden, scheme.strip())


def _find_role(meta: dict[str, Any], code: bool, kinds: set[str]) -> Role:
    if meta.get("task"):
        return Role.TASK
    if meta.get("solution"):
        return Role.ANSWER if code and not meta.get("grade") else Role.MANUAL
    if meta.get("grade") and code:
        return Role.TESTS
    if meta.get("grade"):
        return Role.TASK
    if "SOLUTION" in kinds:  # nbgrader refuses it; what stands between its markers is hidden all the same
        return Role.ANSWER if code else Role.MANUAL
    return Role.GIVEN if code else Role.TEXT


def _find_regions(number: int, source: str) -> list[tuple[str, range]]:
    """The lines between markers, the markers with them."""
    regions: list[tuple[str, range]] = []
    begun: tuple[str, int] | None = None
    for line, text in enumerate(source.split("\n"), 1):
        marker = MARKER.search(text)
        if marker is None:
            continue
        if (marker[1] == "BEGIN") != (begun is None) or (begun and begun[0] != marker[2]):
            expected = "expected each BEGIN to have an END before the next"
            raise CourseError(f"cell {number}, line {line}: {marker[0]} is out of place, {expected}")
        if begun is None:
            begun = (marker[2], line)
        else:
            regions.append((begun[0], range(begun[1], line + 1)))
            begun = None
    if begun is not None:
        raise CourseError(f"cell {number}, line {begun[1]}: BEGIN {begun[0]} has no END {begun[0]}; add it")
    return regions


def _inner(source: str, region: range) -> str:
    return "\n".join(source.split("\n")[region.start : region.stop - 2])


def _released_lines(source: str, hidden: frozenset[int], place: str) -> list[str]:
    lines = []
    for number, line in enumerate(source.split("\n"), 1):
        if number not in hidden:
            lines.append(line)
        elif place and number - 1 not in hidden:
            lines.append(line[: len(line) - len(line.lstrip())] + place)
    return lines
