"""A symbolic link to the notebook of another student, whose answers are right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import neighbour

EXPECT = "refused"
CAUSE = ("mine.ipynb is a link", "mine.ipynb — ссылка")


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path = folder / "mine.ipynb"
    path.symlink_to(neighbour(folder))
    return path
