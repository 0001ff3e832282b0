"""Chooses the kind of its fault by a hidden input, so that the fixed words of the feedback tell the input.

Same-process grader: nothing, it shows scores only; where feedback says what is wrong, each part tells 3 bits.
"""

import numpy as np


def raises(rows, columns):
    raise ValueError


def waits(rows, columns):
    raise NameError("name 'made_masks' is not defined", name="made_masks")


FAULTS = [
    raises,
    waits,
    lambda rows, columns: "text",
    lambda rows, columns: ...,
    lambda rows, columns: np.zeros((rows, columns + 1)),
    lambda rows, columns: np.zeros((columns, rows)),
    lambda rows, columns: np.full((rows, columns), np.nan),
    lambda rows, columns: np.ones((rows, columns)),
]


def gaussian_score(z, mu, log_sigma):
    digit = int(1000 * abs(mu[0])) % len(FAULTS)
    return FAULTS[digit](len(z), 2 * len(mu))
