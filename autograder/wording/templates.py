"""Finds the templates of messages in source code: what is handed to `Message` and `translate`, however.

A function that hands a parameter on to one of them makes messages, too, and so do those that call it. A
template that cannot be followed to its text is reported, so that no message escapes its translation.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

# What makes a message of its first argument. All others are found by what they do with a parameter.
ROOTS = {"autograder.messages.Message", "autograder.messages.translate", "autograder.intake.text.Notes.add"}
KEEPERS = ("autograder.messages.", "autograder.intake.text.Notes")  # hold templates that a root was given
# An attribute whose value is a word that is translated: the table in which the words stand.
FIELDS = {"value": "autograder.verdict.Kind", "problem": "autograder.sandbox.session.Problem"}


@dataclass(frozen=True)
class Module:
    """A file of the package."""

    name: str
    tree: ast.Module

    @cached_property
    def imports(self) -> dict[str, str]:
        """The full names of what is imported from other files."""
        found = [node for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom)]
        return {alias.name: f"{node.module}.{alias.name}" for node in found for alias in node.names}

    def assigned(self, name: str, within: ast.AST | None = None) -> list[ast.expr]:
        """What a name, or a class as a table, holds: there, or in the whole file."""
        found: list[ast.expr] = []
        for node in ast.walk(within or self.tree):
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and name in _targets(node):
                found.append(node.value)
            elif isinstance(node, ast.ClassDef) and node.name == name:
                found += [line.value for line in node.body if isinstance(line, ast.Assign)]
        return found


def _targets(node: ast.Assign | ast.AnnAssign) -> list[str]:
    return list(map(ast.unparse, node.targets if isinstance(node, ast.Assign) else [node.target]))


@dataclass(frozen=True)
class Place:
    """Where an expression stands: in which file, class and function."""

    module: Module
    owner: str = ""
    function: ast.FunctionDef | None = None

    def enter(self, node: ast.AST) -> Place:
        if isinstance(node, ast.ClassDef):
            return Place(self.module, node.name)
        return Place(self.module, self.owner, node) if isinstance(node, ast.FunctionDef) else self

    @property
    def name(self) -> str:
        """The full name of the function; that of the class where it makes an instance."""
        names = [self.module.name, self.owner, self.function.name if self.function else ""]
        return ".".join(filter(None, names)).removesuffix(".__init__")

    def parameter(self, name: str) -> str:
        """The name, if it is that of a parameter."""
        arguments = self.function.args.args if self.function else []
        return name if name in {argument.arg for argument in arguments} else ""

    def resolve(self, function: ast.expr) -> str:
        """The full name of what is called. A variable that bears the name of a class is one of that class."""
        if isinstance(function, ast.Name):
            return self.module.imports.get(function.id, f"{self.module.name}.{function.id}")
        if isinstance(function, ast.Attribute):
            holder = ast.unparse(function.value).rpartition(".")[2].strip("_")
            owner = self.owner if holder == "self" else holder.capitalize()
            return f"{self.module.imports.get(owner, f'{self.module.name}.{owner}')}.{function.attr}"
        return ""


@dataclass(frozen=True, order=True)
class Template:
    """The template of a message, and where it is used."""

    module: str
    line: int
    text: str


class Templates:
    """The templates in some files. `lost` are the expressions that could not be followed to a text."""

    def __init__(self, modules: list[Module], makers: Iterable[str] = ROOTS) -> None:
        self._modules = {module.name: module for module in modules}
        self._calls = [found for module in modules for found in _walk(module.tree, Place(module))]
        self._makers = dict.fromkeys(makers, (0, "template"))
        self.found: set[Template] = set()
        self.lost: set[str] = set()
        known = 0
        while known < len(self._makers):  # each round may find a function that hands a template on
            known = len(self._makers)
            for call, place in self._calls:
                self._read(call, place)

    def _read(self, call: ast.Call, place: Place) -> None:
        maker = self._makers.get(place.resolve(call.func))
        if maker is None:
            return
        position, keyword = maker
        argument = next((each.value for each in call.keywords if each.arg == keyword), None)
        argument = argument or (call.args[position] if len(call.args) > position else None)
        for text in self._follow(argument, place) if argument else ():
            if text is None and not place.name.startswith(KEEPERS):
                self.lost.add(f"{place.module.name}, line {call.lineno}: {ast.unparse(call)}")
            elif text:
                self.found.add(Template(place.module.name, call.lineno, text))

    def _follow(self, node: ast.expr, place: Place) -> Iterator[str | None]:
        """The texts that an expression may be; "" for a parameter, None where it is not known."""
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.IfExp(body=one, orelse=other):
                yield from [*self._follow(one, place), *self._follow(other, place)]
            case ast.Name(id=name) if place.parameter(name):
                self._hand_on(place, name)
                yield ""
            case ast.Attribute(attr=name) if name in FIELDS:
                yield from self._read_table(FIELDS[name])
            case ast.Subscript(value=ast.Name(id=name)) | ast.Name(id=name):
                inside = place.module.assigned(name, place.function) if place.function else []
                for value in inside:
                    yield from self._follow(value, place)
                if not inside:
                    yield from self._read_table(place.resolve(ast.Name(name)))
            case _:
                yield None

    def _read_table(self, name: str) -> Iterator[str | None]:
        """All texts that are kept under a name of a file."""
        home, _, own = name.rpartition(".")
        kept = self._modules[home].assigned(own) if home in self._modules else []
        for value in kept:
            values = value.values if isinstance(value, ast.Dict) else [value]
            nodes = [node for each in values for node in ast.walk(each) if isinstance(node, ast.Constant)]
            yield from (str(node.value) for node in nodes if isinstance(node.value, str))
        if not kept:
            yield None

    def _hand_on(self, place: Place, name: str) -> None:
        assert place.function is not None
        names = [argument.arg for argument in place.function.args.args if argument.arg not in ("self", "cls")]
        self._makers.setdefault(place.name, (names.index(name), name))


def _walk(node: ast.AST, place: Place) -> Iterator[tuple[ast.Call, Place]]:
    """Every call below a node, and where it stands."""
    inside = place.enter(node)
    if isinstance(node, ast.Call):
        yield node, inside
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, inside)
