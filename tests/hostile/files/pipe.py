"""A named pipe that nobody writes to, so that a reader waits for ever."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

EXPECT = "refused"
CAUSE = ("pipe.ipynb is not a plain file", "pipe.ipynb — не обычный файл")


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path = folder / "pipe.ipynb"
    os.mkfifo(path)
    return path
