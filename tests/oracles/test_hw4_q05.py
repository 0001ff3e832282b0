"""The references of homework 4, question 5, against scipy, quadrature and long decimals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats  # type: ignore[import-untyped]
from scipy.special import rel_entr  # type: ignore[import-untyped]

from solutions.hw4_autoregressive.q05_alpha_divergence.alpha_divergence import by_expm1, with_long_decimals
from solutions.hw4_autoregressive.q05_alpha_divergence.alpha_expansion_lines import proof
from solutions.hw4_autoregressive.q05_alpha_divergence.gaussian_alpha_divergence import (
    by_completing_the_square,
)


def _pairs(seed: int) -> Any:
    return np.random.default_rng(seed).dirichlet(2 * np.ones(4), size=(2, 3))


def test_limits_are_the_two_divergences_of_scipy() -> None:
    p, q = _pairs(0)
    np.testing.assert_allclose(by_expm1(p, q, 1.0), rel_entr(p, q).sum(axis=1), rtol=1e-12)
    np.testing.assert_allclose(by_expm1(p, q, -1.0), rel_entr(q, p).sum(axis=1), rtol=1e-12)


def test_hellinger_and_chi_square() -> None:
    p, q = _pairs(1)
    hellinger = 2 * ((np.sqrt(p) - np.sqrt(q)) ** 2).sum(axis=1)
    np.testing.assert_allclose(by_expm1(p, q, 0.0), hellinger, rtol=1e-12)
    np.testing.assert_allclose(by_expm1(p, q, 3.0), ((p - q) ** 2 / q).sum(axis=1) / 2, rtol=1e-12)


@pytest.mark.parametrize("alpha", [-5.0, -0.7, 0.2, 2.5, 1 - 2.0**-40, -1 + 2.0**-38])
def test_formula_in_fifty_digits(alpha: float) -> None:
    p, q = np.array([[0.5, 0.25, 0.25]]), np.array([[0.125, 0.375, 0.5]])
    np.testing.assert_allclose(by_expm1(p, q, alpha), with_long_decimals.function(p, q, alpha), rtol=1e-11)


def test_coefficients_are_those_of_a_polynomial_fit() -> None:
    p, q = _pairs(2)[:, 0]
    eps = np.linspace(-0.02, 0.02, 9)
    values = [by_expm1(p[None], q[None], 1 - 2 * e)[0] for e in eps]
    fit = np.polynomial.polynomial.polyfit(eps, values, 5)
    lines = proof(p, q, 0.3)
    assert lines["limit"] == pytest.approx(fit[0], rel=1e-8)
    assert lines["slope"] == pytest.approx(fit[1], rel=1e-5)


def test_lines_make_up_the_divergence() -> None:
    p, q = _pairs(3)[:, 0]
    for eps in (-0.4, 0.3, 1.5):
        lines = proof(p, q, eps)
        divergence = by_expm1(p[None], q[None], 1 - 2 * eps)[0]
        assert lines["prefactor"] * (1 - lines["integral"]) == pytest.approx(divergence)


@pytest.mark.parametrize("alpha", [-1.4, -0.5, 0.3, 2.0])
def test_gaussian_formula_is_the_integral(alpha: float) -> None:
    p, q = stats.norm(0.3, 1.0), stats.norm(-0.4, 1.2)
    a, b = (1 + alpha) / 2, (1 - alpha) / 2
    integral, _ = integrate.quad(lambda x: np.exp(a * p.logpdf(x) + b * q.logpdf(x)), -15, 15, epsabs=1e-13)
    value = by_completing_the_square(*map(np.array, (0.3, 1.0, -0.4, 1.2)), alpha)
    assert value == pytest.approx((1 - integral) / (a * b), rel=1e-8)


def test_gaussian_integral_diverges_from_five_thirds_on() -> None:
    below, above = (
        by_completing_the_square(*map(np.array, (0.0, 2.0, 0.0, 1.0)), alpha) for alpha in (1.6, 1.7)
    )
    assert below == pytest.approx(4.022, abs=1e-3)
    assert np.isinf(above)


def test_examples_of_the_statement() -> None:
    p, q = np.array([[0.5, 0.5]]), np.array([[0.2, 0.8]])
    values = [by_expm1(p, q, alpha)[0] for alpha in (0.0, 0.999999, 1.0)]
    assert values == pytest.approx([0.205267, 0.22314353, 0.22314355], abs=1e-6)
    lines = list(proof(p[0], q[0], 0.1).values())
    assert lines == pytest.approx([11.1111, 0.9803, 0.9777, 0.2597, 0.2231, -0.0420], abs=6e-5)
    assert by_completing_the_square(*map(np.array, (0.0, 1.0, 1.0, 1.0)), 0.0) == pytest.approx(
        0.470012, abs=1e-6
    )
