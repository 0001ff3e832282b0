"""What is asked for beforehand: it tells no value of ours, and nothing is asked for twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest

from autograder import faults
from autograder.calls import Calls, Given, connect
from autograder.case import reference_of
from autograder.course import load, names
from autograder.handout import make_released
from autograder.sandbox import Sandbox, Session
from autograder.sheet import Sheet
from autograder.source import write_given
from autograder.values import Cases, Function, Law, Part, Reference, Text
from tests.conftest import make_sheet


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as started:
        yield started


def open_empty(sandbox: Sandbox, sheet: Sheet) -> Session:
    given = write_given([cls for unit in sheet.units for cls in unit.given])
    return sandbox.open([], given, make_released(sheet).parts)


def shift(value: Any) -> Any:
    """Other values than ours, and others than those that the calls are found with."""
    if isinstance(value, dict):
        return {key: shift(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(map(shift, value))
    if isinstance(value, str):
        return ""
    return value if np.asarray(value).dtype.kind not in "iufc" else 5 * np.nan_to_num(value) + 7


def shifted(function: Function, /, **arguments: Any) -> Any:
    return shift(function(**arguments))


@pytest.mark.parametrize("name", names())
def test_what_the_laws_ask_beforehand_tells_no_value_of_ours(name: str, sandbox: Sandbox) -> None:
    sheet = load(name, hidden=True)
    calls = Calls(sheet)
    with open_empty(sandbox, sheet) as session:
        for part in sheet.parts:
            known = Counter(calls.of_laws(session, part))
            if part.allowed:
                assert known == {session.write_call(part.name, {}): 1}
                continue
            reference = reference_of(sheet.unit_of[part], part)
            heard = calls._listen(session, part, partial(shifted, reference))
            assert known <= Counter(heard), f"{part.name}: asked of our own function only"
            assert known or not sheet.unit_of[part].of(Law, part)


def halve(n: float) -> float:
    """Half of the number, rounded down."""
    raise NotImplementedError


HALVE = Part("1", 1.0, Text(en="Halve it."), halve)


def ends_at_one(f: Function, rng: np.random.Generator) -> tuple[Any, Any]:
    n = 8.0
    while n > 1:
        n = f(n)
    return n, 1.0


def test_a_law_that_ends_only_with_right_values_does_not_stop_the_search(sandbox: Sandbox) -> None:
    values = (HALVE, Law(HALVE, ends_at_one, Text(en="It ends.")), Reference(HALVE, lambda n: n // 2))
    sheet = make_sheet([*values, Cases(HALVE, lambda rng: {"n": 3.0})])
    with sandbox.open([]) as session:
        known = Calls(sheet).of_laws(session, HALVE)
        assert known == [session.write_call("halve", {"n": 8.0})], "what all functions are asked"


def answering(asked: list[float]) -> Callable[..., Any]:
    """A session's `call`, with a function that doubles."""

    def call(_: str, arguments: dict[str, float]) -> float:
        asked.append(arguments["x"])
        return 2 * arguments["x"]

    return call


def test_a_call_that_was_made_is_not_made_again(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def stub(x: float) -> float:
        """Twice the number."""
        raise NotImplementedError

    part = Part("1", 1.0, Text(en="Double it."), stub)
    asked: list[float] = []
    with sandbox.open([]) as session:
        monkeypatch.setattr(session, "call", answering(asked))
        calls = [session.write_call("stub", {"x": x}) for x in (1.0, 1.0, 2.0, 3.0)]
        given: list[Given] = [lambda: 10.0, lambda: 11.0, lambda: 20.0, partial(fail, faults.Died())]
        function = connect(session, part, calls, given)
        assert [function(2.0), function(x=1.0), function(1.0), function(1.0)] == [20.0, 10.0, 11.0, 2.0]
        with pytest.raises(faults.Died):
            function(3.0)
        assert asked == [1.0], "what is asked more often than it was before, and nothing else"


def fail(fault: faults.Fault) -> Any:
    raise fault
