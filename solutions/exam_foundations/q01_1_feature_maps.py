"""Hidden twin of question 1.1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from assignments.exam_foundations import q01_1_feature_maps as q
from autograder.question import Rng, alternative, cases, mistake, reference


def sizes_by(count: Callable[..., int], height: int, width: int, layers: Any) -> Any:
    """Both sizes through the layers, where `count(n, k, s, p, d)` gives the next size of one axis."""
    rows = [(height, width)]
    for layer in layers:
        rows.append((count(rows[-1][0], *layer), count(rows[-1][1], *layer)))
    return np.array(rows)


@reference(q.feature_map_sizes)
def sizes_by_formula(height: int, width: int, layers: Any) -> Any:
    return sizes_by(lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) // s + 1, height, width, layers)


@cases(q.feature_map_sizes)
def network_of_the_exam(rng: Rng) -> dict[str, Any]:
    return {"height": 256, "width": 256, "layers": [(5, 1, 2, 1)] * 6}


@cases(q.feature_map_sizes, count=2)
def strided_and_dilated(rng: Rng) -> dict[str, Any]:
    height, width = (int(n) for n in rng.integers(60, 90, size=2))
    k, p = int(rng.integers(4, 7)), int(rng.integers(1, 4))
    # The first layer drops a part of a window along each axis: rounding up shows.
    height += (height + 2 * p - k) % 2 == 0
    width += (width + 2 * p - k) % 2 == 0
    return {"height": height, "width": width, "layers": [(k, 2, p, 1), (3, 1, 1, 3), (3, 3, 0, 2)]}


@cases(q.feature_map_sizes)
def even_kernels(rng: Rng) -> dict[str, Any]:
    height, width = (int(n) for n in rng.integers(9, 20, size=2))
    return {"height": height, "width": width, "layers": [(2, 1, 0, 1), (4, 1, 3, 1), (2, 2, 1, 1)]}


@cases(q.feature_map_sizes)
def kernels_that_just_fit(rng: Rng) -> dict[str, Any]:
    k = int(rng.integers(3, 6))
    return {"height": 2 * k - 1, "width": 2 * k + 1, "layers": [(k, 3, 0, 2), (1, 2, 0, 1)]}


@cases(q.feature_map_sizes, edge=True)
def empty_stack(rng: Rng) -> dict[str, Any]:
    return {"height": int(rng.integers(2, 9)), "width": int(rng.integers(10, 19)), "layers": []}


@mistake(
    q.feature_map_sizes,
    en="The zeros are counted once: on how many sides of the map are they?",
    fr="Les zéros sont comptés une fois : de combien de côtés de la carte y en a-t-il ?",
)
def padding_on_one_border(height: int, width: int, layers: Any) -> Any:
    return sizes_by(lambda n, k, s, p, d: (n + p - d * (k - 1) - 1) // s + 1, height, width, layers)


@mistake(
    q.feature_map_sizes,
    en="You count the moves of the window, not its positions: try a kernel of one tap with stride 1.",
    fr="Vous comptez les déplacements de la fenêtre, non ses positions : essayez un noyau d'un seul poids.",
)
def moves_for_positions(height: int, width: int, layers: Any) -> Any:
    return sizes_by(lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) // s, height, width, layers)


@mistake(
    q.feature_map_sizes,
    en="A window that sticks out is left out: draw 10 pixels, 3 taps and stride 2.",
    fr="Une fenêtre qui dépasse est omise : dessinez 10 pixels, 3 poids et le pas 2.",
)
def rounded_up(height: int, width: int, layers: Any) -> Any:
    return sizes_by(lambda n, k, s, p, d: -(-(n + 2 * p - d * (k - 1) - 1) // s) + 1, height, width, layers)


@mistake(
    q.feature_map_sizes,
    en="How many pixels does a kernel of 3 taps with dilation 2 span, from its first tap to its last?",
    fr="Combien de pixels couvre un noyau de 3 poids de dilatation 2, du premier au dernier ?",
)
def dilation_ignored(height: int, width: int, layers: Any) -> Any:
    return sizes_by(lambda n, k, s, p, d: (n + 2 * p - k) // s + 1, height, width, layers)


@mistake(
    q.feature_map_sizes,
    en="You multiply the number of taps by the dilation: where does the last of 3 taps with dilation 2 fall?",
    fr=r"""
    Vous multipliez le nombre de poids par la dilatation : où tombe le dernier de 3 poids de dilatation 2 ?
    """,
)
def dilation_times_taps(height: int, width: int, layers: Any) -> Any:
    return sizes_by(lambda n, k, s, p, d: (n + 2 * p - d * k) // s + 1, height, width, layers)


@mistake(
    q.feature_map_sizes,
    en="Which map does the second layer read, the image or the one that the first layer gives?",
    fr="Quelle carte lit la deuxième couche, l'image ou celle que donne la première ?",
)
def every_layer_on_the_image(height: int, width: int, layers: Any) -> Any:
    rows = [sizes_by_formula(height, width, [layer])[1] for layer in layers]
    return np.array([[height, width], *rows])


@mistake(
    q.feature_map_sizes,
    en="The stride thins out the positions of the window, not the pixels of the map: which comes first?",
    fr=r"""
    Le pas éclaircit les positions de la fenêtre, non les pixels de la carte : qu'est-ce qui vient d'abord ?
    """,
)
def stride_first(height: int, width: int, layers: Any) -> Any:
    return sizes_by(lambda n, k, s, p, d: n // s + 2 * p - d * (k - 1), height, width, layers)


@mistake(
    q.feature_map_sizes,
    en="Height and width are exchanged: in which order does the text ask for them?",
    fr="Hauteur et largeur sont échangées : dans quel ordre le texte les demande-t-il ?",
)
def width_first(height: int, width: int, layers: Any) -> Any:
    return sizes_by_formula(width, height, layers)


@alternative(q.feature_map_sizes)
def positions_counted(height: int, width: int, layers: Any) -> Any:
    return sizes_by(lambda n, k, s, p, d: len(range(0, n + 2 * p - d * (k - 1), s)), height, width, layers)


@alternative(q.feature_map_sizes)
def shapes_of_torch(height: int, width: int, layers: Any) -> Any:
    import torch

    x, rows = torch.zeros(1, 1, height, width), [[height, width]]
    for k, s, p, d in layers:
        x = torch.nn.functional.conv2d(x, torch.zeros(1, 1, k, k), stride=s, padding=p, dilation=d)
        rows.append(list(x.shape[2:]))
    return torch.tensor(rows)


@alternative(q.feature_map_sizes)
def as_floats_and_lists(height: int, width: int, layers: Any) -> Any:
    return sizes_by_formula(height, width, layers).astype(float).tolist()


@reference(q.network_map_sides)
def six_equal_layers(side: int, kernel: int, padding: int) -> Any:
    return side + np.arange(1, 7) * (2 * padding - kernel + 1)


@cases(q.network_map_sides)
def stated_network(rng: Rng) -> dict[str, Any]:
    return {}


@alternative(q.network_map_sides)
def layer_by_layer(side: int, kernel: int, padding: int) -> list[int]:
    layers = [(kernel, 1, padding, 1)] * 6
    return [int(n) for n in sizes_by_formula(side, side, layers)[1:, 0]]


@mistake(
    q.network_map_sides,
    en="How many positions does a kernel of side 1 have on a row of pixels? Try it with your formula.",
    fr="Combien de positions un noyau de côté 1 a-t-il sur une ligne de pixels ? Essayez votre formule.",
)
def one_position_lost(side: int, kernel: int, padding: int) -> Any:
    return side + np.arange(1, 7) * (2 * padding - kernel)


@mistake(
    q.network_map_sides,
    en="A map has two borders along each axis: where do the zeros go?",
    fr="Une carte a deux bords le long de chaque axe : où vont les zéros ?",
)
def zeros_on_one_border(side: int, kernel: int, padding: int) -> Any:
    return side + np.arange(1, 7) * (padding - kernel + 1)


@mistake(
    q.network_map_sides,
    en="Your maps shrink as if there were no zeros: how many does the text put on each border?",
    fr="Vos cartes rétrécissent comme s'il n'y avait pas de zéros : combien le texte en met-il par bord ?",
)
def without_padding(side: int, kernel: int, padding: int) -> Any:
    return side + np.arange(1, 7) * (1 - kernel)


@mistake(
    q.network_map_sides,
    en="The list begins with the map of the first layer, not with the image.",
    fr="La liste commence par la carte de la première couche, non par l'image.",
)
def image_included(side: int, kernel: int, padding: int) -> Any:
    return side + np.arange(7) * (2 * padding - kernel + 1)
