"""The reference of homework 4, question 3, against torch, scipy and quadrature."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from scipy import stats  # type: ignore[import-untyped]
from torch.distributions import MultivariateNormal, kl_divergence

from solutions.hw4_autoregressive import q03_gaussian_divergence as s


def _draw(seed: int, d: int) -> list[Any]:
    rng = np.random.default_rng(seed)
    factors = rng.normal(size=(2, 3, d, d))
    first, second = factors @ factors.swapaxes(2, 3) + 0.3 * np.eye(d)
    return [rng.normal(size=(3, d)), first, rng.normal(size=(3, d)), second]


@pytest.mark.parametrize("d", [1, 2, 5])
def test_divergence_is_that_of_torch(d: int) -> None:
    arguments = _draw(d, d)
    mu1, Sigma1, mu2, Sigma2 = map(torch.tensor, arguments)
    expected = kl_divergence(MultivariateNormal(mu1, Sigma1), MultivariateNormal(mu2, Sigma2))
    np.testing.assert_allclose(s.by_cholesky(*arguments)["kl"], expected.numpy(), rtol=1e-9)


def test_divergence_is_the_expected_log_ratio() -> None:
    mu1, Sigma1, mu2, Sigma2 = (value[0] for value in _draw(7, 2))
    nodes, weights = np.polynomial.hermite_e.hermegauss(10)
    grid = np.stack(np.meshgrid(nodes, nodes), axis=-1).reshape(-1, 2)
    x = mu1 + grid @ np.linalg.cholesky(Sigma1).T
    ratio = stats.multivariate_normal(mu1, Sigma1).logpdf(x) - stats.multivariate_normal(mu2, Sigma2).logpdf(
        x
    )
    expected = np.outer(weights, weights).ravel() @ ratio / weights.sum() ** 2
    assert s.by_cholesky(*(v[None] for v in (mu1, Sigma1, mu2, Sigma2)))["kl"][0] == pytest.approx(expected)


def test_one_dimension_is_the_formula_with_standard_deviations() -> None:
    kl = s.by_cholesky(*(np.array(v) for v in ([[1.0]], [[[4.0]]], [[0.0]], [[[9.0]]])))["kl"][0]
    assert kl == pytest.approx(np.log(3 / 2) + (4 + 1) / 18 - 0.5)


def test_example_of_the_statement() -> None:
    lines = s.by_cholesky(
        np.zeros((1, 2)), np.eye(2)[None], np.array([[1.0, 0.0]]), np.diag([2.0, 1.0])[None]
    )
    expected = [1.5, 0.5, 0.6931, 0.3466]
    assert [float(lines[n][0]) for n in ("trace", "mahalanobis", "logdet", "kl")] == pytest.approx(
        expected, abs=5e-5
    )
