"""Whether grading repeats itself: `make regrades` grades the bundled submissions a thousand times in all.

Prints each verdict that differs from the first one, and exits with 1 if there is any.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.grading import Course
from autograder.report import Report
from autograder.sandbox import Limits

SAMPLES = Path(__file__).parent.parent / "samples"
TOTAL = 1_000
LIMITS = Limits(call_seconds=1.0)  # what never ends is ended sooner: the verdict is the same


def main() -> None:
    notebooks = sorted(SAMPLES.glob("*/*.ipynb"))
    rounds = -(-TOTAL // len(notebooks))
    differing = 0
    for sheet in sorted({path.parent.name for path in notebooks}):
        with Course(sheet, limits=LIMITS) as course:
            for path in (path for path in notebooks if path.parent.name == sheet):
                found = list(find_differences(course, path, rounds))
                differing += len(found)
                print(
                    f"{sheet} {path.name}: {rounds} times, {len(found)} differ",
                    *found,
                    sep="\n  ",
                    flush=True,
                )
    print(f"{rounds * len(notebooks)} gradings, {differing} verdicts differ")
    sys.exit(1 if differing else 0)


def find_differences(course: Course, path: Path, rounds: int) -> Iterator[str]:
    """Each verdict that is not what the first grading found."""
    first = verdicts_of(course.grade(path))
    for number in range(1, rounds):
        again = verdicts_of(course.grade(path))
        for name in first:
            if again[name] != first[name]:
                yield f"round {number}, {name}: {again[name]}, first {first[name]}"


def verdicts_of(report: Report) -> dict[str, Any]:
    """All that a report says but the time that it took."""
    parts = {
        part.name: (part.score, part.kind, part.failed, part.where, part.pattern, part.hint)
        for part in report.parts
    }
    return {**parts, "notes": report.notes, "repairs": report.repairs, "digest": report.digest}


if __name__ == "__main__":
    main()
