"""The references of question 2.4 agree with root finding, differentiation and a count of solutions."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq  # type: ignore[import-untyped]

from solutions.hw2_flows_diffusion.q02_4_radial_flow.radial_collision import (
    collide,
    images_agree,
    opposite_points,
)
from solutions.hw2_flows_diffusion.q02_4_radial_flow.radial_flow import distance, flow_data, move
from solutions.hw2_flows_diffusion.q02_4_radial_flow.radial_flow_inverse import move_back
from solutions.hw2_flows_diffusion.q02_4_radial_flow.radial_radius import positive_root
from solutions.hw2_flows_diffusion.q02_4_radial_flow.radial_radius_lines import radius_lines

seeds = st.integers(0, 2**32 - 1)
ratios = st.floats(-1.0, 5.0)


@given(seeds, ratios)
def test_inverse_undoes_the_flow(seed: int, ratio: float) -> None:
    z, z0, alpha = flow_data(np.random.default_rng(seed), 4, 3)
    y = move(z, z0, alpha, ratio * alpha)
    np.testing.assert_allclose(move_back(y, z0, alpha, ratio * alpha), z, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("beta", [-1.3, -0.7, 0.0, 0.9, 1e8])
def test_radius_is_the_root_that_brentq_finds(beta: float) -> None:
    alpha, rho = 1.3, 0.7
    root = brentq(lambda r: r * (alpha + beta + r) / (alpha + r) - rho, 0, 10, xtol=1e-20, rtol=1e-14)
    found = positive_root(np.array([[rho, 0.0]]), np.zeros(2), alpha, beta)
    assert found[0] == pytest.approx(root, rel=1e-10)


def test_centre_is_its_own_inverse() -> None:
    z0 = np.array([0.3, -0.2])
    np.testing.assert_array_equal(move_back(z0[None], z0, 1.0, -1.0), z0[None])


@given(seeds, ratios)
def test_lines_are_those_of_the_flow(seed: int, ratio: float) -> None:
    z, z0, alpha = flow_data(np.random.default_rng(seed), 5, 2)
    lines = radius_lines(distance(z, z0), alpha, ratio * alpha)
    y = move(z, z0, alpha, ratio * alpha)
    np.testing.assert_allclose(y - z0, lines["scale"][:, None] * (z - z0), atol=1e-12)
    np.testing.assert_allclose(distance(y, z0), lines["rho"], atol=1e-12)


@pytest.mark.parametrize("beta", [-2.0, -0.5, 3.0])
def test_slope_by_autograd(beta: float) -> None:
    r = torch.linspace(0, 5, 11, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad((r + beta * r / (2.0 + r)).sum(), r)
    np.testing.assert_allclose(radius_lines(r.detach().numpy(), 2.0, beta)["drho"], slope, atol=1e-14)


@pytest.mark.parametrize(("beta", "collides"), [(-0.99, False), (-1.0, False), (-1.01, True), (-3.0, True)])
def test_flow_collides_exactly_below_the_limit(beta: float, collides: bool) -> None:
    line = np.linspace(-5, 5, 20001)[:, None]
    images = move(line, np.zeros(1), 1.0, beta)[:, 0]
    assert bool(np.all(np.diff(images) > 0)) is not collides


def test_law_of_collisions_measures_the_images() -> None:
    rng = np.random.default_rng(0)
    almost = collide(1.0, -2.5, [0.0], [1.5 + 1e-6], [-1.5])
    assert images_agree.check(opposite_points, rng) == (True, True)
    assert images_agree.check(lambda: almost, rng) == (False, True)
    assert images_agree.check(lambda: collide(1.0, -2.5, [0.0], [1e-9], [-1e-9]), rng) == (False, True)
