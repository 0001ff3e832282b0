"""Hidden twin of part 1.5.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q01_3_paddings as q
from autograder.question import alternative, baseline, cases, device_reference, mistake, reference
from solutions.exam_foundations.q01_3_paddings.map import (
    correlate,
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


def split(total: int) -> tuple[int, int]:
    return total // 2, total - total // 2


@reference(q.same_convolution)
def same(x: Any, w: Any, dilation: int) -> Any:
    return map_with(*split(dilation * (len(w) - 1)), x, w, dilation)


@baseline(q.same_convolution)
def same_pixel_by_pixel(x: Any, w: Any, dilation: int) -> Any:
    span = dilation * (len(w) - 1)
    before, after = split(span)
    padded, output = np.pad(x, (before, after)), np.zeros(np.shape(x))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            window = padded[i : i + span + 1 : dilation, j : j + span + 1 : dilation]
            output[i, j] = np.sum(window * w)
    return (before, after), output


@device_reference(q.same_convolution)
def same_on_a_device(x: Any, w: Any, dilation: int) -> Any:
    import torch

    before, after = split(dilation * (len(w) - 1))
    padded = torch.nn.functional.pad(x, (before, after, before, after))
    output = torch.nn.functional.conv2d(padded[None, None], w[None, None], dilation=dilation)
    return (before, after), output[0, 0]


same_five_taps = cases(q.same_convolution)(five_taps)
same_even_kernel = cases(q.same_convolution)(even_kernel)
same_dilated_kernel = cases(q.same_convolution)(dilated_kernel)
same_two_dilated_taps = cases(q.same_convolution)(two_dilated_taps)
same_single_tap = cases(q.same_convolution)(single_tap)
same_kernel_larger_than_the_image = cases(q.same_convolution)(kernel_larger_than_the_image)
same_hole_larger_than_the_image = cases(q.same_convolution)(hole_larger_than_the_image)


@mistake(
    q.same_convolution,
    en="Is your map as large as the image for an even number of taps?",
    fr="Votre carte est-elle aussi grande que l'image pour un nombre pair de poids ?",
)
def half_a_kernel_on_both_sides(x: Any, w: Any, dilation: int) -> Any:
    half = (dilation * (len(w) - 1) + 1) // 2
    return map_with(half, half, x, w, dilation)


@mistake(
    q.same_convolution,
    en="The extra zero stands on the wrong side of the image.",
    fr="Le zéro de plus est du mauvais côté de l'image.",
)
def extra_zero_before(x: Any, w: Any, dilation: int) -> Any:
    return map_with(*split(dilation * (len(w) - 1))[::-1], x, w, dilation)


@mistake(
    q.same_convolution,
    en="`padding` is right, but the map was computed with the extra zero on the other side.",
    fr="`padding` est juste, mais la carte est calculée avec le zéro de plus de l'autre côté.",
)
def map_centred_otherwise(x: Any, w: Any, dilation: int) -> Any:
    before, after = split(dilation * (len(w) - 1))
    return (before, after), correlate(x, w, dilation, after, before)


@mistake(
    q.same_convolution,
    en="Your map is larger than the image; which padding does a kernel of one tap need?",
    fr="Votre carte est plus grande que l'image ; quel remplissage demande un noyau d'un seul poids ?",
)
def half_of_one_more(x: Any, w: Any, dilation: int) -> Any:
    half = dilation * (len(w) + 1) // 2
    return map_with(half, half, x, w, dilation)


@mistake(
    q.same_convolution,
    en="Your kernel is turned round: a symmetric kernel does not show it, a single one at the top left does.",
    fr=r"""
    Votre noyau est retourné : un noyau symétrique ne le montre pas, un seul 1 en haut à gauche le montre.
    """,
)
def same_with_flipped_kernel(x: Any, w: Any, dilation: int) -> Any:
    return same(x, w[::-1, ::-1], dilation)


@mistake(
    q.same_convolution,
    en="The dilation is ignored: which pixels does a kernel of 2 taps with dilation 3 read?",
    fr="La dilatation est ignorée : quels pixels lit un noyau de 2 poids de dilatation 3 ?",
)
def same_of_dense_kernel(x: Any, w: Any, dilation: int) -> Any:
    return same(x, w, 1)


@mistake(
    q.same_convolution,
    en="The map is right, `padding` is not: it should say how many zeros stand before, and how many after.",
    fr="La carte est juste, `padding` ne l'est pas : il doit dire combien de zéros sont avant, et après.",
)
def total_for_both(x: Any, w: Any, dilation: int) -> Any:
    (before, after), output = same(x, w, dilation)
    return (before + after, before + after), output


@alternative(q.same_convolution)
def cut_from_the_full_map(x: Any, w: Any, dilation: int) -> Any:
    zeros = dilation * (len(w) - 1)
    first = zeros - zeros // 2
    full = correlate(x, w, dilation, zeros, zeros)
    return np.array(split(zeros)), full[first : first + x.shape[0], first : first + x.shape[1]]


@alternative(q.same_convolution)
def same_by_scipy(x: Any, w: Any, dilation: int) -> Any:
    from scipy.signal import correlate2d  # type: ignore[import-untyped]

    spread = np.zeros((dilation * (len(w) - 1) + 1,) * 2)
    spread[::dilation, ::dilation] = w
    before, after = split(len(spread) - 1)
    return (before, after), correlate2d(np.pad(x, (before, after)), spread, mode="valid")


@alternative(q.same_convolution)
def same_by_torch(x: Any, w: Any, dilation: int) -> Any:
    return split(dilation * (len(w) - 1)), map_by_torch(x, w, dilation, "same")
