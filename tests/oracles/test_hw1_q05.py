"""The reference of question 5 agrees with scipy and with a search for the maximum at each point."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize_scalar  # type: ignore[import-untyped]
from scipy.special import expit  # type: ignore[import-untyped]
from scipy.stats import norm  # type: ignore[import-untyped]

from solutions.hw1_latent_adversarial import q05_optimal_discriminator as s5

rng = np.random.default_rng(5)


@pytest.mark.parametrize("shift", [0.0, -1e4, 900.0])
def test_sigmoid_of_scipy(shift: float) -> None:
    log_f0, log_f1 = rng.normal(shift, 20.0, size=(2, 30))
    values = s5.sigmoid_of_log_ratio(log_f0, log_f1)
    np.testing.assert_allclose(values, expit(log_f1 - log_f0), rtol=1e-11, atol=0)


def test_maximum_at_each_point() -> None:
    f0, f1 = rng.uniform(0.1, 2.0, size=(2, 6))
    for fake, real, best in zip(f0, f1, s5.sigmoid_of_log_ratio(np.log(f0), np.log(f1)), strict=True):
        found = minimize_scalar(
            lambda d, a=real, b=fake: -a * np.log(d) - b * np.log(1 - d),
            bounds=(1e-9, 1 - 1e-9),
            method="bounded",
            options={"xatol": 1e-10},
        )
        assert best == pytest.approx(found.x, abs=1e-6)


def test_bayes_rule_for_two_normals() -> None:
    x = np.linspace(-3.0, 4.0, 15)
    f0, f1 = norm.pdf(x), norm.pdf(x, 1.0, 0.5)
    values = s5.sigmoid_of_log_ratio(norm.logpdf(x), norm.logpdf(x, 1.0, 0.5))
    np.testing.assert_allclose(values, 0.5 * f1 / (0.5 * f0 + 0.5 * f1), rtol=1e-12)
    np.testing.assert_allclose(f0 * values / (1 - values), f1, rtol=1e-9)


def test_a_tiny_probability_keeps_its_digits() -> None:
    assert s5.sigmoid_of_log_ratio(0.0, -40.0) == pytest.approx(np.exp(-40.0), rel=1e-12, abs=0)
