"""A name of several lines, which would stand in the table of marks as somebody else's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import FORGED, save

EXPECT = "graded"


def write(notebook: dict[str, Any], folder: Path) -> Path:
    return save(
        notebook, folder, f"a.ipynb  15 ∕ 15\n{FORGED}.ipynb  15 ∕ 15\r\n\x0b{FORGED}\x85{FORGED}\u2028.ipynb"
    )
