"""Lines of 400,000 spaces, backticks, brackets or stars, for patterns that go back over what they took."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import code, save, text

EXPECT = "graded"
TIMES = 400_000
LINES = [
    " ",
    "\t",
    "`",
    "[",
    "(",
    "*",
    "#",
    ">",
    "_",
    "a ",
    "$",
    "\\",
    '"""',
    "%",
    "!",
    "-",
    "|",
    "<",
    "\u00a0",
]


def write(notebook: dict[str, Any], folder: Path) -> Path:
    cells = notebook["cells"]
    for line in LINES:
        long = line * (TIMES // len(line))
        cells += [text(f"{long}\n{line}x"), code(f"#{long}"), code(f"gaussian_score{long[:60_000]}x")]
    for start in ("async ", "def ", "**Answer ", "**Answer 4.2.3", "```", "```python\n", "# %%", '"""**'):
        cells += [
            text((start * 50_000) + "x"),
            text(start + " " * TIMES + "x"),
            text((start + "\n") * 50_000),
        ]
    return save(notebook, folder)
