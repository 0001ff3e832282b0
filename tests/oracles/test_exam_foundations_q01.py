"""The references of question 1 against torch and scipy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import correlate2d  # type: ignore[import-untyped]

from solutions.exam_foundations import q01_1_feature_maps as s1
from solutions.exam_foundations.q01_2_receptive_field.receptive_field_size import field_by_recursion
from solutions.exam_foundations.q01_2_receptive_field.visible_pixels import pixels_by_going_back
from solutions.exam_foundations.q01_3_paddings import same_convolution
from solutions.exam_foundations.q01_3_paddings.full_convolution import full
from solutions.exam_foundations.q01_3_paddings.valid_convolution import valid

EXAM = [(5, 1, 2, 1)] * 6
Layers = list[tuple[int, int, int, int]]
layer = st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(0, 3), st.integers(1, 3))
side = st.integers(118, 140)  # three such layers leave at least one pixel of 118


def _sizes_of_torch(height: int, width: int, layers: Layers) -> Any:
    x, sizes = torch.zeros(1, 1, height, width), [(height, width)]
    for k, s, p, d in layers:
        x = torch.nn.functional.conv2d(x, torch.zeros(1, 1, k, k), stride=s, padding=p, dilation=d)
        sizes.append((x.shape[2], x.shape[3]))
    return np.array(sizes)


def _sensitive_pixels(layers: Layers, n: int, i: int) -> Any:
    """Where output i of a linear network with random positive weights has a gradient."""
    generator = torch.Generator().manual_seed(0)
    x = torch.zeros(1, 1, n, dtype=torch.float64, requires_grad=True)
    y = x * 1
    for k, s, p, d in layers:
        weight = 0.5 + torch.rand(1, 1, k, dtype=torch.float64, generator=generator)
        y = torch.nn.functional.conv1d(y, weight, stride=s, padding=p, dilation=d)
    (gradient,) = torch.autograd.grad(y[0, 0, i], x)
    return (gradient[0, 0] > 0).numpy()


@settings(max_examples=40)
@given(side, side, st.lists(layer, max_size=3))
def test_sizes_are_those_of_torch(height: int, width: int, layers: Layers) -> None:
    expected = _sizes_of_torch(height, width, layers)
    np.testing.assert_array_equal(s1.sizes_by_formula(height, width, layers), expected)


@pytest.mark.parametrize(("padding", "size"), [(0, 232), (2, 256), (4, 280)])
def test_six_layers_of_the_exam(padding: int, size: int) -> None:
    sizes = s1.sizes_by_formula(256, 256, [(5, 1, padding, 1)] * 6)
    np.testing.assert_array_equal(sizes[-1], [size, size])


def test_receptive_field_of_the_exam() -> None:
    assert field_by_recursion(EXAM) == (25, 1, -12)
    np.testing.assert_array_equal(np.flatnonzero(_sensitive_pixels(EXAM, 256, 128)), np.arange(116, 141))


@settings(max_examples=40)
@given(st.lists(layer, max_size=3), st.integers(0, 1))
def test_receptive_field_is_where_the_gradient_is_not_zero(layers: Layers, i: int) -> None:
    # A wide margin of image takes the place of the padding: nothing is cut off.
    unpadded = [(k, s, 0, d) for k, s, _, d in layers]
    size, step, start = field_by_recursion(layers)
    found = np.flatnonzero(_sensitive_pixels(unpadded, 200, i))
    assert (found[0], found[-1]) == (i * step, i * step + size - 1)
    jumps = np.cumprod([1, *[s for _, s, _, _ in layers]])
    shift = -sum(p * jump for (_, _, p, _), jump in zip(layers, jumps, strict=False))
    assert start == shift


@settings(max_examples=60)
@given(side, st.lists(layer, max_size=3), st.integers(0, 10**6))
def test_visible_pixels_are_where_the_gradient_is_not_zero(n: int, layers: Layers, place: int) -> None:
    i = place % int(s1.sizes_by_formula(n, n, layers)[-1, 0])
    np.testing.assert_array_equal(pixels_by_going_back(layers, n, i), _sensitive_pixels(layers, n, i))


@pytest.mark.parametrize("mode", ["full", "valid", "same"])
@pytest.mark.parametrize(("k", "dilation"), [(1, 2), (2, 1), (3, 1), (3, 2), (4, 1), (2, 3)])
def test_maps_are_those_of_scipy(mode: str, k: int, dilation: int) -> None:
    rng = np.random.default_rng(k)
    x, w = rng.normal(size=(7, 8)), rng.normal(size=(k, k))
    spread = np.zeros((dilation * (k - 1) + 1,) * 2)
    spread[::dilation, ::dilation] = w
    reference = {"full": full, "valid": valid, "same": same_convolution.same}[mode]
    np.testing.assert_allclose(reference(x, w, dilation)[1], correlate2d(x, spread, mode=mode), atol=1e-12)


@pytest.mark.parametrize("mode", ["valid", "same"])
def test_paddings_are_those_of_torch(mode: str) -> None:
    reference = {"valid": valid, "same": same_convolution.same}[mode]
    layer = torch.nn.Conv2d(1, 1, 4, padding=mode, dilation=3)
    (before, after), _ = reference(np.ones((12, 12)), np.ones((4, 4)), 3)
    assert [before, after] * 2 == list(layer._reversed_padding_repeated_twice)


def test_examples_of_the_text() -> None:
    np.testing.assert_array_equal(
        s1.sizes_by_formula(12, 9, [(3, 1, 0, 1), (4, 2, 1, 1)]), [[12, 9], [10, 7], [5, 3]]
    )
    assert field_by_recursion([(3, 1, 0, 1)]) == (3, 1, 0)
    assert field_by_recursion([(7, 2, 3, 1), (3, 2, 1, 1)]) == (11, 4, -5)
    assert field_by_recursion([]) == (1, 1, 0)
    np.testing.assert_array_equal(pixels_by_going_back([(3, 1, 1, 1)], 4, 0), [1, 1, 0, 0])
    np.testing.assert_array_equal(pixels_by_going_back([(2, 1, 0, 2)], 5, 1), [0, 1, 0, 1, 0])
    w = np.array([[1.0, 0.0], [0.0, 3.0]])
    np.testing.assert_array_equal(full(np.array([[1.0, 2.0]]), w, 1)[1], [[3, 6, 0], [0, 1, 2]])
    np.testing.assert_array_equal(valid(np.arange(1.0, 7.0).reshape(2, 3), w, 1)[1], [[16, 20]])
    same = same_convolution.same(np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, 2.0], [0.0, 3.0]]), 1)[1]
    np.testing.assert_array_equal(same, [[5, 8, 3]])
