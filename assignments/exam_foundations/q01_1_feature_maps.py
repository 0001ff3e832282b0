"""Question 1.1: the sizes of the feature maps of a stack.

Source: sheet 002, question 1 (10 points).
Paper: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", arXiv 1603.07285, 2016,
relations 6 and 15.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, variables

if TYPE_CHECKING:
    from jaxtyping import Int

    from autograder.question import Array

question = Question(
    number="1.1", title=Text(en="Sizes of the feature maps", fr="Les tailles des cartes de caractéristiques")
)


@part(
    "1.1.1",
    points=1.5,
    en=r"""
    Return the height and the width of the image (row 0) and of the map after each of the $L$ layers of the
    stack (row $l$ for layer $l$), as an integer array of shape `(L + 1, 2)`. The stack may be empty.

    Example: `feature_map_sizes(12, 9, [(3, 1, 0, 1), (4, 2, 1, 1)])` is `[[12, 9], [10, 7], [5, 3]]`.
    """,
    fr=r"""
    Renvoyez la hauteur et la largeur de l'image (ligne 0) et de la carte après chacune des $L$ couches de
    l'empilement (ligne $l$ pour la couche $l$), en un tableau d'entiers de forme `(L + 1, 2)`. L'empilement
    peut être vide.

    Exemple : `feature_map_sizes(12, 9, [(3, 1, 0, 1), (4, 2, 1, 1)])` est `[[12, 9], [10, 7], [5, 3]]`.
    """,
)
def feature_map_sizes(
    height: int, width: int, layers: list[tuple[int, int, int, int]]
) -> Int[Array, "L+1 2"]:
    """Height and width, in pixels, of the image and of the map after each layer (k, s, p, d)."""
    raise NotImplementedError


@example(feature_map_sizes)
def two_layers() -> tuple[dict[str, Any], Any]:
    layers = [(3, 1, 0, 1), (4, 2, 1, 1)]
    return {"height": 12, "width": 9, "layers": layers}, np.array([[12, 9], [10, 7], [5, 3]])


@law(
    feature_map_sizes,
    en="A kernel of one tap with stride 1 and no padding changes nothing, wherever it stands.",
    fr="Un noyau d'un seul poids, de pas 1 et sans remplissage, ne change rien, où qu'il soit placé.",
)
def pointwise_layer_is_neutral(f: Function, rng: Rng) -> tuple[Any, Any]:
    height, width = (int(n) for n in rng.integers(20, 40, size=2))
    sizes = np.reshape(f(height, width, [(3, 1, 0, 1), (4, 3, 1, 2)]), (3, 2))
    return f(height, width, [(3, 1, 0, 1), (1, 1, 0, 1), (4, 3, 1, 2)]), sizes[[0, 1, 1, 2]]


@law(
    feature_map_sizes,
    en="Zeros are pixels like others: an image that is larger by as many pixels gives the same map.",
    fr="Les zéros sont des pixels comme les autres : une image agrandie d'autant donne la même carte.",
)
def zeros_as_pixels(f: Function, rng: Rng) -> tuple[Any, Any]:
    height, width = (int(n) for n in rng.integers(20, 40, size=2))
    zeros, layer = int(rng.integers(1, 5)), (5, 3, 0, 2)
    larger = np.reshape(f(height + 2 * zeros, width + 2 * zeros, [layer]), (2, 2))
    return np.asarray(f(height, width, [(5, 3, zeros, 2)]))[1], larger[1]


@picture(
    feature_map_sizes,
    en=r"""
    Your sizes, layer after layer, for an image of 256 pixels: kernels of $5 \times 5$ with $p = 0$, $2$ and
    $4$ zeros on each border. The second of these is the network of the exam.
    """,
    fr=r"""
    Vos tailles, couche après couche, pour une image de 256 pixels : des noyaux $5 \times 5$ avec $p = 0$, $2$
    et $4$ zéros sur chaque bord. Le deuxième est le réseau de l'examen.
    """,
)
def size_against_depth(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    for padding, marker in ((4, "^"), (2, "o"), (0, "v")):
        sizes = [256] if f is None else np.asarray(f(256, 256, [(5, 1, padding, 1)] * 6))[:, 0]
        axes.plot(np.arange(len(sizes)), sizes, marker + "-", color="black", label=f"$p = {padding}$")
    axes.set(xlabel="$l$", xlim=(-0.2, 6.2), ylim=(220, 292))
    axes.legend(loc="upper left")


network = variables(side=(256, 128, 192, 320), kernel=(5, 3, 7), padding=(2, 3, 4))


@part(
    "1.1.2",
    points=0.5,
    en=r"""
    The network of the exam has six layers with square kernels of side $<<kernel>>$, stride $1$ and
    $<<padding>>$ zeros on each border; its images are square, of side $<<side>>$. Return the sides of its six
    maps, from the first layer to the last.
    """,
    fr=r"""
    Le réseau de l'examen a six couches à noyaux carrés de côté $<<kernel>>$, de pas $1$ et avec
    $<<padding>>$ zéros sur chaque bord ; ses images sont carrées, de côté $<<side>>$. Renvoyez les côtés de
    ses six cartes, de la première couche à la dernière.
    """,
)
def network_map_sides() -> Int[Array, " 6"]:
    """Side of the map after each of the six layers, in pixels."""
    raise NotImplementedError


@law(
    network_map_sides,
    en="Six layers have six maps, and each layer changes the side by as much as the one before.",
    fr="Six couches ont six cartes, et chaque couche change le côté d'autant que la précédente.",
)
def same_change_everywhere(f: Function, rng: Rng) -> tuple[Any, Any]:
    changes = np.diff(f())
    return changes, np.full(5, changes[0])
