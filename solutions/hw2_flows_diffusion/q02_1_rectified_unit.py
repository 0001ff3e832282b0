"""Hidden twin of question 2.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q02_1_rectified_unit as q
from autograder.question import Function, Rng, alternative, hidden_law, mistake, reference

Unit = tuple[float, float, float]


@reference(q.relu_collision)
def inside_the_flat_half(a: float, b: float, c: float) -> tuple[float, float]:
    if b == 0:
        return 0.0, 1.0
    far = max(1.0, abs(c))
    return (-c - far) / b, (-c - 2 * far) / b


def _test(f: Function, units: list[Unit]) -> tuple[Any, Any]:
    found = [q.examine_pair(f(a=a, b=b, c=c), a, b, c) for a, b, c in units]
    return found, [(0.0, 0.0, True)] * len(units)


@hidden_law(
    q.relu_collision,
    en=r"For $a = 0$ or $b = 0$ the function is constant. Does your code then return two finite numbers that "
    "differ?",
    fr=r"Pour $a = 0$ ou $b = 0$, la fonction est constante. Votre code renvoie-t-il alors deux nombres "
    "finis et différents ?",
)
def constant_units(f: Function, rng: Rng) -> tuple[Any, Any]:
    a, b, c = rng.uniform(0.5, 2.0, size=3)
    return _test(f, [(a, 0.0, c), (-a, 0.0, -c), (0.0, b, c), (0.0, 0.0, 0.0)])


@hidden_law(
    q.relu_collision,
    en="For some $b > 0$ your two images differ, or your two numbers do not. Draw $g$ for positive and for "
    "negative $c$, and mark where it is flat.",
    fr="Pour certains $b > 0$, vos deux images diffèrent, ou vos deux nombres sont égaux. Dessinez $g$ pour "
    "$c$ positif et négatif, et marquez où elle est plate.",
)
def flat_on_the_left(f: Function, rng: Rng) -> tuple[Any, Any]:
    a, b, c = rng.uniform(1.0, 2.0), rng.uniform(0.5, 1.5), rng.uniform(4.0, 6.0)
    return _test(f, [(a, b, c), (-a, b, -c), (a, b, 0.0), (-a, 1.0, 1.0)])


@hidden_law(
    q.relu_collision,
    en="For some $b < 0$ your two images differ. On which side of its kink is $g$ flat then?",
    fr="Pour certains $b < 0$, vos deux images diffèrent. De quel côté de son point anguleux $g$ est-elle "
    "alors plate ?",
)
def flat_on_the_right(f: Function, rng: Rng) -> tuple[Any, Any]:
    a, b, c = rng.uniform(1.0, 2.0), -rng.uniform(0.5, 1.5), rng.uniform(4.0, 6.0)
    return _test(f, [(a, b, c), (-a, b, -c), (a, b, 0.0), (-a, -1.0, 1.0)])


@hidden_law(
    q.relu_collision,
    en="For very small or very large parameters your two images differ: how far from $0$ can the kink be?",
    fr="Pour des paramètres très petits ou très grands, vos deux images diffèrent : à quelle distance de $0$ "
    "le point anguleux peut-il être ?",
)
def distant_kinks(f: Function, rng: Rng) -> tuple[Any, Any]:
    small, large = rng.uniform(0.002, 0.004), rng.uniform(500.0, 900.0)
    return _test(f, [(large, small, large), (small, -small, large), (-small, large, -large)])


# There is no value to recognise a mistake by; the first law that it breaks names it.


@mistake(q.relu_collision, **flat_on_the_left.text)
def fixed_pair(a: float, b: float, c: float) -> tuple[float, float]:
    return -1.0, -2.0


@mistake(q.relu_collision, **flat_on_the_left.text)
def offset_forgotten(a: float, b: float, c: float) -> tuple[float, float]:
    return (-1.0, -2.0) if b == 0 else (-1.0 / b, -2.0 / b)


@mistake(q.relu_collision, **flat_on_the_left.text)
def sloping_side(a: float, b: float, c: float) -> tuple[float, float]:
    return (0.0, 1.0) if b == 0 else ((1 - c) / b, (2 - c) / b)


@mistake(q.relu_collision, **flat_on_the_left.text)
def nearly_equal(a: float, b: float, c: float) -> tuple[float, float]:
    return 0.0, 1e-15


@mistake(q.relu_collision, **constant_units.text)
def division_by_zero(a: float, b: float, c: float) -> tuple[float, float]:
    return float(np.divide(-c - 1, b)), float(np.divide(-c - 2, b))


@mistake(q.relu_collision, **constant_units.text)
def one_point_twice(a: float, b: float, c: float) -> tuple[float, float]:
    return (inside_the_flat_half(a, b, c)[0],) * 2


@mistake(q.relu_collision, **flat_on_the_right.text)
def sign_of_slope_ignored(a: float, b: float, c: float) -> tuple[float, float]:
    return (0.0, 1.0) if b == 0 else (-c / abs(b) - 1, -c / abs(b) - 2)


@mistake(q.relu_collision, **flat_on_the_right.text)
def always_to_the_left(a: float, b: float, c: float) -> tuple[float, float]:
    return (0.0, 1.0) if b == 0 else (-c / b - 1, -c / b - 2)


@mistake(q.relu_collision, **distant_kinks.text)
def within_a_hundred(a: float, b: float, c: float) -> tuple[float, float]:
    return (-100.0, -101.0) if b > 0 else (100.0, 101.0)


@alternative(q.relu_collision)
def from_the_kink(a: float, b: float, c: float) -> tuple[float, float]:
    if a == 0 or b == 0:
        return 0.0, 1.0
    if c == 0:
        return -1 / b, -2 / b
    return (-c / b, -2 * c / b) if c > 0 else (c / b, 2 * c / b)


@alternative(q.relu_collision)
def kink_and_one_step(a: float, b: float, c: float) -> tuple[float, float]:
    return (3.0, 4.0) if b == 0 else (-c / b, -c / b - np.sign(b))


@alternative(q.relu_collision)
def very_far_out(a: float, b: float, c: float) -> Any:
    import torch

    side = -1.0 if b > 0 else 1.0
    return torch.tensor(side * 1e12, dtype=torch.float64), torch.tensor(side * 2e12, dtype=torch.float64)
