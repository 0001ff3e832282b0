"""Hidden twin of question 2."""

from __future__ import annotations

import numpy as np

from assignments.hw3_generative_models import q02_normalizing_flows as q
from autograder.question import (
    Rng,
)


def normal(rng: Rng, size: int) -> q.Normal:
    root = rng.normal(scale=0.4, size=(size, size)) + np.eye(size)
    return q.Normal(rng.normal(scale=0.7, size=size), root @ root.T + 0.1 * np.eye(size))


def mixture(rng: Rng) -> q.Mixture:
    means = np.array([-2.0, 1.0]) + rng.normal(scale=0.3, size=2)
    return q.Mixture(rng.dirichlet([5.0, 5.0]), means, rng.uniform(0.5, 0.9, size=2))


def sinh_arcsinh(rng: Rng) -> q.SinhArcsinhFlow:
    return q.SinhArcsinhFlow(rng.uniform(0.6, 0.8), rng.uniform(0.3, 0.6))


def make_curved(rng: Rng) -> q.CurvedFlow:
    return q.CurvedFlow(rng.uniform(1.4, 1.8), rng.uniform(0.3, 0.5))


def reflection(rng: Rng, size: int) -> q.AffineFlow:
    """An affine flow whose determinant is negative and not near -1."""
    matrix = np.eye(size) + np.tril(rng.normal(size=(size, size)), -1)
    matrix[0, 0] = -rng.uniform(1.5, 2.5)
    return q.AffineFlow(matrix, rng.normal(size=size) + 1.0)
