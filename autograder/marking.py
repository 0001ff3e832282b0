"""Marks one part: sends inputs to a function, compares what comes back. Knows no process and no file."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from inspect import signature
from typing import Any

import numpy as np

from autograder.checking import check_law, judge
from autograder.compare import Band, compare, same_form
from autograder.course import Sheet, Unit
from autograder.values import Cases, Follows, Function, HiddenLaw, Mistake, Part, Reference, Text
from autograder.verdict import AGREES, Kind, Verdict

EDGE_SHARE = 0.25  # of a part, for its care at extremes
KEY_CAP = 0.5  # of an answer in lines whose key line is wrong
WRONG_CAP = 0.5  # of a part whose idea is wrong somewhere
FEEDBACK = -1  # the variant of the inputs that what is told is about: they are the same in each term
HOPELESS = {Kind.NOT_ATTEMPTED, Kind.WAITING, Kind.OVERRAN, Kind.DIED, Kind.NOT_RUN}  # no further call helps


@dataclass(frozen=True)
class HiddenCase:
    """One call with inputs that no student sees, and what must come back."""

    name: str
    edge: bool
    arguments: Mapping[str, Any]
    want: Any
    band: Band


@dataclass(frozen=True)
class Outcome:
    """What one check of a part found. `share` is the part of its weight that is earned, from 0 to 1."""

    name: str
    edge: bool
    verdict: Verdict
    share: float
    got: Any = None


@dataclass(frozen=True)
class Hint:
    """What went wrong: the name of the known mistake or hidden law, and what the student reads about it."""

    name: str
    text: Text


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

    def grade(self, part: Part, answer: Function, variant: int = 0, hinted: bool = True) -> Result:
        """The mark of this answer, with a hint if that is asked for. It raises `autograder.faults`."""
        unit = self.sheet.unit_of[part]
        cases = self.cases(part, variant)
        outcomes: list[Outcome] = []
        for case in cases:
            outcomes.append(_run_case(unit, part, case, answer, outcomes))
        outcomes += _run_hidden_laws(unit, part, answer, outcomes)
        hint = _find_hint(unit, part, cases, outcomes) if hinted else None
        return Result(part, tuple(outcomes), hint)

    def cases(self, part: Part, variant: int) -> tuple[HiddenCase, ...]:
        """The hidden cases of a part; the same secret and variant give the same cases."""
        if (part, variant) not in self._cases:
            self._cases[part, variant] = _draw(self.sheet.unit_of[part], part, self.sheet.secret, variant)
        return self._cases[part, variant]


def reference_of(unit: Unit, part: Part) -> Function:
    (found,) = unit.of(Reference, part)
    return found.function


def _draw(unit: Unit, part: Part, secret: str, variant: int) -> tuple[HiddenCase, ...]:
    drawn = []
    for cases in unit.of(Cases, part):
        for repeat in range(cases.count):
            seed = "" if variant == FEEDBACK else secret
            label = f"{seed}/{part.name}/{cases.draw.__name__}/{repeat}/{variant}"
            rng = np.random.default_rng(int.from_bytes(sha256(label.encode()).digest(), "big"))
            arguments = cases.draw(rng)
            want = quietly(reference_of(unit, part), arguments)
            drawn.append(HiddenCase(cases.draw.__name__, cases.edge, arguments, want, Band.of(arguments)))
    return tuple(drawn)


def quietly(function: Function, arguments: Mapping[str, Any]) -> Any:
    """The value of one of our own functions on a copy of the arguments, without numpy's warnings."""
    with np.errstate(all="ignore"):
        return function(**deepcopy(dict(arguments)))


def _run_case(unit: Unit, part: Part, case: HiddenCase, answer: Function, before: list[Outcome]) -> Outcome:
    if before and before[-1].verdict.kind in HOPELESS:
        return Outcome(case.name, case.edge, before[-1].verdict, 0.0)
    received: list[Any] = []

    def check() -> Verdict:
        received.append(answer(**case.arguments))
        return compare(received[0], case.want, part.tolerance, case.band)

    verdict = judge(check)
    got = received[0] if received else None
    share = float(verdict.ok)
    if part.lines is not None and isinstance(got, Mapping):
        verdict, share = _score_lines(unit, part, case, got)
    return Outcome(case.name, case.edge, verdict, share, got)


def _score_lines(unit: Unit, part: Part, case: HiddenCase, got: Mapping[str, Any]) -> tuple[Verdict, float]:
    assert part.lines is not None
    verdicts = {line: _judge_line(part, case, got, line) for line in part.lines.weights}
    if all(verdict.kind in {Kind.AGREES, Kind.VALUES} for verdict in verdicts.values()):
        # Only lines of the right form may be computed with: NaN would follow from NaN.
        verdicts |= {line: AGREES for line in verdicts if _follows(unit, part, case, got, line)}
    total = sum(part.lines.weights.values())
    right = sum(weight for line, weight in part.lines.weights.items() if verdicts[line].ok) / total
    if part.lines.penalise:
        right = max(0.0, 2 * right - 1)
    if part.lines.key is not None and not verdicts[part.lines.key].ok:
        right = min(right, KEY_CAP)
    return next((verdict for verdict in verdicts.values() if not verdict.ok), AGREES), right


def _judge_line(part: Part, case: HiddenCase, got: Mapping[str, Any], line: str) -> Verdict:
    return judge(lambda: compare(got.get(line), case.want[line], part.tolerance, case.band, line))


def _follows(unit: Unit, part: Part, case: HiddenCase, got: Mapping[str, Any], line: str) -> bool:
    """Whether a line follows from the student's own earlier lines: an error is not punished twice."""
    relations = [relation for relation in unit.of(Follows, part) if relation.line == line]
    return any(judge(partial(_check_relation, relation, part, case, got)).ok for relation in relations)


def _check_relation(relation: Follows, part: Part, case: HiddenCase, got: Mapping[str, Any]) -> Verdict:
    expected = relation.function(got, **deepcopy(dict(case.arguments)))
    return compare(got[relation.line], expected, part.tolerance, case.band)


def _run_hidden_laws(unit: Unit, part: Part, answer: Function, before: list[Outcome]) -> list[Outcome]:
    laws = unit.of(HiddenLaw, part)
    if before and before[-1].verdict.kind in HOPELESS:
        return [Outcome(law.check.__name__, False, before[-1].verdict, 0.0) for law in laws]
    received: list[Any] = []
    is_witness = not before and not signature(part.stub).parameters
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


def _find_hint(unit: Unit, part: Part, cases: tuple[HiddenCase, ...], outcomes: list[Outcome]) -> Hint | None:
    """The known mistake that gives what the student gave, or of the hidden law that is broken."""
    compared = list(zip(cases, outcomes, strict=False))
    failed = [pair for pair in compared if pair[1].got is not None and not pair[1].verdict.ok]
    known = unit.of(Mistake, part)
    if failed:
        scores = [_agreement(unit, part, one, failed, compared) for one in known]
        return _hint(known[scores.index(max(scores))]) if max(scores, default=0) > 0 else None
    broken = [outcome for outcome in outcomes[len(cases) :] if outcome.verdict.kind is Kind.VALUES]
    for one in known if broken and broken[0].got is not None else ():
        if judge(lambda one=one: compare(broken[0].got, quietly(one.function, {}))).ok:  # type: ignore[misc]
            return _hint(one)
    texts = {law.check.__name__: law.text for law in unit.of(HiddenLaw, part)}
    return Hint(broken[0].name, texts[broken[0].name]) if broken else None


def _hint(known: Mistake) -> Hint:
    return Hint(known.function.__name__, known.text)


def _agreement(
    unit: Unit,
    part: Part,
    known: Mistake,
    failed: list[tuple[HiddenCase, Outcome]],
    compared: list[tuple[HiddenCase, Outcome]],
) -> int:
    """In how many cases the answer is that of the mistake; none if not in the first that is wrong."""
    if not _resembles(unit, part, known, *failed[0]):
        return 0
    return sum(_resembles(unit, part, known, case, outcome) for case, outcome in compared)


def _resembles(unit: Unit, part: Part, known: Mistake, case: HiddenCase, outcome: Outcome) -> bool:
    """Whether a mistake gives what the answer gave; in a derivation, whether both first go wrong there."""
    line = outcome.verdict.line if part.lines is not None else ""

    def check() -> Verdict:
        wrong = quietly(known.function, case.arguments)
        if not line:
            return compare(outcome.got, wrong, part.tolerance, case.band)
        if _score_lines(unit, part, case, wrong)[0].line != line:
            return Verdict(Kind.VALUES, AGREES.message)
        return compare(outcome.got[line], wrong[line], part.tolerance, case.band)

    return judge(check).ok
