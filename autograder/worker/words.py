"""What the trusted side makes of a worker's words and of the gaps in its values."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from typing import Any

DETAIL = 500


def is_builtin_error(name: str) -> bool:
    """Whether this names a built-in exception: another word could carry a hidden input."""
    found = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, BaseException)


def clean(text: str) -> str:
    """Text that a terminal and a page show as it is: no control or direction characters, and not too long."""
    shown = (" " if letter in "\n\t" else letter for letter in text[:DETAIL])
    return "".join(letter for letter in shown if letter.isprintable())


def leaves(value: Any) -> Iterator[Any]:
    """What a nest of lists, tuples and mappings holds."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def without_gaps(value: Any) -> Any:
    """The value with None for each `...`."""
    if isinstance(value, dict):
        return {key: without_gaps(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(without_gaps(item) for item in value)
    return None if value is Ellipsis else value
