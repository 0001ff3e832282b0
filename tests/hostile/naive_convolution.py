"""A right answer to the timed part that the tricks in `speed/` attack, as slow as loops over pixels are."""

import numpy as np


def slide(x, weight, bias, kind):
    k, (batch, _, height, width) = weight.shape[2], x.shape
    padded = np.pad(x, [(0, 0), (0, 0), (k // 2, k // 2), (k // 2, k // 2)])
    kernel = weight * causal_mask(kind, k)
    output = np.zeros((batch, len(weight), height, width))
    for n in range(batch):
        for i in range(height):
            for j in range(width):
                window = padded[n, :, i : i + k, j : j + k]
                output[n, :, i, j] = (window * kernel).sum(axis=(1, 2, 3)) + bias
    return output
