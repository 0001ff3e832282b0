"""Folders, users and the tree of processes: what holds where the filter does not."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.sandbox import folders
from autograder.worker import landlock

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are those of Linux")
ROOT = Path(__file__).parents[2]
LIBRARY = str(Path(np.__file__).parents[1])


def test_landlock_needs_a_kernel_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    with pytest.raises(OSError, match="this kernel has no Landlock"):
        landlock.restrict((), ())


WITHOUT_LAYERS = """
import json, os, socket, sys, tempfile, time
sys.path[:0] = [sys.argv[1]]
sys.path += [sys.argv[2]]
from autograder.worker import contain, processes
from autograder.worker.__main__ import Zygote
from autograder.sandbox.channel import Budget, Channel

processes.adopt_orphans()
plan = contain.Plan((), 2**30, 60, frozenset({"process", "rlimits"}))
mine, theirs = socket.socketpair()
control, other = socket.socketpair()
zygote = Zygote(control, tempfile.mkdtemp(), plan)
pid = zygote.start(os.dup(theirs.fileno()))["pid"]
theirs.close()
channel, budget = Channel(mine, pid), Budget(60, 600)
channel.ask(None, budget)
channel.ask(("begin", "", []), budget)
cell = '''
import os, signal, time
def daemon(depth):
    if os.fork() == 0:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if depth: daemon(depth - 1)
        open(str(os.getpid()), "w").close()
        time.sleep(600)
def f():
    daemon(2); daemon(0)
    while len(os.listdir()) < 4: time.sleep(0.01)
    return [int(name) for name in os.listdir()]
'''
channel.ask(("cell", 0, cell), budget)
_, pids = channel.ask(("call", "f", {}), budget)
alive = [os.path.exists(f"/proc/{pid}") for pid in pids]
zygote.end(pid)
for end in (mine, control, other):
    end.close()
gone = [not os.path.exists(f"/proc/{pid}") for pid in pids]
print(json.dumps([len(pids), all(alive), all(gone), os.listdir(zygote.folder)]))
os.rmdir(zygote.folder)
"""


def test_without_a_filter_all_that_a_worker_started_is_killed() -> None:
    """In a process of its own: it becomes the parent of what a worker leaves behind."""
    command = [sys.executable, "-W", "error", "-c", WITHOUT_LAYERS, str(ROOT), LIBRARY]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert json.loads(done.stdout) == [4, True, True, []]


OTHER_USER = """
import json, sys
sys.path[:0] = [sys.argv[1]]
sys.path += [sys.argv[2]]
from autograder.sandbox import Limits, Sandbox
cell = '''
import os, resource
def f():
    groups = os.getgroups()
    try:
        found = os.listdir("/root")
    except OSError as error:
        found = error.errno
    open("own", "w").close()
    limit = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    return os.getresuid(), os.getresgid(), groups, found, os.stat("own").st_uid, limit
'''
with Sandbox(Limits(wall_factor=60.0)) as sandbox:
    answers = []
    for _ in range(2):
        with sandbox.open([cell]) as session:
            answers.append(session.call("f", {}))
    print(json.dumps([sorted(sandbox.layers), answers]))
"""


def test_a_worker_of_root_is_a_user_of_its_own() -> None:
    if os.getuid() != 0:
        pytest.skip("only root can start a process of another user")
    python = "/usr/bin/python3"
    script = "import sys; sys.path.append(sys.argv[1]); import numpy; print(sys.version_info[:2])"
    try:
        tried = subprocess.run([python, "-c", script, LIBRARY], capture_output=True, text=True, check=False)
    except OSError:
        pytest.skip("there is no system Python")
    if tried.stdout.strip() != str(sys.version_info[:2]):
        pytest.skip("the system's Python is of another version, or cannot load numpy")
    command = [python, "-W", "error", "-c", OTHER_USER, str(ROOT), LIBRARY]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    layers, answers = json.loads(done.stdout)
    assert "uid" in layers
    for uids, gids, groups, found, owner, limit in answers:
        assert set(uids) == set(gids) == {owner}
        assert owner >= 20_000
        assert groups == []
        assert found == errno.EACCES
        assert limit == 64
    assert answers[0][0] != answers[1][0]


def test_what_is_readable_is_narrow() -> None:
    readable = folders.readable_folders()
    home, prefix = str(Path.home()), os.path.realpath(sys.prefix)
    assert not {"/", "/usr", "/home", "/root", "/tmp", "/etc", home, prefix, sys.base_prefix} & set(readable)
    assert all(os.path.isdir(folder) for folder in readable)
