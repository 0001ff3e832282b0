"""The references of question 2 of homework 1 against quadrature, scipy, enumeration and a module of torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad  # type: ignore[import-untyped]
from scipy.optimize import minimize_scalar  # type: ignore[import-untyped]
from scipy.stats import entropy, norm  # type: ignore[import-untyped]

from solutions.hw1_latent_adversarial.q02_1_expected_log_likelihood import (
    gaussian_expected_log_likelihood_lines as gaussian,
)
from solutions.hw1_latent_adversarial.q02_1_expected_log_likelihood.expected_log_likelihood_lines import (
    lines_of_bayes,
)
from solutions.hw1_latent_adversarial.q02_2_amortization_gap import amortization_gap
from solutions.hw1_latent_adversarial.q02_2_amortization_gap.amortization_gap import both_divergences
from solutions.hw1_latent_adversarial.q02_3_bias_compute_memory import inference_cost
from solutions.hw1_latent_adversarial.q02_3_bias_compute_memory.best_case_bias import mean_biases
from solutions.hw1_latent_adversarial.q02_3_bias_compute_memory.variational_storage import stored_numbers

seeds = st.integers(0, 2**32 - 1)
MODELS = [(1.3, 0.7, 0.25, 0.8, 0.3), (-0.4, -2.0, 1.5, 0.2, 2.0), (0.0, 1.1, 0.05, -0.6, 0.02)]


def draw_model(seed: int) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    prior, q = rng.dirichlet(np.ones(4), size=2)
    return {"likelihood": rng.uniform(0.01, 1.0, size=(5, 4)), "prior": prior, "q": q}


def draw_situation(seed: int) -> dict[str, Any]:
    return amortization_gap.situation(np.random.default_rng(seed), 4, 3, 5, 6)


@given(seeds)
def test_the_first_line_is_the_marginal_with_a_bias_and_a_constant(seed: int) -> None:
    model = draw_model(seed)
    lines = lines_of_bayes(**model)
    total = lines["log_px"] + lines["B"] + lines["constant"]
    assert lines["expected_log_likelihood"] == pytest.approx(total)
    assert lines["B"] == pytest.approx([-entropy(model["q"], row) for row in lines["posterior"]])
    assert lines["constant"] == pytest.approx(entropy(model["q"], model["prior"]))


def test_the_maximiser_of_the_first_line_need_not_maximise_the_marginal() -> None:
    lines = lines_of_bayes(np.array([[0.9, 0.1], [0.4, 0.4]]), np.array([0.4, 0.6]), np.array([0.5, 0.5]))
    assert np.argmax(lines["expected_log_likelihood"]) == np.argmax(lines["log_px"] + lines["B"]) == 1
    assert np.argmax(lines["log_px"]) == 0


@pytest.mark.parametrize("model", MODELS)
def test_gaussian_lines_are_integrals(model: tuple[float, ...]) -> None:
    x, w, noise_var, mu_q, var_q = model
    lines = gaussian.linear_model(x, np.array([w]), noise_var, mu_q, var_q)
    q, prior, noise = norm(mu_q, var_q**0.5), norm(), noise_var**0.5

    def log_posterior(z: float) -> float:
        return float(norm.logpdf(x, w * z, noise) + prior.logpdf(z) - lines["log_px"][0])

    def integrate(function: Any, center: float, spread: float) -> float:
        return float(quad(function, center - 12 * spread, center + 12 * spread, points=[center])[0])

    expected = integrate(lambda z: q.pdf(z) * norm.logpdf(x, w * z, noise), mu_q, var_q**0.5)
    bias = integrate(lambda z: q.pdf(z) * (log_posterior(z) - q.logpdf(z)), mu_q, var_q**0.5)
    mean, spread = lines["post_mean"][0], lines["post_var"][0] ** 0.5
    assert lines["expected_log_likelihood"][0] == pytest.approx(expected)
    assert lines["B"][0] == pytest.approx(bias)
    assert integrate(lambda z: np.exp(log_posterior(z)), mean, spread) == pytest.approx(1.0)
    assert integrate(lambda z: z * np.exp(log_posterior(z)), mean, spread) == pytest.approx(mean, abs=1e-9)


@pytest.mark.parametrize("model", MODELS)
def test_w_star_is_where_a_numerical_search_ends(model: tuple[float, ...]) -> None:
    x, _, noise_var, mu_q, var_q = model

    def loss(w: float) -> float:
        return -float(gaussian.linear_model(x, w, noise_var, mu_q, var_q)["expected_log_likelihood"])

    found = minimize_scalar(loss).x
    assert gaussian.linear_model(x, 1.0, noise_var, mu_q, var_q)["w_star"] == pytest.approx(found, abs=1e-6)


@given(seeds)
def test_both_divergences_are_those_of_scipy(seed: int) -> None:
    situation = draw_situation(seed)
    joint, family, encoders = situation.values()
    lines = both_divergences(**situation)
    posterior = joint / joint.sum(axis=1, keepdims=True)
    table = np.array([[entropy(member, row) for member in family] for row in posterior])
    sums = [sum(table[i, name] for i, name in enumerate(names)) for names in encoders]
    best = encoders[int(np.argmin(sums))]
    assert lines["kl_amortized"] == pytest.approx(table[np.arange(4), best], abs=1e-12)
    assert lines["kl_instance"] == pytest.approx(table.min(axis=1), abs=1e-12)
    assert np.all(lines["gap"] >= 0)


@given(seeds)
def test_the_biases_are_mean_elbos_below_the_evidence(seed: int) -> None:
    situation = draw_situation(seed)
    lines, biases = both_divergences(**situation), mean_biases(**situation)
    best = max(lines["elbo"][np.arange(4), names].mean() for names in situation["encoders"])
    evidence = np.mean(np.log(situation["joint"].sum(axis=1)))
    assert biases["bias_amortized"] == pytest.approx(best - evidence, abs=1e-12)
    assert biases["bias_instance"] == pytest.approx(lines["elbo"].max(axis=1).mean() - evidence, abs=1e-12)
    assert biases["extra_bias"] <= 0


@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 30), st.integers(0, 300))
@settings(max_examples=60)
def test_costs_cross_where_a_search_finds_it(steps: int, encoder: int, gradient: int, train: int) -> None:
    costs = [inference_cost.costs(n, steps, encoder / 4, gradient / 4, train / 4) for n in range(1, 400)]
    cheaper = [n for n, cost in enumerate(costs, 1) if cost["amortized"] < cost["per_instance"]]
    assert costs[0]["n_star"] == (cheaper[0] if cheaper else None)


def test_the_encoder_stores_as_much_as_a_module_of_torch() -> None:
    module = torch.nn.Sequential(torch.nn.Linear(11, 7), torch.nn.ReLU(), torch.nn.Linear(7, 6))
    stored = stored_numbers(5, [11, 7, 6])
    assert stored["amortized"] == sum(array.numel() for array in module.parameters())
    assert [n for n in range(100) if 6 * n > stored["amortized"]][0] == stored["n_star"]
