"""The references of homework 2, questions 2.1 to 2.3, against scipy, torch and numerical derivatives."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
import torch
from scipy import optimize, special  # type: ignore[import-untyped]

from assignments.hw2_flows_diffusion import q02_1_rectified_unit as p1
from assignments.hw2_flows_diffusion import q02_3_residual_flow as p3
from solutions.hw2_flows_diffusion import q02_1_rectified_unit as s1
from solutions.hw2_flows_diffusion import q02_3_residual_flow as s3
from solutions.hw2_flows_diffusion.q02_2_mixture_of_logistics.mixture import flow
from solutions.hw2_flows_diffusion.q02_2_mixture_of_logistics.mixture_flow_inverse import search
from solutions.hw2_flows_diffusion.q02_2_mixture_of_logistics.nonmonotone_witness import steep_negative_slope
from solutions.hw2_flows_diffusion.q02_2_mixture_of_logistics.proof import proof

W, A, B = np.array([0.2, 0.5, 0.3]), np.array([1.0, 0.4, 3.0]), np.array([0.0, 2.0, -1.0])
Z = np.linspace(-4.0, 4.0, 9)
SIGNS = list(product((-2.0, 0.0, 3.0), (-1.5, 0.0, 2.0), (-3.0, 0.0, 0.1)))
RESIDUALS: list[Any] = [
    p3.SineResidual(-0.9),
    p3.LinearResidual(3.0),
    p3.CubicResidual(1.0, -0.8),
    p3.ArctanResidual(2.0, 1.0),
    p3.ExponentialResidual(0.7),
]


@pytest.mark.parametrize(("a", "b", "c"), SIGNS)
def test_reference_pair_has_one_image_in_every_case(a: float, b: float, c: float) -> None:
    z, z_prime = s1.inside_the_flat_half(a, b, c)
    assert z != z_prime
    assert a * max(0.0, b * z + c) == a * max(0.0, b * z_prime + c)
    assert p1.examine_pair((z, z_prime), a, b, c)[2]


@pytest.mark.parametrize("pair", [(2.0, 3.0), (-2.0, 1.0), (1.0, 1.0 + 1e-12), (-1e30, 1.0), (-2.0, -np.inf)])
def test_pair_with_two_images_or_without_two_numbers_is_refused(pair: tuple[float, float]) -> None:
    assert not p1.examine_pair(pair, 1.0, 1.0, 0.0)[2]


def test_pair_at_the_kink_is_accepted_in_spite_of_rounding() -> None:
    b, c = np.random.default_rng(0).uniform(0.1, 9.0, size=(2, 200))
    assert all(p1.examine_pair((-y / x, -y / x - 1), 1.0, x, y)[2] for x, y in zip(b, c, strict=True))


def test_lines_of_the_mixture_are_those_of_scipy_and_autograd() -> None:
    z = torch.tensor(Z, requires_grad=True)
    mixture = torch.sigmoid(z[:, None] * torch.tensor(A) + torch.tensor(B)) @ torch.tensor(W)
    quantities = {"S": mixture, "g": mixture.logit()}
    lines = proof(Z, W, A, B)
    for name, value in quantities.items():
        np.testing.assert_allclose(lines[name], value.detach().numpy(), rtol=1e-10)
    derivatives = {"dS": mixture, "dlog_S": mixture.log(), "dg": mixture.logit()}
    derivatives["dlog_one_minus_S"] = (1 - mixture).log()
    for name, value in derivatives.items():
        (slope,) = torch.autograd.grad(value.sum(), z, retain_graph=True)
        np.testing.assert_allclose(lines[name], slope.numpy(), rtol=1e-9)


def test_tails_keep_their_relative_accuracy() -> None:
    z = np.array([-100.0, 100.0])
    u = z[:, None] * A + B
    lines = proof(z, W, A, B)
    np.testing.assert_allclose(lines["S"], special.expit(u) @ W, rtol=1e-12)
    np.testing.assert_allclose(lines["one_minus_S"], special.expit(-u) @ W, rtol=1e-12)


@pytest.mark.parametrize("y", [-300.0, -2.0, 0.7, 300.0])
def test_inverse_of_the_mixture_is_the_root_that_brentq_finds(y: float) -> None:
    root = optimize.brentq(lambda z: float(flow(np.array(z), W, A, B)) - y, -1e4, 1e4, xtol=1e-13)
    assert search(np.array([y]), W, A, B) == pytest.approx(root, abs=1e-9)


def test_witness_falls_where_it_says() -> None:
    w, a, b, z1, z2 = steep_negative_slope()
    images = special.logit([special.expit(a * z + b) @ w for z in (z1, z2)])
    assert z1 < z2
    assert images[0] > images[1] + 0.1


@pytest.mark.parametrize("residual", RESIDUALS, ids=lambda residual: type(residual).__name__)
def test_residual_inverse_is_the_root_that_brentq_finds(residual: Any) -> None:
    y = np.array([0.05, 1.0, 2.5])
    expected = [optimize.brentq(lambda z, v=v: z + residual(z) - v, -60.0, 60.0, xtol=1e-13) for v in y]
    np.testing.assert_allclose(s3.bracket_and_bisect(y, residual), expected, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("residual", RESIDUALS, ids=lambda residual: type(residual).__name__)
def test_residuals_satisfy_the_condition(residual: Any) -> None:
    z = np.linspace(-12.0, 12.0, 2001)
    assert ((residual(z + 1e-5) - residual(z - 1e-5)) / 2e-5 > -1).all()


def test_table_is_what_the_values_of_each_map_show() -> None:
    maps: dict[str, Any] = {
        "a": p3.SineResidual(0.5),
        "b": p3.ArctanResidual(1.0, 0.0),
        "c": p3.LinearResidual(-1.0),
        "d": p3.LinearResidual(-2.0),
        "e": p3.ExponentialResidual(1.0),
        "f": p3.CubicResidual(1.0, -1.0),
        "g": p3.SineResidual(2.0),
    }
    z = np.linspace(-6.0, 6.0, 1201)
    steps = {letter: np.diff(z + f(z)) for letter, f in maps.items()}
    injective = [letter for letter, step in steps.items() if (step > 0).all() or (step < 0).all()]
    assert "".join(injective) == s3.table()["answer"]
