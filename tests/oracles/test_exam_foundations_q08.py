"""The references of question 8 agree with enumeration and with the gradient of the exact log-likelihood."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
import torch
from scipy.special import expit, logsumexp  # type: ignore[import-untyped]
from scipy.stats import entropy  # type: ignore[import-untyped]

from assignments.exam_foundations.q08_trilinear_boltzmann_machine import enumerate_states
from solutions.exam_foundations import q08_2_marginal as s2
from solutions.exam_foundations.q08_1_block_sampling.block_conditionals import three_contractions
from solutions.exam_foundations.q08_1_block_sampling.block_gibbs import x_then_y_then_z
from solutions.exam_foundations.q08_3_contrastive_divergence.contrastive_divergence import two_phases
from solutions.exam_foundations.q08_3_contrastive_divergence.dependent_groups import mutual_information
from solutions.exam_foundations.q08_trilinear_boltzmann_machine import CLEARANCE, clear_noise, sigmoid

rng = np.random.default_rng(8)


def test_sigmoid_by_scipy() -> None:
    values = np.array([-1e4, -30.0, 0.0, 2.0, 1e4])
    np.testing.assert_allclose(sigmoid(values), expit(values), rtol=1e-12)


def test_conditionals_by_enumeration() -> None:
    W = rng.normal(size=(2, 2, 1))
    groups, p = enumerate_states(W)[:3], enumerate_states(W)[3]
    table = {tuple(state): float(q) for state, q in zip(np.concatenate(groups, axis=1), p, strict=True)}
    exact = []
    for state in table:
        on, off = (
            [table[state[:unit] + (value,) + state[unit + 1 :]] for unit in range(5)] for value in (1.0, 0.0)
        )
        exact.append(np.array(on) / (np.array(on) + np.array(off)))
    found = np.concatenate(three_contractions(W, *groups), axis=1)
    np.testing.assert_allclose(found, exact, rtol=1e-10)


def transition(W: Any, together: bool) -> Any:
    """The exact matrix of one sweep on all states; `together` draws y and z both from the old state."""
    x, y, z, _ = enumerate_states(W)
    p_x = expit(-np.einsum("ijk,sj,sk->si", W, y, z))
    to_x = np.prod(np.where(x[None] == 1, p_x[:, None], 1 - p_x[:, None]), axis=2)
    p_y = expit(-np.einsum("ijk,ti,sk->stj", W, x, z))
    to_y = np.prod(np.where(y[None] == 1, p_y, 1 - p_y), axis=2)
    p_z = expit(-np.einsum("ijk,ti,tj->tk", W, x, y))[None]
    if together:
        p_z = expit(-np.einsum("ijk,ti,sj->stk", W, x, y))
    return to_x * to_y * np.prod(np.where(z[None] == 1, p_z, 1 - p_z), axis=2)


def test_sweep_leaves_the_exact_distribution_alone() -> None:
    W = 1.5 * rng.normal(size=(2, 2, 2))
    p, T = enumerate_states(W)[3], transition(W, together=False)
    np.testing.assert_allclose(T.sum(axis=1), 1.0, rtol=1e-12)
    np.testing.assert_allclose(p @ T, p, atol=1e-14)
    assert np.abs(p @ transition(W, together=True) - p).max() > 1e-3


def test_sampler_follows_the_exact_transition() -> None:
    W = np.array([[[-2.0, 1.0], [0.5, -1.5]]])
    x, y, z, _ = enumerate_states(W)
    noise = [rng.uniform(size=(1, 200_000, n)) for n in W.shape]
    chains = x_then_y_then_z(W, np.ones((200_000, 2)), np.ones((200_000, 2)), *noise)
    codes = np.concatenate([group[0] for group in chains], axis=1) @ (2 ** np.arange(5)[::-1])
    frequencies = np.bincount(codes.astype(int), minlength=32) / 200_000
    np.testing.assert_allclose(frequencies, transition(W, together=False)[-1], atol=5e-3)


@pytest.mark.parametrize("sizes", [(2, 3, 4), (2, 4, 3), (1, 1, 1), (3, 1, 5)])
def test_marginal_by_enumeration(sizes: tuple[int, int, int]) -> None:
    W = rng.normal(size=sizes)
    every = [np.array(list(product((0.0, 1.0), repeat=n))) for n in sizes]
    energies = np.einsum("ijk,bi,sj,tk->bst", W, *every)
    found = s2.smaller_group_enumerated(W, every[0])
    np.testing.assert_allclose(found, logsumexp(-energies, axis=(1, 2)), rtol=1e-12)


def test_counts_are_lengths_of_lists() -> None:
    full, left, factors = s2.powers_of_two(5, 3)
    assert full == len(list(product((0, 1), repeat=8)))
    assert left == s2.log_terms(s2.couplings(rng.normal(size=(1, 5, 3)), np.ones((1, 1)))).shape[1]
    assert factors == 8


def test_contrastive_divergence_points_along_the_exact_gradient() -> None:
    W, batch = rng.normal(size=(2, 2, 2)), 50_000
    x = (rng.uniform(size=(batch, 2)) < [0.8, 0.3]).astype(float)
    weights = torch.tensor(W, requires_grad=True)
    states, y, z, _ = (torch.tensor(array) for array in enumerate_states(W))
    log_weights = -torch.einsum("ijk,si,sj,sk->s", weights, states, y, z)
    log_p = torch.logsumexp(log_weights.reshape(4, 16), 1) - torch.logsumexp(log_weights, 0)
    shares = np.bincount((x @ [2, 1]).astype(int), minlength=4) / batch
    (exact,) = torch.autograd.grad(torch.tensor(shares) @ log_p, weights)
    noise = [rng.uniform(size=(batch, 2)) for _ in range(5)]
    found = two_phases(W, x, rng.integers(0, 2, size=(batch, 2)).astype(float), *noise)["gradient"]
    cosine = np.sum(found * exact.numpy()) / np.linalg.norm(found) / float(exact.norm())
    assert cosine > 0.8


def test_mutual_information_by_entropies() -> None:
    W, x = 2 * rng.normal(size=(2, 2, 2)), np.array([1.0, 1.0])
    y, z = (np.array(list(product((0.0, 1.0), repeat=2))) for _ in range(2))
    p = np.exp(-np.einsum("jk,sj,tk->st", W.sum(axis=0), y, z))
    p /= p.sum()
    exact = entropy(p.sum(axis=1)) + entropy(p.sum(axis=0)) - entropy(p.ravel())
    assert mutual_information(W, x) == pytest.approx(exact, abs=1e-12)


def test_noise_is_clear_of_all_probabilities() -> None:
    W = rng.normal(size=(1, 1, 1))
    noise = clear_noise(rng, W, 2000)
    assert np.abs(noise - expit(-W.ravel()[0])).min() > CLEARANCE
    assert np.abs(noise - 0.5).min() > CLEARANCE
