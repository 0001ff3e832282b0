"""Whatever is done to a notebook, it is read or refused."""

from __future__ import annotations

import copy
import json
import unicodedata
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.intake import Unreadable, normalise, read
from tests.intake.notebooks import BLANK, ELBO, RELEASED, SETUP, WHOLE_BYTES, notebook

CALM = settings(suppress_health_check=[HealthCheck.too_slow])
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([ELBO, BLANK, SETUP]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["source", "id", "metadata", "cells"]), inner)
    ),
    max_leaves=10,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container of a JSON value with every key or index of it."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


def plain(text: str) -> bool:
    return not any(unicodedata.category(char).startswith("C") for char in text)


def refusal(data: bytes) -> str | None:
    try:
        read(data, RELEASED)
    except Unreadable as error:
        return str(error)
    return None


def assert_read_or_refused(data: bytes) -> None:
    """Any other exception fails the test that calls this."""
    refused = refusal(data)
    if refused is not None:
        assert refused.startswith("the file ")
        assert plain(refused)
        return
    submission = read(data, RELEASED)
    assert all(one.strip() for one in submission.cells)
    assert submission.answers.keys() == RELEASED.written.keys()
    assert all(plain(str(repair)) for repair in submission.repairs)
    assert submission == read(data, RELEASED)


@CALM
@given(st.data())
def test_any_change_of_the_structure_is_read_or_refused(data: st.DataObject) -> None:
    made = copy.deepcopy(notebook())
    for _ in range(data.draw(st.integers(1, 5))):
        container, key = data.draw(st.sampled_from(places(made)))
        change = data.draw(st.sampled_from(["remove", "replace", "copy"]))
        if change == "remove":
            del container[key]
        elif change == "replace" or not isinstance(container, list):
            container[key] = data.draw(JUNK)
        else:
            container.insert(data.draw(st.integers(0, len(container))), copy.deepcopy(container[key]))
        if not places(made):
            break
    assert_read_or_refused(json.dumps(made).encode())


@CALM
@given(
    st.lists(
        st.tuples(st.integers(0, len(WHOLE_BYTES)), st.integers(0, 40), st.binary(max_size=10)),
        min_size=1,
        max_size=5,
    )
)
def test_any_change_of_the_bytes_is_read_or_refused(changes: list[tuple[int, int, bytes]]) -> None:
    data = WHOLE_BYTES
    for start, length, new in changes:
        data = data[:start] + new + data[start + length :]
    assert_read_or_refused(data)


@CALM
@given(st.binary() | st.text().map(str.encode) | JUNK.map(lambda value: json.dumps(value).encode()))
def test_anything_is_read_or_refused(data: bytes) -> None:
    assert_read_or_refused(data)


@CALM
@given(st.text(alphabet="# %[]In:*\"'\nAnswer5.1markdown", max_size=200))
def test_any_script_is_read_or_refused(source: str) -> None:
    assert_read_or_refused(b"import os\n" + source.encode())


@CALM
@given(st.text(alphabet="ab \t\n\r", max_size=50))
def test_normalising_twice_changes_nothing(source: str) -> None:
    once = normalise(source)
    assert normalise(once) == once
    assert normalise(source.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")) == once
