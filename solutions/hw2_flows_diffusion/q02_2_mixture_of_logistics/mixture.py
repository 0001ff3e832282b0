"""The flow of a mixture of logistics, stable for any point, and mixtures to try it on."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.question import Rng


def log_logistic(u: Any) -> Any:
    return -np.logaddexp(0.0, -u)


def log_parts(z: Any, w: Any, a: Any, b: Any) -> tuple[Any, Any, Any]:
    """The logarithms of S, of 1 - S and of S', for slopes of any sign but zero."""
    u = np.asarray(z)[..., None] * a + b
    below, above = np.log(w) + log_logistic(u), log_logistic(-u)
    sums = [below, np.log(w) + above, below + above + np.log(np.abs(a))]
    log_S, log_rest, log_slope = (np.logaddexp.reduce(values, axis=-1) for values in sums)
    return log_S, log_rest, log_slope


def flow(z: Any, w: Any, a: Any, b: Any) -> Any:
    log_S, log_rest, _ = log_parts(z, w, a, b)
    return log_S - log_rest


def draw_mixture(rng: Rng, components: int) -> dict[str, Any]:
    """A mixture whose slopes and weights are well apart from one and from each other."""
    weights = rng.dirichlet(np.full(components, 3.0))
    slopes = rng.permutation(np.geomspace(0.4, 2.5, components)) * rng.uniform(0.8, 1.2, size=components)
    return {"w": weights, "a": slopes, "b": rng.normal(scale=1.5, size=components)}
