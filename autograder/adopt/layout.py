"""How the source of a question file is laid out: its head, its texts, its definitions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from textwrap import indent

LONGEST = 100  # characters of a text that stands on one line
HEAD = '''"""{docstring}"""

# Code from the notebook stands as it is.
# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

'''


def write_file(docstring: str, blocks: Sequence[str]) -> str:
    """A source file: its head with the imports, then blocks that are two lines apart."""
    plain = docstring.replace("\\", "/").replace('"', "'")
    return "\n\n\n".join([HEAD.format(docstring=plain) + blocks[0], *[b.strip() for b in blocks[1:]]]) + "\n"


def write_imports(vocabulary: Iterable[str], others: Sequence[str], code: str) -> str:
    """The import lines of a question file with this code, in groups."""
    arrays = re.search(r"\bArray\b", code) is not None
    typing = [*(["TYPE_CHECKING"] if arrays else []), *(["Any"] if re.search(r"\bAny\b", code) else [])]
    ours = [line for line in others if " assignments." in line or " solutions." in line]
    theirs = [line for line in others if line not in ours]
    names = ", ".join(sorted(vocabulary, key=lambda name: (name.islower(), name)))
    groups = [[f"from typing import {', '.join(typing)}"] if typing else [], theirs]
    groups.append([*ours, f"from autograder.question import {names}"])
    if arrays:
        groups.append(["if TYPE_CHECKING:\n    from autograder.question import Array"])
    return "\n\n".join("\n".join(group) for group in groups if group)


def write_text(language: str, prose: str, depth: int) -> str:
    """`en="..."`, over several lines where the prose is long; `depth` is the indentation of the line."""
    if "\n" not in prose and len(prose) <= LONGEST:
        return f"{language}={write_string(prose)}"
    quotes = next((quotes for quotes in ('"""', "'''") if quotes not in prose), None)
    if quotes is None or "\n" not in prose and prose.endswith("\\"):
        return f"{language}={prose!r}"
    space = " " * depth
    return f"{language}=r{quotes}\n{indent(prose, space)}\n{space}{quotes}"


def write_string(prose: str) -> str:
    """A string on one line, in double quotes where that reads well."""
    if '"' in prose or prose.endswith("\\") or "\n" in prose:
        return repr(prose)
    return f'r"{prose}"' if "\\" in prose else f'"{prose}"'


def write_call(name: str, arguments: Iterable[str]) -> str:
    """A call, with an argument on each line where one line is not enough."""
    given = [argument for argument in arguments if argument]
    line = f"{name}({', '.join(given)})"
    if len(line) <= LONGEST and "\n" not in line:
        return line
    return f"{name}(\n" + "".join(f"    {argument},\n" for argument in given) + ")"
