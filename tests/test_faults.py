"""What fails around the grader: killed processes, a missing folder, a clock that jumps, a busy machine.

Grading ends with valid results, and grading again gives the same marks.
"""

from __future__ import annotations

import datetime
import itertools
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from autograder.grading import Course
from autograder.report import Report
from autograder.sandbox.channel import Channel
from tests.benchmarks.grading import find_descendants
from tests.grade_command import NOTEBOOK, PATIENCE, ROOT, SHEET, command, read, run

BUSY = 8

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")

Marks = dict[str, tuple[float, str]]


@pytest.fixture(scope="module")
def course() -> Iterator[Course]:
    with Course(SHEET) as course:
        yield course


@pytest.fixture(scope="module")
def expected(course: Course) -> Marks:
    return marks(course.grade(NOTEBOOK))


def marks(report: Report) -> Marks:
    assert report.refusal is None, str(report.refusal)
    return {part.name: (round(part.score, 2), part.kind.value) for part in report.parts}


def marks_in(results: dict[str, Any]) -> Marks:
    tests = [test for test in results["tests"] if "max_score" in test]
    return {test["name"].split()[1]: (test["score"], test["tags"][0]) for test in tests}


def below(pid: int) -> list[int]:
    """The processes that this one started, and those that they started, the last of each line at the end."""
    return find_descendants(pid)[1:]


def wait_for_end(pid: int) -> None:
    """Wait until a process has ended, whoever's child it is."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([watched], [], [], PATIENCE)[0], f"process {pid} is still there"
    finally:
        os.close(watched)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    wait_for_end(pid)


def do_at_exchange(monkeypatch: pytest.MonkeyPatch, number: int, act: Callable[[], None]) -> None:
    """Do something while a notebook is graded: before many calls go out together for the nth time."""
    ask_all, numbers = Channel.ask_all, itertools.count(1)

    def counted(channel: Channel, *rest: Any) -> Any:
        if next(numbers) == number:
            act()
        return ask_all(channel, *rest)

    monkeypatch.setattr(Channel, "ask_all", counted)


@pytest.mark.parametrize("number", [2, 3, 4], ids=["laws", "feedback", "marks"])
@pytest.mark.parametrize("which", ["zygote", "worker"])
def test_a_process_that_is_killed_in_the_middle_costs_nothing(
    course: Course, expected: Marks, which: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, killed = len(below(os.getpid())), list[int]()

    def kill_one() -> None:
        zygote = course.sandbox._line._process.pid
        killed.append(zygote if which == "zygote" else below(zygote)[-1])
        kill(killed[0])

    do_at_exchange(monkeypatch, number, kill_one)
    assert marks(course.grade(NOTEBOOK)) == expected
    assert killed
    assert marks(course.grade(NOTEBOOK)) == expected
    assert len(below(os.getpid())) == before


def hand_in_sleeper(path: Path, part: str) -> Path:
    source = f"import time\ndef {part}(*_, **__): time.sleep(600)"
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))
    return path


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_grader_that_is_killed_leaves_whole_results_and_no_process(
    course: Course, expected: Marks, jobs: int, tmp_path: Path
) -> None:
    sleeper = hand_in_sleeper(tmp_path / "sleeper.ipynb", course.sheet.parts[0].name)
    out = tmp_path / "results"
    line = command(NOTEBOOK, sleeper, "--out", out, "--jobs", jobs)
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as grader:
        done = out / "half_right.en.json"
        deadline = time.monotonic() + PATIENCE
        while not done.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        left = below(grader.pid)
        grader.kill()
    assert left
    try:
        for pid in left:
            wait_for_end(pid)
    finally:
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    assert [path.name for path in out.iterdir()] == [done.name]
    assert marks_in(read(done)) == expected


def test_a_temporary_folder_that_is_missing_is_done_without(expected: Marks, tmp_path: Path) -> None:
    done = run(NOTEBOOK, "--out", tmp_path, TMPDIR=str(tmp_path / "missing"))
    assert done.returncode == 0, done.stderr
    assert marks_in(read(tmp_path / "half_right.en.json")) == expected


def test_a_clock_that_jumps_changes_no_mark(
    course: Course, expected: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    day, numbers = 86_400, itertools.count()
    seconds: Callable[[], float] = time.time

    def jumping() -> float:
        """Days forward and back, further each time."""
        number = next(numbers)
        return seconds() + (number if number % 2 else -number) * day

    class Jumping(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Jumping:
            return cls.fromtimestamp(jumping(), tz)

    monkeypatch.setattr(time, "time", jumping)
    monkeypatch.setattr(time, "time_ns", lambda: int(jumping() * 1e9))
    monkeypatch.setattr(datetime, "datetime", Jumping)
    report = course.grade(NOTEBOOK, seconds=PATIENCE)
    assert marks(report) == expected
    assert 0 < report.seconds < PATIENCE


BURN = "import os\nparent = os.getppid()\nwhile os.getppid() == parent: pass"


def test_a_busy_machine_changes_no_mark(course: Course, expected: Marks) -> None:
    started = [subprocess.Popen([sys.executable, "-c", BURN]) for _ in range(BUSY)]
    try:
        assert marks(course.grade(NOTEBOOK)) == expected
        assert all(busy.poll() is None for busy in started)
    finally:
        for busy in started:
            busy.kill()
            busy.wait()
