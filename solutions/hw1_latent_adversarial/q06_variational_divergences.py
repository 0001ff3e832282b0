"""Hidden helpers that the twins of question 6 share."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.question import Rng


def probabilities(rng: Rng, size: int) -> Any:
    """Probabilities none of which is tiny, so that mistakes show."""
    return rng.dirichlet(np.full(size, 3.0))


def log_mean_exp(T: Any, q: Any) -> Any:
    """The logarithm of the sum of q e^T along the last axis; points with q = 0 do not count."""
    occurs = q > 0
    return np.logaddexp.reduce(np.where(occurs, T + np.log(np.where(occurs, q, 1.0)), -np.inf), axis=-1)


def times_log_ratio(p: Any, q: Any) -> Any:
    """`p * log(p / q)` at each point: zero where p is, infinite where q alone is."""
    present = p > 0
    with np.errstate(divide="ignore"):
        ratio = np.log(np.where(present, p, 1.0)) - np.log(np.where(present, q, 1.0))
    return np.where(present, p * ratio, 0.0)


def first_bound(T: Any, p: Any, q: Any) -> Any:
    return np.sum(p * T, axis=-1) - np.exp(log_mean_exp(T, q) - 1)


def second_bound(T: Any, p: Any, q: Any) -> Any:
    return np.sum(p * T, axis=-1) - log_mean_exp(T, q)
