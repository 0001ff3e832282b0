"""Which rungs of containment there are, and that official grading asks for one that holds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.grading import Course
from autograder.sandbox import Sandbox, SandboxError, bubblewrap, ladder
from autograder.worker import namespaces

ROOT = Path(__file__).parents[1]
SHEET = "hw4_autoregressive"
FILTERED = {"process", "rlimits", "landlock", "seccomp"}


def names(layers: Iterable[ladder.Layer]) -> set[str]:
    return {layer.name for layer in layers}


@pytest.mark.parametrize(
    ("uid", "layers", "lacking"),
    [
        (0, FILTERED | {"uid"}, set()),
        (0, FILTERED | {"namespaces"}, set()),
        (0, FILTERED, {"uid"}),
        (0, FILTERED - {"landlock"} | {"uid"}, {"landlock"}),
        (1000, FILTERED, set()),
        (1000, FILTERED | {"namespaces"}, set()),
        (1000, {"process", "namespaces"}, {"rlimits", "landlock", "seccomp"}),
    ],
)
def test_official_grading_asks_for_a_whole_rung(
    uid: int, layers: set[str], lacking: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    assert names(ladder.missing(layers)) == lacking


def test_advice_is_given_for_what_would_help() -> None:
    assert names(ladder.advice(FILTERED)) == {"uid", "namespaces"}
    assert names(ladder.advice(FILTERED | {"uid"})) == set()
    assert names(ladder.advice({"process", "uid"})) == {"rlimits", "landlock", "seccomp"}
    assert all(layer.remedy for layer in ladder.LAYERS if layer is not ladder.PROCESS)


def without(monkeypatch: pytest.MonkeyPatch, *missing: str) -> None:
    held = vars(Sandbox)["layers"].fget
    monkeypatch.setattr(Sandbox, "layers", property(lambda self: held(self) - set(missing)))


def test_official_grading_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "seccomp")
    with pytest.raises(SandboxError, match="official grading is refused: containment lacks seccomp"):
        Course(SHEET, official=True)
    with Course(SHEET) as course:
        assert "seccomp" not in course.sandbox.layers


def test_doctor_tells_what_holds_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox() as sandbox:
        complete = not ladder.missing(sandbox.layers)
    found = CliRunner().invoke(main, ["doctor"])
    assert found.exit_code == (0 if complete else 1)
    assert all(layer.name in found.output for layer in ladder.LAYERS)
    without(monkeypatch, "landlock")
    found = CliRunner().invoke(main, ["doctor"])
    assert found.exit_code == 1
    assert "landlock    MISSING" in found.output
    assert "landlock: needs Linux 5.13" in found.output
    assert "refused until what is MISSING holds" in found.output
    assert max(map(len, found.output.splitlines())) <= 80


def test_a_process_that_cannot_leave_its_network_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise PermissionError

    monkeypatch.setattr(namespaces, "enter", refuse)
    assert not namespaces.separate(namespaces.network(), [])
    assert namespaces.separate("net:[another]", [])


def test_root_is_not_wrapped_and_a_failing_bubblewrap_is_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", "pass"]
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    for uid in (0, 1000):
        monkeypatch.setattr(os, "geteuid", lambda uid=uid: uid)
        assert bubblewrap.wrap(command, [], str(tmp_path)) == command


RUNG = """
import json, os, sys
from autograder.sandbox import Limits, Sandbox
cell = '''
import os
def f():
    try:
        return sorted(os.listdir("/proc"))
    except OSError as error:
        return error.errno
def g():
    while True: pass
'''
with Sandbox(Limits(call_seconds=0.3, wall_factor=100.0)) as sandbox, sandbox.open([cell]) as session:
    found = session.call("f", {})
    session.begin_part()
    try:
        session.call("g", {})
    except Exception as error:
        print(json.dumps([sorted(sandbox.layers), found, type(error).__name__]))
"""


@pytest.mark.parametrize("wrapped", [False, True])
def test_an_ordinary_user_is_contained_and_timed(wrapped: bool, tmp_path: Path) -> None:
    """With namespaces and without; inside bubblewrap the CPU time is still that of the worker."""
    if os.getuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only root can start a process of another user")
    if wrapped and shutil.which("bwrap") is None:
        pytest.skip("bubblewrap is not installed")
    library = str(Path(np.__file__).parents[1])
    python = "/usr/bin/python3"
    version = f"import sys, numpy; assert sys.version_info[:2] == {tuple(sys.version_info[:2])}"
    environment = {"PYTHONPATH": f"{ROOT}:{library}", "PATH": "/usr/bin:/bin" if wrapped else str(tmp_path)}
    user = [shutil.which("setpriv") or "", "--reuid=65534", "--regid=65534", "--clear-groups", python, "-c"]
    if subprocess.run([*user, version], env=environment, capture_output=True, check=False).returncode:
        pytest.skip("another user finds no Python of this version that can load numpy")
    done = subprocess.run([*user, RUNG], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    layers, found, fault = json.loads(done.stdout)
    assert set(layers) >= FILTERED
    assert "uid" not in layers
    assert isinstance(found, int), "the process table can be read"
    assert fault == "Overran"
