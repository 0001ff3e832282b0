"""Fuzzes for a night: `python -m tests.fuzz`. Prints what was run; a failure is left as a file.

`python -m tests.fuzz FILE` runs such a file again. `--seed` repeats a night, `--only` runs some targets,
`--share` runs a part of the examples.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import secrets
import sys
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import torch  # noqa: F401  # a worker has loaded it before a frame arrives
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.bounds import MEGABYTE, Cost
from tests.fuzz.targets import TARGETS, Target

FAILURES = Path(__file__).parents[2] / "build" / "fuzz"
ROUND = 500  # examples that share a seed: what Hypothesis remembers of them grows
HEAD = f"{'target':<30}{'examples':>8}{'distinct':>9}{'refused':>9}{'CPU s':>6}{'slowest':>9}{'peak MB':>9}"


@dataclass
class Run:
    """What was run of one target so far."""

    target: Target
    outcomes: Counter[str] = field(default_factory=Counter)
    distinct: set[bytes] = field(default_factory=set)
    most: Cost = field(default_factory=Cost)
    last: bytes = b""

    def __call__(self, data: bytes) -> None:
        self.last = data
        self.distinct.add(hashlib.blake2b(data, digest_size=8).digest())
        # If this one ends the process, it is the file that is left.
        (FAILURES / f"{self.target.name}.last").write_bytes(data)
        outcome, cost = self.target.run(data)
        self.outcomes[outcome] += 1
        self.most.add(cost)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--only", default="", help="targets whose names begin so")
    parser.add_argument("--share", type=float, default=1.0, help="of the examples of a night")
    options = parser.parse_args()
    if options.files:
        for path in options.files:
            run_again(path)
        return
    warnings.filterwarnings("ignore", "Generating overly large repr")
    FAILURES.mkdir(parents=True, exist_ok=True)
    targets = [target for target in TARGETS if target.name.startswith(options.only)]
    print(f"seed {options.seed}\n\n{HEAD}", flush=True)
    failed = [target.name for target in targets if not fuzz(target, options.seed, options.share)]
    print(f"\n{len(failed)} of {len(targets)} targets failed")
    sys.exit(bool(failed))


def fuzz(target: Target, first_seed: int, share: float) -> bool:
    """Run a target's examples in rounds and print a line about them; whether the property held for all."""
    run, started = Run(target), time.process_time()
    count, number, error = round(share * target.nightly), first_seed, None
    while sum(run.outcomes.values()) < count and error is None:
        error = fuzz_round(run, number, min(ROUND, count - sum(run.outcomes.values())))
        number += 1
    print(describe(run, time.process_time() - started), flush=True)
    (FAILURES / f"{target.name}.last").unlink(missing_ok=True)
    if error is not None:
        path = FAILURES / f"{target.name}.{number - 1}"
        path.write_bytes(run.last)
        print(f"  {type(error).__name__}: {error}"[:1_000])
        print(f"  the smallest example: python -m tests.fuzz {os.path.relpath(path)}", flush=True)
    return error is None


def fuzz_round(run: Run, number: int, count: int) -> BaseException | None:
    """Run so many examples of one seed; the failure of the smallest that fails."""
    quiet = settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=False,
        report_multiple_bugs=False,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )

    @seed(number)
    @quiet
    @given(st.data())
    def check(data: st.DataObject) -> None:
        run(data.draw(run.target.examples))

    try:
        check()
    except Exception as error:
        return error
    return None


def describe(run: Run, seconds: float) -> str:
    """The line of the table about a target."""
    examples, refused = sum(run.outcomes.values()), run.outcomes["refused"]
    counts = f"{examples:8,}{len(run.distinct):9,}{refused:9,}{seconds:6.0f}"
    return f"{run.target.name:<30}{counts}{run.most.seconds:7.3f} s{run.most.peak / MEGABYTE:9.1f}"


def run_again(path: Path) -> None:
    """Run a file that a night has left. Its name begins with that of its target."""
    (target,) = [target for target in TARGETS if path.name.startswith(f"{target.name}.")]
    outcome, cost = target.run(path.read_bytes())
    print(f"{path.name}: {outcome}, {cost.seconds:.2f} s CPU, {cost.peak / MEGABYTE:.1f} MB")


if __name__ == "__main__":
    main()
