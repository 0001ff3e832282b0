"""A gzip of 100 MB of spaces around a notebook, for a reader that unpacks what is compressed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

EXPECT = "refused"
CAUSE = ("a gzip archive", "архив gzip")


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path = folder / "compressed.ipynb"
    path.write_bytes(gzip.compress(b" " * 100_000_000 + json.dumps(notebook).encode(), compresslevel=1))
    return path
