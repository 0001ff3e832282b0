"""Namespaces of its own for the zygote of an ordinary user: what a worker there does reaches no network."""

from __future__ import annotations

import contextlib
import ctypes
import os

_USER, _NETWORK, _IPC, _NAMES = 0x10000000, 0x40000000, 0x08000000, 0x04000000

_libc = ctypes.CDLL(None, use_errno=True)


def separate(outside: str) -> bool:
    """Whether this process sees another network than that of `outside`, after trying to leave it."""
    if outside and network() == outside:
        with contextlib.suppress(OSError):
            enter()
    return network() not in ("", outside)


def enter() -> None:
    """Leave the caller's user, network, message-queue and host-name namespaces. Raises where it may not."""
    uid, gid = os.getuid(), os.getgid()
    if _libc.unshare(_USER | _NETWORK | _IPC | _NAMES) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
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
