"""What people gave is merged with what the machine gave, and nothing is lost on the way."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.marks import MarksError, Row, merge, read_results, read_sheet, save_all, write_sheet
from autograder.marks.merge import Final, write_totals
from tests.marks.samples import ANNA, BEGINS, BOB, GOOD, POINTS, fill, write_machine


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


def test_rows_of_an_older_file_are_said_to_be_that_and_no_more(machines: Path) -> None:
    advice = "run `autograder written` for this one"
    stale = f"anna.json: anna.pdf is of another submission; {advice}"
    for digest in ("cd" * 32, BOB):
        write_machine(machines, "anna", digest)
        with pytest.raises(MarksError) as caught:
            merge_all(machines)
        assert caught.value.problems == (stale,)


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
