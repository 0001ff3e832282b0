"""What the three paddings share: the map of a kernel, and images and kernels to try."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.question import Rng


def correlate(x: Any, w: Any, dilation: int, before: int, after: int) -> Any:
    """The map of a kernel that is not flipped, with these zeros around the image."""
    span = dilation * (len(w) - 1) + 1
    padded = np.pad(np.asarray(x, dtype=float), (before, after))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (span, span))
    return np.einsum("ijab,ab->ij", windows[:, :, ::dilation, ::dilation], w)


def map_with(before: int, after: int, x: Any, w: Any, dilation: int) -> tuple[tuple[int, int], Any]:
    return (before, after), correlate(x, w, dilation, before, after)


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


def hole_larger_than_the_image(rng: Rng) -> dict[str, Any]:
    return _image(rng, 2, 3, 3, 4)


def map_by_torch(x: Any, w: Any, dilation: int, padding: Any) -> Any:
    import torch

    image, kernel = (torch.tensor(array)[None, None] for array in (x, w))
    return torch.nn.functional.conv2d(image, kernel, padding=padding, dilation=dilation)[0, 0]
