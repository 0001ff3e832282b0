"""A notebook in UTF-32 with a byte order mark, four bytes a letter, that ends in half a letter."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

EXPECT = "graded"


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path = folder / "wide.ipynb"
    path.write_bytes(codecs.BOM_UTF32_BE + json.dumps(notebook).encode("utf-32-be") + b"\0\0")
    return path
