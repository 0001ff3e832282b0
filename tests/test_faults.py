"""What fails around the grader: killed processes, full disks, a clock that jumps, a busy machine.

Grading ends with valid results or one clear line, and grading again gives the same marks.
"""

from __future__ import annotations

import datetime
import itertools
import json
import os
import resource
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
from autograder.record import Report
from autograder.sandbox import Session
from tests.benchmarks.grading import find_descendants

ROOT = Path(__file__).parents[1]
SHEET = "hw4_autoregressive"
SAMPLES = ROOT / "tests" / "samples" / SHEET
NOTEBOOK = SAMPLES / "half_right.en.ipynb"
PATIENCE = 60  # seconds of waiting after which something is surely stuck
SMALL = 2_048  # bytes: more than an error message, less than the results of a notebook
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


def do_at_call(monkeypatch: pytest.MonkeyPatch, number: int, act: Callable[[], None]) -> None:
    """Do something while a notebook is graded: before the call of this number of a student's function."""
    call, numbers = Session.call, itertools.count(1)

    def counted(session: Session, name: str, arguments: Any) -> Any:
        if next(numbers) == number:
            act()
        return call(session, name, arguments)

    monkeypatch.setattr(Session, "call", counted)


@pytest.mark.parametrize(("which", "number"), [("zygote", 40), ("worker", 40)])
def test_a_process_that_is_killed_in_the_middle_costs_nothing(
    course: Course, expected: Marks, which: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, killed = len(below(os.getpid())), list[int]()

    def kill_one() -> None:
        zygote = course.sandbox._line._process.pid
        killed.append(zygote if which == "zygote" else below(zygote)[-1])
        kill(killed[0])

    do_at_call(monkeypatch, number, kill_one)
    assert marks(course.grade(NOTEBOOK)) == expected
    assert killed
    assert marks(course.grade(NOTEBOOK)) == expected
    assert len(below(os.getpid())) == before


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "autograder.cli", "grade", SHEET, *map(str, arguments)]


def run(*arguments: object, limit: int | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Grade on the command line, where no file may grow beyond `limit` bytes."""

    def restrict() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env={**os.environ, **environment},
        preexec_fn=restrict,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


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


def assert_one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """The command has failed, and says why in one line that a person understands."""
    said = done.stderr.strip().splitlines()
    assert done.returncode not in (0, -signal.SIGKILL)
    assert len(said) == 1, done.stderr
    assert said[0].startswith("Error: ")
    assert all(word in said[0] for word in words), said[0]


def mount(folder: Path) -> bool:
    """Put a disk of its own there, with room for a few small files; whether this process may."""
    command = ["mount", "-t", "tmpfs", "-o", "size=64k,nr_inodes=8", "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A folder with room for a few small files, where one can be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount(folder):
        yield None
        return
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def fill(folder: Path) -> None:
    with (folder / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))


OLD = '{"score": 1.0, "output": "from an earlier run"}'


def test_a_full_disk_is_said_and_old_results_stay(small_disk: Path | None, tmp_path: Path) -> None:
    """Where no disk can be had, no file may grow beyond the size of old results."""
    out = (small_disk or tmp_path) / "results"
    out.mkdir()
    (out / "half_right.en.json").write_text(OLD)
    if small_disk is not None:
        fill(small_disk)
    done = run(NOTEBOOK, "--out", out, limit=SMALL if small_disk is None else None)
    assert_one_line(done, str(out), "File too large" if small_disk is None else "No space left on device")
    assert {path.name: path.read_text() for path in out.iterdir()} == {"half_right.en.json": OLD}


GRADESCOPE = "import sys; from autograder.targets.gradescope import main; main(*sys.argv[1:])"


def lay_out(folder: Path) -> Path:
    """What Gradescope's container holds when it grades, but for the source."""
    for name in ("submission", "results"):
        (folder / name).mkdir()
    (folder / "submission" / "a.ipynb").write_bytes(NOTEBOOK.read_bytes())
    return folder


def run_gradescope(root: Path, limit: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", GRADESCOPE, str(root), SHEET, "en"],
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def test_gradescope_gets_whole_results_where_the_disk_is_full(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    done = run_gradescope(root, SMALL)
    (results,) = (root / "results").iterdir()
    assert read(results)["score"] == 0
    assert "Tell the course staff." in read(results)["output"]
    said = (done.stdout + done.stderr).strip().splitlines()
    assert len(said) == 1, said
    assert "File too large" in said[0]


def test_gradescope_keeps_what_is_there_where_nothing_can_be_written(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    (root / "results" / "results.json").write_text(OLD)
    done = run_gradescope(root, 0)
    said = (done.stdout + done.stderr).strip().splitlines()
    assert len(said) == 1, said
    assert "File too large" in said[0]
    assert {path.name: path.read_text() for path in (root / "results").iterdir()} == {"results.json": OLD}


def test_no_room_for_temporary_files_is_said(tmp_path: Path) -> None:
    assert_one_line(run(NOTEBOOK, "--out", tmp_path, limit=0), "temporary")
    assert list(tmp_path.iterdir()) == []


def test_a_full_temporary_folder_is_said(small_disk: Path | None, tmp_path: Path) -> None:
    """There is room for the first files that are made there, and not for the folder of a worker."""
    if small_disk is None:
        pytest.skip("only root can make a disk of its own")
    for name in "abcd":
        (small_disk / name).touch()
    done = run(NOTEBOOK, "--out", tmp_path / "results", TMPDIR=str(small_disk))
    if done.returncode:
        assert_one_line(done, "No space left on device")
        return
    results = read(tmp_path / "results" / "half_right.en.json")
    assert results["score"] == 0
    assert "No space left on device" in results["output"]
    assert results["output"].endswith("nothing was marked; tell the course staff")


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
