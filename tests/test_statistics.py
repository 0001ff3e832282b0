"""The statistics of a class obey the laws that define them, and agree with scipy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy import stats  # type: ignore[import-untyped]

from autograder.overview import statistics

Table = NDArray[Any]

scores = arrays(np.float64, st.tuples(st.integers(4, 40), st.integers(2, 8)), elements=st.integers(0, 20))


def discriminations(table: Table) -> list[statistics.Correlation | None]:
    totals = table.sum(axis=1)
    return [statistics.discrimination(column, totals) for column in table.T]


def value(found: statistics.Correlation | None) -> float:
    assert found is not None
    return found.value


@given(scores)
def test_discrimination_is_pearsons_correlation_with_the_rest(table: Table) -> None:
    for column, found in zip(table.T, discriminations(table), strict=True):
        rest = table.sum(axis=1) - column
        if np.ptp(column) == 0 or np.ptp(rest) == 0:
            assert found is None
            continue
        oracle = stats.pearsonr(column, rest)
        assert value(found) == pytest.approx(oracle.statistic, abs=1e-12)
        interval = oracle.confidence_interval(0.95)
        if abs(value(found)) < 1 - 1e-9:
            assert found is not None
            assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=1e-6)


@given(scores, st.randoms(use_true_random=False))
def test_the_order_of_students_does_not_matter(table: Table, random: Any) -> None:
    shuffled = np.array(random.sample(list(table), len(table)))
    for one, other in zip(discriminations(table), discriminations(shuffled), strict=True):
        assert (one is None) == (other is None)
        assert one is None or value(one) == pytest.approx(value(other), abs=1e-9)
    assert statistics.reliability(shuffled.tolist()) == pytest.approx(statistics.reliability(table.tolist()))


@given(scores)
def test_a_part_that_says_the_opposite_has_the_opposite_sign(table: Table) -> None:
    part, rest = table[:, 0], table[:, 1:].sum(axis=1)
    assume(np.ptp(part) > 0 and np.ptp(rest) > 0)
    upright = value(statistics.discrimination(part, part + rest))
    turned = 20 - part
    assert value(statistics.discrimination(turned, turned + rest)) == pytest.approx(-upright, abs=1e-9)


def test_a_part_does_not_agree_with_itself() -> None:
    """Without the correction a part of pure chance would seem to discriminate, as it is in the total."""
    rng = np.random.default_rng(0)
    part, rest = rng.normal(size=20_000), rng.normal(size=20_000)
    assert abs(value(statistics.discrimination(part, part + rest))) < 0.03
    assert value(statistics.correlate(part, part + rest)) > 0.6


def test_discrimination_of_parts_that_agree_fully_or_not_at_all() -> None:
    strength = np.arange(10.0)
    assert value(statistics.discrimination(2 * strength, 3 * strength)) == pytest.approx(1.0)
    assert value(statistics.discrimination(-strength, 0 * strength)) == pytest.approx(-1.0)


@pytest.mark.parametrize("part", [[], [1.0, 2.0], [0.1] * 30, [1 / 3, 1 / 3 + 1e-16, 1 / 3, 1 / 3]])
def test_where_nothing_can_be_told_there_is_no_discrimination(part: list[float]) -> None:
    assert statistics.discrimination(part, [score + n for n, score in enumerate(part)]) is None


def test_more_students_narrow_the_interval() -> None:
    one, other = [0.0, 1.0, 2.0, 4.0], [1.0, 0.0, 3.0, 2.0]
    widths = []
    for repeats in (1, 4, 16):
        found = statistics.correlate(one * repeats, other * repeats)
        assert found is not None
        assert found.count == 4 * repeats
        assert found.low < found.value < found.high
        widths.append(found.high - found.low)
    assert widths == sorted(widths, reverse=True)


@given(scores)
def test_reliability_from_covariances(table: Table) -> None:
    """The other form of alpha: the mean covariance of two parts, as a share of the total's variance."""
    assume(np.ptp(table.sum(axis=1)) > 0)
    covariance = np.cov(table.T)
    count = table.shape[1]
    between = covariance.sum() - np.trace(covariance)
    expected = count / (count - 1) * between / covariance.sum()
    assert statistics.reliability(table.tolist()) == pytest.approx(expected, abs=1e-9)


def test_reliability_at_its_ends() -> None:
    strength = np.arange(12.0)
    assert statistics.reliability(np.stack([strength] * 5, axis=1).tolist()) == pytest.approx(1.0)
    chance = np.random.default_rng(1).normal(size=(20_000, 5))
    assert statistics.reliability(chance.tolist()) == pytest.approx(0.0, abs=0.05)
    assert statistics.reliability([]) is None
    assert statistics.reliability([[1.0], [2.0]]) is None, "one part"
    assert statistics.reliability([[1.0, 2.0]]) is None, "one student"
    assert statistics.reliability([[1.0, 2.0], [2.0, 1.0]]) is None, "all totals are the same"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_difficulty_is_a_mean(shares: list[float]) -> None:
    found = statistics.difficulty(shares)
    assert found is not None
    assert found == pytest.approx(sum(shares) / len(shares))
    assert statistics.difficulty([1 - share for share in shares]) == pytest.approx(1 - found, abs=1e-9)


def test_difficulty_of_nobody_is_unknown() -> None:
    assert statistics.difficulty([]) is None


@given(st.lists(st.floats(0, 100), min_size=1, max_size=50))
def test_a_spread_is_in_order(values: list[float]) -> None:
    spread = statistics.describe(values)
    assert spread is not None
    ordered = [spread.least, spread.lower, spread.median, spread.upper, spread.most]
    assert ordered == pytest.approx(sorted(ordered))
    assert (spread.least, spread.most, spread.count) == (min(values), max(values), len(values))
    assert spread.least - 1e-9 <= spread.mean <= spread.most + 1e-9
    assert spread.deviation >= 0


def test_the_spread_of_nothing() -> None:
    assert statistics.describe([]) is None
    single = statistics.describe([3.0])
    assert single is not None
    assert single.deviation == 0


@given(st.lists(st.floats(0, 100), max_size=80), st.integers(1, 20))
def test_bins_hold_everybody_once(values: list[float], bins: int) -> None:
    found = statistics.count_in_bins(values, 100.0, bins)
    assert sum(one.count for one in found) == len(values)
    assert (found[0].low, found[-1].high, len(found)) == (0.0, 100.0, bins)
    assert all(one.high == other.low for one, other in zip(found, found[1:], strict=False))


def test_bins_hold_their_lower_end_and_the_last_its_upper() -> None:
    counts = [
        one.count for one in statistics.count_in_bins([0.0, 10.0, 10.0, 19.9, 20.0, 25.0, -1.0], 20.0, 2)
    ]
    assert counts == [2, 5]
