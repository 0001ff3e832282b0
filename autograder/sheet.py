"""One assignment as values: its questions, each with its hidden twin or without."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, is_dataclass, replace
from functools import cached_property
from types import ModuleType
from typing import Any, TypeVar

from autograder.values import Assignment, Part, Question, Variables, Written

Value = TypeVar("Value")


def order_of(number: str) -> list[tuple[int, str]]:
    """What the numbers of questions are sorted by: 2.10 comes after 2.9, 3.2b after 3.2a."""
    return [(int(digits), letters) for digits, letters in re.findall(r"(\d+)(\w*)", number)]


@dataclass(frozen=True)
class Unit:
    """One question: the values of its public file and, for the grader only, of its hidden twin.

    `modules` are the public files that its notebook needs: its own, those that it shares parts with, and
    those that define classes which one names. `given` are these classes, less those of earlier questions.
    """

    name: str
    values: tuple[Any, ...]
    modules: tuple[ModuleType, ...] = ()
    given: tuple[type[Any], ...] = ()

    @cached_property
    def question(self) -> Question:
        return self.all(Question)[0]

    @cached_property
    def parts(self) -> list[Part]:
        return [item for item in self.items if isinstance(item, Part)]

    @cached_property
    def items(self) -> list[Part | Written]:
        """Everything that has points, in the order of the numbers. A head of sub-questions has none."""
        found = [value for value in self.values if isinstance(value, Part | Written)]
        return sorted(found, key=lambda item: order_of(item.number))

    def all(self, kind: type[Value]) -> list[Value]:
        """Values of one kind, in the order in which the files define them."""
        return [value for value in self.values if isinstance(value, kind)]

    def find(self, words: Collection[str]) -> list[Part | Written]:
        """The items that one of these words names: number or name of a part, number or file of a question."""
        whole = bool({self.name, self.question.number} & set(words))
        return [item for item in self.items if whole or _spell(item) & set(words)]

    def of(self, kind: type[Value], part: Part | Written) -> list[Value]:
        """Values of one kind that belong to a part."""
        if (kind, part) not in self._found:
            found = [value for value in self.all(kind) if getattr(value, "part", None) is part]
            self._found[kind, part] = found
        return self._found[kind, part]

    @cached_property
    def _found(self) -> dict[tuple[type[Any], Part | Written], list[Any]]:
        """What was asked for before: each submission asks for the same."""
        return {}


def _spell(item: Part | Written) -> set[str]:
    """The name of an item, and its number with those that it begins with: "4.6b.2", "4.6b", "4"."""
    places = item.number.split(".")
    return {item.name, *(".".join(places[:end]) for end in range(1, len(places) + 1))}


def give_once(units: Iterable[Unit]) -> Iterator[Unit]:
    """The questions of a sheet, each with the classes that it is the first to need."""
    seen: set[type[Any]] = set()
    for unit in units:
        classes = [cls for cls in _find_classes(unit.modules) if cls not in seen]
        seen.update(classes)
        yield replace(unit, given=tuple(classes))


def _find_classes(modules: Sequence[ModuleType]) -> list[type[Any]]:
    """Classes that inputs are instances of: the frozen dataclasses that these files define."""
    names = {module.__name__ for module in modules}
    values = [value for module in modules for value in vars(module).values()]
    classes = dict.fromkeys(value for value in values if isinstance(value, type))
    return [cls for cls in classes if is_dataclass(cls) and cls.__module__ in names]


@dataclass(frozen=True)
class Sheet:
    """One assignment with all its questions, with the hidden twins or without."""

    name: str
    assignment: Assignment
    units: tuple[Unit, ...]
    secret: str = ""
    student: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.assignment.title)

    @cached_property
    def varies(self) -> bool:
        """Whether its statements hold numbers that differ from student to student."""
        return any(unit.all(Variables) for unit in self.units)

    @property
    def editions(self) -> list[tuple[str, bool]]:
        """The notebooks that are handed out: the language of each, and whether it is that of an exam."""
        modes = (False, True) if self.assignment.exam else (False,)
        return [(language, exam) for language in self.languages for exam in modes]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return tuple(self.unit_of)

    @cached_property
    def unit_of(self) -> dict[Part, Unit]:
        """The question that holds each part."""
        return {part: unit for unit in self.units for part in unit.parts}

    @cached_property
    def written(self) -> tuple[Written, ...]:
        return tuple(item for unit in self.units for item in unit.items if isinstance(item, Written))

    @cached_property
    def points(self) -> float:
        return sum(item.points for unit in self.units for item in unit.items)

    @cached_property
    def modules(self) -> tuple[ModuleType, ...]:
        """The public files of this sheet, each once."""
        return tuple(dict.fromkeys(module for unit in self.units for module in unit.modules))
