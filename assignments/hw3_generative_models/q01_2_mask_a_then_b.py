"""Question 1.2: mask A, then mask B.

Source: sheet 003, question 1 (20 points).
Papers: van den Oord, Kalchbrenner and Kavukcuoglu, "Pixel Recurrent Neural Networks", ICML 2016, eq. 1 and
section 3.4 (masks A and B); van den Oord et al., "Conditional Image Generation with PixelCNN Decoders",
NIPS 2016, section 2.2 (blind spot).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw3_generative_models.q01_masked_convolutions import (
    draw_against_depth,
    draw_sheet_grid,
    without_later,
)
from autograder.question import Function, Question, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Bool

    from autograder.question import Array

question = Question(number="1.2", title=Text(en="Mask A, then mask B", fr="Masque A, puis masque B"))


@part(
    "1.2.1",
    points=2.5,
    en=r"""
    The same two layers, the first (next to the input) with **mask A**, the second with **mask B**: the
    recipe of the PixelCNN. Return the receptive field of the output pixel 33 in the format of 1.1.2.
    """,
    fr=r"""
    Les deux mêmes couches, la première (du côté de l'entrée) avec le **masque A**, la seconde avec le
    **masque B** : la recette du PixelCNN. Renvoyez le champ récepteur du pixel de sortie 33, au format de
    1.1.2.
    """,
)
def field_mask_a_then_b() -> Bool[Array, "5 5"]:
    """True at the input pixels that output pixel 33 depends on: mask A, then mask B."""
    raise NotImplementedError


@law(
    field_mask_a_then_b,
    en="The grid has shape (5, 5), and no pixel after 33 in raster order is marked.",
    fr="La grille est de forme (5, 5), et aucun pixel après 33 dans l'ordre de balayage n'est marqué.",
)
def nothing_later_with_a_then_b(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(), without_later(f(), 5, 5, 2, 2)


@picture(
    field_mask_a_then_b,
    en="Your field for mask A, then mask B: the marked pixels are shaded and in bold; 33 is framed.",
    fr="Votre champ pour le masque A, puis B : pixels marqués ombrés et en gras ; 33 est encadré.",
)
def grid_of_a_then_b(f: Function | None, figure: Any) -> None:
    draw_sheet_grid(figure, f)


@part(
    "1.2.2",
    points=2.5,
    en=r"""
    Now any stack. `kinds` names the masks, one letter per layer, from the input to the output: `"ABB"` is
    mask A, then mask B twice. Return the receptive field of the output pixel (`row`, `column`) on a map of
    `height` rows and `width` columns (both counted from 0), for kernels $k \times k$ with $k$ odd. Beyond
    the border there is only the zero padding, **in the hidden maps as well**: nothing is read through a
    position outside the map.

    Example: `receptive_field("AB", 2, 3, 1, 0, 3)` is `[[True, True, False], [False, False, False]]`.
    """,
    fr=r"""
    Prenons maintenant un empilement quelconque. `kinds` nomme les masques, une lettre par couche, de
    l'entrée vers la sortie : `"ABB"` désigne le masque A, puis deux fois le masque B. Renvoyez le champ
    récepteur du pixel de sortie (`row`, `column`) sur une carte de `height` lignes et `width` colonnes
    (comptées à partir de 0), pour des noyaux $k \times k$ avec $k$ impair. Au-delà du bord il n'y a que le
    remplissage par des zéros, **y compris dans les cartes cachées** : rien n'est lu en passant par une
    position hors de la carte.

    Exemple : `receptive_field("AB", 2, 3, 1, 0, 3)` est `[[True, True, False], [False, False, False]]`.
    """,
)
def receptive_field(
    kinds: str, height: int, width: int, row: int, column: int, k: int
) -> Bool[Array, "height width"]:
    """True at the input pixels that output pixel (row, column) depends on, through all the layers."""
    raise NotImplementedError


@example(receptive_field)
def two_rows_of_three() -> tuple[dict[str, Any], Any]:
    arguments = {"kinds": "AB", "height": 2, "width": 3, "row": 1, "column": 0, "k": 3}
    return arguments, np.array([[True, True, False], [False, False, False]])


@law(
    receptive_field,
    en="No pixel after the output pixel in raster order is marked, also near a border.",
    fr="Aucun pixel après le pixel de sortie dans l'ordre de balayage n'est marqué, même près d'un bord.",
)
def nothing_later_is_read(f: Function, rng: Rng) -> tuple[Any, Any]:
    row, column = int(rng.integers(6)), int(rng.integers(7))
    places = [(row, column), (3, 0), (2, 6)]
    fields = [f("BAB", 6, 7, i, j, 3) for i, j in places]
    allowed = [without_later(field, 6, 7, i, j) for field, (i, j) in zip(fields, places, strict=True)]
    return tuple(fields), tuple(allowed)


@law(
    receptive_field,
    en="Far from the borders, $n$ layers reach $n (k - 1) / 2$ rows above the output pixel, and no farther.",
    fr="Loin des bords, $n$ couches atteignent $n (k - 1) / 2$ lignes au-dessus du pixel, et pas plus.",
)
def each_layer_reaches_farther(f: Function, rng: Rng) -> tuple[Any, Any]:
    row = int(rng.integers(7, 10))
    fields = [np.asarray(f(kinds, 11, 13, row, 6, 5), dtype=bool) for kinds in ("A", "AB", "BAA")]
    top_rows = [int(np.argmax(field.any(axis=1))) for field in fields]
    return np.array(top_rows), np.array([row - 2, row - 4, row - 6])


@speed(
    receptive_field,
    sizes=(12, 24, 48),
    unit=Text(en="the number of layers", fr="le nombre de couches"),
    growth=1,
    within=8,
    milliseconds=1.1,
    en="A Python loop over the pixels of each map, or over all pairs of pixels, is what usually costs more.",
    fr="Une boucle Python sur les pixels de chaque carte, ou sur toutes les paires de pixels, est ce qui "
    "coûte d'ordinaire davantage.",
)
def deep_stack(rng: Rng, layers: int) -> dict[str, Any]:
    row, column = int(rng.integers(58, 64)), int(rng.integers(26, 38))
    kinds = "A" + "B" * (layers - 1)
    return {"kinds": kinds, "height": 64, "width": 64, "row": row, "column": column, "k": 3}


@picture(
    receptive_field,
    en="Your field (shaded) of the framed pixel: A, then $L - 1$ masks B. Past: above the dashed line.",
    fr="Votre champ (ombré) du pixel encadré : A, puis $L - 1$ masques B. Passé : au-dessus des tirets.",
)
def field_against_depth(f: Function | None, figure: Any) -> None:
    draw_against_depth(figure, f and (lambda depth: f("A" + "B" * (depth - 1), 13, 13, 8, 6, 3)))
