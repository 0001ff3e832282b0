"""The commands about a class, as a teaching assistant types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.batch.regrade import Change, PartChange, describe_all
from autograder.cli import main
from tests.class_results import PARTS, SHEET, WRONG, write

SAMPLES = Path(__file__).parent / "samples" / SHEET.name


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_report_writes_a_page_and_tables(tmp_path: Path) -> None:
    write(tmp_path, "Ann_1", [])
    write(tmp_path, "Zed_2", [WRONG] * len(PARTS), refused=True)
    out = tmp_path / "out"
    done = run("report", tmp_path, "--out", out, "--csv", "moodle", "--csv", "canvas", "--column", "HW 4 (7)")
    assert done.stdout.splitlines() == [
        *(f"wrote {out / name}" for name in ("report.html", "parts.csv", "moodle.csv", "canvas.csv")),
        "1 could not be read: the machine gives 0 points; the page names them first",
    ]
    assert "Zed_2" in (out / "report.html").read_text("utf-8")
    assert "HW 4 (7)" in (out / "canvas.csv").read_text("utf-8")


def test_regrade_says_what_changes_and_writes_when_told(tmp_path: Path) -> None:
    source = SAMPLES / "right_numpy.en.ipynb"
    run("grade", SHEET.name, source, "--out", tmp_path)
    path = tmp_path / "right_numpy.en.json"
    results = json.loads(path.read_text("utf-8"))
    results["score"] -= results["tests"][0]["score"]
    results["tests"][0] |= {"score": 0.0, "output": "the values are wrong"}
    results["extra_data"]["key"] = "of an older grader"
    path.write_text(json.dumps(results), encoding="utf-8")
    said = run("regrade", SHEET.name, source, "--out", tmp_path).stdout.splitlines()
    assert said[0] == f"right_numpy.en  {results['score']:g} → 14.25"
    assert said[-2:] == [
        "marks that change: 1 of 1; only other words: 0",
        "nothing is overwritten yet; the same command with --apply does it",
    ]
    assert json.loads(path.read_text("utf-8")) == results
    done = run("regrade", SHEET.name, source, "--out", tmp_path, "--apply")
    assert done.stdout.splitlines()[-1] == f"1 result written to {tmp_path}"
    assert json.loads(path.read_text("utf-8"))["score"] == 14.25


def test_regrade_leaves_nothing_behind_where_nothing_changes(tmp_path: Path) -> None:
    source = SAMPLES / "untouched.ru.ipynb"
    run("grade", SHEET.name, source, "--out", tmp_path)
    (path,) = tmp_path.iterdir()
    results = json.loads(path.read_text("utf-8"))
    results["extra_data"]["key"] = "of an older grader"
    path.write_text(json.dumps(results), encoding="utf-8")
    assert run("regrade", SHEET.name, source, "--out", tmp_path).stdout.splitlines() == [
        "marks that change: 0 of 1; only other words: 0"
    ]
    assert list(tmp_path.iterdir()) == [path]


def test_results_of_nobody_in_the_sources_are_named(tmp_path: Path) -> None:
    run("grade", SHEET.name, SAMPLES / "untouched.ru.ipynb", "--out", tmp_path)
    said = f"1 earlier result in {tmp_path} stays; it is not of these sources: untouched.ru.json"
    for command in ("grade", "regrade"):
        done = run(command, SHEET.name, SAMPLES / "half_right.en.ipynb", "--out", tmp_path)
        assert said in done.stdout.splitlines()


def test_grading_after_a_change_of_the_course_says_so(tmp_path: Path) -> None:
    sources = [SAMPLES / f"{who}.ipynb" for who in ("right_numpy.en", "untouched.ru")]
    run("grade", SHEET.name, *sources, "--out", tmp_path)
    for path in tmp_path.iterdir():
        results = json.loads(path.read_text("utf-8"))
        results["extra_data"] |= {"key": "of an older grader", "version": "older"}
        results["score"] = 1
        path.write_text(json.dumps(results), encoding="utf-8")
    said = run("grade", SHEET.name, *sources, "--out", tmp_path).stdout.splitlines()
    assert said[1:] == [
        "2 graded anew because the course has changed; marks that change: 2 (see autograder regrade)"
    ]
    assert len(run("grade", SHEET.name, *sources, "--out", tmp_path).stdout.splitlines()) == 1


def test_similar_lists_pairs_and_says_that_it_is_no_proof() -> None:
    pytest.importorskip("copydetect")
    done = run("similar", SHEET.name, SAMPLES, "--top", "1")
    assert done.stdout.startswith("likeness  who (and where")
    assert "This is no proof." in done.stdout
    assert "nothing was written in: untouched.ru" in done.stdout


def test_marks_come_first_and_the_same_words_once() -> None:
    words = PartChange("1.1 x", 1.0, 1.0, ("hint: a",), ("hint: b",))
    alike = [Change(name, 1.0, 1.0, (words,), feedback=True) for name in ("ann", "bob")]
    said = list(describe_all([*alike, Change("cai", 1.0, 2.0), Change("dan", 1.0, 1.0, (), feedback=True)]))
    assert [line for line in said if not line.startswith(" ")] == [
        "cai  1 → 2",
        "only other words for 2 students: ann, bob",
        "dan  1 → 1",
    ]
    assert len([line for line in said if "hint" in line]) == 2
