"""A cell that is one line of 5 MB, for the parser of Python and for what looks for definitions in a line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import code, save

EXPECT = "graded"


def write(notebook: dict[str, Any], folder: Path) -> Path:
    notebook["cells"].insert(0, code("gaussian_score = [" + "gaussian_score, " * 300_000 + "]"))
    return save(notebook, folder)
