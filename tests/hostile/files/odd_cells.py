"""Cells of unknown types, sources that are not text, counts that lie, ids that are taken or are no ids."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import code, save

EXPECT = "graded"


def write(notebook: dict[str, Any], folder: Path) -> Path:
    cells = notebook["cells"]
    for number, cell in enumerate(cells):
        cell |= {"id": ["same", "", 7, None, {"id": "same"}][number % 5], "execution_count": -number}
    sources: list[Any] = [None, 7, {"def": 1}, [None, 7, ["x = 1"], {"x": 1}], [[[]]], True]
    cells += [code("") | {"source": source} for source in sources]
    cells += [{"cell_type": kind, "source": "1 / 0"} for kind in ("sql", "CODE ", "constructor", "\x1b[2J")]
    kinds: list[Any] = [None, 7, [], {"code": 1}]
    cells += [{"cell_type": kind, "source": "x = 1"} for kind in kinds]
    cells += [
        None,
        [],
        7,
        "x = 1",
        True,
        {},
        {"source": ""},
        {"metadata": "x"},
        {"metadata": {"autograder": ["x"]}},
    ]
    return save(notebook, folder)
