"""A folder that was handed in: the one notebook in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.intake.text import Unreadable, shown

SKIPPED = {".ipynb_checkpoints", "__MACOSX", "__pycache__"}
ENTRIES = 10_000  # of a folder are looked at
NAMES = 10  # of files are listed in a sentence
NOTEBOOK = re.compile(r"\.ipynb(\.txt|\.json)?$", re.IGNORECASE)  # browsers add the second
ENDING = re.compile(rf"{NOTEBOOK.pattern}|\.[^./]*$", re.IGNORECASE)


def find_notebook(path: Path) -> Path:
    """The path itself, or where it is a folder the one notebook below it.

    Raises `Unreadable` when there is none, or several.
    """
    if os.path.islink(path) or not os.path.isdir(path):
        return path
    return choose_notebook([file for file, _ in zip(walk(path), range(ENTRIES), strict=False)])


def is_notebook(path: Path) -> bool:
    """Whether a file is called a notebook; what is in it nobody has looked at."""
    return NOTEBOOK.search(path.name) is not None


def strip_ending(name: str) -> str:
    """The name of a file without its ending; all of it where it is nothing else."""
    return ENDING.sub("", name) or name


def choose_notebook(files: Sequence[Path]) -> Path:
    """The one notebook among these files. Raises `Unreadable` when there is none, or several."""
    notebooks = [path for path in files if is_notebook(path)]
    if len(notebooks) == 1:
        return notebooks[0]
    found = (notebooks or files)[:NAMES]
    top = os.path.commonpath([path.parent for path in found]) if found else ""
    names = ", ".join(os.path.relpath(path, top)[:80] for path in found)
    raise Unreadable(
        "{count} notebooks were handed in, expected exactly one file that ends in .ipynb (found: {names});"
        " hand in the notebook alone",
        count=len(notebooks),
        names=shown(names) or "-",
    )


def walk(folder: Path) -> Iterator[Path]:
    """The files below a folder in the order of their names, without links to folders and what tools leave."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in sorted(files):
            if not name.startswith("._"):
                yield Path(root, name)
