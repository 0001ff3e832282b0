"""The zoo: submissions that attack the grader.

`cells/` holds what a student would write in place of one answer of a notebook that is right otherwise;
`files/` makes files that are hostile as files. The docstring of each says what it does; its last line says
what the attack wins where a student's code runs in the grader's own process, as in most graders.
`python -m tests.hostile.zoo FOLDER` writes the former as notebooks.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.case import VARIANTS
from autograder.marking import Grader
from autograder.sheet import Sheet

HERE = Path(__file__).parent
SHEET = "hw4_autoregressive"
TARGET = "gaussian_score"  # the part whose answer the attacks replace
MARK = "zoo-loot"  # is in the name of every file and process that an attack tries to leave behind
RIGHT = HERE.parent / "samples" / SHEET / "right_numpy.en.ipynb"

_CLAIM = re.compile(
    r"^Same-process grader: (?P<wins>scores|leaks|stops|leaves|nothing|not run), (?P<why>.+)\.$"
)


@dataclass(frozen=True)
class Attack:
    """One submission, what it claims to do, and what it wins against a grader of one process."""

    name: str
    claim: str
    wins: str
    source: str


def find_attacks() -> list[Attack]:
    """The attacks that are written as student code."""
    return [_read(path) for path in sorted((HERE / "cells").glob("*.py"))]


def _read(path: Path) -> Attack:
    source = path.read_text("utf-8")
    docstring = ast.get_docstring(ast.parse(source)) or ""
    lines = docstring.splitlines()
    match = _CLAIM.match(" ".join(docstring.rpartition("\n\n")[2].split()))
    if match is None or not lines[0]:
        raise ValueError(f"{path.name}: expected a claim and, at the end, 'Same-process grader: ..., why.'")
    return Attack(path.stem, lines[0], match["wins"], source)


def right_notebook(path: Path = RIGHT) -> dict[str, Any]:
    """The notebook that every attack starts from: all its answers are right."""
    notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return notebook


def paste(source: str, right: Path = RIGHT, target: str = TARGET) -> dict[str, Any]:
    """The right notebook with this code in place of the answer that is attacked."""
    notebook = right_notebook(right)
    for cell in notebook["cells"]:
        if cell["metadata"].get("autograder") == {"role": "stub", "name": target}:
            cell["source"] = source.splitlines(keepends=True)
            return notebook
    raise ValueError(f"{right.name} has no stub of {target}")


def write(source: str, path: Path) -> Path:
    """The hostile notebook as a file."""
    path.write_text(json.dumps(paste(source)), encoding="utf-8")
    return path


def find_hidden(text: str, sheet: Sheet) -> list[str]:
    """The hidden words and numbers of the attacked part that occur in a text."""
    return [word for word in _hidden_words(sheet) if word in text]


def _hidden_words(sheet: Sheet) -> list[str]:
    (part,) = [part for part in sheet.parts if part.name == TARGET]
    grader = Grader(sheet)
    cases = [case for variant in range(VARIANTS) for case in grader.cases(part, variant)]
    numbers = [
        f"{abs(number):.8f}"[:9] for case in cases for number in numbers_in([case.arguments, case.want])
    ]
    return [sheet.secret, "by_scaled_residual", *(number for number in numbers if len(set(number)) > 4)]


def numbers_in(value: Any) -> Iterator[float]:
    """The floating-point numbers in a nest of values."""
    if is_dataclass(value) and not isinstance(value, type):
        value = vars(value)
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        for item in value:
            yield from numbers_in(item)
    elif isinstance(value, float | np.ndarray) and np.asarray(value).dtype.kind == "f":
        yield from np.ravel(value)


def find_loot() -> list[str]:
    """Files and processes on this machine that bear the mark."""
    folders = [Path(name) for name in ("/tmp", "/var/tmp", "/dev/shm", Path.home(), Path.cwd())]
    files = [str(path) for folder in folders if folder.is_dir() for path in folder.glob(f"*{MARK}*")]
    return files + [str(pid) for pid in _marked_processes()]


def _marked_processes() -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        for name in ("comm", "cmdline"):
            try:
                if MARK.encode() in (folder / name).read_bytes():
                    yield int(folder.name)
            except OSError:
                pass


def main(out: Path) -> None:
    """Write each attack as `<name>.ipynb`, and what all of them have in common as `expected.json`."""
    out.mkdir(parents=True, exist_ok=True)
    attacks = find_attacks()
    for attack in attacks:
        write(attack.source, out / f"{attack.name}.ipynb")
    expected = {attack.name: {"sheet": SHEET, "target": TARGET, "claim": attack.claim} for attack in attacks}
    (out / "expected.json").write_text(json.dumps(expected, indent=1), encoding="utf-8")
    print(f"wrote {len(attacks)} notebooks to {out}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
