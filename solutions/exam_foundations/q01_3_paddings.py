"""Hidden twin of questions 1.3 to 1.5."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q01_3_paddings as q
from autograder.question import Rng, alternative, baseline, cases, device_reference, mistake, reference


def correlate(x: Any, w: Any, dilation: int, before: int, after: int) -> Any:
    """The map of a kernel that is not flipped, with these zeros around the image."""
    span = dilation * (len(w) - 1) + 1
    padded = np.pad(np.asarray(x, dtype=float), (before, after))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (span, span))
    return np.einsum("ijab,ab->ij", windows[:, :, ::dilation, ::dilation], w)


def _with(before: int, after: int, x: Any, w: Any, dilation: int) -> tuple[tuple[int, int], Any]:
    return (before, after), correlate(x, w, dilation, before, after)


def _split(total: int) -> tuple[int, int]:
    return total // 2, total - total // 2


@reference(q.full_convolution)
def full(x: Any, w: Any, dilation: int) -> Any:
    return _with(dilation * (len(w) - 1), dilation * (len(w) - 1), x, w, dilation)


@reference(q.valid_convolution)
def valid(x: Any, w: Any, dilation: int) -> Any:
    return _with(0, 0, x, w, dilation)


@reference(q.same_convolution)
def same(x: Any, w: Any, dilation: int) -> Any:
    return _with(*_split(dilation * (len(w) - 1)), x, w, dilation)


@baseline(q.same_convolution)
def same_pixel_by_pixel(x: Any, w: Any, dilation: int) -> Any:
    span = dilation * (len(w) - 1)
    before, after = _split(span)
    padded, output = np.pad(x, (before, after)), np.zeros(np.shape(x))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            window = padded[i : i + span + 1 : dilation, j : j + span + 1 : dilation]
            output[i, j] = np.sum(window * w)
    return (before, after), output


@device_reference(q.same_convolution)
def same_on_a_device(x: Any, w: Any, dilation: int) -> Any:
    import torch

    before, after = _split(dilation * (len(w) - 1))
    padded = torch.nn.functional.pad(x, (before, after, before, after))
    output = torch.nn.functional.conv2d(padded[None, None], w[None, None], dilation=dilation)
    return (before, after), output[0, 0]


def _image(rng: Rng, height: int, width: int, k: int, dilation: int) -> dict[str, Any]:
    x, w = rng.normal(size=(height, width)), rng.normal(size=(k, k))
    return {"x": x, "w": w, "dilation": dilation}


def five_taps(rng: Rng) -> dict[str, Any]:
    return _image(rng, 6, 8, 5, 1)


def even_kernel(rng: Rng) -> dict[str, Any]:
    return _image(rng, 7, 5, 4, 1)


def dilated_kernel(rng: Rng) -> dict[str, Any]:
    return _image(rng, 8, 7, 3, int(rng.integers(2, 4)))


def two_dilated_taps(rng: Rng) -> dict[str, Any]:
    return _image(rng, 5, 6, 2, 3)


def single_tap(rng: Rng) -> dict[str, Any]:
    return _image(rng, 3, 4, 1, 2)


def kernel_of_the_size_of_the_image(rng: Rng) -> dict[str, Any]:
    return _image(rng, 3, 3, 3, 1)


def kernel_larger_than_the_image(rng: Rng) -> dict[str, Any]:
    return _image(rng, 2, 3, 4, 1)


full_five_taps = cases(q.full_convolution)(five_taps)
full_even_kernel = cases(q.full_convolution)(even_kernel)
full_dilated_kernel = cases(q.full_convolution)(dilated_kernel)
full_two_dilated_taps = cases(q.full_convolution)(two_dilated_taps)
full_single_tap = cases(q.full_convolution)(single_tap)
full_kernel_larger_than_the_image = cases(q.full_convolution)(kernel_larger_than_the_image)
valid_five_taps = cases(q.valid_convolution)(five_taps)
valid_even_kernel = cases(q.valid_convolution)(even_kernel)
valid_dilated_kernel = cases(q.valid_convolution)(dilated_kernel)
valid_two_dilated_taps = cases(q.valid_convolution)(two_dilated_taps)
valid_single_tap = cases(q.valid_convolution)(single_tap)
valid_kernel_of_the_size_of_the_image = cases(q.valid_convolution)(kernel_of_the_size_of_the_image)
same_five_taps = cases(q.same_convolution)(five_taps)
same_even_kernel = cases(q.same_convolution)(even_kernel)
same_dilated_kernel = cases(q.same_convolution)(dilated_kernel)
same_two_dilated_taps = cases(q.same_convolution)(two_dilated_taps)
same_single_tap = cases(q.same_convolution)(single_tap)
same_kernel_larger_than_the_image = cases(q.same_convolution)(kernel_larger_than_the_image)


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
    return _with(dilation * len(w), dilation * len(w), x, w, dilation)


@mistake(
    q.full_convolution,
    en="The zeros stand before the image only: may a window reach beyond its other end?",
    fr="Les zéros sont avant l'image seulement : une fenêtre peut-elle dépasser l'autre bout ?",
)
def full_on_one_side(x: Any, w: Any, dilation: int) -> Any:
    return _with(2 * dilation * (len(w) - 1), 0, x, w, dilation)


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
    return _with(zeros, zeros, x, w, dilation)


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
    return (zeros, zeros), _torch_map(x, w, dilation, zeros)


def _torch_map(x: Any, w: Any, dilation: int, padding: Any) -> Any:
    import torch

    image, kernel = (torch.tensor(array)[None, None] for array in (x, w))
    return torch.nn.functional.conv2d(image, kernel, padding=padding, dilation=dilation)[0, 0]


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
    return _split(dilation * (len(w) - 1)), correlate(x, w, dilation, 0, 0)


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
    return (0, 0), _torch_map(x, w, dilation, "valid")


@mistake(
    q.same_convolution,
    en="Is your map as large as the image for an even number of taps?",
    fr="Votre carte est-elle aussi grande que l'image pour un nombre pair de poids ?",
)
def half_a_kernel_on_both_sides(x: Any, w: Any, dilation: int) -> Any:
    half = (dilation * (len(w) - 1) + 1) // 2
    return _with(half, half, x, w, dilation)


@mistake(
    q.same_convolution,
    en="The extra zero stands on the wrong side of the image.",
    fr="Le zéro de plus est du mauvais côté de l'image.",
)
def extra_zero_before(x: Any, w: Any, dilation: int) -> Any:
    return _with(*_split(dilation * (len(w) - 1))[::-1], x, w, dilation)


@mistake(
    q.same_convolution,
    en="`padding` is right, but the map was computed with the extra zero on the other side.",
    fr="`padding` est juste, mais la carte est calculée avec le zéro de plus de l'autre côté.",
)
def map_centred_otherwise(x: Any, w: Any, dilation: int) -> Any:
    before, after = _split(dilation * (len(w) - 1))
    return (before, after), correlate(x, w, dilation, after, before)


@mistake(
    q.same_convolution,
    en="Your map is larger than the image; which padding does a kernel of one tap need?",
    fr="Votre carte est plus grande que l'image ; quel remplissage demande un noyau d'un seul poids ?",
)
def half_of_one_more(x: Any, w: Any, dilation: int) -> Any:
    half = dilation * (len(w) + 1) // 2
    return _with(half, half, x, w, dilation)


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
    first = dilation * (len(w) - 1) - dilation * (len(w) - 1) // 2
    output = full(x, w, dilation)[1][first : first + x.shape[0], first : first + x.shape[1]]
    return np.array(_split(dilation * (len(w) - 1))), output


@alternative(q.same_convolution)
def same_by_scipy(x: Any, w: Any, dilation: int) -> Any:
    from scipy.signal import correlate2d  # type: ignore[import-untyped]

    spread = np.zeros((dilation * (len(w) - 1) + 1,) * 2)
    spread[::dilation, ::dilation] = w
    before, after = _split(len(spread) - 1)
    return (before, after), correlate2d(np.pad(x, (before, after)), spread, mode="valid")


@alternative(q.same_convolution)
def same_by_torch(x: Any, w: Any, dilation: int) -> Any:
    return _split(dilation * (len(w) - 1)), _torch_map(x, w, dilation, "same")
