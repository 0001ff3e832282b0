"""The tables of marks have the columns that each platform reads, and hold no formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.batch.people import ADVICE, Person
from autograder.cli.review import report
from autograder.overview.results import Answer, Item, Results, Submission, read_results
from autograder.targets.gradebooks import BOOKS, find_foreign, write_book, write_parts
from tests.class_results import BLANK, PARTS, SHEET, WRONG, write

POINTS = f"{sum(part.points for part in PARTS):g}"
ITEM = Item("1.1", "made_masks", 2.0)


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def of(*students: str, feedback: str = "wrong", **about: Any) -> Results:
    """Results in which each has half of the points of the only part."""
    answers = {ITEM.number: Answer(1.0, 0.5, "values", feedback)}
    fixed = {"file": "a.ipynb", "score": 1.0, "seconds": 0.1, "refused": False, "remarks": "", "layers": ()}
    found = [Submission(student=who, answers=answers, **{**fixed, **about}) for who in students]
    return Results("hw", (ITEM,), tuple(found))


def by_column(results: Results, book: str) -> list[dict[str, str]]:
    head, *rows = read(write_book(book, results))
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_table_of_parts(tmp_path: Path) -> None:
    write(tmp_path, "Ann", [BLANK, (0.5, "values", "")])
    write(tmp_path, "Zoë", [WRONG] * len(PARTS), refused=True)
    data = write_parts(read_results(tmp_path))
    assert data.startswith("\N{BYTE ORDER MARK}".encode()), "or Excel takes UTF-8 for something else"
    head, ann, zoe = read(data)
    assert head == ["student", "points", "of", *(f"{part.number} {part.name}" for part in PARTS)]
    assert ann[0] == "Ann"
    assert ann[2:5] == [POINTS, "0", f"{round(PARTS[1].points / 2, 2):g}"]
    assert float(ann[1]) == pytest.approx(sum(map(float, ann[3:])), abs=0.01)
    assert zoe == ["Zoë", "0", POINTS, *[""] * len(PARTS)]


def test_canvas_finds_students_and_assignment() -> None:
    """By what `gradebook_importer.rb` looks for: the columns by place, students by ID, then by login."""
    head, possible, ann, bob = read(write_book("canvas", of("annlee_123", "bob@x.org"), "Homework 1 (77)"))
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Homework 1 (77)"]
    assert "Points Possible" in possible[0]
    assert possible[1:] == ["", "", "", "", "2"]
    assert ann == ["annlee", "123", "", "", "", "1"]
    assert bob == ["bob@x.org", "", "", "bob@x.org", "", "1"]
    assert read(write_book("canvas", of("a")))[0][-1] == "hw"


def test_moodle_finds_students_by_their_number() -> None:
    """The offline grading worksheet: three columns must be there, and a number after "Participant "."""
    (ann,) = by_column(of("Ann Lee_123", feedback="a < b\nc & d"), "moodle")
    assert {"Identifier", "Grade", "Last modified (grade)"} <= ann.keys()
    assert (ann["Identifier"], ann["Full name"]) == ("Participant 123", "Ann Lee")
    assert (ann["Grade"], ann["Maximum Grade"]) == ("1", "2")
    assert ann["Feedback comments"] == "<p>1.1 made_masks: 1 / 2<br>a &lt; b<br>c &amp; d</p>"
    (bob,) = by_column(of("bob@x.org"), "moodle")
    assert (bob["Identifier"], bob["Email address"]) == ("", "bob@x.org")


def test_moodle_is_told_why_nothing_was_marked() -> None:
    (zed,) = by_column(of("Zed_1", refused=True, score=0.0, remarks="the file is empty"), "moodle")
    assert (zed["Grade"], zed["Feedback comments"]) == ("0", "<p>the file is empty</p>")


def test_the_form_of_gradescopes_export() -> None:
    ann, bob, cy = by_column(of("ann@x.org", "1234", "Cy Doe"), "gradescope")
    assert (ann["Email"], bob["SID"], cy["Name"]) == ("ann@x.org", "1234", "Cy Doe")
    assert ann["SID"] == ann["Name"] == ""
    assert (ann["Total Score"], ann["Max Points"], ann["Status"]) == ("1", "2", "Graded")
    assert ann["1.1: made_masks (2.0 pts)"] == "1"


def test_what_gradescope_said_of_who_handed_in_is_said_again() -> None:
    people = (Person("Ann Lee", "12", "ann@x.org"), Person("Bob =Roy", "34"))
    rows = by_column(of("ann@x.org+34", people=people), "gradescope")
    assert [(row["Name"], row["SID"], row["Email"]) for row in rows] == [tuple(one) for one in people]


def test_who_handed_in_on_gradescope_has_a_row_in_every_gradebook() -> None:
    people = (Person("Ann Lee", "12", "ann@x.org"), Person("Bob Roy", "34"))
    results = of("ann@x.org+34-2", people=people)
    ann, bob = by_column(results, "moodle")
    assert (ann["Identifier"], ann["Full name"], ann["Email address"]) == ("", "Ann Lee", "ann@x.org")
    assert (bob["Identifier"], bob["Full name"], bob["Email address"]) == ("", "Bob Roy", "")
    rows = read(write_book("canvas", results))[2:]
    assert [row[:4] for row in rows] == [["Ann Lee", "", "12", "ann@x.org"], ["Bob Roy", "", "34", ""]]


def test_what_keeps_two_hand_ins_apart_is_no_part_of_an_address() -> None:
    results = of("ann@x.org-2", owner="ann@x.org")
    assert by_column(results, "moodle")[0]["Email address"] == "ann@x.org"
    assert by_column(results, "gradescope")[0]["Email"] == "ann@x.org"
    assert read(write_book("canvas", results))[2][3] == "ann@x.org"
    (bob,) = by_column(of("Bob_45-2", owner="Bob_45"), "moodle")
    assert (bob["Identifier"], bob["Full name"]) == ("Participant 45", "Bob")


def test_a_gradebook_of_another_platform_is_called_so() -> None:
    canvas, moodle = find_foreign(BOOKS, of("ann@x.org", people=(Person("Ann", "12", "ann@x.org"),)))
    assert canvas.startswith("no row of canvas.csv has Canvas's ID, the results are not of a Canvas download")
    assert moodle.endswith("the results are not of a Moodle download")
    assert list(find_foreign(BOOKS, of("Ann_12"))) == []
    assert list(find_foreign(["gradescope"], of("bob"))) == []


def test_who_has_no_number_of_the_platform_is_named() -> None:
    canvas, moodle = find_foreign(BOOKS, of("Ann_12", "bob", "=cy"))
    assert canvas.startswith("Canvas's ID is missing in canvas.csv for: bob, '=cy; Canvas looks for")
    assert moodle.startswith("Moodle's Identifier is missing in moodle.csv for: bob, '=cy; Moodle leaves")
    (many,) = find_foreign(["moodle"], of("Ann_12", *(f"s{n}" for n in range(12))))
    assert "s8, s9 and 2 more; Moodle leaves" in many


@pytest.mark.parametrize(
    ("points", "shown"), [(0.75, "0.75"), (2.0, "2.0"), (0.5, "0.5"), (10, "10.0"), (0.05, "0.05")]
)
def test_points_in_headings_are_not_rounded(points: float, shown: str) -> None:
    results = Results("hw", (Item("1.1", "f", points),), of("ann").submissions)
    assert f"1.1: f ({shown} pts)" in by_column(results, "gradescope")[0]


@pytest.mark.parametrize(
    ("student", "people"),
    [
        ("a@x.org+b@y.org", ["a@x.org", "b@y.org"]),
        ("ann+hw@x.org", ["ann+hw@x.org"]),
        ("ann+hw@x.org+bob@y.org+c@z.org", ["ann+hw@x.org", "bob@y.org", "c@z.org"]),
        ("a+b", ["a+b"]),
    ],
)
def test_who_handed_in_together_has_a_row_each(student: str, people: list[str]) -> None:
    rows = by_column(of(student), "gradescope")
    assert [row["Email"] or row["Name"] for row in rows] == people
    assert {row["Total Score"] for row in rows} == {"1"}


FORMULAS = [
    '=HYPERLINK("http://x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "'=1",
    "\u202e=1",
    "\n=1",
]


def test_two_rows_with_the_number_of_one_person_are_named() -> None:
    (line,) = find_foreign(BOOKS, of("annlee_5", "leeann_5", "bob_6"))
    assert line == f"annlee, leeann have the same number, 5, in canvas.csv and moodle.csv; {ADVICE}"
    assert list(find_foreign(["gradescope"], of("annlee_5", "leeann_5"))) == []


def test_the_command_offers_all_gradebooks() -> None:
    (offered,) = (option for option in report.params if option.name == "books")
    assert isinstance(offered.type, click.Choice)
    assert set(offered.type.choices) == set(BOOKS)


@pytest.mark.parametrize("words", FORMULAS, ids=ascii)
@pytest.mark.parametrize("book", [*BOOKS, "parts"])
def test_no_cell_is_a_formula(book: str, words: str) -> None:
    results = of(words, f"{words}_1", f"{words}@x.org", feedback=words, remarks=words)
    named = of("x", people=(Person(words, words, words),)).submissions
    results = replace(results, submissions=(*results.submissions, *named))
    rows = read(write_parts(results) if book == "parts" else write_book(book, results, words))
    for cell in (cell for row in rows for cell in row):
        assert not cell.lstrip().startswith(("=", "+", "@", "＝", "＋", "－", "＠", "\t", "\r")), cell
        assert cell == "-" or not cell.startswith("-")


@given(st.text(max_size=30), st.sampled_from(BOOKS))
def test_any_name_makes_a_table(name: str, book: str) -> None:
    rows = read(write_book(book, of(name)))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in "".join(map("".join, rows))


def test_every_student_of_a_class_has_a_row(tmp_path: Path) -> None:
    for name in ("Ann_1", "Bob_2", "Cy_3"):
        write(tmp_path, name, [])
    results = read_results(tmp_path)
    assert results.assignment == SHEET.name
    assert [row["Full name"] for row in by_column(results, "moodle")] == ["Ann", "Bob", "Cy"]
    assert [row[0] for row in read(write_book("canvas", results))[2:]] == ["Ann", "Bob", "Cy"]
