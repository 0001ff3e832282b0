"""The sheet that people fill with marks: every form in which a spreadsheet saves it, and every slip."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.marks import Mark, MarksError, Row, merge, read_results, read_sheet, save_all, write_sheet
from autograder.marks.merge import Final, write_totals
from autograder.record import PartReport, Report, WrittenReport
from autograder.report import write_results
from autograder.verdict import Kind

POINTS = {"1.2": 2.0, "3": 0.75}
ANNA, BOB = "ab" * 32, "12" * 32  # digests
HEAD = "file,submission,question,points,criteria,remarks,score,comment\n"


def make_rows() -> list[Row]:
    return [
        Row(f"{who}.pdf", digest, number, points, "[1] =a\n[1] b", "not attempted")
        for who, digest in (("anna", ANNA), ("bob", BOB))
        for number, points in POINTS.items()
    ]


def fill(scores: list[str], delimiter: str = ",", comments: tuple[str, ...] = ("",) * 4) -> bytes:
    """The sheet as a person fills and saves it."""
    text = write_sheet(make_rows(), "en").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0], delimiter=delimiter)
    writer.writeheader()
    for row, score, comment in zip(rows, scores, comments, strict=True):
        writer.writerow({**row, "score": score, "comment": comment})
    return out.getvalue().encode()


GOOD = fill(["2", "0", "1.5", "0.75"])


def scores(data: bytes) -> list[float]:
    return [mark.score for mark in read_sheet(data, POINTS)]


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


def test_the_first_ten_faults_are_shown(machines: Path, tmp_path: Path) -> None:
    results = json.loads((machines / "anna.json").read_text("utf-8"))
    results["extra_data"]["assignment"] = "hw4_autoregressive"
    (tmp_path / "anna.json").write_text(json.dumps(results), encoding="utf-8")
    sheet = tmp_path / "marks.csv"
    rows = [Row(f"s{n}.pdf", ANNA, "4.2.3", 0.75, "", "") for n in range(12)]
    sheet.write_bytes(write_sheet(rows, "en"))
    done = CliRunner().invoke(main, ["marks", str(sheet), str(tmp_path / "anna.json")])
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert lines[0] == "Error: row 2: Q4.2.3 of s0.pdf has no score, expected a number from 0 to 0.75"
    assert lines[9].startswith("row 11: ")
    assert lines[10:] == ["... and 2 more"]


BEGINS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "'", "'="]


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


# merging


def write_machine(folder: Path, name: str, digest: str, refused: bool = False) -> Path:
    """What `autograder grade --out` writes, for a submission with one part of three points."""
    part = PartReport("1.1", "f", 3.0, 1.5, Kind.VALUES, 1, 2)
    written = tuple(WrittenReport(number, points, "text", ()) for number, points in POINTS.items())
    report = Report("x", name, (part,), () if refused else written, digest=digest)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(write_results(report)), encoding="utf-8")
    return path


@pytest.fixture
def machines(tmp_path: Path) -> Path:
    folder = tmp_path / "results"
    folder.mkdir()
    write_machine(folder, "anna", ANNA)
    write_machine(folder, "bob", BOB)
    return folder


def merge_all(folder: Path, data: bytes = GOOD) -> list[Any]:
    return merge(read_sheet(data, POINTS), read_results([folder]), POINTS)


def test_marks_are_merged_with_the_results(machines: Path, tmp_path: Path) -> None:
    finals = merge_all(machines, fill(["2", "0", "1.5", "0.75"], comments=("well done", "", "", "")))
    save_all(finals, tmp_path / "final")
    anna = json.loads((tmp_path / "final" / "anna.json").read_text("utf-8"))
    assert anna["score"] == 3.5
    assert [(test["number"], test["score"], test["max_score"]) for test in anna["tests"]] == [
        ("1.1", 1.5, 3.0),
        ("1.2", 2.0, 2.0),
        ("3", 0.0, 0.75),
    ]
    assert anna["tests"][1]["output"] == "read by a person, 2 points\nwell done"
    assert anna["extra_data"]["automatic"] == 1.5
    assert anna["extra_data"]["written"] == {"1.2": 2.0, "3": 0.0}
    before = json.loads((machines / "anna.json").read_text("utf-8"))
    assert anna["tests"][0] == before["tests"][0]
    assert before["extra_data"].items() <= anna["extra_data"].items()


def test_the_totals_are_a_table(machines: Path, tmp_path: Path) -> None:
    save_all(merge_all(machines), tmp_path / "final")
    totals = list(csv.reader(io.StringIO((tmp_path / "final" / "totals.csv").read_text("utf-8-sig"))))
    assert totals == [
        ["student", "submission", "automatic", "written", "total", "points"],
        ["anna", f"id-{ANNA[:16]}", "1.5", "2", "3.5", "5.75"],
        ["bob", f"id-{BOB[:16]}", "1.5", "2.25", "3.75", "5.75"],
    ]


@pytest.mark.parametrize("begin", BEGINS, ids=ascii)
def test_no_cell_of_the_totals_is_a_formula(begin: str) -> None:
    final = Final(f"{begin}HYPERLINK(1).json", "id-1", 1.0, 2.0, 5.0, {})
    row = list(csv.reader(io.StringIO(write_totals([final]).decode("utf-8-sig"), newline="")))[1]
    assert row[0] == f"'{begin}HYPERLINK(1)"


def test_results_of_another_name_are_found_by_their_content(machines: Path) -> None:
    (machines / "anna.json").rename(machines / "submission_7.json")
    assert {final.name: final.written for final in merge_all(machines)} == {
        "submission_7.json": 2.0,
        "bob.json": 2.25,
    }


def test_equal_submissions_are_told_apart_by_their_names(tmp_path: Path) -> None:
    for name in ("anna", "bob"):
        write_machine(tmp_path, name, ANNA)
    same = GOOD.replace(b"id-" + BOB[:16].encode(), b"id-" + ANNA[:16].encode())
    assert {final.name: final.written for final in merge_all(tmp_path, same)} == {
        "anna.json": 2.0,
        "bob.json": 2.25,
    }
    (tmp_path / "bob.json").rename(tmp_path / "carl.json")
    check_refusal(
        tmp_path, same, "carl.json: anna.pdf, bob.pdf have the same answers; name the right one carl.pdf"
    )


def test_a_notebook_that_could_not_be_read_is_found_by_its_name(tmp_path: Path) -> None:
    write_machine(tmp_path, "anna", "", refused=True)
    write_machine(tmp_path, "bob", BOB)
    unread = GOOD.replace(ANNA[:16].encode(), b"")
    anna, _ = merge_all(tmp_path, unread)
    assert anna.total == 3.5
    assert [test["number"] for test in anna.results["tests"]] == ["1.1", "1.2", "3"]


def check_refusal(folder: Path, data: bytes, problem: str) -> None:
    with pytest.raises(MarksError) as caught:
        merge_all(folder, data)
    assert problem in caught.value.problems


def test_marks_and_results_must_be_of_the_same_submissions(machines: Path) -> None:
    write_machine(machines, "carl", "cd" * 32)
    check_refusal(machines, GOOD, "carl.json: there are no marks for it; add its rows, or leave it out")
    (machines / "carl.json").unlink()
    write_machine(machines, "bob", "cd" * 32)
    advice = "run `autograder written` for this one"
    check_refusal(machines, GOOD, f"bob.json: bob.pdf is of another submission; {advice}")
    (machines / "bob.json").unlink()
    missing = "there are marks, but no results; give its results, too, or remove its rows"
    check_refusal(machines, GOOD, f"bob.pdf: {missing}")
    write_machine(machines, "bob", BOB)
    write_machine(machines, "bob_again", BOB)
    doubled = "bob.json and bob_again.json are results of bob.pdf, expected one"
    check_refusal(machines, GOOD, f"{doubled}; leave one of them out")


def test_every_question_of_a_submission_has_its_row(machines: Path) -> None:
    marks = [mark for mark in read_sheet(GOOD, POINTS) if (mark.file, mark.number) != ("bob.pdf", "3")]
    with pytest.raises(MarksError, match="bob.pdf: there is no row for Q3"):
        merge(marks, read_results([machines]), POINTS)


def test_the_rows_of_a_file_are_of_one_submission(machines: Path) -> None:
    marks = read_sheet(GOOD, POINTS)
    marks[1] = replace(marks[1], submission="id-ffff")
    with pytest.raises(MarksError, match="row 3: anna.pdf is another submission than in row 2"):
        merge(marks, read_results([machines]), POINTS)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "x.json is not a file that `autograder grade --out` wrote (JSONDecodeError"),
        ("[]", "x.json is not a file that `autograder grade --out` wrote (TypeError"),
        (
            '{"extra_data": {}, "tests": [], "score": 1}',
            "x.json is not a file that `autograder grade --out` wrote",
        ),
        (
            '{"extra_data": {"assignment": "y", "submission": "", "written": {}}, "tests": [], "score": 1}',
            "x.json holds marks of a person already; give the machine's own results",
        ),
        (
            '{"extra_data": {"assignment": "y", "submission": ""}, "tests": [], "score": 1}',
            "there are anna.json of x and x.json of y, expected results of one assignment",
        ),
    ],
)
def test_results_that_cannot_be_used_say_why(machines: Path, text: str, problem: str) -> None:
    (machines / "x.json").write_text(text)
    with pytest.raises(MarksError) as caught:
        read_results([machines])
    assert caught.value.problems[0].startswith(problem)


def test_results_of_one_name_from_two_folders_are_refused(machines: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    other = write_machine(tmp_path / "more", "anna", BOB)
    with pytest.raises(MarksError, match=r"there are two files of the name anna.json"):
        read_results([machines, other])


def test_no_results_are_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(MarksError, match="there are no results"):
        read_results([tmp_path])


@pytest.mark.parametrize("there", ["anna.json", "totals.csv"])
def test_nothing_is_written_over(machines: Path, tmp_path: Path, there: str) -> None:
    finals = merge_all(machines)
    (tmp_path / there).write_text("mine")
    with pytest.raises(MarksError, match=f"{there} exists already; choose another folder with --out"):
        save_all(finals, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([there, "results"])
    assert (tmp_path / there).read_text() == "mine"
