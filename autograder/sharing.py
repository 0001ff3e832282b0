"""The parts that a question shares with another sheet: their list, and their copies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from autograder.sheet import Unit
from autograder.values import Shared, Text, Variables

EXAMPLE = 'shared("hw3_x", {"1.1.1": ("4.1", 2.0)})'


def describe_fault(shared: Shared, sheets: Sequence[str]) -> str:
    """What is wrong with the list itself, and what to write; "" if nothing."""
    if shared.assignment not in sheets:
        return f"there is no sheet {shared.assignment}; there are: {', '.join(sheets)}"
    pairs = shared.parts.items() if isinstance(shared.parts, Mapping) else [("the list", shared.parts)]
    for what, pair in pairs:
        match pair:
            case (str(), int() | float()):
                continue
        return f"{what} has {pair!r}; write (number, points), as in {EXAMPLE}"
    return ""


def list_unknown(shared: Shared, homes: Sequence[Unit]) -> str:
    """The listed parts that no question of the other sheet holds, with their numbers here, "" if none."""
    known = {item.number for home in homes for item in home.items}
    return ", ".join(f"{old} (its own {new})" for old, (new, _) in shared.parts.items() if old not in known)


def copy(home: Unit, parts: Mapping[str, tuple[str, float]], numbers: Mapping[str, str]) -> Iterator[Any]:
    """The listed parts of a unit and all that belongs to them, with the numbers and points of the list."""
    yield from home.all(Variables)
    for item in home.items:
        if item.number in parts:
            number, points = parts[item.number]
            copied = replace(item, number=number, points=points, text=rename(item.text, numbers))
            yield copied
            for value in home.values:
                if getattr(value, "part", None) is item:
                    text = {"text": rename(value.text, numbers)} if hasattr(value, "text") else {}
                    yield replace(value, part=copied, **text)


def rename(text: Text, numbers: Mapping[str, str]) -> Text:
    """The text with the numbers of parts that it mentions replaced."""
    mentioned = re.compile(r"(?<![\d.])(?:" + "|".join(map(re.escape, numbers)) + r")(?![\w.]*\d)")
    return Text(
        **{lang: mentioned.sub(lambda found: numbers[found[0]], prose) for lang, prose in text.items()}
    )
