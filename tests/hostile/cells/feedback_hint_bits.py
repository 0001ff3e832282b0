"""Makes the typical mistake that a hidden input chooses, so that the hint about the mistake tells the input.

Same-process grader: nothing, it shows scores only; where feedback names mistakes, each part tells three bits.
"""

import numpy as np


def gaussian_score(z, mu, log_sigma):
    sigma = np.exp(log_sigma)
    scaled = (z - mu) / sigma
    right = np.concatenate([scaled / sigma, scaled**2 - 1], axis=1)
    ones = np.repeat([0.0, 1.0], len(mu))
    mistakes = [
        -right,
        right + ones,
        right + 3.0,
        right * 3.0,
        right * (1 - 2 * (1 - ones)),
        np.concatenate([scaled, scaled**2 - 1], axis=1),
        right * np.exp(np.concatenate([0 * mu, -log_sigma])),
        np.zeros_like(right) + 7.0,
    ]
    return mistakes[int(1000 * abs(mu[0])) % len(mistakes)]
