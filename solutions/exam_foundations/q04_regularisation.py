"""What the hidden twins of question 4 share."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np


def all_masks(units: int) -> Any:
    """Every mask of so many units as a row; the last unit changes fastest, as in a table in C order."""
    return np.array(list(product((0.0, 1.0), repeat=units)))


def mask_probabilities(p: Any) -> Any:
    """The probability of each row of `all_masks`, where p are the probabilities of dropping."""
    return np.prod(np.where(all_masks(len(p)) == 1, 1 - p, p), axis=1)
