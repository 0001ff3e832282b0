"""What the results of a class say about the sheet: part by part, and what should be looked at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from autograder.overview import statistics
from autograder.overview.results import Answer, Item, Results, Submission
from autograder.overview.statistics import Correlation, Spread
from autograder.sheet import Sheet
from autograder.values import HiddenLaw, Mistake, Text
from autograder.verdict import Kind

STATES = ("right", "partly", "wrong", "blank")
ATTEMPTS = 5  # at a part, before what is wrong with all or most of them is worth a look
STUDENTS = 20  # before a discrimination below zero is
SLOWEST = 5  # submissions are named

Hints = Mapping[tuple[str, str], Text]  # by the names of the part and of the mistake


@dataclass(frozen=True)
class KnownMistake:
    """A mistake that the grader knows by name, and how many made it."""

    item: Item
    name: str
    count: int
    hint: Text | None


@dataclass(frozen=True)
class PartSummary:
    """One part in the hands of a class; only submissions that could be read count."""

    item: Item
    students: int
    difficulty: float | None
    discrimination: Correlation | None
    states: Mapping[str, int]
    kinds: Mapping[str, int]
    mistakes: tuple[KnownMistake, ...]
    unknown: int = 0  # wrong values that match no known mistake

    @property
    def attempts(self) -> int:
        return self.students - self.states["blank"]

    @property
    def concerns(self) -> list[str]:
        """Why the part itself, not the class, may be at fault."""
        found = []
        if self.attempts >= ATTEMPTS and not self.states["right"]:
            found.append(f"nobody who attempted it is right (n = {self.attempts})")
        if self.students >= ATTEMPTS and not self.attempts:
            found.append(f"nobody attempted it (n = {self.students})")
        wrong = self.kinds.get(Kind.VALUES.value, 0)
        if wrong >= ATTEMPTS and 2 * self.unknown > wrong:
            found.append(f"most wrong values match no known mistake ({self.unknown} of {wrong})")
        worth = self.discrimination
        if worth is not None and worth.count >= STUDENTS and worth.value < 0:
            chance = "" if worth.high < 0 else "; this may be chance"
            interval = f"95 % interval {signed(worth.low)} to {signed(worth.high)}"
            found.append(f"discrimination {signed(worth.value)} (n = {worth.count}, {interval}){chance}")
        return found


@dataclass(frozen=True)
class Analysis:
    """All that the page shows about a class."""

    results: Results
    parts: tuple[PartSummary, ...]

    @cached_property
    def totals(self) -> Spread | None:
        return statistics.describe([one.score for one in self.results.marked])

    @cached_property
    def seconds(self) -> Spread | None:
        return statistics.describe([one.seconds for one in self.results.marked])

    @cached_property
    def slowest(self) -> list[Submission]:
        return sorted(self.results.marked, key=lambda one: -one.seconds)[:SLOWEST]

    @cached_property
    def reliability(self) -> float | None:
        """Cronbach's alpha of the parts that every submission has."""
        marked, items = self.results.marked, self.results.items
        common = [item.number for item in items if all(item.number in one.answers for one in marked)]
        return statistics.reliability([[one.answers[number].score for number in common] for one in marked])

    @cached_property
    def kinds(self) -> list[tuple[str, int, int]]:
        """Each kind of outcome, the most frequent first: how many answers, of how many students."""
        of_each = [[answer.kind for answer in one.answers.values()] for one in self.results.marked]
        counts = Counter(kind for kinds in of_each for kind in kinds)
        students = Counter(kind for kinds in of_each for kind in set(kinds))
        return [(kind, count, students[kind]) for kind, count in counts.most_common()]

    @cached_property
    def mistakes(self) -> list[KnownMistake]:
        """The known mistakes of the class, the most frequent first."""
        return sorted((one for part in self.parts for one in part.mistakes), key=lambda one: -one.count)

    @cached_property
    def layers(self) -> Counter[tuple[str, ...]]:
        """The sets of layers of containment that held, and for how many submissions."""
        return Counter(one.layers for one in self.results.marked)


def analyse(results: Results, sheet: Sheet) -> Analysis:
    """What these results say; the sheet, with its hidden files, has the hints."""
    hints = find_hints(sheet)
    return Analysis(results, tuple(_summarise(item, results, hints) for item in results.items))


def find_hints(sheet: Sheet) -> Hints:
    """What a student who makes a known mistake, or breaks a hidden law, is told."""
    known = {}
    for part, unit in sheet.unit_of.items():
        for mistake in unit.of(Mistake, part):
            known[part.name, mistake.function.__name__] = mistake.text
        for law in unit.of(HiddenLaw, part):
            known[part.name, law.check.__name__] = law.text
    return known


def _summarise(item: Item, results: Results, hints: Hints) -> PartSummary:
    answered = [one.answers for one in results.marked if item.number in one.answers]
    answers = [of_one[item.number] for of_one in answered]
    totals = [sum(answer.score for answer in of_one.values()) for of_one in answered]
    states = Counter(answer.state for answer in answers)
    scores = [answer.score for answer in answers]
    return PartSummary(
        item=item,
        students=len(answers),
        difficulty=statistics.difficulty([answer.share for answer in answers]),
        discrimination=statistics.discrimination(scores, totals),
        states={state: states[state] for state in STATES},
        kinds=Counter(answer.kind for answer in answers),
        mistakes=tuple(_count_mistakes(item, answers, hints)),
        unknown=sum(answer.kind == Kind.VALUES.value and not answer.mistake for answer in answers),
    )


def _count_mistakes(item: Item, answers: Sequence[Answer], hints: Hints) -> Iterator[KnownMistake]:
    for name, count in Counter(answer.mistake for answer in answers if answer.mistake).most_common():
        yield KnownMistake(item, name, count, hints.get((item.name, name)))


def signed(number: float) -> str:
    """A correlation with two digits and a minus sign that is as wide as a plus."""
    return f"{number:.2f}".replace("-", "\N{MINUS SIGN}")
