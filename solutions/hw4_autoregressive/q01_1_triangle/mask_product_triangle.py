"""Hidden twin of part 1.1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q01_1_triangle as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw4_autoregressive.q01_1_triangle.made_masks import draw_degrees, masks_by_comparison, natural


@reference(q.mask_product_triangle)
def product_by_counting(degrees: Any, m: int) -> Any:
    return _count(degrees, m, lambda d, i, j: j <= d < i)


def _count(degrees: Any, m: int, joins: Any) -> Any:
    counts = [
        [sum(joins(d, i, j) for d in np.asarray(degrees)) for j in range(1, m + 1)] for i in range(1, m + 1)
    ]
    return np.array(counts, dtype=int)


@cases(q.mask_product_triangle, count=2)
def all_degrees(rng: Rng) -> dict[str, Any]:
    m = int(rng.integers(5, 8))
    return {"degrees": draw_degrees(rng, m, 4), "m": m}


@cases(q.mask_product_triangle)
def gap_in_the_degrees(rng: Rng) -> dict[str, Any]:
    return {"degrees": rng.permutation([1, 4, 4]), "m": 5}


@cases(q.mask_product_triangle)
def one_unit(rng: Rng) -> dict[str, Any]:
    return {"degrees": rng.integers(1, 4, size=1), "m": 4}


@cases(q.mask_product_triangle)
def two_inputs(rng: Rng) -> dict[str, Any]:
    return {"degrees": np.ones(int(rng.integers(2, 5)), dtype=int), "m": 2}


@mistake(
    q.mask_product_triangle,
    en="You fill the other triangle. Which inputs may the first output see, and which the last?",
    ru="Вы заполняете другой треугольник. Какие входы может видеть первый выход, а какие — последний?",
)
def other_triangle(degrees: Any, m: int) -> Any:
    return product_by_counting(degrees, m).T


@mistake(
    q.mask_product_triangle,
    en="Some paths are missing: may a hidden unit see the input whose position equals its degree?",
    ru="Не хватает путей: видит ли скрытый нейрон вход, место которого равно его степени?",
)
def strict_on_both_sides(degrees: Any, m: int) -> Any:
    return _count(degrees, m, lambda d, i, j: j < d < i)


@mistake(
    q.mask_product_triangle,
    en="Your diagonal is not empty: may an output see its own variable?",
    ru="Ваша диагональ не пуста: может ли выход видеть собственную переменную?",
)
def equal_on_both_sides(degrees: Any, m: int) -> Any:
    return _count(degrees, m, lambda d, i, j: j <= d <= i)


@mistake(
    q.mask_product_triangle,
    en="You say whether there is a path. A product of matrices adds up: what happens with two equal degrees?",
    ru="Вы указываете, есть ли путь. В произведении матриц слагаемые складываются: что дают равные степени?",
)
def connected_or_not(degrees: Any, m: int) -> Any:
    return np.minimum(product_by_counting(degrees, m), 1)


@mistake(
    q.mask_product_triangle,
    en="You count every hidden unit for every pair. Which of them lie between this input and this output?",
    ru="Вы считаете каждый скрытый нейрон для каждой пары. Какие из них лежат между этим входом и выходом?",
)
def every_unit_counted(degrees: Any, m: int) -> Any:
    return np.tril(np.full((m, m), len(degrees)), -1)


@mistake(
    q.mask_product_triangle,
    en="Everything is shifted: degrees and positions start at one, indices of arrays at zero.",
    ru="Всё сдвинуто: степени и места начинаются с единицы, а индексы массивов — с нуля.",
)
def indices_for_positions(degrees: Any, m: int) -> Any:
    return _count(degrees, m, lambda d, i, j: j - 1 <= d < i - 1)


@mistake(
    q.mask_product_triangle,
    en="The two conditions have changed places: which of the layers admits the equal sign?",
    ru="Два условия поменялись местами: какой из слоёв допускает знак равенства?",
)
def strictness_exchanged(degrees: Any, m: int) -> Any:
    return _count(degrees, m, lambda d, i, j: j < d <= i)


@mistake(
    q.mask_product_triangle,
    en="You compare the degree with the position of the input, but with the index of the output.",
    ru="Вы сравниваете степень с местом входа, но с индексом выхода.",
)
def index_of_output(degrees: Any, m: int) -> Any:
    return _count(degrees, m, lambda d, i, j: j <= d < i - 1)


@mistake(
    q.mask_product_triangle,
    en="You compare the degree with the position of the output, but with the index of the input.",
    ru="Вы сравниваете степень с местом выхода, но с индексом входа.",
)
def index_of_input(degrees: Any, m: int) -> Any:
    return _count(degrees, m, lambda d, i, j: j - 1 <= d < i)


@alternative(q.mask_product_triangle)
def product_of_masks(degrees: Any, m: int) -> Any:
    M_W, M_V = masks_by_comparison(degrees, natural(m))
    return (M_V @ M_W).astype(float)


@alternative(q.mask_product_triangle)
def product_by_cumulative_counts(degrees: Any, m: int) -> Any:
    below = np.array([np.sum(np.asarray(degrees) < position) for position in range(1, m + 1)])
    return np.maximum(below[:, None] - below, 0).tolist()
