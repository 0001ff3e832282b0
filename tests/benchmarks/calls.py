"""What whole grading costs beside the student's own functions: `python -m tests.benchmarks.calls`.

All calls of one grading are written down: for the public laws, the feedback and the marks. Then they are made
again, with nothing around them, in a process that has run the notebook already: this one.
"""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields, is_dataclass
from inspect import signature
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import numpy as np
import torch

from autograder import grading, intake
from autograder.grading import Course
from autograder.sandbox import Session
from autograder.values import Function, Part
from autograder.worker.cells import Notebook
from tests.benchmarks.grading import find_descendants
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
    calls = record(course, path)
    submission = intake.read_file(path, course.released)
    notebook = Notebook(course.given, list(course.released.parts))
    for number, cell in enumerate(submission.cells):
        notebook.run(number, cell)
    calls = [(name, adapt(arguments, notebook.classes)) for name, arguments in calls]
    alone, whole = [], []
    for _ in range(ROUNDS):
        alone.append(repeat(notebook, calls))
        whole.append(measure_tree(lambda: course.grade(path), GRADINGS))
    ratio = median(whole) / median(alone)
    print(
        f"{path.stem}: {len(calls)} calls of its functions take {median(alone):.3f} s CPU, "
        f"whole grading {median(whole):.3f} s, {ratio:.1f} times as much (goal: {GOAL})"
    )


def record(course: Course, path: Path) -> list[Call]:
    """Each call that grading makes of the student's functions, with its arguments."""
    found: list[Call] = []
    connect, write_calls = grading.connect, Course._write_calls

    def listen(session: Session, part: Part) -> Function:
        function = connect(session, part)

        def call(*args: Any, **kwargs: Any) -> Any:
            arguments = signature(part.stub).bind(*args, **kwargs).arguments
            found.append((part.name, deepcopy(dict(arguments))))
            return function(*args, **kwargs)

        return call

    def write(course: Course, session: Session, part: Part, variant: int) -> list[bytes]:
        cases = course.grader.cases(part, variant)
        found.extend((part.name, deepcopy(dict(case.arguments))) for case in cases)
        return write_calls(course, session, part, variant)

    with patch.object(grading, "connect", listen), patch.object(Course, "_write_calls", write):
        course.grade(path)
    return found


def adapt(value: Any, classes: dict[str, type]) -> Any:
    """The value with instances of the notebook's own classes, as a worker receives it."""
    if is_dataclass(value) and type(value).__name__ in classes:
        own = classes[type(value).__name__]
        return own(**{field.name: adapt(getattr(value, field.name), classes) for field in fields(value)})
    if isinstance(value, dict):
        return {key: adapt(item, classes) for key, item in value.items()}
    return type(value)(adapt(item, classes) for item in value) if type(value) in (list, tuple) else value


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
