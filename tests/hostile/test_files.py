"""Every hostile file: it is graded or refused with one sentence, and costs nobody else anything."""

from __future__ import annotations

import gc
import json
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from autograder.batch.hand_ins import METADATA, HandIn, find_hand_ins
from autograder.batch.store import Store
from autograder.course import load
from autograder.feedback import write_head
from autograder.grading import Course
from autograder.report import Report
from tests.hostile import zoo
from tests.hostile.files import CANARY, FORGED, HostileFile, find_files, neighbour, plant, secret
from tests.hostile.test_cells import LIMITS, left_behind, published

FILES = find_files()
ROOT = Path(__file__).parents[2]
CPU_SECONDS = 40  # of the grader's own; the slowest file that is read takes a tenth of it
GROWTH = 400 * 2**20  # bytes; of the 768 MB of a container of Gradescope's, grader and zygote take 350
CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


@pytest.fixture(scope="module")
def course() -> Iterator[Course]:
    with Course(zoo.SHEET, limits=LIMITS) as course:
        course.grade(zoo.RIGHT)  # what is loaded for the first notebook is not laid to the hostile one
        yield course


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where the file is handed in, beside what is not the student's."""
    folder = tmp_path / "handed_in"
    folder.mkdir()
    plant(folder)
    yield folder
    shutil.rmtree(tmp_path)


@every_file
def test_file_wins_nothing(file: HostileFile, course: Course, folder: Path) -> None:
    path = file.write(zoo.right_notebook(), folder)
    before = list_all(folder.parent)
    with bounded(), measured() as growth:
        report = course.grade(path)
    check_marks(report, file) if file.expect == "graded" else check_refusal(report, file)
    results, shown = published(report)
    assert CANARY not in json.dumps(results) + shown, "something of another's file is published"
    assert not CONTROL.search(text_of(results) + shown), "a control character is published"
    assert not re.search(rf"^\s*{FORGED}", text_of(results) + shown, re.MULTILINE), "a line is forged"
    assert list_all(folder.parent) == before
    assert CANARY in secret(folder).read_text("utf-8")
    assert CANARY in neighbour(folder).read_text("utf-8")
    assert left_behind(course) == zoo.find_loot() == []
    assert growth[0] <= GROWTH, f"the grader took {growth[0] / 2**20:.0f} MiB"
    check_marks(course.grade(zoo.RIGHT))


def check_marks(report: Report, file: HostileFile | None = None) -> None:
    """All points, except of the part whose answer the file leaves out."""
    assert report.refusal is None
    for part in report.parts:
        left_out = file is not None and not file.answered and part.name == zoo.TARGET
        assert part.score == (0 if left_out else part.points), part.name


def check_refusal(report: Report, file: HostileFile) -> None:
    """No points, and one sentence that names the cause in the student's language."""
    assert report.score == 0
    for language, cause in zip(("en", "ru"), file.cause, strict=True):
        (sentence,) = write_head(report, language)
        assert cause
        assert cause in sentence
        assert "\n" not in sentence
        assert len(sentence) < 300


def text_of(results: Any) -> str:
    """All text of a nest of results."""
    if isinstance(results, dict):
        results = list(results.values())
    if isinstance(results, list):
        return "\n".join(map(text_of, results))
    return str(results)


def list_all(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}


@contextmanager
def bounded() -> Iterator[None]:
    """Fail when this process uses more CPU time than any file is worth, however busy the machine is."""

    def give_up(*_: object) -> None:
        pytest.fail(f"the grader took more than {CPU_SECONDS} seconds of CPU time")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def measured() -> Iterator[list[int]]:
    """By how many bytes this process grew at its largest; 0 where the system does not tell."""
    growth = [0]
    if sys.platform != "linux":
        yield growth
        return
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # forget the largest size so far
    before = _memory("VmRSS")
    yield growth
    growth[0] = _memory("VmHWM") - before


def _memory(name: str) -> int:
    (size,) = re.findall(rf"^{name}:\s+(\d+) kB$", Path("/proc/self/status").read_text("ascii"), re.MULTILINE)
    return int(size) * 1024


def test_the_files_are_many_and_of_both_kinds() -> None:
    assert len({file.claim for file in FILES}) == len(FILES) >= 24
    assert {file.expect for file in FILES} == {"graded", "refused"}
    assert all(bool(file.cause[0]) == (file.expect == "refused") for file in FILES)


def test_no_student_hands_in_for_another(tmp_path: Path) -> None:
    students = {"alice_1_assignsubmission_file_": "alice_1", "mallory_2_assignsubmission_file_": "mallory_2"}
    for name in students:
        (tmp_path / name).mkdir()
        (tmp_path / name / "hw4.ipynb").write_text(json.dumps(zoo.right_notebook()))
    entry = '{":submitters": [{":email": mallory}]}'
    metadata = f"../alice_1_assignsubmission_file_: {entry}\n{tmp_path}: {entry}\n"
    (tmp_path / "mallory_2_assignsubmission_file_" / METADATA).write_text(metadata)
    found = find_hand_ins([tmp_path], zoo.SHEET, tmp_path / "unpacked")
    assert found == [HandIn(student, (tmp_path / name,)) for name, student in students.items()]


def test_no_name_of_a_file_is_the_name_of_anothers_results(tmp_path: Path) -> None:
    store = Store(tmp_path, load(zoo.SHEET, hidden=False), ROOT, "")
    victim = store.path("Alice A.")
    assert store.path(victim.stem) != victim


def test_no_name_of_a_file_is_one_that_was_made_for_another(tmp_path: Path) -> None:
    files = [
        tmp_path / "one" / "alice.ipynb",
        tmp_path / "one" / "alice-2.ipynb",
        tmp_path / "two" / "alice.ipynb",
    ]
    names = [hand_in.student for hand_in in find_hand_ins(files, zoo.SHEET, tmp_path)]
    assert len(set(names)) == len(names)
