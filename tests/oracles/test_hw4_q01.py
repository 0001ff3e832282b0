"""The references of question 1 (MADE) against exhaustive masks, torch autograd and a walk over the graph."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.hw4_autoregressive import q01_2_paths as s2
from solutions.hw4_autoregressive.q01_1_triangle.made_forward import masked_network
from solutions.hw4_autoregressive.q01_1_triangle.made_masks import masks_by_comparison
from solutions.hw4_autoregressive.q01_1_triangle.mask_product_triangle import product_by_counting

SMALL = [(m, d) for m in range(2, 6) for h in range(1, 4) for d in product(range(1, m), repeat=h)]


def _product(degrees: Any, order: Any) -> Any:
    M_W, M_V = masks_by_comparison(np.array(degrees), np.asarray(order))
    return M_V @ M_W


def test_natural_order_fills_the_lower_triangle_only() -> None:
    for m, degrees in SMALL:
        M = _product(degrees, np.arange(1, m + 1))
        assert not np.triu(M).any()
        assert M.any()


def test_reversed_order_fills_the_upper_triangle_only() -> None:
    for m, degrees in SMALL:
        M = _product(degrees, np.arange(m, 0, -1))
        assert not np.tril(M).any()


def test_counting_is_the_product_of_the_masks() -> None:
    for m, degrees in SMALL:
        np.testing.assert_array_equal(product_by_counting(degrees, m), _product(degrees, np.arange(1, m + 1)))


def test_no_degree_for_a_single_variable() -> None:
    np.testing.assert_array_equal(product_by_counting([], 1), [[0]])


@pytest.mark.parametrize("seed", range(4))
def test_jacobian_vanishes_exactly_where_no_path_is(seed: int) -> None:
    rng = np.random.default_rng(seed)
    M_W, M_V = masks_by_comparison(rng.integers(1, 5, size=7), rng.permutation(5) + 1)
    W, V, b, c = rng.normal(size=(7, 5)), rng.normal(size=(5, 7)), rng.normal(size=7), rng.normal(size=5)
    x = rng.normal(size=(1, 5))

    def network(value: Any) -> Any:
        hidden = torch.tanh(value @ torch.tensor(W * M_W).T + torch.tensor(b))
        return hidden @ torch.tensor(V * M_V).T + torch.tensor(c)

    np.testing.assert_allclose(
        masked_network(x, W, V, b, c, M_W, M_V), network(torch.tensor(x)).numpy(), rtol=1e-12
    )
    (jacobian,) = torch.autograd.functional.jacobian(network, (torch.tensor(x[0]),))  # type: ignore[no-untyped-call]
    np.testing.assert_array_equal(jacobian.numpy() != 0, M_V @ M_W > 0)


def _walk(masks: list[Any], layer: int, unit: int, target: int) -> int:
    if layer == len(masks):
        return int(unit == target)
    return sum(_walk(masks, layer + 1, int(k), target) for k in np.flatnonzero(masks[layer][:, unit]))


@settings(max_examples=25)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=5), st.integers(0, 2**32 - 1))
def test_matrix_products_count_walks(sizes: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    masks = [rng.integers(0, 2, size=(n, m)) for m, n in zip(sizes, sizes[1:], strict=False)]
    walks = [[_walk(masks, 0, j, i) for j in range(sizes[0])] for i in range(sizes[-1])]
    np.testing.assert_array_equal(s2.product_of_integers(masks), walks)


def test_units_on_the_paths_are_as_many_as_the_paths() -> None:
    rng = np.random.default_rng(1)
    M_V, M_W = rng.integers(0, 2, size=(4, 9)), rng.integers(0, 2, size=(9, 4))
    numbers = [[len(s2.units_with_both_edges(M_V, M_W, i, j)) for j in range(4)] for i in range(4)]
    np.testing.assert_array_equal(numbers, s2.product_of_integers([M_W, M_V]))


def test_small_integers_are_widened() -> None:
    masks = [np.ones((600, 1), dtype=np.uint8), np.ones((1, 600), dtype=np.uint8)]
    np.testing.assert_array_equal(s2.product_of_integers(masks), [[600]])
