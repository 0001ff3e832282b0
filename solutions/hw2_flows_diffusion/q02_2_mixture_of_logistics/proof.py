"""The proof of part 2.2.1, and what follows from each line of a student's own."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q02_2_mixture_of_logistics as q
from autograder.question import follows, reference


@reference(q.mixture_flow_lines)
def proof(z: Any, w: Any, a: Any, b: Any) -> dict[str, Any]:
    u = np.multiply.outer(a, z) + b[:, None]
    tail = np.exp(-np.abs(u))
    large = 1 / (1 + tail)
    small, right = tail * large, u > 0
    S, rest = w @ np.where(right, large, small), w @ np.where(right, small, large)
    return complete_lines(S, rest, (w * a) @ (large * small))


def complete_lines(S: Any, rest: Any, dS: Any) -> dict[str, Any]:
    """What follows from the mixture, its complement and its derivative, without a subtraction."""
    up, down = dS / S, dS / rest
    log = np.log(S / rest)
    lines = {"S": S, "one_minus_S": rest, "g": log, "dS": dS}
    return {**lines, "dlog_S": up, "dlog_one_minus_S": -down, "dg": up + down}


@follows(q.mixture_flow_lines, "one_minus_S")
def complement_of_own_mixture(lines: Any, **_: Any) -> Any:
    # Near one the subtraction has no digits left, which is not to be forgiven.
    mixture = np.asarray(lines["S"])
    return np.where(mixture < 1 - 1e-6, 1 - mixture, np.inf)


@follows(q.mixture_flow_lines, "g")
def logit_of_own_mixture(lines: Any, **_: Any) -> Any:
    S, rest = np.asarray(lines["S"]), np.asarray(lines["one_minus_S"])
    return np.where(rest > 0, np.log(S) - np.log(rest), -np.inf)


@follows(q.mixture_flow_lines, "dlog_S")
def own_slope_over_mixture(lines: Any, **_: Any) -> Any:
    return np.divide(lines["dS"], lines["S"])


@follows(q.mixture_flow_lines, "dlog_one_minus_S")
def own_slope_over_complement(lines: Any, **_: Any) -> Any:
    return -np.divide(lines["dS"], lines["one_minus_S"])


@follows(q.mixture_flow_lines, "dg")
def difference_of_own_slopes(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["dlog_S"], lines["dlog_one_minus_S"])


def change(z: Any, w: Any, a: Any, b: Any, **changed: Any) -> dict[str, Any]:
    """The proof with other values in some lines, and what follows from them."""
    lines = {**proof(z, w, a, b), **changed}
    relations = (
        complement_of_own_mixture,
        logit_of_own_mixture,
        own_slope_over_mixture,
        own_slope_over_complement,
        difference_of_own_slopes,
    )
    start = min(list(lines).index(line) for line in changed)
    for relation in relations:
        if relation.line not in changed and list(lines).index(relation.line) > start:
            lines[relation.line] = relation.function(lines)
    return lines
