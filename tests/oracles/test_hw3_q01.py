"""The references of question 1 against torch and scipy."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import binary_dilation  # type: ignore[import-untyped]
from scipy.signal import correlate2d  # type: ignore[import-untyped]

from solutions.hw3_generative_models import q01_1_mask_a_then_a as s1
from solutions.hw3_generative_models import q01_2_mask_a_then_b as s2
from solutions.hw3_generative_models import q01_4_mask_b_then_b as s4
from solutions.hw3_generative_models.q01_3_mask_b_then_a.field_mask_b_then_a import b_then_a
from solutions.hw3_generative_models.q01_3_mask_b_then_a.layer_order_witness import (
    counted_kernel_and_ones,
    order_matters,
)
from solutions.hw3_generative_models.q01_3_mask_b_then_a.masked_conv2d import convolution_by_windows

GRIDS = {"AA": s1.a_then_a, "AB": s2.a_then_b, "BA": b_then_a, "BB": s4.b_then_b}


def _torch_layer(x: torch.Tensor, weight: torch.Tensor, kind: str) -> torch.Tensor:
    """A masked layer whose mask is built from the order of the pixels, not from the reference."""
    k = weight.shape[2]
    order = torch.arange(k * k).reshape(k, k)
    mask = order <= order[k // 2, k // 2] if kind == "B" else order < order[k // 2, k // 2]
    return torch.nn.functional.conv2d(x, weight * mask, padding=k // 2)


def _sensitive_inputs(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    """Where the output of a linear network with random positive weights has a gradient."""
    generator = torch.Generator().manual_seed(0)
    x = torch.zeros(1, 1, height, width, dtype=torch.float64, requires_grad=True)
    y = x
    for kind in kinds:
        y = _torch_layer(y, 0.5 + torch.rand(1, 1, k, k, dtype=torch.float64, generator=generator), kind)
    (gradient,) = torch.autograd.grad(y[0, 0, row, column], x)
    return (gradient[0, 0] > 0).numpy()


@pytest.mark.parametrize("kinds", GRIDS)
def test_grids_are_where_the_gradient_is_not_zero(kinds: str) -> None:
    np.testing.assert_array_equal(GRIDS[kinds](), _sensitive_inputs(kinds, 5, 5, 2, 2, 3))


@pytest.mark.parametrize(("kinds", "size"), [("AA", 9), ("AB", 11), ("BA", 11), ("BB", 12)])
def test_sizes_of_the_grids(kinds: str, size: int) -> None:
    assert GRIDS[kinds]().sum() == size


@settings(max_examples=40)
@given(
    kinds=st.text("AB", min_size=1, max_size=4),
    height=st.integers(1, 6),
    width=st.integers(1, 6),
    k=st.sampled_from([1, 3, 5]),
    place=st.tuples(st.integers(0, 5), st.integers(0, 5)),
)
def test_field_is_where_the_gradient_is_not_zero(
    kinds: str, height: int, width: int, k: int, place: tuple[int, int]
) -> None:
    arguments = kinds, height, width, place[0] % height, place[1] % width, k
    np.testing.assert_array_equal(s2.field_by_dilation(*arguments), _sensitive_inputs(*arguments))


def test_order_of_the_layers_does_not_change_the_field() -> None:
    for height, width in product(range(1, 6), repeat=2):
        for row, column in np.ndindex(height, width):
            place = height, width, row, column, 3
            np.testing.assert_array_equal(
                s2.field_by_dilation("AB", *place), s2.field_by_dilation("BA", *place)
            )


def test_field_is_a_binary_dilation() -> None:
    start = np.zeros((9, 8), dtype=bool)
    start[6, 3] = True
    dilated = start
    for kind in "BBA":
        # scipy adds offsets to the marked pixels, as reading the taps does.
        dilated = binary_dilation(dilated, structure=s1.masks_by_order(kind, 5).astype(bool))
    np.testing.assert_array_equal(s2.field_by_dilation("ABB", 9, 8, 6, 3, 5), dilated)


@pytest.mark.parametrize("kind", ["A", "B"])
def test_convolution_is_a_correlation_of_scipy(kind: str) -> None:
    rng = np.random.default_rng(1)
    x, weight, bias = rng.normal(size=(2, 3, 6, 5)), rng.normal(size=(4, 3, 3, 3)), rng.normal(size=4)
    mask = np.array([[1, 1, 1], [1, int(kind == "B"), 0], [0, 0, 0]])
    for image, filter_ in np.ndindex(2, 4):
        maps = [correlate2d(x[image, c], weight[filter_, c] * mask, mode="same") for c in range(3)]
        got = convolution_by_windows(x, weight, bias, kind)[image, filter_]
        np.testing.assert_allclose(got, sum(maps) + bias[filter_], rtol=1e-12, atol=1e-12)


def test_exact_difference_of_the_two_orders_is_that_of_torch() -> None:
    rng = np.random.default_rng(2)
    for _ in range(30):
        # Small integers: torch is exact, and about half of the draws are no witness.
        w_1, w_2, x = (rng.integers(0, 2, size=size).astype(float) for size in ((3, 3), (3, 3), (5, 5)))
        first, second, image = (torch.tensor(array)[None, None] for array in (w_1, w_2, x))
        outputs = [
            _torch_layer(_torch_layer(image, first, a), second, b)[0, 0, 2, 2] for a, b in ("AB", "BA")
        ]
        assert order_matters(w_1, w_2, x) == bool(outputs[0] != outputs[1])


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
def test_witness_counts_at_any_scale_and_rounding_does_not(scale: float) -> None:
    w_1, w_2, x = counted_kernel_and_ones()
    assert order_matters(scale * w_1, w_2, scale * x)
    assert not order_matters(scale * w_1, 0.3 * w_1, scale * x)


def test_blind_spot_is_the_past_without_the_gradient() -> None:
    for layers, (row, column) in product((1, 2, 7), ((0, 0), (4, 2), (5, 6))):
        past = np.array([[(i, j) < (row, column) for j in range(7)] for i in range(6)])
        seen = _sensitive_inputs("A" + "B" * (layers - 1), 6, 7, row, column, 3)
        np.testing.assert_array_equal(s4.past_that_is_not_read(layers, 6, 7, row, column), past & ~seen)


def test_examples_of_the_text() -> None:
    square = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    np.testing.assert_array_equal(s1.masks_by_order("B", 3), [[1, 1, 1], [1, 1, 0], [0, 0, 0]])
    np.testing.assert_array_equal(
        s2.field_by_dilation("AB", 2, 3, 1, 0, 3), [[True, True, False], [False, False, False]]
    )
    np.testing.assert_array_equal(
        convolution_by_windows(square, square, np.zeros(1), "A")[0, 0],
        [[0, 4, 8], [8, 30, 28], [23, 60, 49]],
    )
    np.testing.assert_array_equal(
        s4.past_that_is_not_read(1, 2, 3, 1, 0), [[False, False, True], [False, False, False]]
    )
