"""The references of homework 1, question 1, against scipy, autograd, quadrature and simulation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from scipy import stats  # type: ignore[import-untyped]

from assignments.hw1_latent_adversarial import q01_reparametrisation as head
from solutions.hw1_latent_adversarial.q01_1_diagonal_scale import diagonal_pushforward_log_density
from solutions.hw1_latent_adversarial.q01_1_diagonal_scale.reparametrisation_lines import proof
from solutions.hw1_latent_adversarial.q01_2_full_matrix import affine_pushforward_log_density
from solutions.hw1_latent_adversarial.q01_2_full_matrix.affine_reparametrisation_lines import derive
from solutions.hw1_latent_adversarial.q01_2_full_matrix.same_density_witness import (
    first_column_flipped,
    noise_turned,
    opposite,
)

Z0 = np.random.default_rng(0).normal(size=(5, 3))
MU = np.array([0.3, -1.0, 2.0])
SIGMA = np.array([0.2, 1.5, 3.0])
S = np.array([[0.5, 1.0, 0.0], [-2.0, 0.3, 1.0], [0.0, 0.7, -1.2]])
BASES = [
    (head.NormalBase(0.4, 1.3), stats.norm(0.4, 1.3)),
    (head.LaplaceBase(-0.2, 0.8), stats.laplace(-0.2, 0.8)),
    (head.GumbelBase(0.5, 1.1), stats.gumbel_r(0.5, 1.1)),
]


def _jacobian(matrix: Any) -> Any:
    differentiate: Any = torch.autograd.functional.jacobian
    return differentiate(lambda z0: torch.tensor(MU) + torch.tensor(matrix) @ z0, torch.tensor(Z0[0])).numpy()


@pytest.mark.parametrize(("base", "law"), BASES)
def test_densities_of_the_noise_are_those_of_scipy(base: Any, law: Any) -> None:
    np.testing.assert_allclose(base.log_density(Z0), law.logpdf(Z0).sum(axis=1))


def test_diagonal_proof_ends_at_the_normal_law_of_scipy() -> None:
    lines = proof(Z0, MU, SIGMA)
    expected = stats.multivariate_normal(MU, np.diag(SIGMA**2)).logpdf(lines["z"])
    np.testing.assert_allclose(lines["log_q"], expected)
    np.testing.assert_allclose(lines["log_target"], expected)
    np.testing.assert_allclose(lines["jacobian"], _jacobian(np.diag(SIGMA)))


def test_matrix_proof_ends_at_the_normal_law_of_scipy() -> None:
    lines = derive(Z0, MU, S)
    np.testing.assert_allclose(lines["log_q"], stats.multivariate_normal(MU, S @ S.T).logpdf(lines["z"]))
    np.testing.assert_allclose(lines["jacobian"], _jacobian(S))
    assert np.linalg.det(S) < 0
    assert lines["log_abs_det"] == pytest.approx(np.log(-np.linalg.det(S)))


def test_covariance_is_that_of_many_draws() -> None:
    z0 = np.random.default_rng(1).normal(size=(200_000, 3))
    lines = derive(z0, MU, S)
    np.testing.assert_allclose(np.cov(lines["z"], rowvar=False), lines["cov"], atol=0.05)


@pytest.mark.parametrize(("base", "law"), BASES)
def test_diagonal_pushforward_is_a_product_of_scaled_laws(base: Any, law: Any) -> None:
    z = MU + SIGMA * Z0
    shape = {"loc": MU + SIGMA * law.args[0], "scale": SIGMA * law.args[1]}
    found = diagonal_pushforward_log_density.pushforward(z, MU, SIGMA, base)
    np.testing.assert_allclose(found, law.dist.logpdf(z, **shape).sum(axis=1), rtol=1e-9)


@pytest.mark.parametrize(("base", "law"), BASES)
def test_matrix_pushforward_has_mass_one_in_the_plane(base: Any, law: Any) -> None:
    grid, step = np.linspace(-35.0, 35.0, 701, retstep=True)
    plane = np.stack(np.meshgrid(grid, grid), axis=2).reshape(-1, 2)
    mu, matrix = np.array([0.3, -0.2]), np.array([[1.0, 0.6], [0.8, -1.0]])
    log_density = affine_pushforward_log_density.pushforward(plane, mu, matrix, base)
    assert step**2 * np.sum(np.exp(log_density)) == pytest.approx(1.0, abs=2e-3)


def test_witnesses_have_the_density_of_scipy() -> None:
    expected = stats.multivariate_normal(MU, S @ S.T).logpdf(Z0)
    for witness in (opposite, first_column_flipped.function, noise_turned.function):
        lines = witness(S)
        found = stats.multivariate_normal(MU, lines["other"] @ lines["other"].T).logpdf(Z0)
        np.testing.assert_allclose(found, expected)
        np.testing.assert_allclose(S @ lines["factor"], lines["other"])
        np.testing.assert_allclose(lines["factor"] @ lines["factor"].T, np.eye(3), atol=1e-12)
