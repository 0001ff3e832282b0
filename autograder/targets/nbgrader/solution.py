"""The reference of a hidden twin as code for one cell, which no other cell can break."""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from functools import cache
from inspect import signature
from textwrap import dedent
from typing import Any

from autograder.case import reference_of
from autograder.course import CourseError
from autograder.sheet import Sheet
from autograder.values import Function, Part, Variables
from autograder.variants import draw

COURSE = ("assignments.", "solutions.")
IMPORTS = (ast.Import, ast.ImportFrom)


def write_solution(sheet: Sheet, part: Part) -> str:
    """The function of a part with the reference as its body. All that this one needs stands inside of it."""
    reference = reference_of(sheet.unit_of[part], part)
    known = {*dir(builtins), *(cls.__name__ for unit in sheet.units for cls in unit.given)}
    gatherer = _Gatherer(known)
    gatherer.follow(reference.__module__, reference.__name__)
    *inner, definition = gatherer.statements
    (stub,) = ast.parse(dedent(inspect.getsource(part.stub))).body
    assert isinstance(stub, ast.FunctionDef)
    assert isinstance(definition, ast.FunctionDef)
    numbers = "\n".join(f"{name} = {value}" for name, value in _find_numbers(sheet, part, reference).items())
    written = _Bare().visit(stub)
    written.body = [
        *ast.parse(numbers).body,
        *inner,
        *_find_body(definition, list(part.signature.parameters)),
    ]
    return ast.unparse(written)


def _find_body(definition: ast.FunctionDef, arguments: list[str]) -> list[ast.stmt]:
    """The body of a function; where it names itself or its keyword arguments, the whole and a call."""
    own = {definition.name, getattr(definition.args.kwarg, "arg", "")}
    if own.isdisjoint(_find_names(definition, ast.Load)):
        return definition.body
    call = ", ".join(f"{name}={name}" for name in arguments)
    return [definition, *ast.parse(f"return {definition.name}({call})").body]


def _find_numbers(sheet: Sheet, part: Part, reference: Function) -> dict[str, int]:
    """The numbers of the statement that the reference asks for beside the arguments of the part."""
    original: Any = getattr(sys.modules[reference.__module__], reference.__name__)
    asked = signature(original.function).parameters
    variables = sheet.unit_of[part].all(Variables)
    drawn = {name: value for found in variables for name, value in draw(found, sheet.student).items()}
    return {name: value for name, value in drawn.items() if name in asked}


class _Gatherer:
    """Collects the statements of the course's files that a name needs, each after those that it builds on."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._names: dict[tuple[str, str], str] = {}
        self._found: dict[str, ast.stmt] = {}

    @property
    def statements(self) -> list[ast.stmt]:
        """Imports first; the statement for the name that was asked for is the last."""
        return sorted(self._found.values(), key=lambda one: not isinstance(one, IMPORTS))

    def follow(self, module: str, name: str) -> str:
        """Add what a name needs. Returns what it is called here: two files may define one name."""
        statement = _define(module).get(name)
        if statement is None and name not in self._known:
            raise CourseError(f"a reference needs {name!r}; define it at the outer level of {module}")
        if statement is None:
            return name
        if isinstance(statement, ast.ImportFrom) and f"{statement.module}.".startswith(COURSE):
            return self.follow(str(statement.module), name)
        home = ast.unparse(statement) if isinstance(statement, IMPORTS) else module
        if (home, name) not in self._names:
            taken = name in self._names.values()
            self._names[home, name] = f"{name}_{len(self._names)}" if taken else name
            used = {other: self.follow(module, other) for other in sorted(_find_used(statement))}
            renamed = _Renamer({**used, name: self._names[home, name]}).visit(deepcopy(statement))
            self._found[ast.unparse(renamed)] = renamed
        return self._names[home, name]


@cache
def _define(module: str) -> dict[str, ast.stmt]:
    """The statement that defines each name at the outer level of a module."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {name: _Bare().visit(statement) for statement in tree.body for name in _find_defined(statement)}


def _find_defined(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in aliases)
        case ast.Assign() | ast.AnnAssign():
            yield from _find_names(statement, ast.Store)


def _find_used(statement: ast.stmt) -> set[str]:
    """The names that a statement takes from outside of itself."""
    own = {node.arg for node in ast.walk(statement) if isinstance(node, ast.arg)}
    return set(_find_names(statement, ast.Load)) - set(_find_names(statement, ast.Store)) - own


def _find_names(statement: ast.stmt, context: type[ast.expr_context]) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, context):
            yield node.id
        elif isinstance(node, ast.FunctionDef) and node is not statement and context is ast.Store:
            yield node.name


class _Bare(ast.NodeTransformer):
    """Takes off what a notebook has no use for: decorations, annotations, `.function` of what they made.

    A class of the public twin, `q.NormalBase`, stands in the notebook under its own name.
    """

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.decorator_list, node.returns = [], None
        self.generic_visit(node)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        self.generic_visit(node)
        if node.value is None:
            return node
        return ast.copy_location(ast.Assign([node.target], node.value), node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id == "q":
            return ast.Name(node.attr, ast.Load())
        return node.value if node.attr == "function" else node


class _Renamer(ast.NodeTransformer):
    """Gives names that are taken from outside of a statement, or defined by it, their new spelling."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self._names.get(node.id, node.id)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.name = self._names.get(node.name, node.name)
        self.generic_visit(node)
        return node

    def visit_alias(self, node: ast.alias) -> ast.alias:
        bound = node.asname or node.name
        if self._names.get(bound, bound) != bound:
            node.asname = self._names[bound]
        return node
