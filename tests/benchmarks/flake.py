"""How often the verdict on speed is wrong: `make flake`. Takes names of parts, and how often each is timed.

Each timed part is judged again and again for a good answer (the reference), one beyond the border (the
reference, computed somewhat more often than full marks allow) and the naive baseline, on an idle machine and
beside four busy processes. The good one must get all points for speed, the naive one none.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import click

from autograder.course import load, names
from autograder.sheet import Sheet, Unit
from autograder.speed import find_pace, like_a_worker
from autograder.values import Baseline, Function, Reference, Speed
from tests.benchmarks.pace import answering, start_single_threaded

BUSY = 4
TRIALS = 2  # before a loss, as when a notebook is graded
SHARES = (1.0, 0.5, 0.0)


@click.command()
@click.argument("parts", nargs=-1)
@click.option("--rounds", default=200, help="how often each good and each bordering answer is timed")
@click.option("--naive", default=200, help="how often each naive answer is timed: it takes the longest")
def main(parts: tuple[str, ...], rounds: int, naive: int) -> None:
    """Print how often each answer got full, half and no points for speed."""
    print(f"{'part':28} {'machine':8} {'good':>12} {'border':>12} {'naive':>12}   full/half/none")
    wrong = 0
    for sheet, unit, speed in find_timed(parts):
        for busy in (0, BUSY):
            counts = {}
            with disturbed_by(busy):
                for kind, function in find_answers(unit, speed).items():
                    times = naive if kind == "naive" else rounds
                    counts[kind] = count_shares(sheet, speed, function, times)
            wrong += sum(counts["good"].values()) - counts["good"][1.0]
            wrong += sum(counts["naive"].values()) - counts["naive"][0.0]
            shown = [f"{'/'.join(str(count[share]) for share in SHARES):>12}" for count in counts.values()]
            name = f"{speed.part.number} {speed.part.name}"
            print(f"{name:28.28} {'busy' if busy else 'idle':8} {' '.join(shown)}", flush=True)
    print(f"wrong verdicts on good and naive answers: {wrong}")
    sys.exit(1 if wrong else 0)


def find_timed(wanted: tuple[str, ...]) -> Iterator[tuple[Sheet, Unit, Speed]]:
    """The timed parts of all sheets, each where it is at home, or those of these names."""
    seen = set()
    for name in names():
        sheet = load(name, hidden=True)
        for unit in sheet.units:
            for speed in unit.all(Speed):
                if speed.part.name not in seen and (not wanted or speed.part.name in wanted):
                    seen.add(speed.part.name)
                    yield sheet, unit, speed


def find_answers(unit: Unit, speed: Speed) -> Mapping[str, Function]:
    """A good answer, one on the border of full marks, and a naive one."""
    (reference,), (naive,) = unit.of(Reference, speed.part), unit.of(Baseline, speed.part)
    times = round(1.25 * (speed.within or 1))

    def repeat(**arguments: Any) -> Any:
        return [reference.function(**arguments) for _ in range(times)][-1]

    return {"good": reference.function, "border": repeat, "naive": naive.function}


def count_shares(sheet: Sheet, speed: Speed, function: Function, rounds: int) -> Counter[float]:
    with answering(function) as answer, like_a_worker():
        return Counter(find_pace(sheet, speed, [answer] * TRIALS).share for _ in range(rounds))


@contextmanager
def disturbed_by(processes: int) -> Iterator[None]:
    """While so many processes compute and move memory about."""
    # They end by themselves if this process is killed.
    program = "import os, numpy as np\nx, parent = np.ones(2**20), os.getppid()\n"
    program += "while os.getppid() == parent: x = x * 1.0000001"
    with ExitStack() as stack:
        started = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(processes)]
        for process in started:
            stack.callback(process.wait)
            stack.callback(process.kill)
        yield


if __name__ == "__main__":
    start_single_threaded("tests.benchmarks.flake")
    main()
