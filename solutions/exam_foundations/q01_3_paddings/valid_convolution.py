"""Hidden twin of part 1.4.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q01_3_paddings as q
from autograder.question import alternative, cases, mistake, reference
from solutions.exam_foundations.q01_3_paddings.map import (
    correlate,
    dilated_kernel,
    even_kernel,
    five_taps,
    kernel_of_the_size_of_the_image,
    map_by_torch,
    map_with,
    single_tap,
    two_dilated_taps,
)
from solutions.exam_foundations.q01_3_paddings.same_convolution import same, split


@reference(q.valid_convolution)
def valid(x: Any, w: Any, dilation: int) -> Any:
    return map_with(0, 0, x, w, dilation)


valid_five_taps = cases(q.valid_convolution)(five_taps)
valid_even_kernel = cases(q.valid_convolution)(even_kernel)
valid_dilated_kernel = cases(q.valid_convolution)(dilated_kernel)
valid_two_dilated_taps = cases(q.valid_convolution)(two_dilated_taps)
valid_single_tap = cases(q.valid_convolution)(single_tap)
valid_kernel_of_the_size_of_the_image = cases(q.valid_convolution)(kernel_of_the_size_of_the_image)


@mistake(
    q.valid_convolution,
    en="The last window of each axis is missing: how often does a window of 5 pixels fit into 5 pixels?",
    fr=r"""
    La dernière fenêtre de chaque axe manque : combien de fois une fenêtre de 5 pixels tient-elle dans 5 ?
    """,
)
def last_window_missing(x: Any, w: Any, dilation: int) -> Any:
    return (0, 0), correlate(x, w, dilation, 0, 0)[:-1, :-1]


@mistake(
    q.valid_convolution,
    en="The map is right, `padding` is not: how many zeros did you put around the image to get it?",
    fr="La carte est juste, `padding` ne l'est pas : combien de zéros avez-vous mis pour l'obtenir ?",
)
def half_a_kernel_reported(x: Any, w: Any, dilation: int) -> Any:
    return split(dilation * (len(w) - 1)), correlate(x, w, dilation, 0, 0)


@mistake(
    q.valid_convolution,
    en="A padding cannot be negative: a map may shrink without one.",
    fr="Un remplissage ne peut être négatif : une carte peut rétrécir sans lui.",
)
def negative_padding(x: Any, w: Any, dilation: int) -> Any:
    zeros = -dilation * (len(w) - 1)
    return (zeros, zeros), correlate(x, w, dilation, 0, 0)


@mistake(
    q.valid_convolution,
    en="Your kernel is turned round: try a kernel whose only weight is a one at the top left.",
    fr="Votre noyau est retourné : essayez un noyau dont le seul poids est un 1 en haut à gauche.",
)
def valid_with_flipped_kernel(x: Any, w: Any, dilation: int) -> Any:
    return valid(x, w[::-1, ::-1], dilation)


@mistake(
    q.valid_convolution,
    en="Your map is as large as the image, so some of your windows stick out of it: which ones?",
    fr="Votre carte est aussi grande que l'image ; certaines fenêtres en dépassent donc : lesquelles ?",
)
def valid_as_same(x: Any, w: Any, dilation: int) -> Any:
    return same(x, w, dilation)


@mistake(
    q.valid_convolution,
    en="The dilation is ignored: which pixels does a kernel of 2 taps with dilation 3 read?",
    fr="La dilatation est ignorée : quels pixels lit un noyau de 2 poids de dilatation 3 ?",
)
def valid_of_dense_kernel(x: Any, w: Any, dilation: int) -> Any:
    return valid(x, w, 1)


@alternative(q.valid_convolution)
def shifted_images(x: Any, w: Any, dilation: int) -> Any:
    rows, columns = np.subtract(np.shape(x), dilation * (len(w) - 1))
    shifted = [
        w[i, j] * x[dilation * i : dilation * i + rows, dilation * j : dilation * j + columns]
        for i, j in np.ndindex(w.shape)
    ]
    return (0, 0), np.sum(shifted, axis=0)


@alternative(q.valid_convolution)
def valid_by_torch(x: Any, w: Any, dilation: int) -> Any:
    return (0, 0), map_by_torch(x, w, dilation, "valid")
