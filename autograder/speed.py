"""How fast a right answer is: its CPU time against that of the reference and of a naive baseline.

There are no seconds to pass: all three compute the same fresh inputs in turn, in one thread each, and what
counts is the ratio of the least times. Every output is compared, and nothing is taken away before a second
trial. The time of an answer is what the kernel says of its worker, since before the reference ran: a thread
that is busy meanwhile is paid for.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from time import thread_time
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from autograder import growth
from autograder.case import seeded
from autograder.checking import judge
from autograder.compare import Band, compare
from autograder.growth import Growth
from autograder.sheet import Sheet
from autograder.values import Baseline, Function, Part, Reference, Speed
from autograder.verdict import Kind, Verdict
from autograder.worker import heap, wire

SHARE = 0.1  # of the points of a timed part, for its speed
PARTIAL = 0.5  # of that, between full marks and none
NAIVE = 0.5  # of the time of the naive baseline: what takes longer earns nothing
MARGIN = 0.5  # by which a measured exponent may exceed the expected one
CLEAR = 0.7  # of what full marks need: a ratio below is settled by one round
BEYOND = 4.0  # times what full marks need: a ratio above is settled by few rounds, too
FEW, MANY = 2, 6

Timed = Callable[[Mapping[str, Any]], tuple[Any, float]]  # the value for these arguments, and CPU seconds


@dataclass(frozen=True)
class Pace:
    """The share of the points for speed, from 0 to 1, and what was measured of an answer that earns less.

    `ratio` is the CPU time in units of the reference's, `exponent` that of its growth with the size. `fault`
    says why there is no time: at that size the answer is wrong, raises or never ends.
    """

    speed: Speed
    share: float
    ratio: float | None = None
    exponent: float | None = None
    fault: Kind = Kind.AGREES


class Untimed(Exception):
    """The answer gave no right value in a timed call."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind.value)
        self.kind = kind


def find_speed(sheet: Sheet, part: Part) -> Speed | None:
    """What the part says about speed, if anything."""
    return next(iter(sheet.unit_of[part].of(Speed, part)), None)


def find_pace(sheet: Sheet, speed: Speed, answers: Iterable[Timed]) -> Pace:
    """The pace of a right answer: before any loss it is timed anew, as often as there are `answers`.

    Each may raise `autograder.faults`, which become a fault. Without any it was not run. To be called
    `like_a_worker`.
    """
    trial, fault = Trial(sheet, speed), Kind.NOT_RUN
    for answer in answers:
        trial.answer = answer
        try:
            if trial.is_fast_enough():
                return Pace(speed, 1.0)
            fault = Kind.AGREES
        except Untimed as found:
            fault = found.kind
    return trial.settle() if fault is Kind.AGREES else Pace(speed, 0.0, fault=fault)


@contextmanager
def like_a_worker() -> Iterator[None]:
    """With one thread and with the memory of a worker, for all that is timed in this process."""
    heap.keep()
    with threadpool_limits(1):
        yield


class Trial:
    """The least times so far of those that compete, and the exponent of growth if it was asked for."""

    def __init__(self, sheet: Sheet, speed: Speed) -> None:
        unit = sheet.unit_of[speed.part]
        (reference,), (naive,) = unit.of(Reference, speed.part), unit.of(Baseline, speed.part)
        self.speed = speed
        self.reference = partial(clock, reference.function)
        self.naive = partial(clock, naive.function)
        self.answer: Timed = self.reference
        self.rng = seeded(f"{sheet.secret}/speed/{speed.part.name}")
        self.least: dict[str, float] = {}
        self.exponent: float | None = None

    def is_fast_enough(self) -> bool:
        """Whether the answer earns all points, after as many calls as it takes to be sure."""
        self.reference(self.draw())  # its first call must not be the slow one
        self.run(1)
        if (within := self.speed.within) is None:
            return self.grows_slowly()
        if self.ratio > CLEAR * within:
            self.run(FEW)
        if CLEAR * within < self.ratio < BEYOND * within:
            self.run(MANY)
        return self.ratio <= within

    def grows_slowly(self) -> bool:
        """Whether the exponent is small, and not because the answer dawdles at small sizes."""
        self.exponent = self.find_exponent()
        if self.exponent is None or self.exponent > self.speed.growth + MARGIN:
            return False
        return self.ratio < BEYOND or self.beats_naive()

    def beats_naive(self) -> bool:
        """Whether the answer takes far less time than the naive baseline."""
        for _ in range(FEW):
            self.note("naive", self.naive(self.draw())[1])
        return self.least["answer"] < NAIVE * self.least["naive"]

    def settle(self) -> Pace:
        """The pace of an answer that is too slow for full marks."""
        if self.speed.within is None:
            return Pace(self.speed, 0.0, exponent=self.exponent)
        share = PARTIAL if self.beats_naive() else 0.0
        with suppress(Untimed):
            self.exponent = self.find_exponent()
        return Pace(self.speed, share, self.ratio, self.exponent)

    @property
    def ratio(self) -> float:
        """The answer's time in units of the reference's."""
        return self.least["answer"] / self.least["reference"]

    def draw(self) -> Mapping[str, Any]:
        arguments: Mapping[str, Any] = self.speed.draw(self.rng, self.speed.sizes[-1])
        return arguments

    def run(self, rounds: int) -> None:
        """Rounds of fresh inputs. The answer's time counts from the end of the round before."""
        for _ in range(rounds):
            arguments = self.draw()
            wanted, seconds = self.reference(arguments)
            self.note("reference", seconds)
            self.note("answer", self.check(arguments, wanted))

    def note(self, who: str, seconds: float) -> None:
        self.least[who] = min(self.least.get(who, seconds), seconds)

    def check(self, arguments: Mapping[str, Any], wanted: Any) -> float:
        """The CPU seconds of the answer for these arguments. Raises Untimed where its value is not right."""
        taken: list[float] = []

        def find_fault() -> Verdict:
            got, seconds = self.answer(arguments)
            taken.append(seconds)
            return compare(got, wanted, self.speed.part.tolerance, Band.of(arguments))

        verdict = judge(find_fault)
        if not verdict.ok:
            raise Untimed(verdict.kind)
        return taken[0]

    def find_exponent(self) -> float | None:
        """The exponent with which the time of the answer grows, from smaller sizes and what is known."""
        *smaller, largest = self.speed.sizes
        measured = growth.measure(self.speed, smaller, self.call, self.rng)
        return Growth({**measured.seconds, largest: self.least["answer"]}).exponent

    def call(self, arguments: Mapping[str, Any]) -> float:
        """The CPU seconds of the answer, which is compared with the reference."""
        return self.check(arguments, self.reference(arguments)[0])


def clock(function: Function, arguments: Mapping[str, Any]) -> tuple[Any, float]:
    """The value of one of our own functions and its CPU seconds, reading and writing frames like a worker."""
    frame = io.BytesIO(b"".join(wire.encode(dict(arguments))))

    def read(buffer: memoryview) -> None:
        frame.readinto(buffer)

    # The clock of a process counts in ticks where its CPU time is limited; that of a thread never does.
    started = thread_time()
    with np.errstate(all="ignore"):
        value = function(**wire.receive(read, tensors=True))
    b"".join(wire.encode(value))
    return value, thread_time() - started
