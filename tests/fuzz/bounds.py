"""What one example may cost. Time is CPU time, so that a busy machine fails nothing."""

from __future__ import annotations

import signal
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

MEGABYTE = 2**20
STUCK_SECONDS = 600.0  # of real time, after which something waits for what never comes


class Exceeded(AssertionError):
    """An example took more time or memory than it may."""


@dataclass
class Cost:
    """What an example took: CPU seconds, and bytes that Python and numpy held at once."""

    seconds: float = 0.0
    peak: int = 0

    def add(self, other: Cost) -> None:
        """The most of both."""
        self.seconds, self.peak = max(self.seconds, other.seconds), max(self.peak, other.peak)


@contextmanager
def bounded(seconds: float, peak: float) -> Iterator[Cost]:
    """Measures what is done inside, and fails what goes over a bound. What never ends is interrupted."""
    cost, started = Cost(), time.process_time()
    tracemalloc.start()
    try:
        with _alarm(seconds):
            yield cost
    finally:
        cost.seconds, cost.peak = time.process_time() - started, tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    if cost.peak > peak:
        raise Exceeded(f"{cost.peak / MEGABYTE:.1f} MB at once, {peak / MEGABYTE:.1f} MB are allowed")


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def stop(number: int, _: FrameType | None) -> None:
        clock = "of CPU time" if number == signal.SIGPROF else "of waiting"
        raise Exceeded(f"stopped after {seconds if number == signal.SIGPROF else STUCK_SECONDS} s {clock}")

    before = {number: signal.signal(number, stop) for number in (signal.SIGPROF, signal.SIGALRM)}
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, STUCK_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
