"""Code that tries things from inside a worker."""

from __future__ import annotations

from typing import Any

from autograder.sandbox import Limits, Sandbox

LIMITS = Limits(call_seconds=5.0, cell_seconds=5.0, wall_factor=60.0, memory_bytes=2**30)
TOOLS = """
import ctypes, errno, fcntl, os, platform, resource, signal, socket, subprocess, sys, tempfile, threading

def system_call(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    words = [ctypes.c_long(word) if isinstance(word, int) else word for word in arguments]
    if libc.syscall(ctypes.c_long(number), *words) == -1:
        raise OSError(ctypes.get_errno(), "refused")

def refused(action):
    try:
        action()
    except OSError as error:
        return errno.errorcode[error.errno]
    except ValueError as error:
        return str(error)
    return "done"
"""


def ask(sandbox: Sandbox, source: str) -> Any:
    with sandbox.open([TOOLS, source]) as opened:
        assert opened.notes == []
        return opened.call("f", {})
