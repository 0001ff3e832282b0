"""Answers that are right but for a value or two: what a worker could say to a law that computes with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from autograder.case import reference_of
from autograder.checking import quiet
from autograder.course import load
from autograder.faults import Unsendable
from autograder.marking import Grader
from autograder.sandbox.words import value_of
from autograder.values import Function, Part
from autograder.worker import wire
from tests.fuzz import frames

ODD: tuple[Any, ...] = (
    *(None, ..., True, False, 0, -1, 1, 2**20, 2**31, 2**62, -(2**63)),
    *(0.0, -0.0, 5e-324, 1e-300, 1e308, -1.7e308, np.nan, np.inf, -np.inf, 1j, complex(np.nan, np.inf)),
    *("", "A", "x" * wire.TEXT_BYTES, [], {}, set(), {"a"}, {1.5}, [1, [2.0, "x"]], [0.5] * 9_000),
    *(np.float16(7), np.bool_(True), np.uint64(2**63), np.zeros(0), np.zeros((0, 3)), np.zeros((1,) * 20)),
    *(np.zeros(2**20, np.uint8), np.zeros((2**10, 2**9)), np.full(5, np.nan), np.array(2**62)),
)
# A change of an array that keeps its shape or nearly so.
BENT: tuple[Callable[[Any], Any], ...] = (
    lambda x: x * 1e308,
    lambda x: x * np.nan,
    lambda x: np.full_like(x, np.inf, dtype=float),
    lambda x: x.astype(np.float16),
    lambda x: x.astype(complex) * 1j,
    lambda x: x.astype(bool),
    lambda x: np.full(x.shape, 2**62),
    lambda x: np.full(x.shape, -(2**63)),
    lambda x: np.full(x.shape, 2**63, np.uint64),
    lambda x: x[..., None],
    lambda x: x.ravel()[:-1],
    lambda x: np.concatenate([x.ravel()[:1_000]] * 100),
    lambda x: x.T,
    lambda x: x.tolist(),
    lambda x: np.asfortranarray(x)[..., ::-1],
    lambda x: np.repeat(x[None], 3, axis=0),
    lambda x: -x if x.dtype != bool else ~x,
)


@cache
def grader_of(sheet: str) -> Grader:
    """The grader of a sheet, with the references of all its hidden cases computed."""
    grader = Grader(load(sheet, hidden=True))
    for part in grader.sheet.parts:
        grader.cases(part, 0)
    return grader


def part_of(data: bytes, sheet: str) -> Part:
    """The part that the first byte of an example names."""
    parts = grader_of(sheet).sheet.parts
    return parts[data[0] % len(parts)]


def answer_of(data: bytes, sheet: str) -> Function:
    """The right answer to the part, changed as the other bytes say: from which call on, where, and how."""
    part, (patience, *changes) = part_of(data, sheet), data[1:]
    reference = reference_of(grader_of(sheet).sheet.unit_of[part], part)
    calls = 0

    def call(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        value, calls = reference(*args, **kwargs), calls + 1
        for leaf, change in zip(changes[::2], changes[1::2], strict=False):
            if calls > patience % 4:
                value = _changed(value, leaf, change)
        return _carried(value)

    return call


def _carried(value: Any) -> Any:
    """The value as it comes from a worker."""
    try:
        frame = frames.write(("value", value))
    except wire.Unsendable as error:
        raise Unsendable(error.kind) from None
    return value_of(wire.receive(frames.reader(frame)), ())


def _changed(value: Any, leaf: int, change: int) -> Any:
    """The value with something else in the place of one leaf of it, or of it all."""
    items = _items(value)
    if not items or leaf % (len(items) + 1) == len(items):
        return _odd(value, change)
    chosen = leaf % (len(items) + 1)
    made = [_changed(item, leaf // 3, change) if i == chosen else item for i, item in enumerate(items)]
    return dict(zip(value, made, strict=True)) if isinstance(value, Mapping) else type(value)(made)


def _items(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if type(value) in {list, tuple} else []


def _odd(value: Any, change: int) -> Any:
    number = change % (len(ODD) + len(BENT))
    if number < len(ODD):
        return ODD[number]
    if isinstance(value, str | set | frozenset) or _items(value) or value is None:
        return value
    with quiet():
        return BENT[number - len(ODD)](np.atleast_1d(value))
