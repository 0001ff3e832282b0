"""A submission may hang, die, flood or lie: it costs one part, and nothing of it is left."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import make_dataclass
from pathlib import Path

import numpy as np
import pytest

from autograder.faults import (
    Died,
    Fault,
    Missing,
    NotAttempted,
    Overran,
    Raised,
    Unsendable,
    Waiting,
)
from autograder.messages import message
from autograder.sandbox import CellNote, Limits, Sandbox, SandboxError, Session, folders
from autograder.worker import wire

# Only CPU time is short: how long the wall clock runs depends on what else the machine does.
SHORT = Limits(call_seconds=0.5, cell_seconds=0.5, cells_seconds=1.45, wall_factor=100.0)
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
SLEEP_SECONDS = 60


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(SHORT) as started:
        yield started


@pytest.fixture
def opened(sandbox: Sandbox) -> Iterator[Callable[..., Session]]:
    sessions: list[Session] = []

    def open_session(*cells: str, given: str = "", parts: tuple[str, ...] = ()) -> Session:
        sessions.append(sandbox.open(cells, given, parts))
        return sessions[-1]

    yield open_session
    for session in sessions:
        session.close()


Open = Callable[..., Session]


def problems(session: Session) -> list[tuple[int, str]]:
    return [(note.cell, note.problem) for note in session.notes]


def children(sandbox: Sandbox) -> list[int]:
    """The living processes whose parent is the zygote."""
    zygote = sandbox._line._process.pid
    return [int(pid) for pid in Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()]


def left_behind(sandbox: Sandbox) -> tuple[list[int], list[str]]:
    return children(sandbox), os.listdir(sandbox._folder)


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


def test_cells_that_fail_are_noted_in_order_and_cost_only_themselves(opened: Open) -> None:
    session = opened(
        "def f(): return 1",
        "1 / 0",
        "import os; os._exit(0)",
        "def g(: pass\ndef h(): return 3",
        "while True: pass",
        "def f(): return 2",
    )
    assert session.notes == [
        CellNote(1, "raised", "line 1: ZeroDivisionError: division by zero"),
        CellNote(2, "died", message("the cell ended the process that ran it")),
        CellNote(3, "syntax", session.notes[2].detail),
        CellNote(4, "overran", message("the cell ran for more than {seconds} seconds", seconds=0.5)),
    ]
    assert "SyntaxError" in str(session.notes[2].detail)
    assert session.call("f", {}) == 2
    assert session.call("h", {}) == 3


def test_a_notebook_that_takes_too_long_is_cut_off(opened: Open) -> None:
    hang = "while True: pass"
    session = opened("def f(): return 1", hang, hang, hang, "def g(): return 2", "def f(): return 3")
    assert problems(session) == [*((n, "overran") for n in (1, 2, 3)), (4, "skipped"), (5, "skipped")]
    assert str(session.notes[-1].detail) == "the cells before it used all the time that the notebook has"
    assert session.call("f", {}) == 1


def test_a_cell_that_is_too_long_is_skipped(opened: Open) -> None:
    session = opened("#" * (wire.TEXT_BYTES + 1), "def f(): return 1")
    assert session.notes == [CellNote(0, "skipped", message("the cell is too long; split it"))]
    assert session.call("f", {}) == 1


def test_a_cell_that_kills_only_a_later_worker_is_left_out_then(opened: Open) -> None:
    session = opened("def f(): return 1", "import os", "def f(): return 2")
    session._cells = (session._cells[0], "import os; os._exit(0)", session._cells[2])
    session.restart()
    assert session.call("f", {}) == 2
    assert session.notes == [CellNote(1, "died", message("the cell ended the process that ran it"))]


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


def test_output_goes_nowhere(
    sandbox: Sandbox, opened: Open, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sandbox, "limits", Limits())
    session = opened(
        "import os, sys\nprint('x' * 50_000_000)",
        "def f():\n    print('y' * 1000); sys.stderr.write('z'); os.write(1, b'w'); return 1",
        "input()",
    )
    assert session.call("f", {}) == 1
    assert session.notes == [CellNote(2, "raised", "line 1: EOFError: EOF when reading a line")]
    assert capfd.readouterr() == ("", "")


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
    root, library = Path(__file__).parents[1], Path(np.__file__).parents[1]
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


def test_a_secret_among_the_libraries_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Path(np.__file__).parent
    with pytest.raises(SandboxError) as caught:
        Sandbox(secrets=[tmp_path, library])
    assert str(caught.value) == (
        f"the folder {library} must stay secret but lies in {library.resolve().parent}, which student code "
        "may read: move the course out of the interpreter's folders, or uninstall it from them"
    )
    link = tmp_path / "link"
    link.symlink_to(library)
    with pytest.raises(SandboxError):
        Sandbox(secrets=[link])
    with Sandbox(secrets=[tmp_path]):
        pass


def test_no_folder_of_the_course_is_readable() -> None:
    course = Path(__file__).parents[1]
    readable = folders.readable_folders()
    assert readable
    assert folders.exposed([course / "solutions", course / "assignments"], readable) is None
    assert str(course) not in folders.library_folders()
