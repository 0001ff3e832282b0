"""Runs a container to its end, feeds it, and measures it."""

from __future__ import annotations

import itertools
import os
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

from tests.container import cgroup, oci
from tests.container.cgroup import Group

SAMPLE_SECONDS = 0.05
_numbers = itertools.count()


@dataclass
class Done:
    """How a container ended and what it used; the peak is the most that was seen at any look."""

    status: int
    output: str
    errors: str
    peak_bytes: int = 0
    cpu_seconds: float = 0.0
    kills: int = 0


def run(container: oci.Container, root: Path, given: bytes, seconds: float) -> Done:
    """Run it in this root file system until it ends, or kill it after so many seconds."""
    name = f"autograder-{os.getpid()}-{next(_numbers)}"
    group = cgroup.find(name)
    with tempfile.TemporaryDirectory() as folder:
        oci.write(container, root, Path(folder), name if group else None)
        # Without cgroups to write to, runc goes on only if it is told that it may lack rights.
        rights = [] if group is not None else ["--rootless=true"]
        runc = ["runc", *rights, "--root", f"{folder}/state"]
        command = [*runc, "run", "--keep", "--bundle", folder, name]
        try:
            return _attend(command, [*runc, "kill", name, "KILL"], given, seconds, group)
        finally:
            subprocess.run([*runc, "delete", "--force", name], capture_output=True, check=False)


def _attend(command: list[str], kill: list[str], given: bytes, seconds: float, group: Group | None) -> Done:
    done, over = Done(-1, "", ""), threading.Event()
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE) as process:
        watch = threading.Thread(target=_watch, args=(over, group, done))
        watch.start()
        try:
            output, errors = process.communicate(given, seconds)
        except subprocess.TimeoutExpired:
            subprocess.run(kill, capture_output=True, check=False)
            output, errors = process.communicate()
        finally:
            over.set()
            watch.join()
        done.output, done.errors = output.decode(errors="replace"), errors.decode(errors="replace")
        done.status = process.returncode
    if group is not None:
        done.cpu_seconds, done.kills = group.cpu_seconds(), group.kills()
    return done


def _watch(over: threading.Event, group: Group | None, done: Done) -> None:
    while group is not None and not over.wait(SAMPLE_SECONDS):
        done.peak_bytes = max(done.peak_bytes, group.memory_bytes())
