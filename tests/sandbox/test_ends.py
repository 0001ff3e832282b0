"""However a sandbox ends, no process and no file outlives it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from autograder.sandbox import Sandbox, SandboxError
from tests.sandbox.workers import SHORT, children


def test_closing_ends_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sandbox = Sandbox(SHORT)
    session = sandbox.open(["def f(): return 1"])
    zygote, workers = sandbox._line._process.pid, children(sandbox)
    assert session.call("f", {}) == 1
    sandbox.close()
    session.close()
    assert workers
    assert not any(Path(f"/proc/{pid}").exists() for pid in [zygote, *workers])
    assert os.listdir(tmp_path) == []


KILLED = """
import os, sys, threading, time
sys.path[:0] = [sys.argv[1]]
sys.path += [sys.argv[2]]
from autograder.sandbox import Limits, Sandbox
sandbox = Sandbox(Limits())
session = sandbox.open(["import time\\ndef f(): time.sleep(600)"])
print(sandbox._line._process.pid, session._worker.pid, sandbox._folder, flush=True)
session.call("f", {})
"""


def wait_until_gone(paths: list[Path]) -> None:
    for _ in range(600):
        if not any(path.exists() for path in paths):
            return
        time.sleep(0.1)
    raise AssertionError(f"still there after a minute: {[path for path in paths if path.exists()]}")


def test_a_grader_that_is_killed_leaves_nothing() -> None:
    root, library = Path(__file__).parents[2], Path(np.__file__).parents[1]
    command = [sys.executable, "-c", KILLED, str(root), str(library)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout
        zygote, worker, folder = grader.stdout.readline().split()
        left = [Path("/proc", zygote), Path("/proc", worker), Path(folder)]
        assert all(path.exists() for path in left)
        grader.kill()
    wait_until_gone(left)


def test_a_worker_ends_with_its_zygote_and_the_submission_is_not_blamed() -> None:
    with Sandbox(SHORT) as sandbox:
        session = sandbox.open(["import time\ndef f(): time.sleep(600)"])
        (worker,) = children(sandbox)
        sandbox._line._process.kill()
        with pytest.raises(SandboxError, match="the process that starts workers has ended"):
            session.call("f", {})
        wait_until_gone([Path("/proc", str(worker))])


def test_a_sandbox_that_is_not_used_closes_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Sandbox():
        assert len(os.listdir(tmp_path)) == 1
    assert os.listdir(tmp_path) == []


def test_a_zygote_that_has_ended_is_reported() -> None:
    with Sandbox() as sandbox:
        sandbox._line._process.kill()
        with pytest.raises(SandboxError) as caught:
            sandbox.open([])
        assert (
            str(caught.value) == "the process that starts workers has ended (it left no message); grade again"
        )
