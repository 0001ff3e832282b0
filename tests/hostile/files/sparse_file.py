"""A notebook with a hole of 10 GB behind it, which takes no room on the disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.hostile.files import save

EXPECT = "refused"
CAUSE = ("the file is larger than", "файл больше")
BYTES = 10_000_000_000


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path = save(notebook, folder)
    os.truncate(path, BYTES)
    return path
