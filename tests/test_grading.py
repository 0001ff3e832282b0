"""The bundled submissions, graded as a teaching assistant grades them: from the file to the report."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Sheet, load
from autograder.grading import VARIANTS, Course
from autograder.marking import Grader
from autograder.question import written
from autograder.record import PartReport, Report, record_written
from autograder.report import clean, describe, write_results
from autograder.sandbox import Limits, Sandbox, SandboxError, Session
from autograder.speed import SHARE
from autograder.values import Mistake
from autograder.verdict import Kind
from tests.hostile.zoo import numbers_in

SHEET = "hw3_generative_models"
SAMPLES = Path(__file__).parent / "samples"
SHEETS = sorted(folder.name for folder in SAMPLES.iterdir() if (folder / "half_right.en.ipynb").exists())
every_sheet = pytest.mark.parametrize("sheet", SHEETS)


@cache
def grade_all(sheet: str) -> tuple[Course, dict[str, Report]]:
    """The bundled submissions of a sheet, graded once for all tests."""
    with Course(sheet, limits=Limits(call_seconds=1.0)) as course:
        paths = sorted((SAMPLES / sheet).glob("*.ipynb"))
        return course, {path.name.split(".")[0]: course.grade(path) for path in paths}


@pytest.fixture(scope="module")
def course() -> Iterator[Course]:
    with Course(SHEET, limits=Limits(call_seconds=1.0)) as course:
        yield course


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return grade_all(SHEET)[1]


def parts_of(report: Report) -> dict[str, PartReport]:
    return {part.name: part for part in report.parts}


@every_sheet
@pytest.mark.parametrize("who", ["right_numpy", "right_torch"])
def test_right_answers_get_full_marks_in_either_style(sheet: str, who: str) -> None:
    report = grade_all(sheet)[1][who]
    assert [(part.name, describe(part)) for part in report.parts if part.score < part.points] == []
    assert (report.repairs, report.notes) == ((), ())
    assert {answer.remarks for answer in report.written} <= {()}


@every_sheet
def test_untouched_notebook_has_nothing_attempted(sheet: str) -> None:
    report = grade_all(sheet)[1]["untouched"]
    assert {part.kind for part in report.parts} == {Kind.NOT_ATTEMPTED}
    assert report.score == 0
    assert {answer.answer for answer in report.written} <= {""}


def find_planted(sheet: str) -> dict[str, str]:
    for node in ast.parse((SAMPLES / sheet / "half_right.en.py").read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PLANTED":
            return dict(ast.literal_eval(node.value))
    raise AssertionError("half_right.en.py has no PLANTED")


FAULTS = {"stub": Kind.NOT_ATTEMPTED, "raises": Kind.RAISES, "shape": Kind.SHAPE, "slow": Kind.SLOW}
PLANTED = [(sheet, name, planted) for sheet in SHEETS for name, planted in find_planted(sheet).items()]


@pytest.mark.parametrize(("sheet", "name", "planted"), PLANTED)
def test_each_planted_mistake_is_named(sheet: str, name: str, planted: str) -> None:
    course, reports = grade_all(sheet)
    report = parts_of(reports["half_right"])[name]
    if planted in FAULTS:
        assert report.kind is FAULTS[planted]
        return
    unit = next(unit for unit in course.sheet.units if name in {part.name for part in unit.parts})
    (known,) = [m for m in unit.all(Mistake) if m.function.__name__ == planted and m.part.name == name]
    assert report.score < report.points
    lines = known.part.lines
    if lines is not None and lines.penalise:
        assert report.hint is None, "a hint on a claim would tell its truth"
    else:
        assert report.hint == known.text


@every_sheet
def test_what_is_not_planted_is_right(sheet: str) -> None:
    planted = find_planted(sheet)
    rest = [part for part in grade_all(sheet)[1]["half_right"].parts if part.name not in planted]
    assert rest
    assert {part.kind for part in rest} == {Kind.AGREES}


def test_a_crash_costs_one_part_and_the_others_get_their_marks(reports: dict[str, Report]) -> None:
    parts = parts_of(reports["crashing"])
    kinds = {
        "causal_mask": Kind.AGREES,
        "field_mask_a_then_a": Kind.OVERRAN,
        "field_mask_a_then_b": Kind.DIED,
        "receptive_field": Kind.RAISES,
        "field_mask_b_then_a": Kind.RAISES,
        "masked_conv2d": Kind.RAISES,
        "blind_spot": Kind.OVERRAN,
        "log_moment_ratio": Kind.DIED,
        "elbo_decomposition": Kind.RAISES,
        "importance_weighted_bound": Kind.AGREES,
        "two_point_gap": Kind.RAISES,
    }
    assert {name: parts[name].kind for name in kinds} == kinds
    (note,) = reports["crashing"].notes
    assert (note.cell, note.problem) == (3, "raised")
    assert "ZeroDivisionError" in str(note.detail)


def test_attacks_win_nothing_and_the_right_part_is_paid(reports: dict[str, Report]) -> None:
    parts = parts_of(reports["hostile"])
    right = parts["importance_weighted_bound"]
    assert right.score >= (1 - SHARE) * right.points  # a thread that it leaves running slows it down
    won = {name for name, part in parts.items() if part.score > 0}
    assert won <= {"importance_weighted_bound", "receptive_field"}  # an empty grid is right where k is 1
    assert parts["receptive_field"].score < 0.5


def test_no_hidden_number_is_published(reports: dict[str, Report], course: Course) -> None:
    published = json.dumps(write_results(reports["hostile"]))
    grader = Grader(course.sheet)
    for part in course.sheet.parts:
        for variant in range(VARIANTS):
            for case in grader.cases(part, variant):
                shown = [f"{abs(number):.8f}"[:10] for number in numbers_in(dict(case.arguments))]
                assert [n for n in shown if len(set(n)) > 4 and n in published] == [], part.name


def test_regrading_gives_the_same_marks(reports: dict[str, Report], course: Course) -> None:
    again = course.grade(SAMPLES / SHEET / "half_right.en.ipynb")
    assert [(p.name, p.score, p.kind, p.hint) for p in again.parts] == [
        (p.name, p.score, p.kind, p.hint) for p in reports["half_right"].parts
    ]


def test_results_are_finite_plain_text(reports: dict[str, Report]) -> None:
    for report in reports.values():
        for language in ("en", "fr"):
            results = write_results(report, language)
            assert json.loads(json.dumps(results, allow_nan=False)) == results
            assert results["score"] == pytest.approx(
                sum(test.get("score", 0) for test in results["tests"]), abs=0.01
            )


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
    assert [str(remark) for remark in record_written(REVIEW, answer).remarks] == remarks


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


def test_an_exam_gives_marks_and_no_help(tmp_path: Path) -> None:
    with Course(SHEET, exam=True, limits=Limits(call_seconds=1.0)) as exam:
        report = exam.grade(SAMPLES / SHEET / "half_right.en.ipynb")
    practice = grade_all(SHEET)[1]["half_right"]
    assert [part.score for part in report.parts] == [part.score for part in practice.parts]
    assert {(part.hint, part.law, part.pattern, part.where) for part in report.parts} == {
        (None, None, None, "")
    }
