"""Hidden twin of part 1.3.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q01_3_paddings as q
from autograder.question import alternative, cases, mistake, reference
from solutions.exam_foundations.q01_3_paddings.map import (
    dilated_kernel,
    even_kernel,
    five_taps,
    hole_larger_than_the_image,
    kernel_larger_than_the_image,
    map_by_torch,
    map_with,
    single_tap,
    two_dilated_taps,
)
from solutions.exam_foundations.q01_3_paddings.same_convolution import same


@reference(q.full_convolution)
def full(x: Any, w: Any, dilation: int) -> Any:
    return map_with(dilation * (len(w) - 1), dilation * (len(w) - 1), x, w, dilation)


full_five_taps = cases(q.full_convolution)(five_taps)
full_even_kernel = cases(q.full_convolution)(even_kernel)
full_dilated_kernel = cases(q.full_convolution)(dilated_kernel)
full_two_dilated_taps = cases(q.full_convolution)(two_dilated_taps)
full_single_tap = cases(q.full_convolution)(single_tap)
full_kernel_larger_than_the_image = cases(q.full_convolution)(kernel_larger_than_the_image)
full_hole_larger_than_the_image = cases(q.full_convolution)(hole_larger_than_the_image)


@mistake(
    q.full_convolution,
    en="Your map is as large as the image; count the windows whose span touches it in a single pixel.",
    fr="Votre carte est aussi grande que l'image ; comptez les fenêtres qui ne touchent qu'un de ses pixels.",
)
def full_as_same(x: Any, w: Any, dilation: int) -> Any:
    return same(x, w, dilation)


@mistake(
    q.full_convolution,
    en="Your outermost windows do not touch the image any more: which zeros are superfluous?",
    fr="Vos fenêtres extrêmes ne touchent plus l'image : quels zéros sont superflus ?",
)
def full_with_one_zero_too_many(x: Any, w: Any, dilation: int) -> Any:
    return map_with(dilation * len(w), dilation * len(w), x, w, dilation)


@mistake(
    q.full_convolution,
    en="The zeros stand before the image only: may a window reach beyond its other end?",
    fr="Les zéros sont avant l'image seulement : une fenêtre peut-elle dépasser l'autre bout ?",
)
def full_on_one_side(x: Any, w: Any, dilation: int) -> Any:
    return map_with(2 * dilation * (len(w) - 1), 0, x, w, dilation)


@mistake(
    q.full_convolution,
    en="The map is right, `padding` is not: how many zeros are there on *one* border?",
    fr="La carte est juste, `padding` ne l'est pas : combien de zéros y a-t-il sur *un* bord ?",
)
def total_for_a_border(x: Any, w: Any, dilation: int) -> Any:
    (before, after), output = full(x, w, dilation)
    return (before + after, before + after), output


@mistake(
    q.full_convolution,
    en="Your kernel is turned round: try an image and a kernel that have a single one at the top left.",
    fr="Votre noyau est retourné : essayez une image et un noyau qui n'ont qu'un 1, en haut à gauche.",
)
def full_with_flipped_kernel(x: Any, w: Any, dilation: int) -> Any:
    return full(x, w[::-1, ::-1], dilation)


@mistake(
    q.full_convolution,
    en="Your zeros are right without dilation only: how far apart are the first and the last tap?",
    fr="Vos zéros ne sont justes que sans dilatation : à quelle distance sont les poids extrêmes ?",
)
def full_without_dilation_of_the_padding(x: Any, w: Any, dilation: int) -> Any:
    zeros = max(len(w) - 1, (dilation * (len(w) - 1) + 1 - min(x.shape) + 1) // 2)
    return map_with(zeros, zeros, x, w, dilation)


@mistake(
    q.full_convolution,
    en="You put no more zeros than the image has pixels: may the image lie in a hole of the kernel?",
    fr="Vos zéros ne sont pas plus nombreux que les pixels : l'image peut-elle être dans un trou du noyau ?",
)
def no_more_zeros_than_pixels(x: Any, w: Any, dilation: int) -> Any:
    zeros = min(dilation * (len(w) - 1), max(x.shape) + 1)
    return map_with(zeros, zeros, x, w, dilation)


@mistake(
    q.full_convolution,
    en="The dilation is ignored: which pixels does a kernel of 2 taps with dilation 3 read?",
    fr="La dilatation est ignorée : quels pixels lit un noyau de 2 poids de dilatation 3 ?",
)
def full_of_dense_kernel(x: Any, w: Any, dilation: int) -> Any:
    return full(x, w, 1)


@alternative(q.full_convolution)
def every_pixel_spread(x: Any, w: Any, dilation: int) -> Any:
    zeros = dilation * (len(w) - 1)
    output = np.zeros(np.add(np.shape(x), zeros))
    for i, j in np.ndindex(w.shape):
        row, column = zeros - dilation * i, zeros - dilation * j
        output[row : row + x.shape[0], column : column + x.shape[1]] += w[i, j] * x
    return [zeros, zeros], output


@alternative(q.full_convolution)
def full_by_torch(x: Any, w: Any, dilation: int) -> Any:
    zeros = dilation * (len(w) - 1)
    return (zeros, zeros), map_by_torch(x, w, dilation, zeros)
