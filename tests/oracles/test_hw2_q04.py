"""The references of question 4 agree with autograd, finite differences, numpy and a solver of scipy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp  # type: ignore[import-untyped]
from scipy.optimize import root  # type: ignore[import-untyped]

from assignments.hw2_flows_diffusion.q04_3_eigenvalues import sort_by_imaginary_part
from solutions.hw2_flows_diffusion import q04_3_eigenvalues as s3
from solutions.hw2_flows_diffusion.q04_6_regularised_stability.gan_trajectory import trajectory
from solutions.hw2_flows_diffusion.q04_6_regularised_stability.regularised_gan_eigenvalues import (
    penalised_eigenvalues,
)
from solutions.hw2_flows_diffusion.q04_6_regularised_stability.stability_claims import stability
from solutions.hw2_flows_diffusion.q04_gan_dynamics import jacobian, sure_critics, velocity

rng = np.random.default_rng(4)


def game(state: torch.Tensor, gamma: float) -> torch.Tensor:
    """The velocity by differentiating what each player climbs."""
    log_sigmoid = torch.nn.functional.logsigmoid
    psi_0, psi_1, theta = state
    objective = log_sigmoid(psi_1) + log_sigmoid(-(psi_0 * theta + psi_1))
    climbed = torch.stack([objective - gamma / 2 * psi_0**2, -objective])
    critic, generator = (torch.autograd.grad(v, state, create_graph=True)[0] for v in climbed)
    return torch.cat([critic[:2], generator[2:]])


@pytest.mark.parametrize("gamma", [0.0, 0.3, 4.0])
def test_velocity_and_jacobian_by_autograd(gamma: float) -> None:
    for row in rng.normal(size=(5, 3)):
        state = torch.tensor(row, requires_grad=True)
        push = game(state, gamma)
        rows = [torch.autograd.grad(component, state, retain_graph=True)[0] for component in push]
        np.testing.assert_allclose(velocity(row, gamma), push.detach(), atol=1e-12)
        np.testing.assert_allclose(jacobian(row, gamma), torch.stack(rows), atol=1e-12)


def test_velocity_of_very_sure_critics_by_torch() -> None:
    for row in sure_critics(rng):
        expected = game(torch.tensor(row, requires_grad=True), 0.0).detach()
        np.testing.assert_allclose(velocity(row), expected, rtol=1e-9, atol=1e-300)


@pytest.mark.parametrize("gamma", [0.0, 0.7, 5.0])
def test_origin_is_the_only_point_that_a_solver_finds(gamma: float) -> None:
    found = [root(lambda s: velocity(s, gamma), start, tol=1e-12) for start in rng.normal(size=(10, 3))]
    points = np.array([result.x for result in found if result.success])
    assert len(points) > 0
    np.testing.assert_allclose(points, 0, atol=1e-6)


@given(st.floats(0.0, 20.0).filter(lambda gamma: abs(gamma - 1) > 1e-3))
def test_eigenvalues_by_numpy(gamma: float) -> None:
    expected = sort_by_imaginary_part(np.linalg.eigvals(jacobian(np.zeros(3), gamma)).astype(complex))
    np.testing.assert_allclose(penalised_eigenvalues(np.array([gamma]))[0], expected, atol=1e-9)


def test_eigenvalues_where_they_coincide_and_for_a_huge_penalty() -> None:
    values = penalised_eigenvalues(np.array([0.0, 1.0, 1e8]))
    np.testing.assert_allclose(values[0], s3.eigenvalues())
    np.testing.assert_array_equal(values[1], [-0.5] * 3)
    np.testing.assert_allclose(values[2], [-1e8, -0.5, -2.5e-9], rtol=1e-12)


def follow(gamma: float, seconds: float = 60.0) -> Any:
    options = {"rtol": 1e-10, "atol": 1e-12}
    return solve_ivp(lambda _, s: velocity(s, gamma), (0, seconds), [0.5, 0.2, -0.3], **options).y.T


def test_the_form_is_conserved_along_a_solved_trajectory() -> None:
    form = np.einsum("ti,ij,tj->t", follow(0.0), s3.squared_radius(), follow(0.0))
    np.testing.assert_allclose(form, 0.34, rtol=1e-7)


@pytest.mark.parametrize("gamma", [0.3, 1.0, 4.0])
def test_every_penalty_brings_the_game_to_rest(gamma: float) -> None:
    assert stability()["d"]
    assert np.linalg.norm(follow(gamma)[-1]) < 0.02


def test_slowest_mode_is_fastest_where_the_key_says() -> None:
    gamma = np.linspace(0.0, 5.0, 501)
    slowest = penalised_eigenvalues(gamma).real.max(axis=1)
    assert gamma[np.argmin(slowest)] == pytest.approx(1.0)
    assert bool(np.all(slowest[1:] < 0))
    assert stability()["g"]
    assert not stability()["f"]


def test_small_steps_follow_the_solved_trajectory() -> None:
    start = np.array([0.5, 0.2, -0.3])
    for scheme in ("simultaneous", "alternating"):
        last = trajectory(start, 0.3, 1e-3, 5000, scheme)[-1]
        np.testing.assert_allclose(last, follow(0.3, 5.0)[-1], atol=1e-3)


def test_simultaneous_steps_leave_the_circle_and_alternating_ones_do_not() -> None:
    start = np.array([0.5, 0.2, -0.3])
    ends = [trajectory(start, 0.0, 0.2, 2000, scheme)[-1] for scheme in ("simultaneous", "alternating")]
    radii = [np.hypot(end[0], end[2]) for end in ends]
    assert radii == pytest.approx([5.25, 0.559], rel=2e-3)
