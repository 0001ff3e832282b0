"""Hidden twin of question 5."""

from __future__ import annotations

from typing import Any

import numpy as np


def flip(key: dict[str, bool], label: str) -> dict[str, bool]:
    return {**key, label: not key[label]}


def without_self(logits: Any) -> Any:
    return np.where(np.eye(len(logits), dtype=bool), -np.inf, logits)


def cross_entropies(logits: Any, right: Any) -> Any:
    top = logits.max(axis=1)
    log_sum = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
    return log_sum - logits[np.arange(len(logits)), right]
