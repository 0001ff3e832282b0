"""Names a systematic error: a constant offset, a constant factor, a sign, an exchange of axes."""

from __future__ import annotations

from math import e, log, pi
from typing import TYPE_CHECKING

import numpy as np

from autograder.messages import Message, message
from autograder.values import Tolerance

if TYPE_CHECKING:
    from autograder.values import Array

# A single number may be off by anything; only these offsets and factors say something about the cause.
_OFFSETS = {log(2): "log 2", log(2 * pi) / 2: "log(2 pi) / 2", 0.5: "1/2", 1.0: "1", log(2) / 2: "log 2 / 2"}
_FACTORS = {
    2.0: "2",
    0.5: "1/2",
    log(2): "log 2",
    1 / log(2): "1 / log 2",
    4.0: "4",
    0.25: "1/4",
    e: "e",
    pi: "pi",
}


def find_pattern(got: Array, want: Array, tolerance: Tolerance) -> Message | None:
    """What the error has in common everywhere, in words that hold no value of either side; else None."""
    if got.shape != want.shape:
        return message("transposed") if got.shape == want.shape[::-1] else None
    finite = np.isfinite(got) & np.isfinite(want)
    if want.dtype == bool or not finite.any() or not finite.all():
        return None
    if _near(got, want, tolerance):  # digits are lost: too little to see a pattern in
        return None
    if want.ndim >= 2 and want.shape == want.T.shape and _near(got, want.T, tolerance):
        return message("transposed")
    got, want = np.ravel(got), np.ravel(want)
    if _near(got, -want, tolerance) and np.any(want != 0):
        return message("the sign is wrong everywhere")
    return _name_single(got[0], want[0], tolerance) if got.size == 1 else _name_constant(got, want, tolerance)


def _name_single(got: complex, want: complex, tolerance: Tolerance) -> Message | None:
    for offset, name in _OFFSETS.items():
        for sign in (1, -1):
            if _near(got - want, sign * offset, tolerance):
                words = "too large by {constant}" if sign == 1 else "too small by {constant}"
                return message(words, constant=name)
    for factor, name in _FACTORS.items():
        if want != 0 and _near(got, factor * want, tolerance):
            return message("{constant} times the expected value", constant=name)
    return None


def _name_constant(got: Array, want: Array, tolerance: Tolerance) -> Message | None:
    if np.ptp(np.abs(want)) == 0 or not np.any(got):
        return None
    difference = got - want
    if _near(difference, difference[0], tolerance):
        return message("off by the same constant everywhere")
    if np.all(want != 0) and _near(got / want, got[0] / want[0], tolerance):
        return message("off by the same factor everywhere")
    return None


def _near(left: object, right: object, tolerance: Tolerance) -> bool:
    return bool(np.allclose(left, right, rtol=max(tolerance.rtol, 1e-9), atol=max(tolerance.atol, 1e-12)))  # type: ignore[arg-type]
