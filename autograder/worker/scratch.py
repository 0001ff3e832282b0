"""The work folder of one worker: made before the worker starts, removed after it has ended."""

from __future__ import annotations

import os
from secrets import token_hex


def make(parent: str) -> str:
    """A new folder that only its owner may enter. Its name tells nothing, not even how many there were."""
    folder = f"{parent}/{token_hex(8)}"
    os.mkdir(folder, 0o700)
    return folder


def discard(folder: str) -> None:
    """Remove a folder of which nothing may be trusted, without following a link.

    It is taken apart level by level and not by recursion: student code may nest folders deeper than any path
    or stack reaches.
    """
    grave = f"{folder}.gone"
    os.mkdir(grave, 0o700)
    os.rename(folder, f"{grave}/0")
    last = number = 0
    while number <= last:
        last = _empty(grave, number, last)
        os.rmdir(f"{grave}/{number}")
        number += 1
    os.rmdir(grave)


def _empty(grave: str, number: int, last: int) -> int:
    """Unlink the files of the folder and move its folders up into the grave; the highest number in use."""
    folder = f"{grave}/{number}"
    os.chmod(folder, 0o700)
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            last += 1
            os.chmod(entry.path, 0o700)
            os.rename(entry.path, f"{grave}/{last}")
        else:
            os.unlink(entry.path)
    return last
