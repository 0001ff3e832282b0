"""Numbers of a million digits, whole and broken, infinite and not numbers, wherever a notebook has one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

EXPECT = "graded"
DIGITS = "7" * 1_000_000


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path = folder / "numbers.ipynb"
    notebook["metadata"] |= {"whole": "@0", "broken": "@1", "nothing": "@2", "list": ["@3", "@4"]}
    notebook["nbformat_minor"] = "@5"
    for cell in notebook["cells"]:
        cell["execution_count"] = "@5"
    numbers = [f"-{DIGITS}", f"{DIGITS}.{DIGITS}e-{DIGITS[:5]}", "NaN", "Infinity", "1e999999", DIGITS[:5000]]
    data = json.dumps(notebook)
    for place, number in enumerate(numbers):
        data = data.replace(f'"@{place}"', number)
    path.write_text(data, encoding="utf-8")
    return path
