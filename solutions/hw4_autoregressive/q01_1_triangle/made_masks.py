"""Hidden twin of part 1.1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q01_1_triangle as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference


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
