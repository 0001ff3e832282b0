"""What the right answers of the timed parts cost: `python -m tests.benchmarks.pace [SHEET [PART ...]]`.

Each alternative and the naive baseline is timed like a student's answer, in a process of its own, against the
reference. The author of a timed part reads here what full marks should need, and which sizes are long enough.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from autograder.checking import shield
from autograder.course import CourseError, load, names
from autograder.sandbox.channel import Budget, Channel
from autograder.sheet import Sheet, Unit
from autograder.speed import MARGIN, Timed, Trial, like_a_worker
from autograder.values import Alternative, Baseline, Function, Reference, Speed
from autograder.worker import heap, wire

SECONDS = 60.0
ROUNDS = 5
EVEN = 1.3  # times the reference that the reference itself may seem to take
LEGEND = f"""
LOSES POINTS: a right answer whose ratio is above what full marks need, or that grows faster than they allow.
TOO SHORT: the reference against itself is above {EVEN}; where the machine is idle, take larger sizes."""


def main(words: list[str]) -> None:
    try:
        sheets = [load(name, hidden=True) for name in words[:1] or names()]
    except CourseError as error:
        raise SystemExit(f"Error: {error}") from error
    timed = [one for sheet in sheets for one in find_timed(sheet, words[1:])]
    if not timed:
        raise SystemExit(f"Error: none of the parts {', '.join(words[1:])} of {words[0]} is timed")
    print(f"{'part':26} {'answer':34} {'ms':>7} {'ratio':>7} {'growth':>7}   full marks")
    for line in (line for one in timed for line in survey(*one)):
        print(line, flush=True)
    print(LEGEND)


def find_timed(sheet: Sheet, only: Collection[str]) -> list[tuple[Sheet, Unit, Speed]]:
    """What is timed of a sheet, or of those of its parts that these words name."""
    units = [(unit, unit.find(only) if only else unit.items) for unit in sheet.units]
    return [(sheet, unit, speed) for unit, items in units for speed in unit.all(Speed) if speed.part in items]


def survey(sheet: Sheet, unit: Unit, speed: Speed) -> Iterator[str]:
    """A line for each right answer of a timed part."""
    kinds: tuple[type[Reference] | type[Alternative] | type[Baseline], ...] = (
        Reference,
        Alternative,
        Baseline,
    )
    for kind in kinds:
        for known in unit.of(kind, speed.part):
            function: Function = known.function
            word = " (naive)" if kind is Baseline else ""
            with answering(function) as answer, like_a_worker():
                trial = Trial(sheet, speed)
                trial.answer = answer
                trial.call(trial.draw())
                trial.run(ROUNDS)
                exponent = trial.find_exponent()
            steep = "?" if exponent is None else f"{exponent:.1f}/{speed.growth:g}"
            most = "growth" if speed.within is None else f"{speed.within:g}"
            print_name = function.__name__[: 34 - len(word)] + word
            mark = find_mark(kind, speed, trial.ratio, exponent)
            yield (
                f"{speed.part.number + ' ' + speed.part.name:26.26} {print_name:34} "
                f"{1e3 * trial.least['answer']:7.2f} {trial.ratio:7.2f} {steep:>7}   {most:6}   {mark}"
            ).rstrip()


def find_mark(kind: type[Any], speed: Speed, ratio: float, exponent: float | None) -> str:
    """What the author should look at: a right answer that loses points, a reference that is over too soon."""
    if kind is Reference and ratio > EVEN:
        return "TOO SHORT"
    if speed.within is None:
        slow = exponent is None or exponent > speed.growth + MARGIN
    else:
        slow = ratio > speed.within
    return "LOSES POINTS" if slow and kind is not Baseline else ""


def start_single_threaded(module: str) -> None:
    """Begin anew in an environment where no library starts threads: after a fork they would spin."""
    wanted = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    if not wanted.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, "-m", module, *sys.argv[1:]], {**os.environ, **wanted})


@contextmanager
def answering(function: Function) -> Iterator[Timed]:
    """The function in a process of its own, asked and timed like a student's in a worker."""
    mine, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        mine.close()
        _serve(function, theirs)
    theirs.close()
    channel = Channel(mine, pid)
    last = [0.0]

    def answer(arguments: Mapping[str, Any]) -> tuple[Any, float]:
        value = channel.ask((dict(arguments),), Budget(SECONDS, SECONDS))
        before, last[0] = last[0], channel.cpu_seconds()
        return value, last[0] - before

    try:
        yield answer
    finally:
        channel.close()
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _serve(function: Function, link: socket.socket) -> None:
    def read(buffer: memoryview) -> None:
        while len(buffer):
            if (count := link.recv_into(buffer)) == 0:
                raise EOFError
            buffer = buffer[count:]

    try:
        _pin()
        while True:
            (arguments,) = wire.receive(read, tensors=True)
            with np.errstate(all="ignore"):
                link.sendall(b"".join(wire.encode(shield(function)(**arguments))))
    finally:
        os._exit(0)


def _pin() -> None:
    """One thread, and the same memory, as in a worker."""
    import torch

    torch.set_num_threads(1)
    threadpool_limits(1)
    heap.keep()


if __name__ == "__main__":
    start_single_threaded("tests.benchmarks.pace")
    main(sys.argv[1:])
