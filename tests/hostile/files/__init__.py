"""Hostile files: each module makes one from the notebook whose answers are all right.

Its docstring says what the file is; `write` makes it, in a folder beside what is not the student's (`plant`).
`EXPECT` is "graded", or "refused" with how the refusal names the `CAUSE`, in English and in Russian.
`ANSWERED = False` says that the attacked answer is left out and the file tries to get its points otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.hostile import zoo

CANARY = "zoo-canary"  # is in the files beside the folder, which no hostile file may pull in
FORGED = "zoo-forged"  # begins the lines that a hostile file tries to put into a report


@dataclass(frozen=True)
class HostileFile:
    """One kind of file, what it claims to be, and what must become of it."""

    name: str
    claim: str
    expect: str
    cause: tuple[str, str]
    answered: bool
    write: Callable[[dict[str, Any], Path], Path]


def find_files() -> list[HostileFile]:
    """All of them, by name."""
    return [_read(path.stem) for path in sorted(Path(__file__).parent.glob("[a-z]*.py"))]


def _read(name: str) -> HostileFile:
    module = import_module(f"{__name__}.{name}")
    claim = (module.__doc__ or "").partition("\n")[0]
    if not claim or module.EXPECT not in ("refused", "graded"):
        raise ValueError(f"{name}.py: expected a claim, and EXPECT to be 'refused' or 'graded'")
    cause = getattr(module, "CAUSE", ("", ""))
    return HostileFile(name, claim, module.EXPECT, cause, getattr(module, "ANSWERED", True), module.write)


def plant(folder: Path) -> None:
    """Put two files beside this folder: a text, and a notebook with right answers that is somebody else's."""
    secret(folder).write_text(f"{CANARY} in a file that is not a notebook\n", encoding="utf-8")
    notebook = zoo.right_notebook()
    find_cell(notebook, "answer", "4.2.3")["source"] = f"**Answer 4.2.3**\n\n(a) {CANARY}"
    neighbour(folder).write_text(json.dumps(notebook), encoding="utf-8")


def secret(folder: Path) -> Path:
    """A text file that is not the student's."""
    return folder.parent / "secret.txt"


def neighbour(folder: Path) -> Path:
    """The notebook of another student."""
    return folder.parent / "neighbour.ipynb"


def save(notebook: dict[str, Any], folder: Path, name: str = "hostile.ipynb") -> Path:
    """The notebook as a file of this name."""
    path = folder / name
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def find_cell(notebook: dict[str, Any], role: str, name: str) -> dict[str, Any]:
    """The cell that was made for this at release."""
    wanted = {"role": role, "name": name}
    found: dict[str, Any]
    (found,) = [cell for cell in notebook["cells"] if cell["metadata"].get("autograder") == wanted]
    return found


def leave_out_answer(notebook: dict[str, Any]) -> dict[str, Any]:
    """Take the attacked answer out, as if it had never been attempted; its cell."""
    cell = find_cell(notebook, "stub", zoo.TARGET)
    cell["source"] = f"def {zoo.TARGET}(z, mu, log_sigma):\n    raise NotImplementedError\n"
    return cell


def code(source: str, **more: Any) -> dict[str, Any]:
    """A code cell as a student adds it."""
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": 1,
        **more,
    }


def text(source: str, **more: Any) -> dict[str, Any]:
    """A Markdown cell as a student adds it."""
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}
