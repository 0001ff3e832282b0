"""Naive answers to a timed part that try to look fast: each of them earns the marks of a naive answer."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.grading import Course
from autograder.speed import SHARE
from autograder.verdict import Kind
from tests.hostile import zoo

SHEET, TIMED = "hw3_generative_models", "masked_conv2d"
RIGHT = Path(__file__).parent.parent / "samples" / SHEET / "right_numpy.en.ipynb"
NAIVE = (Path(__file__).parent / "naive_convolution.py").read_text("utf-8")  # every trick calls it
TRICKS = sorted((Path(__file__).parent / "speed").glob("*.py"))
every_trick = pytest.mark.parametrize("trick", TRICKS, ids=lambda path: path.stem)

# What a grader does that lets the answer run beside its own clock: the same large input, a few times.
USUAL = """
import sys, time
import numpy as np

def causal_mask(kind, k):
    rows, columns = np.indices((k, k)) - k // 2
    return ((rows < 0) | (rows == 0) & (columns < (kind == "B"))).astype(float)

rng = np.random.default_rng(0)
large = {"x": rng.normal(size=(8, 4, 32, 32)), "weight": rng.normal(size=(8, 4, 3, 3)), "bias": np.ones(8)}
names = {"causal_mask": causal_mask}
exec(sys.stdin.read(), names)

def measure(function):
    function(**large, kind="B")
    started = time.CLOCK()
    for _ in range(5):
        function(**large, kind="B")
    return time.CLOCK() - started

print(measure(names["slide"]), measure(names["masked_conv2d"]))
"""
# They do not hide their own work: one slows down that of others, one is not timed.
OPEN = {"busy_meanwhile", "wrong_until_marked"}


@pytest.fixture(scope="module")
def course() -> Iterator[Course]:
    with Course(SHEET) as course:
        yield course


@every_trick
def test_trick_earns_nothing_for_speed(trick: Path, course: Course, tmp_path: Path) -> None:
    submission = tmp_path / "submission.ipynb"
    submission.write_text(json.dumps(zoo.paste(NAIVE + trick.read_text("utf-8"), RIGHT, TIMED)), "utf-8")
    report = course.grade(submission)
    (part,) = [part for part in report.parts if part.name == TIMED]
    assert part.pace is None or part.pace.share == 0
    assert part.kind is not Kind.AGREES
    assert part.score <= (1 - SHARE) * part.points
    assert all(other.score == other.points for other in report.parts if other is not part)


@pytest.mark.parametrize(
    "trick", [path for path in TRICKS if path.stem not in OPEN], ids=lambda path: path.stem
)
def test_trick_looks_fast_beside_the_students_own_code(trick: Path) -> None:
    clock = "thread_time" if trick.stem == "work_in_a_thread" else "process_time"
    program = USUAL.replace("CLOCK", clock)
    run = [sys.executable, "-c", program]
    done = subprocess.run(
        run, input=NAIVE + trick.read_text("utf-8"), capture_output=True, text=True, check=True
    )
    naive, apparent = map(float, done.stdout.split())
    assert apparent < naive / 4 or apparent == 0


def test_every_trick_says_what_it_does() -> None:
    claims = {ast.get_docstring(ast.parse(trick.read_text("utf-8"))) for trick in TRICKS}
    assert len(claims) == len(TRICKS) >= 10
    assert None not in claims
