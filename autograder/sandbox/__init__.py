"""The trusted side of the sandbox: starts workers, asks them for values, and stops them in time.

Nothing that a worker says is believed: its CPU time is read from the kernel, its frames are checked, and its
words are compared with fixed lists.
"""

from __future__ import annotations

import math
import os
import re
import socket
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.sandbox.channel import Budget, Channel, Limits, Stopped
from autograder.sandbox.folders import exposed, readable_folders
from autograder.sandbox.launch import Line, SandboxError
from autograder.sandbox.session import START_SECONDS, CellNote, Session
from autograder.worker import scratch
from autograder.worker.device import find_device_files
from autograder.worker.namespaces import network

SCIPY = ("integrate", "interpolate", "linalg", "optimize", "signal", "special", "stats")
# What is loaded once for all notebooks, as soon as one holds what is on the right.
# What repeats is searched from the start of a line: from each word of one it would take quadratic time.
LIBRARIES = {
    "optimizer": r"\boptim\b",
    "transforms": r"\btorch\.func\b|\bjac(rev|fwd)\b",
    "pyplot": r"\bmatplotlib\b",
    "sympy": r"\b(sympy|gradcheck|Gumbel|MultivariateNormal)\b",  # torch imports it to check arguments
} | {f"scipy.{part}": rf"(?m)\bscipy\.{part}\b|^[ \t]*from scipy import\b.*\b{part}\b" for part in SCIPY}

__all__ = ["CellNote", "Limits", "Sandbox", "SandboxError", "Session"]


class Sandbox:
    """Forks contained workers from a clean process. Use it in one thread.

    `secrets` are folders that no worker may read; one that lies where the libraries lie is refused.
    The workers may use a `device` of torch.
    """

    def __init__(self, limits: Limits | None = None, secrets: Sequence[Path] = (), device: str = "") -> None:
        if not hasattr(os, "fork"):
            raise SandboxError("grading needs Linux or macOS; run it in a Linux container")
        self.limits = limits or Limits()
        readable = readable_folders()
        _refuse_exposed(secrets, readable)
        self._layers: frozenset[str] | None = None
        self._loaded: set[str] = set()
        self._workers: set[Channel] = set()
        self._folder = tempfile.mkdtemp(prefix="autograder-")
        # Each worker enters its own folder below this one and cannot list this one.
        os.chmod(self._folder, 0o711)
        self._line = Line(readable, self._folder, find_device_files() if device else [])
        self._line.tell(
            {
                "folder": self._folder,
                "readable": readable,
                "network": network(),
                "memory_bytes": self.limits.memory_bytes,
                "cpu_seconds": _backstop(self.limits),
                "device": device,
            }
        )

    @property
    def layers(self) -> frozenset[str]:
        """What holds a worker: the names of those `autograder.sandbox.ladder.LAYERS` that work here."""
        if self._layers is None:
            self._layers = frozenset(self._hear_of_threads()["layers"])
        return self._layers

    def _load(self, library: str) -> None:
        """Load in the zygote, once, what the worker of each submission would load again."""
        assert "process" in self.layers
        self._line.tell({"load": library})
        self._hear_of_threads()
        self._loaded.add(library)

    def _hear_of_threads(self) -> dict[str, Any]:
        answer = self._line.hear()
        if answer["threads"] != 1:
            raise SandboxError(
                "a library started a thread, which workers would lack; try another build of it"
            )
        return answer

    def open(
        self, cells: Sequence[str], given: str = "", parts: Sequence[str] = (), seconds: float = math.inf
    ) -> Session:
        """Run a notebook's cells in a new worker, after `given`: our own source, which the cells can read.

        The whole session gets `seconds` of wall-clock time; what is asked later has overrun.
        """
        text = "\n".join(cells)
        for library, sign in LIBRARIES.items():
            if library not in self._loaded and re.search(sign, text):
                self._load(library)
        return Session(self, cells, given, parts, time.monotonic() + seconds)

    def start(self) -> Channel:
        """A worker that is contained and has seen nothing."""
        assert "process" in self.layers
        mine, theirs = socket.socketpair()
        worker, budget = Channel(mine), Budget(START_SECONDS, START_SECONDS)
        self._workers.add(worker)
        with theirs:
            self._line.tell({"start": True}, [theirs.fileno()])
            worker.name = int(self._line.hear()["pid"])
        try:
            worker.meet(budget)
            worker.ask(None, budget)
        except Stopped:
            self.end(worker)
            raise SandboxError("a layer of containment holds no more; look at `autograder doctor`") from None
        return worker

    def end(self, worker: Channel) -> None:
        """Kill a worker with all that it started, and wait until it is gone."""
        if worker in self._workers:
            self._workers.remove(worker)
            worker.close()
            self._line.tell({"end": worker.name})
            self._line.hear()

    def close(self) -> None:
        """End the zygote and with it all workers."""
        for worker in self._workers:
            worker.close()
        self._workers.clear()
        self._line.close(at_once=self._layers is None)
        if os.path.isdir(self._folder):
            scratch.discard(self._folder)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _refuse_exposed(secrets: Sequence[Path], readable: Sequence[str]) -> None:
    if found := exposed(secrets, readable):
        secret, folder = found
        raise SandboxError(
            f"the folder {secret} must stay secret but lies in {folder}, which student code may read: "
            "move the course out of the interpreter's folders, or uninstall it from them"
        )


def _backstop(limits: Limits) -> int:
    """CPU seconds at which the kernel itself ends a worker, far beyond what the trusted side lets it use."""
    return math.ceil(3 * limits.cells_seconds + limits.cell_seconds + 100 * limits.call_seconds) + 1
