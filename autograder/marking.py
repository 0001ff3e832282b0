"""Marks one part: sends inputs to a function, compares what comes back. Knows no process and no file."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from autograder import case
from autograder.case import HOPELESS, HiddenCase, Outcome, quietly, reference_of
from autograder.checking import check_law, judge
from autograder.compare import same_form
from autograder.hints import Hint, Hints
from autograder.sheet import Sheet, Unit
from autograder.values import Function, HiddenLaw, Part
from autograder.verdict import AGREES, Verdict

EDGE_SHARE = 0.25  # of a part, for its care at extremes
WRONG_CAP = 0.5  # of a part whose idea is wrong somewhere


@dataclass(frozen=True)
class Result:
    """The mark of one part, and why."""

    part: Part
    outcomes: tuple[Outcome, ...]
    hint: Hint | None = None

    @cached_property
    def share(self) -> float:
        """The part of the points that is earned, from 0 to 1."""
        core = [outcome.share for outcome in self.outcomes if not outcome.edge]
        edge = [outcome.share for outcome in self.outcomes if outcome.edge]
        if not core:
            core, edge = edge, []  # a part of nothing but extremes
        right = sum(core) / len(core)
        if self.part.lines is None and right < 1:
            right *= WRONG_CAP
        return right * (1 - EDGE_SHARE + EDGE_SHARE * sum(edge) / len(edge)) if edge else right

    @property
    def score(self) -> float:
        return round(self.part.points * self.share, 4)

    @property
    def passed(self) -> bool:
        return all(outcome.verdict.ok for outcome in self.outcomes)

    @property
    def first_fault(self) -> Verdict:
        """The first thing that is wrong; what concerns extremes comes last."""
        ordered = sorted(self.outcomes, key=lambda outcome: outcome.edge)
        return next((outcome.verdict for outcome in ordered if not outcome.verdict.ok), AGREES)


class Grader:
    """Marks the parts of one sheet. References are computed once for each variant of the inputs."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._cases: dict[tuple[Part, int], tuple[HiddenCase, ...]] = {}
        self._hints = Hints()

    def grade(
        self,
        part: Part,
        answer: Function,
        variant: int = 0,
        hinted: bool = True,
        given: Sequence[Function] | None = None,
    ) -> Result:
        """The mark of this answer, with a hint if that is asked for. It raises `autograder.faults`.

        `given` has a function for each case that gives what the answer has given, where it was asked before.
        """
        unit, cases = self.sheet.unit_of[part], self.cases(part, variant)
        outcomes: list[Outcome] = []
        for one, function in zip(cases, given or [answer] * len(cases), strict=True):
            outcomes.append(case.run(unit, part, one, function, outcomes))
        outcomes += _run_hidden_laws(unit, part, answer, outcomes)
        hint = self._hints.find(unit, part, cases, outcomes) if hinted else None
        return Result(part, tuple(outcomes), hint)

    def cases(self, part: Part, variant: int) -> tuple[HiddenCase, ...]:
        """The hidden cases of a part; the same secret and variant give the same cases."""
        if (part, variant) not in self._cases:
            self._cases[part, variant] = case.draw(self.sheet.unit_of[part], part, self.sheet.secret, variant)
        return self._cases[part, variant]


def _run_hidden_laws(unit: Unit, part: Part, answer: Function, before: list[Outcome]) -> list[Outcome]:
    laws = unit.of(HiddenLaw, part)
    if before and before[-1].verdict.kind in HOPELESS:
        return [Outcome(law.check.__name__, False, before[-1].verdict, 0.0) for law in laws]
    received: list[Any] = []
    is_witness = not before and not part.signature.parameters
    form = judge(lambda: _check_form(unit, part, answer, received)) if is_witness else AGREES
    # A witness is asked for once, so that no law sees another one.
    function = (lambda: deepcopy(received[0])) if is_witness else answer
    verdicts = [check_law(law, function) if form.ok else form for law in laws]
    got = received[0] if received else None
    pairs = zip(laws, verdicts, strict=True)
    return [Outcome(law.check.__name__, False, verdict, float(verdict.ok), got) for law, verdict in pairs]


def _check_form(unit: Unit, part: Part, answer: Function, received: list[Any]) -> Verdict:
    """Whether a witness is built like the one we know, so that the laws can compute with it."""
    received.append(answer())
    return same_form(received[0], quietly(reference_of(unit, part), {}))
