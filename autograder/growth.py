"""How the time of a function grows with the size of its input: the exponent of a power, from three sizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from statistics import linear_regression
from typing import Any

import numpy as np

from autograder.values import Speed

ROUNDS = 3
LONG = 0.02  # seconds
PATIENCE = 0.1  # seconds of one call, after which no larger size is tried

Clocked = Callable[[Mapping[str, Any]], float]  # calls with these arguments: the seconds that it took


@dataclass(frozen=True)
class Growth:
    """The least seconds at each size that was tried. `exponent` is None where the clock tells too little."""

    seconds: Mapping[int, float]

    @property
    def exponent(self) -> float | None:
        if len(self.seconds) < 2 or min(self.seconds.values()) <= 0:
            return None
        sizes, seconds = map(log, self.seconds), map(log, self.seconds.values())
        return linear_regression(list(sizes), list(seconds)).slope


def measure(speed: Speed, sizes: Sequence[int], call: Clocked, rng: np.random.Generator) -> Growth:
    """Call on fresh arguments of each size: once, or several times after that where it was short."""
    least: dict[int, float] = {}
    call(speed.draw(rng, sizes[0]))  # the very first may import or compile something
    for size in sizes:
        first = call(speed.draw(rng, size))
        # A long call needs no warming up, and no repetition.
        least[size] = first if first > LONG else min(call(speed.draw(rng, size)) for _ in range(ROUNDS))
        if least[size] > PATIENCE:
            break
    return Growth(least)
