"""Hidden twin of question 4: the velocity and the Jacobian of the game, which its sub-questions share."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.question import Rng


def sigmoid(t: Any) -> Any:
    tail = np.exp(-np.abs(t))
    return np.where(t > 0, 1, tail) / (1 + tail)


def velocity(state: Any, gamma: float = 0.0) -> Any:
    slope, offset, theta = np.moveaxis(np.asarray(state, float), -1, 0)
    fake = sigmoid(slope * theta + offset)
    return np.stack([-theta * fake - gamma * slope, sigmoid(-offset) - fake, slope * fake], axis=-1)


def jacobian(state: Any, gamma: float = 0.0) -> Any:
    slope, offset, theta = np.moveaxis(np.asarray(state, float), -1, 0)
    fake, bend = sigmoid(slope * theta + offset), bump(slope * theta + offset)
    turn = fake + slope * theta * bend
    rows = [
        [-theta * theta * bend - gamma, -theta * bend, -turn],
        [-theta * bend, -bump(offset) - bend, -slope * bend],
        [turn, slope * bend, slope * slope * bend],
    ]
    matrices = np.empty((*np.shape(state), 3))
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            matrices[..., i, j] = entry
    return matrices


def bump(t: Any) -> Any:
    """The derivative of the logistic function."""
    tail = np.exp(-np.abs(t))
    return tail / (1 + tail) ** 2


def jacobian_lines(state: Any, gamma: float = 0.0) -> dict[str, Any]:
    point = np.zeros(3)
    return {
        "stationary_point": point,
        "at_stationary_point": jacobian(point, gamma),
        "at_state": jacobian(state, gamma),
    }


def change_jacobian(lines: dict[str, Any], change: Any) -> dict[str, Any]:
    """The lines with both Jacobians changed in the same way."""
    return {
        "stationary_point": lines["stationary_point"],
        "at_stationary_point": change(lines["at_stationary_point"]),
        "at_state": change(lines["at_state"]),
    }


def draw_states(rng: Rng, batch: int) -> Any:
    """States away from zero, so that no term of the velocity is small."""
    return rng.uniform(0.4, 1.8, size=(batch, 3)) * rng.choice([-1.0, 1.0], size=(batch, 3))


def sure_critics(rng: Rng) -> Any:
    """States at which the critic is far beyond what a naive exponential can hold."""
    steep, flat = rng.uniform(-1, 1, size=2), np.array([[1.0, 800.0, -2.0], [1.0, -800.0, 2.0]])
    return np.concatenate([[[30.0, steep[0], 29.0], [-30.0, steep[1], 29.0]], flat])
