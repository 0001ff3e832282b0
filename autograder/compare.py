"""The one place that decides whether two values agree, and says how they differ.

Faults are looked for in a fixed order, and only the first is told: type, shape, not finite, values.
Numbers are compared in float64. An answer in float32 gets a wider band, derived from its epsilon, the number
of values that went into the computation and their size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from math import isfinite, isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.messages import Message, message, show_apart
from autograder.values import Tolerance
from autograder.verdict import AGREES, Kind, Verdict

if TYPE_CHECKING:
    from autograder.values import Array


SINGLE = float(np.finfo(np.float32).eps)
LARGEST_SCALE = 100.0  # beyond, an answer in single precision is not good enough: the sheets ask for float64

NOTHING = "nothing is returned (None); end the function with `return ...`"
TYPES = {
    "dictionary": "a value of type {got} is returned, expected a dictionary",
    "list": "a value of type {got} is returned, expected a list",
    "tuple": "a value of type {got} is returned, expected a tuple",
    "set": "a value of type {got} is returned, expected a set",
    "text": "a value of type {got} is returned, expected text",
    "numbers": "a value of type {got} is returned, expected numbers",
}


@dataclass(frozen=True)
class Band:
    """The size of the computation behind an answer: how many numbers went in, and the largest of them."""

    reduction: int = 1
    scale: float = 1.0

    @classmethod
    def of(cls, *values: Any) -> Band:
        """The band of a computation on these inputs."""
        arrays = [leaf for value in values for leaf in _numbers(value)]
        finite = [float(np.max(np.abs(a), where=np.isfinite(a), initial=1.0)) for a in arrays]
        return cls(max([a.size for a in arrays], default=1), max(finite, default=1.0))


def compare(
    got: Any, want: Any, tolerance: Tolerance | None = None, band: Band | None = None, path: str = ""
) -> Verdict:
    """Whether `got` is the value `want`, within the tolerance, and if not, the first fault."""
    tolerance = tolerance or Tolerance()
    if isinstance(want, np.ndarray) and got is not None:
        return _compare_arrays(got, want, tolerance, band or Band.of(want), path)
    if isinstance(want, Mapping):
        return _compare_mappings(got, want, tolerance, band, path)
    if isinstance(want, AbstractSet):
        return _compare_sets(got, want, path)
    if isinstance(want, tuple | list):
        return _compare_sequences(got, want, tolerance, band, path)
    if isinstance(want, str):
        return _compare_texts(got, want, path)
    if got is None and want is not None:
        return _fault(Kind.TYPE, path, NOTHING)
    if want is None:
        return AGREES if got is None else _fault(Kind.TYPE, path, "a value is returned, expected None")
    return _compare_arrays(got, np.asarray(want), tolerance, band or Band.of(want), path)


def same_form(got: Any, want: Any, path: str = "") -> Verdict:
    """Whether `got` is built like `want`: same kinds, keys, lengths of tuples and numbers of axes."""
    if isinstance(want, Mapping):
        if (fault := _missing_keys(got, want, path)) is not None:
            return fault
        return _first([same_form(got[key], want[key], _key(path, key)) for key in want])
    if isinstance(want, tuple):
        if (fault := _wrong_length(got, want, path)) is not None:
            return fault
        return _first(
            [same_form(g, w, f"{path}[{i}]") for i, (g, w) in enumerate(zip(got, want, strict=True))]
        )
    if isinstance(want, str):
        return AGREES if isinstance(got, str) else _not_a(path, "text", got)
    numbers = _as_numbers(got)
    if numbers is None:
        return _not_a(path, "numbers", got)
    if numbers.ndim != np.ndim(want):
        return _fault(
            Kind.SHAPE, path, "has {got} axes, expected {want}", got=numbers.ndim, want=np.ndim(want)
        )
    return AGREES


def _compare_mappings(
    got: Any, want: Mapping[Any, Any], tolerance: Tolerance, band: Band | None, path: str
) -> Verdict:
    if (fault := _missing_keys(got, want, path)) is not None:
        return fault
    return _first([compare(got[key], want[key], tolerance, band, _key(path, key)) for key in want])


def _missing_keys(got: Any, want: Mapping[Any, Any], path: str) -> Verdict | None:
    if not isinstance(got, Mapping):
        return _not_a(path, "dictionary", got)
    for key in want:
        if key not in got:
            return _fault(Kind.TYPE, path, "key {key!s} is missing from the dictionary", key=key)
    return None


def _compare_sequences(
    got: Any, want: tuple[Any, ...] | list[Any], tolerance: Tolerance, band: Band | None, path: str
) -> Verdict:
    if (fault := _wrong_length(got, want, path)) is not None:
        return fault
    pairs = enumerate(zip(got, want, strict=True))
    return _first([compare(g, w, tolerance, band, f"{path}[{i}]") for i, (g, w) in pairs])


def _wrong_length(got: Any, want: tuple[Any, ...] | list[Any], path: str) -> Verdict | None:
    listed = isinstance(got, tuple | list) or (isinstance(got, np.ndarray) and got.ndim > 0)
    if not listed:
        return _not_a(path, "list" if isinstance(want, list) else "tuple", got)
    if len(got) != len(want):
        return _fault(
            Kind.TYPE, path, "{got} values are returned, expected {want}", got=len(got), want=len(want)
        )
    return None


def _compare_sets(got: Any, want: AbstractSet[Any], path: str) -> Verdict:
    letters = isinstance(got, str) and all(isinstance(item, str) and len(item) == 1 for item in want)
    if not (letters or isinstance(got, AbstractSet | tuple | list)):
        return _not_a(path, "set", got)
    return AGREES if set(got) == set(want) else _fault(Kind.VALUES, path, "the elements of the set differ")


def _compare_texts(got: Any, want: str, path: str) -> Verdict:
    if not isinstance(got, str):
        return _not_a(path, "text", got)
    return AGREES if got == want else _fault(Kind.VALUES, path, "the text differs", got=got, want=want)


def _compare_arrays(got: Any, want: Array, tolerance: Tolerance, band: Band, path: str) -> Verdict:
    numbers = _as_numbers(got)
    if numbers is None:
        return _not_a(path, "numbers", got)
    if numbers.shape == (0,) and want.shape[:1] == (0,):
        return AGREES  # a list of no rows, whatever a row would be
    if numbers.shape != want.shape:
        found = message("shape is {got}, expected {want}", got=_shape(numbers), want=_shape(want))
        return Verdict(Kind.SHAPE, found, path, numbers, want)
    if want.dtype == bool and numbers.dtype != bool and not np.isin(numbers, (0, 1)).all():
        return _fault(Kind.TYPE, path, "values other than True and False are returned")
    return _compare_numbers(numbers, want, tolerance, band, path)


def _compare_numbers(got: Array, want: Array, tolerance: Tolerance, band: Band, path: str) -> Verdict:
    close = _is_close(got, want, tolerance, band)
    if close.all():
        return AGREES
    lost = ~np.isfinite(got) & np.isfinite(want)
    if got.ndim == 0 and lost:
        return Verdict(Kind.NON_FINITE, message("the value is NaN or infinite"), path, got, want, tolerance)
    if lost.any():
        template = "values that are NaN or infinite: {count} of {size}, the first at {index}"
        index = _index(np.argwhere(lost)[0])
        found = message(template, count=int(lost.sum()), size=got.size, index=index)
        return Verdict(Kind.NON_FINITE, found, path, got, want, tolerance)
    return Verdict(Kind.VALUES, _describe_worst(got, want, close), path, got, want, tolerance)


def _describe_worst(got: Array, want: Array, close: Array) -> Message:
    worst = _worst(got, want, close)
    yours, expected = show_apart(got[worst].item(), want[worst].item())
    if got.ndim == 0:
        return message("yours is {yours}, expected {expected}", yours=yours, expected=expected)
    template = "values that differ: {count} of {size}; at {index} yours is {yours}, expected {expected}"
    count = int((~close).sum())
    return message(template, count=count, size=got.size, index=_index(worst), yours=yours, expected=expected)


def _is_close(got: Array, want: Array, tolerance: Tolerance, band: Band) -> Array:
    if want.dtype.kind in "bui":
        return np.asarray(got == want)
    close = _is_within(got, want, tolerance, 1.0)
    if close.all():
        return close
    # A part that asks for a lower floor than the default asks for it in single precision, too.
    share = min(1.0, tolerance.atol / Tolerance.atol)
    if not _is_single(got):
        # One term may have been rounded to single precision: torch's logarithm of an integer is.
        return _is_within(got, want, replace(tolerance, atol=max(tolerance.atol, SINGLE * share)), 1.0)
    # Rounding errors of a sum of n terms add up to n epsilons at worst, to sqrt(n) as a rule.
    epsilon = SINGLE * (8.0 + 4.0 * band.reduction**0.5)
    wider = Tolerance(max(tolerance.rtol, epsilon), max(tolerance.atol, epsilon * share))
    return _is_within(got, want, wider, min(band.scale, LARGEST_SCALE))


def _is_within(got: Array, want: Array, tolerance: Tolerance, scale: float) -> Array:
    if got.ndim == 0 and got.dtype.kind == want.dtype.kind == "f":
        return np.asarray(_is_number_within(float(got), float(want), tolerance, scale))
    with np.errstate(all="ignore"):
        size = np.abs(want)
        near = np.abs(got - want) <= tolerance.atol * np.maximum(scale, size) + tolerance.rtol * size
    same = (got == want) | (np.isnan(got) & np.isnan(want))
    return np.asarray(same | (near & np.isfinite(got) & np.isfinite(want)))


def _is_number_within(got: float, want: float, tolerance: Tolerance, scale: float) -> bool:
    """The same for one number, which is what most answers are, in a tenth of the time."""
    if not (isfinite(got) and isfinite(want)):
        return got == want or (isnan(got) and isnan(want))
    size = abs(want)
    return abs(got - want) <= tolerance.atol * max(scale, size) + tolerance.rtol * size


def _is_single(values: Array) -> bool:
    """Whether the values were computed in single precision, also when they were widened afterwards."""
    with np.errstate(all="ignore"):
        narrow = values.astype(np.complex64 if values.dtype.kind == "c" else np.float32)
        return values.dtype.kind in "fc" and bool(np.array_equal(values, narrow, equal_nan=True))


def _worst(got: Array, want: Array, close: Array) -> tuple[int, ...]:
    with np.errstate(all="ignore"):
        error = np.abs(got.astype(complex) - want.astype(complex))
    error = np.where(close, -1.0, np.where(np.isfinite(error), error, np.inf))
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(error)), error.shape))


def _as_numbers(value: Any) -> Array | None:
    """The value as an array of booleans, integers, real or complex numbers; None if it is none of them."""
    if value is None or isinstance(value, str | bytes | Mapping | AbstractSet):
        return None
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    if isinstance(value, list | tuple) and _holds_text(value):
        return None  # numpy would give every element the room of the longest text
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        return None
    return array if array.dtype.kind in "buifc" else None


def _holds_text(values: list[Any] | tuple[Any, ...]) -> bool:
    return any(_holds_text(v) if isinstance(v, list | tuple) else isinstance(v, str | bytes) for v in values)


def _numbers(value: Any) -> list[Array]:
    if isinstance(value, Mapping):
        return [leaf for item in value.values() for leaf in _numbers(item)]
    if isinstance(value, tuple):
        return [leaf for item in value for leaf in _numbers(item)]
    array = _as_numbers(value)
    return [] if array is None or array.size == 0 else [array]


def _first(verdicts: list[Verdict]) -> Verdict:
    return next((verdict for verdict in verdicts if not verdict.ok), AGREES)


def _not_a(path: str, expected: str, got: Any) -> Verdict:
    if got is None:
        return _fault(Kind.TYPE, path, NOTHING)
    return _fault(Kind.TYPE, path, TYPES[expected], got=type(got).__name__)


def _fault(kind: Kind, path: str, template: str, **values: object) -> Verdict:
    return Verdict(kind, message(template, **values), path)


def _key(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)


def _shape(array: Array) -> str:
    return str(array.shape)


def _index(index: Iterable[int]) -> str:
    return f"[{', '.join(str(int(i)) for i in index)}]"
