"""The comparator: which fault is told first, in which words, and within which band."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder.compare import Band, compare, same_form
from autograder.values import Tolerance
from autograder.verdict import Kind

EXACT = Tolerance(0.0, 0.0)
numbers = st.floats(-1e6, 1e6)
tables = arrays(np.float64, array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4), elements=numbers)


@given(tables)
def test_a_value_agrees_with_itself_in_any_dress(values: Any) -> None:
    for dress in (values.copy(), values.tolist(), torch.tensor(values), np.array(values, order="F")):
        if values.size or not isinstance(dress, list):
            assert compare(dress, values).ok


@given(tables, st.sampled_from([np.nan, np.inf, -np.inf]), st.data())
def test_one_lost_number_is_found_where_it_is(values: Any, lost: float, data: st.DataObject) -> None:
    if not values.size:
        return
    flat = data.draw(st.integers(0, values.size - 1))
    got = values.copy()
    got.flat[flat] = lost
    verdict = compare(got, values)
    assert verdict.kind is Kind.NON_FINITE
    index = [int(i) for i in np.unravel_index(flat, values.shape)]
    where = f"the first at {index}" if values.ndim else "the value is NaN or infinite"
    assert str(verdict.message).endswith(where)
    assert compare(got, got).ok


@given(
    arrays(np.float64, st.integers(3, 8), elements=st.floats(1.0, 100.0), unique=True), st.floats(0.1, 9.0)
)
def test_systematic_errors_are_named(values: Any, constant: float) -> None:
    patterns = [
        (values + constant, "off by the same constant everywhere"),
        (values * (1 + constant), "off by the same factor everywhere"),
        (-values, "the sign is wrong everywhere"),
    ]
    for got, expected in patterns:
        assert str(compare(got, values).pattern) == expected


def test_lost_digits_are_no_constant() -> None:
    want = np.array([3e-13, 2e-15, 5e-14])
    verdict = compare(np.array([0.0, 0.0, 4e-14]), want, Tolerance(1e-6, 0.0))
    assert verdict.kind is Kind.VALUES
    assert verdict.pattern is None


@pytest.mark.parametrize(
    ("got", "want", "kind", "words"),
    [
        (None, 1.0, Kind.TYPE, "nothing is returned (None); end the function with `return ...`"),
        ("1", 1.0, Kind.TYPE, "a value of type str is returned, expected numbers"),
        ({}, {"a": 1.0}, Kind.TYPE, "key a is missing from the dictionary"),
        ([], {"a": 1.0}, Kind.TYPE, "a value of type list is returned, expected a dictionary"),
        ((1.0,), (1.0, 2.0), Kind.TYPE, "1 values are returned, expected 2"),
        (1.0, (1.0, 2.0), Kind.TYPE, "a value of type float is returned, expected a tuple"),
        (0.5, True, Kind.TYPE, "values other than True and False are returned"),
        (np.zeros((4, 1)), np.zeros(4), Kind.SHAPE, "shape is (4, 1), expected (4,)"),
        ([1.0], 1.0, Kind.SHAPE, "shape is (1,), expected ()"),
        (2.0, 1.0, Kind.VALUES, "yours is 2, expected 1"),
        ("a", "b", Kind.VALUES, "the text differs"),
        ({"a"}, {"a", "b"}, Kind.VALUES, "the elements of the set differ"),
        (3, 2, Kind.VALUES, "yours is 3, expected 2"),
        (["a", 1.0], np.zeros(2), Kind.TYPE, "a value of type list is returned, expected numbers"),
        (np.array([object()]), 1.0, Kind.TYPE, "a value of type ndarray is returned, expected numbers"),
        (
            [[1.0], [1.0, 2.0]],
            np.zeros((2, 2)),
            Kind.TYPE,
            "a value of type list is returned, expected numbers",
        ),
    ],
)
def test_first_fault_in_fixed_words(got: Any, want: Any, kind: Kind, words: str) -> None:
    verdict = compare(got, want)
    assert (verdict.kind, str(verdict.message)) == (kind, words)


def test_worst_value_is_told_with_its_index() -> None:
    want = np.arange(6.0).reshape(2, 3)
    got = want.copy()
    got[1, 2], got[0, 0] = 9.0, 0.5
    verdict = compare(got, want)
    assert str(verdict.message) == "values that differ: 2 of 6; at [1, 2] yours is 9, expected 5"


@pytest.mark.parametrize(
    ("got", "want", "words"),
    [
        (1 / 3 + 2e-9, 1 / 3, "yours is 0.33333334, expected 0.33333333"),
        (np.float32(1 / 3) + np.float64(1e-4), np.float64(1 / 3), "yours is 0.333433, expected 0.333333"),
        (333333, 333333.25, "yours is 333333, expected 333333.2"),
        (1 + 2**-52, 1, "yours is 1.0000000000000002, expected 1"),
        (1e9 + 1, 10**9, "yours is 1000000001, expected 1000000000"),
        (1 + 1e-8j, 1 + 0j, "yours is 1+1e-08j, expected 1+0j"),
    ],
)
def test_two_values_that_differ_do_not_look_alike(got: Any, want: Any, words: str) -> None:
    assert str(compare(got, want, EXACT).message) == words


def test_where_names_the_first_wrong_line_in_order() -> None:
    want = {"first": 1.0, "second": (2.0, np.ones(3))}
    assert compare({"second": (2.0, np.zeros(3)), "first": 1.0}, want).where == "second[1]"
    assert compare({"second": 0.0, "first": 2.0}, want).where == "first"


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (np.float32(1), 1),
        (True, 1),
        ([1, 0], np.array([True, False])),
        ([1.0, 2.0], (1.0, 2.0)),
        (np.array([1.0, 2.0]), (1.0, 2.0)),
        ("ba", {"a", "b"}),
        (1 + 0j, 1.0),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        ([], np.zeros((0, 3))),
        (np.array([np.inf, np.nan]), np.array([np.inf, np.nan])),
        (None, None),
        (torch.ones(2, requires_grad=True), np.ones(2)),
    ],
)
def test_other_dresses_of_the_same_value_agree(got: Any, want: Any) -> None:
    assert compare(got, want).ok


def test_infinities_of_opposite_sign_differ() -> None:
    assert compare(np.inf, -np.inf).kind is Kind.VALUES


def test_integers_are_compared_exactly() -> None:
    assert compare(2**53, 2**53).ok
    assert not compare(10**9 + 1, 10**9).ok


def test_tolerance_scales_with_the_reference_and_has_a_floor() -> None:
    assert compare(1e6 * (1 + 5e-7), 1e6).ok
    assert compare(5e-10, 0.0).ok
    assert not compare(5e-7, 0.0).ok
    assert not compare(5e-10, 0.0, EXACT).ok


def test_one_term_in_single_precision_is_forgiven() -> None:
    """As `torch.log(torch.tensor(3))` is, in a sum that is near zero."""
    want = np.array([1e-3, 0.3, 1e-12])
    rounding = np.float64(np.float32(np.log(3.0))) - np.log(3.0)
    assert rounding != 0
    assert compare(want + rounding, want).ok
    assert not compare(want + 100 * rounding, want).ok
    assert not compare(want + rounding, want, EXACT).ok


def test_text_is_no_set_of_words() -> None:
    assert compare("forward", {"forward", "reverse"}).kind is Kind.TYPE


def test_single_precision_gets_its_own_band_but_no_more() -> None:
    want = np.linspace(1.0, 2.0, 50)
    assert compare(want.astype(np.float32), want, EXACT).ok
    assert not compare((want * (1 + 1e-4)).astype(np.float32), want, EXACT).ok
    assert not compare(np.float32(want), want + 1e-4, EXACT).ok
    assert not compare(want * (1 + 1e-6), want, EXACT).ok


def test_band_of_inputs_is_their_size_and_scale() -> None:
    band = Band.of({"x": np.full((3, 4), -20.0), "name": "A", "k": 2}, (np.inf,))
    assert (band.reduction, band.scale) == (12, 20.0)


@pytest.mark.parametrize(
    ("offset", "name"),
    [
        (np.log(2), "too large by log 2"),
        (-0.5, "too small by 1/2"),
        (-np.log(2 * np.pi) / 2, "too small by log(2 pi) / 2"),
    ],
)
def test_a_single_number_names_known_constants_only(offset: float, name: str) -> None:
    assert str(compare(0.3 + offset, 0.3).pattern) == name
    assert compare(0.3 + 0.1234, 0.3).pattern is None


def test_exchanged_axes_are_named() -> None:
    square = np.arange(9.0).reshape(3, 3)
    assert str(compare(square.T, square).pattern) == "transposed"
    assert str(compare(np.ones((2, 3)), np.ones((3, 2))).pattern) == "transposed"


@pytest.mark.parametrize(
    ("got", "ok"),
    [
        ((np.zeros(5), 1.0), True),
        ((np.zeros((5, 1)), 1.0), False),
        ((np.zeros(5),), False),
        ("text", False),
        (None, False),
        ((np.zeros(5), None), False),
    ],
)
def test_form_of_a_witness_is_checked_before_its_laws(got: Any, ok: bool) -> None:
    assert same_form(got, (np.zeros(3), 2.0)).ok is ok
