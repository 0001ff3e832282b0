"""Cells that Python's own compiler takes long over, or fails at by running out of its stack or its memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import code, save

EXPECT = "graded"
SOURCES = [
    "-" * 60_000 + "1",
    "x = " + "(" * 30_000 + ")" * 30_000,
    "x = " + "[" * 150 + "]" * 150 + ".a" * 25_000,
    "x = " + "9" * 60_000,
    "x = 1 << 1 << " * 4000 + "1",
    "# coding: rot13\nx = 1\n# -*- coding: utf-7 -*-\n\x0c\n" * 1000,
    'x = f"' + '{f"' * 100 + "{1}" + '"}' * 100 + '"',
    "x = {" + "0: 0, " * 10_000 + "}",
    "@staticmethod\n" * 4000 + "def f():\n    pass",
    "\n".join(" " * depth + "if 1:" for depth in range(150)),
    "x = " + " if 1 else ".join(["0"] * 5000),
    "x = " + "lambda: " * 7000 + "0",
    "def gaussian_score(" * 3000,
    "x = '''" + "\n" * 60_000,
    "\\\n" * 30_000,
    "match 0:\n" + "".join(f"    case {n}: pass\n" for n in range(3000)),
]


def write(notebook: dict[str, Any], folder: Path) -> Path:
    notebook["cells"] += [code(source) for source in SOURCES]
    return save(notebook, folder)
