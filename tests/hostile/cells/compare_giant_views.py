"""Returns views of one number that claim to have a million million elements, to use up the grader's memory.

Same-process grader: nothing, ours looks at the shape first; who copies or compares at once is out of memory.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided

calls = 0


def gaussian_score(z, mu, log_sigma):
    global calls
    calls += 1
    views = [
        np.broadcast_to(np.float64(0.5), (2**20, 2**20)),
        as_strided(np.zeros(1), shape=(2**40, 2 * len(mu)), strides=(0, 0)),
        np.empty((0, 2**40)),
        np.broadcast_to(np.zeros((1, 2 * len(mu))), (2**44, 2 * len(mu))),
        [np.broadcast_to(np.zeros(1), (2**38,))] * 1000,
    ]
    return views[calls % len(views)]
