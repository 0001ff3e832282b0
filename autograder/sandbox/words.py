"""What the trusted side makes of a worker's reply: a value or a fault, in words from fixed lists."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np

from autograder.faults import Fault, Missing, NotAttempted, Raised, Unsendable, Waiting
from autograder.sandbox.channel import Stopped
from autograder.worker import wire

DETAIL = 500
OBJECT = 16  # numbers that take as much memory as an array without any
NUMBERS = 2**16  # in one reply: our own code computes with them, in the time of nobody


def value_of(reply: Any, parts: Collection[str]) -> Any:
    """The value that a worker returned. Raises the fault that it reports, or `Stopped` at any other word."""
    match reply:
        case (str(tag), value) if tag == "value":
            found = list(leaves(value))
            if found and all(leaf is Ellipsis for leaf in found):
                raise NotAttempted
            if count_numbers(value) > NUMBERS:
                raise Unsendable("too large")
            return without_gaps(value)
        case (str(tag), str(kind), str(word), str(detail)) if tag == "fault":
            raise _fault(kind, word, detail, parts)
    raise Stopped(overran=False)


def count_numbers(value: Any) -> int:
    """How many numbers a value holds, or as many as take its room."""
    return sum(map(_weight, leaves(value)))


def _weight(leaf: Any) -> int:
    """How many numbers take as much memory: what holds none takes as much as a dozen."""
    if isinstance(leaf, np.ndarray) and leaf.ndim:
        return max(OBJECT, leaf.size)
    return max(OBJECT, len(leaf)) if isinstance(leaf, str | set | frozenset) else 1


def is_sendable(arguments: Mapping[str, Any], value: Any) -> bool:
    """Whether a worker can be asked with these arguments, and this value come back."""
    try:
        wire.encode(dict(arguments))
    except wire.Unsendable:
        return False
    return count_numbers(value) <= NUMBERS


def _fault(kind: str, word: str, detail: str, parts: Collection[str]) -> Fault | Stopped:
    match kind:
        case "Missing":
            return Missing()
        case "NotAttempted":
            return NotAttempted()
        case "Waiting" if word in parts:
            return Waiting(word)
        case "Unsendable" if word in wire.KINDS:
            return Unsendable(word)
        case "Raised" if _is_builtin_error(word):
            return Raised(word, clean(detail))
    return Stopped(overran=False)


def _is_builtin_error(name: str) -> bool:
    """Whether this names a built-in exception: another word could carry a hidden input."""
    found = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, BaseException)


def clean(text: str) -> str:
    """Text that a terminal and a page show as it is: no control or direction characters, and not too long."""
    shown = (" " if letter in "\n\t" else letter for letter in text[:DETAIL])
    return "".join(letter for letter in shown if letter.isprintable())


def leaves(value: Any) -> Iterator[Any]:
    """What a nest of lists, tuples and mappings holds."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def without_gaps(value: Any) -> Any:
    """The value with None for each `...`."""
    if isinstance(value, dict):
        return {key: without_gaps(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(without_gaps(item) for item in value)
    return None if value is Ellipsis else value
