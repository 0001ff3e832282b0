"""Nothing is left of a worker, and nothing of one submission is seen by another."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.sandbox import Limits, Sandbox
from tests.sandbox.workers import SLEEP_SECONDS, Open, children, left_behind


def test_restart_forgets(opened: Open, sandbox: Sandbox) -> None:
    write = "import os\ndef write(): open('kept', 'w').close()"
    session = opened("seen = []", "def f(x):\n    seen.append(x)\n    return len(seen), os.listdir()", write)
    session.call("write", {})
    assert [session.call("f", {"x": 1}) for _ in range(2)] == [(1, ["kept"]), (2, ["kept"])]
    session.restart()
    assert left_behind(sandbox) == ([], [])
    assert session.call("f", {"x": 1}) == (1, [])


def test_threads_that_go_on_are_ended_with_the_worker(opened: Open, sandbox: Sandbox) -> None:
    endless = f"import threading, time\ndef g(): time.sleep({SLEEP_SECONDS})"
    session = opened(endless, "def f():\n    threading.Thread(target=g).start()\n    return 1")
    assert session.call("f", {}) == 1
    assert len(children(sandbox)) == 1
    session.close()
    assert left_behind(sandbox) == ([], [])


def test_the_same_numbers_are_drawn_again(sandbox: Sandbox) -> None:
    draw = "import random\ndef f(): return random.random(), np.random.rand()"
    drawn = []
    for _ in range(2):
        with sandbox.open([draw]) as session:
            drawn.append(session.call("f", {}))
    assert drawn[0] == drawn[1]


def test_a_work_folder_of_any_shape_is_removed(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sandbox, "limits", Limits())
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("kept")
    nest = (
        "import os\nfor _ in range(900):\n    os.mkdir('d'); os.chdir('d')\nopen('file', 'w').close()\n"
        f"def f():\n    try: os.symlink({str(kept)!r}, 'link')\n    except OSError: pass\n    return 1"
    )
    with sandbox.open([nest, "os.mkdir('closed', 0)"]) as session:
        assert session.call("f", {}) == 1
        assert session.notes == []
    assert left_behind(sandbox) == ([], [])
    assert (kept / "file").read_text() == "kept"


def test_two_submissions_do_not_meet(sandbox: Sandbox) -> None:
    with sandbox.open(["np.secret = 1\ndef f(): return 1"]) as first:
        assert first.call("f", {}) == 1
    with sandbox.open(["def f(): return hasattr(np, 'secret')"]) as second:
        assert second.call("f", {}) is False
    assert left_behind(sandbox) == ([], [])
