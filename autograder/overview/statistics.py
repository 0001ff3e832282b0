"""What the marks of a class say about the parts of a sheet: classical test theory, numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[Any]
    Values: TypeAlias = Sequence[float] | Array

NORMAL = 1.959964  # standard deviations on each side of the mean hold 95 % of a normal distribution
LEAST = 3  # values, for a correlation to mean anything
FLAT = 1e-12  # of its size; a spread below comes from rounding


@dataclass(frozen=True)
class Correlation:
    """A correlation from -1 to 1, and the interval that holds the true one with a probability of 95 %."""

    value: float
    count: int
    low: float
    high: float


def difficulty(shares: Values) -> float | None:
    """The mean share of the points that a class is given, from 0 (nobody any) to 1 (everybody all)."""
    return float(np.mean(shares)) if len(shares) else None


def discrimination(scores: Values, totals: Values) -> Correlation | None:
    """How well a part tells strong students from weak: its correlation with the rest of the sheet.

    The rest is the total without the part itself (corrected item-total correlation), so that a part does not
    agree with itself. None where too few students, or all the same, leave nothing to tell.
    """
    part = np.asarray(scores, dtype=float)
    return correlate(part, np.asarray(totals, dtype=float) - part)


def correlate(one: Values, other: Values) -> Correlation | None:
    """Pearson's correlation with Fisher's interval."""
    x, y = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    if len(x) < LEAST or _is_flat(x) or _is_flat(y):
        return None
    value = float(np.clip(np.corrcoef(x, y)[0, 1], -1.0, 1.0))
    return Correlation(value, len(x), *_interval(value, len(x)))


def _interval(value: float, count: int) -> tuple[float, float]:
    if abs(value) == 1.0:
        return value, value
    width = NORMAL / sqrt(count - LEAST) if count > LEAST else float("inf")
    return tanh(atanh(value) - width), tanh(atanh(value) + width)


def reliability(scores: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha: how far the parts of a sheet measure the same. A row of scores for each student.

    1 where every part says the same of everybody, 0 where they have nothing to do with each other.
    """
    table = np.asarray(scores, dtype=float)
    if table.ndim != 2 or min(table.shape) < 2 or _is_flat(table.sum(axis=1)):
        return None
    parts, total = table.var(axis=0, ddof=1).sum(), table.sum(axis=1).var(ddof=1)
    count = table.shape[1]
    return float(count / (count - 1) * (1 - parts / total))


def _is_flat(values: Array) -> bool:
    return bool(np.ptp(values) <= FLAT * max(1.0, float(np.abs(values).max())))


@dataclass(frozen=True)
class Spread:
    """Where the values of a class lie, in their own unit."""

    count: int
    mean: float
    deviation: float
    least: float
    lower: float  # a quarter lies below
    median: float
    upper: float  # a quarter lies above
    most: float


def describe(values: Sequence[float]) -> Spread | None:
    """The spread of some values; the deviation is that of a sample, 0 for a single value."""
    if not values:
        return None
    least, lower, median, upper, most = (float(q) for q in np.quantile(values, [0, 0.25, 0.5, 0.75, 1]))
    deviation = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
    return Spread(len(values), float(np.mean(values)), deviation, least, lower, median, upper, most)


@dataclass(frozen=True)
class Bin:
    """How many values lie from `low` up to `high`; the last bin holds those at its upper end, too."""

    low: float
    high: float
    count: int


def count_in_bins(values: Sequence[float], top: float, bins: int) -> list[Bin]:
    """The values from 0 to `top` in bins of the same width; what lies outside is in the nearest."""
    edges = np.linspace(0.0, top, bins + 1)
    counts, _ = np.histogram(np.clip(values, 0.0, top), edges)
    pairs = zip(edges[:-1], edges[1:], counts, strict=True)
    return [Bin(float(low), float(high), int(count)) for low, high, count in pairs]
