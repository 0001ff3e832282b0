"""Metadata that nest two hundred thousand lists, for a parser that calls itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

EXPECT = "refused"
CAUSE = ("nested too deeply", "слишком глубокую вложенность")
DEPTH = 200_000


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path = folder / "nested.ipynb"
    nest = "[" * DEPTH + "]" * DEPTH
    path.write_text(f'{{"metadata": {nest}, ' + json.dumps(notebook)[1:], encoding="utf-8")
    return path
