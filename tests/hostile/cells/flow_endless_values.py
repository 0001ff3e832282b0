"""Returns iterators that never end, where a list is expected.

Same-process grader: nothing, numpy takes an iterator for one object; who makes a list of it waits for ever.
"""

import itertools

calls = 0


def rows(width):
    while True:
        yield itertools.repeat(0.0, width)


def gaussian_score(z, mu, log_sigma):
    global calls
    calls += 1
    width = 2 * len(mu)
    values = [rows(width), itertools.count(), iter(float, 1.0), range(2**62), map(rows, itertools.count())]
    return values[calls % len(values)]
