"""Answers sprinkled with zero bytes, halves of letters, byte order marks, form feeds and backspaces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile import zoo
from tests.hostile.files import find_cell, save, text

EXPECT = "graded"
SPRINKLED = "\0\x08\x1b\ufeff\x7f"


def write(notebook: dict[str, Any], folder: Path) -> Path:
    cell = find_cell(notebook, "stub", zoo.TARGET)
    lines = "".join(cell["source"]).split("\n")
    cell["source"] = "\n".join(SPRINKLED + line + "  # \ud83d\udead\ud800" for line in lines) + "\n\x0c\n"
    notebook["cells"].append(text(f"**Answer 4.2.3** \udc80{SPRINKLED}\u202e\u2066"))
    notebook["metadata"]["autograder"]["assignment"] = f"\ud800{SPRINKLED}\u202ehw4\n\u2028"
    return save(notebook, folder)
