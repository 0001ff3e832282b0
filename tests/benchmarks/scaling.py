"""How a class scales: `python -m tests.benchmarks.scaling`. Two jobs against one, and memory by class size.

On a machine that others use, two jobs cannot take half the time of one. So it also measures the best that
was to be had: two commands of one job at once, each with half of the class.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.grading import measure_memory, notebook_of

SPEED, MEMORY = "hw3_generative_models", "hw4_autoregressive"
CLASS, ROUNDS = 200, 3
SIZES = (10, 100, 1_000)
GOAL = 1.8


def main() -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory() as folder:
        compare_jobs(Path(folder))
        compare_sizes(Path(folder))


def compare_jobs(folder: Path) -> None:
    """Print how much faster two jobs are than one, and two commands at once, in turn."""
    whole, halves = folder / "whole", [folder / "first", folder / "second"]
    hand_in(whole, CLASS, SPEED)
    for half in halves:
        hand_in(half, CLASS // 2, SPEED)
    by_jobs, by_commands = [], []
    for _ in range(ROUNDS):
        one = measure([[whole]])
        by_jobs.append(one / measure([[whole, "--jobs", "2"]]))
        by_commands.append(one / measure([[half] for half in halves]))
        print(f"{CLASS} of {SPEED}: one job {one:.1f} s of wall clock, two {one / by_jobs[-1]:.1f} s")
    print(
        f"{SPEED}: two jobs are {median(by_jobs):.2f} times as fast as one (goal: {GOAL}), "
        f"two commands at once {median(by_commands):.2f} times"
    )


def compare_sizes(folder: Path) -> None:
    """Print the memory of grader and workers together, without that of files, for several classes."""
    for size in SIZES:
        hand_in(folder / str(size), size, MEMORY)
        command = ["-m", "autograder.cli", *_grade(MEMORY, folder / str(size), folder / f"out-{size}")]
        peak = measure_memory(command, "Pss_Anon")
        print(f"{MEMORY}: {size} submissions, at most {peak:.0f} MB that is in no file", flush=True)


def hand_in(folder: Path, size: int, sheet: str) -> None:
    """Put a class of this size into a folder."""
    folder.mkdir()
    for number in range(size):
        shutil.copy(notebook_of(sheet), folder / f"student_{number:04}.ipynb")


def measure(commands: Sequence[Sequence[str | Path]]) -> float:
    """Seconds of wall-clock time of commands that run side by side, each with its own results."""
    with tempfile.TemporaryDirectory() as results:
        started = time.perf_counter()
        running = [
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "autograder.cli",
                    *_grade(SPEED, source, Path(results, str(n))),
                    *map(str, rest),
                ],
                stdout=subprocess.DEVNULL,
            )
            for n, (source, *rest) in enumerate(commands)
        ]
        for process in running:
            assert process.wait() == 0
        return time.perf_counter() - started


def _grade(sheet: str, source: str | Path, results: Path) -> list[str]:
    return ["grade", sheet, str(source), "--out", str(results)]


if __name__ == "__main__":
    main()
