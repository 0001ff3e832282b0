"""How this process keeps its memory: like any other that is timed with it."""

from __future__ import annotations

import ctypes
from contextlib import suppress

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # of glibc's `mallopt`
TRIM_BYTES, MMAP_BYTES = 64 * 2**20, 32 * 2**20


def keep() -> None:
    """Keep what is freed for the next call, instead of fetching it from the system page by page each time.

    glibc decides so by itself once a large block has been freed, at a time that depends on what ran before.
    No effect with another C library.
    """
    with suppress(AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(TRIM_THRESHOLD, TRIM_BYTES)
        mallopt(MMAP_THRESHOLD, MMAP_BYTES)
