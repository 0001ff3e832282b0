"""Finds the questions of an assignment and pairs each with its hidden twin. The only door to `solutions/`."""

from __future__ import annotations

from dataclasses import dataclass, is_dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import assignments
from autograder.question import Assignment, Part, Question, Written

Value = TypeVar("Value")


class CourseError(Exception):
    """The course's own files are not as they should be; the message says what to do."""


@dataclass(frozen=True)
class Unit:
    """One question: its public module and, for the grader only, the hidden one."""

    public: ModuleType
    hidden: ModuleType | None = None

    @property
    def name(self) -> str:
        return self.public.__name__.rpartition(".")[2]

    @cached_property
    def question(self) -> Question:
        return self.all(Question)[0]

    @cached_property
    def parts(self) -> list[Part]:
        return [item for item in self.items if isinstance(item, Part)]

    @cached_property
    def items(self) -> list[Part | Written]:
        """Everything that has points, in the order of the file. A head of sub-questions has none."""
        return [value for value in vars(self.public).values() if isinstance(value, Part | Written)]

    def all(self, kind: type[Value]) -> list[Value]:
        """Values of one kind, in the order in which the files define them."""
        modules = [self.public] + ([self.hidden] if self.hidden else [])
        return [value for module in modules for value in vars(module).values() if isinstance(value, kind)]

    def of(self, kind: type[Value], part: Part | Written) -> list[Value]:
        """Values of one kind that belong to a part."""
        return [value for value in self.all(kind) if getattr(value, "part", None) is part]

    @cached_property
    def given(self) -> list[type[Any]]:
        """Classes that inputs are instances of: the frozen dataclasses that the public file defines."""
        classes = [value for value in vars(self.public).values() if isinstance(value, type)]
        return [c for c in classes if is_dataclass(c) and c.__module__ == self.public.__name__]


@dataclass(frozen=True)
class Sheet:
    """One assignment with all its questions, with the hidden twins or without."""

    name: str
    assignment: Assignment
    units: tuple[Unit, ...]
    secret: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.assignment.title)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for unit in self.units for part in unit.parts)

    @cached_property
    def written(self) -> tuple[Written, ...]:
        return tuple(value for unit in self.units for value in unit.all(Written))

    @cached_property
    def points(self) -> float:
        return sum(item.points for unit in self.units for item in unit.items)


def names() -> list[str]:
    """The assignments of this course."""
    (root,) = assignments.__path__
    return sorted(path.parent.name for path in Path(root).glob("*/__init__.py"))


def load(name: str, *, hidden: bool) -> Sheet:
    """The assignment of this name. Raises CourseError when it or a hidden twin is missing."""
    if name not in names():
        raise CourseError(f"there is no assignment {name!r}; there are: {', '.join(names()) or 'none'}")
    package = import_module(f"assignments.{name}")
    folder = Path(str(package.__file__)).parent
    units = [_load_unit(name, path.stem, hidden) for path in folder.glob("q*.py")]
    units.sort(key=lambda unit: [int(digits) for digits in unit.question.number.split(".")])
    secret = import_module(f"solutions.{name}").secret if hidden else ""
    return Sheet(name, package.assignment, tuple(units), secret)


def _load_unit(assignment: str, question: str, hidden: bool) -> Unit:
    public = Unit(import_module(f"assignments.{assignment}.{question}"))
    if not hidden or not public.items:
        return public
    twin = f"solutions.{assignment}.{question}"
    try:
        return Unit(public.public, import_module(twin))
    except ModuleNotFoundError as error:
        if error.name != twin:
            raise
        raise CourseError(
            f"{question} has no hidden twin; write solutions/{assignment}/{question}.py"
        ) from error
