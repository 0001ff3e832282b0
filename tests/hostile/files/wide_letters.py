"""A file of just the size that is read, in which one letter makes all others four times as wide in memory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autograder.intake import LIMIT

EXPECT = "graded"


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path, tail = folder / "wide.ipynb", json.dumps(notebook)[1:]
    padding = "\U0001f600" + "a" * (LIMIT - len(tail) - 1000)
    path.write_text(f' {{"padding": "{padding}", {tail}', encoding="utf-8")
    return path
