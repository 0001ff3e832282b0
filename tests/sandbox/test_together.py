"""Cells and calls go out together until one of them stops a worker; then each goes alone."""

from __future__ import annotations

import pytest

from autograder.faults import Died
from autograder.sandbox import Sandbox, Session
from autograder.sandbox.channel import Channel
from tests.sandbox.workers import Open, problems

COUNT = "from time import process_time\ncount = 0"
F = "def f(x):\n    global count\n    count += 1\n    return x, count"
EXITS = "import os\ndef exits(x): os._exit(0)"
HANGS = "def hangs(x):\n    while True: pass"
LARGE = "def large(x): return np.zeros(2**16)"


@pytest.fixture
def exchanges(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many messages went out in each exchange, without those that start a worker."""
    found: list[int] = []
    ask_all = Channel.ask_all

    def listen(self: Channel, frames: list[bytes], *rest: object) -> list[object]:
        found.append(len(frames))
        return ask_all(self, frames, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Channel, "ask_all", listen)
    return found


def ask(session: Session, **parts: int) -> dict[str, list[object]]:
    """What parts give that are called so often, by `call_parts`."""
    calls = {name: [session.write_call(name, {"x": x}) for x in range(n)] for name, n in parts.items()}
    return {name: [give() for give in given] for name, given in session.call_parts(calls).items()}


def test_cells_and_the_calls_of_all_parts_take_an_exchange_each(opened: Open, exchanges: list[int]) -> None:
    session = opened(COUNT, F, "def g(x): return 1 / x")
    given = session.call_parts(
        {name: [session.write_call(name, {"x": x}) for x in (1, 2)] for name in ("f", "g", "none")}
    )
    assert [give() for give in given["f"]] == [(1, 1), (2, 2)]
    assert given["g"][1]() == 0.5
    assert exchanges == [3, 6]


@pytest.mark.parametrize("cell", [EXITS, HANGS])
def test_a_part_that_stops_the_worker_ends_it_and_costs_no_other(
    opened: Open, exchanges: list[int], cell: str
) -> None:
    session = opened(COUNT, F, cell)
    name = "exits" if cell is EXITS else "hangs"
    assert ask(session, f=2, **{name: 1}) == {}
    assert exchanges == [3, 3]
    assert ask(session, f=2) == {}, "each part is to be asked by itself now"
    session.begin_part()
    assert session.call("f", {"x": 5}) == (5, 1), "a new worker, in which nothing was called"
    assert exchanges == [3, 3], "and its cells run one by one"


def test_a_cell_that_stops_the_worker_is_found_by_running_each(opened: Open, exchanges: list[int]) -> None:
    session = opened(COUNT, F, "import os; os._exit(0)", "late = 1")
    assert problems(session) == [(2, "died")]
    assert exchanges == [4]
    assert ask(session, f=1) == {}
    session.begin_part()
    assert session.call("f", {"x": 1}) == (1, 1)


def test_nothing_is_asked_where_nothing_is_to_be(opened: Open, exchanges: list[int]) -> None:
    session = opened(COUNT, F)
    assert ask(session, f=0) == {}
    assert ask(session, f=1) == {"f": [(0, 1)]}
    assert exchanges == [2, 1]


def test_answers_that_are_large_together_are_asked_for_one_by_one(opened: Open) -> None:
    session = opened(COUNT, F, LARGE)
    assert ask(session, f=1, large=40) == {}
    session.begin_part()
    assert session.call_all([session.write_call("large", {"x": 0})] * 40) is None
    session.begin_part()
    assert session.call("large", {"x": 0}).sum() == 0


def test_a_budget_that_is_spent_stays_spent(opened: Open) -> None:
    session = opened(HANGS)
    session.begin_part()
    assert session.call_all([session.write_call("hangs", {"x": 0})]) is None
    assert session._budget.spent, "who calls decides whether there is more time"


def test_a_part_alone_that_dies_can_be_asked_again(sandbox: Sandbox) -> None:
    with sandbox.open([COUNT, F, EXITS]) as session:
        session.begin_part()
        assert session.call_all([session.write_call("exits", {"x": 0})]) is None
        with pytest.raises(Died):
            session.call("exits", {"x": 0})


def test_an_answer_is_what_it_was_when_it_was_returned(opened: Open) -> None:
    session = opened("room = np.zeros(2)\ndef f(x):\n    room[:] = x\n    return room")
    given = session.call_parts({"f": [session.write_call("f", {"x": x}) for x in (1.0, 2.0, 3.0)]})
    assert [give().tolist() for give in given["f"]] == [[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]
