"""The README says what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.course import load, names
from autograder.values import Speed

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", names())
def test_table_of_sheets_has_the_numbers_of_each_sheet(name: str) -> None:
    sheet = load(name, hidden=False)
    (row,) = [line for line in README.splitlines() if line.startswith(f"| `{name}`")]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    timed = sum(len(unit.all(Speed)) for unit in sheet.units)
    errata = sum(unit.question.erratum is not None for unit in sheet.units)
    counts = [len(sheet.parts), timed, len(sheet.written), f"{sheet.points:g}", errata]
    assert cells[2:] == [*map(str, counts), ", ".join(sheet.languages)]


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(?:autograder/|tests/)[\w/.]+`", README))))
def test_paths_that_it_names_exist(path: str) -> None:
    assert (ROOT / path.strip("`")).exists()


def test_commands_that_it_names_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"^make ([\w-]+)|`make ([\w-]+)", README, re.MULTILINE)):
        target = "".join(target)
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
