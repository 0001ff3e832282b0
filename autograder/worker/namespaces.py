"""Namespaces of its own for the zygote of an ordinary user: what a worker there does reaches no network."""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable

from .contain import checked

_USER, _NETWORK, _IPC, _NAMES, _MOUNTS = 0x10000000, 0x40000000, 0x08000000, 0x04000000, 0x00020000
_MOUNT_SETATTR, _HERE, _RECURSIVE, _READ_ONLY = 442, -100, 0x8000, 1
_BIND, _ALL, _PRIVATE = 0x1000, 0x4000, 0x40000

_libc = ctypes.CDLL(None, use_errno=True)


def separate(outside: str, readable: Iterable[str]) -> bool:
    """Whether this process sees another network than that of `outside`, after trying to leave it."""
    if outside and network() == outside:
        with contextlib.suppress(OSError):
            enter()
            with contextlib.suppress(OSError):
                make_read_only(readable)
    return network() not in ("", outside)


def enter() -> None:
    """Leave the caller's user, network, mount, message-queue and host-name namespaces, or raise OSError."""
    uid, gid = os.getuid(), os.getgid()
    checked(_libc.unshare(_USER | _NETWORK | _IPC | _NAMES | _MOUNTS))
    _write("setgroups", "deny")
    _write("uid_map", f"{uid} {uid} 1")
    _write("gid_map", f"{gid} {gid} 1")


def network() -> str:
    """Which network this process sees; "" where nothing tells."""
    try:
        return os.readlink("/proc/self/ns/net")
    except OSError:
        return ""


def _write(name: str, text: str) -> None:
    with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
        file.write(text)


def make_read_only(folders: Iterable[str]) -> None:
    """Mount each of these folders over itself, read-only: reading then leaves no access time behind."""
    checked(_libc.mount(None, b"/", None, _ALL | _PRIVATE, None))
    change = struct.pack("=4Q", _READ_ONLY, 0, 0, 0)
    for folder in map(os.fsencode, folders):
        checked(_libc.mount(folder, folder, None, _BIND | _ALL, None))
        checked(_libc.syscall(_MOUNT_SETATTR, _HERE, folder, _RECURSIVE, change, len(change)))
