"""Damage to bytes, to JSON values and to text; it knows nothing of what it damages."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

LENGTHS = (0, 1, 2, 8, 64, 1024, 2**30)
COUNTS = (1, 10, 1_000, 100_000)
LONGEST = 400_000  # characters of a text that is made long
DEEPEST = 25  # changes upon changes stay far below where writing the value as JSON would itself fail

Tree = Any  # what JSON can hold
Place = tuple[Any, Any]


@st.composite
def damage_bytes(draw: st.DrawFn, data: bytes, junk: st.SearchStrategy[bytes]) -> bytes:
    """The bytes after one to five changes: some lost, new, doubled, moved, flipped, or cut off."""
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from(LENGTHS)))
        piece = data[start:end]
        match draw(st.sampled_from(["remove", "insert", "replace", "repeat", "move", "flip", "cut"])):
            case "remove":
                piece = b""
            case "insert":
                piece = draw(junk) + piece
            case "replace":
                piece = draw(junk)
            case "repeat":
                piece += piece
            case "move":
                data = data[end:] + data[:end]
                continue
            case "flip":
                piece = bytes([byte ^ 2 ** draw(st.integers(0, 7)) for byte in piece[:1]]) + piece[1:]
            case _:
                end = len(data)
                piece = b""
        data = data[:start] + piece + data[end:]
    return data


@st.composite
def damage_lines(draw: st.DrawFn, text: str, junk: st.SearchStrategy[str]) -> str:
    """The text after one to five changes of whole lines."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 5))):
        row = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["remove", "insert", "repeat", "swap", "indent", "join"])):
            case "remove":
                lines[row : row + 1] = [""]
            case "insert":
                lines.insert(row, draw(junk))
            case "repeat":
                lines[row:row] = lines[row : row + draw(st.sampled_from(LENGTHS))]
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[row], lines[other] = lines[other], lines[row]
            case "indent":
                lines[row] = draw(junk) + lines[row]
            case _:
                lines[row : row + 2] = ["".join(lines[row : row + 2])]
    return "\n".join(lines)


@st.composite
def damage_tree(draw: st.DrawFn, tree: Tree, junk: st.SearchStrategy[Tree], most: int = 5) -> Tree:
    """The value, itself changed in up to so many places."""
    for _ in range(draw(st.integers(0, most))):
        place = draw(places(tree))
        if place is not None:
            draw(_change(tree, place, junk))
    return tree


@st.composite
def places(draw: st.DrawFn, tree: Tree) -> Place | None:
    """A container of the value and a key or index of it, found by going down from the top."""
    container = tree
    while container:
        keys = list(container) if isinstance(container, dict) else range(len(container))
        key = draw(st.sampled_from(keys))
        if not isinstance(container[key], list | dict) or not container[key] or not draw(st.integers(0, 3)):
            return container, key
        container = container[key]
    return None


@st.composite
def _change(draw: st.DrawFn, tree: Tree, place: Place, junk: st.SearchStrategy[Tree]) -> None:
    container, key = place
    value = container[key]
    match draw(
        st.sampled_from(["remove", "replace", "spoil", "nest", "repeat", "swap", "shuffle", "retype"])
    ):
        case "remove":
            del container[key]
        case "replace":
            # A copy, since a later change may go into it.
            container[key] = copy.deepcopy(draw(junk))
        case "nest":
            container[key] = draw(_nested(value))
        case "repeat":
            draw(_repeat(container, key, junk))
        case "swap":
            other, name = draw(places(tree)) or place
            container[key], other[name] = copy.deepcopy(other[name]), copy.deepcopy(value)
        case "shuffle" if isinstance(value, list):
            container[key] = draw(st.permutations(value)) if len(value) < 200 else value[::-1]
        case "retype":
            container[key] = _retyped(value)
        case _:
            container[key] = draw(_spoiled(value, junk))


@st.composite
def _nested(draw: st.DrawFn, value: Tree) -> Tree:
    for _ in range(draw(st.sampled_from([1, 2, DEEPEST]))):
        value = [value] if draw(st.booleans()) else {draw(st.sampled_from(["cells", "source", "x"])): value}
    return value


@st.composite
def _repeat(draw: st.DrawFn, container: Any, key: Any, junk: st.SearchStrategy[Tree]) -> None:
    twin = copy.deepcopy(container[key])
    if isinstance(container, list):
        container.insert(draw(st.integers(0, len(container))), twin)
    else:
        container[str(draw(junk))] = twin


def _retyped(value: Tree) -> Tree:
    match value:
        case str():
            return value.splitlines(keepends=True)
        case list() if all(isinstance(item, str) for item in value):
            return "".join(value)
        case list():
            return {str(number): item for number, item in enumerate(value)}
        case dict():
            return list(value.values())
    return str(value)


@st.composite
def _spoiled(draw: st.DrawFn, value: Tree, junk: st.SearchStrategy[Tree]) -> Tree:
    """A text with junk in it, perhaps very much of it; anything else gives way to junk."""
    found = copy.deepcopy(draw(junk))
    if not isinstance(value, str) or not isinstance(found, str):
        return found
    start = draw(st.integers(0, len(value)))
    return value[:start] + lengthen(found, draw(st.sampled_from(COUNTS))) + value[start:]


def lengthen(text: str, count: int) -> str:
    """The text so many times, or as often as it is still not too long."""
    return text * min(count, LONGEST // max(1, len(text)))
