"""The proof of part 6.2.2, and what follows from each line of a student's own."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q06_2_donsker_varadhan as q
from autograder.question import follows, reference
from solutions.hw1_latent_adversarial.q06_variational_divergences import log_mean_exp, times_log_ratio


@reference(q.donsker_varadhan_lines)
def bound_and_gap(T: Any, p: Any, q: Any) -> dict[str, Any]:
    log_Z = log_mean_exp(T, q)
    second = np.sum(p * T) - log_Z
    log_rq = T - log_Z + np.log(q)
    kl_pq = np.sum(times_log_ratio(p, q))
    with np.errstate(divide="ignore"):
        T_tight = np.log(p) - np.log(q) + log_Z
    return {
        "log_Z": log_Z,
        "R2": second,
        "rq": np.exp(log_rq),
        "kl_p_rq": np.sum(times_log_ratio(p, np.ones_like(p)) - p * log_rq),
        "kl_pq": kl_pq,
        "gap": kl_pq - second,
        "T_tight": T_tight,
    }


@follows(q.donsker_varadhan_lines, "R2")
def bound_of_own_normaliser(lines: Any, T: Any, p: Any, q: Any) -> Any:
    return np.sum(p * T) - lines["log_Z"]


@follows(q.donsker_varadhan_lines, "rq")
def tilted_with_own_normaliser(lines: Any, T: Any, p: Any, q: Any) -> Any:
    return q * np.exp(T - lines["log_Z"])


@follows(q.donsker_varadhan_lines, "kl_p_rq")
def divergence_from_own_tilted(lines: Any, T: Any, p: Any, q: Any) -> Any:
    return np.sum(times_log_ratio(p, np.asarray(lines["rq"])))


@follows(q.donsker_varadhan_lines, "gap")
def own_difference(lines: Any, **_: Any) -> Any:
    return lines["kl_pq"] - lines["R2"]


@follows(q.donsker_varadhan_lines, "T_tight")
def tight_for_own_normaliser(lines: Any, T: Any, p: Any, q: Any) -> Any:
    return np.log(p) - np.log(q) + lines["log_Z"]
