"""The bundled submissions, graded as a teaching assistant grades them: from the file to the report."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from autograder.case import VARIANTS
from autograder.feedback import describe, write_results
from autograder.grading import Course
from autograder.marking import Grader
from autograder.report import Report
from autograder.sandbox import Limits
from autograder.speed import SHARE
from autograder.values import Mistake
from autograder.verdict import Kind
from tests.graded_samples import SAMPLES, SHEET, SHEETS, grade_all, parts_of
from tests.hostile.zoo import numbers_in

every_sheet = pytest.mark.parametrize("sheet", SHEETS)


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return grade_all(SHEET)[1]


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


def test_no_hidden_number_is_published(reports: dict[str, Report]) -> None:
    published = json.dumps(write_results(reports["hostile"]))
    sheet = grade_all(SHEET)[0].sheet
    grader = Grader(sheet)
    for part in sheet.parts:
        for variant in range(VARIANTS):
            for case in grader.cases(part, variant):
                shown = [f"{abs(number):.8f}"[:10] for number in numbers_in(dict(case.arguments))]
                assert [n for n in shown if len(set(n)) > 4 and n in published] == [], part.name


def test_results_are_finite_plain_text(reports: dict[str, Report]) -> None:
    for report in reports.values():
        for language in ("en", "fr"):
            results = write_results(report, language)
            assert json.loads(json.dumps(results, allow_nan=False)) == results
            assert results["score"] == pytest.approx(
                sum(test.get("score", 0) for test in results["tests"]), abs=0.01
            )


def test_an_exam_gives_marks_and_no_help(tmp_path: Path) -> None:
    with Course(SHEET, exam=True, limits=Limits(call_seconds=1.0)) as exam:
        report = exam.grade(SAMPLES / SHEET / "half_right.en.ipynb")
    practice = grade_all(SHEET)[1]["half_right"]
    assert [part.score for part in report.parts] == [part.score for part in practice.parts]
    assert {(part.hint, part.law, part.pattern, part.where) for part in report.parts} == {
        (None, None, None, "")
    }
