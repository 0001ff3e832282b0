"""The references of question 6 against scipy, torch's autograd, quadrature and numerical minimisation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad  # type: ignore[import-untyped]
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.special import logsumexp  # type: ignore[import-untyped]
from scipy.stats import entropy, multivariate_normal, norm  # type: ignore[import-untyped]

from solutions.exam_foundations.q06_1_gap_of_the_bound.elbo_and_divergence import both_sides
from solutions.exam_foundations.q06_1_gap_of_the_bound.log_marginal_lines import proof
from solutions.exam_foundations.q06_2_mean_field_or_flow.best_mean_field import mean_field
from solutions.exam_foundations.q06_2_mean_field_or_flow.exact_autoregressive_step import cholesky_step
from solutions.exam_foundations.q06_2_mean_field_or_flow.gated_autoregressive_step import gated_step
from solutions.exam_foundations.q06_2_mean_field_or_flow.shared_posterior import geometric_mean

seeds = st.integers(0, 2**32 - 1)


def random_model(seed: int, states: int = 4) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    return rng.normal(-2.0, 1.5, size=(1, states)), np.log(rng.dirichlet(np.ones(states), size=1))


def random_covariance(seed: int, D: int) -> Any:
    factor = np.random.default_rng(seed).normal(size=(D, D))
    return factor @ factor.T + 0.2 * np.eye(D)


@given(seeds)
def test_bound_and_divergence_add_up_to_the_log_likelihood(seed: int) -> None:
    log_joint, log_q = random_model(seed)
    lines = both_sides(log_joint, log_q)
    assert lines["elbo"] + lines["kl"] == pytest.approx(logsumexp(log_joint, axis=1))
    assert lines["kl"] == pytest.approx(entropy(np.exp(log_q[0]), np.exp(log_joint[0])))


@given(seeds)
def test_proof_ends_at_the_log_likelihood_of_any_model(seed: int) -> None:
    log_joint, log_q = random_model(seed)
    log_px = logsumexp(log_joint, axis=1)
    lines = proof(log_px, log_joint, log_joint - log_px[:, None], log_q)
    for name in ("expectation", "constant", "log_px"):
        assert lines[name] == pytest.approx(log_px)
    assert lines["elbo"] == pytest.approx(both_sides(log_joint, log_q)["elbo"])


def test_mean_field_is_the_numerical_minimum() -> None:
    mu, Sigma = np.array([0.3, -1.0, 2.0]), random_covariance(5, 3)
    precision = np.linalg.inv(Sigma)

    def divergence(theta: Any) -> float:
        m, log_variance = theta[:3], theta[3:]
        spread = np.diag(precision) @ np.exp(log_variance) + (m - mu) @ precision @ (m - mu)
        return float(0.5 * (spread - 3 + np.linalg.slogdet(Sigma)[1] - log_variance.sum()))

    found, lines = minimize(divergence, np.zeros(6), tol=1e-12), mean_field(mu, Sigma)
    assert lines["gap"] == pytest.approx(found.fun, rel=1e-6)
    assert lines["mean"] == pytest.approx(found.x[:3], abs=1e-4)
    assert lines["variance"] == pytest.approx(np.exp(found.x[3:]), rel=1e-4)


@pytest.mark.parametrize("rho", [-0.9, 0.0, 0.5, 0.99])
def test_gap_of_two_variables_depends_on_their_correlation_alone(rho: float) -> None:
    Sigma = np.array([[4.0, 2 * rho], [2 * rho, 1.0]])
    assert mean_field(np.zeros(2), Sigma)["gap"] == pytest.approx(-0.5 * np.log(1 - rho**2), abs=1e-12)


@given(seeds)
def test_exact_step_has_the_density_of_the_posterior(seed: int) -> None:
    rng = np.random.default_rng(seed)
    eps, mu, Sigma = rng.normal(size=(4, 3)), rng.normal(size=3), random_covariance(seed, 3)
    lines = cholesky_step(eps, mu, Sigma)
    assert lines["log_q"] == pytest.approx(multivariate_normal(mu, Sigma).logpdf(lines["z"]))


def test_gated_step_has_the_jacobian_of_autograd() -> None:
    rng = np.random.default_rng(0)
    W_m, W_s = rng.normal(size=(2, 4, 4))
    eps, b_m, b_s = rng.normal(size=(3, 4))
    masks = [torch.tensor(np.tril(W, -1)) for W in (W_m, W_s)]

    def step(noise: Any) -> Any:
        m, gate = masks[0] @ noise + torch.tensor(b_m), torch.sigmoid(masks[1] @ noise + torch.tensor(b_s))
        return gate * noise + (1 - gate) * m

    differentiate: Any = torch.autograd.functional.jacobian
    jacobian = differentiate(step, torch.tensor(eps))
    lines = gated_step(eps[None], W_m, b_m, W_s, b_s)
    assert lines["z"][0] == pytest.approx(step(torch.tensor(eps)).numpy())
    assert not torch.triu(jacobian, 1).any()
    assert lines["log_det"] == pytest.approx([torch.linalg.slogdet(jacobian)[1].item()])


def test_flow_of_one_coordinate_has_total_probability_one() -> None:
    arrays = np.array([[3.0]]), np.array([0.4]), np.array([[3.0]]), np.array([-0.7])

    def density(z: float) -> float:
        at_zero, at_one = (float(gated_step(np.array([[e]]), *arrays)["z"][0, 0]) for e in (0.0, 1.0))
        eps = (z - at_zero) / (at_one - at_zero)
        log_det = gated_step(np.array([[eps]]), *arrays)["log_det"][0]
        return float(np.exp(norm.logpdf(eps) - log_det))

    assert quad(density, -6, 6)[0] == pytest.approx(1.0, rel=1e-7)


def test_shared_posterior_is_the_numerical_minimum() -> None:
    rng = np.random.default_rng(1)
    mu, variances = rng.normal(size=(3, 2)), rng.uniform(0.3, 3.0, size=(3, 2))

    def mean_gap(theta: Any) -> float:
        own = torch.distributions.Normal(torch.tensor(theta[:2]), torch.tensor(np.exp(theta[2:] / 2)))
        targets = torch.distributions.Normal(torch.tensor(mu), torch.tensor(np.sqrt(variances)))
        return float(torch.distributions.kl_divergence(own, targets).sum(1).mean())

    found, lines = minimize(mean_gap, np.zeros(4), tol=1e-12), geometric_mean(mu, variances)
    assert lines["gap"] == pytest.approx(found.fun, rel=1e-6)
    assert lines["mean"] == pytest.approx(found.x[:2], abs=1e-4)
    assert lines["variance"] == pytest.approx(np.exp(found.x[2:]), rel=1e-4)
