"""The sheet that people fill with marks: every form in which a spreadsheet saves it, and every slip."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from autograder.marks import Mark, MarksError, Row, read_sheet, write_sheet
from tests.marks.samples import ANNA, BEGINS, GOOD, HEAD, POINTS, fill, make_rows, scores


def test_a_filled_sheet_is_read_back() -> None:
    marks = read_sheet(
        fill(
            ["2", "0", "1.5", "0.75"],
            comments=(
                "well done",
                "",
                "",
                "",
            ),
        ),
        POINTS,
    )
    assert marks[0] == Mark(2, "anna.pdf", f"id-{ANNA[:16]}", "1.2", 2.0, "well done")
    assert [(mark.row, mark.number, mark.score) for mark in marks[1:]] == [
        (3, "3", 0.0),
        (4, "1.2", 1.5),
        (5, "3", 0.75),
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: b"sep=,\r\n" + data,
        lambda data: data.replace(b"\r\n", b"\n"),
        lambda data: data.replace(b"file,", b"File ,", 1),
        lambda data: data + b",,,,,,,\r\n\r\n",
        lambda data: data.replace(b"Q1.2", b"1.2"),
        lambda _: fill(["2", "0", "1,5", "0,75"]),
        lambda _: fill(["2", "0", "1,5", "0,75"], delimiter=";"),
        lambda _: fill(["2.0", " 0 ", "1.50", "00.75"], delimiter="\t"),
    ],
)
def test_every_form_in_which_spreadsheets_save_is_read(change: Callable[[bytes], bytes]) -> None:
    assert scores(change(GOOD)) == [2.0, 0.0, 1.5, 0.75]


def test_columns_may_be_moved_added_and_left_out() -> None:
    text = f"note;score;question;submission;file\nx;1,5;Q1.2;id-{ANNA[:16]};anna.pdf\n"
    assert read_sheet(text.encode(), POINTS) == [Mark(2, "anna.pdf", f"id-{ANNA[:16]}", "1.2", 1.5)]


@pytest.mark.parametrize(
    ("score", "problem"),
    [
        ("", "has no score, expected a number from 0 to 2"),
        ("2.5", "has the score 2.5, expected a number from 0 to 2"),
        ("-1", "has the score '-1', expected a number from 0 to 2"),
        ("1/2", "has the score '1/2', expected a number from 0 to 2"),
        ("nan", "has the score 'nan', expected a number from 0 to 2"),
        ("1e0", "has the score '1e0', expected a number from 0 to 2"),
        ("01.mai", "has the score '01.mai', expected a number from 0 to 2"),
        ("١", "has the score '١', expected a number from 0 to 2"),
        ("x" * 50, f"has the score '{'x' * 40}...', expected a number from 0 to 2"),
        ("1" * 50, "has the score 1.11111e+49, expected a number from 0 to 2"),
    ],
)
def test_a_score_that_is_none_is_named_with_its_row(score: str, problem: str) -> None:
    with pytest.raises(MarksError) as caught:
        read_sheet(fill(["2", "0", score, "0.75"]), POINTS)
    assert caught.value.problems == (f"row 4: Q1.2 of bob.pdf {problem}",)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "there is no column 'file' in row 1, expected the columns file, submission, question"),
        (b"a,b\n1,2\n", "there is no column 'file' in row 1"),
        (HEAD.encode(), "the sheet holds no marks; fill in its scores"),
        (HEAD.replace("comment", "score").encode(), "there are two columns 'score' in row 1, expected one"),
        (b"\xe9" + GOOD, "the sheet is not UTF-8; save it as 'CSV UTF-8' in the spreadsheet"),
        (GOOD.replace(b"Q3", b"03/01/2026", 1), "row 3: there is no question '03/01/2026'; there are: Q1.2"),
        (GOOD.replace(b"Q3", b"Q1.2", 1), "row 3: Q1.2 of anna.pdf is in row 2 already"),
        (GOOD.replace(b"anna.pdf", b"", 1), "row 2: there is no file, expected the name of a PDF"),
        (GOOD.replace(b"1.5,", b"1,5,", 1), "row 4: 9 cells, expected 8; was a decimal comma"),
        (GOOD.replace(b"1.5,", b"1,5", 1), "row 4: Q1.2 of bob.pdf has the comment '5', expected words"),
        (GOOD + b"x" * 200_000, "the sheet is not CSV (field larger than field limit (131072)); save it"),
    ],
)  # fmt: skip
def test_a_sheet_that_cannot_be_used_says_why(data: bytes, problem: str) -> None:
    with pytest.raises(MarksError) as caught:
        read_sheet(data, POINTS)
    assert caught.value.problems[0].startswith(problem)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(MarksError) as caught:
        read_sheet(fill(["", "0.8", "x", "0.75"]), POINTS)
    assert [problem.partition(" has")[0] for problem in caught.value.problems] == [
        "row 2: Q1.2 of anna.pdf",
        "row 3: Q3 of anna.pdf",
        "row 4: Q1.2 of bob.pdf",
    ]


@pytest.mark.parametrize("begin", BEGINS, ids=ascii)
def test_no_cell_of_the_sheet_is_a_formula(begin: str) -> None:
    nasty = f"{begin}HYPERLINK(1)"
    row = Row(f"{nasty}.pdf", ANNA, "3", 0.75, nasty, nasty)
    data = write_sheet([row], "en")
    cells = next(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for name in ("file", "criteria", "remarks"):
        assert cells[name].startswith(f"'{begin}")
    data = data.replace(b",,\r\n", b",0.5,\r\n")
    assert read_sheet(data, POINTS)[0].file == f"{nasty}.pdf"


def test_the_sheet_is_made_for_the_spreadsheets_of_a_language() -> None:
    assert write_sheet(make_rows(), "fr").startswith(b"\xef\xbb\xbffile;submission;question;points;")
    assert b";Q3;0,75;" in write_sheet(make_rows(), "fr")
    assert b",Q3,0.75," in write_sheet(make_rows(), "en")
