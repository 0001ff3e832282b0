"""One hidden call of a part: its inputs, what must come back, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

import numpy as np

from autograder.checking import judge, spell
from autograder.compare import Band, compare
from autograder.sheet import Unit
from autograder.values import Cases, Follows, Function, Part, Reference, Rng
from autograder.verdict import AGREES, Kind, Verdict

VARIANTS = 4  # sets of hidden inputs; which one a submission gets depends on its own content
FEEDBACK = -1  # the variant of the inputs that what is told is about: they are the same in each term
KEY_CAP = 0.5  # of an answer in lines whose key line is wrong
HOPELESS = {Kind.NOT_ATTEMPTED, Kind.WAITING, Kind.OVERRAN, Kind.DIED, Kind.NOT_RUN}  # no further call helps


@dataclass(frozen=True, eq=False)
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


def reference_of(unit: Unit, part: Part) -> Function:
    (found,) = unit.of(Reference, part)
    return found.function


def draw(unit: Unit, part: Part, secret: str, variant: int) -> tuple[HiddenCase, ...]:
    drawn = []
    for cases in unit.of(Cases, part):
        for repeat in range(cases.count):
            seed = "" if variant == FEEDBACK else secret
            label = f"{seed}/{part.name}/{cases.draw.__name__}/{repeat}/{variant}"
            rng = seeded(label)
            arguments = cases.draw(rng)
            want = quietly(reference_of(unit, part), arguments)
            drawn.append(HiddenCase(cases.draw.__name__, cases.edge, arguments, want, Band.of(arguments)))
    return tuple(drawn)


def seeded(label: str) -> Rng:
    """Random numbers that are the same for the same label."""
    return np.random.default_rng(int.from_bytes(sha256(label.encode()).digest(), "big"))


def quietly(function: Function, arguments: Mapping[str, Any]) -> Any:
    """The value of one of our own functions on a copy of the arguments, without numpy's warnings."""
    try:
        with np.errstate(all="ignore"):
            return function(**deepcopy(dict(arguments)))
    except SystemExit as error:  # else the program would end, and nobody hear of it
        raise RuntimeError(f"{function.__name__} ends the program; delete its `exit()`") from error


def run(unit: Unit, part: Part, case: HiddenCase, answer: Function, before: list[Outcome]) -> Outcome:
    if before and before[-1].verdict.kind in HOPELESS:
        return Outcome(case.name, case.edge, before[-1].verdict, 0.0)
    received: list[Any] = []

    def check() -> Verdict:
        received.append(spell(part, answer(**case.arguments)))
        return compare(received[0], case.want, part.tolerance, case.band)

    verdict = judge(check)
    got = received[0] if received else None
    share = float(verdict.ok)
    if part.lines is not None and isinstance(got, Mapping):
        verdict, share = score_lines(unit, part, case, got)
    return Outcome(case.name, case.edge, verdict, share, got)


def score_lines(unit: Unit, part: Part, case: HiddenCase, got: Mapping[str, Any]) -> tuple[Verdict, float]:
    assert part.lines is not None
    verdicts = {line: _judge_line(part, case, got, line) for line in part.lines.weights}
    if all(verdict.kind in {Kind.AGREES, Kind.VALUES} for verdict in verdicts.values()):
        # Only lines of the right form may be computed with: NaN would follow from NaN.
        wrong = [line for line, verdict in verdicts.items() if not verdict.ok]
        verdicts |= {line: AGREES for line in wrong if _follows(unit, part, case, got, line)}
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
