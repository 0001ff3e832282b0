"""The references of question 7 agree with optimisation, automatic differentiation and linear programming."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.optimize import linprog, minimize  # type: ignore[import-untyped]
from scipy.spatial.distance import cdist  # type: ignore[import-untyped]

from solutions.exam_foundations import q07_1_what_it_sees as s1
from solutions.exam_foundations import q07_2_gradient_penalty as s2
from solutions.exam_foundations import q07_3_packed_samples as s3

rng = np.random.default_rng(7)


@pytest.mark.parametrize("c", [0.3, 2.0])
def test_best_critic_by_constrained_optimisation(c: float) -> None:
    real, generated = rng.normal(size=(6, 3)), rng.normal(1.0, 1.0, size=(4, 3))
    ball = {"type": "ineq", "fun": lambda w: c**2 - w @ w}
    found = minimize(
        lambda w: np.mean(generated @ w) - np.mean(real @ w), np.full(3, 0.1), constraints=ball, tol=1e-12
    )
    w, gap = s1.along_the_means(real, generated, c)
    np.testing.assert_allclose(w, found.x, atol=1e-5)
    assert gap == pytest.approx(-found.fun, rel=1e-6)


def test_energy_distance_by_scipy() -> None:
    first, second = rng.normal(size=(5, 2)), rng.normal(size=(3, 2))
    exact = 2 * cdist(first, second).mean() - cdist(first, first).mean() - cdist(second, second).mean()
    assert s1.energy_distance(first, second) == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize("shift", [0.0, 1e-3])
def test_hidden_law_sees_a_moved_mean(shift: float) -> None:
    left, _ = s1.unseen_but_different.check(lambda: s1.collapsed_to_the_mean() + [shift, 0.0], rng)
    assert left == [shift == 0.0, True]


@pytest.mark.parametrize("length", [1e-3, 0.5, 1.0, 30.0])
def test_gradient_by_autograd_through_the_interpolates(length: float) -> None:
    drawn = s2.draw_batch(rng, 4, 3, length, lam=3.0)
    w = torch.tensor(drawn["w"], requires_grad=True)
    real, generated, u = (torch.tensor(drawn[name]) for name in ("real", "generated", "u"))
    between = (u[:, None] * real + (1 - u[:, None]) * generated).requires_grad_()
    (inner,) = torch.autograd.grad((between @ w + drawn["b"]).sum(), between, create_graph=True)
    loss = (generated @ w).mean() - (real @ w).mean() + 3.0 * ((inner.norm(dim=1) - 1) ** 2).mean()
    (exact,) = torch.autograd.grad(loss, w)
    np.testing.assert_allclose(s2.two_terms(**drawn)[0], exact.numpy(), rtol=1e-9, atol=1e-12)


def test_optimal_critic_by_minimisation() -> None:
    means, lam = rng.normal(size=(2, 3)), 0.8
    d = means[0] - means[1]
    found = minimize(
        lambda w: -w @ d + lam * (np.linalg.norm(w) - 1) ** 2, d, method="BFGS", options={"gtol": 1e-9}
    )
    w, loss = s2.beyond_norm_one(*means, lam)
    np.testing.assert_allclose(w, found.x, atol=1e-6)
    assert loss == pytest.approx(found.fun, abs=1e-10)


def test_gradient_vanishes_at_the_optimal_critic() -> None:
    real, generated = rng.normal(size=(5, 2)), rng.normal(size=(5, 2))
    w, _ = s2.beyond_norm_one(real.mean(axis=0), generated.mean(axis=0), 1.3)
    gradient, _ = s2.two_terms(w, 0.0, real, generated, np.full(5, 0.5), 1.3)
    np.testing.assert_allclose(gradient, 0.0, atol=1e-12)


@pytest.mark.parametrize("m", [1, 2, 4])
def test_packed_distance_is_what_the_best_set_of_packs_shows(m: int) -> None:
    p_data, p_g = rng.dirichlet(np.ones(3), size=2)
    difference = s3.packs(p_data, m) - s3.packs(p_g, m)
    best = linprog(-difference, bounds=[(0, 1)] * len(difference))
    assert s3.all_packs(p_data, p_g, m) == pytest.approx(-best.fun, abs=1e-9)


def test_packs_of_disjoint_and_equal_distributions() -> None:
    assert s3.all_packs(np.array([1.0, 0.0]), np.array([0.0, 1.0]), 3) == pytest.approx(1.0)
    assert s3.all_packs(np.array([0.4, 0.6]), np.array([0.4, 0.6]), 3) == 0.0
