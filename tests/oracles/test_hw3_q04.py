"""The references of question 4 agree with scipy, automatic differentiation, quadrature and optimisation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from scipy.integrate import quad  # type: ignore[import-untyped]
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.spatial.distance import jensenshannon  # type: ignore[import-untyped]
from scipy.special import expit, log_expit, rel_entr, xlogy  # type: ignore[import-untyped]
from scipy.stats import norm  # type: ignore[import-untyped]

from solutions.hw3_generative_models import q04_1_network_of_apples as s1
from solutions.hw3_generative_models import q04_2_generator_cost as s2
from solutions.hw3_generative_models import q04_3_generalisation_gap as s3
from solutions.hw3_generative_models import q04_4_saturation as s4
from solutions.hw3_generative_models.q04_5_equal_losses.gan_losses import exact_losses
from solutions.hw3_generative_models.q04_6_discriminator_as_estimator.jensen_shannon_from_logits import (
    divergence_from_logits,
)
from solutions.hw3_generative_models.q04_6_discriminator_as_estimator.jensen_shannon_lines import (
    divergence_lines,
)
from solutions.hw3_generative_models.q04_6_discriminator_as_estimator.log_density_from_discriminator import (
    add_log_odds,
)
from solutions.hw3_generative_models.q04_6_discriminator_as_estimator.pointwise_variations import variations

rng = np.random.default_rng(4)


def test_witness_by_the_tails_of_scipy() -> None:
    mu_r, sigma_r, mu_g, sigma_g, x = s1.narrower_generator()
    real, generated = norm(mu_r, sigma_r), norm(mu_g, sigma_g)
    distance, _ = quad(lambda t: 0.5 * abs(real.pdf(t) - generated.pdf(t)), -10, 10, limit=200)
    assert distance < 0.2
    assert min(abs(x - mu_r) / sigma_r, abs(x - mu_g) / sigma_g) > 10
    assert expit(real.logpdf(x) - generated.logpdf(x)) > 0.99


@pytest.mark.parametrize("shift", [0.25, 0.35])
def test_hidden_law_measures_total_variation(shift: float) -> None:
    exact = 2 * norm.cdf(shift) - 1  # of two normals whose means are 2 * shift apart
    left, right = s1.good_generator.check(lambda: (-shift, 1.0, shift, 1.0, 50.0), rng)
    assert right is True
    assert left == (exact < 0.2)


def test_costs_are_log_sigmoids() -> None:
    logits = np.concatenate([rng.normal(0.0, 5.0, size=20), [-1e4, 1e4, -40.0, 40.0]])
    assert s2.cost_from_logits(logits, "saturating") == pytest.approx(log_expit(-logits).mean(), rel=1e-12)
    assert s2.cost_from_logits(logits, "non_saturating") == pytest.approx(
        -log_expit(logits).mean(), rel=1e-12
    )


def test_dropout_in_all_outcomes_has_the_right_mean() -> None:
    x, p, draws = rng.normal(size=3), 0.2, (np.arange(5) + 0.5) / 5
    grid = np.stack(np.meshgrid(draws, draws, draws), axis=-1).reshape(-1, 3)
    mean = np.mean([s3.inverted_dropout(x, u, p, True) for u in grid], axis=0)
    np.testing.assert_allclose(mean, x, rtol=1e-12)


@pytest.mark.parametrize("kind", ["saturating", "non_saturating"])
def test_gradients_by_autograd(kind: str) -> None:
    logits = np.array([-700.0, -40.0, -2.0, 0.0, 3.0, 40.0, 700.0])
    values = torch.tensor(logits, requires_grad=True)
    log_sigmoid = torch.nn.functional.logsigmoid
    cost = log_sigmoid(-values) if kind == "saturating" else -log_sigmoid(values)
    cost.sum().backward()  # type: ignore[no-untyped-call]
    saturating, non_saturating, log_ratio = s4.gradients(logits)
    assert values.grad is not None
    wanted = saturating if kind == "saturating" else non_saturating
    np.testing.assert_allclose(wanted, values.grad.numpy(), rtol=1e-11, atol=0)
    np.testing.assert_allclose(log_ratio, np.log(non_saturating / saturating), rtol=1e-11)


def test_losses_by_xlogy() -> None:
    p_data, p_g = rng.dirichlet(np.ones(6), size=2)
    p_g[2], p_data[4] = 0.0, 0.0
    d = np.array([0.3, 1.0, 1.0, 0.2, 0.0, 0.7])
    d_loss, g_loss = exact_losses(p_data, p_g, d)
    assert d_loss == pytest.approx(-(xlogy(p_data, d) + xlogy(p_g, 1 - d)).sum())
    assert g_loss == pytest.approx(-xlogy(p_g, d).sum())


def test_divergence_lines_by_scipy() -> None:
    f0, f1 = rng.dirichlet(np.ones(6), size=2)
    lines = divergence_lines(f0, f1, np.ones(6))
    assert lines["jsd"] == pytest.approx(jensenshannon(f0, f1) ** 2)
    assert lines["jsd_from_value"] == pytest.approx(lines["jsd"])
    assert lines["kl0"] == pytest.approx(rel_entr(f0, (f0 + f1) / 2).sum())
    assert lines["kl1"] == pytest.approx(rel_entr(f1, (f0 + f1) / 2).sum())


def test_no_discriminator_beats_the_best_one() -> None:
    f0, f1 = rng.dirichlet(np.ones(4), size=2)

    def loss(logits: Any) -> Any:
        return -(f1 * log_expit(logits) + f0 * log_expit(-logits)).sum()

    found = minimize(loss, np.zeros(4), options={"gtol": 1e-10})
    lines = divergence_lines(f0, f1, np.ones(4))
    np.testing.assert_allclose(expit(found.x), lines["D_star"], atol=1e-5)
    assert -found.fun == pytest.approx(lines["value"], abs=1e-9)


def test_estimate_tends_to_the_divergence() -> None:
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    counts = np.round(weights / weights.sum() * 1e5).astype(int)
    noise = np.repeat(nodes, counts)
    estimate = divergence_from_logits(1.5 * (noise + 1.5) - 1.125, 1.5 * noise - 1.125)

    def pieces(x: float) -> float:
        f0, f1 = norm.pdf(x), norm.pdf(x, 1.5)
        return float(0.5 * (rel_entr(f0, (f0 + f1) / 2) + rel_entr(f1, (f0 + f1) / 2)))

    assert estimate == pytest.approx(quad(pieces, -9, 11)[0], abs=1e-4)


def test_density_and_derivatives() -> None:
    f0, f1, d = rng.uniform(0.2, 2.0, size=5), rng.uniform(0.2, 2.0, size=5), rng.uniform(0.1, 0.9, size=5)
    best = f1 / (f0 + f1)
    np.testing.assert_allclose(add_log_odds(np.log(f0), np.log(best / (1 - best))), np.log(f1), rtol=1e-10)
    first, second, point = variations(d, f0, f1)
    step = 1e-4

    def g(x: Any) -> Any:
        return f1 * np.log(x) + f0 * np.log(1 - x)

    np.testing.assert_allclose(first, (g(d + step) - g(d - step)) / (2 * step), atol=1e-4)
    np.testing.assert_allclose(second, (g(d + step) - 2 * g(d) + g(d - step)) / step**2, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(point, best)
