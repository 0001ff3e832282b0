"""Question 1.4: mask B, then mask B.

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
from autograder.question import Function, Question, Rng, Text, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Bool

    from autograder.question import Array

question = Question(number="1.4", title=Text(en="Mask B, then mask B", fr="Masque B, puis masque B"))


@part(
    "1.4.1",
    points=3,
    en=r"""
    The same two layers, **both with mask B**. Return the receptive field of the output pixel 33 in the
    format of 1.1.2. Look at the result: could this network give the distribution of pixel 33 in an
    autoregressive model?
    """,
    fr=r"""
    Les deux mêmes couches, **toutes deux avec le masque B**. Renvoyez le champ récepteur du pixel de sortie
    33, au format de 1.1.2. Regardez le résultat : ce réseau pourrait-il donner la loi du pixel 33 dans un
    modèle autorégressif ?
    """,
)
def field_mask_b_then_b() -> Bool[Array, "5 5"]:
    """True at the input pixels that output pixel 33 depends on: mask B, then mask B."""
    raise NotImplementedError


@law(
    field_mask_b_then_b,
    en="The grid has shape (5, 5), and no pixel after 33 in raster order is marked.",
    fr="La grille est de forme (5, 5), et aucun pixel après 33 dans l'ordre de balayage n'est marqué.",
)
def nothing_later_with_b_then_b(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(), without_later(f(), 5, 5, 2, 2)


@picture(
    field_mask_b_then_b,
    en="Your field for mask B, then mask B: the marked pixels are shaded and in bold; 33 is framed.",
    fr="Votre champ pour le masque B, puis B : pixels marqués ombrés et en gras ; 33 est encadré.",
)
def grid_of_b_then_b(f: Function | None, figure: Any) -> None:
    draw_sheet_grid(figure, f)


@part(
    "1.4.2",
    points=2,
    en=r"""
    A PixelCNN has `layers` layers in all, $3 \times 3$ each: the first with mask A, all others with mask B.
    Its **blind spot** at the output pixel (`row`, `column`) is what it might read but cannot: the pixels
    *strictly before* it in raster order that are not in its receptive field. Return it for a map of
    `height` rows and `width` columns (counted from 0).

    Example: `blind_spot(1, 2, 3, 1, 0)` is `[[False, False, True], [False, False, False]]`.
    """,
    fr=r"""
    Un PixelCNN a `layers` couches en tout, chacune $3 \times 3$ : la première avec le masque A, toutes les
    autres avec le masque B. Son **angle mort** au pixel de sortie (`row`, `column`) est ce qu'il pourrait
    lire sans y parvenir : les pixels *strictement avant* lui dans l'ordre de balayage qui ne sont pas dans
    son champ récepteur. Renvoyez-le pour une carte de `height` lignes et `width` colonnes (comptées à
    partir de 0).

    Exemple : `blind_spot(1, 2, 3, 1, 0)` est `[[False, False, True], [False, False, False]]`.
    """,
)
def blind_spot(layers: int, height: int, width: int, row: int, column: int) -> Bool[Array, "height width"]:
    """True at the pixels before (row, column) in raster order that the network does not read there."""
    raise NotImplementedError


@example(blind_spot)
def one_layer() -> tuple[dict[str, Any], Any]:
    arguments = {"layers": 1, "height": 2, "width": 3, "row": 1, "column": 0}
    return arguments, np.array([[False, False, True], [False, False, False]])


@law(
    blind_spot,
    en="No pixel after the output pixel in raster order is marked.",
    fr="Aucun pixel après le pixel de sortie dans l'ordre de balayage n'est marqué.",
)
def only_the_past_is_missed(f: Function, rng: Rng) -> tuple[Any, Any]:
    row, column = int(rng.integers(2, 5)), int(rng.integers(7))
    found = f(2, 6, 7, row, column)
    return found, without_later(found, 6, 7, row, column)


@law(
    blind_spot,
    en="A deeper network misses nothing that a shallower one reads.",
    fr="Un réseau plus profond ne manque rien de ce qu'un réseau moins profond lit.",
)
def depth_never_hurts(f: Function, rng: Rng) -> tuple[Any, Any]:
    row, column = int(rng.integers(4, 8)), int(rng.integers(9))
    shallow, deep = (np.asarray(f(layers, 8, 9, row, column), dtype=bool) for layers in (2, 4))
    return deep & shallow, deep


@picture(
    blind_spot,
    en="Your blind spot (shaded) of the framed pixel for $L$ layers. Past: above the dashed line.",
    fr="Votre angle mort (ombré) du pixel encadré pour $L$ couches. Passé : au-dessus des tirets.",
)
def blind_spot_against_depth(f: Function | None, figure: Any) -> None:
    draw_against_depth(figure, f and (lambda depth: f(depth, 13, 13, 8, 6)))
