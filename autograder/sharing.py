"""The parts that a question shares with another sheet: their list, and their copies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from autograder.sheet import Unit
from autograder.values import Shared, Text, Variables

EXAMPLE = 'shared("hw3_x", {"1.1.1": ("4.1", 2.0)})'
Homes: TypeAlias = Mapping[Shared, Sequence[Unit]]  # of each list, the questions of the sheet that it names
LITERAL = re.compile(r"`[^`]*`|\$[^$]*\$")  # where a number is rarely that of a part


def describe_fault(shared: Shared, own: str, sheets: Sequence[str]) -> str:
    """What is wrong with the list itself, and what to write; "" if nothing."""
    if shared.assignment == own:
        return f"shares parts of {own}, its own sheet; name another one, or delete its `shared(...)`"
    if shared.assignment not in sheets:
        there = ", ".join(sheets)
        return f"there is no sheet {shared.assignment}; there are: {there}; mend or delete its `shared(...)`"
    if not isinstance(shared.parts, Mapping):
        return f"the list is {shared.parts!r}; write a dictionary, as in {EXAMPLE}"
    for number, pair in shared.parts.items():
        match pair:
            case (str(), int() | float()):
                continue
        return f"{number} has {pair!r}; write (number, points), as in {EXAMPLE}"
    return ""


def describe_gap(shared: Shared, homes: Homes) -> str:
    """What is shared that the other sheet does not hold, or whose texts name what is not; "" if nothing."""
    home = shared.assignment
    items = {item.number: item for unit in homes[shared] for item in unit.items}
    if lacking := [old for old in shared.parts if old not in items]:
        for other in (other for unit in homes[shared] for other in unit.all(Shared)):
            if lacking[0] in _map_numbers(other.assignment, [other]).values():
                source = other.assignment
                return f"{lacking[0]} of {home}, which shares it from {source} itself; share it from there"
        unknown = ", ".join(f"{old} (its own {shared.parts[old][0]})" for old in lacking)
        advice = "delete it from its `shared(...)`, or bring its files back"
        return f"{unknown} of {home}, where there is no such part (any more); {advice}"
    unshared = set(items) - set(_map_numbers(home, homes))
    for old, (new, _) in shared.parts.items():
        prose = LITERAL.sub("", " ".join(items[old].text.values()))
        if unshared and (named := _match(unshared).search(prose)):
            return (
                f"{new}, which mentions {named[0]} of {home}, which is not shared; share it, too, or reword"
            )
    return ""


def insert(unit: Unit, homes: Homes) -> Unit:
    """The unit with copies of the parts that it shares in the place of their lists."""
    values: list[Any] = []
    modules = list(unit.modules)
    for value in unit.values:
        if isinstance(value, Shared):
            numbers = _map_numbers(value.assignment, homes)
            for home in homes[value]:
                if any(item.number in value.parts for item in home.items):
                    values += _copy(home, value.parts, numbers)
                    modules += home.modules
        else:
            values.append(value)
    return Unit(unit.name, tuple(values), tuple(dict.fromkeys(modules)))


def _map_numbers(assignment: str, lists: Iterable[Shared]) -> dict[str, str]:
    """The numbers of all parts that these lists share from a sheet, and what they are here."""
    theirs = [shared.parts for shared in lists if shared.assignment == assignment]
    return {old: new for parts in theirs for old, (new, _) in parts.items()}


def _copy(home: Unit, parts: Mapping[str, tuple[str, float]], numbers: Mapping[str, str]) -> Iterator[Any]:
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
    mentioned = _match(numbers)
    return Text(
        **{lang: mentioned.sub(lambda found: numbers[found[0]], prose) for lang, prose in text.items()}
    )


def _match(numbers: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![\d.])(?:" + "|".join(map(re.escape, numbers)) + r")(?![\w.]*\d)")
