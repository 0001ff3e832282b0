"""Hidden twin of question 1: what its sub-questions share."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q01_reparametrisation as q
from autograder.question import Rng

STANDARD_NORMAL = q.NormalBase(0.0, 1.0)


def normal(rng: Rng) -> q.NormalBase:
    return q.NormalBase(rng.normal(scale=0.5), rng.uniform(0.6, 1.6))


def laplace(rng: Rng) -> q.LaplaceBase:
    return q.LaplaceBase(rng.normal(scale=0.5), rng.uniform(0.6, 1.6))


def gumbel(rng: Rng) -> q.GumbelBase:
    return q.GumbelBase(rng.normal(scale=0.5), rng.uniform(0.7, 1.6))


def own_line(lines: Any, line: str, shape: tuple[int, ...]) -> Any:
    """A line of the student's for a later one to follow from; it must have its shape, and no NaN."""
    values = np.asarray(lines[line], dtype=float)
    if values.shape != shape or not np.isfinite(values).all():
        raise ValueError(f"nothing follows from this {line}")
    return values
