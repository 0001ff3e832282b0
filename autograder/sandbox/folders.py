"""The folders of the interpreter and its libraries: what a worker may import from, and read."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

import numpy as np

_LIBRARY_NAMES = ("site-packages", "dist-packages")
_SYSTEM = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/share/fonts", "/usr/share/zoneinfo")


def library_folders() -> list[str]:
    """Where installed packages lie. Folders that an editable install or the caller added are left out."""
    named = [path for path in sys.path if Path(path).name in _LIBRARY_NAMES and os.path.isdir(path)]
    return list(dict.fromkeys([*named, str(Path(np.__file__).parents[1])]))


def readable_folders() -> list[str]:
    """What a worker may read: libraries and the interpreter's own files, never a whole prefix or home."""
    names = ("stdlib", "platstdlib")
    interpreter = [sysconfig.get_path(name, vars=_base()) for name in names]
    shared = [os.path.join(sys.base_prefix, folder) for folder in ("lib", sys.platlibdir)]
    wanted = [*library_folders(), *interpreter, *shared, *_SYSTEM]
    return list(dict.fromkeys(os.path.realpath(path) for path in wanted if os.path.isdir(path)))


def exposed(secrets: Iterable[Path], readable: Iterable[str]) -> tuple[Path, str] | None:
    """The first secret folder that lies inside a readable one, and that one."""
    for secret in secrets:
        for folder in readable:
            if Path(secret).resolve().is_relative_to(folder):
                return Path(secret), folder
    return None


def _base() -> dict[str, str]:
    return {
        "base": sys.base_prefix,
        "platbase": sys.base_exec_prefix,
        "installed_base": sys.base_prefix,
        "installed_platbase": sys.base_exec_prefix,
    }
