"""The references of question 4 agree with iteration, exact rational numbers, enumeration and autograd."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
import torch
from scipy.optimize import minimize  # type: ignore[import-untyped]

from solutions.exam_foundations import q04_2_learned_dropout as s2
from solutions.exam_foundations import q04_3_dropout_gradient as s3
from solutions.exam_foundations.q04_1_training_time.effective_degrees_of_freedom import sum_of_fractions
from solutions.exam_foundations.q04_1_training_time.gradient_descent_weights import in_the_eigenbasis

rng = np.random.default_rng(4)


def draw_regression(examples: int, units: int) -> tuple[Any, Any, Any]:
    X, w = rng.normal(size=(examples, units)), rng.normal(size=units)
    return X, X @ w + 0.5 * rng.normal(size=examples), w + rng.normal(size=units)


def enumerate_loss(X: Any, y: Any, w: Any, p: Any, inverted: bool) -> float:
    total = 0.0
    for mask in product((0, 1), repeat=len(p)):
        chance = np.prod([1 - q if m else q for m, q in zip(mask, p, strict=True)])
        kept = np.array(mask) / (1 - p) if inverted else np.array(mask)
        total += float(chance * np.mean((y - X @ (kept * w)) ** 2))
    return total


def test_weights_by_automatic_differentiation() -> None:
    root, w_star, w0 = rng.normal(size=(3, 3)), rng.normal(size=3), rng.normal(size=3)
    H, w = torch.tensor(root @ root.T), torch.tensor(w0, requires_grad=True)
    for _ in range(9):
        loss = 0.5 * (w - torch.tensor(w_star)) @ H @ (w - torch.tensor(w_star))
        (slope,) = torch.autograd.grad(loss, w)
        w = (w - 0.1 * slope).detach().requires_grad_()
    got = in_the_eigenbasis(root @ root.T, w_star, w0, 0.1, 9)
    np.testing.assert_allclose(got, w.detach().numpy(), rtol=1e-10)


@pytest.mark.parametrize("tau", [0, 1, 7, 300])
def test_degrees_of_freedom_in_exact_arithmetic(tau: int) -> None:
    eigenvalues = np.array([0.75, 0.125, 2.0**-40, 0.0])
    exact = float(sum(1 - (1 - Fraction(float(value)) / 2) ** tau for value in eigenvalues))
    assert sum_of_fractions(eigenvalues, 0.5, np.array([tau]))[0] == pytest.approx(exact, rel=1e-13)


def test_degrees_of_freedom_are_a_trace() -> None:
    root = rng.normal(size=(4, 4))
    H = root @ root.T / 20
    learned = np.eye(4) - np.linalg.matrix_power(np.eye(4) - 0.3 * H, 12)
    got = sum_of_fractions(np.linalg.eigvalsh(H), 0.3, np.array([12]))[0]
    assert got == pytest.approx(np.trace(learned), rel=1e-10)


@pytest.mark.parametrize("inverted", [False, True])
def test_expected_loss_by_enumeration(inverted: bool) -> None:
    X, y, w = draw_regression(7, 5)
    p = rng.uniform(0.05, 0.95, size=5)
    want = enumerate_loss(X, y, w, p, inverted)
    assert s2.bias_and_variance(X, y, w, p, inverted) == pytest.approx(want, rel=1e-12)


def test_best_corner_beats_a_numerical_search() -> None:
    X, y, w = draw_regression(8, 4)
    best = s2.bias_and_variance(X, y, w, s2.best_corner(X, y, w), False)
    for start in rng.uniform(size=(20, 4)):
        found = minimize(lambda p: enumerate_loss(X, y, w, p, False), start, bounds=[(0, 1)] * 4)
        assert best <= found.fun + 1e-9


def test_rescaled_loss_is_best_without_dropout() -> None:
    X, y, w = draw_regression(8, 4)
    least = s2.bias_and_variance(X, y, w, np.zeros(4), True)
    assert all(s2.bias_and_variance(X, y, w, p, True) > least for p in rng.uniform(0.01, 0.9, size=(50, 4)))


def test_exact_gradient_by_autograd() -> None:
    p, losses = rng.uniform(0.1, 0.9, size=4), rng.normal(size=(2,) * 4)
    drop, total = torch.tensor(p, requires_grad=True), torch.zeros((), dtype=torch.float64)
    for mask in product((0, 1), repeat=4):
        chance = torch.stack([1 - drop[i] if m else drop[i] for i, m in enumerate(mask)]).prod()
        total = total + chance * losses[mask]
    (want,) = torch.autograd.grad(total, drop)
    np.testing.assert_allclose(s3.dropped_minus_kept(p, losses), want.numpy(), rtol=1e-10)


@pytest.mark.parametrize("baseline", [0.0, 7.0])
def test_estimates_are_unbiased(baseline: float) -> None:
    p, losses = rng.uniform(0.1, 0.9, size=3), rng.normal(size=(2, 2, 2))
    masks = np.array(list(product((0.0, 1.0), repeat=3)))
    chances = np.prod(p ** (1 - masks) * (1 - p) ** masks, axis=1)
    mean = chances @ s3.loss_times_score(p, masks, losses.ravel(), baseline)
    np.testing.assert_allclose(mean, s3.dropped_minus_kept(p, losses), rtol=1e-10, atol=1e-12)


def test_estimates_by_the_bernoulli_of_torch() -> None:
    p, masks, losses = (
        rng.uniform(0.1, 0.9, size=3),
        rng.integers(0, 2, size=(5, 3)) * 1.0,
        rng.normal(size=5),
    )
    drop = torch.tensor(np.tile(p, (5, 1)), requires_grad=True)
    bernoulli: Any = torch.distributions.Bernoulli(probs=1 - drop)
    log_chance = bernoulli.log_prob(torch.tensor(masks)).sum()
    (scores,) = torch.autograd.grad(log_chance, drop)
    want = (losses - 2.0)[:, None] * scores.numpy()
    np.testing.assert_allclose(s3.loss_times_score(p, masks, losses, 2.0), want, rtol=1e-10)
