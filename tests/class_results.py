"""Results of a class, as `autograder grade --out` keeps them, without the time that grading takes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from autograder.course import load

SHEET = load("hw4_autoregressive", hidden=True)
PARTS = SHEET.parts

Mark = tuple[float, str, str]  # the share, the kind, the name of a mistake
RIGHT, WRONG, BLANK = (1.0, "agrees", ""), (0.0, "values", ""), (0.0, "not attempted", "")


def write(folder: Path, student: str, marks: Sequence[Mark], **about: Any) -> None:
    """The results of one student; the parts after the last mark are right."""
    marks = [*marks, *[RIGHT] * (len(PARTS) - len(marks))]
    tests = [
        {
            "number": part.number,
            "name": f"{part.number} {part.name}",
            "score": round(share * part.points, 2),
            "max_score": part.points,
            "output": f"{kind} of {student}",
            "tags": [kind],
        }
        for part, (share, kind, _) in zip(PARTS, marks, strict=True)
    ]
    mistakes = {part.name: name for part, (_, _, name) in zip(PARTS, marks, strict=True) if name}
    extra = {
        "assignment": SHEET.name,
        "student": student,
        "file": "a.ipynb",
        "seconds": 0.25,
        "refused": False,
    }
    total = sum(share * part.points for part, (share, _, _) in zip(PARTS, marks, strict=True))
    results = {
        "score": round(total, 2),
        "output": "",
        "tests": tests,
        "extra_data": {**extra, "mistakes": mistakes, "containment": ["seccomp"], "key": "k", **about},
    }
    name = sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    (folder / f"{name}.json").write_text(json.dumps(results), encoding="utf-8")
