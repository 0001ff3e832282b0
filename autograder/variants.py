"""Draws the numbers of a student into a question: into its texts, and into its hidden functions."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar

from autograder.values import Function, Part, Question, Text, Variables

Value = TypeVar("Value")
MARK = re.compile(r"<<(\w+)>>")


def draw(variables: Variables, student: str) -> dict[str, int]:
    """The numbers of a student, from the id alone; those of the sheet where there is no id."""
    if not student:
        return {name: choices[0] for name, choices in variables.choices.items()}
    digests = {name: sha256(f"{student}/{name}".encode()).digest() for name in variables.choices}
    return {
        name: choices[int.from_bytes(digests[name], "big") % len(choices)]
        for name, choices in variables.choices.items()
    }


def apply(values: tuple[Any, ...], numbers: Mapping[str, int]) -> tuple[Any, ...]:
    """The values of a question with these numbers in their texts and hidden functions."""
    parts = {value: _write(value, numbers) for value in values if isinstance(value, Part)}
    return tuple(_adapt(value, parts, numbers) for value in values)


def _adapt(value: Any, parts: Mapping[Part, Part], numbers: Mapping[str, int]) -> Any:
    if isinstance(value, Part):
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
    texts = {name: text for name, text in vars(value).items() if isinstance(text, Text)}
    written = {name: _fill(text, numbers) for name, text in texts.items()}
    return replace(value, **written)  # type: ignore[type-var]


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
