"""What the hidden twins of question 8 share: activations, draws, and noise that rounding cannot flip."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from scipy.special import expit  # type: ignore[import-untyped]

from autograder.question import Rng

CLEARANCE = 1e-4  # between the noise and each probability: a unit is the same in single precision


def sigmoid(values: Any) -> Any:
    return expit(values)


def activation_x(W: Any, y: Any, z: Any) -> Any:
    return _pairs(y, z) @ W.reshape(len(W), -1).T


def activation_y(W: Any, x: Any, z: Any) -> Any:
    return _pairs(x, z) @ W.transpose(0, 2, 1).reshape(-1, W.shape[1])


def activation_z(W: Any, x: Any, y: Any) -> Any:
    return _pairs(x, y) @ W.reshape(-1, W.shape[2])


def _pairs(first: Any, second: Any) -> Any:
    """The products of a unit of one group and one of the other, in a row for each state."""
    return (first[:, :, None] * second[:, None, :]).reshape(len(first), -1)


def draw_units(rng: Rng, *shape: int) -> Any:
    return rng.integers(0, 2, size=shape).astype(float)


def fire(noise: Any, probability: Any) -> Any:
    """The units that the noise turns on."""
    return (noise < probability).astype(float)


def draw_x(W: Any, y: Any, z: Any, noise: Any) -> Any:
    return fire(noise, sigmoid(-activation_x(W, y, z)))


def draw_y(W: Any, x: Any, z: Any, noise: Any) -> Any:
    return fire(noise, sigmoid(-activation_y(W, x, z)))


def draw_z(W: Any, x: Any, y: Any, noise: Any) -> Any:
    return fire(noise, sigmoid(-activation_z(W, x, y)))


def sweep(W: Any, y: Any, z: Any, u_x: Any, u_y: Any, u_z: Any) -> tuple[Any, Any, Any]:
    x = draw_x(W, y, z, u_x)
    y = draw_y(W, x, z, u_y)
    return x, y, draw_z(W, x, y, u_z)


def clear_noise(rng: Rng, W: Any, *shape: int) -> Any:
    """Noise that is clear of every probability that the units of any group can have in this machine."""
    likely = np.concatenate([[0.0, 1.0], *[sigmoid(-a.ravel()) for a in _all_activations(W)]])
    likely.sort()
    while True:
        noise = rng.uniform(size=shape)
        place = np.clip(np.searchsorted(likely, noise), 1, len(likely) - 1)
        if np.minimum(np.abs(noise - likely[place - 1]), np.abs(noise - likely[place])).min() > CLEARANCE:
            return noise


def _all_activations(W: Any) -> list[Any]:
    x, y, z = (np.array(list(product((0.0, 1.0), repeat=n))) for n in W.shape)
    return [
        np.einsum("ijk,bj,ck->ibc", W, y, z),
        np.einsum("ijk,bi,ck->jbc", W, x, z),
        np.einsum("ijk,bi,cj->kbc", W, x, y),
    ]
