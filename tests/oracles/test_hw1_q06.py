"""The references of question 6 agree with scipy: optimisation, logsumexp, softmax and entropies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize, minimize_scalar  # type: ignore[import-untyped]
from scipy.special import logsumexp, rel_entr, softmax, xlogy  # type: ignore[import-untyped]
from scipy.stats import entropy  # type: ignore[import-untyped]

from solutions.hw1_latent_adversarial.q06_1_conjugate.conjugate_of_u_log_u import stationary_point
from solutions.hw1_latent_adversarial.q06_1_conjugate.discrete_conjugate import largest_over_points
from solutions.hw1_latent_adversarial.q06_1_conjugate.variational_kl_lines import best_critic_lines
from solutions.hw1_latent_adversarial.q06_2_donsker_varadhan.proof import bound_and_gap
from solutions.hw1_latent_adversarial.q06_2_donsker_varadhan.tilted_density import tilt
from solutions.hw1_latent_adversarial.q06_3_two_bounds.best_shift import distance_to_touching_point
from solutions.hw1_latent_adversarial.q06_3_two_bounds.compare_bounds import bounds_and_tangent

seeds = st.integers(0, 2**32 - 1)


def critic_and_laws(seed: int, size: int = 5) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(seed)
    return rng.normal(0.0, 1.5, size=size), *rng.dirichlet(np.full(size, 2.0), size=2)


@pytest.mark.parametrize("t", [-2.0, 0.0, 0.7, 3.0])
def test_conjugate_by_search(t: float) -> None:
    value, point = stationary_point(np.array([t]))
    found = minimize_scalar(lambda u: xlogy(u, u) - u * t, bounds=(0.0, 20.0), method="bounded")
    assert value[0] == pytest.approx(-found.fun, rel=1e-9)
    assert point[0] == pytest.approx(found.x, rel=1e-4)


def test_two_discrete_conjugates_of_u_log_u() -> None:
    u, t = np.linspace(0.0, 2.0, 801) ** 2, np.linspace(-5.0, 2.2, 1441)  # denser where the slope is steep
    once = largest_over_points(u, xlogy(u, u), t)
    np.testing.assert_allclose(once, stationary_point(t)[0], atol=1e-4)
    back = largest_over_points(t, once, u[20:-80])
    np.testing.assert_allclose(back, xlogy(u, u)[20:-80], atol=1e-4)


def test_biconjugate_is_the_convex_hull() -> None:
    x, slopes = np.linspace(-2.0, 2.0, 81), np.linspace(-30.0, 30.0, 6001)
    fx = (x**2 - 1) ** 2
    hull = np.where(np.abs(x) < 1, 0.0, fx)
    twice = largest_over_points(slopes, largest_over_points(x, fx, slopes), x)
    np.testing.assert_allclose(twice, hull, atol=1e-3)


def test_supremum_of_the_first_bound_by_search() -> None:
    _, p, q = critic_and_laws(0)
    lines = best_critic_lines(np.zeros(5), p, q)
    found = minimize(lambda T: -best_critic_lines(T, p, q)["R1"], np.zeros(5), tol=1e-12)
    assert lines["kl"] == pytest.approx(-found.fun, abs=1e-8)
    np.testing.assert_allclose(lines["T_star"], found.x, atol=1e-3)


@given(seeds)
def test_pointwise_suprema_are_relative_entropies(seed: int) -> None:
    T, p, q = critic_and_laws(seed)
    p[0] = 0.0
    lines = best_critic_lines(T, p, q)
    np.testing.assert_allclose(lines["pointwise_sup"], rel_entr(p, q), rtol=1e-9, atol=1e-12)
    assert lines["R1"] == pytest.approx(p @ T - q @ np.exp(T - 1))


@given(seeds)
def test_tilted_by_softmax(seed: int) -> None:
    T, q, _ = critic_and_laws(seed)
    np.testing.assert_allclose(tilt(T[None] + 1000.0, q)[0], softmax(T + np.log(q)), rtol=1e-9)


@given(seeds)
def test_gap_is_the_divergence_from_the_tilted_law(seed: int) -> None:
    T, p, q = critic_and_laws(seed)
    lines = bound_and_gap(T, p, q)
    assert lines["log_Z"] == pytest.approx(logsumexp(T, b=q), abs=1e-12)
    assert lines["kl_pq"] == pytest.approx(entropy(p, q), abs=1e-12)
    assert lines["gap"] == pytest.approx(entropy(p, softmax(T + np.log(q))), abs=1e-10)
    tight = bound_and_gap(lines["T_tight"], p, q)
    assert tight["gap"] == pytest.approx(0.0, abs=1e-10)
    assert tight["log_Z"] == pytest.approx(lines["log_Z"], abs=1e-10)


@given(seeds)
def test_gap_between_the_bounds(seed: int) -> None:
    T, p, q = critic_and_laws(seed)
    lines = bounds_and_tangent(T[None], p, q)
    total = q @ np.exp(T)
    assert lines["R1"][0] == pytest.approx(p @ T - q @ np.exp(T - 1), abs=1e-10)
    assert lines["R2"][0] == pytest.approx(bound_and_gap(T, p, q)["R2"], abs=1e-10)
    assert lines["tangent"][0] == pytest.approx(np.log(np.e) + (total - np.e) / np.e, abs=1e-10)
    assert lines["gap"][0] == pytest.approx((lines["R2"] - lines["R1"])[0], abs=1e-9)
    assert lines["gap"][0] >= 0


def test_best_shift_by_search() -> None:
    T, p, q = critic_and_laws(3)
    found = minimize_scalar(lambda c: -(p @ (T + c) - q @ np.exp(T + c - 1)), bracket=(-1.0, 1.0))
    assert distance_to_touching_point(T[None], q)[0] == pytest.approx(found.x, abs=1e-6)
