"""A written answer of a hundred thousand lines that hold no word, for patterns that pass over such lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import find_cell, save

EXPECT = "graded"
LINES = 100_000


def write(notebook: dict[str, Any], folder: Path) -> Path:
    answer = find_cell(notebook, "answer", "4.2.3")
    answer["source"] = "**Answer 4.2.3**\n\n" + "-\n" * LINES + "(" * LINES + "\nThe end."
    return save(notebook, folder)
