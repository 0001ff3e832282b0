"""The references of question 3 of homework 2 against enumeration, quadrature and scipy."""

from __future__ import annotations

from itertools import chain, combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logsumexp  # type: ignore[import-untyped]
from scipy.stats import entropy, norm  # type: ignore[import-untyped]

from assignments.hw2_flows_diffusion.q03_5_code_and_diffusion import draw_pair
from solutions.hw2_flows_diffusion import q03_3_bound_with_a_code as s3
from solutions.hw2_flows_diffusion import q03_4_posterior_of_the_code as s4
from solutions.hw2_flows_diffusion import q03_5_code_and_diffusion as s5
from solutions.hw2_flows_diffusion.q03_1_diffusion_bound.diffusion_bound_lines import bound
from solutions.hw2_flows_diffusion.q03_1_diffusion_bound.tight_forward_process import tight
from solutions.hw2_flows_diffusion.q03_2_reconstruction_and_divergences.diffusion_kl_lines import divergences
from solutions.hw2_flows_diffusion.q03_2_reconstruction_and_divergences.gaussian_posterior import gaussian
from solutions.hw2_flows_diffusion.q03_diffusion_models import draw_sparse, draw_tables

seeds = st.integers(0, 2**32 - 1)


def path_tables(x0: int, fwd: Any, rev: Any, pT: Any) -> tuple[Any, Any]:
    """q(x_{1:T} | x_0) and p(x_{0:T}) of every path, each of shape (S,) * T."""
    shape = (len(pT),) * len(fwd)
    q, p = np.empty(shape), np.empty(shape)
    for path in np.ndindex(*shape):
        states = (x0, *path)
        q[path] = np.prod([fwd[t, states[t], states[t + 1]] for t in range(len(fwd))])
        p[path] = pT[path[-1]] * np.prod([rev[t, states[t + 1], states[t]] for t in range(len(fwd))])
    return q, p


@given(seeds, st.integers(1, 4), st.booleans())
def test_bound_and_gap_are_those_of_all_paths(seed: int, steps: int, sparse: bool) -> None:
    rng = np.random.default_rng(seed)
    tables = draw_sparse(rng, steps) if sparse else draw_tables(rng, 3, steps)
    with np.errstate(divide="ignore"):
        lines = bound(**tables)
    q, p = path_tables(**tables)
    drawn = q > 0
    assert lines["log_px0"] == pytest.approx(np.log(p.sum()))
    assert lines["elbo"] == pytest.approx(np.sum(q[drawn] * np.log(p[drawn] / q[drawn])))
    assert lines["gap"] == pytest.approx(entropy(q.ravel(), p.ravel()), abs=1e-12)


@given(seeds, st.integers(1, 4))
def test_the_tight_process_leaves_no_gap_for_any_observation(seed: int, steps: int) -> None:
    tables = draw_tables(np.random.default_rng(seed), 3, steps)
    fwd = tight(tables["rev"], tables["pT"])
    assert fwd.sum(axis=-1) == pytest.approx(1.0)
    for x0 in range(3):
        gap = bound(x0, fwd, tables["rev"], tables["pT"])["gap"]
        assert gap == pytest.approx(0.0, abs=1e-12)


@given(seeds, st.integers(1, 4))
def test_divergences_add_up_to_the_bound_of_the_ratios(seed: int, steps: int) -> None:
    tables = draw_tables(np.random.default_rng(seed), 3, steps)
    lines = divergences(**tables)
    assert lines["elbo"] == pytest.approx(bound(**tables)["elbo"])
    ends = [entropy(lines["marginals"][t]) for t in (-1, 0)]
    assert lines["leftover_sum"] == pytest.approx(ends[0] - ends[1], abs=1e-12)


def test_posterior_is_that_of_the_joint_of_all_paths() -> None:
    tables = draw_tables(np.random.default_rng(0), 3, 3)
    q, _ = path_tables(**tables)
    pairs = q.sum(axis=2), q.sum(axis=0)
    for posterior, pair in zip(divergences(**tables)["posterior"], pairs, strict=True):
        assert posterior == pytest.approx((pair / pair.sum(axis=0)).T)


@pytest.mark.parametrize("t", [2, 3, 5])
def test_gaussian_posterior_is_that_of_quadrature(t: int) -> None:
    betas, x0, x_t = np.array([0.1, 0.3, 0.2, 0.4, 0.25]), 0.7, -1.2
    kept = np.prod(1 - betas[: t - 1])
    x = np.linspace(-12.0, 12.0, 20001)
    weight = norm.pdf(x, np.sqrt(kept) * x0, np.sqrt(1 - kept))
    weight *= norm.pdf(x_t, np.sqrt(1 - betas[t - 1]) * x, np.sqrt(betas[t - 1]))
    expected = np.average(x, weights=weight)
    mean, var = gaussian(np.array([x_t]), np.array([x0]), t, betas)
    assert mean[0] == pytest.approx(expected)
    assert var == pytest.approx(np.average((x - expected) ** 2, weights=weight))


@given(seeds)
def test_gap_of_the_joint_bound_is_a_divergence(seed: int) -> None:
    pair = s3.draw_joint(np.random.default_rng(seed), 2, 3, 2)
    lines = s3.jensen(**pair)
    posterior = np.exp(pair["log_joint"] - logsumexp(pair["log_joint"]))
    assert lines["log_evidence"] == pytest.approx(logsumexp(pair["log_joint"]))
    assert lines["gap"] == pytest.approx(entropy(np.exp(pair["log_q"]).ravel(), posterior.ravel()))


def test_of_all_parents_those_that_fit_the_description_are_accepted() -> None:
    names = ("x0", "x1", "x2", "x3", "z", "c")
    subsets = [set(s) for s in chain.from_iterable(combinations(names, size) for size in range(7))]
    factors = s4.factorisation()
    encoders = [own for own in subsets if s4.encoder_sees_data.function({"z": own}) == own]
    assert encoders == [{"x0"}, {"c"}, {"x0", "c"}]
    steps = [own for own in subsets if s4.second_step.function({**factors, "x2": own}) == own]
    assert steps == [{"x1", "z"}, {"x0", "x1", "z"}, {"x1", "z", "c"}, {"x0", "x1", "z", "c"}]


@given(seeds, st.integers(1, 3))
def test_the_two_parts_are_the_joint_bound_of_all_configurations(seed: int, steps: int) -> None:
    pair = draw_pair(np.random.default_rng(seed), 2, 3, steps)
    log_q = s4.table(pair["x0"], pair["encoder"], pair["fwd"])
    log_joint = np.empty_like(log_q)
    for z, *path in product(range(2), *[range(3)] * steps):
        states, place = [pair["x0"], *path], (z, *path)
        log_joint[place] = np.log(pair["prior"][z] * pair["likelihood"][z] * pair["pT"][z, states[-1]])
        log_joint[place] += sum(np.log(pair["rev"][t, z, states[t + 1], states[t]]) for t in range(steps))
    assert logsumexp(log_q) == pytest.approx(0.0, abs=1e-12)
    assert s5.split(**pair)["elbo"] == pytest.approx(s3.jensen(log_joint, log_q)["elbo"])
