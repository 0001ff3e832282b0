"""Hidden twin of part 1.2.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q01_2_receptive_field as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference
from solutions.exam_foundations.q01_1_feature_maps import sizes_by_formula
from solutions.exam_foundations.q01_2_receptive_field.receptive_field_size import EXAM, field_by_recursion


def _axis_sizes(layers: Any, n: int) -> list[int]:
    return [int(size) for size in sizes_by_formula(n, n, layers)[:, 0]]


@reference(q.visible_pixels)
def pixels_by_going_back(layers: Any, n: int, i: int) -> Any:
    seen = {i}
    for (k, s, p, d), size in zip(reversed(layers), reversed(_axis_sizes(layers, n)[:-1]), strict=True):
        taps = {output * s - p + tap * d for output in seen for tap in range(k)}
        seen = {tap for tap in taps if 0 <= tap < size}
    return _mark(seen, n)


@baseline(q.visible_pixels)
def pixels_path_by_path(layers: Any, n: int, i: int) -> Any:
    seen, sizes = np.zeros(n, dtype=bool), _axis_sizes(layers, n)

    def follow(depth: int, output: int) -> None:
        if depth == 0:
            seen[output] = True
            return
        k, s, p, d = layers[depth - 1]
        for tap in range(k):
            position = output * s - p + tap * d
            if 0 <= position < sizes[depth - 1]:
                follow(depth - 1, position)

    follow(len(layers), i)
    return seen


def _mark(indices: Any, n: int) -> Any:
    marked = np.zeros(n, dtype=bool)
    marked[[index for index in indices if 0 <= index < n]] = True
    return marked


@cases(q.visible_pixels)
def pixels_of_the_exam(rng: Rng) -> dict[str, Any]:
    return {"layers": EXAM, "n": 64, "i": int(rng.integers(20, 40))}


@cases(q.visible_pixels)
def first_output(rng: Rng) -> dict[str, Any]:
    return {"layers": EXAM, "n": int(rng.integers(40, 50)), "i": 0}


@cases(q.visible_pixels)
def last_output(rng: Rng) -> dict[str, Any]:
    n = int(rng.integers(10, 16))
    return {"layers": [(3, 1, 1, 1), (5, 1, 2, 1)], "n": n, "i": n - 1}


@cases(q.visible_pixels)
def holes_of_dilation(rng: Rng) -> dict[str, Any]:
    return {"layers": [(3, 1, 2, 2), (3, 1, 6, 6)], "n": 21, "i": int(rng.integers(1, 5))}


@cases(q.visible_pixels)
def dilated_at_the_border(rng: Rng) -> dict[str, Any]:
    return {"layers": [(3, 1, 2, 2), (3, 1, 3, 3)], "n": int(rng.integers(11, 18)), "i": 1}


@cases(q.visible_pixels)
def holes_of_strides(rng: Rng) -> dict[str, Any]:
    return {"layers": [(2, 3, 0, 1), (2, 2, 1, 1)], "n": 40, "i": int(rng.integers(2, 5))}


@cases(q.visible_pixels)
def path_outside_a_map(rng: Rng) -> dict[str, Any]:
    """Without the zeros of the map in between, the first tap would lead on to pixels of the image."""
    return {"layers": [(3, 1, 0, 3), (4, 1, 2, 1), (1, 1, 0, 1)], "n": int(rng.integers(14, 20)), "i": 0}


@cases(q.visible_pixels)
def path_beyond_the_end_of_a_map(rng: Rng) -> dict[str, Any]:
    n = int(rng.integers(14, 20))
    return {"layers": [(3, 1, 0, 3), (4, 1, 2, 1), (1, 1, 0, 1)], "n": n, "i": n - 6}


@cases(q.visible_pixels)
def mixed_layers(rng: Rng) -> dict[str, Any]:
    return {"layers": [(3, 2, 1, 1), (4, 1, 0, 1), (3, 1, 2, 2)], "n": 33, "i": int(rng.integers(4, 9))}


@cases(q.visible_pixels, edge=True)
def no_layer(rng: Rng) -> dict[str, Any]:
    return {"layers": [], "n": 6, "i": int(rng.integers(6))}


@mistake(
    q.visible_pixels,
    en="You mark the whole extent: is every pixel between the first and the last tap really read?",
    fr=r"""
    Vous marquez toute l'étendue : chaque pixel entre le premier et le dernier poids est-il vraiment lu ?
    """,
)
def whole_extent(layers: Any, n: int, i: int) -> Any:
    size, step, start = field_by_recursion(layers)
    return _mark(range(i * step + start, i * step + start + size), n)


@mistake(
    q.visible_pixels,
    en="You centre the region at pixel $i$, but $i$ counts outputs: where does a stride put output $i$?",
    fr=r"""
    Vous centrez la région sur le pixel $i$, mais $i$ compte les sorties : où un pas met-il la sortie $i$ ?
    """,
)
def centred_at_the_output(layers: Any, n: int, i: int) -> Any:
    half = field_by_recursion(layers)[0] // 2
    return _mark(range(i - half, i + half + 1), n)


@mistake(
    q.visible_pixels,
    en="A tap in the padding reads a zero; in your answer it reads the pixel at the border.",
    fr="Un poids dans le remplissage lit un zéro ; dans votre réponse, il lit le pixel du bord.",
)
def clipped_to_the_border(layers: Any, n: int, i: int) -> Any:
    seen = {i}
    for (k, s, p, d), size in zip(reversed(layers), reversed(_axis_sizes(layers, n)[:-1]), strict=True):
        seen = {min(max(o * s - p + tap * d, 0), size - 1) for o in seen for tap in range(k)}
    return _mark(seen, n)


@mistake(
    q.visible_pixels,
    en="You let each map end where the image ends: how many positions does the map in between have?",
    fr="Vous faites finir chaque carte où finit l'image : combien de positions a la carte intermédiaire ?",
)
def end_of_the_image_for_each_map(layers: Any, n: int, i: int) -> Any:
    seen = {i}
    for k, s, p, d in reversed(layers):
        seen = {tap for o in seen for tap in range(o * s - p, o * s - p + k * d, d) if 0 <= tap < n}
    return _mark(seen, n)


@mistake(
    q.visible_pixels,
    en="The padding is forgotten: at which index does output 0 begin to read?",
    fr="Le remplissage est oublié : à quel indice la sortie 0 commence-t-elle à lire ?",
)
def without_padding(layers: Any, n: int, i: int) -> Any:
    return _go_back(list(reversed([(k, s, 0, d) for k, s, _, d in layers])), n, i)


def _go_back(layers: Any, n: int, i: int) -> Any:
    """The pixels that the taps reach, without a look at the borders of the maps in between."""
    seen = {i}
    for k, s, p, d in layers:
        seen = {output * s - p + tap * d for output in seen for tap in range(k)}
    return _mark(seen, n)


@mistake(
    q.visible_pixels,
    en="You go from the output to the image: which layer is met first on this way?",
    fr="Vous allez de la sortie vers l'image : quelle couche rencontre-t-on d'abord sur ce chemin ?",
)
def first_layer_first(layers: Any, n: int, i: int) -> Any:
    return _go_back(layers, n, i)


@mistake(
    q.visible_pixels,
    en="Some pixels are reached through a position outside a map in between: what stands there?",
    fr="Certains pixels sont atteints par une position hors d'une carte intermédiaire : qu'y a-t-il là ?",
)
def through_the_padding(layers: Any, n: int, i: int) -> Any:
    return _go_back(list(reversed(layers)), n, i)


@alternative(q.visible_pixels)
def gradient_of_torch(layers: Any, n: int, i: int) -> Any:
    import torch

    x = torch.zeros(1, 1, n, dtype=torch.float64, requires_grad=True)
    y = x * 1
    for k, s, p, d in layers:
        weight = torch.ones(1, 1, k, dtype=torch.float64)
        y = torch.nn.functional.conv1d(y, weight, stride=s, padding=p, dilation=d)
    (gradient,) = torch.autograd.grad(y[0, 0, i], x)
    return gradient[0, 0] != 0


@alternative(q.visible_pixels)
def product_of_connections(layers: Any, n: int, i: int) -> Any:
    reached = np.eye(n, dtype=int)
    for k, s, p, d in layers:
        padded = np.pad(reached, ((p, p), (0, 0)))
        starts = range(0, len(padded) - d * (k - 1), s)
        reached = np.array([padded[start : start + d * (k - 1) + 1 : d].any(axis=0) for start in starts])
    return reached[i].astype(int)
