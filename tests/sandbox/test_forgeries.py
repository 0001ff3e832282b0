"""A worker that lies on its channel is taken for dead."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from autograder.faults import Died, Overran
from autograder.sandbox import Limits, Sandbox
from tests.sandbox.workers import Open, children, problems


@pytest.mark.parametrize(
    "reply",
    [
        "('value',)",
        "(np.zeros(2), 1)",
        "('fault', np.zeros(2), 'a', 'b')",
        "('fault', 'Raised', 'secret', '')",
        "('fault', 'Waiting', 'secret', '')",
        "('fault', 'Unsendable', 'secret', '')",
        "('fault', 'Raised', 'print', '')",
        "('fault', 'Overran', '1', '')",
        "np.zeros(3)",
        "None",
        "(None, np.zeros(2))",
        "(np.zeros(2), '')",
    ],
)
def test_a_forged_reply_is_a_death(opened: Open, reply: str) -> None:
    forge = f"import os, worker.wire as w\ndef f(): os.write(3, b''.join(w.encode({reply})))"
    with pytest.raises(Died):
        opened(forge).call("f", {})


def test_a_late_death_is_not_the_next_parts(opened: Open, sandbox: Sandbox) -> None:
    late = "import os, threading\ndef f(): threading.Timer(0.05, os._exit, (0,)).start()"
    session = opened(late, "def g(): return 3")
    session.call("f", {})
    (worker,) = children(sandbox)
    while "Z" not in Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[0]:
        time.sleep(0.01)
    assert session.call("g", {}) == 3


@pytest.mark.parametrize("reply", ["(np.zeros(2), 'x')", "('raised', np.zeros(2))", "('secret', 'x')", "[1]"])
def test_a_forged_note_is_a_death(opened: Open, reply: str) -> None:
    session = opened(f"import os, worker.wire as w\nos.write(3, b''.join(w.encode({reply})))")
    assert problems(session) == [(0, "died")]


def test_a_worker_whose_messages_are_stolen_is_stopped(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "limits", Limits())
    thief = "import os, threading\ndef f(x):\n    threading.Thread(target=lambda: os.read(3, 100)).start()"
    with sandbox.open([thief, "def g(x): return x.sum()"]) as session:
        session.call("f", {"x": 1})
        monkeypatch.setattr(session, "_limits", Limits(call_seconds=0.2, wall_factor=2.0))
        session.begin_part()
        with pytest.raises((Died, Overran)):
            session.call("g", {"x": np.ones(2**19)})
        monkeypatch.setattr(session, "_limits", sandbox.limits)
        session.begin_part()
        assert session.call("g", {"x": np.ones(3)}) == 3
