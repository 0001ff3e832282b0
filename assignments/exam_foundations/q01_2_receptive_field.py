"""Question 1.2: what a neuron deep in the network sees.

Source: sheet 002, question 1 (10 points).
Papers: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", arXiv 1603.07285, 2016;
Luo et al., "Understanding the Effective Receptive Field in Deep Convolutional Neural Networks", NIPS 2016,
section 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Bool

    from autograder.question import Array

question = Question(number="1.2", title=Text(en="Receptive field", fr="Le champ récepteur"))


@part(
    "1.2.1",
    points=1,
    en=r"""
    Along one axis, the outputs of the last layer see regions of the image, which one may imagine continued
    on all sides. Return the tuple of three integers

    - `size`: the extent of a region, in pixels, from the first pixel that is read to the last;
    - `step`: by how many pixels the region moves from one output to the next;
    - `start`: the index of the first pixel of the region of output 0; it is negative if this pixel lies in
      the padding.

    Examples: one layer `(3, 1, 0, 1)` gives `(3, 1, 0)`; the two layers `(7, 2, 3, 1)` and `(3, 2, 1, 1)`
    give `(11, 4, -5)`; the empty stack gives `(1, 1, 0)`.
    """,
    fr=r"""
    Le long d'un axe, les sorties de la dernière couche voient des régions de l'image, que l'on peut imaginer
    prolongée de tous les côtés. Renvoyez le triplet d'entiers

    - `size` : l'étendue d'une région, en pixels, du premier pixel lu au dernier ;
    - `step` : de combien de pixels la région se déplace d'une sortie à la suivante ;
    - `start` : l'indice du premier pixel de la région de la sortie 0 ; il est négatif si ce pixel est dans le
      remplissage.

    Exemples : une couche `(3, 1, 0, 1)` donne `(3, 1, 0)` ; les deux couches `(7, 2, 3, 1)` et
    `(3, 2, 1, 1)` donnent `(11, 4, -5)` ; l'empilement vide donne `(1, 1, 0)`.
    """,
)
def receptive_field_size(layers: list[tuple[int, int, int, int]]) -> tuple[int, int, int]:
    """Extent of the receptive field, its step and its start along one axis, in pixels."""
    raise NotImplementedError


@example(receptive_field_size)
def one_layer() -> tuple[dict[str, Any], Any]:
    return {"layers": [(3, 1, 0, 1)]}, (3, 1, 0)


@example(receptive_field_size)
def two_strided_layers() -> tuple[dict[str, Any], Any]:
    return {"layers": [(7, 2, 3, 1), (3, 2, 1, 1)]}, (11, 4, -5)


@example(receptive_field_size)
def no_layer() -> tuple[dict[str, Any], Any]:
    return {"layers": []}, (1, 1, 0)


@law(
    receptive_field_size,
    en="A kernel of one tap with stride 1 and no padding changes nothing, wherever it stands.",
    fr="Un noyau d'un seul poids, de pas 1 et sans remplissage, ne change rien, où qu'il soit placé.",
)
def pointwise_layer_sees_no_more(f: Function, rng: Rng) -> tuple[Any, Any]:
    first, last = (int(rng.integers(2, 6)), 3, 1, 2), (4, 2, int(rng.integers(3)), 1)
    found = tuple(np.reshape(f([first, last]), 3))
    return tuple(f([first, (1, 1, 0, 1), last])), found


@law(
    receptive_field_size,
    en=r"""
    Two layers of stride 1 see what one larger kernel sees: $3 \times 3$ and $4 \times 4$ together see as much
    as $6 \times 6$.
    """,
    fr=r"""
    Deux couches de pas 1 voient ce que voit un noyau plus grand : $3 \times 3$ et $4 \times 4$ ensemble
    voient autant que $6 \times 6$.
    """,
)
def two_layers_as_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    p, q = (int(n) for n in rng.integers(0, 4, size=2))
    return tuple(f([(3, 1, p, 1), (4, 1, q, 1), (3, 2, 0, 1)])), tuple(f([(6, 1, p + q, 1), (3, 2, 0, 1)]))


@part(
    "1.2.2",
    points=1,
    en=r"""
    Now a real image, one axis of which has $n$ pixels. Return a boolean array of shape `(n,)`: `True` at the
    pixels that reach output $i$ of the last layer (`i` is counted from 0), all weights being positive. Only
    zeros lie beyond the border, **of the maps in between as well**: no pixel is read through a position
    outside a map. Dilation and large strides leave holes.

    Examples: `visible_pixels([(3, 1, 1, 1)], 4, 0)` is `[True, True, False, False]`;
    `visible_pixels([(2, 1, 0, 2)], 5, 1)` is `[False, True, False, True, False]`.
    """,
    fr=r"""
    Prenons maintenant une image réelle, dont un axe a $n$ pixels. Renvoyez un tableau de booléens de forme
    `(n,)` : `True` aux pixels qui atteignent la sortie $i$ de la dernière couche (`i` est compté à partir de
    0), tous les poids étant positifs. Au-delà du bord il n'y a que des zéros, **y compris pour les cartes
    intermédiaires** : aucun pixel n'est lu en passant par une position hors d'une carte. La dilatation et les
    grands pas laissent des trous.

    Exemples : `visible_pixels([(3, 1, 1, 1)], 4, 0)` est `[True, True, False, False]` ;
    `visible_pixels([(2, 1, 0, 2)], 5, 1)` est `[False, True, False, True, False]`.
    """,
)
def visible_pixels(layers: list[tuple[int, int, int, int]], n: int, i: int) -> Bool[Array, " n"]:
    """True at the pixels of one axis of n pixels on which output i of the last layer depends."""
    raise NotImplementedError


@example(visible_pixels)
def seen_at_the_border() -> tuple[dict[str, Any], Any]:
    seen = np.array([True, True, False, False])
    return {"layers": [(3, 1, 1, 1)], "n": 4, "i": 0}, seen


@example(visible_pixels)
def seen_with_a_hole() -> tuple[dict[str, Any], Any]:
    seen = np.array([False, True, False, True, False])
    return {"layers": [(2, 1, 0, 2)], "n": 5, "i": 1}, seen


@law(
    visible_pixels,
    en="Mirroring the image mirrors what the outputs see, when the windows fill the padded map.",
    fr=r"""
    Retourner l'image retourne ce que voient les sorties, quand les fenêtres remplissent la carte bordée.
    """,
)
def mirrored_image(f: Function, rng: Rng) -> tuple[Any, Any]:
    layers, i = [(3, 2, 1, 1), (3, 1, 2, 2), (2, 1, 0, 3)], int(rng.integers(8))
    return f(layers, 21, i), np.reshape(f(layers, 21, 7 - i), 21)[::-1]


@law(
    visible_pixels,
    en="Every pixel is seen by some output if the windows of stride 1 fill the padded image.",
    fr="Chaque pixel est vu par une sortie au moins si les fenêtres de pas 1 remplissent l'image bordée.",
)
def no_pixel_is_lost(f: Function, rng: Rng) -> tuple[Any, Any]:
    layers, n = [(3, 1, 0, 1), (2, 1, 1, 2)], int(rng.integers(7, 12))
    return np.any([f(layers, n, i) for i in range(n - 2)], axis=0), np.ones(n, dtype=bool)


@speed(
    visible_pixels,
    sizes=(4, 6, 8),
    unit=Text(en="the number of layers", fr="le nombre de couches"),
    growth=2,
    within=None,
    en="Following each path through the taps multiplies the time by five with each layer.",
    fr="Suivre chaque chemin à travers les poids multiplie le temps par cinq à chaque couche.",
)
def layers_of_the_exam(rng: Rng, depth: int) -> dict[str, Any]:
    return {"layers": [(5, 1, 2, 1)] * depth, "n": 64, "i": int(rng.integers(20, 44))}


@picture(
    visible_pixels,
    en=r"""
    Left: what the neuron in the middle of layer $l$ of the network of the exam sees of 41 pixels. Centre: how
    much each pixel that you mark weighs in the sixth layer when all weights are equal; the centre counts
    most. Right: what each output $i$ of the layers `(3, 2, 1, 1)`, `(3, 1, 2, 2)` sees of 21 pixels.
    """,
    fr=r"""
    À gauche : ce que le neurone au milieu de la couche $l$ du réseau de l'examen voit de 41 pixels. Au
    centre : le poids de chaque pixel que vous marquez dans la sixième couche quand tous les poids sont
    égaux ; le milieu compte le plus. À droite : ce que chaque sortie $i$ des couches `(3, 2, 1, 1)`,
    `(3, 1, 2, 2)` voit de 21 pixels.
    """,
)
def what_is_seen(f: Function | None, figure: Any) -> None:
    left, centre, right = figure.subplots(1, 3)
    depths = np.zeros((7, 41)) if f is None else [f([(5, 1, 2, 1)] * depth, 41, 20) for depth in range(7)]
    strided = [(3, 2, 1, 1), (3, 1, 2, 2)]
    outputs = np.zeros((11, 21)) if f is None else [f(strided, 21, i) for i in range(11)]
    for axes, seen in ((left, depths), (right, outputs)):
        axes.pcolormesh(np.asarray(seen, dtype=float), cmap="Blues", vmin=0, vmax=1.4, edgecolors="0.85")
        axes.invert_yaxis()
        axes.set_yticks(np.arange(len(seen)) + 0.5, np.arange(len(seen)))
    left.set(ylabel="$l$")
    right.set(ylabel="$i$")
    centre.set(xlim=(0, 41), ylim=(0, 0.13))
    if f is not None:
        centre.bar(np.arange(41) + 0.5, np.where(depths[6], _influence(), 0.0), color="tab:blue")


def _influence() -> Any:
    """The share of each of 41 pixels in the neuron in the middle of six layers of equal weights."""
    share = np.eye(41)[20]
    for _ in range(6):
        share = np.convolve(share, np.full(5, 0.2), mode="same")
    return share
