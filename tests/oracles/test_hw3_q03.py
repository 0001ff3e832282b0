"""The references of question 3 against enumeration, quadrature and scipy."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad  # type: ignore[import-untyped]
from scipy.special import log_softmax, logsumexp  # type: ignore[import-untyped]
from scipy.stats import entropy, norm  # type: ignore[import-untyped]

from solutions.hw3_generative_models import q03_1_marginal_likelihood as s1
from solutions.hw3_generative_models.q03_2_evidence_lower_bound.elbo_by_jensen import jensen
from solutions.hw3_generative_models.q03_2_evidence_lower_bound.elbo_decomposition import decomposition
from solutions.hw3_generative_models.q03_2_evidence_lower_bound.elbo_forms import forms
from solutions.hw3_generative_models.q03_2_evidence_lower_bound.tight_log_q import posterior
from solutions.hw3_generative_models.q03_4_importance_weights.importance_weighted_bound import log_mean_exp
from solutions.hw3_generative_models.q03_4_importance_weights.importance_weighted_chain import chain
from solutions.hw3_generative_models.q03_4_importance_weights.subset_average import average_of_subsets
from solutions.hw3_generative_models.q03_4_importance_weights.two_point_gap import gap_of_two_points

seeds = st.integers(0, 2**32 - 1)


def random_model(seed: int, states: int = 3) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    return rng.normal(-2.0, 1.5, size=states), np.log(rng.dirichlet(np.ones(states)))


@pytest.mark.parametrize(("x", "sigma"), [(0.0, 1.0), (2.0, 1.0), (-1.3, 0.4), (0.7, 2.5)])
def test_moment_ratio_is_that_of_two_integrals(x: float, sigma: float) -> None:
    def moment(power: int) -> float:
        return float(quad(lambda z: norm.pdf(z) * norm.pdf(x, z, sigma) ** power, -12, 12, points=[0, x])[0])

    expected = np.log(moment(2) / moment(1) ** 2)
    assert s1.moment_ratio(np.array([[x]]), sigma)[0] == pytest.approx(expected, rel=1e-7)


@given(seeds)
def test_decomposition_gives_the_marginal_of_any_model(seed: int) -> None:
    log_joint, log_q = (row[None] for row in random_model(seed))
    log_px = logsumexp(log_joint, axis=1)
    lines = decomposition(log_px, log_joint, log_joint - log_px[:, None], log_q)
    assert lines["log_px"] == pytest.approx(log_px)
    assert lines["kl_definition"] == pytest.approx(entropy(np.exp(log_q[0]), np.exp(log_joint[0])))


def test_terms_of_the_elbo_are_those_of_scipy() -> None:
    rng = np.random.default_rng(0)
    log_likelihood, (prior, q) = rng.normal(size=(1, 4)), rng.dirichlet(np.ones(4), size=(2, 1))
    lines = forms(log_likelihood, np.log(prior), np.log(q))
    assert lines["kl_prior"] == pytest.approx(entropy(q[0], prior[0]))
    assert lines["entropy"] == pytest.approx(entropy(q[0]))
    assert lines["joint_form"] == pytest.approx(np.sum(q * np.log(np.exp(log_likelihood) * prior / q)))


def test_a_state_that_q_misses_is_lost_by_the_mean_weight_only() -> None:
    joint, q = np.array([[0.2, 0.3, 0.1]]), np.array([[0.5, 0.5, 0.0]])
    with np.errstate(divide="ignore"):
        lines = jensen(np.log(joint), np.log(q))
    assert lines["log_px"] == pytest.approx(np.log(0.6))
    assert lines["log_mean_weight"] == pytest.approx(np.log(0.5))
    assert lines["elbo"] == pytest.approx(0.5 * np.log(0.4) + 0.5 * np.log(0.6))


@given(seeds)
def test_the_tight_q_is_the_softmax_and_no_other_q_has_a_smaller_gap(seed: int) -> None:
    log_joint, log_q = (row[None] for row in random_model(seed, states=4))
    tight = posterior(log_joint)
    assert tight == pytest.approx(log_softmax(log_joint, axis=1))
    assert jensen(log_joint, tight)["gap"] == pytest.approx(0.0, abs=1e-12)
    assert jensen(log_joint, log_q)["gap"] >= -1e-12


@given(seeds, st.integers(1, 4))
def test_the_exact_bound_is_the_sum_over_all_tuples(seed: int, k: int) -> None:
    log_joint, log_q = random_model(seed)
    weights, q = np.exp(log_joint - log_q), np.exp(log_q)
    samples = [list(sample) for sample in product(range(3), repeat=k)]
    expected = sum(np.prod(q[sample]) * np.log(np.mean(weights[sample])) for sample in samples)
    assert chain(log_joint, log_q, k)["L_k"] == pytest.approx(expected)


@given(seeds)
def test_the_bounds_rise_with_the_number_of_samples_and_stay_below_the_marginal(seed: int) -> None:
    log_joint, log_q = random_model(seed)
    bounds = [chain(log_joint, log_q, k)["L_k"] for k in range(1, 6)]
    assert np.all(np.diff(bounds) >= -1e-12)
    assert bounds[-1] <= logsumexp(log_joint) + 1e-12


def test_weights_and_subsets_are_averaged_as_plain_numbers() -> None:
    weights = np.random.default_rng(1).uniform(0.1, 5.0, size=(3, 5))
    assert log_mean_exp(np.log(weights)) == pytest.approx(np.log(weights.mean(axis=1)))
    expected = [np.mean([np.log(np.mean(subset)) for subset in combinations(row, 3)]) for row in weights]
    assert average_of_subsets(np.log(weights), 3) == pytest.approx(expected)


@pytest.mark.parametrize(("a", "b", "pi"), [(0.3, 5.0, 0.2), (1.0, 1.0, 0.5), (7.0, 2.0, 0.9)])
def test_the_gap_of_two_points_is_the_difference_of_exact_bounds(a: float, b: float, pi: float) -> None:
    log_q = np.log([pi, 1 - pi])
    log_joint = log_q + np.log([a, b])
    first, second = (chain(log_joint, log_q, k)["L_k"] for k in (1, 2))
    assert gap_of_two_points(a, b, pi) == pytest.approx(second - first, abs=1e-12)
