"""Hidden helpers of question 3: sums over the tables of a chain."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion.q03_diffusion_models import draw_chain
from autograder.question import Rng


def expect(probability: Any, values: Any, axis: Any = None) -> Any:
    """Sum of `probability * values` over these axes; what has no probability counts as zero."""
    possible = probability > 0
    return np.sum(np.where(possible, probability, 0.0) * np.where(possible, values, 0.0), axis=axis)


def kl(p: Any, q: Any) -> Any:
    """Divergence of p from q along the last axis; a state with p = 0 counts as zero."""
    ratio = np.log(np.where(p > 0, p, 1.0)) - np.log(np.where(p > 0, q, 1.0))
    return np.sum(np.where(p > 0, p * ratio, 0.0), axis=-1)


def diffuse(x0: int, fwd: Any) -> Any:
    """The marginals of x_0, ..., x_T given x_0, shape (T+1, S)."""
    marginals = [np.eye(fwd.shape[-1])[x0]]
    for kernel in fwd:
        marginals.append(marginals[-1] @ kernel)
    return np.array(marginals)


def generate(rev: Any, pT: Any) -> Any:
    """The marginals of x_0, ..., x_T in the generative chain, shape (T+1, S)."""
    marginals = [pT]
    for kernel in rev[::-1]:
        marginals.insert(0, marginals[0] @ kernel)
    return np.array(marginals)


def bound_by_paths(x0: int, fwd: Any, rev: Any, pT: Any) -> float:
    """The bound as a sum over all paths that the forward process can take."""
    total = 0.0
    for path in product(range(len(pT)), repeat=len(fwd)):
        states = (x0, *path)
        log_q = sum(np.log(fwd[t, states[t], states[t + 1]]) for t in range(len(fwd)))
        log_p = np.log(pT[states[-1]]) + sum(
            np.log(rev[t, states[t + 1], states[t]]) for t in range(len(rev))
        )
        total += np.exp(log_q) * (log_p - log_q) if log_q > -np.inf else 0.0
    return float(total)


def draw_tables(rng: Rng, states: int, steps: int) -> dict[str, Any]:
    """The arguments of a part: an observed state and positive tables."""
    fwd, rev, pT = draw_chain(rng, states, steps)
    return {"x0": int(rng.integers(states)), "fwd": fwd, "rev": rev, "pT": pT}


def draw_sparse(rng: Rng, steps: int) -> dict[str, Any]:
    """Tables in which no step of the forward process goes from the first to the last of three states."""
    tables = draw_tables(rng, 3, steps)
    fwd = 0.9 * tables["fwd"] + 0.1 / 3
    fwd[:, 0, 2] = 0.0
    return {**tables, "x0": 0, "fwd": fwd / fwd.sum(axis=-1, keepdims=True)}
