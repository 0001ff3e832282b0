"""The results of a class, read from the folder in which `autograder grade --out` has kept them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import Any

from autograder.batch.hand_ins import SourceError
from autograder.batch.people import Person, find_doubled, label
from autograder.batch.progress import ROUNDING
from autograder.batch.store import read
from autograder.verdict import BLANK, Kind

RIGHT = {Kind.AGREES.value}
SYNTAX = "syntax"  # the kind of an answer whose cell is not valid Python: it was attempted
UNDONE = {kind.value for kind in BLANK}


@dataclass(frozen=True)
class Item:
    """What has points: a part, or a written answer that a person has marked."""

    number: str
    name: str
    points: float


@dataclass(frozen=True)
class Answer:
    """The mark of one item and what the student reads about it. `kind` is that of the fault, or "written"."""

    score: float
    share: float
    kind: str
    feedback: str
    mistake: str = ""

    @property
    def state(self) -> str:
        """Right, partly, wrong or blank."""
        if self.kind in UNDONE:
            return "blank"
        full = self.kind in RIGHT or self.share >= 1
        return "right" if full else "partly" if self.score >= ROUNDING else "wrong"


@dataclass(frozen=True)
class Submission:
    """What one student handed in and was given. The answers stand under the numbers of their items."""

    student: str
    file: str
    score: float
    seconds: float
    refused: bool
    remarks: str
    layers: tuple[str, ...]
    answers: Mapping[str, Answer]
    look_first: tuple[str, ...] = ()  # why a person should look at the notebook
    people: tuple[Person, ...] = ()  # who handed it in, where the download says so
    owner: str = ""  # whose it is, where the name is another so that two hand-ins are kept apart
    late: bool = False  # as Canvas says

    @property
    def label(self) -> str:
        """The student as people read it."""
        return label(self)

    def count(self, state: str) -> int:
        """How many answers are right, partly right, wrong or blank."""
        return sum(answer.state == state for answer in self.answers.values())


@dataclass(frozen=True)
class Results:
    """The results of a class. `unread` are the files that hold no results."""

    assignment: str
    items: tuple[Item, ...]
    submissions: tuple[Submission, ...]
    unread: tuple[str, ...] = ()

    @cached_property
    def points(self) -> float:
        """What can be had."""
        return round(sum(item.points for item in self.items), 2)

    @cached_property
    def marked(self) -> tuple[Submission, ...]:
        """The submissions that could be read: only they say something about the parts."""
        return tuple(submission for submission in self.submissions if not submission.refused)

    @cached_property
    def refused(self) -> tuple[Submission, ...]:
        return tuple(submission for submission in self.submissions if submission.refused)

    @cached_property
    def late(self) -> tuple[Submission, ...]:
        return tuple(submission for submission in self.submissions if submission.late)

    @cached_property
    def doubled(self) -> list[tuple[str, list[Submission]]]:
        """Who handed in more than once, and what."""
        return find_doubled(self.submissions)


def read_results(folder: Path) -> Results:
    """The results in a folder, by student. Raises SourceError where there are none, or of two sheets."""
    found: list[tuple[str, list[Item], Submission]] = []
    unread: list[str] = []
    for path in sorted(folder.glob("*.json")):
        try:
            found.append(_parse(path.stem, read(path) or {}))
        except (KeyError, TypeError, ValueError, AttributeError):
            unread.append(path.name)
    if not found:
        raise SourceError(f"{folder} holds no results, expected the folder of `autograder grade --out`")
    assignments = sorted({assignment for assignment, _, _ in found})
    if len(assignments) > 1:
        raise SourceError(f"{folder} holds results of {' and '.join(assignments)}, expected one assignment")
    submissions = sorted((one for _, _, one in found), key=lambda one: (one.label.casefold(), one.student))
    items = _join(items for _, items, _ in found)
    return Results(assignments[0], items, tuple(submissions), tuple(unread))


def _join(lists: Iterable[list[Item]]) -> tuple[Item, ...]:
    """All items in the order of the longest list; what only others have comes last."""
    joined: dict[str, Item] = {}
    for items in sorted(lists, key=len, reverse=True):
        for item in items:
            joined.setdefault(item.number, item)
    return tuple(joined.values())


def _parse(stem: str, results: Mapping[str, Any]) -> tuple[str, list[Item], Submission]:
    """The assignment, the items and the submission. Raises what a file of another form makes it raise."""
    about, answers = results["extra_data"], {}
    mistakes, unparsed = about.get("mistakes") or {}, about.get("unparsed") or []
    items = []
    for test in results["tests"]:
        if "max_score" not in test:
            continue  # a written answer that nobody has marked
        item = Item(str(test["number"]), _name_of(test), _number(test["max_score"]))
        answer = _parse_answer(test, item, str(mistakes.get(item.name, "")))
        answers[item.number] = replace(answer, kind=SYNTAX) if item.name in unparsed else answer
        items.append(item)
    submission = Submission(
        student=str(about.get("student", stem)),
        file=str(about.get("file", "")),
        score=_number(results["score"]),
        seconds=_number(about.get("seconds", 0.0)),
        refused=bool(about.get("refused", False)),
        remarks=str(results.get("output", "")),
        layers=tuple(map(str, about.get("containment", []))),
        answers=answers,
        look_first=tuple(map(str, about.get("look_first", []))),
        people=tuple(Person(*map(str, person)) for person in about.get("people", [])),
        owner=str(about.get("owner", "")),
        late=bool(about.get("late", False)),
    )
    return str(about["assignment"]), items, submission


def _parse_answer(test: Mapping[str, Any], item: Item, mistake: str) -> Answer:
    score = _number(test["score"])
    return Answer(
        score=score,
        share=score / item.points if item.points else 0.0,
        kind=str((test.get("tags") or [""])[0]),
        feedback=str(test.get("output", "")),
        mistake=mistake,
    )


def _name_of(test: Mapping[str, Any]) -> str:
    return str(test["name"]).removeprefix(str(test["number"])).strip()


def _number(value: Any) -> float:
    number = float(value)
    if not isfinite(number):
        raise ValueError("a score that is no number")
    return number
