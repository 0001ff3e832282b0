"""Our checker, changed to say that all passed, and our checks, changed to answer for the part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile import zoo
from tests.hostile.files import find_cell, leave_out_answer, save

EXPECT = "graded"
ANSWERED = False
ALTERED = """
def check(function):
    print(f"{function.__name__}: passed")
    globals()[function.__name__] = lambda *_: True

def summary(names):
    print("All parts obey their public laws.")
"""


def write(notebook: dict[str, Any], folder: Path) -> Path:
    leave_out_answer(notebook)
    setup = find_cell(notebook, "setup", "checker")
    setup["source"] = "".join(setup["source"]) + ALTERED
    find_cell(notebook, "check", zoo.TARGET)["source"] = f"check({zoo.TARGET})\n{zoo.TARGET} = all"
    return save(notebook, folder)
