"""A code cell of 60 MB before the answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autograder.intake import LIMIT
from tests.hostile.files import code, save

EXPECT = "graded"


def write(notebook: dict[str, Any], folder: Path) -> Path:
    notebook["cells"].insert(0, code("x = '" + "A" * int(0.6 * LIMIT) + "'"))
    return save(notebook, folder)
