"""The results of a class are read as the grader keeps them, and what holds none is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.batch.hand_ins import HandIn, SourceError
from autograder.batch.people import Person
from autograder.batch.run import Settings, grade_all
from autograder.batch.store import Store
from autograder.overview.analysis import analyse
from autograder.overview.results import read_results
from tests.class_results import BLANK, PARTS, SHEET, write

ROOT = Path(__file__).parents[1]


def test_what_the_grader_keeps_is_what_is_read(tmp_path: Path) -> None:
    settings = Settings(SHEET.name)
    store = Store(tmp_path, SHEET, ROOT, settings)
    samples = ROOT / "tests" / "samples" / SHEET.name
    hand_ins = [HandIn(who, (samples / f"{who}.ipynb",)) for who in ("right_numpy.en", "half_right.en")]
    for hand_in, results in grade_all(settings, [*hand_ins, HandIn("gone", (tmp_path / "gone.ipynb",))]):
        store.save(hand_in, results)
    found = read_results(tmp_path)
    assert found.assignment == SHEET.name
    assert [(item.number, item.name, item.points) for item in found.items] == [
        (part.number, part.name, part.points) for part in PARTS
    ]
    gone, half, right = found.submissions
    assert gone.refused
    assert gone.remarks
    assert (right.student, right.file, right.score) == (
        "right_numpy.en",
        "right_numpy.en.ipynb",
        found.points,
    )
    assert right.count("right") == len(PARTS)
    assert right.seconds > 0
    assert right.layers
    known = analyse(found, SHEET).mistakes
    assert len(known) > 3
    assert all(one.hint is not None for one in known)
    assert half.score < right.score


def test_who_handed_in_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path, SHEET, ROOT, Settings(SHEET.name))
    write(tmp_path, "Ann", [])
    (path,) = tmp_path.iterdir()
    results = json.loads(path.read_text("utf-8"))
    path.unlink()
    people = (Person("Ann", "12", "ann@example.org"), Person("Bob"))
    store.save(HandIn("ann-2", (), people, owner="ann", late=True), results)
    (one,) = read_results(tmp_path).submissions
    assert (one.student, one.people, one.owner, one.late) == ("ann-2", people, "ann", True)


def test_a_file_that_came_alone_keeps_whose_it_is(tmp_path: Path) -> None:
    write(tmp_path, "Ann", [])
    (path,) = tmp_path.glob("*.json")
    results = json.loads(path.read_text("utf-8"))
    path.unlink()
    store = Store(tmp_path, SHEET, ROOT, Settings(SHEET.name))
    store.save(HandIn("ann-2", (), (Person("Ann", "12"),), owner="ann", late=True), results)
    store.save(HandIn("ann-2", ()), results)
    (one,) = read_results(tmp_path).submissions
    assert (one.people, one.owner, one.late) == ((Person("Ann", "12"),), "ann", True)
    store.save(HandIn("ann-2", (), (Person("Bob"),), owner="bob", late=False), results)
    (one,) = read_results(tmp_path).submissions
    assert (one.people, one.owner, one.late) == ((Person("Bob"),), "bob", False)


def test_a_part_whose_cell_is_not_valid_python_was_attempted(tmp_path: Path) -> None:
    write(tmp_path, "Ann", [BLANK, BLANK], unparsed=[PARTS[0].name])
    (one,) = read_results(tmp_path).submissions
    assert [one.answers[part.number].state for part in PARTS[:3]] == ["wrong", "blank", "right"]


def test_marks_of_written_answers_count_where_a_person_gave_them(tmp_path: Path) -> None:
    write(tmp_path, "Ann", [])
    (path,) = tmp_path.glob("*.json")
    results = json.loads(path.read_text())
    unmarked = {"number": "9.1", "name": "9.1 written answer", "output": "", "tags": ["written"]}
    marked = {**unmarked, "number": "9.2", "name": "9.2 written answer", "score": 1.5, "max_score": 2}
    results["tests"] += [unmarked, marked]
    path.write_text(json.dumps(results))
    found = read_results(tmp_path)
    assert [item.number for item in found.items] == [*(part.number for part in PARTS), "9.2"]
    assert found.points == sum(part.points for part in PARTS) + 2
    assert found.submissions[0].answers["9.2"].state == "partly"


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "[]",
        "null",
        '{"tests": [], "extra_data": {}}',
        '{"tests": [{"max_score": "x"}], "score": 1, "extra_data": {"assignment": "a"}}',
        '{"tests": [], "score": NaN, "extra_data": {"assignment": "a"}}',
        '{"tests": 3, "score": 1, "extra_data": {"assignment": "a"}}',
    ],
)
def test_files_that_hold_no_results_are_named(damage: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(damage)
    with pytest.raises(
        SourceError, match="holds no results, expected the folder of `autograder grade --out`"
    ):
        read_results(tmp_path)
    write(tmp_path, "Ann", [])
    found = read_results(tmp_path)
    assert found.unread == ("x.json",)
    assert [one.student for one in found.submissions] == ["Ann"]


def test_results_of_two_sheets_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "Ann", [])
    write(tmp_path, "Bob", [], assignment="another")
    with pytest.raises(SourceError, match="holds results of another and hw4_autoregressive, expected one"):
        read_results(tmp_path)
