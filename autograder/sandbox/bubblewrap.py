"""The zygote of an ordinary user inside bubblewrap, where it is installed: it sees the libraries alone."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence

from autograder.worker.contain import DEVICES, LINUX

TRIAL_SECONDS = 10.0
_LINKS = ("/lib", "/lib64")


def wrap(
    command: Sequence[str], readable: Iterable[str], folder: str, devices: Iterable[str] = ()
) -> list[str]:
    """The command that runs this one inside bubblewrap; the command itself where that is not to be had.

    It sees `readable`, and may write to `folder` only. Root needs none of it: its workers get own user ids.
    """
    program = shutil.which("bwrap") if LINUX and os.geteuid() != 0 else None
    if program is None:
        return list(command)
    start = [program, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", *_mounts(readable, folder)]
    start += [word for path in devices for word in ("--dev-bind", path, path)]
    return [*start, *command] if _works([*start, command[0], "-I", "-S", "-c", ""]) else list(command)


def _mounts(readable: Iterable[str], folder: str) -> list[str]:
    shown = ["--proc", "/proc", "--dev", "/dev", "--bind", folder, folder, "--chdir", "/"]
    for path in [*readable, *(path for path in DEVICES if not path.startswith(("/dev/", "/proc/")))]:
        shown += ["--ro-bind-try", path, path]
    for link in _LINKS:
        if os.path.islink(link):
            shown += ["--symlink", os.readlink(link), link]
    return shown


def _works(command: Sequence[str]) -> bool:
    """Whether the system lets it: some forbid the namespaces that it needs."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=TRIAL_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
