"""The command that grades, in a process of its own: how it is started and what it leaves."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SHEET = "hw4_autoregressive"
NOTEBOOK = ROOT / "tests" / "samples" / SHEET / "half_right.en.ipynb"
PATIENCE = 60  # seconds of waiting after which something is surely stuck


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "autograder.cli", "grade", SHEET, *map(str, arguments)]


def run(*arguments: object, limit: int | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Grade on the command line, where no file may grow beyond `limit` bytes."""

    def restrict() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env={**os.environ, **environment},
        preexec_fn=restrict,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
