"""Folders laid over each other as the layers of an image are."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def overlay(lower: Sequence[Path], upper: Path) -> Iterator[Path]:
    """The folders of `lower`, the first on top, as one; what is written goes to `upper`."""
    merged, work = (upper.with_name(f"{upper.name}.{name}") for name in ("merged", "work"))
    unmount(merged)
    for folder in (upper, work, merged):
        folder.mkdir(parents=True, exist_ok=True)
    options = f"lowerdir={':'.join(map(str, lower))},upperdir={upper},workdir={work}"
    subprocess.run(["mount", "-t", "overlay", "overlay", "-o", options, str(merged)], check=True)
    try:
        yield merged
    finally:
        unmount(merged)
        merged.rmdir()
        shutil.rmtree(work)


def unmount(folder: Path) -> None:
    """Take down what is mounted there, if anything is."""
    if os.path.ismount(folder):
        subprocess.run(["umount", str(folder)], check=True)


def sweep(folder: Path) -> None:
    """Remove what runs that were killed left in a folder of theirs."""
    for merged in folder.glob("*/*.merged"):
        unmount(merged)
    shutil.rmtree(folder, ignore_errors=True)


def find_changes(upper: Path, lower: Sequence[Path]) -> list[str]:
    """What a container made, changed or removed: paths below its root. A folder that was there counts not."""
    found = []
    for folder, names, files in os.walk(upper):
        here = Path(folder).relative_to(upper)
        known = [name for name in names if any((layer / here / name).is_dir() for layer in lower)]
        found += [_name(Path(folder, name), here) for name in {*names, *files} - set(known)]
        names[:] = known
        found += [f"/{here / name} (emptied)" for name in known if _is_opaque(Path(folder, name))]
    return sorted(found)


def _name(path: Path, here: Path) -> str:
    found = path.lstat()
    # A device without a number says that what lies below is gone.
    removed = stat.S_ISCHR(found.st_mode) and found.st_rdev == 0
    return f"/{here / path.name}" + (" (removed)" if removed else "")


def _is_opaque(folder: Path) -> bool:
    try:
        return os.getxattr(folder, "trusted.overlay.opaque") == b"y"
    except OSError:
        return False
