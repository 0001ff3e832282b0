"""Hidden twin of question 4."""

from __future__ import annotations

from typing import Any

import numpy as np


def sigmoid(logits: Any) -> Any:
    """Right to the last digits for logits of any size and sign."""
    return np.exp(-np.logaddexp(0.0, -np.asarray(logits)))


def naive_sigmoid(logits: Any) -> Any:
    return 1 / (1 + np.exp(-logits))


def log_sigmoid(logit: float) -> Any:
    """Of one number, finite for any size and sign."""
    return min(logit, 0.0) - np.log1p(np.exp(-abs(logit)))


def times_log(factor: Any, value: Any) -> Any:
    """`factor * log(value)`, and zero where the factor is zero."""
    absent = factor == 0
    with np.errstate(divide="ignore"):
        return np.where(absent, 0.0, factor * np.log(np.where(absent, 1.0, value)))
