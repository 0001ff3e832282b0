"""A folder in which the only notebook is a link to the notebook of another student."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import neighbour

EXPECT = "refused"
CAUSE = ("mine.ipynb is a link", "mine.ipynb — ссылка")


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path = folder / "homework"
    path.mkdir()
    (path / "mine.ipynb").symlink_to(neighbour(folder))
    return path
