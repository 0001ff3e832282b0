"""The old notebooks that the tests take over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.adopt import Adoption, adopt
from autograder.adopt.cells import Cell, read_cells
from autograder.course import load
from autograder.sheet import Sheet

SAMPLES = Path(__file__).parents[1] / "samples_adopt"
LANGUAGES = {"softmax_regression": "en", "numbers": "en", "estimators": "en", "probabilites": "fr"}
every_sample = pytest.mark.parametrize("name", LANGUAGES)


@dataclass(frozen=True)
class Adopted:
    """A sample after it was taken over, in a course of its own."""

    root: Path
    adoption: Adoption
    sheet: Sheet
    cells: list[Cell]

    def read(self, kind: str) -> str:
        """The source of all files of a kind: `assignments` or `solutions`."""
        files = sorted((self.root / kind / self.sheet.name).glob("*.py"))
        return "\n".join(file.read_text("utf-8") for file in files)


def take_over(root: Path, name: str) -> Adopted:
    source = SAMPLES / f"{name}.ipynb"
    adoption = adopt(root, source, language=LANGUAGES[name])
    return Adopted(root, adoption, load(name, hidden=True), read_cells(source))
