"""How much memory the grader itself may take while it computes with what a student's code returned."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress

HEADROOM_BYTES = 256 * 2**20
_DATA_PAGES = 5  # the column of /proc/self/statm that counts data and stack


@contextmanager
def bounded() -> Iterator[None]:
    """Let an allocation of this process that goes far beyond what it holds now raise MemoryError.

    A law may multiply two values of a student's shape: small ones, whose product is not. Has no effect on a
    system that does not tell how much is held.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (_held() + HEADROOM_BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _held() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[_DATA_PAGES]) * resource.getpagesize()
