"""The cells of a file that was handed in: a notebook of any version, a bare list of cells, or a script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.intake.decode import CONFLICT, load
from autograder.intake.script import is_script, split
from autograder.intake.text import Notes, Unreadable, decode, empty, not_a_notebook, shortcut, shown
from autograder.messages import message

CELLS = 5_000  # cells of a notebook that are read
SCRIPT = 5 * 2**20  # characters of a script that is read; it has no outputs
ENDS = ("setup", "given", "stub", "check", "summary", "prose")  # roles of the cells that end an answer
ROLES = (*ENDS, "answer")


@dataclass(frozen=True)
class Cell:
    """One cell. `number` counts from 1; `role` and `name` are what was written into it at release."""

    number: int
    kind: str
    source: str
    role: str = ""
    name: str = ""
    images: bool = False


@dataclass(frozen=True)
class Document:
    """A file as it was handed in: the assignment that it names, if any, and its cells."""

    assignment: str | None
    cells: tuple[Cell, ...]


def parse(data: bytes, notes: Notes) -> Document:
    """The cells of a file. Raises `Unreadable`."""
    text = decode(data, notes).strip(_BLANK)
    if not text:
        raise empty()
    if text[0] not in "{[" and not CONFLICT.match(text):
        return _parse_other(text, notes)
    value = load(text, notes)
    cells = _cell_list(value, notes)
    if cells is None:
        raise _without_cells(text)
    _remark_language(value, notes)
    return Document(_assignment(value), _read_cells(cells, notes))


_FILE = message("hand in the .ipynb file")
_BLANK = " \t\r\n\f\v\0\ufeff"


def _parse_other(text: str, notes: Notes) -> Document:
    if text[0] == "<":
        raise shortcut(text) or not_a_notebook(
            message("an HTML page"), message("download the notebook as .ipynb, not as HTML")
        )
    if not is_script(text):
        raise shortcut(text) or not_a_notebook(message("neither a notebook nor Python"), _FILE)
    if len(text) > SCRIPT:
        what = message("a script of more than {limit} characters", limit=f"{SCRIPT:,}")
        raise not_a_notebook(what, _FILE)
    notes.add("the file is a Python script, expected a notebook (.ipynb); its code was read")
    found = [{"cell_type": kind, "source": source} for kind, source in split(_clean(text))]
    return Document(None, _read_cells(found, notes))


def _without_cells(text: str) -> Unreadable:
    return shortcut(text) or not_a_notebook(
        message("JSON without a list of cells"), message("open it in Jupyter, save it and hand it in again")
    )


def _cell_list(value: object, notes: Notes) -> list[object] | None:
    if isinstance(value, list):
        notes.add("the file is a bare list of cells, expected a notebook; the list was read")
        return value if any(isinstance(cell, dict) for cell in value) else None
    _remark_version(value, notes)
    cells = _entry(value, "cells")
    if isinstance(cells, list):
        return cells
    sheets = _entry(value, "worksheets")
    if not isinstance(sheets, list):
        return None
    lists = [_entry(sheet, "cells") for sheet in sheets]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _remark_version(value: object, notes: Notes) -> None:
    version = _entry(value, "nbformat")
    if type(version) is not int:
        notes.add("the file does not say its notebook format; it was read as format 4")
    elif version != 4:
        notes.add("the notebook has format {version}, expected 4; it was read all the same", version=version)


def _remark_language(value: object, notes: Notes) -> None:
    metadata = _entry(value, "metadata")
    kernel = _entry(metadata, "kernelspec")
    named = (_entry(_entry(metadata, "language_info"), "name"), _entry(kernel, "language"))
    languages = [name for name in named if isinstance(name, str) and name]
    name = _entry(kernel, "name")
    if not languages and isinstance(name, str) and _FOREIGN.match(name):
        languages.append(name)
    for language in languages:
        if "python" not in language.lower():
            template = "the notebook is set to {language}, expected Python; it was read as Python"
            notes.add(template, language=language)
            return


# A Python kernel may have any name, so only names that are surely another language count.
_FOREIGN = re.compile(r"ir$|julia|octave|xcpp|javascript|bash$", re.IGNORECASE)


def _assignment(value: object) -> str | None:
    name = _entry(_entry(_entry(value, "metadata"), "autograder"), "assignment")
    return shown(name) if isinstance(name, str) and name else None


def _read_cells(found: Sequence[object], notes: Notes) -> tuple[Cell, ...]:
    if len(found) > CELLS:
        template = "the notebook has {count} cells; only the first {limit} were read"
        notes.add(template, count=len(found), limit=CELLS)
    cells = tuple(_cell(number, cell, notes) for number, cell in enumerate(found[:CELLS], 1))
    owners: dict[str, list[int]] = {}
    for number, cell in enumerate(found[:CELLS], 1):
        if isinstance(name := _entry(cell, "id"), str) and name:
            owners.setdefault(name, []).append(number)
    for name, numbers in owners.items():
        if len(numbers) > 1:
            notes.add("cells have the same id {id}; each was read; cells: {cells}", *numbers, id=name)
    return cells


def _cell(number: int, cell: object, notes: Notes) -> Cell:
    if not isinstance(cell, dict):
        notes.add("an entry of the list of cells is not a cell; it was left out; cells: {cells}", number)
        return Cell(number, "raw", "")
    kind, source = _kind(number, cell, notes), _source(number, cell, notes)
    if kind == "heading":
        level = cell.get("level")
        kind, source = (
            "markdown",
            "#" * (level if type(level) is int and 1 <= level <= 6 else 1) + " " + source,
        )
    role, name = _role(cell)
    return Cell(number, kind, source, role, name, bool(cell.get("attachments")))


def _kind(number: int, cell: dict[str, object], notes: Notes) -> str:
    kind = cell.get("cell_type", "")
    if not isinstance(kind, str) or not kind:
        notes.add("a cell does not say its type; it was read as code; cells: {cells}", number)
        return "code"
    if kind.lower() in ("code", "markdown", "raw", "heading"):
        return kind.lower()
    notes.add("a cell has the unknown type {kind}; it was read as text; cells: {cells}", number, kind=kind)
    return "raw"


def _source(number: int, cell: dict[str, object], notes: Notes) -> str:
    source = next((cell[key] for key in ("source", "input", "code") if key in cell), None)
    lines = source if isinstance(source, list) else [source]
    if not all(isinstance(line, str) for line in lines):
        notes.add("a cell has a source that is not text; only its text was read; cells: {cells}", number)
    raw = "".join(line for line in lines if isinstance(line, str))
    if _CONTROL.search(raw):
        notes.add("a cell holds control characters; they were removed; cells: {cells}", number)
    return _clean(raw)


def _clean(text: str) -> str:
    text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _role(cell: dict[str, object]) -> tuple[str, str]:
    """Role and name from the cell's metadata, else from its id; students' tools drop either."""
    ours = _entry(cell.get("metadata"), "autograder")
    role, name = _entry(ours, "role"), _entry(ours, "name")
    if isinstance(role, str) and role in ROLES:
        return role, name if isinstance(name, str) else ""
    label = cell.get("id")
    role, _, name = label.partition("-") if isinstance(label, str) else ("", "", "")
    return (role, name) if role in ROLES else ("", "")


def _entry(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None
