"""Finds, with nothing but Python's own JSON reader, the right answers that are still in a damaged file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from autograder.course import load
from autograder.handout import make_released
from autograder.intake import CODE, Released, read
from autograder.intake.answers import LONGEST
from autograder.intake.format import CELLS
from tests.fuzz.notebooks import SAMPLES


@dataclass(frozen=True)
class Survivors:
    """Sources of code cells, and texts of answers by number, that whatever reads the file must find."""

    cells: frozenset[str] = frozenset()
    answers: frozenset[tuple[str, str]] = frozenset()


@cache
def released(sheet: str) -> Released:
    """What was handed out for a sheet."""
    return make_released(load(sheet, hidden=False))


def find(data: bytes, sheet: str) -> Survivors | None:
    """What survives in these bytes; None where they are no JSON notebook to any reader."""
    try:
        made = json.loads(data, strict=False, parse_int=len)
    except (ValueError, RecursionError):
        return None
    cells = made.get("cells") if isinstance(made, dict) else None
    if not isinstance(cells, list):
        return None
    known = right_cells(sheet)
    found = [known[mark] for mark in map(_mark, cells[:CELLS]) if mark in known]
    if sum(map(_length, cells)) > min(CODE, LONGEST):
        return Survivors()
    code = frozenset(body for number, body in found if not number)
    return Survivors(code, frozenset(answer for answer in found if answer[0]))


@cache
def right_cells(sheet: str) -> dict[str, tuple[str, str]]:
    """The cells of right answers, each with its number if it is a written one, and what must be read."""
    known = {}
    for path in (SAMPLES / sheet).glob("right_*.ipynb"):
        data = path.read_bytes()
        answers = read(data, released(sheet)).answers
        for cell in json.loads(data)["cells"]:
            ours = cell["metadata"].get("autograder", {"role": "stub"})
            if ours["role"] == "stub":
                known[_mark(cell)] = "", "".join(cell["source"]).rstrip()
            if ours["role"] == "answer":
                known[_mark(cell)] = ours["name"], answers[ours["name"]]
    return known


def _mark(cell: Any) -> str:
    """What tells a cell that is as it was: the kind, the text, and what was written into it at release."""
    if not isinstance(cell, dict):
        return ""
    source, metadata = cell.get("source"), cell.get("metadata")
    lines: list[Any] = source if isinstance(source, list) else [source]
    if not all(isinstance(line, str) for line in lines):
        return ""
    ours = metadata.get("autograder") if isinstance(metadata, dict) else None
    return json.dumps([cell.get("cell_type"), "".join(lines), ours, cell.get("id")])


def _length(cell: Any) -> int:
    return len(json.dumps(cell)) if isinstance(cell, dict) else 0
