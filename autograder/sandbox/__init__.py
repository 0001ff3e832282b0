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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from autograder.faults import Died, Overran
from autograder.sandbox.channel import Budget, Channel, Limits, Stopped
from autograder.sandbox.folders import exposed, readable_folders
from autograder.sandbox.launch import Line, SandboxError
from autograder.sandbox.words import clean, value_of
from autograder.worker import scratch, wire
from autograder.worker.namespaces import network

Problem = Literal["syntax", "raised", "overran", "died", "skipped"]

START_SECONDS = 120.0
# What is loaded once for all notebooks, as soon as one holds the word.
LIBRARIES = {
    "optimizer": "optim",
    "pyplot": "matplotlib",
    "scipy.special": "special",
    "scipy.stats": "stats",
}

__all__ = ["CellNote", "Limits", "Sandbox", "SandboxError", "Session"]


@dataclass(frozen=True)
class CellNote:
    """What went wrong in one cell, counted from 0.

    The detail may hold text that the student's code wrote: it is for that student's eyes.
    """

    cell: int
    problem: Problem
    detail: str


class Sandbox:
    """Forks contained workers from a clean process. Use it in one thread.

    `secrets` are folders that no worker may read; one that lies where the libraries lie is refused.
    """

    def __init__(self, limits: Limits | None = None, secrets: Sequence[Path] = ()) -> None:
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
        self._line = Line(readable, self._folder)
        self._line.tell(
            {
                "folder": self._folder,
                "readable": readable,
                "network": network(),
                "memory_bytes": self.limits.memory_bytes,
                "cpu_seconds": _backstop(self.limits),
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
        for library, word in LIBRARIES.items():
            if library not in self._loaded and any(re.search(rf"\b{word}\b", cell) for cell in cells):
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


class Session:
    """One submission. A worker that is killed is replaced at the next call, without the cells that kill."""

    def __init__(
        self, sandbox: Sandbox, cells: Sequence[str], given: str, parts: Sequence[str], deadline: float
    ) -> None:
        self.notes: list[CellNote] = []
        self._sandbox = sandbox
        self._limits = sandbox.limits
        self._cells = tuple(cells)
        self._begin = ("begin", given, list(parts))
        self._parts = frozenset(parts)
        self._ran: set[int] = set()
        self._left_out: set[int] = set()
        self._worker: Channel | None = None
        self._deadline = deadline
        self._lapped = self._called = 0.0
        self.begin_part()
        self._running()

    def begin_part(self) -> None:
        """Grant a new time budget."""
        self._budget = self._grant(self._limits.call_seconds)

    def call(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """The value of the student's function, or a fault that says why there is none."""
        if self._budget.spent or time.monotonic() > self._deadline:
            raise Overran(self._limits.call_seconds)
        worker, wall = self._running(), self._budget.wall
        try:
            return value_of(worker.ask(("call", name, dict(arguments)), self._budget), self._parts)
        except Stopped as stopped:
            self.restart()
            raise Overran(self._limits.call_seconds) if stopped.overran else Died() from None
        finally:
            self._called = wall - self._budget.wall

    def lap(self) -> float:
        """CPU seconds of the worker since this was asked last, or wall-clock seconds of the last call.

        What a thread of the student's takes while the worker should wait counts, too.
        """
        lapped, self._lapped = self._lapped, self._worker.cpu_seconds() if self._worker else 0.0
        return self._lapped - lapped if self._lapped else self._called

    def _grant(self, seconds: float) -> Budget:
        """So many CPU seconds, and no more wall-clock time than the session has left."""
        budget = self._limits.budget(seconds)
        return Budget(budget.cpu, min(budget.wall, max(0.0, self._deadline - time.monotonic())))

    def restart(self) -> None:
        """Kill the worker. The next call starts one that has seen no input."""
        if self._worker is not None:
            worker, self._worker = self._worker, None
            self._sandbox.end(worker)

    def close(self) -> None:
        """End the submission."""
        self.restart()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _running(self) -> Channel:
        """The worker with every cell run that can be: started anew each time that a cell kills it."""
        left = self._grant(self._limits.cells_seconds)
        if self._worker is not None and not self._worker.waits():
            # What an earlier part left behind must not cost this one.
            self.restart()
        while self._worker is None:
            self._worker = self._sandbox.start()
            self._prepare(self._worker)
            for number, cell in enumerate(self._cells):
                if self._worker is not None and number not in self._left_out:
                    self._run(self._worker, number, cell, left)
        return self._worker

    def _prepare(self, worker: Channel) -> None:
        try:
            answer = worker.ask(self._begin, Budget(START_SECONDS, START_SECONDS))
        except Stopped:
            answer = "failed", "the worker ended"
        state, found = answer
        if state != "ready":
            self.restart()
            raise SandboxError(f"classes that questions give do not load ({clean(found)}); mend them")
        worker.classes = frozenset(found)

    def _run(self, worker: Channel, number: int, cell: str, left: Budget) -> None:
        """Run one cell; leave it out from now on if it is too late, or if it stops the worker."""
        if not self._in_time(number, left):
            self._leave_out(number, "skipped", "the cells before it used all the time that the notebook has")
            return
        budget = self._grant(self._limits.cell_seconds)
        left.take(budget)
        try:
            self._judge(number, worker.ask(("cell", number, cell), budget))
        except wire.Unsendable:
            self._leave_out(number, "skipped", "the cell is too long")
        except Stopped as stopped:
            self.restart()
            if stopped.overran:
                seconds = f"{self._limits.cell_seconds:g}"
                self._leave_out(number, "overran", f"the cell ran for more than {seconds} seconds")
            else:
                self._leave_out(number, "died", "the cell ended the process that ran it")
        left.give(budget)

    def _in_time(self, number: int, left: Budget) -> bool:
        """A cell that ran once may run again beyond the limit, up to three times it: others build on it."""
        grace = self._limits.budget(2 * self._limits.cells_seconds if number in self._ran else 0.0)
        in_session = time.monotonic() < self._deadline
        return in_session and left.cpu + grace.cpu > 0 and left.wall + grace.wall > 0

    def _judge(self, number: int, answer: Any) -> None:
        # Types are matched before words: an array that is compared with a word has no truth value.
        match answer:
            case (None, str()):
                pass
            case (str(problem), str(detail)) if problem in ("syntax", "raised"):
                self._note(number, "syntax" if problem == "syntax" else "raised", clean(detail))
            case _:
                raise Stopped(overran=False)
        self._ran.add(number)

    def _leave_out(self, number: int, problem: Problem, detail: str) -> None:
        self._left_out.add(number)
        self._note(number, problem, detail)

    def _note(self, number: int, problem: Problem, detail: str) -> None:
        if all(note.cell != number for note in self.notes):
            self.notes.append(CellNote(number, problem, detail))
            self.notes.sort(key=lambda note: note.cell)


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
