"""Questions 1.3 to 1.5: the paddings of full, valid and same convolutions.

Source: sheet 002, question 1 (10 points).
Paper: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", arXiv 1603.07285, 2016,
relations 1, 3 and 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.exam_foundations.q01_convolution_arithmetic import draw_padding
from autograder.question import Function, Question, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="1.3",
    title=Text(
        en="Full, valid and same convolutions (also 1.4 and 1.5)",
        fr="Convolutions « full », « valid » et « same » (aussi 1.4 et 1.5)",
    ),
    text=Text(
        en=r"""
        The next three functions convolve one image `x` with one kernel `w` of $k \times k$ taps, at stride 1
        and with the dilation $d$. They differ by the zeros around the image alone: a helper that takes this
        padding as an argument serves all three. Each returns a tuple of

        - `padding`, itself a tuple of two integers: the zeros put before the image (above and on its left),
          and the zeros put after it (below and on its right);
        - `output`, the map that results.

        Kernels are not flipped: the weight `w[0, 0]` multiplies the pixel at the top left of the window. The
        span of a window goes from its first tap to its last, holes included.
        """,
        fr=r"""
        Les trois fonctions suivantes convoluent une image `x` avec un noyau `w` de $k \times k$ poids, au pas
        1 et avec la dilatation $d$. Seuls les zéros autour de l'image les distinguent : une fonction
        auxiliaire qui prend ce remplissage en argument sert aux trois. Chacune renvoie un couple formé de

        - `padding`, lui-même un couple d'entiers : les zéros mis avant l'image (au-dessus et à sa gauche), et
          les zéros mis après elle (au-dessous et à sa droite) ;
        - `output`, la carte qui en résulte.

        Les noyaux ne sont pas retournés : le poids `w[0, 0]` multiplie le pixel en haut à gauche de la
        fenêtre. L'emprise d'une fenêtre va de son premier poids à son dernier, trous compris.
        """,
    ),
)


def _fits_its_padding(f: Function, rng: Rng) -> tuple[Any, Any]:
    """The shape of the map, and the shape that the padding announces, for several kernels."""
    found, announced = [], []
    for k, dilation in ((3, 1), (4, 1), (2, 3), (1, 2)):
        x = rng.normal(size=(6, 8))
        (before, after), output = f(x, rng.normal(size=(k, k)), dilation)
        found.append(np.shape(output))
        announced.append(np.add(x.shape, before + after - dilation * (k - 1)))
    return np.array(found), np.array(announced)


@part(
    "1.3.1",
    points=2,
    en=r"""
    A **full** convolution evaluates every window whose span shares at least one pixel with the image, and no
    other.

    Example: the image `[[1, 2]]` and the kernel `[[1, 0], [0, 3]]` give, for $d = 1$, the output
    `[[3, 6, 0], [0, 1, 2]]`.
    """,
    fr=r"""
    Une convolution **full** évalue toute fenêtre dont l'emprise partage au moins un pixel avec l'image, et
    aucune autre.

    Exemple : l'image `[[1, 2]]` et le noyau `[[1, 0], [0, 3]]` donnent, pour $d = 1$, la sortie
    `[[3, 6, 0], [0, 1, 2]]`.
    """,
)
def full_convolution(
    x: Float[Array, "H W"], w: Float[Array, "k k"], dilation: int
) -> tuple[tuple[int, int], Float[Array, "rows columns"]]:
    """Zeros (before, after) along each axis, and the map of the full convolution with stride 1."""
    raise NotImplementedError


@example(full_convolution, told=lambda value: value[1])
def full_map_of_two_pixels() -> tuple[dict[str, Any], Any]:
    x, w = np.array([[1.0, 2.0]]), np.array([[1.0, 0.0], [0.0, 3.0]])
    return {"x": x, "w": w, "dilation": 1}, np.array([[3.0, 6.0, 0.0], [0.0, 1.0, 2.0]])


@law(
    full_convolution,
    en="Every pixel meets every weight once: the sum of the map is the sum of `x` times the sum of `w`.",
    fr=r"""
    Chaque pixel rencontre une fois chaque poids : la somme de la carte est celle de `x` fois celle de `w`.
    """,
)
def every_pixel_meets_every_weight(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, w = rng.normal(size=(4, 5)), rng.normal(size=(4, 4))
    return np.sum(f(x, w, 2)[1]), x.sum() * w.sum()


@law(
    full_convolution,
    en="The shape of the map is the one that your padding gives.",
    fr="La forme de la carte est celle que donne votre remplissage.",
)
def full_map_fits_its_padding(f: Function, rng: Rng) -> tuple[Any, Any]:
    return _fits_its_padding(f, rng)


@picture(
    full_convolution,
    en=r"""
    Left: an image of ones with your zeros (before, after), and the first and the last window (dashed) of a
    $3 \times 3$ kernel of ones. Right: your map. How many pixels does each window cover?
    """,
    fr=r"""
    À gauche : une image de uns avec vos zéros (avant, après), et la première et la dernière fenêtre (tirets)
    d'un noyau $3 \times 3$ de uns. À droite : votre carte. Combien de pixels chaque fenêtre couvre-t-elle ?
    """,
)
def zeros_of_the_full_convolution(f: Function | None, figure: Any) -> None:
    draw_padding(figure, f)


@part(
    "1.4.1",
    points=2,
    en=r"""
    A **valid** convolution evaluates exactly the windows whose span lies within the image; in this part there
    is at least one.

    Example: the image `[[1, 2, 3], [4, 5, 6]]` and the kernel `[[1, 0], [0, 3]]` give, for $d = 1$, the
    output `[[16, 20]]`.
    """,
    fr=r"""
    Une convolution **valid** évalue exactement les fenêtres dont l'emprise est située dans l'image ; dans
    cette partie, il y en a au moins une.

    Exemple : l'image `[[1, 2, 3], [4, 5, 6]]` et le noyau `[[1, 0], [0, 3]]` donnent, pour $d = 1$, la sortie
    `[[16, 20]]`.
    """,
)
def valid_convolution(
    x: Float[Array, "H W"], w: Float[Array, "k k"], dilation: int
) -> tuple[tuple[int, int], Float[Array, "rows columns"]]:
    """Zeros (before, after) along each axis, and the map of the valid convolution with stride 1."""
    raise NotImplementedError


@example(valid_convolution, told=lambda value: value[1])
def valid_map_of_six_pixels() -> tuple[dict[str, Any], Any]:
    x, w = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[1.0, 0.0], [0.0, 3.0]])
    return {"x": x, "w": w, "dilation": 1}, np.array([[16.0, 20.0]])


@law(
    valid_convolution,
    en="On a constant image the map is constant: no window reads a zero that was put there.",
    fr="Sur une image constante, la carte est constante : aucune fenêtre ne lit un zéro ajouté.",
)
def constant_image(f: Function, rng: Rng) -> tuple[Any, Any]:
    w = rng.normal(size=(3, 3))
    output = f(np.full((8, 7), 2.0), w, 2)[1]
    return output, np.full(np.shape(output), 2 * w.sum())


@law(
    valid_convolution,
    en="The shape of the map is the one that your padding gives.",
    fr="La forme de la carte est celle que donne votre remplissage.",
)
def valid_map_fits_its_padding(f: Function, rng: Rng) -> tuple[Any, Any]:
    return _fits_its_padding(f, rng)


@part(
    "1.5.1",
    points=2,
    en=r"""
    A **same** convolution gives a map of the size of the image. When the number of zeros that an axis needs
    is odd, the extra zero goes **after** the image.

    Example: the image `[[1, 2, 3]]` and the kernel `[[1, 2], [0, 3]]` give, for $d = 1$, the output
    `[[5, 8, 3]]`.
    """,
    fr=r"""
    Une convolution **same** donne une carte de la taille de l'image. Quand le nombre de zéros dont un axe a
    besoin est impair, le zéro de plus va **après** l'image.

    Exemple : l'image `[[1, 2, 3]]` et le noyau `[[1, 2], [0, 3]]` donnent, pour $d = 1$, la sortie
    `[[5, 8, 3]]`.
    """,
)
def same_convolution(
    x: Float[Array, "H W"], w: Float[Array, "k k"], dilation: int
) -> tuple[tuple[int, int], Float[Array, "H W"]]:
    """Zeros (before, after) along each axis, and the map of the same convolution with stride 1."""
    raise NotImplementedError


@example(same_convolution, told=lambda value: value[1])
def same_map_of_three_pixels() -> tuple[dict[str, Any], Any]:
    x, w = np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, 2.0], [0.0, 3.0]])
    return {"x": x, "w": w, "dilation": 1}, np.array([[5.0, 8.0, 3.0]])


@law(
    same_convolution,
    en="A kernel whose only weight is a one in its middle gives the image back.",
    fr="Un noyau dont le seul poids est un 1 en son milieu redonne l'image.",
)
def only_the_middle(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, w = rng.normal(size=(6, 5)), np.zeros((5, 5))
    w[2, 2] = 1.0
    return f(x, w, 3)[1], x


@law(
    same_convolution,
    en="The shape of the map is the one that your padding gives.",
    fr="La forme de la carte est celle que donne votre remplissage.",
)
def same_map_fits_its_padding(f: Function, rng: Rng) -> tuple[Any, Any]:
    return _fits_its_padding(f, rng)


@speed(
    same_convolution,
    sizes=(50, 100, 200),
    unit=Text(en="the side of the image", fr="le côté de l'image"),
    growth=2,
    within=8,
    milliseconds=0.2,
    gpu=1200,
    en="A Python loop over pixels is what usually costs more.",
    fr="Une boucle Python sur les pixels est ce qui coûte d'ordinaire davantage.",
)
def large_image(rng: Rng, side: int) -> dict[str, Any]:
    return {"x": rng.normal(size=(side, side)), "w": rng.normal(size=(3, 3)), "dilation": 2}


@picture(
    same_convolution,
    en=r"""
    As in 1.3: the image with your zeros, the first and the last window (dashed) and your map, which should be
    as large as the image.
    """,
    fr=r"""
    Comme en 1.3 : l'image avec vos zéros, la première et la dernière fenêtre (tirets) et votre carte, qui
    devrait être aussi grande que l'image.
    """,
)
def zeros_of_the_same_convolution(f: Function | None, figure: Any) -> None:
    draw_padding(figure, f)
