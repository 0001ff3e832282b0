"""Frames and what may be made of them: valid ones, damaged ones, invented ones, and forged replies."""

from __future__ import annotations

import builtins
import dataclasses
import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.worker import wire
from tests.fuzz.damage import Tree, damage_bytes, damage_tree

PARTS = ("elbo", "bound")  # the names of the parts in forged replies


@dataclasses.dataclass(frozen=True)
class Gaussian:
    """What a sheet hands over as one argument."""

    mean: Any
    scale: Any = 1.0


CLASSES: Mapping[str, type] = {"Gaussian": Gaussian}

dtypes = st.sampled_from(sorted(wire.DTYPES)).map(np.dtype)
arrays = dtypes.flatmap(lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, min_side=0, max_side=4)))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
integers = st.integers(-(2**63), 2**63 - 1)
scalars = (
    st.sampled_from([None, ..., True, False])
    | integers
    | st.floats()
    | st.complex_numbers()
    | texts
    | arrays
    | arrays.filter(lambda array: array.size > 0).map(lambda array: array.reshape(-1)[0])
    | st.sets(integers | texts | st.floats(allow_nan=False), max_size=4)
    | st.frozensets(integers, max_size=4)
    | st.sampled_from([wire.TEXT_BYTES - 1, wire.TEXT_BYTES]).map(lambda size: "x" * size)
    | st.sampled_from([2**10, 2**16]).map(np.zeros)
)


def _collections(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(texts | integers, inner, max_size=4)
    )


values = st.recursive(scalars, _collections, max_leaves=12)
arguments = st.recursive(
    scalars, lambda inner: _collections(inner) | st.builds(Gaussian, inner, inner), max_leaves=12
)

SIZES = (-1, 0, 1, 2, 255, 2**16, 2**31, 2**32, 2**61, 2**62, 2**63, 2**64, 10**400)
NAMES = (*sorted(wire.DTYPES), *sorted(wire.KINDS), *PARTS, *CLASSES)
ODD_NAMES = ("object", "O", "V8", "str", "U4", "M8[s]", "f8,f8", ">f8", "longdouble", "int", "__class__")
TAGS = ("...", *"csagtludefo")
odd = (
    st.none()
    | st.booleans()
    | st.sampled_from(SIZES)
    | st.floats()
    | st.sampled_from([*TAGS, *NAMES, *ODD_NAMES])
    | st.lists(st.sampled_from(SIZES), max_size=40)
    | st.sampled_from([["..."], ["l"], ["s", 0], ["a", "bool", [0]], ["o", "Gaussian", {"mean": 1}], {}])
)
invented = st.recursive(
    odd,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(st.sampled_from(TAGS), inner).map(list)
        | st.tuples(st.sampled_from("cagtdo"), inner, inner).map(list)
        | st.dictionaries(st.sampled_from(["mean", "scale", "x"]), inner, max_size=2)
    ),
    max_leaves=15,
)
noise = st.binary(max_size=16) | st.sampled_from([b"[" * 3_000, b"1" * 5_000, b"NaN", b"\xff" * 8, b'"'])


def write(value: Any) -> bytes:
    """The frame of a value."""
    return b"".join(wire.encode(value, CLASSES))


def write_tree(trees: list[Tree], payload: bytes) -> bytes:
    """The frame of a header that nobody checks: the first of these, or none."""
    header = b"".join(json.dumps(tree, separators=(",", ":")).encode() for tree in trees[:1])
    return wire.PREFIX.pack(len(header), len(payload)) + header + payload


def split(frame: bytes) -> tuple[Tree, bytes]:
    """The header of a valid frame as a value, and its payload."""
    size, _ = wire.PREFIX.unpack_from(frame)
    start = wire.PREFIX.size
    return json.loads(frame[start : start + size]), frame[start + size :]


@st.composite
def damaged(draw: st.DrawFn, frame: bytes) -> bytes:
    """A valid frame, changed: in its bytes, in its header, in its payload, or in the sizes that it names."""
    tree, payload = split(frame)
    match draw(st.sampled_from(["bytes", "header", "header", "payload", "sizes", "two"])):
        case "bytes":
            return draw(damage_bytes(frame, noise))
        case "header":
            return write_tree(draw(damage_tree([tree], odd)), payload)
        case "payload":
            return write_tree([tree], draw(damage_bytes(payload, noise)))
        case "sizes":
            sizes = draw(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**64 - 1)))
            return wire.PREFIX.pack(*sizes) + frame[wire.PREFIX.size :]
    return frame + draw(noise)


@st.composite
def made(draw: st.DrawFn, some: st.SearchStrategy[Any], whole: int = 1) -> bytes:
    """A frame of one of these values, damaged but for `whole` in six, or one that was never a value."""
    kind = draw(st.sampled_from(["whole"] * whole + ["damaged"] * (5 - whole) + ["invented"]))
    if kind == "invented":
        return write_tree([draw(invented)], draw(noise))
    frame = write(draw(some))
    return frame if kind == "whole" else draw(damaged(frame))


ERRORS = [name for name, found in vars(builtins).items() if isinstance(found, type)]
words = st.sampled_from([*ERRORS, *NAMES, "print", "secret", ""]) | texts
numbers = st.sampled_from([(), (2,), (4,), (2, 2), (2, 3), (0, 3)]).flatmap(
    lambda shape: dtypes.flatmap(lambda dtype: hnp.arrays(dtype, shape))
)
kinds = st.sampled_from(["Missing", "NotAttempted", "Waiting", "Unsendable", "Raised", "Overran", "Died"])
replies = (
    st.tuples(st.just("value"), values)
    | st.tuples(st.just("value"), numbers)
    | st.tuples(st.just("fault"), kinds, words, texts)
    | st.tuples(st.sampled_from(["value", "fault", "ready"]) | values, values)
    | st.tuples(st.just("fault") | values, kinds | values, words | values, texts | values)
    | values
)


def reader(data: bytes) -> Callable[[memoryview], None]:
    """Reads from bytes as from a channel."""
    rest = memoryview(data)

    def read(buffer: memoryview) -> None:
        nonlocal rest
        if len(rest) < len(buffer):
            raise EOFError
        buffer[:], rest = rest[: len(buffer)], rest[len(buffer) :]

    return read


def describe(value: Any) -> Any:
    """What a value is, to the last bit, in a form that equals itself. Refuses what no frame may hold."""
    name = type(value).__name__
    match value:
        case None | bool() | int() | str():
            return name, value
        case float() if type(value) is float:
            return name, repr(value)  # that of nan hides its sign, which no header keeps
        case complex() if type(value) is complex:
            return name, repr(value.real), repr(value.imag)
        case list() | tuple():
            return name, [describe(item) for item in value]
        case dict():
            return name, [(key, describe(item)) for key, item in value.items()]
        case set() | frozenset():
            return name, sorted(map(repr, map(describe, value)))
        case Gaussian():
            return name, describe(vars(value))
    return _describe_array(name, value)


def _describe_array(name: str, value: Any) -> Any:
    if value is ...:
        return (name,)
    assert name in {"ndarray", "Tensor"} or isinstance(value, np.generic), f"a {name} came out of a frame"
    array = np.asarray(value)
    assert array.dtype.name in wire.DTYPES
    return name, array.dtype.str, array.shape, array.tobytes()
