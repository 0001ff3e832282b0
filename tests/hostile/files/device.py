"""A device that can be read without end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

EXPECT = "refused"
CAUSE = ("zero is not a plain file", "zero — не обычный файл")


def write(notebook: dict[str, Any], folder: Path) -> Path:
    return Path("/dev/zero")
