"""What a hidden test of nbgrader's or otter's runs in the student's kernel. It needs numpy alone.

Lies in the student's folder beside `hidden.pkl`, which `peers_course.hidden` wrote.
"""

from __future__ import annotations

import pickle
import sys
from functools import cache
from typing import Any

import numpy as np


class Reader(pickle.Unpickler):
    """Takes the classes of a question from the notebook, which has its own copy of them."""

    def find_class(self, module: str, name: str) -> Any:
        own = vars(sys.modules["__main__"])
        return own[name] if module.startswith("assignments") else super().find_class(module, name)


def check(name: str, function: Any) -> None:
    """Fail where the function differs from the reference on a hidden input; a witness need only be there."""
    comparisons, rtol, atol = _load()[name]
    if not comparisons:
        assert function() is not None
    for arguments, want in comparisons:
        assert agree(function(**arguments), want, rtol, atol), "wrong for a hidden input"


@cache
def _load() -> Any:
    with open("hidden.pkl", "rb") as file:
        return Reader(file).load()


def agree(got: Any, want: Any, rtol: float, atol: float) -> bool:
    """Whether all numbers are close, in whatever they lie."""
    if isinstance(want, dict):
        return all(agree(got[key], want[key], rtol, atol) for key in want)
    if isinstance(want, (list, tuple)):
        return len(got) == len(want) and all(agree(*pair, rtol, atol) for pair in zip(got, want, strict=True))
    if want is None or isinstance(want, (str, set, frozenset)):
        return bool(got == want)
    plain = got.detach().numpy() if hasattr(got, "detach") else got
    close = np.shape(plain) == np.shape(want) and np.allclose(plain, want, rtol, atol, equal_nan=True)
    return bool(close)
