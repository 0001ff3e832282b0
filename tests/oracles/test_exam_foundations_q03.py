"""The references of question 3 agree with torch's optimisers, explicit sums and exact rational numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch

from assignments.exam_foundations.q03_optimisers import measure_rates
from solutions.exam_foundations.q03_1_adagrad_rmsprop.adagrad import sum_of_squares
from solutions.exam_foundations.q03_1_adagrad_rmsprop.rate_recovery_witness import (
    one_large_gradient,
    rate_has_grown,
    rate_has_grown_tenfold,
)
from solutions.exam_foundations.q03_1_adagrad_rmsprop.rmsprop import average_of_squares
from solutions.exam_foundations.q03_2_rmsprop_adam.adam import corrected_averages
from solutions.exam_foundations.q03_2_rmsprop_adam.adam_as_rmsprop_rates import rising_rates
from solutions.exam_foundations.q03_2_rmsprop_adam.alternating_gradient_change import shrunk_changes

rng = np.random.default_rng(3)
theta0, grads = rng.normal(size=4), rng.normal(size=(25, 4))


def run(optimiser: Any, gradients: Any, **options: Any) -> Any:
    theta = torch.tensor(theta0, requires_grad=True)
    steps, rows = optimiser([theta], **options), [theta0.copy()]
    for gradient in gradients:
        theta.grad = torch.tensor(gradient)
        steps.step()
        rows.append(theta.detach().numpy().copy())
    return np.array(rows)


@pytest.mark.parametrize("eps", [1e-8, 0.5])
def test_optimisers_of_torch(eps: float) -> None:
    pairs = [
        (sum_of_squares(theta0, grads, 0.2, eps), run(torch.optim.Adagrad, grads, lr=0.2, eps=eps)),
        (
            average_of_squares(theta0, grads, 0.2, 0.85, eps),
            run(torch.optim.RMSprop, grads, lr=0.2, alpha=0.85, eps=eps),
        ),
        (
            corrected_averages(theta0, grads, 0.2, 0.8, 0.97, eps),
            run(torch.optim.Adam, grads, lr=0.2, betas=(0.8, 0.97), eps=eps),
        ),
    ]
    for got, want in pairs:
        np.testing.assert_allclose(got, want, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("t", [1, 4, 100])
def test_lengths_for_equal_gradients(t: int) -> None:
    equal = np.full((100, 1), -3.0)
    adagrad = np.diff(sum_of_squares(np.zeros(1), equal, 0.1, 0.0)[:, 0])[t - 1]
    rmsprop = np.diff(average_of_squares(np.zeros(1), equal, 0.1, 0.9, 0.0)[:, 0])[t - 1]
    assert adagrad == pytest.approx(0.1 / t**0.5, rel=1e-12)
    assert rmsprop == pytest.approx(0.1 / (1 - 0.9**t) ** 0.5, rel=1e-12)


def test_rate_of_the_witness_by_explicit_weights() -> None:
    gradients = one_large_gradient()
    weights = 0.1 * 0.9 ** np.arange(len(gradients))[::-1]
    first, last = 0.1 * gradients[0] ** 2, weights @ gradients**2
    assert np.sqrt(first / last) > 10
    rates = measure_rates(lambda a, g: average_of_squares(a, g, 1.0, 0.9, 0.0), gradients)
    assert rates[-1] / rates[0] == pytest.approx(np.sqrt(first / last), rel=1e-9)


def test_adagrad_has_no_such_witness() -> None:
    rates = measure_rates(lambda a, g: sum_of_squares(a, g, 1.0, 0.0), one_large_gradient())
    assert np.all(np.diff(rates) <= 1e-9)


def test_witness_may_have_any_scale() -> None:
    for scale in (1e-250, 1.0, 1e250):
        got, want = rate_has_grown_tenfold.check(lambda c=scale: c * one_large_gradient(), rng)
        assert got is want is True
    assert rate_has_grown.check(lambda: np.full(5, np.nan), rng) == (False, True)


def test_rates_make_rmsprop_adam() -> None:
    rates = rising_rates(0.3, 0.95, len(grads))
    squares = np.array(
        [[0.05 * 0.95 ** (t - k) for k in range(t + 1)] @ grads[: t + 1] ** 2 for t in range(25)]
    )
    path = theta0 - np.cumsum(rates[:, None] * grads / np.sqrt(squares), axis=0)
    adam = run(torch.optim.Adam, grads, lr=0.3, betas=(0.0, 0.95), eps=0.0)
    np.testing.assert_allclose(path, adam[1:], rtol=1e-10, atol=1e-12)


def test_alternating_changes_in_exact_arithmetic() -> None:
    beta, mean = Fraction(9, 10), Fraction(0)
    t = np.arange(1, 30)
    changes = shrunk_changes(0.1, 0.9, t)
    for step in range(1, 30):
        mean = beta * mean + (1 - beta) * (-1) ** step
        assert changes[step - 1] == pytest.approx(float(-mean / (1 - beta**step) / 10), rel=1e-12)


def test_alternating_changes_do_not_depend_on_beta2() -> None:
    alternating = np.array([[(-1.0) ** t] * 4 for t in range(1, 41)])
    for beta2 in (0.5, 0.999):
        path = run(torch.optim.Adam, alternating, lr=0.1, betas=(0.7, beta2), eps=0.0)
        want = shrunk_changes(0.1, 0.7, np.arange(1, 41))
        np.testing.assert_allclose(np.diff(path[:, 0]), want, rtol=1e-9, atol=1e-12)
