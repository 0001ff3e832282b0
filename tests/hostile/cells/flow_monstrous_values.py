"""Returns integers of a hundred thousand digits, as deep nests of lists, and lists that hold themselves.

Same-process grader: nothing, Python's own limit of recursion ends the walk through them.
"""

import sys

calls = 0


def nest(depth):
    value = [0.0]
    for _ in range(depth):
        value = [value]
    return value


def itself():
    value = [0.0, {}]
    value.append(value)
    value[1]["answer"] = (value, value)
    return value


def gaussian_score(z, mu, log_sigma):
    global calls
    calls += 1
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 2000))
    values = [
        lambda: nest(100_000),
        lambda: [[10**100_000] * (2 * len(mu))] * len(z),
        itself,
        lambda: {"score": nest(5_000)},
        lambda: [[-(2**63) - 1, 2**64, 2**63] * 2] * len(z),
    ]
    return values[calls % len(values)]()
