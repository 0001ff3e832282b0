"""Marks one submitted notebook, from the file to a report. The one way in for everything that grades."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from autograder import intake
from autograder.checking import check_form, check_law
from autograder.compare import Kind, Verdict
from autograder.course import Sheet, load
from autograder.handout import make_released
from autograder.marking import HOPELESS, Grader, Outcome, Result
from autograder.messages import Message, message
from autograder.question import Function, Law, Part, Text, Written
from autograder.sandbox import CellNote, Limits, Sandbox, Session
from autograder.source import write_given

HIDDEN = Path(__file__).parent.parent / "solutions"
VARIANTS = 4  # sets of hidden inputs; which one a submission gets depends on its own content


@dataclass(frozen=True)
class PartReport:
    """The mark of one part and what the student reads about it."""

    number: str
    name: str
    points: float
    score: float
    kind: Kind
    failed: int  # hidden checks that failed, of `total`
    total: int
    where: str = ""  # the first wrong line of a derivation or entry of a tuple
    pattern: Message | None = None
    hint: Text | None = None
    law: tuple[Text, Verdict] | None = (
        None  # the first public law that is broken, with the student's own values
    )


@dataclass(frozen=True)
class WrittenReport:
    """A written answer, for a person to read, and what is missing in its form."""

    number: str
    points: float
    answer: str
    remarks: tuple[Message, ...]


@dataclass(frozen=True)
class Report:
    """The mark of one notebook. `refusal` says why it could not be read at all; then the score is 0."""

    assignment: str
    file: str
    parts: tuple[PartReport, ...]
    written: tuple[WrittenReport, ...] = ()
    repairs: tuple[Message, ...] = ()
    notes: tuple[CellNote, ...] = ()
    layers: frozenset[str] = frozenset()
    digest: str = ""
    refusal: str = ""
    seconds: float = 0.0

    @property
    def score(self) -> float:
        return round(sum(part.score for part in self.parts), 2)

    @property
    def points(self) -> float:
        """What the machine can give; written answers come on top."""
        return round(sum(part.points for part in self.parts), 2)


class Course:
    """One assignment, ready to grade any number of notebooks. A context manager: it holds the sandbox.

    The sandbox starts before the hidden files are read, so that no copy of them is in its memory.
    In an `exam` the reports give no hints and no laws.
    """

    def __init__(
        self, assignment: str, secrets: Sequence[Path] = (), limits: Limits | None = None, exam: bool = False
    ) -> None:
        self.exam = exam
        self.sandbox = Sandbox(limits=limits or Limits(), secrets=[*secrets, HIDDEN])
        self.sheet: Sheet = load(assignment, hidden=True)
        self.grader = Grader(self.sheet)
        self.released = make_released(self.sheet)
        self.given = write_given([cls for unit in self.sheet.units for cls in unit.given])

    def __enter__(self) -> Course:
        return self

    def __exit__(self, *_: object) -> None:
        self.sandbox.close()

    def grade(self, path: Path, seconds: float = 600.0) -> Report:
        """The report on this notebook. Never raises because of what the notebook holds.

        Parts that are not reached within `seconds` of wall-clock time are "not run".
        """
        started = perf_counter()
        deadline = started + seconds
        try:
            submission = intake.read_file(path, self.released)
        except intake.Unreadable as error:
            return Report(self.sheet.name, path.name, self._zeros(), refusal=str(error))
        with self.sandbox.open(submission.cells, self.given, self.released.parts) as session:
            variant = int(submission.digest, 16) % VARIANTS
            results = [self._grade_part(session, part, variant, deadline) for part in self.sheet.parts]
            parts = tuple(self._explain(session, results))
            notes = tuple(replace(note, cell=submission.numbers[note.cell]) for note in session.notes)
        answers = [(item, submission.answers.get(item.number, "")) for item in self.sheet.written]
        return Report(
            assignment=self.sheet.name,
            file=path.name,
            parts=parts,
            written=tuple(check_written(item, answer) for item, answer in answers),
            repairs=submission.repairs,
            notes=notes,
            layers=self.sandbox.layers,
            digest=submission.digest,
            seconds=perf_counter() - started,
        )

    def _grade_part(self, session: Session, part: Part, variant: int, deadline: float) -> Result:
        if perf_counter() > deadline:
            late = Verdict(Kind.NOT_RUN, message("not run: the time for the whole notebook is used up"))
            return Result(part, (Outcome("", False, late, 0.0),))
        session.begin_part()
        return self.grader.grade(part, connect(session, part), variant)

    def _explain(self, session: Session, results: list[Result]) -> Iterator[PartReport]:
        """Reports with the public laws that failing parts break, unless it is an exam.

        The laws show the student's values, so they run where no hidden input has been seen.
        """
        failing = [result for result in results if result.first_fault.kind not in HOPELESS | {Kind.AGREES}]
        if self.exam:
            plain = [summarise(result, None) for result in results]
            yield from (replace(report, where="", pattern=None, hint=None) for report in plain)
            return
        if failing:
            session.restart()
        for result in results:
            law = self._find_broken_law(session, result.part) if result in failing else None
            yield summarise(result, law)

    def _find_broken_law(self, session: Session, part: Part) -> tuple[Text, Verdict] | None:
        session.begin_part()
        answer = connect(session, part)
        if part.allowed:
            form = check_form(part, answer)
            return None if form.ok or form.kind is Kind.NOT_ATTEMPTED else (part.text, form)
        unit = next(unit for unit in self.sheet.units if part in unit.parts)
        for law in unit.of(Law, part):
            verdict = check_law(law, answer)
            if not verdict.ok:
                return (law.text, verdict)
        return None

    def _zeros(self) -> tuple[PartReport, ...]:
        return tuple(
            PartReport(part.number, part.name, part.points, 0.0, Kind.NOT_RUN, 0, 0)
            for part in self.sheet.parts
        )


def grade(path: Path, assignment: str) -> Report:
    """The report on one notebook of an assignment; `Course` is faster for many."""
    with Course(assignment) as course:
        return course.grade(path)


def connect(session: Session, part: Part) -> Function:
    """The student's function in the sandbox as a function of this process."""
    signature = inspect.signature(part.stub)

    def call(*args: Any, **kwargs: Any) -> Any:
        return session.call(part.name, signature.bind(*args, **kwargs).arguments)

    return call


def summarise(result: Result, law: tuple[Text, Verdict] | None) -> PartReport:
    """What is told about a result: nothing that the student's code could have written, no key of a choice."""
    fault, part = result.first_fault, result.part
    guessable = part.lines is not None and part.lines.penalise
    return PartReport(
        number=part.number,
        name=part.name,
        points=part.points,
        score=result.score,
        kind=fault.kind,
        failed=sum(not outcome.verdict.ok for outcome in result.outcomes),
        total=len(result.outcomes),
        where="" if part.allowed else fault.where,
        pattern=fault.pattern,
        hint=None if guessable else result.hint,
        law=law,
    )


def check_written(item: Written, answer: str) -> WrittenReport:
    """What is missing in the form of a written answer: its length and its lettered points."""
    words = len(re.findall(r"\w+", answer))
    low, high = item.words
    remarks = []
    if not answer.strip():
        return WrittenReport(item.number, item.points, "", (message("not attempted"),))
    if not low <= words <= high:
        remarks.append(message("{words} words, expected {low} to {high}", words=words, low=low, high=high))
    missing = [f"({letter})" for letter in item.letters if not _takes_up(answer, letter)]
    if missing:
        remarks.append(message("nothing is said about {letters}", letters=", ".join(missing)))
    return WrittenReport(item.number, item.points, answer, tuple(remarks))


def _takes_up(answer: str, letter: str) -> bool:
    """Whether a paragraph that begins with `(a)` says anything."""
    found = re.search(rf"^\W*\({letter}\)[\s*]*(\w.*)$", answer, re.MULTILINE)
    return found is not None
