"""What grading finds out about one notebook, as values: the mark of each part and what is said about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from autograder.gpu import DevicePace
from autograder.marking import Result
from autograder.messages import Message, message
from autograder.sandbox import CellNote
from autograder.speed import SHARE, Pace
from autograder.values import Text, Written
from autograder.verdict import Kind, Verdict

SETTLED = {
    Kind.AGREES,
    Kind.NOT_ATTEMPTED,
    Kind.WAITING,
    Kind.NOT_RUN,
    Kind.SLOW,
}  # a second try changes nothing

# The first that is broken, with the student's own values; without a text, what is wrong with a choice's form.
BrokenLaw: TypeAlias = tuple[Text | None, Verdict]


@dataclass(frozen=True)
class PartReport:
    """The mark of one part and what the student reads about it."""

    number: str
    name: str
    points: float
    score: float
    kind: Kind
    failed: int  # hidden checks that failed, of `total`, without those at extremes
    total: int
    where: str = ""  # the first wrong line of a derivation or entry of a tuple
    pattern: Message | None = None
    hint: Text | None = None
    law: BrokenLaw | None = None
    mistake: str = ""  # the name of the known mistake or hidden law, for the course staff
    pace: Pace | None = None  # of a right answer to a timed part
    device: DevicePace | None = None  # the same on a GPU; worth no points
    cell: CellNote | None = None  # the cell that defines the function, where its syntax is wrong
    extremes: tuple[int, int] = (0, 0)  # hidden checks at extremes that failed, of how many


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
    version: str = ""  # of the assignment: marks of one version are comparable
    refusal: Message | None = None
    seconds: float = 0.0

    @property
    def score(self) -> float:
        return round(sum(part.score for part in self.parts), 2)

    @property
    def points(self) -> float:
        """What the machine can give; written answers come on top."""
        return round(sum(part.points for part in self.parts), 2)


def report_settled(result: Result, pace: Pace | None) -> PartReport:
    """The mark of a part that is right, where its pace may count, or of one that was not run."""
    pace = pace if result.passed else None
    slow = pace is not None and pace.share < 1
    share = 1.0 if pace is None else 1 - SHARE * (1 - pace.share)
    kind = Kind.SLOW if slow else result.first_fault.kind
    total, part = len(result.outcomes), result.part
    score = round(result.score * share, 4)
    return PartReport(part.number, part.name, part.points, score, kind, 0, total, pace=pace)


def report_fault(result: Result, told: Result, law: BrokenLaw | None) -> PartReport:
    """What is said about a result: of `told`, and nothing that the student's code could have written.

    No key of a choice, and nothing where only inputs that are secret go wrong.
    """
    fault, part = told.first_fault, result.part
    failed, total = count_failed(told, edge=False)
    guessable = part.lines is not None and part.lines.penalise
    return PartReport(
        number=part.number,
        name=part.name,
        points=part.points,
        score=result.score,
        kind=Kind.VALUES if told.passed else fault.kind,
        failed=failed,
        total=total,
        extremes=count_failed(told, edge=True),
        where="" if part.allowed else fault.where,
        pattern=fault.pattern,
        hint=None if guessable or told.hint is None else told.hint.text,
        mistake="" if told.hint is None else told.hint.name,
        law=law,
    )


def count_failed(result: Result, edge: bool) -> tuple[int, int]:
    """How many checks at extremes, or of the rest, failed, and how many there are."""
    verdicts = [outcome.verdict for outcome in result.outcomes if outcome.edge is edge]
    return sum(not verdict.ok for verdict in verdicts), len(verdicts)


def report_cell(report: PartReport, noted: Iterable[tuple[CellNote, str]]) -> PartReport:
    """The report, with the cell and its text in which the function stands if its syntax is wrong there."""
    definition = re.compile(rf"^[ \t]*def {report.name}\b", re.MULTILINE)
    if report.kind is not Kind.NOT_ATTEMPTED:
        return report
    found = [note for note, cell in noted if note.problem == "syntax" and definition.search(cell)]
    return replace(report, cell=found[0]) if found else report


def report_written(item: Written, answer: str) -> WrittenReport:
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
        remarks.append(
            message(
                "nothing is said about {letters}; begin a paragraph with each", letters=", ".join(missing)
            )
        )
    return WrittenReport(item.number, item.points, answer, tuple(remarks))


def _takes_up(answer: str, letter: str) -> bool:
    """Whether a paragraph that begins with `(a)` says anything."""
    found = re.search(rf"^[^\w\n]*\({letter}\)[\s*]*(\w.*)$", answer, re.MULTILINE)
    return found is not None
