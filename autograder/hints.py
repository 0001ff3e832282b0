"""Which known mistake an answer makes, so that the student reads its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from autograder.case import HiddenCase, Outcome, quietly, score_lines
from autograder.checking import judge
from autograder.compare import compare
from autograder.sheet import Unit
from autograder.values import HiddenLaw, Mistake, Part, Text
from autograder.verdict import AGREES, Kind, Verdict

Compared: TypeAlias = tuple[HiddenCase, Outcome]


@dataclass(frozen=True)
class Hint:
    """What went wrong: the name of the known mistake or hidden law, and what the student reads about it."""

    name: str
    text: Text


class Hints:
    """Finds hints. What a known mistake gives for a case is computed once."""

    def __init__(self) -> None:
        self._given: dict[tuple[Mistake, HiddenCase], Any] = {}

    def find(
        self, unit: Unit, part: Part, cases: Sequence[HiddenCase], outcomes: Sequence[Outcome]
    ) -> Hint | None:
        """The known mistake that gives what the student gave, or of the hidden law that is broken."""
        compared = list(zip(cases, outcomes, strict=False))
        failed = [pair for pair in compared if pair[1].got is not None and not pair[1].verdict.ok]
        known = unit.of(Mistake, part)
        if failed:
            scores = [self._agreement(unit, one, failed[0], compared) for one in known]
            return _hint(known[scores.index(max(scores))]) if max(scores, default=0) > 0 else None
        broken = [outcome for outcome in outcomes[len(cases) :] if outcome.verdict.kind is Kind.VALUES]
        for one in known if broken and broken[0].got is not None else ():
            if judge(lambda one=one: compare(broken[0].got, quietly(one.function, {}))).ok:  # type: ignore[misc]
                return _hint(one)
        texts = {law.check.__name__: law.text for law in unit.of(HiddenLaw, part)}
        return Hint(broken[0].name, texts[broken[0].name]) if broken else None

    def _agreement(self, unit: Unit, known: Mistake, first: Compared, compared: Sequence[Compared]) -> int:
        """In how many cases the answer is that of the mistake; none if not in the first that is wrong."""
        if not self._resembles(unit, known, *first):
            return 0
        return sum(self._resembles(unit, known, case, outcome) for case, outcome in compared)

    def _resembles(self, unit: Unit, known: Mistake, case: HiddenCase, outcome: Outcome) -> bool:
        """Whether a mistake gives what was given; in a derivation, whether both first go wrong there."""
        part = known.part
        line = outcome.verdict.line if part.lines is not None else ""

        def check() -> Verdict:
            wrong = self._give(known, case)
            if not line:
                return compare(outcome.got, wrong, part.tolerance, case.band)
            if score_lines(unit, part, case, wrong)[0].line != line:
                return Verdict(Kind.VALUES, AGREES.message)
            return compare(outcome.got[line], wrong[line], part.tolerance, case.band)

        return judge(check).ok

    def _give(self, known: Mistake, case: HiddenCase) -> Any:
        if (known, case) not in self._given:
            self._given[known, case] = quietly(known.function, case.arguments)
        return self._given[known, case]


def _hint(known: Mistake) -> Hint:
    return Hint(known.function.__name__, known.text)
