"""The references of homework 4, question 4, against autograd, enumeration and quadrature."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.optimize import minimize_scalar  # type: ignore[import-untyped]
from torch.distributions import Normal

from solutions.hw4_autoregressive.q04_1_estimator.elbo_gradient_estimate import mean_of_products
from solutions.hw4_autoregressive.q04_1_estimator.gaussian_score import by_scaled_residual
from solutions.hw4_autoregressive.q04_1_estimator.score_gradient_lines import two_integrals
from solutions.hw4_autoregressive.q04_2_variance.estimator_variances import by_moments
from solutions.hw4_autoregressive.q04_2_variance.optimal_baseline import by_second_moments


def test_score_is_that_of_autograd() -> None:
    rng = np.random.default_rng(0)
    z, mu, log_sigma = rng.normal(size=(1, 3)), rng.normal(size=3), rng.normal(size=3)
    mu_, log_sigma_ = (torch.tensor(value, requires_grad=True) for value in (mu, log_sigma))
    density = Normal(mu_, log_sigma_.exp()).log_prob(torch.tensor(z)).sum()  # type: ignore[no-untyped-call]
    expected = torch.cat(torch.autograd.grad(density, (mu_, log_sigma_)))
    np.testing.assert_allclose(by_scaled_residual(z, mu, log_sigma)[0], expected.numpy(), rtol=1e-12)


def test_estimate_over_all_states_is_the_gradient_of_the_elbo() -> None:
    rng = np.random.default_rng(1)
    logits, log_joint = rng.normal(size=4), rng.normal(size=4)
    phi = torch.tensor(logits, requires_grad=True)
    log_q = torch.log_softmax(phi, 0)
    elbo = (log_q.exp() * (torch.tensor(log_joint) - log_q)).sum()
    expected = torch.autograd.grad(elbo, phi)[0].numpy()
    lines = two_integrals(logits, log_joint)
    np.testing.assert_allclose(lines["total"], expected, atol=1e-12)
    np.testing.assert_allclose(lines["inside_term"], 0.0, atol=1e-12)
    assert float(lines["elbo"]) == pytest.approx(elbo.item())


@pytest.mark.parametrize("baseline", [0.0, -3.0])
def test_estimate_is_unbiased_for_each_baseline(baseline: float) -> None:
    rng = np.random.default_rng(2)
    q, log_joint = np.array([0.2, 0.5, 0.3]), rng.normal(size=3)
    scores = np.eye(3) - q
    single = [mean_of_products(log_joint[[k]], np.log(q)[[k]], scores[[k]], baseline) for k in range(3)]
    expected = two_integrals(np.log(q), log_joint)["total"]
    np.testing.assert_allclose(q @ np.array(single), expected, atol=1e-12)


@pytest.mark.parametrize("D", [1, 2, 3])
def test_variances_are_those_of_a_product_quadrature(D: int) -> None:
    mu, sigma, c = 0.4, 0.7, np.array([-1.0, 0.6, 0.8])
    nodes, weights = np.polynomial.hermite_e.hermegauss(7)
    noise = np.stack(np.meshgrid(*[nodes] * D), axis=-1).reshape(-1, D)
    chances = np.prod(np.stack(np.meshgrid(*[weights / weights.sum()] * D), axis=-1).reshape(-1, D), axis=1)
    z = mu + sigma * noise
    score = (c[0] + c[1] * z + c[2] * z**2).sum(axis=1) * noise[:, 0] / sigma
    reparam = c[1] + 2 * c[2] * z[:, 0]
    lines = by_moments(mu, sigma, c, D)
    assert lines["gradient"] == pytest.approx(chances @ score)
    assert lines["gradient"] == pytest.approx(chances @ reparam)
    assert lines["var_score"] == pytest.approx(chances @ score**2 - (chances @ score) ** 2)
    assert lines["var_reparam"] == pytest.approx(chances @ reparam**2 - (chances @ reparam) ** 2)


def test_no_other_baseline_has_a_smaller_variance() -> None:
    rng = np.random.default_rng(3)
    weights, values, score = rng.dirichlet(np.ones(6)), rng.normal(size=6), rng.normal(size=6)
    score = score - weights @ score

    def variance(b: float) -> float:
        return float(np.cov((values - b) * score, aweights=weights, ddof=0))

    lines, found = by_second_moments(values, score, weights), minimize_scalar(variance)
    assert lines["baseline"] == pytest.approx(found.x, abs=1e-6)
    assert lines["var_with"] == pytest.approx(found.fun)
    assert lines["var_without"] == pytest.approx(variance(0.0))


def test_examples_of_the_statement() -> None:
    lines = by_moments(1.0, 0.5, np.array([-10, 1, 0.5]), 3)
    assert list(lines.values()) == pytest.approx([2, 2491.6875, 0.25])
    best = by_second_moments(np.array([10.0, 12]), np.array([2.0, -1]), np.array([1 / 3, 2 / 3]))
    assert list(best.values()) == pytest.approx([10.6667, 227.5556, 0], abs=1e-4)
    total = two_integrals(np.zeros(2), np.log([0.1, 0.3]))
    assert float(total["elbo"]) == pytest.approx(-1.0601, abs=1e-4)
    assert total["total"] == pytest.approx([-0.2747, 0.2747], abs=1e-4)
    example = (np.array([-3.0, -1]), np.array([-1.0, -2]), np.array([[1.0, 0], [-1, 2]]), 0.0)
    assert mean_of_products(*example) == pytest.approx([-1.5, 1])
    score = by_scaled_residual(np.array([[1.0, 0]]), np.zeros(2), np.array([0, 0.6931]))
    assert score[0] == pytest.approx([1, 0, 0, -1])
