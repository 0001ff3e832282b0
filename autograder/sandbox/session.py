"""One submission in the sandbox: its cells run once in each worker, its functions are called by name."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from autograder.faults import Died, Fault, Overran
from autograder.messages import Message, message
from autograder.sandbox.channel import Budget, Channel, Stopped
from autograder.sandbox.launch import SandboxError
from autograder.sandbox.words import clean, value_of
from autograder.worker import wire

if TYPE_CHECKING:
    from autograder.sandbox import Sandbox

Problem = Literal["syntax", "raised", "overran", "died", "skipped"]

START_SECONDS = 120.0
TOGETHER_SECONDS = 0.5  # CPU time of all cells or calls that go out together


@dataclass(frozen=True)
class CellNote:
    """What went wrong in one cell, counted from 0.

    The detail may hold text that the student's code wrote: it is for that student's eyes.
    """

    cell: int
    problem: Problem
    detail: str | Message


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
        self._together = True
        self._worker: Channel | None = None
        self._deadline = deadline
        self._laps: dict[Channel, float] = {}  # the clock of the worker that was asked last
        self.called = 0.0  # wall-clock seconds of the last call
        self.begin_part()
        self._running()

    def begin_part(self, seconds: float = math.inf) -> None:
        """Grant a new time budget: that of a part, or so many CPU seconds if that is less."""
        self._budget = self._grant(min(seconds, self._limits.call_seconds))

    def call(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """The value of the student's function, or a fault that says why there is none."""
        return self.ask("call", name, dict(arguments))

    def ask(self, *message: Any) -> Any:
        """What the worker answers, or a fault that says why it does not."""
        if self._budget.spent or time.monotonic() > self._deadline:
            raise Overran(self._limits.call_seconds)
        worker, wall = self._running(), self._budget.wall
        try:
            return value_of(worker.ask(message, self._budget), self._parts)
        except Stopped as stopped:
            self.restart()
            raise Overran(self._limits.call_seconds) if stopped.overran else Died() from None
        finally:
            self.called = wall - self._budget.wall

    def write_call(self, name: str, arguments: Mapping[str, Any]) -> bytes:
        """A call as `call_all` sends it."""
        return b"".join(wire.encode(("call", name, dict(arguments)), self._running().classes))

    def call_all(self, calls: Sequence[bytes]) -> list[Callable[..., Any]] | None:
        """What the student's function gives in each call: functions that give it, or raise a fault.

        None where one of the calls stopped the worker, or there was no time: then each is to be made alone.
        """
        if not calls or self._budget.spent or time.monotonic() > self._deadline:
            return None
        try:
            worker = self._running()
            given = worker.ask_all(calls, self._budget, self._hold)
            _require_silence(worker)
        except Stopped:
            self.restart()
            return None
        return given

    def call_parts(self, calls: Mapping[str, Sequence[bytes]]) -> dict[str, list[Callable[..., Any]]]:
        """What the functions of several parts give, asked for together and in a small budget.

        Nothing once something that went out together has stopped a worker: then each part is to be asked.
        """
        self.begin_part(TOGETHER_SECONDS)
        every = [call for each in calls.values() for call in each]
        if not self._together or not every:
            return {}
        given = self.call_all(every)
        self._together = given is not None
        rest = iter(given or ())
        return {name: [next(rest) for _ in each] for name, each in calls.items()} if given else {}

    def _hold(self, reply: Any) -> Callable[..., Any]:
        try:
            value = value_of(reply, self._parts)
        except Fault as fault:
            return partial(_raise, fault)
        return lambda **_: value

    def lap(self) -> float:
        """CPU seconds of the worker since this was asked last, or wall-clock seconds of the last call.

        What a thread of the student's takes while the worker should wait counts, too.
        """
        worker = self._running()
        since, now = self._laps.get(worker, 0.0), worker.cpu_seconds()
        self._laps = {worker: now}
        return now - since if now else self.called

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
            if self._together:
                self._together = self._run_together(self._worker)
            else:
                self._run_each(left)
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

    def _run_together(self, worker: Channel) -> bool:
        """Run all cells in one exchange. Where that does not go well there is no worker any more."""
        budget = self._grant(min(TOGETHER_SECONDS, self._limits.cell_seconds))
        try:
            frames = [b"".join(wire.encode(("cell", *cell))) for cell in enumerate(self._cells)]
            answers = worker.ask_all(frames, budget)
            for number, answer in enumerate(answers):
                self._judge(number, answer)
            _require_silence(worker)
        except (Stopped, wire.Unsendable):
            self.restart()
            return False
        return True

    def _run_each(self, left: Budget) -> None:
        """Run the cells one by one, until one of them stops the worker."""
        for number, cell in enumerate(self._cells):
            if self._worker is not None and number not in self._left_out:
                self._run(self._worker, number, cell, left)

    def _run(self, worker: Channel, number: int, cell: str, left: Budget) -> None:
        """Run one cell; leave it out from now on if it is too late, or if it stops the worker."""
        if not self._in_time(number, left):
            late = message("the cells before it used all the time that the notebook has")
            self._leave_out(number, "skipped", late)
            return
        budget = self._grant(self._limits.cell_seconds)
        left.take(budget)
        try:
            self._judge(number, worker.ask(("cell", number, cell), budget))
            _require_silence(worker)
        except wire.Unsendable:
            self._leave_out(number, "skipped", message("the cell is too long; split it"))
        except Stopped as stopped:
            self.restart()
            if stopped.overran:
                late = message(
                    "the cell ran for more than {seconds} seconds", seconds=self._limits.cell_seconds
                )
                self._leave_out(number, "overran", late)
            else:
                self._leave_out(number, "died", message("the cell ended the process that ran it"))
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

    def _leave_out(self, number: int, problem: Problem, detail: Message) -> None:
        self._left_out.add(number)
        self._note(number, problem, detail)

    def _note(self, number: int, problem: Problem, detail: str | Message) -> None:
        if all(note.cell != number for note in self.notes):
            self.notes.append(CellNote(number, problem, detail))
            self.notes.sort(key=lambda note: note.cell)


def _require_silence(worker: Channel) -> None:
    """Raise `Stopped` where a worker has said more than it was asked: which answer would be whose?"""
    if not worker.waits():
        raise Stopped(overran=False)


def _raise(fault: Fault, **_: Any) -> None:
    raise fault
