"""Returns numbers that compare in strange ways: NaN, infinities, minus zero, overflown half precision.

Same-process grader: nothing, ours wants finite numbers; who writes `not error > tolerance` is taken in.
"""

import numpy as np

calls = 0


def gaussian_score(z, mu, log_sigma):
    global calls
    calls += 1
    shape = (len(z), 2 * len(mu))
    with np.errstate(all="ignore"):
        wildcards = [
            np.full(shape, np.nan),
            np.full(shape, np.inf) * np.where(np.arange(shape[1]) % 2, 1, -1),
            np.full(shape, 7e4).astype(np.float16),
            np.full(shape, complex(np.nan, np.inf)),
            -np.zeros(shape),
            np.broadcast_to(np.float64(np.nan), shape),
            np.full(shape, np.iinfo(np.int64).min),
        ]
    return wildcards[calls % len(wildcards)]
