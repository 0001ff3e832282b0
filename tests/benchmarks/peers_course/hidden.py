"""The hidden comparisons of a sheet, for other graders.

A process of its own runs this text with a sheet and a folder: the sheet is that of the course where it runs.
"""

from __future__ import annotations

import json
import pickle
import sys
from pathlib import Path

from autograder.course import load
from autograder.marking import Grader
from autograder.source import write_given, write_stub


def main(name: str, folder: Path) -> None:
    """Write `hidden.pkl`: by function its inputs, what must come back, tolerances; and `outline.json`."""
    sheet = load(name, hidden=True)
    grader = Grader(sheet)
    cases = {part: grader.cases(part, variant=0) for part in sheet.parts}
    hidden = {
        part.name: (
            [(dict(case.arguments), case.want) for case in drawn],
            part.tolerance.rtol,
            part.tolerance.atol,
        )
        for part, drawn in cases.items()
    }
    outline = {
        "stubs": {part.name: write_stub(part) for part in sheet.parts},
        "points": {part.name: part.points for part in sheet.parts},
        "given": write_given([cls for unit in sheet.units for cls in unit.given]),
        "comparisons": sum(map(len, cases.values())),
    }
    (folder / "hidden.pkl").write_bytes(pickle.dumps(hidden))
    (folder / "outline.json").write_text(json.dumps(outline), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
