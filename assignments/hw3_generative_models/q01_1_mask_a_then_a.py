"""Question 1.1: mask A, then mask A.

Source: sheet 003, question 1 (20 points).
Papers: van den Oord, Kalchbrenner and Kavukcuoglu, "Pixel Recurrent Neural Networks", ICML 2016, eq. 1 and
section 3.4 (masks A and B); van den Oord et al., "Conditional Image Generation with PixelCNN Decoders",
NIPS 2016, section 2.2 (blind spot).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw3_generative_models.q01_masked_convolutions import draw_sheet_grid, without_later
from autograder.question import Function, Question, Rng, Text, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Bool, Float

    from autograder.question import Array

question = Question(number="1.1", title=Text(en="Mask A, then mask A", fr="Masque A, puis masque A"))


@part(
    "1.1.1",
    points=2,
    en=r"""
    Write both masks for any odd kernel size $k$. The centre of the kernel takes the place of $i = j = 2$:
    the rows above it are kept whole; in its own row, mask A keeps what is left of the centre, mask B keeps
    the centre as well.

    `kind` is `"A"` or `"B"`. Example: `causal_mask("B", 3)` is `[[1, 1, 1], [1, 1, 0], [0, 0, 0]]`.
    """,
    fr=r"""
    Écrivez les deux masques pour toute taille impaire $k$ du noyau. Le centre du noyau prend la place de
    $i = j = 2$ : les lignes au-dessus de lui sont gardées entières ; sur sa propre ligne, le masque A garde
    ce qui est à gauche du centre, le masque B garde aussi le centre.

    `kind` vaut `"A"` ou `"B"`. Exemple : `causal_mask("B", 3)` est `[[1, 1, 1], [1, 1, 0], [0, 0, 0]]`.
    """,
)
def causal_mask(kind: str, k: int) -> Float[Array, "k k"]:
    """The mask of this kind, 1 where a weight is kept and 0 where it is removed."""
    raise NotImplementedError


@example(causal_mask)
def mask_b_of_three() -> tuple[dict[str, Any], Any]:
    return {"kind": "B", "k": 3}, np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])


@law(
    causal_mask,
    en="Mask A and mask A turned by half a turn cover every position once, except the centre.",
    fr="Le masque A et le masque A tourné d'un demi-tour couvrent une fois chaque position, sauf le centre.",
)
def past_and_future_share_the_kernel(f: Function, rng: Rng) -> tuple[Any, Any]:
    mask = np.asarray(f("A", 7), dtype=float)
    everywhere_else = np.ones((7, 7))
    everywhere_else[3, 3] = 0.0
    return mask + mask[::-1, ::-1], everywhere_else


@law(
    causal_mask,
    en="Mask B minus mask A is 1 at the centre and 0 elsewhere.",
    fr="Le masque B moins le masque A vaut 1 au centre et 0 ailleurs.",
)
def masks_differ_at_the_centre(f: Function, rng: Rng) -> tuple[Any, Any]:
    centre = np.zeros((5, 5))
    centre[2, 2] = 1.0
    return np.asarray(f("B", 5), dtype=float) - np.asarray(f("A", 5), dtype=float), centre


@part(
    "1.1.2",
    points=3,
    en=r"""
    Two layers with $3 \times 3$ kernels on a $5 \times 5$ map, **both with mask A**. Return the receptive
    field of the output pixel 33 as a $5 \times 5$ array of booleans: `field[i, j]` is `True` if the input
    pixel in row `i` and column `j` (from 0) belongs to it. You may type the grid or compute it.

    Example of the format: a *single* layer with mask A reads the pixels 22, 23, 24 and 32, so that `True`
    would stand at `[1, 1]`, `[1, 2]`, `[1, 3]` and `[2, 1]`, and `False` elsewhere.
    """,
    fr=r"""
    Deux couches à noyaux $3 \times 3$ sur une carte $5 \times 5$, **toutes deux avec le masque A**.
    Renvoyez le champ récepteur du pixel de sortie 33 sous la forme d'un tableau $5 \times 5$ de booléens :
    `field[i, j]` vaut `True` si le pixel d'entrée de la ligne `i` et de la colonne `j` (à partir de 0) en
    fait partie. Vous pouvez écrire la grille à la main ou la calculer.

    Exemple du format : une *seule* couche avec le masque A lit les pixels 22, 23, 24 et 32 ; `True` serait
    donc en `[1, 1]`, `[1, 2]`, `[1, 3]` et `[2, 1]`, et `False` ailleurs.
    """,
)
def field_mask_a_then_a() -> Bool[Array, "5 5"]:
    """True at the input pixels that output pixel 33 depends on: mask A, then mask A."""
    raise NotImplementedError


@law(
    field_mask_a_then_a,
    en="The grid has shape (5, 5), and no pixel after 33 in raster order is marked.",
    fr="La grille est de forme (5, 5), et aucun pixel après 33 dans l'ordre de balayage n'est marqué.",
)
def nothing_later_with_a_then_a(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(), without_later(f(), 5, 5, 2, 2)


@picture(
    field_mask_a_then_a,
    en="Your field for mask A, then mask A: the marked pixels are shaded and in bold; 33 is framed.",
    fr="Votre champ pour le masque A, puis A : pixels marqués ombrés et en gras ; 33 est encadré.",
)
def grid_of_a_then_a(f: Function | None, figure: Any) -> None:
    draw_sheet_grid(figure, f)
