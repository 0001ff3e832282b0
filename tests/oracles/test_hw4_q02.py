"""The references of question 2 (mixtures of logistics) against scipy, decimal arithmetic and counting."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import softmax  # type: ignore[import-untyped]
from scipy.stats import logistic  # type: ignore[import-untyped]

from solutions.hw4_autoregressive import q02_2_larger_output as s2
from solutions.hw4_autoregressive.q02_1_outputs.discretised_mixture_log_prob import (
    ends_closed,
    log_prob_by_factors,
)
from solutions.hw4_autoregressive.q02_1_outputs.output_shapes import table_and_mixture

VALUES = np.arange(256)


def _sigmoid(u: Decimal) -> Decimal:
    return 1 / (1 + (-u).exp())


def _decimal_log_prob(x: int, weights: Any, mu: Any, log_s: Any) -> float:
    with localcontext() as context:
        context.prec = 1500
        half, total = Decimal("0.5"), Decimal(0)
        for weight, mean, log_scale in zip(weights, mu, log_s, strict=True):
            mean, scale = Decimal(float(mean)), Decimal(float(log_scale)).exp()
            upper = Decimal(1) if x == 255 else _sigmoid((x + half - mean) / scale)
            lower = Decimal(0) if x == 0 else _sigmoid((x - half - mean) / scale)
            total += Decimal(float(weight)) * (upper - lower)
        return float(total.ln())


def test_inner_values_agree_with_scipy() -> None:
    rng = np.random.default_rng(0)
    x = rng.integers(1, 255, size=20)
    mu, log_s = x[:, None] + rng.uniform(-5, 5, size=(20, 3)), rng.uniform(0, 2, size=(20, 3))
    logits = rng.normal(size=(20, 3))
    upper, lower = (logistic.cdf(x[:, None] + half, mu, np.exp(log_s)) for half in (0.5, -0.5))
    expected = np.log(np.sum(softmax(logits, axis=1) * (upper - lower), axis=1))
    np.testing.assert_allclose(log_prob_by_factors(x, logits, mu, log_s), expected, rtol=1e-9)


@pytest.mark.parametrize(("x", "log_s"), [(0, -2.0), (255, -2.0), (30, -2.0), (200, -2.0), (90, 7.0)])
def test_far_values_agree_with_long_decimals(x: int, log_s: float) -> None:
    mu, logits = np.array([[97.3, 104.1]]), np.array([[0.4, -0.3]])
    scales = np.full((1, 2), log_s)
    found = log_prob_by_factors(np.array([x]), logits, mu, scales)[0]
    expected = _decimal_log_prob(x, softmax(logits[0]), mu[0], scales[0])
    assert found == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize("log_s", [-7.0, 0.0, 3.0, 7.0])
def test_open_ends_make_a_distribution(log_s: float) -> None:
    rows = (np.tile(row, (256, 1)) for row in ([0.3, -0.2], [2.0, 253.0], [log_s, log_s]))
    assert np.exp(log_prob_by_factors(VALUES, *rows)).sum() == pytest.approx(1.0, abs=1e-12)


def test_closed_ends_lose_mass() -> None:
    rows = (np.tile(row, (256, 1)) for row in ([0.0, 0.0], [3.0, 250.0], [2.0, 2.0]))
    assert np.exp(ends_closed.function(VALUES, *rows)).sum() < 0.75


@given(st.integers(1, 300), st.integers(1, 12))
def test_smallest_size_is_found_by_counting(levels: int, parameters: int) -> None:
    expected = next(K for K in range(levels + 2) if parameters * K > levels)
    assert s2.first_above(levels, parameters) == expected


def test_answer_of_the_sheet() -> None:
    sizes = {K: [np.prod(shape) for shape in table_and_mixture(32, 32, 3, K)] for K in (85, 86)}
    assert s2.first_above(256, 3) == 86
    assert sizes[85][1] < sizes[85][0]
    assert sizes[86][1] > sizes[86][0]
