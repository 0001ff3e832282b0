"""What is handed in: the bundled samples and the zoo, and what each must get."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.sheet import Sheet
from tests.container.findings import Expected
from tests.container.image import ROOT

SAMPLES = ROOT / "tests" / "samples"
CRUMB = 0.01  # less than any part gives
# By the first word of the file's name: the least and the most of all points.
SHARES = {
    "right": (1.0, 1.0),
    "untouched": (0.0, 0.0),
    "half": (CRUMB, 1 - CRUMB),
    "crashing": (CRUMB, 1 - CRUMB),
}
# The sample of attacks holds one right answer of 3 points, and an empty grid is right in a case or two.
HOSTILE = (3.0, 3.5)


@dataclass(frozen=True)
class Case:
    """One file, and what it must get."""

    name: str
    content: bytes
    expected: Expected


def find_samples(sheet: Sheet) -> Iterator[Case]:
    """The submissions that are bundled with a sheet."""
    points = sum(part.points for part in sheet.parts)
    for path in sorted((SAMPLES / sheet.name).glob("*.ipynb")):
        kind = path.name.partition(".")[0].partition("_")[0]
        least, most = HOSTILE if kind == "hostile" else (share * points for share in SHARES[kind])
        yield Case(path.name, path.read_bytes(), Expected((least, most), secrets=(sheet.secret,)))


@dataclass(frozen=True)
class Zoo:
    """The attacks by the sheet whose answer they replace."""

    folder: Path
    facts: dict[str, dict[str, Any]]

    @property
    def sheets(self) -> set[str]:
        return {fact["sheet"] for fact in self.facts.values()}

    def of(self, sheet: Sheet) -> Iterator[Case]:
        """The attacks on a sheet: the part that is attacked gets nothing, all others get their marks."""
        points = {part.name: part.points for part in sheet.parts}
        for name, fact in sorted(self.facts.items()):
            if fact["sheet"] == sheet.name:
                rest = sum(points.values()) - points[fact["target"]]
                expected = Expected((rest, rest), {fact["target"]: (0.0, 0.0)}, (sheet.secret,), True)
                yield Case(name, (self.folder / f"{name}.ipynb").read_bytes(), expected)


def write_zoo(folder: Path) -> Zoo:
    """All attacks as notebooks."""
    command = [sys.executable, "-m", "tests.hostile.zoo", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return Zoo(folder, json.loads((folder / "expected.json").read_text("utf-8")))


def find_sheets() -> list[str]:
    """The sheets that have bundled samples."""
    return sorted(path.parent.name for path in SAMPLES.glob("*/right_numpy.en.ipynb"))
