"""The time of calls, as the kernel counts it for the worker."""

from __future__ import annotations

import pytest

from autograder.sandbox import Sandbox
from autograder.worker.contain import LINUX

SPIN = """
import threading, time

def spin(seconds):
    started = time.process_time()
    while time.process_time() - started < seconds:
        pass

def leave_thread(seconds):
    threading.Thread(target=spin, args=(seconds,)).start()
"""

pytestmark = pytest.mark.skipif(not LINUX, reason="only Linux tells the CPU time of another process")


def test_lap_is_the_time_of_the_calls_since_the_last_one() -> None:
    with Sandbox() as sandbox, sandbox.open([SPIN]) as session:
        session.lap()
        session.call("spin", {"seconds": 0.05})
        first = session.lap()
        session.call("spin", {"seconds": 0.2})
        assert 0.05 <= first < session.lap()


def test_a_new_worker_begins_at_nothing_but_its_cells() -> None:
    with Sandbox() as sandbox, sandbox.open([SPIN]) as session:
        session.call("spin", {"seconds": 0.3})
        assert session.lap() >= 0.3
        session.restart()
        assert session.lap() > 0
        session.call("spin", {"seconds": 0.05})
        assert session.lap() >= 0.05


def test_a_thread_that_is_left_behind_is_paid_for() -> None:
    with Sandbox() as sandbox, sandbox.open([SPIN]) as session:
        session.lap()
        session.call("leave_thread", {"seconds": 0.2})
        session.call("spin", {"seconds": 0.4})
        assert session.lap() >= 0.4
