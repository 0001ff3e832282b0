"""The references of question 5 against finite differences, torch's autograd and counting."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime  # type: ignore[import-untyped]

from solutions.exam_foundations.q05_1_linear_autoencoder.linear_autoencoder_gradients import gradients
from solutions.exam_foundations.q05_1_linear_autoencoder.linear_autoencoder_lines import lines_of_the_proof
from solutions.exam_foundations.q05_2_rectified_units.contractive_penalty import active_rows
from solutions.exam_foundations.q05_2_rectified_units.effective_decay import activity_rates
from solutions.exam_foundations.q05_2_rectified_units.free_weights_witness import far_below_the_kink

seeds = st.integers(0, 2**32 - 1)


def random_layer(seed: int, batch: int = 4, H: int = 3, D: int = 2) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(batch, D)), rng.normal(size=(H, D)), rng.normal(size=H)


def contractive_loss(W: Any, x: Any, lam: float) -> Any:
    """The loss of 5.1 with a Jacobian by autograd."""
    jacobian: Any = torch.autograd.functional.jacobian
    total = 0.0
    for row in x:
        J = jacobian(lambda v: W @ v, row, create_graph=True)
        total = total + ((row - W.T @ (W @ row)) ** 2).sum() + lam * (J**2).sum()
    return total / len(x)


def test_loss_and_its_gradient_are_those_of_autograd() -> None:
    x, W, _ = random_layer(0, H=2, D=3)
    weights = torch.tensor(W, requires_grad=True)
    loss = contractive_loss(weights, torch.tensor(x), 0.3)
    loss.backward()
    assert lines_of_the_proof(x, W, 0.3)["loss"] == pytest.approx(loss.item())
    assert weights.grad is not None
    assert gradients(x, W, 0.3)["loss_gradient"] == pytest.approx(weights.grad.numpy())


def test_penalty_is_the_difference_that_lambda_makes() -> None:
    x, W, _ = random_layer(1)
    with_penalty, without = (gradients(x, W, lam)["loss_gradient"] for lam in (0.7, 0.0))
    assert gradients(x, W, 0.7)["penalty_gradient"] == pytest.approx(with_penalty - without)


@given(seeds)
def test_linear_penalty_is_the_trace_of_the_gram_matrix_at_every_input(seed: int) -> None:
    x, W, _ = random_layer(seed)
    lines = lines_of_the_proof(x, W, 1.0)
    traces = [np.trace(J @ J.T) for J in lines["jacobian"]]
    assert lines["penalty"] == pytest.approx(traces)
    assert lines["penalty"] == pytest.approx(np.full(4, np.sum(np.linalg.svd(W)[1] ** 2)))


def test_penalty_is_that_of_finite_differences() -> None:
    x, W, c = random_layer(2)
    jacobians = [approx_fprime(row, lambda v: np.maximum(0, W @ v + c), 1e-8) for row in x]
    squares = [np.sum(J**2) for J in jacobians]
    assert active_rows(x, W, c) == pytest.approx(squares, rel=1e-5)


def test_torch_takes_the_kink_as_inactive_too() -> None:
    jacobian: Any = torch.autograd.functional.jacobian
    W, x = torch.eye(2, dtype=torch.float64), torch.tensor([0.0, 1.0], dtype=torch.float64)
    found = (jacobian(lambda v: torch.relu(W @ v), x) ** 2).sum().item()
    assert active_rows(x.numpy()[None], np.eye(2), np.zeros(2)) == pytest.approx([found])


@given(seeds)
def test_coefficients_split_the_mean_penalty(seed: int) -> None:
    x, W, c = random_layer(seed, batch=6)
    mean = 0.4 * active_rows(x, W, c).mean()
    assert activity_rates(x, W, c, 0.4) @ np.sum(W**2, axis=1) == pytest.approx(mean)
    assert mean <= 0.4 * np.sum(W**2) + 1e-12


def test_coefficients_are_half_the_gradient_of_autograd_over_the_weights() -> None:
    x, W, c = random_layer(3)
    weights = torch.tensor(W, requires_grad=True)
    active = (torch.tensor(x) @ weights.T + torch.tensor(c) > 0).double()
    (0.4 * (active @ (weights**2).sum(1)).mean()).backward()  # type: ignore[no-untyped-call]
    assert weights.grad is not None
    assert 2 * activity_rates(x, W, c, 0.4)[:, None] * W == pytest.approx(weights.grad.numpy())


def test_witness_pays_weight_decay_and_no_contractive_penalty() -> None:
    x, W, c = far_below_the_kink()
    assert not active_rows(x, W, c).any()
    assert np.sum(W**2) >= len(W)
