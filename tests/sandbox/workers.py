"""The processes and folders of a sandbox's workers, seen from outside."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from autograder.sandbox import Limits, Sandbox, Session

# Only CPU time is short: how long the wall clock runs depends on what else the machine does.
SHORT = Limits(call_seconds=0.5, cell_seconds=0.5, cells_seconds=1.45, wall_factor=100.0)
SLEEP_SECONDS = 60
Open = Callable[..., Session]


def problems(session: Session) -> list[tuple[int, str]]:
    return [(note.cell, note.problem) for note in session.notes]


def children(sandbox: Sandbox) -> list[int]:
    """The living processes whose parent is the zygote."""
    zygote = sandbox._line._process.pid
    return [int(pid) for pid in Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()]


def left_behind(sandbox: Sandbox) -> tuple[list[int], list[str]]:
    return children(sandbox), os.listdir(sandbox._folder)
