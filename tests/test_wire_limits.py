"""The largest values pass the wire, and no frame, however broken, does more than raise `Malformed`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.worker import wire
from tests.frames import carried, crafted, frame, nested, reader, values


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
    (["n", "float64", [0]], b""),
    (["n", "float64", []], b"12345678"),
    (["n", "int64", [1] * wire.DEPTH], b"12345678"),
    (["v", "uint8", [wire.NODES + 1]], bytes(wire.NODES + 1)),
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
