"""The references of question 5 of homework 3 against scipy, torch, enumeration and quadrature."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
import torch
from scipy.integrate import quad  # type: ignore[import-untyped]
from scipy.special import log_softmax  # type: ignore[import-untyped]
from scipy.stats import binom  # type: ignore[import-untyped]

from solutions.hw3_generative_models import q05_2_strengths as s2
from solutions.hw3_generative_models import q05_3_weaknesses as s3
from solutions.hw3_generative_models import q05_4_reflections as s4
from solutions.hw3_generative_models.q05_1_summary.nt_xent import contrastive_loss


@pytest.mark.parametrize("n", [1, 2, 6])
def test_nt_xent_is_the_mean_over_both_orders_of_all_pairs(n: int) -> None:
    z1, z2 = np.random.default_rng(n).normal(size=(2, n, 3))
    views = torch.from_numpy(np.concatenate([z1, z2]))
    table = torch.nn.functional.cosine_similarity(views[:, None], views[None], dim=2).numpy() / 0.4
    losses = []
    for i, j in [(i, i + n) for i in range(n)] + [(i + n, i) for i in range(n)]:
        others = [k for k in range(2 * n) if k != i]
        losses.append(-log_softmax(table[i, others])[others.index(j)])
    assert contrastive_loss(z1, z2, 0.4) == pytest.approx(np.mean(losses), rel=1e-12)


def test_gradient_of_nt_xent_weights_the_negatives_by_their_softmax() -> None:
    logits = torch.tensor([[0.3, -1.0, 0.8]], dtype=torch.float64, requires_grad=True)
    torch.nn.functional.cross_entropy(logits, torch.tensor([0])).backward()  # type: ignore[no-untyped-call]
    assert logits.grad is not None
    weights = torch.softmax(logits.detach(), dim=1)[0, 1:]
    assert s2.strengths()["a2"]
    assert torch.allclose(logits.grad[0, 1:], weights)


def test_nt_xent_at_a_small_temperature_is_the_mean_gap_to_the_best_candidate() -> None:
    z1, z2 = np.random.default_rng(0).normal(size=(2, 5, 3))
    views = np.concatenate([z1, z2])
    table = views @ views.T / np.outer(np.linalg.norm(views, axis=1), np.linalg.norm(views, axis=1))
    np.fill_diagonal(table, -np.inf)
    gaps = table.max(axis=1) - np.array([table[i, (i + 5) % 10] for i in range(10)])
    assert contrastive_loss(z1, z2, 1e-6) * 1e-6 == pytest.approx(gaps.mean(), abs=1e-5)


def test_false_negatives_by_enumeration_of_all_batches() -> None:
    p, n = np.array([0.5, 0.3, 0.2, 0.0]), 4
    expected = probability = 0.0
    for classes in product(range(len(p)), repeat=n):
        chance = float(np.prod(p[list(classes)]))
        met = sum(2 for other in classes[1:] if other == classes[0])
        expected += chance * met
        probability += chance * (met > 0)
    assert s3.same_class(p, n) == pytest.approx((expected, probability), rel=1e-12)


def test_false_negatives_by_the_binomial_distribution() -> None:
    p, n = np.random.default_rng(1).dirichlet(np.ones(5)), 300
    others = binom(n - 1, p)
    oracle = (np.sum(p * 2 * others.mean()), np.sum(p * others.sf(0)))
    assert s3.same_class(p, n) == pytest.approx(oracle, rel=1e-12)


@pytest.mark.parametrize("scale", [1.0, 1e4])
def test_infonce_bound_is_log_n_minus_the_cross_entropy(scale: float) -> None:
    scores = scale * np.random.default_rng(2).normal(size=(6, 6))
    loss = torch.nn.functional.cross_entropy(torch.from_numpy(scores), torch.arange(6))
    assert s4.information(scores) == pytest.approx(np.log(6) - float(loss), rel=1e-12)


def test_infonce_with_two_candidates_stays_below_the_information_in_expectation() -> None:
    flip = 0.1  # x is a fair bit, y is x flipped with this probability
    joint = np.array([[1 - flip, flip], [flip, 1 - flip]]) / 2
    truth = float(np.sum(joint * np.log(joint / 0.25)))
    estimate = 0.0
    for x1, y1, x2, y2 in product(range(2), repeat=4):
        scores = np.log(4 * joint[np.ix_([x1, x2], [y1, y2])])
        estimate += joint[x1, y1] * joint[x2, y2] * s4.information(scores)
    assert 0 < estimate < min(truth, np.log(2))


def test_scores_of_the_picture_are_density_ratios_of_the_stated_information() -> None:
    from assignments.hw3_generative_models.q05_4_reflections import _score_gaussians

    def weighted(noise: float, at: float) -> tuple[float, Any]:
        scores = _score_gaussians(0.7, np.array([[at], [noise]]))
        return float(np.exp(-(at**2 + noise**2) / 2) / (2 * np.pi)), scores[0, 0]

    def inner(at: float) -> float:
        return float(quad(lambda noise: np.prod(weighted(noise, at)), -9, 9)[0])

    assert quad(inner, -9, 9)[0] == pytest.approx(0.7, rel=1e-8)
