"""What a student handed in becomes a notebook that nbgrader can work with, whatever state it is in."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.converter import convert
from nbformat.reader import reads
from nbgrader.api import Gradebook

from autograder.intake import Unreadable, normalise, read_bytes
from autograder.intake.format import Cell, parse
from autograder.intake.text import Notes
from autograder.targets.nbgrader.cells import SCHEMA, name_cell

Node: TypeAlias = dict[str, Any]

SETUP = name_cell("setup", "checker")  # what is said of a whole notebook stands below it


class SubmissionExporter(NotebookExporter):
    """Goes on where the stock exporter ends at a broken file; `intake` says what is wrong with the file."""

    def from_file(self, file_stream: Any, resources: Any = None, **options: Any) -> Any:
        notebook = read_notebook(Path(file_stream.name))
        return self.from_notebook_node(notebook, resources, **options)  # type: ignore[no-untyped-call]


def read_notebook(path: Path) -> Any:
    """The notebook in a file, mended where it is not valid; without cells where there is nothing to read."""
    try:
        data = read_bytes(path)
        cells = parse(data, Notes()).cells  # refuses what is too large for a reader without limits
    except (Unreadable, RecursionError, MemoryError):
        return _write_notebook([], {})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            notebook = convert(reads(data.decode()), 4)  # type: ignore[no-untyped-call]
            nbformat.validate(notebook)
        except Exception:  # one of many kinds, by what is broken
            return _write_notebook([_copy(cell) for cell in cells], {})
    return notebook


def _copy(cell: Cell) -> Node:
    mark = {"role": cell.role, "name": cell.name}
    return {**_write_cell(cell.kind, cell.source), "metadata": {"autograder": mark}}


@dataclass(frozen=True)
class Known:
    """A cell as the gradebook has it from the release."""

    kind: str
    source: str
    marks: dict[str, Any]


def restore(notebook: Any, resources: Any) -> tuple[Any, Any]:
    """Put right each cell that the gradebook knows, add missing ones that have points, strip the rest."""
    where = resources["nbgrader"]
    with Gradebook(where["db_url"]) as gradebook:
        known = _read_known(gradebook.find_notebook(where["notebook"], where["assignment"]))
    cells: list[Node] = []
    claims: dict[str, list[Node]] = {name: [] for name in known}
    for old in notebook.cells:
        name = _claim(old)
        kind = known[name].kind if name in known else old.cell_type
        cells.append(_write_cell(kind, old.source, old.get("attachments")))
        claims.get(name, []).append(cells[-1])
    _place(cells, claims, known)
    path = Path(resources["metadata"]["path"], resources["metadata"]["name"] + ".ipynb")
    return _write_notebook(cells, {"submitted": str(path)}), resources


def _place(cells: list[Node], claims: dict[str, list[Node]], known: dict[str, Known]) -> None:
    """Choose the cells of the gradebook; one that is needed and missing comes after the one before it."""
    place = 0
    for name, released in known.items():
        if not claims[name] and (released.marks["grade"] or name == SETUP):
            claims[name].append(_write_cell(released.kind, released.source))
            cells.insert(place, claims[name][0])
        # Of copies the last one counts that was worked on.
        for cell in sorted(claims[name], key=lambda copy: _is_changed(copy, released))[-1:]:
            cell["metadata"] = {"nbgrader": released.marks}
            if released.marks["locked"] or not _is_changed(cell, released):
                cell["source"] = released.source
            place = next(index for index, other in enumerate(cells, 1) if other is cell)


def _read_known(notebook: Any) -> dict[str, Known]:
    points = {cell.name: cell.max_score for cell in notebook.grade_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    known = {}
    for cell in notebook.source_cells:
        marks = {
            "schema_version": SCHEMA,
            "grade_id": cell.name,
            "grade": cell.name in points,
            "solution": cell.name in solutions,
            "locked": cell.locked,
            "task": False,
            "checksum": cell.checksum,
            "cell_type": cell.cell_type,
        }
        worth = {"points": points[cell.name]} if cell.name in points else {}
        known[cell.name] = Known(cell.cell_type, cell.source, {**marks, **worth})
    return known


def _claim(cell: Any) -> str:
    """The `grade_id` of a cell by nbgrader's metadata, ours, or its id: editors drop one or the other."""
    stated, ours = cell.metadata.get("nbgrader"), cell.metadata.get("autograder")
    if isinstance(stated, dict) and isinstance(stated.get("grade_id"), str):
        return str(stated["grade_id"])
    if isinstance(ours, dict) and isinstance(ours.get("name"), str):
        return name_cell(str(ours.get("role")), ours["name"])
    role, _, name = str(cell.get("id", "")).partition("-")
    return name_cell(role, name)


def _write_cell(kind: str, source: str, attachments: Any = None) -> Node:
    """A cell without outputs; only text may have attachments."""
    cell: Node = {"cell_type": kind, "metadata": {}, "source": source}
    if kind == "code":
        return {**cell, "outputs": [], "execution_count": None}
    return {**cell, "attachments": attachments} if attachments else cell


def _write_notebook(cells: list[Node], ours: dict[str, str]) -> Any:
    numbered = [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells, 1)]
    whole = {"cells": numbered, "metadata": {"autograder": ours}, "nbformat": 4, "nbformat_minor": 5}
    return nbformat.from_dict(whole)  # type: ignore[no-untyped-call]


def _is_changed(cell: Node, released: Known) -> bool:
    return normalise(cell["source"]) != normalise(released.source)
