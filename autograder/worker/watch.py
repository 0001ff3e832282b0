"""What no limit of the kernel bounds: how much a worker writes in all, and how many threads it has."""

from __future__ import annotations

import contextlib
import os

ENTRIES = 1_000
WRITTEN_BYTES = 64 * 2**20
THREADS = 64

_BLOCK = 512


def is_excessive(pid: int, folder: str) -> bool:
    """Whether the worker has more threads, or its folder more entries or bytes, than one may have."""
    return _threads(pid) > THREADS or is_overfull(folder)


def is_overfull(folder: str) -> bool:
    """Whether a folder of which nothing may be trusted holds too much. Looks no further than the limits."""
    waiting, entries, size = [folder], 0, 0
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                for entry in found:
                    entries += 1
                    size += _size(entry)
                    if entries > ENTRIES or size > WRITTEN_BYTES:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except (FileNotFoundError, NotADirectoryError):
            continue  # it was removed meanwhile
        except OSError:
            return True  # nested deeper than any path reaches, or closed to its own reader
    return False


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_blocks * _BLOCK
    except FileNotFoundError:
        return 0


def _threads(pid: int) -> int:
    with contextlib.suppress(OSError):
        return len(os.listdir(f"/proc/{pid}/task"))
    return 0
