"""A name of escapes, letters without width, a turned direction, and bytes that are no letters."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.hostile.files import save

EXPECT = "graded"


def write(notebook: dict[str, Any], folder: Path) -> Path:
    hidden = "\x1b]0;title\x07\x1b[31m\x1b[2J\u202elmth.\u2066\u200b\u200d\ufeff\U000e0041"
    return save(notebook, folder, hidden + os.fsdecode(b"\xff\xfe\x80") + ".ipynb")
