"""The proof of part 2.1.2, and what follows from each line of a student's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from assignments.hw3_generative_models.q02_1_change_of_variables import kl_change_of_variables as q
from autograder.question import follows, reference
from solutions.hw3_generative_models.q02_1_change_of_variables.pushforward_log_density import pushforward


@reference(q.kl_change_of_variables)
def proof(flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    x, log_det = flow.forward(u), flow.log_det(u)
    log_p_x = data.log_density(x)
    integrand_x = np.exp(log_p_x) * (log_p_x - pushforward(x, flow, base))
    log_pullback = log_p_x + log_det
    integrand_u = np.exp(log_pullback) * (log_pullback - base.log_density(u))
    return {
        "x": x,
        "integrand_x": integrand_x,
        "substituted": integrand_x * np.exp(log_det),
        "log_pullback": log_pullback,
        "integrand_u": integrand_u,
        "kl": weights @ integrand_u,
    }


def _own(lines: Any, line: str, size: int) -> Any:
    """A line of the student's, which is used only if it has one number for each latent point."""
    values = np.asarray(lines[line], dtype=float)
    return values if values.shape == (size,) else np.full(size, np.nan)


@follows(q.kl_change_of_variables, "substituted")
def own_integrand_substituted(lines: Any, flow: Any, u: Any, **_: Any) -> Any:
    return _own(lines, "integrand_x", len(u)) * np.exp(flow.log_det(u))


@follows(q.kl_change_of_variables, "integrand_u")
def own_pullback_compared(lines: Any, base: Any, u: Any, **_: Any) -> Any:
    log_pullback = _own(lines, "log_pullback", len(u))
    return np.exp(log_pullback) * (log_pullback - base.log_density(u))


@follows(q.kl_change_of_variables, "kl")
def own_integrand_summed(lines: Any, u: Any, weights: Any, **_: Any) -> Any:
    return weights @ _own(lines, "integrand_u", len(u))


def compute_rest(lines: dict[str, Any], kept: str, **given: Any) -> dict[str, Any]:
    """The lines of a proof, those that rest on others computed again, all but the one that is kept."""
    for relation in (own_integrand_substituted, own_pullback_compared, own_integrand_summed):
        if relation.line != kept:
            lines[relation.line] = relation.function(lines, **given)
    return lines


def change(line: str, values: Any, flow: Any, data: Any, base: Any, u: Any, weights: Any) -> dict[str, Any]:
    """The proof with other values in one line, and what follows from them."""
    lines = {**proof(flow, data, base, u, weights), line: values}
    return compute_rest(lines, line, flow=flow, data=data, base=base, u=u, weights=weights)


def divide_densities(
    term: Callable[[Any, Any], Any], flow: Any, data: Any, base: Any, u: Any, weights: Any
) -> dict[str, Any]:
    """The proof with the densities themselves, not their logarithms, in the `term` of each integrand."""
    lines, volume = proof(flow, data, base, u, weights), np.exp(flow.log_det(u))
    p_x, p_u = np.exp(data.log_density(lines["x"])), np.exp(base.log_density(u))
    integrand_x, integrand_u = term(p_x, p_u / volume), term(p_x * volume, p_u)
    own = {"integrand_x": integrand_x, "substituted": integrand_x * volume, "integrand_u": integrand_u}
    return {**lines, **own, "kl": np.sum(weights * integrand_u)}
