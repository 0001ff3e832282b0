"""Question 1.3: mask B, then mask A.

Source: sheet 003, question 1 (20 points).
Papers: van den Oord, Kalchbrenner and Kavukcuoglu, "Pixel Recurrent Neural Networks", ICML 2016, eq. 1 and
section 3.4 (masks A and B); van den Oord et al., "Conditional Image Generation with PixelCNN Decoders",
NIPS 2016, section 2.2 (blind spot).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw3_generative_models.q01_masked_convolutions import (
    draw_cells,
    draw_sheet_grid,
    later,
    without_later,
)
from autograder.question import Function, Question, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Bool, Float

    from autograder.question import Array

question = Question(number="1.3", title=Text(en="Mask B, then mask A", fr="Masque B, puis masque A"))


@part(
    "1.3.1",
    points=2,
    en=r"""
    The two layers of 1.2.1 in the other order: the first (next to the input) with **mask B**, the second
    with **mask A**. Return the receptive field of the output pixel 33 in the format of 1.1.2.
    """,
    fr=r"""
    Les deux couches de 1.2.1 dans l'autre ordre : la première (du côté de l'entrée) avec le **masque B**,
    la seconde avec le **masque A**. Renvoyez le champ récepteur du pixel de sortie 33, au format de 1.1.2.
    """,
)
def field_mask_b_then_a() -> Bool[Array, "5 5"]:
    """True at the input pixels that output pixel 33 depends on: mask B, then mask A."""
    raise NotImplementedError


@law(
    field_mask_b_then_a,
    en="The grid has shape (5, 5), and no pixel after 33 in raster order is marked.",
    fr="La grille est de forme (5, 5), et aucun pixel après 33 dans l'ordre de balayage n'est marqué.",
)
def nothing_later_with_b_then_a(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(), without_later(f(), 5, 5, 2, 2)


@picture(
    field_mask_b_then_a,
    en="Your field for mask B, then mask A: the marked pixels are shaded and in bold; 33 is framed.",
    fr="Votre champ pour le masque B, puis A : pixels marqués ombrés et en gras ; 33 est encadré.",
)
def grid_of_b_then_a(f: Function | None, figure: Any) -> None:
    draw_sheet_grid(figure, f)


@part(
    "1.3.2",
    points=2,
    en=r"""
    Write the layer itself for several channels: multiply the kernel of every pair of channels by the mask
    of this `kind`, slide it over the zero-padded maps **without flipping it**, sum over the input channels,
    add the bias. `x` is a batch of images and `weight[o, c]` the kernel from input channel `c` to filter
    `o`. The kernel size $k$ is odd, and the maps keep their size. You may use `torch.nn.functional.conv2d`.

    Example: with one image, one channel and one filter, image and kernel both
    `[[1, 2, 3], [4, 5, 6], [7, 8, 9]]`, bias 0 and mask A, the output is
    `[[0, 4, 8], [8, 30, 28], [23, 60, 49]]`.
    """,
    fr=r"""
    Écrivez la couche elle-même, pour plusieurs canaux : multipliez le noyau de chaque paire de canaux par
    le masque de type `kind`, faites-le glisser **sans le retourner** sur les cartes complétées par des
    zéros, sommez sur les canaux d'entrée, ajoutez le biais. `x` est un lot d'images et `weight[o, c]` le
    noyau qui va du canal d'entrée `c` au filtre `o`. La taille $k$ du noyau est impaire et les cartes
    gardent leur taille. Vous pouvez utiliser `torch.nn.functional.conv2d`.

    Exemple : avec une image, un canal et un filtre, image et noyau valant
    `[[1, 2, 3], [4, 5, 6], [7, 8, 9]]`, un biais nul et le masque A, la sortie est
    `[[0, 4, 8], [8, 30, 28], [23, 60, 49]]`.
    """,
)
def masked_conv2d(
    x: Float[Array, "batch channels height width"],
    weight: Float[Array, "filters channels k k"],
    bias: Float[Array, " filters"],
    kind: str,
) -> Float[Array, "batch filters height width"]:
    """Output maps of one layer with a masked kernel, in the unit of weight times x."""
    raise NotImplementedError


@example(masked_conv2d)
def one_image() -> tuple[dict[str, Any], Any]:
    x = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    arguments = {"x": x, "weight": x.copy(), "bias": np.zeros(1), "kind": "A"}
    return arguments, np.array([[[[0.0, 4.0, 8.0], [8.0, 30.0, 28.0], [23.0, 60.0, 49.0]]]])


@law(
    masked_conv2d,
    en="A change of one pixel moves no output before it in raster order; with mask A, nor the output at it.",
    fr="Changer un pixel ne change aucune sortie avant lui dans l'ordre de balayage ; avec le masque A, "
    "ni la sortie en ce pixel.",
)
def changes_stay_in_the_future(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, weight, bias = rng.normal(size=(2, 3, 5, 6)), rng.normal(size=(4, 3, 3, 3)), rng.normal(size=4)
    row, column = int(rng.integers(1, 4)), int(rng.integers(1, 5))
    changed = x.copy()
    changed[:, :, row, column] += 1.0
    kept = ~later(5, 6, row, column)
    strictly = kept.copy()
    strictly[row, column] = False
    sides = []
    for image in (x, changed):
        with_a, with_b = (np.asarray(f(image, weight, bias, kind)) for kind in "AB")
        sides.append((with_a[:, :, kept], with_b[:, :, strictly]))
    return sides[0], sides[1]


@law(
    masked_conv2d,
    en="With a kernel of zeros every output is the bias, and the map keeps its size.",
    fr="Avec un noyau nul, chaque sortie est le biais, et la carte garde sa taille.",
)
def zero_kernel_leaves_the_bias(f: Function, rng: Rng) -> tuple[Any, Any]:
    bias = rng.normal(size=4)
    output = f(rng.normal(size=(2, 3, 4, 5)), np.zeros((4, 3, 3, 3)), bias, "B")
    return output, np.broadcast_to(bias[:, None, None], (2, 4, 4, 5))


@speed(
    masked_conv2d,
    sizes=(8, 16, 32),
    unit=Text(en="the side of the maps", fr="le côté des cartes"),
    growth=2,
    within=6,
    milliseconds=0.28,
    gpu=224,
    en="A Python loop over pixels is what usually costs more.",
    fr="Une boucle Python sur les pixels est ce qui coûte d'ordinaire davantage.",
)
def eight_images(rng: Rng, side: int) -> dict[str, Any]:
    x, weight = rng.normal(size=(8, 4, side, side)), rng.normal(size=(8, 4, 3, 3))
    return {"x": x, "weight": weight, "bias": rng.normal(size=8), "kind": "B"}


@picture(
    masked_conv2d,
    en="The outputs (shaded) that change with the framed pixel; mask A on the left, mask B on the right.",
    fr="Les sorties (ombrées) qui changent avec le pixel encadré ; masque A à gauche, masque B à droite.",
)
def outputs_that_change(f: Function | None, figure: Any) -> None:
    x, weight = np.zeros((1, 1, 5, 7)), np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    x[0, 0, 2, 3] = 1.0
    for axes, kind in zip(figure.subplots(1, 2), "AB", strict=True):
        change = np.zeros((5, 7)) if f is None else np.asarray(f(x, weight, np.zeros(1), kind))[0, 0]
        draw_cells(axes, change != 0, 2, 3, f"$M^{kind}$")


@part(
    "1.3.3",
    points=1,
    en=r"""
    Whatever the fields of 1.2.1 and 1.3.1 are, the two *networks* are not the same function. Show it: give
    kernels $w_1$ and $w_2$ and an image $x$ for which

    - the linear network "$w_1$ under mask A, then $w_2$ under mask B" and
    - the linear network "$w_1$ under mask B, then $w_2$ under mask A"

    (one channel, no bias) give different values at the output pixel 33. Return the tuple `(w_1, w_2, x)` of
    arrays of shapes `(3, 3)`, `(3, 3)` and `(5, 5)`, with finite numbers of any size; a difference that is
    only a rounding error does not count. You can test your example with `masked_conv2d`.
    """,
    fr=r"""
    Quels que soient les champs de 1.2.1 et 1.3.1, les deux *réseaux* ne sont pas la même fonction.
    Montrez-le : donnez des noyaux $w_1$ et $w_2$ et une image $x$ pour lesquels

    - le réseau linéaire « $w_1$ sous le masque A, puis $w_2$ sous le masque B » et
    - le réseau linéaire « $w_1$ sous le masque B, puis $w_2$ sous le masque A »

    (un canal, sans biais) donnent des valeurs différentes au pixel de sortie 33. Renvoyez le tuple
    `(w_1, w_2, x)` de tableaux de formes `(3, 3)`, `(3, 3)` et `(5, 5)`, de nombres finis de n'importe quel
    ordre de grandeur ; une différence qui n'est qu'une erreur d'arrondi ne compte pas. Vous pouvez tester
    votre exemple avec `masked_conv2d`.
    """,
)
def layer_order_witness() -> tuple[Float[Array, "3 3"], Float[Array, "3 3"], Float[Array, "5 5"]]:
    """First kernel, second kernel and image for which the order of the masks changes the output at 33."""
    raise NotImplementedError


@law(
    layer_order_witness,
    en="The three arrays have the shapes (3, 3), (3, 3) and (5, 5).",
    fr="Les trois tableaux sont de formes (3, 3), (3, 3) et (5, 5).",
)
def witness_has_its_shapes(f: Function, rng: Rng) -> tuple[Any, Any]:
    return tuple(tuple(np.shape(array)) for array in f()), ((3, 3), (3, 3), (5, 5))
