"""A name of three hundred letters, longer than a file system takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

EXPECT = "refused"
CAUSE = ("cannot be opened (file name too long)", "не открывается")


def write(notebook: dict[str, Any], folder: Path) -> Path:
    return folder / ("h" * 294 + ".ipynb")
