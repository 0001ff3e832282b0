"""Speed on a GPU, where there is one: told, but worth no points, so that a mark means the same everywhere.

The arguments lie on the device before the clock runs; the result is fetched after it has stopped. What the
device counts is believed only as far as our own clock agrees.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checking import judge
from autograder.compare import compare
from autograder.sandbox import Limits, Sandbox, Session
from autograder.sheet import Sheet
from autograder.values import DeviceReference, Function, Rng, Speed, Tolerance
from autograder.verdict import Kind, Verdict
from autograder.worker.device import Bench, find_device_files

ROUNDS = 5
SECONDS = 300.0  # of wall-clock time for one notebook
SLACK = 0.002  # seconds between the clock of the device and ours, for the way to the worker and back
TOLERANCE = Tolerance(rtol=1e-3, atol=1e-4)  # of single precision in sums of another order


@dataclass(frozen=True)
class DevicePace:
    """The time on the device in units of the reference's; without one, why there is none."""

    ratio: float | None = None
    fault: Kind = Kind.AGREES


def find_device() -> str:
    """The device of torch that is timed here, "" where there is none."""
    return "cuda" if find_device_files() else ""


class DeviceTrials:
    """Times the answers to the timed parts of a sheet on a device, in a sandbox whose workers may use it."""

    def __init__(self, sheet: Sheet, limits: Limits, secrets: Sequence[Path], device: str) -> None:
        speeds = [speed for unit in sheet.units for speed in unit.all(Speed) if speed.gpu]
        self.sheet, self.device = sheet, device
        self.speeds = {speed.part.name: speed for speed in speeds}
        self._start = partial(Sandbox, limits, secrets, device)
        self._sandbox: Sandbox | None = None

    def time(
        self, cells: Sequence[str], given: str, parts: Sequence[str], right: Collection[str]
    ) -> dict[str, DevicePace]:
        """How fast those functions of a notebook are that are right, by the names of their parts."""
        wanted = [name for name in self.speeds if name in right]
        if not (self.device and wanted):
            return dict.fromkeys(wanted, DevicePace(fault=Kind.NOT_RUN))
        if self._sandbox is None:
            self._sandbox = self._start()
        with self._sandbox.open(cells, given, parts, SECONDS) as session:
            return {name: self._time(session, self.speeds[name]) for name in wanted}

    def close(self) -> None:
        """End the sandbox."""
        if self._sandbox is not None:
            self._sandbox.close()

    def _time(self, session: Session, speed: Speed) -> DevicePace:
        (reference,) = self.sheet.unit_of[speed.part].of(DeviceReference, speed.part)
        session.begin_part()
        return time_on_device(session, speed, reference.function, self.device)


def agrees_on_device(function: Function, arguments: Mapping[str, Any], want: Any) -> bool:
    """Whether a reference for devices gives these values, here in tensors of the CPU."""
    bench = Bench("cpu")
    bench.place(arguments)
    bench.run(function)
    got, bench.value = bench.fetch(0), want
    return judge(lambda: compare(got, bench.fetch(0), TOLERANCE)).ok


def draw_for_device(speed: Speed, rng: Rng) -> dict[str, Any]:
    """Arguments that fill a GPU, in single precision, so that they fit into a frame."""
    drawn = speed.draw(rng, speed.gpu)
    real = {name for name, value in drawn.items() if getattr(value, "dtype", None) == np.float64}
    return {name: value.astype(np.float32) if name in real else value for name, value in drawn.items()}


def time_on_device(session: Session, speed: Speed, reference: Function, device: str) -> DevicePace:
    """How fast the student's function is on the device; one that takes no tensors there has a fault."""
    race = Race(session, speed, reference, Bench(device))
    for number in range(1 + ROUNDS):
        if not (verdict := race.run(number)).ok:
            return DevicePace(fault=verdict.kind)
    return DevicePace(race.least["answer"] / race.least["reference"])


class Race:
    """The least times of the student's function and of the reference; the first round warms up."""

    def __init__(self, session: Session, speed: Speed, reference: Function, bench: Bench) -> None:
        self.session, self.speed, self.reference, self.bench = session, speed, reference, bench
        self.rng = np.random.default_rng(0)
        self.least = {"answer": np.inf, "reference": np.inf}

    def run(self, number: int) -> Verdict:
        """One round on fresh arguments: whether both give the same values."""
        arguments = draw_for_device(self.speed, self.rng)
        self.bench.place(arguments)
        seconds = {"reference": self.bench.run(self.reference)}
        wanted = self.bench.fetch(number)

        def check() -> Verdict:
            seconds["answer"] = self.run_answer(arguments)
            return compare(self.session.ask("fetch", number), wanted, TOLERANCE)

        verdict = judge(check)
        if number and verdict.ok:
            self.least = {who: min(self.least[who], seconds[who]) for who in self.least}
        return verdict

    def run_answer(self, arguments: dict[str, Any]) -> float:
        """The seconds of the student's function, as the device tells them if our clock agrees."""
        self.session.ask("place", arguments)
        told = self.session.ask("run", self.speed.part.name)
        wall = self.session.called
        return told if isinstance(told, float) and 0 <= wall - told < SLACK else wall
