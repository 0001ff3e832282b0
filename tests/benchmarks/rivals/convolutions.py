"""Convolutions and what they see, by torch and scipy."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tests.benchmarks.rivals import Work


def conv2d(x: Tensor, weight: Tensor, bias: Tensor, kind: str) -> Work:
    """Torch's convolution, of weights that are masked before."""
    k = weight.shape[2]
    masked = weight * (torch.arange(k * k) < k * k // 2 + (kind == "B")).reshape(k, k)
    return lambda: functional.conv2d(x, masked, bias, padding=k // 2)


def same_conv2d(x: Tensor, w: Tensor, dilation: int) -> Work:
    return lambda: functional.conv2d(x[None, None], w[None, None], padding="same", dilation=dilation)[0, 0]


def correlate(x: Tensor, w: Tensor, dilation: int) -> Work:
    """Of scipy, which knows no dilation: of the kernel with zeros between its weights."""
    spread = np.zeros((dilation * (len(w) - 1) + 1,) * 2)
    spread[::dilation, ::dilation] = w
    return partial(import_module("scipy.ndimage").correlate, x.numpy(), spread, mode="constant")


def binary_dilation(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Work:
    masks = {kind: (np.arange(k * k) < k * k // 2 + (kind == "B")).reshape(k, k) for kind in "AB"}
    dilate = import_module("scipy.ndimage").binary_dilation

    def work() -> Any:
        reached = np.zeros((height, width), dtype=bool)
        reached[row, column] = True
        for kind in reversed(kinds):
            reached = dilate(reached, masks[kind])
        return reached

    return work
