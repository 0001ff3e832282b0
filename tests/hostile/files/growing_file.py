"""A notebook to which another thread adds lines while it is read."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import Any

from tests.hostile.files import save

EXPECT = "graded"
LINES = 4000


def write(notebook: dict[str, Any], folder: Path) -> Path:
    path = save(notebook, folder)

    def grow() -> None:
        with path.open("a", encoding="utf-8", buffering=1) as file:
            for line in range(LINES):
                file.write(f'{{"cells": [{line}]}}\n')

    Thread(target=grow).start()
    return path
