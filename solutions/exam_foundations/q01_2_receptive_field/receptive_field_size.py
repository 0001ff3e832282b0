"""Hidden twin of part 1.2.1."""

from __future__ import annotations

from math import prod
from typing import Any

from assignments.exam_foundations import q01_2_receptive_field as q
from autograder.question import Rng, alternative, cases, mistake, reference

EXAM = [(5, 1, 2, 1)] * 6


@reference(q.receptive_field_size)
def field_by_recursion(layers: Any) -> tuple[int, int, int]:
    size, step, start = 1, 1, 0
    for k, s, p, d in layers:
        size += d * (k - 1) * step
        start -= p * step
        step *= s
    return size, step, start


@cases(q.receptive_field_size)
def field_of_the_exam(rng: Rng) -> dict[str, Any]:
    return {"layers": EXAM}


@cases(q.receptive_field_size, count=2)
def strides_and_dilations(rng: Rng) -> dict[str, Any]:
    k, p, d = (int(n) for n in rng.integers([3, 1, 2], [8, 4, 5]))
    return {"layers": [(k, 2, p, 1), (3, 3, 1, d), (4, 1, 2, 1), (2, 2, 0, 2)]}


@cases(q.receptive_field_size)
def growing_dilations(rng: Rng) -> dict[str, Any]:
    return {"layers": [(int(rng.integers(2, 4)), 1, 0, 2**depth) for depth in range(5)]}


@cases(q.receptive_field_size)
def deep_and_strided(rng: Rng) -> dict[str, Any]:
    return {"layers": [(3, 2, 1, 1)] * int(rng.integers(8, 12))}


@cases(q.receptive_field_size)
def pointwise_layers(rng: Rng) -> dict[str, Any]:
    return {"layers": [(1, 2, 0, 1), (5, 1, int(rng.integers(1, 5)), 1), (1, 1, 0, 1)]}


@mistake(
    q.receptive_field_size,
    en="After a layer of stride 2, how far apart in the image are two neighbours of the map?",
    fr="Après une couche de pas 2, à quelle distance sont dans l'image deux voisins de la carte ?",
)
def strides_ignored(layers: Any) -> tuple[int, int, int]:
    step, start = prod(s for _, s, _, _ in layers), -sum(p for _, _, p, _ in layers)
    return 1 + sum(d * (k - 1) for k, _, _, d in layers), step, start


@mistake(
    q.receptive_field_size,
    en="You add all the taps of each layer: how much do two layers of one tap see?",
    fr="Vous ajoutez tous les poids de chaque couche : que voient deux couches d'un seul poids ?",
)
def taps_added(layers: Any) -> tuple[int, int, int]:
    _, step, start = field_by_recursion(layers)
    return sum(k * d for k, _, _, d in layers), step, start


@mistake(
    q.receptive_field_size,
    en="Does the stride of a layer spread its own taps, or those of the layers that come after it?",
    fr="Le pas d'une couche écarte-t-il ses propres poids, ou ceux des couches qui la suivent ?",
)
def own_stride_included(layers: Any) -> tuple[int, int, int]:
    size, step, start = 1, 1, 0
    for k, s, p, d in layers:
        step *= s
        size += d * (k - 1) * step
        start -= p * step
    return size, step, start


@mistake(
    q.receptive_field_size,
    en="How many pixels does a kernel of 3 taps with dilation 4 span?",
    fr="Combien de pixels couvre un noyau de 3 poids de dilatation 4 ?",
)
def field_without_dilation(layers: Any) -> tuple[int, int, int]:
    size, step, start = field_by_recursion([(k, s, p, 1) for k, s, p, _ in layers])
    return size, step, start


@mistake(
    q.receptive_field_size,
    en="The kernel sizes are multiplied: draw what two layers of 3 taps see along one axis.",
    fr="Les tailles des noyaux sont multipliées : dessinez ce que voient deux couches de 3 poids sur un axe.",
)
def kernels_multiplied(layers: Any) -> tuple[int, int, int]:
    _, step, start = field_by_recursion(layers)
    return prod(k for k, *_ in layers), step, start


@mistake(
    q.receptive_field_size,
    en="You centre the region at output 0. Does this hold for a layer without padding?",
    fr="Vous centrez la région sur la sortie 0. Est-ce vrai pour une couche sans remplissage ?",
)
def centred_start(layers: Any) -> tuple[int, int, int]:
    size, step, _ = field_by_recursion(layers)
    return size, step, -(size // 2)


@mistake(
    q.receptive_field_size,
    en="All is right but the sign of `start`: on which side of pixel 0 are the zeros?",
    fr="Tout est juste sauf le signe de `start` : de quel côté du pixel 0 sont les zéros ?",
)
def start_with_the_other_sign(layers: Any) -> tuple[int, int, int]:
    size, step, start = field_by_recursion(layers)
    return size, step, -start


@alternative(q.receptive_field_size)
def from_the_last_layer(layers: Any) -> tuple[int, int, int]:
    size, step, start = 1, 1, 0
    for k, s, p, d in reversed(layers):
        size, step, start = (size - 1) * s + d * (k - 1) + 1, step * s, start * s - p
    return size, step, start


@alternative(q.receptive_field_size)
def ends_of_two_regions(layers: Any) -> Any:
    import torch

    first, last, second = torch.tensor([0, 0, 1])
    for k, s, p, d in reversed(layers):
        first, last, second = first * s - p, last * s - p + d * (k - 1), second * s - p
    return torch.stack([last - first + 1, second - first, first])
