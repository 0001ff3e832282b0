"""A cell of the student's that says it is our checker, and a check that says it is the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile import zoo
from tests.hostile.files import code, leave_out_answer, save

EXPECT = "graded"
ANSWERED = False
CLAIM = """#@title Set-up: run this cell first
import numpy as np

passed = {"gaussian_score": True}
check = summary = lambda *_: print("passed")
"""


def write(notebook: dict[str, Any], folder: Path) -> Path:
    leave_out_answer(notebook)
    ours = {"assignment": notebook["metadata"]["autograder"]["assignment"], "score": 0.5, "points": 0.5}
    for role in ("setup", "given", "check", "summary", "prose", "answer", "reference", "hidden", "case"):
        claim = {
            "autograder": {"role": role, "name": zoo.TARGET, **ours},
            "nbgrader": {"grade": True, "points": 0.5},
        }
        notebook["cells"].append(code(CLAIM, id=f"{role}-{zoo.TARGET}", metadata=claim))
    notebook["cells"].insert(0, code(CLAIM, id="setup-checker"))
    notebook["metadata"]["autograder"] |= {"results": {zoo.TARGET: 0.5}, "seed": 0, "generated": False}
    return save(notebook, folder)
