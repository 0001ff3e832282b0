"""The references of homework 3, question 2, against scipy, quadrature and numerical derivatives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats  # type: ignore[import-untyped]

from assignments.hw3_generative_models import q02_normalizing_flows as head
from assignments.hw3_generative_models.q02_2_training_divergence import reverse_kl_gradient as p2
from solutions.hw3_generative_models.q02_1_change_of_variables.affine_flow_kl import affine_kl
from solutions.hw3_generative_models.q02_1_change_of_variables.lossy_map_witness import merged_pair
from solutions.hw3_generative_models.q02_1_change_of_variables.proof import proof
from solutions.hw3_generative_models.q02_1_change_of_variables.pushforward_log_density import pushforward
from solutions.hw3_generative_models.q02_2_training_divergence.forward_kl_objective import forward_objective
from solutions.hw3_generative_models.q02_2_training_divergence.reverse_kl_gradient import reverse_gradient
from solutions.hw3_generative_models.q02_2_training_divergence.reverse_kl_objective import reverse_objective

STANDARD = head.Normal(np.zeros(1), np.eye(1))
BENT = head.SinhArcsinhFlow(0.8, 0.3)
TWO_MODES = head.Mixture(np.array([0.3, 0.7]), np.array([-2.0, 1.0]), np.array([0.5, 0.8]))
FLOWS: dict[str, Any] = {
    "affine": head.AffineFlow(np.array([[1.0, 2.0], [3.0, 1.0]]), np.array([0.0, 1.0])),
    "sinh_arcsinh": head.SinhArcsinhFlow(0.7, 0.4),
    "curved": head.CurvedFlow(1.5, 0.3),
}


def _log_density(flow: Any, base: Any, point: float) -> float:
    return float(pushforward(np.array([[point]]), flow, base)[0])


@pytest.mark.parametrize("name", FLOWS)
def test_log_determinant_of_each_flow_is_that_of_its_numerical_jacobian(name: str) -> None:
    flow, u = FLOWS[name], np.random.default_rng(0).normal(size=(6, 2))
    columns = [(flow.forward(u + step) - flow.forward(u - step)) / 2e-6 for step in 1e-6 * np.eye(2)]
    np.testing.assert_allclose(flow.log_det(u), np.linalg.slogdet(np.stack(columns, axis=2))[1], rtol=1e-6)
    np.testing.assert_allclose(flow.inverse(flow.forward(u)), u, rtol=1e-9)


def test_densities_are_those_of_scipy() -> None:
    x = np.random.default_rng(1).normal(size=(5, 2))
    mean, covariance = np.array([0.3, -1.0]), np.array([[1.0, 0.3], [0.3, 2.0]])
    expected = stats.multivariate_normal(mean, covariance).logpdf(x)
    np.testing.assert_allclose(head.Normal(mean, covariance).log_density(x), expected)
    peaks = 0.3 * stats.norm(-2.0, 0.5).pdf(x[:, 0]) + 0.7 * stats.norm(1.0, 0.8).pdf(x[:, 0])
    np.testing.assert_allclose(TWO_MODES.log_density(x[:, :1]), np.log(peaks))


def test_density_of_a_bent_line_is_the_slope_of_its_distribution_function() -> None:
    x = np.linspace(-4.0, 6.0, 11)[:, None]
    above, below = (stats.norm.cdf(BENT.inverse(x + step)[:, 0]) for step in (1e-5, -1e-5))
    np.testing.assert_allclose(
        np.exp(pushforward(x, BENT, STANDARD)), (above - below) / 2e-5, rtol=1e-5, atol=1e-9
    )


def test_density_of_an_affine_flow_is_the_normal_of_scipy() -> None:
    flow, x = head.AffineFlow(np.array([[1.0, 2.0], [3.0, 1.0]]), np.array([0.0, 1.0])), np.eye(2)
    expected = stats.multivariate_normal(flow.shift, flow.matrix @ flow.matrix.T).logpdf(x)
    np.testing.assert_allclose(pushforward(x, flow, head.Normal(np.zeros(2), np.eye(2))), expected)


def test_proof_gives_the_divergence_that_quadrature_finds_in_the_data_space() -> None:
    def integrand(x: float) -> float:
        log_p = float(TWO_MODES.log_density(np.array([[x]]))[0])
        return float(np.exp(log_p) * (log_p - _log_density(BENT, STANDARD, x)))

    u, step = np.linspace(-45.0, 45.0, 4001, retstep=True)
    lines = proof(BENT, TWO_MODES, STANDARD, u[:, None], np.full(4001, step))
    expected, _ = integrate.quad(integrand, -9.0, 9.0, epsabs=1e-11, limit=200)
    assert lines["kl"] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("a", [1.7, -2.0])
def test_closed_form_is_the_integral(a: float) -> None:
    data, model = stats.norm(1.0, 0.5), stats.norm(0.3, abs(a))
    expected = data.expect(lambda x: data.logpdf(x) - model.logpdf(x))
    assert affine_kl(1.0, 0.5, a, 0.3) == pytest.approx((expected, expected))


def test_witness_loses_what_scipy_finds() -> None:
    p, other, labels = merged_pair()
    after = stats.entropy(np.bincount(labels, p), np.bincount(labels, other))
    assert stats.entropy(p, other) - after > 0.1


def test_objectives_tend_to_the_divergences_of_two_normals() -> None:
    nodes, weights = np.polynomial.hermite_e.hermegauss(20)
    counts = np.round(4000 * weights / weights.sum()).astype(int)
    u = np.repeat(nodes, counts)[:, None]
    flow, data = (
        head.AffineFlow(np.array([[1.5]]), np.array([0.4])),
        head.Normal(np.ones(1), np.array([[4.0]])),
    )
    forward = affine_kl(1.0, 2.0, 1.5, 0.4)[0] + stats.norm(1.0, 2.0).entropy()
    assert forward_objective(1.0 + 2.0 * u, flow, STANDARD) == pytest.approx(forward, abs=2e-3)
    reverse = affine_kl(0.4, 1.5, 2.0, 1.0)[0]
    assert reverse_objective(u, flow, STANDARD, data) == pytest.approx(reverse, abs=2e-3)


@pytest.mark.parametrize("a", [0.7, -1.3])
def test_gradient_is_the_slope_of_the_objective(a: float) -> None:
    u = np.random.default_rng(2).normal(size=10)

    def objective(scale: float, shift: float) -> float:
        flow = head.AffineFlow(np.array([[scale]]), np.array([shift]))
        return float(reverse_objective(u[:, None], flow, STANDARD, head.Quartic(1.5)))

    slope_a = (objective(a + 1e-5, 0.2) - objective(a - 1e-5, 0.2)) / 2e-5
    slope_b = (objective(a, 0.2 + 1e-5) - objective(a, 0.2 - 1e-5)) / 2e-5
    assert reverse_gradient(u, a, 0.2, p2.CubicScore(1.5)) == pytest.approx((slope_a, slope_b), rel=1e-6)
