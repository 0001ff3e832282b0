"""A notebook is graded from the file to the report, whatever it holds and whatever fails on the way."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.case import VARIANTS
from autograder.course import load
from autograder.feedback import clean, write_results
from autograder.grading import Course
from autograder.messages import message
from autograder.question import written
from autograder.report import report_written
from autograder.sandbox import Limits, Sandbox, SandboxError, Session
from autograder.sheet import Sheet
from autograder.verdict import Kind
from tests.graded_samples import SAMPLES, SHEET, grade_all, parts_of
from tests.hostile.zoo import numbers_in


@pytest.fixture(scope="module")
def course() -> Iterator[Course]:
    with Course(SHEET, limits=Limits(call_seconds=1.0)) as course:
        yield course


def test_regrading_gives_the_same_marks(course: Course) -> None:
    first = grade_all(SHEET)[1]["half_right"]
    again = course.grade(SAMPLES / SHEET / "half_right.en.ipynb")
    assert [(p.name, p.score, p.kind, p.hint) for p in again.parts] == [
        (p.name, p.score, p.kind, p.hint) for p in first.parts
    ]


WARMING_UP = """
right, calls = made_masks, []


def made_masks(*args, **kwargs):
    calls.append(args)
    return right(*args, **kwargs) if len(calls) > 2 else None
"""


def test_the_first_notebook_of_a_process_is_asked_what_the_next_one_is(tmp_path: Path) -> None:
    notebook = json.loads((SAMPLES / "hw4_autoregressive" / "right_numpy.en.ipynb").read_text("utf-8"))
    empty: dict[str, Any] = {"metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"].append({"cell_type": "code", "id": "last", "source": WARMING_UP, **empty})
    path = tmp_path / "warming_up.ipynb"
    path.write_text(json.dumps(notebook), "utf-8")
    with Course("hw4_autoregressive") as course:
        first, second = (parts_of(course.grade(path))["made_masks"] for _ in range(2))
    assert first == second


def test_unreadable_file_is_zero_with_a_sentence(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(b"PK\x03\x04")
    report = course.grade(path)
    assert report.score == 0
    assert report.points == 82.5
    assert write_results(report)["output"] == (
        "the file is a zip archive; expected a notebook (.ipynb); "
        "unpack it and hand in the .ipynb file that is in it"
    )
    assert write_results(report, "fr")["output"] == (
        "le fichier est une archive zip\xa0; un notebook (.ipynb) est attendu\xa0; "
        "décompressez-la et remettez le fichier .ipynb qu'elle contient"
    )


def test_nothing_is_left_behind() -> None:
    children = Path("/proc/self/task", str(os.getpid()), "children")
    if not children.exists():
        pytest.skip("this system has no list of child processes")
    before = children.read_text()
    with Course(SHEET) as course:
        course.grade(SAMPLES / SHEET / "untouched.fr.ipynb")
        assert children.read_text() != before
    assert children.read_text() == before


REVIEW = written("9.1", points=1, words=(3, 10), letters="ab", en="Review.")


@pytest.mark.parametrize(
    ("answer", "remarks"),
    [
        ("(a) It is good.\n\n(b) It is new.", []),
        ("**(a)** It is good.\n(b) It is new.", []),
        ("(a) It is good, very good.\n\n(b)", ["nothing is said about (b); begin a paragraph with each"]),
        ("(a) x", ["2 words, expected 3 to 10", "nothing is said about (b); begin a paragraph with each"]),
        ("  ", ["not attempted"]),
    ],
)
def test_the_form_of_a_written_answer_is_checked(answer: str, remarks: list[str]) -> None:
    assert [str(remark) for remark in report_written(REVIEW, answer).remarks] == remarks


@pytest.mark.parametrize(
    ("points", "language", "words"),
    [
        (1.0, "en", "read by a person, 1 point"),
        (1.5, "en", "read by a person, 1.5 points"),
        (1.5, "fr", "lu par une personne, 1,5 point"),
        (2.0, "ru", "читает человек, баллов: 2"),
    ],
)
def test_what_a_written_answer_is_worth_is_said_as_people_say_it(
    points: float, language: str, words: str, course: Course
) -> None:
    answer = report_written(replace(REVIEW, points=points), "(a) It is good.\n(b) It is new.")
    report = replace(course.refuse("a.ipynb", message("x")), written=(answer,))
    assert write_results(report, language)["tests"][-1]["output"] == words


def test_results_say_what_graded(course: Course) -> None:
    said = write_results(course.refuse("a.ipynb", message("x")))["extra_data"]["platform"]
    assert f"Python {sys.version.split()[0]}, numpy {np.__version__}, " in said
    assert "torch" in said


def test_control_and_direction_characters_are_removed_and_length_is_bounded() -> None:
    assert clean("a\x1b[31mb\u202ec\x00d\n") == "a[31mbcd\n"
    assert len(clean("x" * 10**6)) < 11_000


def test_grader_reads_secrets_only_after_the_sandbox_has_started(monkeypatch: pytest.MonkeyPatch) -> None:
    order = []

    def start(**_: Any) -> None:
        order.append("sandbox")

    def read(name: str, *, hidden: bool, student: str = "") -> Sheet:
        order.append("hidden" if hidden else "public")
        return load(name, hidden=False)

    monkeypatch.setattr("autograder.grading.Sandbox", start)
    monkeypatch.setattr("autograder.grading.load", read)
    Course(SHEET)
    assert order == ["sandbox", "hidden"]


def hand_in(folder: Path, *cells: str) -> Path:
    """A notebook that consists of these code cells."""
    listed = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    path = folder / "own.ipynb"
    path.write_text(json.dumps({"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))
    return path


RENAMED = """
def causal_mask(letter, size):
    mask = np.zeros(size * size)
    mask[: size * size // 2 + (letter == "B")] = 1
    return mask.reshape(size, size)
"""
SWAPPED = RENAMED.replace("(letter, size)", "(k, kind)").replace("size", "k").replace("letter", "kind")


@pytest.mark.parametrize("answer", [RENAMED, SWAPPED])
def test_a_student_may_name_and_order_parameters_otherwise(
    course: Course, tmp_path: Path, answer: str
) -> None:
    assert parts_of(course.grade(hand_in(tmp_path, answer)))["causal_mask"].score == 2


def test_a_part_that_calls_an_undefined_part_waits(course: Course, tmp_path: Path) -> None:
    calls = "def masked_conv2d(x, weight, bias, kind): return weight * causal_mask(kind, weight.shape[2])"
    assert parts_of(course.grade(hand_in(tmp_path, calls)))["masked_conv2d"].kind is Kind.WAITING


def test_laws_show_nothing_that_was_seen_in_a_hidden_case(course: Course, tmp_path: Path) -> None:
    """A function that keeps what it is given and raises it later shows public numbers only."""
    keeps = """
seen = []
def dropout(x, u, p, training):
    seen.append(x.tolist())
    raise ValueError(str(seen))
"""
    report = course.grade(hand_in(tmp_path, keeps))
    published = json.dumps(write_results(report))
    (part,) = [part for part in course.sheet.parts if part.name == "dropout"]
    for variant in range(VARIANTS):
        for case in course.grader.cases(part, variant):
            hidden = [number for number in numbers_in(case.arguments["x"]) if abs(number) < 9 and number % 1]
            assert not any(str(number) in published for number in hidden)


def test_a_failing_sandbox_costs_one_notebook(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again in a new one; if that fails, too, nothing is marked and the next notebook goes on."""
    failures, started = iter(["no room", "no room", "no room"]), Sandbox.open

    def open_or_fail(sandbox: Sandbox, *arguments: Any) -> Session:
        if why := next(failures, ""):
            raise SandboxError(why)
        return started(sandbox, *arguments)

    monkeypatch.setattr(Sandbox, "open", open_or_fail)
    report = course.grade(hand_in(tmp_path, RENAMED))
    said = write_results(report)["output"]
    assert said == "the grader failed (no room); nothing was marked; tell the course staff"
    assert next(failures) == "no room"
    assert parts_of(course.grade(hand_in(tmp_path, RENAMED)))["causal_mask"].score == 2


def test_a_sandbox_that_fails_once_costs_nothing(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise SandboxError("no room")

    monkeypatch.setattr(course.sandbox, "open", fail)
    assert parts_of(course.grade(hand_in(tmp_path, RENAMED)))["causal_mask"].score == 2
