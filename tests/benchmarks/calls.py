"""What whole grading costs beside the student's own functions: `python -m tests.benchmarks.calls`.

All calls of one grading are written down: for the public laws, the feedback and the marks. Then they are made
again, with nothing around them, in a process that has run the notebook already: this one.
"""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import numpy as np
import torch

from autograder import intake
from autograder.grading import Course
from autograder.sandbox import Session
from autograder.sandbox.channel import Channel
from autograder.worker import wire
from autograder.worker.cells import Notebook
from tests.benchmarks.grading import find_descendants
from tests.frames import reader
from tests.samples.paste import HERE

SHEET = "hw3_generative_models"
NAMES = ("right_numpy.en", "right_torch.fr", "half_right.en")
ROUNDS, GRADINGS = 5, 4
GOAL = 2

Call = tuple[str, dict[str, Any]]


def main() -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    torch.set_num_threads(1)
    with Course(SHEET) as course:
        for name in NAMES:
            measure(course, HERE / SHEET / f"{name}.ipynb")


def measure(course: Course, path: Path) -> None:
    """Print the CPU seconds of grading a notebook, and of its functions alone, measured in turn."""
    submission = intake.read_file(path, course.released)
    notebook = Notebook(course.given, list(course.released.parts))
    for number, cell in enumerate(submission.cells):
        notebook.run(number, cell)
    calls = list(record(course, path, notebook))
    alone, whole = [], []
    for _ in range(ROUNDS):
        alone.append(repeat(notebook, calls))
        whole.append(measure_tree(lambda: course.grade(path), GRADINGS))
    ratio = median(whole) / median(alone)
    print(
        f"{path.stem}: {len(calls)} calls of its functions take {median(alone):.3f} s CPU, "
        f"whole grading {median(whole):.3f} s, {ratio:.1f} times as much (goal: {GOAL})"
    )


def record(course: Course, path: Path, notebook: Notebook) -> Iterator[Call]:
    """Each call that grading makes of the student's functions, with its arguments as a worker reads them."""
    frames: list[bytes] = []
    call, ask_all = Session.call, Channel.ask_all

    def listen(session: Session, name: str, arguments: Mapping[str, Any]) -> Any:
        frames.append(session.write_call(name, arguments))
        return call(session, name, arguments)

    def listen_to_all(channel: Channel, messages: Sequence[bytes], *rest: Any) -> list[Any]:
        frames.extend(messages)
        return ask_all(channel, messages, *rest)

    with patch.object(Session, "call", listen), patch.object(Channel, "ask_all", listen_to_all):
        course.grade(path)
    for frame in frames:
        kind, name, arguments = wire.receive(reader(frame), notebook.classes)
        if kind == "call":
            yield name, arguments


def repeat(notebook: Notebook, calls: list[Call]) -> float:
    """CPU seconds of the calls, when none of them is the first."""
    seconds = 0.0
    for _ in range(2):
        copies = deepcopy(calls)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            started = time.process_time()
            for name, arguments in copies:
                notebook.call(name, arguments)
            seconds = time.process_time() - started
    return seconds


def measure_tree(work: Callable[[], object], times: int) -> float:
    """CPU seconds of this process and all that it started, for doing the work once."""
    before = _tree_seconds()
    for _ in range(times):
        work()
    return (_tree_seconds() - before) / times


def _tree_seconds() -> float:
    """This process to the microsecond; others, with those whose end they saw, in ticks of a clock."""
    ticks = 0
    for pid in find_descendants(os.getpid())[1:]:
        columns = Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, columns[11:15]))
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
