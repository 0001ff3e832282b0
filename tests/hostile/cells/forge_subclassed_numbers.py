"""Returns numbers and texts of its own classes that put other things into the message than they are.

Same-process grader: nothing, nothing is sent there; the classes aim at whoever writes an answer down as JSON.
"""

import numpy as np

calls = 0


class Complex(complex):
    @property
    def real(self):
        return ["o", "HiddenCase", {"want": ["a", "float64", [2**40]]}]


class Integer(int):
    def __int__(self):
        return 2**200

    def __index__(self):
        return 0


class Words(str):
    def encode(self, *arguments):
        return b"\xff" * 1000

    def __len__(self):
        return 3


class Table(dict):
    def __iter__(self):
        return iter([("name", "score"), 1.5, None])

    def values(self):
        return [Words("a")] * 3


class Rows(list):
    def __iter__(self):
        yield from ([..., [1.0] * 3, {"a": Words("b")}] for _ in range(3))


def gaussian_score(z, mu, log_sigma):
    global calls
    calls += 1
    tricks = [Complex(1, 2), [Integer(1)] * len(z), Words("score"), Table(a=1), Rows([np.zeros(2)])]
    return tricks[calls % len(tricks)]
