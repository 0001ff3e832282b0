"""The nbgrader course: its stock commands in order, on notebooks as students leave them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autograder.course import CourseError, load, names
from autograder.grading import Course
from autograder.handout import make_cells
from autograder.intake import normalise
from autograder.marking import Grader
from autograder.sandbox import SandboxError
from autograder.sheet import Sheet
from autograder.targets.nbgrader import build, write_source
from autograder.targets.nbgrader.cells import make_source
from autograder.targets.nbgrader.solution import write_solution
from tests.nbgrader_course import (
    fill,
    find_notebook,
    hand_in,
    make_course,
    mark_by_hand,
    read_grades,
    run,
)
from tests.samples.paste import HERE

SHEET, LANGUAGE = "hw4_autoregressive", "en"
PLACE = (SHEET, LANGUAGE)
WRITTEN, TEST = "written_4_2_3", "count_paths"


@pytest.mark.parametrize("name", names())
def test_written_out_references_are_right(name: str) -> None:
    sheet = load(name, hidden=True)
    grader = Grader(sheet)
    given = {cls.__name__: cls for unit in sheet.units for cls in unit.given}
    for part in sheet.parts:
        namespace: dict[str, Any] = dict(given)
        exec(write_solution(sheet, part), namespace)
        assert grader.grade(part, namespace[part.name]).passed, part.number


@pytest.mark.parametrize("name", names())
def test_grade_ids_are_unique_and_points_are_those_of_the_sheet(name: str) -> None:
    sheet = load(name, hidden=True)
    marks = [cell["metadata"].get("nbgrader") for cell in make_source(sheet, "en")]
    ids = [mark["grade_id"] for mark in marks if mark]
    points = {mark["grade_id"]: mark["points"] for mark in marks if mark and mark["grade"]}
    assert len(set(ids)) == len(ids)
    assert points == {item.name: item.points for unit in sheet.units for item in unit.items}


def test_settings_of_an_instructor_are_not_overwritten(tmp_path: Path) -> None:
    own = tmp_path / "nbgrader_config.py"
    own.write_text("c = get_config()\n")
    build(load(SHEET, hidden=True), tmp_path, LANGUAGE)
    assert own.read_text() == "c = get_config()\n"
    (tmp_path / "nbgrader_config.json").write_text("{}")
    with pytest.raises(CourseError, match=r"would be overwritten; move what it says to nbgrader_config.py"):
        build(load(SHEET, hidden=True), tmp_path, LANGUAGE)


# From here on the commands themselves run.


def change(text: str, edit: Callable[[list[dict[str, Any]]], None]) -> str:
    notebook = json.loads(text)
    edit(notebook["cells"])
    return json.dumps(notebook)


def is_test(cell: dict[str, Any]) -> bool:
    marks = cell["metadata"].get("nbgrader", {})
    return bool(marks.get("grade") and not marks.get("solution"))


def mangle(cells: list[dict[str, Any]]) -> None:
    """What students and their editors do to cells, and what a cheat would."""
    cells.remove(next(cell for cell in cells if is_test(cell)))
    tests = [cell for cell in cells if is_test(cell)]
    prize = {"output_type": "execute_result", "data": {"text/plain": "1000"}, "metadata": {}}
    for cell in tests[:5]:
        cell["source"] = "1000.0"
        cell["metadata"]["nbgrader"] |= {"points": 1000, "schema_version": 1}
        cell["outputs"] = [{**prize, "execution_count": 1}]
    for cell in tests[5:8]:
        cells.append(json.loads(json.dumps(cell)))
    for cell in cells[40:60]:
        cell["metadata"] = {}
    own = {"grade": True, "grade_id": "bonus", "locked": True, "points": 1000, "solution": False}
    marks = {"nbgrader": {**own, "schema_version": 3}}
    cells.append({**tests[0], "id": "bonus", "metadata": marks})


def spy(cells: list[dict[str, Any]]) -> None:
    """A cell that would leave a file behind wherever it ran beside the notebook."""
    cells[2]["source"] += "\n\nopen('canary', 'w').close()"


def move_answer(cells: list[dict[str, Any]]) -> None:
    """The cell for the answer stays as it was; the answer stands in a cell of the student's own."""
    own = {"cell_type": "markdown", "id": "own-text", "metadata": {}, "source": ANSWER}
    cells.insert(next(n for n, cell in enumerate(cells) if cell["id"] == "answer-4-2-3") + 1, own)


ANSWER = "(a) I wrote <script>alert(1)</script> below the cell, since $a<b$."


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose submissions are graded."""
    pytest.importorskip("nbgrader", reason="nbgrader is not installed")
    folder = make_course(tmp_path_factory.mktemp("course"), *PLACE)
    released = find_notebook(folder, "release", *PLACE)
    right, half = (fill(released, HERE / SHEET / f"{who}.en.py") for who in ("right_numpy", "half_right"))
    notebooks = {
        "right": right,
        "half": half,
        "blank": released.read_text("utf-8"),
        "download": (HERE / SHEET / "half_right.en.ipynb").read_text("utf-8"),
        "mangled": change(half, mangle),
        "broken": half[: len(half) // 2],
        "empty": "",
        "spy": change(right, spy),
        "moved": change(released.read_text("utf-8"), move_answer),
    }
    hand_in(folder, *PLACE, {**notebooks, "link": ""})
    link = find_notebook(folder, "submitted", *PLACE, "link")
    link.unlink()
    link.symlink_to(find_notebook(folder, "source", *PLACE))
    run(folder, "autograde", SHEET)
    run(folder, "generate_feedback", SHEET)
    return folder


def read_feedback(course: Path, student: str) -> str:
    return (course / "feedback" / student / SHEET / f"{SHEET}.{LANGUAGE}.html").read_text("utf-8")


def test_released_notebook_is_the_one_that_students_get_elsewhere(course: Path) -> None:
    released = json.loads(find_notebook(course, "release", *PLACE).read_text("utf-8"))["cells"]
    cells = list(make_cells(load(SHEET, hidden=False), LANGUAGE))
    assert [normalise("".join(cell["source"])) for cell in released] == [
        normalise("".join(cell["source"])) for cell in cells
    ]
    assert [cell["id"] for cell in released] == [cell["id"] for cell in cells]


def test_marks_are_those_of_our_own_command(course: Path) -> None:
    grades = read_grades(course)
    with Course(SHEET) as own:
        for student, marks in grades.items():
            report = own.grade(find_notebook(course, "submitted", *PLACE, student))
            assert {part.name: part.score for part in report.parts} == {
                cell: mark for cell, (mark, _, _) in marks.items() if cell != WRITTEN
            }, student
    totals = {student: sum(mark or 0 for mark, _, _ in marks.values()) for student, marks in grades.items()}
    assert totals["right"] == totals["spy"] == pytest.approx(14.25)
    assert totals["blank"] == totals["empty"] == totals["link"] == 0
    assert 0 < totals["half"] == totals["mangled"] == totals["download"] < 14.25


def test_no_cell_of_a_student_runs_on_this_machine(course: Path) -> None:
    assert list(course.rglob("canary")) == []
    submitted = find_notebook(course, "submitted", *PLACE, "spy")
    assert "use `nbgrader autograde`" in run(course, "validate", str(submitted), fails=True)
    assert list(course.rglob("canary")) == []


def test_nor_does_one_run_when_a_setting_of_the_instructor_is_broken(course: Path) -> None:
    config = course / "nbgrader_config.py"
    whole = config.read_text("utf-8")
    config.write_text(whole + "unknown_name\n", encoding="utf-8")
    try:
        run(course, "autograde", SHEET, "--force", "--student", "spy")
    finally:
        config.write_text(whole, encoding="utf-8")
    assert list(course.rglob("canary")) == []


def test_a_sandbox_that_fails_gives_no_marks(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.targets.nbgrader import step

    def fail(*_: object) -> None:
        raise SandboxError("the process that starts workers has ended")

    submitted = find_notebook(course, "submitted", *PLACE, "right")
    notebook = SimpleNamespace(cells=[], metadata=SimpleNamespace(autograder={"submitted": str(submitted)}))
    monkeypatch.setattr(Course, "_grade", fail)
    monkeypatch.chdir(course)
    with step.open_course(SHEET, course), pytest.raises(SandboxError, match="nothing was marked"):
        step.grade(notebook, {"nbgrader": {"notebook": f"{SHEET}.{LANGUAGE}"}})


def test_a_written_answer_waits_for_a_person_unless_it_is_blank(course: Path) -> None:
    asked = {student: marks[WRITTEN] for student, marks in read_grades(course).items()}
    assert asked["blank"] == asked["empty"] == (0, None, False)
    assert asked["half"] == asked["mangled"] == asked["moved"] == (None, None, True)
    autograded = find_notebook(course, "autograded", *PLACE, "moved").read_text("utf-8")
    (marked,) = [
        "".join(cell["source"])
        for cell in json.loads(autograded)["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == WRITTEN
    ]
    assert marked == f"**Answer 4.2.3**\n\n{ANSWER}"


def test_feedback_shows_hints_and_remarks_and_keeps_mark_schemes_back(course: Path) -> None:
    shown = read_feedback(course, "half")
    assert "hint: You fill the other triangle." in shown
    assert "hidden checks that fail: 5 of 5" in shown
    assert "nothing is said about (b), (c); begin a paragraph with each" in read_feedback(course, "moved")
    assert "the file is empty; expected a notebook" in read_feedback(course, "empty")
    assert "is a link; expected a notebook" in read_feedback(course, "link")
    autograded = find_notebook(course, "autograded", *PLACE, "half").read_text("utf-8")
    for scheme in ("MARK SCHEME", "large terms of both signs must cancel"):
        assert scheme in autograded
        assert scheme not in shown


def test_pages_run_no_script_of_a_student(course: Path) -> None:
    shown = read_feedback(course, "moved")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert(1)" not in shown


def test_manual_marks_survive_a_regrade(course: Path) -> None:
    before = read_grades(course)
    mark_by_hand(course, "half", {WRITTEN: 0.5, TEST: 1.0})
    run(course, "autograde", SHEET, "--force", "--student", "half")
    after = read_grades(course)
    assert after["half"][WRITTEN] == (None, 0.5, True)
    assert after["half"][TEST] == (before["half"][TEST][0], 1.0, True)
    assert {**after, "half": {}} == {**before, "half": {}}
    run(course, "export")
    with open(course / "grades.csv", encoding="utf-8") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    changed = 0.5 + 1.0 - (before["half"][TEST][0] or 0)
    assert scores["half"] == pytest.approx(sum(mark or 0 for mark, _, _ in before["half"].values()) + changed)
    assert scores["right"] == pytest.approx(14.25)


def test_stock_validation_tells_the_source_from_the_release(course: Path) -> None:
    source, released = (str(find_notebook(course, step, *PLACE)) for step in ("source", "release"))
    assert "passes all the tests" in run(course, "validate", source)
    assert "does not pass any tests" in run(course, "validate", "--invert", released)


def test_nothing_that_students_may_see_holds_what_is_hidden(course: Path) -> None:
    sheet = load(SHEET, hidden=True)
    cells = (course / "gradebook.db").read_bytes().decode("utf-8", "ignore")
    paths = [path for step in ("release", "autograded", "feedback") for path in course.glob(f"{step}/**/*.*")]
    seen = [cells, *[path.read_text("utf-8").replace('\\"', '"') for path in paths if path.is_file()]]
    assert len(seen) > 15
    numbers = {number for text in [write_source(sheet, LANGUAGE), *seen] for number in NUMBER.findall(text)}
    assert len(set(find_inputs(sheet))) > 500
    assert numbers.isdisjoint(find_inputs(sheet))
    solutions = {line.strip() for part in sheet.parts for line in write_solution(sheet, part).splitlines()}
    public = find_notebook(course, "release", *PLACE).read_text("utf-8")
    heads = tuple(f"def {part.name}(" for part in sheet.parts)
    secret = {
        line for line in solutions if len(line) > 40 and line not in public if not line.startswith(heads)
    }
    assert len(secret) > 20
    found = [line for line in secret if any(line in text for text in seen)]
    assert not [line for line in found if not line.startswith(heads)]


NUMBER = re.compile(r"-?\d+\.\d{9,}(?:e-?\d+)?")


def find_inputs(sheet: Sheet) -> list[str]:
    """The numbers in the hidden cases that are long enough to be recognised, as Python writes them."""
    grader = Grader(sheet)
    cases = [case for part in sheet.parts for variant in range(4) for case in grader.cases(part, variant)]
    arrays = [np.ravel(value) for case in cases for value in case.arguments.values() if is_float(value)]
    return [text for array in arrays for text in map(repr, array.tolist()) if NUMBER.fullmatch(text)]


def is_float(value: Any) -> bool:
    return isinstance(value, float | np.ndarray) and np.asarray(value).dtype == np.float64
