"""Values in plain form: what stands for arrays of numbers, and what may not be handed over.

The wire and the checker of the notebook both use it, so that a student meets the same words in both.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Unsendable(Exception):
    """A value that no frame can carry; `kind` is one of `wire.KINDS`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def is_tensor(value: Any) -> bool:
    """Whether it is a tensor of torch; where torch is not loaded, there are none."""
    return isinstance(value, getattr(sys.modules.get("torch"), "Tensor", ()))


def from_tensor(value: Any) -> Array:
    """The numbers of a tensor, wherever it lies and however it is kept; of 16 bits of torch's own in 32."""
    torch: Any = sys.modules["torch"]
    dense = value.detach().to_dense() if value.layout is not torch.strided else value.detach()
    dense = dense.cpu().resolve_conj().resolve_neg()
    array: Array = (dense.float() if dense.dtype is torch.bfloat16 else dense).numpy()
    return array


def to_numbers(value: Array) -> Array:
    """The array with numbers that all machines have. Raises `Unsendable` where it holds anything else."""
    if value.dtype.char in "gG":
        return value.astype(np.float64 if value.dtype.kind == "f" else np.complex128)
    if value.dtype == object:
        numbers = value.reshape(-1).tolist()
        return np.array(require_exact(map(_unbox, numbers))).reshape(value.shape)
    if value.dtype.kind not in "biufc":
        raise Unsendable("unknown type")
    return value


def _unbox(number: Any) -> Any:
    return number.item() if isinstance(number, np.generic) else number


def require_exact(numbers: Iterable[Any]) -> list[Any]:
    """Python's own numbers. Raises `Unsendable` where an array cannot hold each of them as it is."""
    found = list(numbers)
    kinds = set(map(type, found))
    if not kinds <= {bool, int, float, complex}:
        raise Unsendable("object array")
    limit = 2**53 if kinds & {float, complex} else 2**63
    if not all(-limit <= number < limit for number in found if type(number) is int):
        raise Unsendable("integer too large")
    return found


def require_keys(value: Mapping[Any, Any]) -> None:
    """Raises `Unsendable` where a key of a dictionary is neither text nor an integer."""
    if not all(isinstance(key, str) or type(key) is int for key in value):
        raise Unsendable("unknown type")


def list_members(value: Iterable[Any]) -> list[Any]:
    """The members of a set in an order of their own. Raises `Unsendable` where one is no text or number."""
    members = list(map(_unbox, value))
    if not all(isinstance(item, str | int | float) for item in members):
        raise Unsendable("unknown type")
    return sorted(members, key=lambda item: (isinstance(item, str), item))
