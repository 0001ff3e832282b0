"""A second name of a file that is not the student's, in the hope that feedback quotes from it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.hostile.files import secret

EXPECT = "refused"
CAUSE = ("neither a notebook nor Python", "не ноутбук и не Python")


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path = folder / "mine.ipynb"
    os.link(secret(folder), path)
    return path
