"""The zygote among processes: what it hides from others, what it is parent of, how many threads it has."""

from __future__ import annotations

import contextlib
import os
import signal
import time

from .contain import LINUX, prctl

SETTLE_SECONDS = 10.0
_PDEATHSIG, _DUMPABLE, _SUBREAPER = 1, 4, 36


def hide() -> None:
    """Close this process's memory to others of the same user."""
    if LINUX:
        prctl(_DUMPABLE, 0)


def end_with_parent() -> None:
    """Be killed when the process that started this one ends."""
    if LINUX:
        prctl(_PDEATHSIG, signal.SIGKILL)


def adopt_orphans() -> None:
    """Become the parent of what a dead worker leaves behind."""
    if LINUX:
        prctl(_SUBREAPER, 1)


def children(parent: int) -> list[int]:
    """The processes that `parent` started or adopted."""
    found = []
    for name in os.listdir("/proc") if LINUX else ():
        if name.isdigit():
            with contextlib.suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:
                # The second field is a name in brackets, which may itself hold spaces and brackets.
                if int(file.read().rpartition(b")")[2].split()[1]) == parent:
                    found.append(int(name))
    return found


def settled_threads() -> int:
    """How many threads this process has, once those that a library has ended are gone; 1 if nothing tells."""
    end = time.monotonic() + SETTLE_SECONDS
    while (count := _threads()) > 1 and time.monotonic() < end:
        time.sleep(0.001)
    return count


def _threads() -> int:
    return len(os.listdir("/proc/self/task")) if LINUX else 1
