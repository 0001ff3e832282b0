"""Memory and time end before the machine's do."""

from __future__ import annotations

import sys

import pytest

from autograder.faults import Died, Overran, Raised
from autograder.sandbox import Limits, Sandbox
from tests.contain.inside import LIMITS, TOOLS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are those of Linux")


def test_memory_ends_before_the_machines(sandbox: Sandbox) -> None:
    with sandbox.open(["def f(n): return np.zeros(n, np.uint8)[-1]"]) as opened:
        assert opened.call("f", {"n": LIMITS.memory_bytes // 2}) == 0
        with pytest.raises(Raised, match="MemoryError"):
            opened.call("f", {"n": 2 * LIMITS.memory_bytes})


def test_a_worker_cannot_end_its_own_limits(sandbox: Sandbox) -> None:
    ignore = "signal.signal(signal.SIGXCPU, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_CPU, (1, 2))"
    with (
        sandbox.open([TOOLS, f"def f():\n    {ignore}\n    while True: pass"]) as opened,
        pytest.raises(Died),
    ):
        opened.call("f", {})


def test_a_hard_limit_that_ends_a_call_is_told(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "limits", Limits(call_seconds=0.3, wall_factor=100.0))
    with sandbox.open(["def f():\n    while True: pass"]) as opened, pytest.raises(Overran) as caught:
        opened.call("f", {})
    assert caught.value.seconds == 0.3
