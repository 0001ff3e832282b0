"""A submission's cells may fail, hang or flood; each costs only itself."""

from __future__ import annotations

import re

import pytest

from autograder.messages import message
from autograder.sandbox import LIBRARIES, CellNote, Limits, Sandbox
from autograder.worker import wire
from tests.sandbox.workers import Open, problems


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


@pytest.mark.parametrize(
    ("mentioned", "module"),
    [
        ("torch.func.jacrev", "torch._dynamo"),
        ("torch.distributions.MultivariateNormal", "sympy"),
        ("from scipy import linalg", "scipy.linalg"),
        ("import scipy.stats as stats", "scipy.stats"),
    ],
)
def test_a_slow_library_that_a_notebook_names_is_there_before_its_cells_run(
    opened: Open, mentioned: str, module: str
) -> None:
    pytest.importorskip(module.partition(".")[0])
    session = opened(f"import sys\nthere = {module!r} in sys.modules  # {mentioned}\ndef ask(): return there")
    assert session.call("ask", {}) is True


def test_libraries_are_looked_for_in_linear_time() -> None:
    """Before any limit holds, in the grader itself: a pattern that goes back would take hours here."""
    for word in ("scipy", "from scipy import", "torch.func", "matplotlib", "optim", " "):
        for sign in LIBRARIES.values():
            re.search(sign, f"{word} " * 200_000)
