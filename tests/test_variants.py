"""Numbers in the statements: drawn from the student's id alone, stated in the notebook, and graded."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from autograder.checking import shield
from autograder.course import load
from autograder.grading import Course
from autograder.marking import Grader
from autograder.question import variables
from autograder.soundness import check_sheet
from autograder.targets.student import write_notebooks
from autograder.values import Part
from autograder.variants import MARK, draw
from tests.samples.paste import TEMPLATES

SHEET = "exam_foundations"
STUDENTS = [f"student{i}@example.org" for i in range(12)]


def find(student: str, *, hidden: bool = False) -> Part:
    (part,) = [p for p in load(SHEET, hidden=hidden, student=student).parts if p.name == "network_map_sides"]
    return part


def test_numbers_depend_on_the_id_alone_and_differ_between_students() -> None:
    texts = [find(student).text["en"] for student in STUDENTS]
    assert texts == [find(student).text["en"] for student in STUDENTS]
    assert len(set(texts)) > 6


def test_without_an_id_the_numbers_are_those_of_the_sheet() -> None:
    assert "side $5$" in find("").text["en"]
    assert "$256$" in find("").text["fr"]


def test_every_mark_is_filled_in() -> None:
    for name, notebook in write_notebooks(load(SHEET, hidden=False, student=STUDENTS[0])).items():
        assert STUDENTS[0] in name
        assert "The numbers are those of" in notebook or "Les nombres sont ceux de" in notebook
        cells = json.loads(notebook)["cells"]
        texts = [
            "".join(cell["source"]) for cell in cells if cell["metadata"]["autograder"]["role"] != "setup"
        ]
        assert [text for text in texts if MARK.search(text)] == []


def test_each_student_is_graded_on_the_numbers_that_were_stated() -> None:
    def answer(side: int, kernel: int, padding: int) -> list[int]:
        return [side + layer * (2 * padding - kernel + 1) for layer in range(1, 7)]

    seen = set()
    for student in STUDENTS:
        sheet = load(SHEET, hidden=True, student=student)
        (part,) = [part for part in sheet.parts if part.name == "network_map_sides"]
        numbers = [int(n) for n in part.text["en"].replace("$", " ").split() if n.isdigit()]
        kernel, _, padding, side = numbers
        right = answer(side, kernel, padding)
        assert Grader(sheet).grade(part, shield(lambda right=right: right)).share == 1
        seen.add(tuple(right))
    assert len(seen) > 3


def test_graders_are_sound_for_other_students_too() -> None:
    pytest.importorskip("torch")
    for student in STUDENTS[:3]:
        sheet = load(SHEET, hidden=True, student=student)
        varying = [unit for unit in sheet.units if unit.name == "q01_1_feature_maps"]
        rows = check_sheet(type(sheet)(sheet.name, sheet.assignment, tuple(varying), sheet.secret))
        assert [row.problems for row in rows] == [(), ()]


def test_the_course_marks_with_the_numbers_of_whom_it_is_told() -> None:
    notebook = TEMPLATES / SHEET / f"{SHEET}.en.ipynb"
    with Course(SHEET) as course:
        for student in STUDENTS[:2]:
            assert course.grade(notebook, student=student).score == 0
            assert course.student == student


@pytest.mark.parametrize("choices", [3, (), ("a", "b")])
def test_what_is_no_list_of_numbers_to_draw_from_is_named(choices: Any) -> None:
    words = f"`side` is {choices!r}, expected whole numbers to draw from, as `side=(2, 3)`"
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        variables(side=choices)


def test_the_first_choice_is_drawn_as_often_as_the_others() -> None:
    (variables,) = [
        v for unit in load(SHEET, hidden=False).units for v in unit.values if hasattr(v, "choices")
    ]
    sides = [draw(variables, f"{i}")["side"] for i in range(400)]
    counts = [sides.count(side) for side in variables.choices["side"]]
    assert min(counts) > 60
