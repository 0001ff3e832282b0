"""A hundred thousand cells of code below the answers, for a grader that starts something for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import code, save

EXPECT = "graded"
CELLS = 100_000


def write(notebook: dict[str, Any], folder: Path) -> Path:
    notebook["cells"] += [code("")] * CELLS
    return save(notebook, folder)
