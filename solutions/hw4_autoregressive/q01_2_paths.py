"""Hidden twin of question 1.2."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q01_2_paths as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference
from solutions.hw4_autoregressive.q01_1_triangle.made_masks import draw_degrees, masks_by_comparison, natural


@reference(q.paths_through)
def units_with_both_edges(M_V: Any, M_W: Any, i: int, j: int) -> Any:
    return np.flatnonzero((np.asarray(M_V)[i] != 0) & (np.asarray(M_W)[:, j] != 0))


@cases(q.paths_through, count=2)
def all_kinds_of_units(rng: Rng) -> dict[str, Any]:
    i, j = (int(n) for n in rng.permutation(4)[:2])
    M_V, M_W, units = rng.integers(0, 2, size=(4, 8)), rng.integers(0, 2, size=(8, 4)), rng.permutation(8)
    M_V[i], M_W[:, j] = np.repeat([1, 1, 0, 0], 2)[units], np.repeat([1, 0, 1, 0], 2)[units]
    # The exchanged pair must lead through other units.
    M_V[j], M_W[:, i] = 1 - M_V[i], M_W[:, j]
    return {"M_V": M_V, "M_W": M_W, "i": i, "j": j}


@cases(q.paths_through, count=2)
def units_of_made(rng: Rng) -> dict[str, Any]:
    M_W, M_V = masks_by_comparison(draw_degrees(rng, 6, 3), natural(6))
    return {"M_V": M_V, "M_W": M_W, "i": int(rng.integers(3, 6)), "j": int(rng.integers(3))}


@cases(q.paths_through)
def no_path(rng: Rng) -> dict[str, Any]:
    M_W, M_V = masks_by_comparison(draw_degrees(rng, 5, 2), natural(5))
    return {"M_V": M_V, "M_W": M_W, "i": int(rng.integers(3)), "j": int(rng.integers(3, 5))}


@mistake(
    q.paths_through,
    en="A path needs both of its edges; some of your units have only one.",
    ru="Пути нужны оба ребра; у некоторых ваших нейронов есть только одно.",
)
def one_edge_is_enough(M_V: Any, M_W: Any, i: int, j: int) -> Any:
    return np.flatnonzero(M_V[i] | M_W[:, j])


@mistake(
    q.paths_through,
    en="Input and output have changed places: which of `i` and `j` is the output?",
    ru="Вход и выход поменялись местами: что из `i` и `j` — выход?",
)
def ends_exchanged(M_V: Any, M_W: Any, i: int, j: int) -> Any:
    return np.flatnonzero(M_V[j] & M_W[:, i])


@mistake(
    q.paths_through,
    en="Your units are numbered from one; indices of arrays start at zero.",
    ru="Ваши нейроны нумеруются с единицы; индексы массивов начинаются с нуля.",
)
def numbered_from_one(M_V: Any, M_W: Any, i: int, j: int) -> Any:
    return units_with_both_edges(M_V, M_W, i, j) + 1


@mistake(
    q.paths_through,
    en="These are the units that the input reaches. Does each of them reach the output?",
    ru="Это нейроны, до которых доходит вход. Доходит ли каждый из них до выхода?",
)
def reached_by_the_input(M_V: Any, M_W: Any, i: int, j: int) -> Any:
    return np.flatnonzero(M_W[:, j])


@mistake(
    q.paths_through,
    en="These are the units that reach the output. Does the input reach each of them?",
    ru="Это нейроны, которые доходят до выхода. Доходит ли до каждого из них вход?",
)
def reaching_the_output(M_V: Any, M_W: Any, i: int, j: int) -> Any:
    return np.flatnonzero(M_V[i])


@mistake(
    q.paths_through,
    en="You mark the units by 0 and 1; a list of their indices is asked for.",
    ru="Вы отмечаете нейроны нулями и единицами; требуется список их индексов.",
)
def marks_for_indices(M_V: Any, M_W: Any, i: int, j: int) -> Any:
    return M_V[i] * M_W[:, j]


@alternative(q.paths_through)
def units_by_loop(M_V: Any, M_W: Any, i: int, j: int) -> Any:
    return [k for k in range(len(M_W)) if M_V[i][k] == 1 and M_W[k][j] == 1]


@alternative(q.paths_through)
def units_of_torch(M_V: Any, M_W: Any, i: int, j: int) -> Any:
    import torch

    return torch.nonzero(torch.as_tensor(M_V)[i] * torch.as_tensor(M_W)[:, j]).flatten()


def _chain(factors: Any) -> Any:
    """The product of the factors, the first one applied first."""
    return reduce(lambda product, factor: factor @ product, factors)


@reference(q.count_paths)
def product_of_integers(masks: Any) -> Any:
    return _chain([np.asarray(mask).astype(int) for mask in masks])


@baseline(q.count_paths)
def one_path_at_a_time(masks: Any) -> Any:
    if len(masks) * len(masks[0]) > 500 and len(masks) > 2:  # nobody lives to see the last of billions
        return product_of_integers(masks)
    counts = np.zeros((len(masks[-1]), np.shape(masks[0])[1]), dtype=int)

    def follow(layer: int, unit: int, start: int) -> None:
        if layer == len(masks):
            counts[unit, start] += 1
            return
        for target in np.flatnonzero(np.asarray(masks[layer])[:, unit]):
            follow(layer + 1, int(target), start)

    for start in range(counts.shape[1]):
        follow(0, start, start)
    return counts


def _draw_masks(rng: Rng, sizes: tuple[int, ...]) -> list[Any]:
    """Random masks of a network with these numbers of units; at least half of the edges stay."""
    return [
        (rng.uniform(size=(rows, columns)) < 0.6).astype(int)
        for columns, rows in zip(sizes, sizes[1:], strict=False)
    ]


@cases(q.count_paths, count=2)
def two_hidden_layers(rng: Rng) -> dict[str, Any]:
    return {"masks": _draw_masks(rng, (5, 5, 5, 5))}


@cases(q.count_paths)
def layers_of_different_sizes(rng: Rng) -> dict[str, Any]:
    return {"masks": _draw_masks(rng, (3, 4, 6, 5, 2))}


@cases(q.count_paths)
def made_with_one_hidden_layer(rng: Rng) -> dict[str, Any]:
    return {
        "masks": [mask.astype(float) for mask in masks_by_comparison(draw_degrees(rng, 5, 5), natural(5))]
    }


@cases(q.count_paths)
def no_hidden_layer(rng: Rng) -> dict[str, Any]:
    return {"masks": _draw_masks(rng, (3, 4))}


@cases(q.count_paths, edge=True)
def hundreds_of_units(rng: Rng) -> dict[str, Any]:
    masks = masks_by_comparison(rng.integers(1, 3, size=600), natural(3))
    return {"masks": [mask.astype(np.uint8) for mask in masks]}


@cases(q.count_paths, edge=True)
def boolean_masks(rng: Rng) -> dict[str, Any]:
    return {"masks": [mask.astype(bool) for mask in masks_by_comparison(draw_degrees(rng, 4, 5), natural(4))]}


@cases(q.count_paths, edge=True)
def billions_of_paths(rng: Rng) -> dict[str, Any]:
    width = int(rng.choice([99, 101, 103]))
    inner = [np.ones((width, width), dtype=np.int64)] * 4
    return {"masks": [*_draw_masks(rng, (2, width)), *inner, *_draw_masks(rng, (width, 2))]}


@mistake(
    q.count_paths,
    en="You multiply in the type of the masks: what are `True + True` and `uint8(255) + uint8(1)` in numpy?",
    ru="Вы умножаете в типе самих масок: чему в numpy равны `True + True` и `uint8(255) + uint8(1)`?",
)
def product_in_the_given_type(masks: Any) -> Any:
    return _chain([np.asarray(mask) for mask in masks])


@mistake(
    q.count_paths,
    en="Large numbers of paths come out wrong: up to which integer is the type exact in which you multiply?",
    ru="Большие количества путей неверны: до какого целого числа точен тип, в котором вы умножаете?",
)
def counted_in_int32(masks: Any) -> Any:
    return _chain([np.asarray(mask).astype(np.int32) for mask in masks])


@mistake(q.count_paths, **counted_in_int32.text)
def counted_in_single_precision(masks: Any) -> Any:
    return _chain([np.asarray(mask).astype(np.float32) for mask in masks])


@mistake(
    q.count_paths,
    en="The factors stand in the wrong order: which mask acts on the input first?",
    ru="Множители стоят в неверном порядке: какая маска действует на вход первой?",
)
def factors_reversed(masks: Any) -> Any:
    return _chain([np.asarray(mask).astype(int) for mask in reversed(masks)])


@mistake(
    q.count_paths,
    en="You say whether there is a path; asked for is how many there are.",
    ru="Вы указываете, есть ли путь; требуется их число.",
)
def some_path(masks: Any) -> Any:
    return np.minimum(product_of_integers(masks), 1)


@mistake(
    q.count_paths,
    en="Rows and columns have changed places: rows are outputs, columns inputs.",
    ru="Строки и столбцы поменялись местами: строки — выходы, столбцы — входы.",
)
def counts_transposed(masks: Any) -> Any:
    return product_of_integers(masks).T


@mistake(
    q.count_paths,
    en="Hidden layers are left out: your result uses the first and the last mask only.",
    ru="Скрытые слои пропущены: в вашем результате участвуют только первая и последняя маски.",
)
def first_and_last_only(masks: Any) -> Any:
    return product_of_integers([masks[0], masks[-1]] if len(masks) > 1 else masks)


@alternative(q.count_paths)
def walks_from_each_input(masks: Any) -> Any:
    columns = []
    for j in range(np.shape(masks[0])[1]):
        arrived = {j: 1}
        for mask in masks:
            following: dict[int, int] = {}
            for unit, number in arrived.items():
                for target in np.flatnonzero(np.asarray(mask)[:, unit]):
                    following[int(target)] = following.get(int(target), 0) + number
            arrived = following
        columns.append([arrived.get(i, 0) for i in range(len(masks[-1]))])
    return np.array(columns).T


@alternative(q.count_paths)
def product_of_doubles(masks: Any) -> Any:
    import torch

    return _chain([torch.as_tensor(mask).double() for mask in masks])
