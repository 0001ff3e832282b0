"""A call has a value or one fault, and the next call goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import make_dataclass

import numpy as np
import pytest

from autograder.faults import Died, Fault, Missing, NotAttempted, Overran, Raised, Unsendable, Waiting
from autograder.sandbox import Limits, Sandbox, SandboxError, Session
from autograder.worker import wire
from tests.sandbox.workers import SLEEP_SECONDS, Open, left_behind

GIVEN = """
from dataclasses import dataclass
import numpy as np

@dataclass(frozen=True)
class Line:
    slope: float
    offset: np.ndarray

    def at(self, x):
        return self.slope * x + self.offset
"""


def test_a_function_is_called_with_what_the_wire_carries(opened: Open) -> None:
    session = opened("def f(a, n, words): return {'sum': a.sum(axis=0) * n, 'words': tuple(words)}")
    got = session.call("f", {"a": np.arange(6.0).reshape(2, 3), "n": 2, "words": ["x"]})
    assert got["sum"].tolist() == [6.0, 10.0, 14.0]
    assert got["words"] == ("x",)
    assert session.notes == []


def test_an_instance_of_a_given_class_is_rebuilt(opened: Open) -> None:
    session = opened("def f(line): return line.at(2.0), isinstance(line, Line)", given=GIVEN)
    line = make_dataclass("Line", ["slope", "offset"], frozen=True)(3.0, np.ones(2))
    value, known = session.call("f", {"line": line})
    assert value.tolist() == [7.0, 7.0]
    assert known is True
    stranger = make_dataclass("Stranger", ["slope"])(1.0)
    with pytest.raises(wire.Unsendable):
        session.call("f", {"line": stranger})
    assert session.call("f", {"line": line})[1] is True


def test_a_given_source_that_fails_is_our_fault(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError) as caught:
        sandbox.open([], given="import numpy\n1 / 0")
    assert str(caught.value) == (
        "classes that questions give do not load (ZeroDivisionError: division by zero); mend them"
    )
    assert left_behind(sandbox) == ([], [])


FAULTS: list[tuple[str, str, Fault]] = [
    ("absent", "", Missing()),
    ("stub", "raise NotImplementedError", NotAttempted()),
    ("gaps", "return [..., (..., {'a': ...})]", NotAttempted()),
    ("waits", "return other(x)", Waiting("other")),
    ("raises", "return 1 / 0", Raised("ZeroDivisionError", "division by zero")),
    ("exits", "exit()", Raised("SystemExit", "None")),
    ("interrupts", "raise KeyboardInterrupt", Raised("KeyboardInterrupt", "")),
    ("recurses", "return recurses(x)", Raised("RecursionError", "maximum recursion depth exceeded")),
    ("speaks", r"raise ValueError('a\x1b[31m\u202eb\n\x00c')", Raised("ValueError", "a[31mb c")),
    ("makes", "return (i for i in range(3))", Unsendable("generator")),
    ("gives", "return gives", Unsendable("function")),
    ("floods", "return np.zeros((2**12, 2**12))", Unsendable("too large")),
    ("bombs", "return np.ones(2**40)", Raised("MemoryError", None)),  # type: ignore[arg-type]
    ("hoards", "return [np.zeros(2**25) for _ in range(100)]", Raised("MemoryError", None)),  # type: ignore[arg-type]
    ("crashes", "import ctypes; ctypes.string_at(0)", Died()),
    ("leaves", "import os; os._exit(0)", Died()),
    ("closes", "import os; os.close(3)", Died()),
    ("lies", "import os; os.write(3, b'x' * 1000)", Died()),
    ("hangs", "\n    while True: pass", Overran(0.5)),
    ("hangs_in_c", "import re; re.match('(a*)*b', 'a' * 60)", Overran(0.5)),
    ("ignores", "\n    while True:\n        try: hangs()\n        except: pass", Overran(0.5)),
]


@pytest.fixture
def faulty(sandbox: Sandbox) -> Iterator[Session]:
    cells = [f"def {name}(x=1): {body}" for name, body, _ in FAULTS if body]
    stub = "def other(x): raise NotImplementedError"
    with sandbox.open([stub, *cells, "def fine(x): return x + 1"], parts=("other",)) as session:
        yield session


@pytest.mark.parametrize(("name", "expected"), [(name, fault) for name, _, fault in FAULTS])
def test_a_call_without_a_value_has_one_fault_and_the_next_call_goes_on(
    faulty: Session, name: str, expected: Fault
) -> None:
    with pytest.raises(Fault) as caught:
        faulty.call(name, {"x": 1})
    assert type(caught.value) is type(expected)
    for field, value in vars(expected).items():
        assert value is None or getattr(caught.value, field) == value
    faulty.begin_part()
    assert faulty.call("fine", {"x": 1}) == 2


def test_a_sleeper_is_stopped_by_the_wall_clock(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "limits", Limits(call_seconds=0.1, wall_factor=3.0))
    start = time.monotonic()
    with sandbox.open([f"import time\ndef f(): time.sleep({SLEEP_SECONDS})"]) as session:
        with pytest.raises(Overran):
            session.call("f", {})
        assert time.monotonic() - start < SLEEP_SECONDS


def test_the_calls_of_a_part_share_its_time(opened: Open) -> None:
    clock = "from time import process_time"
    burn = "def f():\n    end = process_time() + 0.2\n    while process_time() < end: pass"
    session = opened(clock, burn)
    session.call("f", {})
    session.call("f", {})
    with pytest.raises(Overran):
        session.call("f", {})
    with pytest.raises(Overran):
        session.call("f", {})
    session.begin_part()
    session.call("f", {})


def test_a_value_with_some_gaps_keeps_the_rest(opened: Open) -> None:
    session = opened("def f(): return {'a': 1, 'b': ..., 'c': [..., np.ones(1)]}", "def g(): return []")
    got = session.call("f", {})
    assert (got["a"], got["b"], got["c"][0]) == (1, None, None)
    assert session.call("g", {}) == []
