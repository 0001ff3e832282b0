"""A notebook that says it is another assignment, in another language, for another student."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hostile.files import save

EXPECT = "graded"


def write(notebook: dict[str, Any], folder: Path) -> Path:
    name = "../solutions/exam_foundations"
    notebook["metadata"]["autograder"] = {
        "assignment": name,
        "language": "tlh",
        "student": "teacher@example.org",
    }
    return save(notebook, folder)
