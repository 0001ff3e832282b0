"""A text that sends its reader to another part names one of its own sheet, also where parts are shared."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from autograder.course import load, names
from autograder.sheet import Sheet
from autograder.values import Law, Mistake, Picture, Text

FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`", re.DOTALL)
REFERENCE = re.compile(r"(?<![\w.,])[1-9]\.\d+[a-z]?(?:\.\d+)?(?!\w)")


def find_numbers(sheet: Sheet) -> set[str]:
    """The numbers of the parts and of what they stand in: of 3.2b.1 also 3.2b and 3.2."""
    numbers = [part.number for part in sheet.parts] + [answer.number for answer in sheet.written]
    pieces = [number.split(".") for number in numbers]
    found = {".".join(piece[:depth]) for piece in pieces for depth in range(1, len(piece) + 1)}
    return found | {number.rstrip("abcdefgh") for number in found}


def find_texts(sheet: Sheet) -> Iterator[Text]:
    yield from [part.text for part in sheet.parts] + [answer.text for answer in sheet.written]
    for unit in sheet.units:
        yield from [law.text for law in unit.all(Law)] + [mistake.text for mistake in unit.all(Mistake)]
        yield from [picture.text for picture in unit.all(Picture)]


@pytest.mark.parametrize("name", names())
def test_every_part_that_a_text_refers_to_exists(name: str) -> None:
    sheet = load(name, hidden=True)
    proses = [FORMULA.sub("", prose) for text in find_texts(sheet) for prose in text.values()]
    found = {number for prose in proses for number in REFERENCE.findall(prose)}
    assert sorted(found - find_numbers(sheet)) == []
