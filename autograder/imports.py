"""What the public and hidden files of the course import from each other."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import resolve_name
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

PUBLIC = "assignments."
COURSE = (PUBLIC, "solutions.")
# A notebook cannot follow these, or must not; parsing all files is slow.
SUSPECT = re.compile(
    r"^\s*(from\s+(\.|solutions\b)|import\b.*\b(assignments\.|solutions\b))|[\"']solutions\.", re.MULTILINE
)

Node: TypeAlias = ast.Import | ast.ImportFrom | ast.Constant  # importlib takes names


@cache
def find_imports(module: ModuleType) -> tuple[str, ...]:
    """The files of the course that this one imports from as soon as it is run."""
    found: list[str] = []
    for node in _parse(module).body:
        source = str(getattr(node, "module", None))
        if isinstance(node, ast.ImportFrom) and source.startswith(COURSE):
            names = [f"{source}.{alias.name}" for alias in node.names]
            found += [name for name in names if name in sys.modules] or [source]
    return tuple(found)


@cache
def describe_fault(module: ModuleType) -> str:
    """What in a public file no notebook can follow, and what to do; "" if nothing."""
    try:
        _read(module)
    except UnicodeDecodeError:
        return "it is no UTF-8; save it as UTF-8"
    for node in _find_nodes(module):
        if _is_hidden(node):
            return f"line {node.lineno}: `{ast.unparse(node)}` takes what is hidden; move it to a public file"
        if isinstance(node, ast.Constant):
            continue
        for line in _write_in_full(node, module):
            return f"line {node.lineno}: write `{line}`; a notebook cannot follow `{ast.unparse(node)}`"
    if circle := _find_circle(module):
        return f"imports itself ({' -> '.join(circle)}); move what they share to a file of its own"
    return ""


def _is_hidden(node: Node) -> bool:
    """Whether it takes from the hidden files, which would be packed into the notebook with it."""
    match node:
        case ast.Constant(value=str(name)):
            return re.match(r"solutions\.\w+\.q\w+", name) is not None
        case ast.ImportFrom(module=name, level=0):
            return f"{name}.".startswith("solutions.")
    return isinstance(node, ast.Import) and any(f"{a.name}.".startswith("solutions.") for a in node.names)


def _find_nodes(module: ModuleType) -> list[Node]:
    """What may import in a file in which one may be to refuse, in functions, too."""
    if not SUSPECT.search(_read(module)):
        return []
    return [node for node in ast.walk(_parse(module)) if isinstance(node, Node)]


def _write_in_full(node: ast.Import | ast.ImportFrom, module: ModuleType) -> Iterator[str]:
    """The line that stands for an import which is relative, or which a notebook has no module for."""
    if isinstance(node, ast.ImportFrom) and node.level > 0:
        source = resolve_name("." * node.level + (node.module or ""), str(module.__package__))
        yield ast.unparse(ast.ImportFrom(source, node.names, 0))
    elif isinstance(node, ast.Import):
        for alias in node.names:
            package, _, name = alias.name.rpartition(".")
            if alias.name.startswith(PUBLIC):
                yield ast.unparse(ast.ImportFrom(package, [ast.alias(name, alias.asname)], 0))


def _find_circle(module: ModuleType, above: tuple[ModuleType, ...] = ()) -> list[str]:
    if module in above:
        return [found.__name__ for found in (*above[above.index(module) :], module)]
    found = (_find_circle(import_module(name), (*above, module)) for name in find_imports(module))
    return next((circle for circle in found if circle), [])


def _parse(module: ModuleType) -> ast.Module:
    return ast.parse(_read(module))


def _read(module: ModuleType) -> str:
    return Path(str(module.__file__)).read_text("utf-8-sig")
