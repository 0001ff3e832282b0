"""A PDF of each submission with its written answers, and the sheet for their marks."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

pytest.importorskip("typst", reason="written answers need the extra [written]")
from pypdf import PdfReader

from autograder.batch.hand_ins import HandIn
from autograder.cli import main
from autograder.course import CourseError, load, names
from autograder.sheet import Sheet
from autograder.targets.written import Outcome, Settings, build, count_pages

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "samples"
SHEET = "hw4_autoregressive"


def read_pages(pdf: bytes) -> list[str]:
    """The words on each page."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return load(SHEET, hidden=True)


def hand_in(sheet: str, who: str) -> HandIn:
    return HandIn(who, (SAMPLES / sheet / f"{who}.ipynb",))


@pytest.mark.parametrize("name", names())
def test_bundled_answers_are_printed_without_a_fault_on_the_same_pages(name: str, tmp_path: Path) -> None:
    sheet = load(name, hidden=True)
    right = sorted(path.stem for path in (SAMPLES / name).glob("right_*.ipynb"))
    outcomes = list(build(sheet, [hand_in(name, who) for who in right], Settings(tmp_path, ROOT)))
    assert [(outcome.problems, outcome.remarks) for outcome in outcomes] == [((), ())] * len(right)
    for outcome in outcomes:
        heads = [page.partition(",")[0] for page in read_pages(outcome.path.read_bytes())]
        assert heads == [
            f"Question {item.number}" for item in sheet.written for _ in range(count_pages(item))
        ]


@pytest.mark.parametrize(
    ("language", "head", "missing", "remark"),
    [
        ("en", "Question 4.2.3, points: 0.75", "there is no answer in the notebook", "not attempted"),
        ("ru", "Вопрос 4.2.3, баллов: 0,75", "в ноутбуке нет ответа", "не начато"),
    ],
)
def test_a_missing_answer_says_so(
    sheet: Sheet, tmp_path: Path, language: str, head: str, missing: str, remark: str
) -> None:
    (outcome,) = build(sheet, [hand_in(SHEET, "untouched.ru")], Settings(tmp_path, ROOT, language))
    (words,) = read_pages(outcome.path.read_bytes())
    assert words.startswith(head)
    assert missing in words
    assert remark in words


def test_a_fault_names_the_question(sheet: Sheet, tmp_path: Path) -> None:
    outcome = print_answer_of(sheet, r"(a) $\KL(q)$ ![x](attachment:x.png)", tmp_path)
    assert outcome.problems == (
        r"4.2.3: a formula is not LaTeX that is known; it is printed as it was typed: \KL(q)",
    )
    assert outcome.remarks == ("4.2.3: an image is not printed; look at it in the notebook",)


def test_an_answer_that_is_longer_than_its_place_is_remarked(sheet: Sheet, tmp_path: Path) -> None:
    outcome = print_answer_of(sheet, "word " * 5000, tmp_path)
    assert outcome.problems == ()
    assert outcome.remarks == ("4.2.3: longer than its place; the rest is at the end of the PDF",)


def print_answer_of(sheet: Sheet, answer: str, folder: Path) -> Outcome:
    notebook = json.loads((SAMPLES / SHEET / "right_numpy.en.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("autograder", {}).get("role") == "answer":
            cell["source"] = f"**Answer 4.2.3**\n\n{answer}"
    path = folder / "anna.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    (outcome,) = build(sheet, [HandIn("anna", (path,))], Settings(folder / "out", ROOT))
    return outcome


def test_what_cannot_be_read_says_so_on_its_pages(sheet: Sheet, tmp_path: Path) -> None:
    (tmp_path / "empty.ipynb").write_bytes(b"")
    hand_ins = [HandIn("bob", (tmp_path / "empty.ipynb",)), HandIn("dir", (tmp_path,))]
    outcomes = list(build(sheet, hand_ins, Settings(tmp_path / "out", ROOT)))
    refusal = "the file is empty; expected a notebook (.ipynb); save the notebook and hand it in again"
    for outcome in outcomes:
        assert outcome.problems == (refusal,)
        assert refusal in read_pages(outcome.path.read_bytes())[0]


def test_numbers_of_a_student_do_not_change_the_answers(tmp_path: Path) -> None:
    exam = load("exam_foundations", hidden=True)
    one = replace(hand_in("exam_foundations", "right_numpy.en"), student="a@example.org")
    settings = Settings(tmp_path, ROOT, per_student=True)
    (outcome,) = build(exam, [one], settings)
    assert outcome.pages == 10
    assert outcome.path.name == "a@example.org.pdf"


@pytest.fixture
def filled(sheet: Sheet, tmp_path: Path) -> Iterator[Path]:
    hand_ins = [hand_in(SHEET, who) for who in ("right_numpy.en", "half_right.en")]
    list(build(sheet, hand_ins, Settings(tmp_path / "out", ROOT)))
    yield tmp_path / "out"
    shutil.rmtree(tmp_path / "out")


def test_the_sheet_has_a_row_for_each_question_with_its_rubric(filled: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((filled / "marks.csv").read_text("utf-8-sig"))))
    assert [(row["file"], row["question"], row["points"]) for row in rows] == [
        ("right_numpy.en.pdf", "Q4.2.3", "0.75"),
        ("half_right.en.pdf", "Q4.2.3", "0.75"),
    ]
    assert rows[0]["criteria"].startswith("[0.25] (a) ")
    assert len(rows[0]["criteria"].splitlines()) == 3
    assert {(row["score"], row["comment"]) for row in rows} == {("", "")}


def test_one_pdf_is_one(tmp_path: Path) -> None:
    source = str(hand_in(SHEET, "untouched.ru").paths[0])
    done = CliRunner().invoke(main, ["written", SHEET, source, "--out", str(tmp_path / "out")])
    assert "wrote 1 PDF" in done.output.splitlines()


def test_what_is_no_answer_has_its_score_already(sheet: Sheet, tmp_path: Path) -> None:
    (tmp_path / "empty.ipynb").write_bytes(b"")
    hand_ins = [hand_in(SHEET, who) for who in ("right_numpy.en", "untouched.ru")]
    list(build(sheet, [*hand_ins, HandIn("bob", (tmp_path / "empty.ipynb",))], Settings(tmp_path, ROOT)))
    rows = csv.DictReader(io.StringIO((tmp_path / "marks.csv").read_text("utf-8-sig")))
    assert [(row["file"], row["score"]) for row in rows] == [
        ("right_numpy.en.pdf", ""),
        ("untouched.ru.pdf", "0"),
        ("bob.pdf", "0"),
    ]


def test_the_command_names_what_lacks_something_and_counts_the_rest(tmp_path: Path) -> None:
    (tmp_path / "empty.ipynb").write_bytes(b"")
    sources = [str(path) for path in (*hand_in(SHEET, "right_numpy.en").paths, tmp_path / "empty.ipynb")]
    done = CliRunner().invoke(main, ["written", SHEET, *sources, "--out", str(tmp_path / "out")])
    assert done.exit_code == 0
    merge = f"autograder marks {tmp_path / 'out' / 'marks.csv'} RESULTS --out FOLDER"
    assert done.output.splitlines() == [
        "empty.pdf:",
        "  the file is empty; expected a notebook (.ipynb); save the notebook and hand it in again",
        "wrote 2 PDFs; 1 is of hand-ins that could not be read",
        f"wrote {tmp_path / 'out' / 'marks.csv'}; fill in the scores, then run: {merge}",
    ]


@pytest.mark.parametrize("lost", ["marks.csv", "half_right.en.pdf"])
def test_nothing_is_written_over(sheet: Sheet, filled: Path, lost: str) -> None:
    for path in filled.iterdir():
        if path.name != lost:
            path.unlink()
    before = (filled / lost).read_bytes()
    hand_ins = [hand_in(SHEET, who) for who in ("right_numpy.en", "half_right.en")]
    with pytest.raises(CourseError, match=f"{lost} exists already; choose another folder with --out"):
        list(build(sheet, hand_ins, Settings(filled, ROOT)))
    assert [(path.name, path.read_bytes()) for path in filled.iterdir()] == [(lost, before)]


def test_a_sheet_without_written_answers_is_refused(sheet: Sheet, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="has no written answers"):
        list(build(replace(sheet, units=()), [], Settings(tmp_path, ROOT)))
