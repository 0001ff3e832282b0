"""Values as frames: a JSON header that names the leaves, then the raw bytes of the leaves.

Both sides of the sandbox use this module. Nothing that arrives is evaluated or unpickled, and every size is
checked before anything of that size is allocated.
"""

from __future__ import annotations

import dataclasses
import json
import math
import struct
import sys
import types
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any, Literal

import numpy as np

from .plain import Array, from_tensor, is_tensor, list_members, require_keys, to_numbers
from .plain import Unsendable as Unsendable

MESSAGE_BYTES = 8 * 2**20
HEADER_BYTES = 2 * 2**20
TEXT_BYTES = 64 * 2**10
DEPTH = 20
NODES = 70_000

PREFIX = struct.Struct("<IQ")
DTYPES = frozenset(
    {"bool", "float16", "float32", "float64", "complex64", "complex128"}
    | {f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)}
)
_ORDERS: tuple[Literal["<", ">"], ...] = ("<", ">")
# Looked up for each array: numpy takes long to write a name, and to turn bytes round.
_NAMES = {np.dtype(name).newbyteorder(order): name for name in DTYPES for order in _ORDERS}
_LITTLE = {name: np.dtype(name).newbyteorder("<") for name in DTYPES}
KINDS = frozenset(
    {"function", "generator", "object array", "unknown type", "too large", "too deep", "integer too large"}
)
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, np.ufunc, partial, type)

Read = Callable[[memoryview], None]


class Malformed(Exception):
    """A frame that `encode` would not have written."""


def encode(value: Any, classes: Container[str] = ()) -> list[bytes | memoryview]:
    """The buffers of one frame. Instances of the dataclasses of these names are sent by their fields."""
    encoder = _Encoder(classes)
    header = json.dumps(encoder.tree(value, DEPTH), separators=(",", ":")).encode()
    if len(header) > HEADER_BYTES:
        raise Unsendable("too large")
    return [PREFIX.pack(len(header), encoder.size) + header, *encoder.leaves]


def receive(read: Read, classes: Mapping[str, type] | None = None, tensors: bool = False) -> Any:
    """One frame as a value. `read` fills the buffer that it is given, or raises.

    Tensors come as `tensors` where a student's function is given them, and else as arrays: no mark may depend
    on whether torch is loaded here.
    """
    prefix = bytearray(PREFIX.size)
    read(memoryview(prefix))
    header_size, payload_size = PREFIX.unpack(prefix)
    if header_size > HEADER_BYTES or payload_size > MESSAGE_BYTES:
        raise Malformed("a frame is over the size limit")
    header, payload = bytearray(header_size), bytearray(payload_size)
    read(memoryview(header))
    read(memoryview(payload))
    return decode(header, payload, classes, tensors)


def decode(
    header: bytes | bytearray,
    payload: bytearray,
    classes: Mapping[str, type] | None = None,
    tensors: bool = False,
) -> Any:
    """The value of one frame whose parts have arrived."""
    decoder = _Decoder(payload, classes or {}, tensors)
    try:
        value = decoder.value(json.loads(header.decode("ascii")), DEPTH)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError, AttributeError) as error:
        raise Malformed("a frame does not have the shape of a value") from error
    if decoder.offset != len(payload):
        raise Malformed("a frame holds bytes that its header does not name")
    return value


class _Encoder:
    def __init__(self, classes: Container[str]) -> None:
        self.classes = classes
        self.leaves: list[bytes | memoryview] = []
        self.size = 0
        self.nodes = 0

    def tree(self, value: Any, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > NODES:
            raise Unsendable("too large")
        if depth == 0:
            raise Unsendable("too deep")
        if isinstance(value, np.ndarray | np.generic) and not isinstance(value, str):
            return ["g" if isinstance(value, np.generic) else "a", *self.array(np.asarray(value))]
        if is_tensor(value):
            return ["t", *self.array(from_tensor(value))]
        if isinstance(value, list | tuple | dict | set | frozenset):
            return self.collection(value, depth - 1)
        return self.scalar(value, depth)

    def scalar(self, value: Any, depth: int) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, float):
            return float(value)
        if value is Ellipsis:
            return ["..."]
        if isinstance(value, int):
            if not -(2**63) <= value < 2**63:
                raise Unsendable("integer too large")
            return int(value)
        if isinstance(value, complex):
            return ["c", value.real, value.imag]
        if isinstance(value, str):
            return ["s", self.text(value)]
        if dataclasses.is_dataclass(value) and type(value).__name__ in self.classes:
            fields = {f.name: self.tree(getattr(value, f.name), depth - 1) for f in dataclasses.fields(value)}
            return ["o", type(value).__name__, fields]
        raise Unsendable(_kind(value))

    def collection(self, value: Any, depth: int) -> Any:
        if (grid := _grid(value, depth)) is not None:
            return ["n", *self.listed(grid)]
        if type(value) is list and set(map(type, value)) == {np.float64} and len(value) <= NODES:
            return ["v", *self.listed(np.array(value))]
        if isinstance(value, list | tuple):
            return ["l" if isinstance(value, list) else "u", *(self.tree(item, depth) for item in value)]
        if isinstance(value, dict):
            require_keys(value)
            return ["d", self.tree(list(value), depth), self.tree(list(value.values()), depth)]
        members = (self.tree(item, depth) for item in list_members(value))
        return ["e" if isinstance(value, set) else "f", *members]

    def listed(self, value: Array) -> tuple[str, list[int]]:
        """Lists as one leaf: each of their numbers is an object again where it arrives."""
        self.nodes += value.size
        if self.nodes > NODES:
            raise Unsendable("too large")
        return self.array(value)

    def array(self, value: Array) -> tuple[str, list[int]]:
        # Before anything copies: a broadcast array may have 2**40 elements and no more than one number.
        if _extent(value.shape, value.dtype.itemsize) > MESSAGE_BYTES - self.size:
            raise Unsendable("too large")
        value = to_numbers(value)
        name = _NAMES[value.dtype]
        plain = np.asarray(value, dtype=_LITTLE[name], order="C")
        self.add(plain.reshape(-1).view(np.uint8).data)
        return name, list(value.shape)

    def text(self, value: str) -> int:
        data = value.encode("utf-8", "replace")
        if len(data) > min(TEXT_BYTES, MESSAGE_BYTES - self.size):
            raise Unsendable("too large")
        self.add(data)
        return len(data)

    def add(self, data: bytes | memoryview) -> None:
        self.size += len(data)
        if len(data):
            self.leaves.append(data)


class _Decoder:
    def __init__(self, payload: bytearray, classes: Mapping[str, type], tensors: bool) -> None:
        self.payload = payload
        self.classes = classes
        self.tensors = tensors
        self.offset = 0
        self.nodes = 0

    def value(self, tree: Any, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > NODES or depth == 0:
            raise Malformed("a frame has too many or too deep values")
        match tree:
            case None | bool() | float():
                return tree
            case int() if -(2**63) <= tree < 2**63:
                return tree
            case ["..."]:
                return Ellipsis
            case ["c", float(real), float(imag)]:
                return complex(real, imag)
            case ["s", int(size)]:
                return self.take(size, TEXT_BYTES).decode("utf-8")
            case ["a" | "g" | "t" as tag, str(name), list(shape)]:
                return self.array(tag, name, shape)
        return self.collection(tree, depth - 1)

    def collection(self, tree: Any, depth: int) -> Any:
        match tree:
            case ["n" | "v" as tag, str(name), list(shape)]:
                return self.listed(tag, name, shape, depth)
            case ["l", *items]:
                return [self.value(item, depth) for item in items]
            case ["u", *items]:
                return tuple(self.value(item, depth) for item in items)
            case ["d", keys, values]:
                names = self.value(keys, depth)
                if all(isinstance(name, str) or type(name) is int for name in names):
                    return dict(zip(names, self.value(values, depth), strict=True))
            case ["e" | "f" as tag, *items]:
                members = [self.value(item, depth) for item in items]
                if all(isinstance(member, str | int | float) for member in members):
                    return set(members) if tag == "e" else frozenset(members)
            case ["o", str(name), dict(fields)]:
                return self.classes[name](**{key: self.value(item, depth) for key, item in fields.items()})
        raise Malformed("a frame has a collection of an unknown kind")

    def array(self, tag: str, name: str, shape: list[Any]) -> Any:
        if name not in DTYPES or not all(type(side) is int and side >= 0 for side in shape):
            raise Malformed("a frame has an array of unknown type or shape")
        dtype = _LITTLE[name]
        if len(shape) > 32 or _extent(shape, dtype.itemsize) > MESSAGE_BYTES:
            raise Malformed("a frame has an array that is too large")
        data = self.take(math.prod(shape) * dtype.itemsize, MESSAGE_BYTES)
        array: Array = np.frombuffer(data, dtype=dtype).reshape(shape)
        array = array.astype(dtype.newbyteorder("="), copy=False)
        if tag == "t" and self.tensors:
            torch: Any = sys.modules.get("torch")
            return array if torch is None else torch.from_numpy(array)
        return array[()] if tag == "g" else array

    def listed(self, tag: str, name: str, shape: list[Any], depth: int) -> Any:
        """Lists that came as one array, of Python's numbers or of numpy's."""
        array = self.array("a", name, shape)
        self.nodes += array.size
        if not (array.size and self.nodes <= NODES and 0 < len(shape) <= depth):
            raise Malformed("a frame has lists that are empty, too long or too deep")
        return array.tolist() if tag == "n" else list(array)

    def take(self, size: int, limit: int) -> bytearray:
        if not 0 <= size <= min(limit, len(self.payload) - self.offset):
            raise Malformed("a frame names more bytes than it holds")
        start, self.offset = self.offset, self.offset + size
        return self.payload[start : self.offset]


def _grid(value: Any, depth: int) -> Array | None:
    """Lists in lists, all of one length, of floats or of integers, as an array: one leaf instead of many."""
    level: list[Any] = [value]
    shape: list[int] = []
    while set(map(type, level)) == {list} and len(sizes := set(map(len, level))) == 1:
        shape += sizes
        if len(level) * shape[-1] > NODES or len(shape) > depth:  # a list may hold itself
            return None
        level = list(chain.from_iterable(level))
    kinds = set(map(type, level))
    if not shape or kinds not in ({float}, {int}):
        return None
    try:
        return np.fromiter(level, np.float64 if kinds == {float} else np.int64, len(level)).reshape(shape)
    except OverflowError:
        return None


def _extent(shape: Iterable[int], itemsize: int) -> int:
    """Bytes of an array as if no side were zero: numpy refuses (0, 2**62), so a frame does, too."""
    return math.prod(max(side, 1) for side in shape) * itemsize


def _kind(value: Any) -> str:
    found = "generator" if isinstance(value, Iterator) else "unknown type"
    return "function" if isinstance(value, FUNCTIONS) else found
