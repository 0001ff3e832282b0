"""Hidden twin of question 3."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.question import Rng


def log_probabilities(rng: Rng, *shape: int) -> Any:
    return np.log(rng.dirichlet(np.ones(shape[-1]), size=shape[:-1] or None))


def expect(log_q: Any, values: Any) -> Any:
    """Expectation under q along the last axis; states without probability count as zero."""
    drawn = np.exp(log_q) > 0
    return np.sum(np.where(drawn, np.exp(log_q) * np.where(drawn, values, 0.0), 0.0), axis=-1)
