"""The references of homework 2, question 1, against scipy, quadrature and torch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy import integrate, stats  # type: ignore[import-untyped]
from torch.distributions import Normal, kl_divergence

from solutions.hw2_flows_diffusion.q01_gaussian_divergence.gaussian_kl import closed_form
from solutions.hw2_flows_diffusion.q01_gaussian_divergence.gaussian_kl_lines import proof
from solutions.hw2_flows_diffusion.q01_gaussian_divergence.larger_gaussian_kl import sign_of_difference

PAIRS = [(0.0, 1.0, 1.0, 2.0), (1.0, 2.0, 0.0, 1.0), (1.5, 0.3, -0.2, 2.0), (0.4, 0.7, 0.4, 0.7)]


@pytest.mark.parametrize("pair", PAIRS)
def test_closed_form_is_the_integral_of_the_definition(pair: tuple[float, ...]) -> None:
    p, q = stats.norm(*pair[:2]), stats.norm(*pair[2:])
    low, high = pair[2] - 12 * pair[3], pair[2] + 12 * pair[3]
    expected, _ = integrate.quad(lambda x: q.pdf(x) * (q.logpdf(x) - p.logpdf(x)), low, high, epsabs=1e-12)
    assert closed_form(*map(np.array, pair)) == pytest.approx(expected, abs=1e-9)


def test_closed_form_is_that_of_torch() -> None:
    rng = np.random.default_rng(0)
    mu1, mu2, sigma1, sigma2 = *rng.normal(size=(2, 20)), *np.exp(rng.normal(size=(2, 20)))
    p, q = (Normal(torch.tensor(mu), torch.tensor(sigma)) for mu, sigma in ((mu1, sigma1), (mu2, sigma2)))
    expected = kl_divergence(q, p).numpy()
    np.testing.assert_allclose(closed_form(mu1, sigma1, mu2, sigma2), expected, rtol=1e-12)


@pytest.mark.parametrize("pair", PAIRS)
def test_lines_are_the_expectations_that_scipy_finds(pair: tuple[float, ...]) -> None:
    p, q = stats.norm(*pair[:2]), stats.norm(*pair[2:])
    lines = proof(*map(np.array, pair))
    assert lines["expected_log_q"] == pytest.approx(-q.entropy())
    assert lines["expected_square"] == pytest.approx(q.expect(lambda x: (x - pair[0]) ** 2))
    assert lines["expected_log_p"] == pytest.approx(q.expect(p.logpdf))
    assert lines["kl_pq"] == pytest.approx(p.expect(lambda x: p.logpdf(x) - q.logpdf(x)), abs=1e-9)


def test_sign_is_that_of_the_difference_of_the_divergences() -> None:
    rng = np.random.default_rng(1)
    mu1, mu2, sigma1, sigma2 = *rng.normal(size=(2, 500)), *np.exp(rng.normal(size=(2, 500)))
    difference = closed_form(mu1, sigma1, mu2, sigma2) - closed_form(mu2, sigma2, mu1, sigma1)
    np.testing.assert_array_equal(sign_of_difference(mu1, sigma1, mu2, sigma2), np.sign(difference))


def test_divergences_are_equal_for_equal_deviations_only() -> None:
    sigma = np.array([0.5, 1.3])
    forward = closed_form(np.zeros(2), sigma, np.array([3.0, -5.0]), sigma)
    backward = closed_form(np.array([3.0, -5.0]), sigma, np.zeros(2), sigma)
    np.testing.assert_allclose(forward, backward, rtol=1e-14)
    np.testing.assert_allclose(forward, np.array([9.0, 25.0]) / (2 * sigma**2), rtol=1e-12)
