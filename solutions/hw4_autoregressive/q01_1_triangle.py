"""Hidden twin of question 1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q01_1_triangle as q
from autograder.question import Rng, alternative, baseline, cases, device_reference, mistake, reference


@reference(q.made_masks)
def masks_by_comparison(degrees: Any, order: Any) -> Any:
    degrees, order = np.asarray(degrees), np.asarray(order)
    return (degrees[:, None] >= order).astype(int), (order[:, None] > degrees).astype(int)


@baseline(q.made_masks)
def masks_entry_by_entry(degrees: Any, order: Any) -> Any:
    h, m = len(degrees), len(order)
    M_W, M_V = np.zeros((h, m)), np.zeros((m, h))
    for k in range(h):
        for j in range(m):
            if order[j] <= degrees[k]:
                M_W[k, j] = 1
            if order[j] > degrees[k]:
                M_V[j, k] = 1
    return M_W, M_V


def draw_degrees(rng: Rng, m: int, extra: int) -> Any:
    """Every admissible degree once, in random order, and some twice."""
    return rng.permutation(np.concatenate([np.arange(1, m), rng.integers(1, m, size=extra)]))


def natural(m: int) -> Any:
    return np.arange(1, m + 1)


@cases(q.made_masks, count=2)
def natural_order(rng: Rng) -> dict[str, Any]:
    m = int(rng.integers(4, 7))
    return {"degrees": draw_degrees(rng, m, 3), "order": natural(m)}


@cases(q.made_masks, count=2)
def cyclic_order(rng: Rng) -> dict[str, Any]:
    # A cycle is not its own inverse, so that `order` cannot be read the other way round.
    return {"degrees": draw_degrees(rng, 5, 2), "order": np.roll(natural(5), int(rng.integers(1, 5)))}


@cases(q.made_masks)
def reversed_order(rng: Rng) -> dict[str, Any]:
    return {"degrees": draw_degrees(rng, 4, 1), "order": natural(4)[::-1].copy()}


@cases(q.made_masks)
def two_variables(rng: Rng) -> dict[str, Any]:
    return {"degrees": np.ones(1, dtype=int), "order": natural(2)}


@mistake(
    q.made_masks,
    en="An output is fed by units that have seen its own variable: is the rule for outputs strict?",
    ru="Выход питают нейроны, уже видевшие его собственную переменную: строгое ли правило для выходов?",
)
def output_sees_itself(degrees: Any, order: Any) -> Any:
    return masks_by_comparison(degrees, order)[0], (order[:, None] >= degrees).astype(int)


@mistake(
    q.made_masks,
    en="Your units see one input too few: how many inputs does a unit of degree one see?",
    ru="Ваши нейроны видят на один вход меньше, чем нужно: сколько входов видит нейрон степени один?",
)
def strict_at_the_input(degrees: Any, order: Any) -> Any:
    return (degrees[:, None] > order).astype(int), masks_by_comparison(degrees, order)[1]


@mistake(
    q.made_masks,
    en="The two masks have changed places: which layer does each one belong to?",
    ru="Маски поменялись местами: к какому слою относится каждая из них?",
)
def masks_exchanged(degrees: Any, order: Any) -> Any:
    M_W, M_V = masks_by_comparison(degrees, order)
    return M_V.T, M_W.T


@mistake(
    q.made_masks,
    en="You compare degrees, which start at one, with indices or positions that start at zero.",
    ru="Вы сравниваете степени, которые начинаются с единицы, с индексами или местами, начатыми с нуля.",
)
def counted_from_zero(degrees: Any, order: Any) -> Any:
    return masks_by_comparison(degrees, order - 1)


@mistake(
    q.made_masks,
    en="You compare with the index of a variable; in another order its position differs from its index.",
    ru="Вы сравниваете с номером переменной; при другом порядке её место не совпадает с номером.",
)
def order_ignored(degrees: Any, order: Any) -> Any:
    return masks_by_comparison(degrees, natural(len(order)))


@mistake(
    q.made_masks,
    en="You read `order` the wrong way round: does it hold positions of variables, or variables in sequence?",
    ru="Вы читаете `order` наоборот: в нём места переменных или сами переменные по порядку?",
)
def order_inverted(degrees: Any, order: Any) -> Any:
    return masks_by_comparison(degrees, np.argsort(order) + 1)


@mistake(
    q.made_masks,
    en="Your factorisation runs backwards: which output may see nothing at all?",
    ru="Ваше разложение идёт в обратную сторону: какой выход не должен видеть ничего?",
)
def factorised_backwards(degrees: Any, order: Any) -> Any:
    return masks_by_comparison(degrees, len(order) + 1 - order)


@alternative(q.made_masks)
def masks_by_loops(degrees: Any, order: Any) -> Any:
    M_W, M_V = np.zeros((len(degrees), len(order))), np.zeros((len(order), len(degrees)))
    for k, degree in enumerate(degrees):
        for j, position in enumerate(order):
            if position <= degree:
                M_W[k, j] = 1
            else:
                M_V[j, k] = 1
    return M_W, M_V


@alternative(q.made_masks)
def masks_as_complements(degrees: Any, order: Any) -> Any:
    import torch

    sees = torch.as_tensor(degrees)[:, None] >= torch.as_tensor(order)
    return sees, ~sees.T


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


@alternative(q.mask_product_triangle)
def product_of_masks(degrees: Any, m: int) -> Any:
    M_W, M_V = masks_by_comparison(degrees, natural(m))
    return (M_V @ M_W).astype(float)


@alternative(q.mask_product_triangle)
def product_by_cumulative_counts(degrees: Any, m: int) -> Any:
    below = np.array([np.sum(np.asarray(degrees) < position) for position in range(1, m + 1)])
    return np.maximum(below[:, None] - below, 0).tolist()


@reference(q.made_forward)
def masked_network(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    return np.tanh(x @ (W * M_W).T + b) @ (V * M_V).T + c


@baseline(q.made_forward)
def unit_by_unit(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    outputs = np.zeros(x.shape)
    for n, row in enumerate(x):
        hidden = [np.tanh(b[k] + np.sum(W[k] * M_W[k] * row)) for k in range(len(b))]
        for i in range(len(c)):
            outputs[n, i] = c[i] + np.sum(V[i] * M_V[i] * hidden)
    return outputs


@device_reference(q.made_forward)
def masked_network_on_a_device(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    import torch

    hidden = torch.tanh(torch.nn.functional.linear(x, W * M_W, b))
    return torch.nn.functional.linear(hidden, V * M_V, c)


def _draw_network(rng: Rng, batch: int, m: int, degrees: Any) -> dict[str, Any]:
    h = len(degrees)
    M_W, M_V = masks_by_comparison(degrees, rng.permutation(m) + 1)
    weights = {"W": rng.normal(size=(h, m)), "V": rng.normal(size=(m, h))}
    biases = {"b": rng.normal(size=h), "c": rng.normal(size=m)}
    return {"x": rng.normal(size=(batch, m)), **weights, **biases, "M_W": M_W, "M_V": M_V}


@cases(q.made_forward, count=2)
def small_network(rng: Rng) -> dict[str, Any]:
    return _draw_network(rng, 4, 5, draw_degrees(rng, 5, 3))


@cases(q.made_forward)
def single_example(rng: Rng) -> dict[str, Any]:
    return _draw_network(rng, 1, 6, draw_degrees(rng, 6, 4))


@cases(q.made_forward)
def as_many_units_as_inputs(rng: Rng) -> dict[str, Any]:
    return _draw_network(rng, 3, 3, draw_degrees(rng, 3, 1))


@cases(q.made_forward)
def single_hidden_unit(rng: Rng) -> dict[str, Any]:
    return _draw_network(rng, 2, 3, np.array([1]))


@mistake(
    q.made_forward,
    en="Nothing is masked: change the last variable in the order. Which outputs may react?",
    ru="Маски не использованы: измените последнюю в порядке переменную. Какие выходы могут отозваться?",
)
def masks_forgotten(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    return masked_network(x, W, V, b, c, 1, 1)


@mistake(
    q.made_forward,
    en="Only the first layer is masked: change a late variable and watch an early output.",
    ru="Маска есть только в первом слое: измените позднюю переменную и следите за ранним выходом.",
)
def output_layer_unmasked(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    return masked_network(x, W, V, b, c, M_W, 1)


@mistake(
    q.made_forward,
    en="Only the second layer is masked: every hidden unit still sees all variables.",
    ru="Маска есть только во втором слое: каждый скрытый нейрон по-прежнему видит все переменные.",
)
def hidden_layer_unmasked(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    return masked_network(x, W, V, b, c, 1, M_V)


@mistake(
    q.made_forward,
    en="The bias of the hidden layer is lost: set $x = 0$. What still reaches the outputs?",
    ru="Потеряно смещение скрытого слоя: положите $x = 0$. Что всё ещё доходит до выходов?",
)
def hidden_bias_lost(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    return masked_network(x, W, V, 0.0, c, M_W, M_V)


@mistake(
    q.made_forward,
    en="Your network is linear: what should happen in the hidden layer for very large inputs?",
    ru="Ваша сеть линейна: что должно происходить в скрытом слое при очень больших входах?",
)
def hidden_layer_linear(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    return (x @ (W * M_W).T + b) @ (V * M_V).T + c


@mistake(
    q.made_forward,
    en="Your outputs are squeezed by a nonlinearity: the formula has one in the hidden layer only.",
    ru="Ваши выходы сжаты нелинейностью: в формуле она есть только в скрытом слое.",
)
def outputs_squeezed(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    return np.tanh(masked_network(x, W, V, b, c, M_W, M_V))


@alternative(q.made_forward)
def layers_of_torch(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    import torch

    x, W, V, b, c = (torch.as_tensor(value) for value in (x, W, V, b, c))
    hidden = torch.tanh(torch.nn.functional.linear(x, W * torch.as_tensor(M_W), b))
    return torch.nn.functional.linear(hidden, V * torch.as_tensor(M_V), c)


@alternative(q.made_forward)
def three_factors(x: Any, W: Any, V: Any, b: Any, c: Any, M_W: Any, M_V: Any) -> Any:
    hidden = np.tanh(np.einsum("bj,kj,kj->bk", x, W, M_W) + b)
    return np.einsum("bk,ik,ik->bi", hidden, V, M_V) + c
