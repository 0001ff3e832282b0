"""Frames of the wire: what makes them, whole or crafted, and what reads them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.worker import wire


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


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth else 0


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
