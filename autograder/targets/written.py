"""Written answers for a person to mark: a PDF of each submission, and the sheet for the marks.

A question has the same pages in every PDF, as many as its limit of words asks for, so that the regions of a
Gradescope template lie in the same places. No code of a student is run for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from autograder import intake
from autograder.batch.hand_ins import HandIn
from autograder.batch.run import find_one
from autograder.batch.store import Store
from autograder.course import CourseError, load
from autograder.feedback import clean
from autograder.handout import make_released
from autograder.marks import SHEET, Row, write_sheet
from autograder.messages import Message, message, show_number
from autograder.report import report_written
from autograder.sheet import Sheet
from autograder.typeset.limits import Died
from autograder.typeset.paper import Answer, Paper, lay_out
from autograder.typography import flatten
from autograder.values import Rubric, Written

WORDS = 300  # of the limit of an answer, for each of its pages


@dataclass(frozen=True)
class Answers:
    """What a student wrote, by number; or a refusal that says why it can't be read."""

    texts: dict[str, str]
    digest: str = ""
    refusal: Message | None = None


@dataclass(frozen=True)
class Outcome:
    """A PDF that was written. Its `problems` are errors; its `remarks` are worth a look at the notebook."""

    path: Path
    pages: int
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    refused: bool = False  # whether the hand-in could not be read


@dataclass(frozen=True)
class Settings:
    """Where and how it is printed. The student is whom the numbers in the statements were drawn for."""

    out: Path
    root: Path
    language: str = "en"
    student: str = ""
    per_student: bool = False


def build(sheet: Sheet, hand_ins: Sequence[HandIn], settings: Settings) -> Iterator[Outcome]:
    """Write a PDF of each hand-in and, after the last, the sheet for the marks; no file is written over.

    The course's sheet is that with its hidden files. Raises CourseError before anything is written.
    """
    paths = _find_paths(sheet, hand_ins, settings)
    settings.out.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    for hand_in, path in zip(hand_ins, paths, strict=True):
        answers = read(sheet, hand_in, settings)
        rows += _make_rows(sheet, answers, path.name, settings.language)
        yield _print(sheet, answers, path, settings.language)
    (settings.out / SHEET).write_bytes(write_sheet(rows, settings.language))


def _find_paths(sheet: Sheet, hand_ins: Sequence[HandIn], settings: Settings) -> list[Path]:
    """Where the PDFs go: beside each other, with the names that the results of these students have."""
    if not sheet.written:
        raise CourseError(f"{sheet.name} has no written answers")
    store = Store(settings.out, sheet, settings.root, settings)
    paths = [store.path(hand_in.student).with_suffix(".pdf") for hand_in in hand_ins]
    if there := [path for path in (*paths, settings.out / SHEET) if path.exists()]:
        raise CourseError(f"{there[0]} exists already; choose another folder with --out, or remove it")
    return paths


def read(sheet: Sheet, hand_in: HandIn, settings: Settings) -> Answers:
    """The answers of a hand-in. Never raises because of what is in it."""
    if sheet.varies:
        student = hand_in.known_as if settings.per_student else settings.student
        sheet = load(sheet.name, hidden=False, student=student)
    try:
        submission = intake.read_file(find_one(hand_in), make_released(sheet))
    except intake.Unreadable as error:
        return Answers({}, refusal=error.sentence)
    return Answers(dict(submission.answers), submission.digest)


def count_pages(item: Written) -> int:
    return ceil(item.words[1] / WORDS)


def _print(sheet: Sheet, answers: Answers, path: Path, language: str) -> Outcome:
    asked = [_make_answer(item, answers, language) for item in sheet.written]
    try:
        paper = lay_out(asked, clean(f"{path.stem} · {answers.digest[:12]}"), language)
    except Died:
        return Outcome(path, 0, ("it could not be made; read the answers in the notebook",))
    path.write_bytes(paper.pdf)
    refusal = [answers.refusal.translate("en")] if answers.refusal else []
    problems = (*refusal, *_find_problems(sheet, paper))
    return Outcome(path, paper.pages, problems, _find_remarks(sheet, paper), bool(refusal))


def _make_answer(item: Written, answers: Answers, language: str) -> Answer:
    title = message(
        "Question {number}, points: {points}", number=item.number, points=show_number(item.points, language)
    )
    return Answer(
        title=title.translate(language),
        remark=" · ".join(_remark(item, answers, language)),
        text=answers.texts.get(item.number, ""),
        pages=count_pages(item),
    )


def _remark(item: Written, answers: Answers, language: str) -> list[str]:
    """What is missing in the form of an answer."""
    if answers.refusal:
        return [clean(answers.refusal.translate(language))]
    remarks = report_written(item, answers.texts.get(item.number, "")).remarks
    return [remark.translate(language) for remark in remarks]


def _find_problems(sheet: Sheet, paper: Paper) -> tuple[str, ...]:
    both = zip(sheet.written, paper.printed, strict=True)
    return tuple(clean(f"{item.number}: {problem}") for item, made in both for problem in made.problems)


def _find_remarks(sheet: Sheet, paper: Paper) -> tuple[str, ...]:
    remarks = []
    for item, made in zip(sheet.written, paper.printed, strict=True):
        remarks += [f"{item.number}: {remark}" for remark in made.remarks]
        if made.pages > count_pages(item):
            remarks.append(f"{item.number}: longer than its place; the rest is at the end of the PDF")
    return tuple(map(clean, remarks))


def _make_rows(sheet: Sheet, answers: Answers, file: str, language: str) -> Iterator[Row]:
    for unit in sheet.units:
        for item in unit.all(Written):
            criteria = [pair for rubric in unit.of(Rubric, item) for pair in rubric.criteria]
            yield Row(
                file=file,
                submission=answers.digest,
                number=item.number,
                points=item.points,
                criteria="\n".join(f"[{points:g}] {flatten(text[language])}" for points, text in criteria),
                remarks="; ".join(_remark(item, answers, language)),
                score="" if report_written(item, answers.texts.get(item.number, "")).answer else "0",
            )
