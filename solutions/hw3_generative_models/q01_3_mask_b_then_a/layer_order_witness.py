"""Hidden twin of part 1.3.3."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from assignments.hw3_generative_models import q01_3_mask_b_then_a as q
from autograder.question import Function, Rng, alternative, hidden_law, mistake, reference


@reference(q.layer_order_witness)
def counted_kernel_and_ones() -> Any:
    return np.arange(9.0).reshape(3, 3), np.ones((3, 3)), np.arange(25.0).reshape(5, 5)


def order_matters(w_1: Any, w_2: Any, x: Any) -> bool:
    """Whether the two networks differ at pixel 33, in exact arithmetic: right at any scale."""
    # Two steps of mask A are common to both networks, and nothing read at 33 touches the padding: what is
    # left is the paths in which one of the two steps stays at the centre.
    terms: list[Fraction] = []
    for i, j in ((0, 0), (0, 1), (0, 2), (1, 0)):
        pixel = Fraction(float(x[i + 1, j + 1]))
        terms.append(pixel * Fraction(float(w_1[i, j])) * Fraction(float(w_2[1, 1])))
        terms.append(-pixel * Fraction(float(w_2[i, j])) * Fraction(float(w_1[1, 1])))
    # Kernels that are proportional up to rounding leave a remainder of a few parts in 1e16.
    size = sum((abs(term) for term in terms), start=Fraction(0))
    return abs(sum(terms, start=Fraction(0))) > size / 10**9


@hidden_law(
    q.layer_order_witness,
    en="Both networks give the same value at 33. Which weights are in one network but not in the other?",
    fr="Les deux réseaux donnent la même valeur en 33. Quels poids sont dans l'un et pas dans l'autre ?",
)
def outputs_differ(f: Function, rng: Rng) -> tuple[Any, Any]:
    w_1, w_2, x = (np.asarray(array, dtype=float) for array in f())
    for array, shape in ((w_1, (3, 3)), (w_2, (3, 3)), (x, (5, 5))):
        if array.shape != shape or not np.isfinite(array).all():
            return array, np.zeros(shape)
    return order_matters(w_1, w_2, x), True


@mistake(
    q.layer_order_witness,
    en="With two equal kernels, does it matter which of them is under mask A?",
    fr="Avec deux noyaux égaux, importe-t-il lequel des deux est sous le masque A ?",
)
def all_ones() -> Any:
    return np.ones((3, 3)), np.ones((3, 3)), np.ones((5, 5))


@mistake(
    q.layer_order_witness,
    en="What do both networks give for an image of zeros?",
    fr="Que donnent les deux réseaux pour une image nulle ?",
)
def image_of_zeros() -> Any:
    return np.eye(3), np.ones((3, 3)), np.zeros((5, 5))


@mistake(
    q.layer_order_witness,
    en="Multiply your kernels by their masks and print them: what is left?",
    fr="Multipliez vos noyaux par leurs masques et affichez-les : que reste-t-il ?",
)
def masked_away() -> Any:
    kernel = np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
    return 2.0 * kernel, kernel, np.ones((5, 5))


@mistake(
    q.layer_order_witness,
    en="Your kernels are the same under both masks. In what do the masks differ?",
    fr="Vos noyaux sont les mêmes sous les deux masques. En quoi les masques diffèrent-ils ?",
)
def centres_of_zero() -> Any:
    w_1 = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    w_2 = np.array([[1.0, 2.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    return w_1, w_2, np.ones((5, 5))


@alternative(q.layer_order_witness)
def one_centre_of_zero() -> Any:
    w_1 = np.ones((3, 3))
    w_1[1, 1] = 0.0
    return w_1, np.ones((3, 3)), np.ones((5, 5))


@alternative(q.layer_order_witness)
def random_and_tiny() -> Any:
    rng = np.random.default_rng(0)
    return 1e-200 * rng.normal(size=(3, 3)), 1e-150 * rng.normal(size=(3, 3)), rng.normal(size=(5, 5))


@alternative(q.layer_order_witness)
def integers_of_torch() -> Any:
    import torch

    w_1, w_2 = torch.zeros(3, 3, dtype=torch.int64), torch.zeros(3, 3, dtype=torch.int64)
    w_1[1, 1], w_2[1, 0] = 3, 1
    return w_1, w_2, torch.arange(25).reshape(5, 5)
