"""A folder that is named like a notebook and holds one, with links that lead up and round in a circle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import neighbour, save

EXPECT = "graded"


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path = folder / "homework.ipynb"
    path.mkdir()
    save(notebook, path)
    (path / "up").symlink_to(folder.parent)
    (path / "round").symlink_to(path)
    (path / "nowhere").symlink_to("nowhere")
    (path / "text.txt").symlink_to(neighbour(folder))
    return path
