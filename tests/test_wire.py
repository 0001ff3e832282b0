"""Values survive the wire unchanged, and what cannot be sent is named by a fixed word."""

from __future__ import annotations

import dataclasses
import math
import sys
from collections import UserDict, deque, namedtuple
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from autograder import faults
from autograder.checking import shield
from autograder.worker import wire
from tests.frames import arrays, carried, crafted, nested, reader, values

Point = namedtuple("Point", ["x", "y"])


@dataclasses.dataclass(frozen=True)
class Gaussian:
    mean: Any
    name: str = "standard"


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


LISTS = [
    [1.5, float("nan"), -0.0],
    [[1, 2**63 - 1], [-(2**63), 0]],
    [[[0.5], [1.5]], [[2.5], [3.5]]],
    [[0.5], [1.5, 2.5]],
    [[], []],
    [0, 0.5],
    [True, False],
    [np.float64(0.5), np.float64("inf")],
    [np.float64(0.5), 0.5],
    {"rows": [[1.0, 2.0], (3.0, 4.0)]},
]


@pytest.mark.parametrize("value", LISTS, ids=str)
def test_lists_of_numbers_come_back_as_they_are(value: Any) -> None:
    assert same(carried(value), value)


def test_a_table_in_lists_travels_as_one_leaf() -> None:
    header, leaf = wire.encode([[0.5] * 100] * 100)
    assert len(header) < 100
    assert len(leaf) == 100 * 100 * 8


@pytest.mark.parametrize("row", [[0.0] * 40_000, [np.float64(0.0)] * 40_000], ids=["plain", "numpys"])
def test_numbers_in_lists_count_as_one_each_in_all_of_a_frame(row: list[Any]) -> None:
    assert same(carried([row]), [row])
    with pytest.raises(wire.Unsendable, match="too large"):
        wire.encode([row, row])
    tag = "n" if type(row[0]) is float else "v"
    leaf = [tag, "float64", [40_000]]
    assert same(wire.receive(reader(crafted(["l", leaf], bytes(320_000)))), [row])
    with pytest.raises(wire.Malformed, match="too long"):
        wire.receive(reader(crafted(["l", leaf, leaf], bytes(640_000))))


@pytest.mark.parametrize("long", [np.longdouble(0.25), np.full(3, 0.25, np.longdouble)])
def test_a_long_double_is_sent_in_64_bits(long: Any) -> None:
    assert same(carried(long), long.astype(np.float64))


REFUSED = [range(3), deque([1.0]), memoryview(b"abc"), object(), iter([1.0]), len]
REFUSED += [UserDict(a=1), {2.0: 1}, {(1, 2): 1}, {(1, 2)}, np.array(["a"]), np.datetime64("2020", "Y")]


@pytest.mark.parametrize("value", REFUSED, ids=lambda value: type(value).__name__)
def test_what_the_grader_refuses_the_notebook_refuses_in_the_same_words(value: Any) -> None:
    with pytest.raises(wire.Unsendable) as graded:
        wire.encode(value)
    with pytest.raises(faults.Unsendable) as checked:
        shield(lambda: [value] if isinstance(value, deque) else value)()
    assert checked.value.kind == graded.value.kind


EXACT = [
    ([[1, 2**62], [-(2**63), 0]], np.int64),
    ([True, False], np.bool_),
    ([0, 0.5, 2**53 - 1], np.float64),
    ([True, 7], np.int64),
    ([float("nan"), float("inf")], np.float64),
    (5, np.int64),
    ([], np.float64),
]


@pytest.mark.parametrize(("numbers", "dtype"), EXACT)
def test_an_array_of_pythons_numbers_is_one_of_numpys_here_and_in_the_notebook(
    numbers: Any, dtype: type
) -> None:
    plain: Any = np.array(numbers, dtype)
    assert same(carried(np.array(numbers, dtype=object)), plain)
    assert same(shield(lambda: np.array(numbers, dtype=object))(), plain)


class Sly(int):
    """A number that is another each time that it is looked at."""


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ([1, None], "object array"),
        ([Fraction(1, 3)], "object array"),
        ([Sly(3)], "object array"),
        ([1, [2]], "object array"),
        ([1, 2**63], "integer too large"),
        ([0.5, 2**53 + 1], "integer too large"),
    ],
)
def test_numbers_that_no_array_holds_as_they_are_do_not_pass_anywhere(numbers: Any, kind: str) -> None:
    array = np.empty(2 if len(numbers) == 2 else 1, dtype=object)
    array[:] = numbers
    with pytest.raises(wire.Unsendable, match=kind):
        wire.encode(array)
    with pytest.raises(faults.Unsendable, match=kind):
        shield(lambda: array)()


def test_an_integer_beyond_its_room_is_named_in_the_notebook_too() -> None:
    with pytest.raises(faults.Unsendable, match="integer too large"):
        shield(lambda: {"a": [1, 2**63]})()


def test_what_has_a_plain_form_arrives_in_it() -> None:
    assert carried(Point(1, 2)) == (1, 2)
    assert carried(np.str_("word")) == "word"
    assert carried({np.int64(3)}) == {3}
    assert carried("a\ud800b") == "a?b"


def test_tensors_keep_their_numbers_and_their_width() -> None:
    torch = pytest.importorskip("torch")
    weight = torch.nn.Parameter(torch.tensor([[1.5, 2.0], [3.0, 4.0]]))
    got = carried([weight.T, torch.tensor([1.0], dtype=torch.bfloat16), torch.tensor(2)])
    wanted = [np.array([[1.5, 3.0], [2.0, 4.0]], np.float32), np.array([1.0], np.float32), np.array(2)]
    assert same(got, wanted)


def test_a_students_function_is_given_tensors_where_torch_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch")
    frame = crafted(["t", "float32", [2]], np.array([1, 2], np.float32).tobytes())
    assert torch.equal(wire.receive(reader(frame), tensors=True), torch.tensor([1.0, 2.0]))
    monkeypatch.setitem(sys.modules, "torch", None)
    assert same(wire.receive(reader(frame), tensors=True), np.array([1, 2], np.float32))


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # of matrices
def test_what_the_grader_takes_the_notebook_takes_in_the_same_form() -> None:
    torch = pytest.importorskip("torch")
    made = torch.tensor([[0.0, 7.0]])
    for value in (
        made.to_sparse(),
        made.to(torch.bfloat16).requires_grad_(),
        torch.tensor([1j]).conj(),
        np.asmatrix([[1.0, 2.0]]),
        np.ma.masked_array([1.0, 2.0], [True, False]),
        Point(made, [made]),
        {"a": {np.int64(3), 2.5}},
        np.frompyfunc(np.exp, 1, 1)(np.array([1.0, 2.0])),
        np.array([1 + 2j, 3], dtype=object),
        np.longdouble(0.25),
    ):
        assert same(shield(lambda value=value: value)(), carried(value))


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
    (np.broadcast_to(np.array(1, dtype=object), (2**20, 2**20)), "too large"),
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
