"""Hidden twin of question 1."""

from __future__ import annotations

from typing import Any

import numpy as np


def make_mask(kind: str, k: int) -> Any:
    """The mask of this kind for a kernel of side k."""
    kept = k * k // 2 + (kind == "B")
    return (np.arange(k * k) < kept).reshape(k, k).astype(float)


def grid(labels: str) -> Any:
    """The 5 x 5 grid in which the pixels with these labels, counted from 1, are marked."""
    marked = np.zeros((5, 5), dtype=bool)
    for label in labels.split():
        marked[int(label[0]) - 1, int(label[1]) - 1] = True
    return marked


def trace_field(kinds: str, height: int, width: int, row: int, column: int, k: int) -> Any:
    """The inputs on which the output of a network with all weights one has a gradient."""
    import torch

    x = torch.zeros((1, 1, height, width), dtype=torch.float64, requires_grad=True)
    y = x
    for kind in kinds:
        kernel = torch.tensor(make_mask(kind, k))[None, None]
        y = torch.nn.functional.conv2d(y, kernel, padding=k // 2)
    (gradient,) = torch.autograd.grad(y[0, 0, row, column], x)
    return gradient[0, 0] != 0
