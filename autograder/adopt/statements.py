"""The code of a notebook as statements: what each binds and uses, and whether students get to see it."""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from autograder.adopt.cells import MARKER, Cell, Role, parse_code

QUIET = {"print", "display", "plt"}  # calls that change nothing but what is shown
AUTOTEST = re.compile(r"^\s*#+\s*(?:HASHED )?AUTOTEST\s+(.*?);?\s*$")
DEFINITIONS = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


@dataclass(frozen=True, eq=False)
class Statement:
    """One statement at the outer level of a cell.

    `hidden`: nbgrader removes it, or a part of it, at release. `comment` is the one that stands above it.
    `auto`: it is an expression whose value nbgrader writes into a test.
    """

    cell: int
    line: int
    role: Role
    node: ast.stmt
    text: str
    binds: frozenset[str]
    uses: frozenset[str]
    hidden: bool
    comment: str = ""
    auto: bool = False

    @property
    def imports(self) -> bool:
        return isinstance(self.node, ast.Import | ast.ImportFrom)

    @property
    def defines(self) -> bool:
        """Whether it defines a function or class, or imports, which costs nothing to repeat."""
        return isinstance(self.node, DEFINITIONS)

    @property
    def changes(self) -> frozenset[str]:
        """Names of values that it may change in place."""
        if self.defines:
            return frozenset()
        return frozenset(name for inner in ast.walk(self.node) for name in _find_changed(inner)) - {""}

    @property
    def rebinds(self) -> bool:
        """Whether what its names held before does not matter after it."""
        return self.defines or isinstance(self.node, ast.Assign | ast.AnnAssign)


def split(cell: Cell) -> list[Statement] | None:
    """The statements of a code cell; None if it is not Python."""
    source = parse_code(cell.source)
    if source is None:
        return None
    found = [_make(cell, source, node) for node in ast.parse(source).body]
    if cell.role is Role.TESTS:
        found += _read_autotests(cell)
    return sorted(found, key=lambda statement: statement.line)


def _make(cell: Cell, source: str, node: ast.stmt) -> Statement:
    first = min([node.lineno, *[item.lineno for item in getattr(node, "decorator_list", [])]])
    lines, last = source.split("\n"), node.end_lineno or first
    if ";" in lines[first - 1] + lines[last - 1]:
        text = ast.get_source_segment(source, node) or ""
    else:
        text = "\n".join(line for line in lines[first - 1 : last] if not MARKER.search(line))
    hidden = not cell.hidden.isdisjoint(range(first, last + 1))
    comment = "" if first - 1 in cell.hidden else _comment_above(lines, first)
    return Statement(cell.number, first, cell.role, node, text, *find_names(text), hidden, comment)


def _read_autotests(cell: Cell) -> list[Statement]:
    """The expressions after `### AUTOTEST`, which nbgrader replaces by tests of their values."""
    found = []
    for line, text in enumerate(cell.source.split("\n"), 1):
        if (marker := AUTOTEST.match(text)) is None or parse_code(marker[1]) is None:
            continue
        for node in ast.parse(marker[1]).body:
            names = find_names(ast.unparse(node))
            found.append(
                Statement(cell.number, line, cell.role, node, ast.unparse(node), *names, True, "", True)
            )
    return found


def inline(call: Statement, definition: Statement) -> list[Statement] | None:
    """What a call of a test function does, as statements; None where that is more than its body."""
    node, function = call.node, definition.node
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return None
    if not isinstance(function, ast.FunctionDef) or len(function.args.args) != len(node.value.args):
        return None
    if any(isinstance(inner, ast.Return | ast.Yield | ast.Global) for inner in ast.walk(function)):
        return None
    pairs = zip(function.args.args, node.value.args, strict=True)
    bound = [ast.parse(f"{name.arg} = {ast.unparse(value)}").body[0] for name, value in pairs]
    hidden = call.hidden or definition.hidden
    return [
        Statement(call.cell, line, call.role, inner, text, *find_names(text), hidden)
        for inner, line in [*((i, call.line) for i in bound), *((i, i.lineno) for i in function.body)]
        for text in [ast.unparse(inner)]
    ]


def _comment_above(lines: list[str], first: int) -> str:
    found: list[str] = []
    for line in reversed(lines[: first - 1]):
        if not line.startswith("#") or MARKER.search(line) or "AUTOTEST" in line:
            break
        found.insert(0, line.strip("# "))
    return " ".join(found)


def find_names(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a piece of code binds at its outer level, and those that it takes from there."""
    if star := re.match(r"from\s+(\S+)\s+import\s+\*", text):
        return _exported(star[1]), frozenset()
    tree, table = ast.parse(text), symtable.symtable(text, "<cell>", "exec")
    first: dict[str, bool] = {}
    loaded = set()
    for name, loads in _occurrences(tree):
        first.setdefault(name, loads)
        loaded |= {name} if loads else set()
    inner = {name for name in _find_targets(tree) if name not in first}  # Python may report them outside
    symbols = [symbol for symbol in table.get_symbols() if symbol.get_name() not in inner]
    binds = {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}
    uses = {symbol.get_name() for symbol in symbols if symbol.is_referenced()} | loaded
    for child in table.get_children():
        uses |= set(_globals(child))
    return frozenset(binds), frozenset(name for name in uses if first.get(name, True))


def _find_targets(tree: ast.AST) -> Iterator[str]:
    """The variables of comprehensions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.comprehension):
            yield from (inner.id for inner in ast.walk(node.target) if isinstance(inner, ast.Name))


def _occurrences(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """Names at the outer level in the order in which they are evaluated, and whether they are read there."""
    match node:
        case ast.Name():
            yield node.id, isinstance(node.ctx, ast.Load)
        case ast.Assign(targets=targets, value=value):
            yield from _all_occurrences([value, *targets])
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            yield name, True
            yield from _occurrences(value)
        case ast.For(target=target, iter=source, body=body, orelse=otherwise):
            yield from _all_occurrences([source, target, *body, *otherwise])
        case ast.FunctionDef() | ast.ClassDef() | ast.Lambda() | ast.comprehension():
            pass
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            yield from _occurrences(node.generators[0].iter)
        case _:
            yield from _all_occurrences(ast.iter_child_nodes(node))


def _all_occurrences(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, bool]]:
    for node in nodes:
        yield from _occurrences(node)


def _exported(module: str) -> frozenset[str]:
    """What `from module import *` binds; nothing where there is no such module."""
    try:
        loaded = import_module(module)
    except ImportError:
        return frozenset()
    public = [name for name in vars(loaded) if not name.startswith("_")]
    return frozenset(getattr(loaded, "__all__", public))


def _globals(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_referenced() and symbol.is_global():
            yield symbol.get_name()
    for child in table.get_children():
        yield from _globals(child)


def _find_changed(node: ast.AST) -> Iterator[str]:
    """What one statement changes: `x` of `x[0] = 1`, `x += 1`, `x.sort()` and `np.fill_diagonal(x, 0)`."""
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if not isinstance(target, ast.Name | ast.Tuple) or isinstance(node, ast.AugAssign):
                yield _first_name(target)
    elif isinstance(node, ast.Delete):
        yield from map(_first_name, node.targets)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        call = node.value
        if _first_name(call) not in QUIET:
            yield from (
                map(_first_name, [call.func, *call.args])
                if isinstance(call.func, ast.Attribute)
                else map(_first_name, call.args)
            )


def _first_name(node: ast.AST) -> str:
    """The name with which an expression begins: `x` of `x.y[0](z)`."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call | ast.Starred):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def write_function(name: str, parameters: str, lines: Iterable[str], returns: str = "") -> str:
    """The source of a function. Strings over several lines keep their text."""
    body = [row for line in lines for row in _flat(line).split("\n")]
    return f"def {name}({parameters}){returns}:\n" + "\n".join(f"    {row}".rstrip() for row in body) + "\n"


def _flat(line: str) -> str:
    return ast.unparse(ast.parse(line)) if '"""' in line or "'''" in line else line
