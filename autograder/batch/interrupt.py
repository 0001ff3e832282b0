"""An interrupt from the keyboard: the first lets what is in hand be finished, the second ends all at once."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from threading import current_thread, main_thread
from types import TracebackType

from autograder.worker import processes


class Stop:
    """Whether somebody wants to stop; `tell` hears of it once, and whose work is in hand then."""

    def __init__(self, tell: Callable[[Sequence[str]], None]) -> None:
        self.asked, self._tell = False, tell
        self._telling = self._again = False

    def note(self, *_: object) -> None:
        """Answer an interrupt. Raises KeyboardInterrupt at the second; what is being said is said first."""
        if self.asked and not self._telling:
            raise KeyboardInterrupt
        self._again, self.asked = self.asked, True

    def say(self, students: Sequence[str]) -> None:
        """Tell who is in hand, if somebody wants to stop and it has not been told."""
        if self.asked and students:
            self._telling = True
            self._tell(students)
            self._tell, self._telling = lambda students: None, False
            if self._again:
                raise KeyboardInterrupt


@contextmanager
def noticed(tell: Callable[[Sequence[str]], None]) -> Iterator[Stop]:
    """Until the end the first interrupt is noted here only, and the next is raised.

    Every one is raised, or none, where that is what somebody else has decided.
    """
    stop, before = Stop(tell), signal.getsignal(signal.SIGINT)

    if before is not signal.default_int_handler or current_thread() is not main_thread():
        yield stop
        return
    signal.signal(signal.SIGINT, stop.note)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def held_back() -> Iterator[None]:
    """A process that is started meanwhile hears of no interrupt until it allows it; here none is lost."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Processes(ProcessPoolExecutor):
    """Processes that leave an interrupt to the one that started them, and end at once where it fails."""

    def __init__(self, jobs: int) -> None:
        super().__init__(jobs, get_context("spawn"), initializer=_depend_on_parent)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            for process in list((self._processes or {}).values()):
                process.kill()
        super().__exit__(kind, error, trace)


def _depend_on_parent() -> None:
    """End with the process that started this one, and leave an interrupt at the terminal to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    processes.end_with_parent()
