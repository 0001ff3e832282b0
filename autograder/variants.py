"""Draws the numbers of a student into a question: into its texts, and into its hidden functions."""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import is_dataclass, replace
from functools import wraps
from hashlib import sha256
from typing import Any, TypeAlias, TypeVar

from autograder.values import Function, Part, Question, Text, Variables, Written

Item: TypeAlias = Part | Written
Value = TypeVar("Value")
MARK = re.compile(r"<<(\w+)>>")
BROKEN = re.compile(r"\S*(?:<<|>>)\S*")
CODE = re.compile(r"`[^`]*`")


def draw(variables: Variables, student: str) -> dict[str, int]:
    """The numbers of a student, from the id alone; those of the sheet where there is no id."""
    if not student:
        return {name: choices[0] for name, choices in variables.choices.items()}
    digests = {name: sha256(f"{student}/{name}".encode()).digest() for name in variables.choices}
    return {
        name: choices[int.from_bytes(digests[name], "big") % len(choices)]
        for name, choices in variables.choices.items()
    }


def find_clash(every: Iterable[Variables]) -> str:
    """A name to which two of them give other choices, "" if there is none: both would get the same number."""
    known: dict[str, Sequence[int]] = {}
    for variables in every:
        for name, choices in variables.choices.items():
            if list(known.setdefault(name, choices)) != list(choices):
                return name
    return ""


def apply(values: tuple[Any, ...], numbers: Mapping[str, int]) -> tuple[Any, ...]:
    """The values of a question with these numbers in their texts and hidden functions."""
    parts = {value: _write(value, numbers) for value in values if isinstance(value, Part | Written)}
    return tuple(_adapt(value, parts, numbers) for value in values)


def describe_unknown(values: tuple[Any, ...], names: Collection[str]) -> str:
    """The first mark in a text that is none, or names no variable, and which there are; "" if all is well."""
    parts = {value for value in values if isinstance(value, Part | Written)}
    for value in values:
        for what, text in _texts(value).items():
            marks = [name for prose in text.values() for name in MARK.findall(prose)]
            broken = [found for prose in text.values() for found in _find_broken(prose) if names]
            if broken:
                return (
                    f"`{broken[0]}` in the {what} {_owner(value)} is no mark; write one as <<{min(names)}>>"
                )
            unknown = next((name for name in marks if name not in names), None)
            if unknown and (isinstance(value, Question | Part | Written) or value.part in parts):
                there = ", ".join(names) or "none"
                return f"<<{unknown}>> in the {what} {_owner(value)} is no variable; there are: {there}"
    return ""


def _find_broken(prose: str) -> list[str]:
    """What is written like half a mark, outside code."""
    return BROKEN.findall(MARK.sub("", CODE.sub("", prose)))


def _owner(value: Any) -> str:
    if isinstance(value, Question):
        return f"of question {value.number}"
    if isinstance(value, Part | Written):
        return f"of part {value.number}"
    return f"of a {type(value).__name__.lower()} to part {value.part.number}"


def _adapt(value: Any, parts: Mapping[Item, Item], numbers: Mapping[str, int]) -> Any:
    if isinstance(value, Part | Written):
        return parts[value]
    if isinstance(value, Question):
        return _write(value, numbers)
    if not is_dataclass(value) or isinstance(value, type) or getattr(value, "part", None) not in parts:
        return value
    changed: dict[str, Any] = {"part": parts[value.part]}  # type: ignore[attr-defined]
    if hasattr(value, "function"):
        changed["function"] = _bind(value.function, numbers)
    return _write(replace(value, **changed), numbers)


def _write(value: Value, numbers: Mapping[str, int]) -> Value:
    """The value with the numbers in the place of their marks."""
    written = {name: _fill(text, numbers) for name, text in _texts(value).items()}
    return replace(value, **written)  # type: ignore[type-var]


def _texts(value: Any) -> dict[str, Text]:
    """The texts of what a question holds, by the names of their fields."""
    if type(value).__module__ != Part.__module__ or isinstance(value, dict):
        return {}
    return {name: text for name, text in vars(value).items() if isinstance(text, Text)}


def _fill(text: Text, numbers: Mapping[str, int]) -> Text:
    filled = {lang: MARK.sub(lambda found: str(numbers[found[1]]), prose) for lang, prose in text.items()}
    return Text(**filled)


def _bind(function: Function, numbers: Mapping[str, int]) -> Function:
    """The function with the numbers that it asks for."""
    signature = inspect.signature(function)
    taken = {name: numbers[name] for name in signature.parameters if name in numbers}
    if not taken:
        return function

    @wraps(function)
    def bound(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs, **taken)

    rest = [parameter for name, parameter in signature.parameters.items() if name not in taken]
    vars(bound).pop("__wrapped__")
    vars(bound)["__signature__"] = signature.replace(parameters=rest)
    return bound
