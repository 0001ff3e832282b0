"""Values survive the wire unchanged, and no frame, however broken, does more than raise `Malformed`."""

from __future__ import annotations

import dataclasses
import json
import math
import sys
from collections import namedtuple
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.worker import wire

Point = namedtuple("Point", ["x", "y"])


@dataclasses.dataclass(frozen=True)
class Gaussian:
    mean: Any
    name: str = "standard"


def reader(data: bytes, sizes: list[int] | None = None) -> Callable[[memoryview], None]:
    """Reads from bytes as from a channel, and notes the size of each buffer that it is asked to fill."""
    position = 0

    def read(buffer: memoryview) -> None:
        nonlocal position
        if sizes is not None:
            sizes.append(len(buffer))
        piece = data[position : position + len(buffer)]
        if len(piece) < len(buffer):
            raise EOFError
        buffer[:] = piece
        position += len(piece)

    return read


def frame(value: Any) -> bytes:
    return b"".join(wire.encode(value))


def carried(value: Any) -> Any:
    return wire.receive(reader(frame(value)))


def crafted(tree: Any, payload: bytes = b"") -> bytes:
    header = json.dumps(tree).encode()
    return wire.PREFIX.pack(len(header), len(payload)) + header + payload


def same(left: Any, right: Any) -> bool:
    """Equal in type and value to the last bit, except that nan equals nan."""
    if type(left) is not type(right):
        return False
    if isinstance(left, np.ndarray | np.generic):
        a, b = np.asarray(left), np.asarray(right)
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, float):
        return math.isnan(left) and math.isnan(right) or (left == right and str(left) == str(right))
    return bool(left == right)


dtypes = st.sampled_from(sorted(wire.DTYPES)).map(np.dtype)
arrays = dtypes.flatmap(lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, min_side=0, max_side=4)))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
integers = st.integers(-(2**63), 2**63 - 1)
scalars = st.one_of(
    st.none(),
    st.just(...),
    st.booleans(),
    integers,
    st.floats(),
    st.complex_numbers(allow_nan=False),
    texts,
    arrays,
    arrays.filter(lambda array: array.size > 0).map(lambda array: array.reshape(-1)[0]),
    st.sets(integers | texts | st.floats(allow_nan=False), max_size=4),
    st.frozensets(integers, max_size=4),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(texts | integers, inner, max_size=4),
    ),
    max_leaves=12,
)


@given(values)
def test_a_value_arrives_as_it_was_sent(value: Any) -> None:
    assert same(carried(value), value)


@given(arrays)
def test_an_array_arrives_writable_and_alone(array: Any) -> None:
    first, second = carried([array, array])
    assert first.flags.writeable
    assert first.flags.aligned
    assert not np.shares_memory(first, second)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12.0).reshape(3, 4).T,
        np.arange(10)[::-2],
        np.broadcast_to(np.float32(3), (2, 3)),
        np.arange(4, dtype=">i4"),
        np.ma.masked_array([1.0, 2.0], mask=[True, False]),
        np.zeros((0, 3)),
        np.array(5),
    ],
    ids=["transposed", "reversed", "broadcast", "big-endian", "masked", "empty", "0-d"],
)
def test_any_layout_arrives_as_a_plain_array(array: Any) -> None:
    got = carried(array)
    assert type(got) is np.ndarray
    assert got.dtype == array.dtype.newbyteorder("=")
    np.testing.assert_array_equal(got, np.asarray(array))


def test_what_has_a_plain_form_arrives_in_it() -> None:
    assert carried(Point(1, 2)) == (1, 2)
    assert carried(np.str_("word")) == "word"
    assert carried({np.int64(3)}) == {3}
    assert carried("a\ud800b") == "a?b"


def test_tensors_keep_their_numbers_and_their_width() -> None:
    torch = pytest.importorskip("torch")
    weight = torch.nn.Parameter(torch.tensor([[1.5, 2.0], [3.0, 4.0]]))
    got = carried([weight.T, torch.tensor([1.0], dtype=torch.bfloat16), torch.tensor(2)])
    assert all(isinstance(item, torch.Tensor) and not item.requires_grad for item in got)
    assert [item.dtype for item in got] == [torch.float32, torch.float32, torch.int64]
    assert got[0].tolist() == [[1.5, 3.0], [2.0, 4.0]]
    assert carried(torch.tensor([[0.0, 7.0]]).to_sparse()).tolist() == [[0.0, 7.0]]


def test_a_tensor_is_an_array_where_torch_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    numbers = np.array([1, 2], np.float32)
    assert same(wire.receive(reader(crafted(["t", "float32", [2]], numbers.tobytes()))), numbers)


def test_only_the_named_dataclasses_are_sent_and_only_known_ones_rebuilt() -> None:
    data = b"".join(wire.encode([Gaussian(np.arange(2.0))], {"Gaussian"}))
    (got,) = wire.receive(reader(data), {"Gaussian": Gaussian})
    assert isinstance(got, Gaussian)
    assert same(got.mean, np.arange(2.0))
    assert got.name == "standard"
    with pytest.raises(wire.Malformed):
        wire.receive(reader(data))
    with pytest.raises(wire.Unsendable, match="unknown type"):
        wire.encode(Gaussian(1))


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth else 0


def generator() -> Iterator[int]:
    yield 1


UNSENDABLE = [
    (len, "function"),
    (lambda: 0, "function"),
    (np.exp, "function"),
    (int, "function"),
    (generator(), "generator"),
    (map(abs, [1]), "generator"),
    (np.array([None]), "object array"),
    (np.array(["a"]), "unknown type"),
    (np.array(["2020-01-01"], dtype="datetime64[D]"), "unknown type"),
    (np.zeros(2, dtype=[("a", "f8")]), "unknown type"),
    (object(), "unknown type"),
    (b"bytes", "unknown type"),
    ({(1, 2): 3}, "unknown type"),
    ({True: 3}, "unknown type"),
    ({(1, 2)}, "unknown type"),
    (np.broadcast_to(1.0, (2**20, 2**20)), "too large"),
    (np.zeros((0, 2**40)), "too large"),
    ([np.zeros(2**22), np.zeros(2**22), np.zeros(1)], "too large"),
    ("x" * (wire.TEXT_BYTES + 1), "too large"),
    ([0] * (wire.NODES + 1), "too large"),
    ([1e-300] * (wire.NODES - 1) + [[["a" * 10]] * (wire.NODES - 1)], "too large"),
    (nested(wire.DEPTH), "too deep"),
    (2**63, "integer too large"),
    ({2**70}, "integer too large"),
]


@pytest.mark.parametrize(
    ("value", "kind"), UNSENDABLE, ids=[f"{i}-{k}" for i, (_, k) in enumerate(UNSENDABLE)]
)
def test_what_cannot_be_sent_is_named_by_a_fixed_word(value: Any, kind: str) -> None:
    with pytest.raises(wire.Unsendable) as caught:
        wire.encode(value)
    assert caught.value.kind == kind
    assert kind in wire.KINDS


def test_a_list_that_holds_itself_is_too_deep() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(wire.Unsendable, match="too deep"):
        wire.encode(endless)


def test_the_largest_values_pass() -> None:
    assert carried(nested(wire.DEPTH - 1)) == nested(wire.DEPTH - 1)
    assert carried("x" * wire.TEXT_BYTES) == "x" * wire.TEXT_BYTES
    assert carried(np.zeros(wire.MESSAGE_BYTES, np.uint8)).nbytes == wire.MESSAGE_BYTES
    assert len(carried([0] * (wire.NODES - 1))) == wire.NODES - 1


@pytest.mark.parametrize(
    ("header", "payload"),
    [(wire.HEADER_BYTES + 1, 0), (2**32 - 1, 0), (2, wire.MESSAGE_BYTES + 1), (2, 2**64 - 1)],
)
def test_a_size_over_the_limit_is_refused_before_anything_is_read(header: int, payload: int) -> None:
    sizes: list[int] = []
    with pytest.raises(wire.Malformed):
        wire.receive(reader(wire.PREFIX.pack(header, payload) + b"[]", sizes))
    assert sizes == [wire.PREFIX.size]


MALFORMED: list[tuple[Any, bytes]] = [
    ([], b""),
    ({}, b""),
    ("text", b""),
    (["?"], b""),
    (["l", ["?"]], b""),
    (0, b"x"),
    (2**63, b""),
    (["s", 5], b"1234"),
    (["s", -1], b""),
    (["s", "1"], b"1"),
    (["s", 1], b"\xff"),
    (["a", "object", [1]], b"12345678"),
    (["a", "O", [1]], b"12345678"),
    (["a", "str", [1]], b"12345678"),
    (["a", "float64", [2**60]], b"12345678"),
    (["a", "float64", [0, 2**62]], b""),
    (["a", "float64", [-1]], b"12345678"),
    (["a", "float64", [1.0]], b"12345678"),
    (["a", "float64", [True]], b"12345678"),
    (["a", "float64", [[1]]], b"12345678"),
    (["a", "float64", [1] * 65], b"12345678"),
    (["a", "float64", [2]], b"12345678"),
    (["g", "float64", "1"], b"12345678"),
    (["c", 1, 2], b""),
    (["d", ["l", 1], ["l"]], b""),
    (["d", ["l", 1.5], ["l", 1]], b""),
    (["d", ["l", ["l"]], ["l", 1]], b""),
    (["d", 1, 2], b""),
    (["e", ["l"]], b""),
    (["e", ["a", "float64", [1]]], b"12345678"),
    (["o", "Gaussian", {"mean": 1}], b""),
    (["o", "int", {}], b""),
    (["l", *[0] * wire.NODES], b""),
    (nested(wire.DEPTH), b""),
]


@pytest.mark.parametrize(("tree", "payload"), MALFORMED)
def test_a_frame_that_nobody_encodes_is_refused(tree: Any, payload: bytes) -> None:
    with pytest.raises(wire.Malformed):
        wire.receive(reader(crafted(tree, payload)))


@pytest.mark.parametrize("header", [b"[" * 200_000, b"1" * 200_000, b"\xff\xff", b"nan", b"", b'["s"'])
def test_a_header_that_is_no_json_is_refused(header: bytes) -> None:
    with pytest.raises(wire.Malformed):
        wire.receive(reader(wire.PREFIX.pack(len(header), 0) + header))


@settings(max_examples=300)
@given(values, st.data())
def test_a_damaged_frame_is_a_value_or_is_refused(value: Any, data: st.DataObject) -> None:
    damaged = bytearray(frame(value))
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    sizes: list[int] = []
    for candidate in (damaged, damaged[:cut]):
        try:
            wire.receive(reader(bytes(candidate), sizes))
        except (wire.Malformed, EOFError):
            continue
    assert max(sizes) <= wire.MESSAGE_BYTES


trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(sorted(wire.DTYPES)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(st.sampled_from(["...", *"csagtludefo"]), inner).map(list),
        st.tuples(st.sampled_from(["c", "a", "g", "t", "d", "o"]), inner, inner).map(list),
        st.dictionaries(st.text(max_size=3), inner, max_size=2),
    ),
    max_leaves=15,
)


@settings(max_examples=300)
@given(trees, st.binary(max_size=64))
def test_an_invented_header_is_a_value_or_is_refused(tree: Any, payload: bytes) -> None:
    try:
        wire.receive(reader(crafted(tree, payload)))
    except wire.Malformed:
        return
    assert len(payload) <= 64
