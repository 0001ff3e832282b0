"""Finds the questions of an assignment and pairs each with its hidden twin. The only door to `solutions/`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from secrets import token_hex
from traceback import extract_tb
from types import ModuleType
from typing import Any

import assignments
from autograder.sheet import Sheet, Unit, order_of
from autograder.values import Question, Shared, Text, Variables
from autograder.variants import apply, draw

SECRET = '''\
"""Hidden twins of {sheet}. Change `secret` each term: it seeds the inputs of the hidden cases."""

from __future__ import annotations

secret = "{secret}"
'''
COURSE = re.compile(r"\b(assignments|solutions)/")


class CourseError(Exception):
    """The course's own files are not as they should be; the message says what to do."""


def names() -> list[str]:
    """The assignments of this course."""
    (root,) = assignments.__path__
    return sorted(path.parent.name for path in Path(root).glob("*/__init__.py"))


def load(name: str, *, hidden: bool, student: str = "") -> Sheet:
    """The assignment of this name, with the numbers of a student where its statements vary.

    Raises CourseError when it, a twin or a shared part is missing.
    """
    package = _find(name)
    units = [draw_numbers(_share(unit, hidden), student) for unit in _load_units(name, hidden)]
    secret = read_secret(name) if hidden else ""
    return Sheet(name, package.assignment, tuple(units), secret, student)


def write_secret(name: str) -> str:
    """The hidden `__init__.py` of a new sheet, with a secret of its own."""
    return SECRET.format(sheet=name, secret=token_hex(16))


def read_secret(name: str) -> str:
    """The secret of a sheet. Raises CourseError when it is not there."""
    try:
        return str(_import(f"solutions.{name}").secret)
    except (ModuleNotFoundError, AttributeError) as error:
        raise CourseError(
            f'{name} has no secret; write `secret = "..."` in solutions/{name}/__init__.py'
        ) from error


def find_orphans(name: str) -> list[str]:
    """Hidden twins of a sheet whose public file is not there."""
    public, hidden = _find_questions(_find(name)), _find_questions(_import(f"solutions.{name}"))
    return [f"solutions/{name}/{file}" for question, file in hidden.items() if question not in public]


def _find(name: str) -> ModuleType:
    if name not in names():
        raise CourseError(f"there is no assignment {name!r}; there are: {', '.join(names()) or 'none'}")
    return import_module(f"assignments.{name}")


def _load_units(assignment: str, hidden: bool) -> list[Unit]:
    units = [_load_unit(assignment, question, hidden) for question in _find_questions(_find(assignment))]
    return sorted(units, key=lambda unit: order_of(unit.question.number))


def _find_questions(sheet: ModuleType) -> dict[str, str]:
    """The questions of a public or hidden package, each with its file or folder."""
    found = [module for module in iter_modules(sheet.__path__) if module.name.startswith("q")]
    return {module.name: module.name if module.ispkg else f"{module.name}.py" for module in found}


def _load_unit(assignment: str, question: str, hidden: bool) -> Unit:
    public = _import_files(f"assignments.{assignment}.{question}")
    unit = Unit(question, _list_values(public), tuple(public))
    if not unit.all(Question):
        raise CourseError(f"{question} has no head; add `question = Question(number=..., title=...)`")
    if not hidden or not unit.items:
        return unit
    twin = f"solutions.{assignment}.{question}"
    try:
        return replace(unit, values=unit.values + _list_values(_import_files(twin)))
    except ModuleNotFoundError as error:
        if error.name != twin:
            raise
        raise CourseError(
            f"{question} has no hidden twin; write solutions/{assignment}/{question}.py"
        ) from error


def _list_values(modules: list[ModuleType]) -> tuple[Any, ...]:
    """What these files define; what one imports from another is there only once."""
    return tuple({id(value): value for module in modules for value in vars(module).values()}.values())


def _import_files(name: str) -> list[ModuleType]:
    """The module of this name; if it is a folder, its files, too."""
    module = _import(name)
    folder = getattr(module, "__path__", ())
    return [module, *(_import(f"{name}.{found.name}") for found in iter_modules(folder))]


def draw_numbers(unit: Unit, student: str) -> Unit:
    """The unit with the numbers of this student, or of the sheet, where its statements vary."""
    numbers = {name: n for variables in unit.all(Variables) for name, n in draw(variables, student).items()}
    return replace(unit, values=apply(unit.values, numbers)) if numbers else unit


def _import(name: str) -> ModuleType:
    """The module. An error in the file becomes a sentence that says where it is."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise
    except Exception as error:
        raise CourseError(f"{name.replace('.', '/')}.py does not load: {describe_error(error)}") from error


def describe_error(error: Exception) -> str:
    """What an error in the course's own code says, and the line of the course where it was raised."""
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: {error.msg}"
    frames = [frame for frame in extract_tb(error.__traceback__) if COURSE.search(frame.filename)]
    where = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}: " if frames else ""
    return f"{where}{type(error).__name__}: {error}"


def _share(unit: Unit, hidden: bool) -> Unit:
    """The unit with the parts that it shares in the place where it lists them."""
    values: list[Any] = []
    modules = list(unit.modules)
    numbers = {old: new for shared in unit.all(Shared) for old, (new, _) in shared.parts.items()}
    for value in unit.values:
        if isinstance(value, Shared):
            found = _load_units(value.assignment, hidden) if value.assignment in names() else []
            homes = [home for home in found if _lists(value, home)]
            _refuse_unknown(unit, value, homes)
            values += [copy for home in homes for copy in _copy(home, value.parts, numbers)]
            modules += [module for home in homes for module in home.modules]
        else:
            values.append(value)
    return Unit(unit.name, tuple(values), tuple(dict.fromkeys(modules)))


def _lists(shared: Shared, home: Unit) -> bool:
    return any(item.number in shared.parts for item in home.items)


def _refuse_unknown(unit: Unit, shared: Shared, homes: list[Unit]) -> None:
    known = {item.number for home in homes for item in home.items}
    if unknown := [number for number in shared.parts if number not in known]:
        file = unit.modules[0].__name__.partition(".")[2].replace(".", "/")
        raise CourseError(
            f"{file} shares {unknown[0]} of {shared.assignment}, which is not there; delete it from the list"
        )


def _copy(home: Unit, parts: Mapping[str, tuple[str, float]], numbers: Mapping[str, str]) -> Iterator[Any]:
    """The listed parts of a unit and all that belongs to them, with the numbers and points of the list."""
    yield from home.all(Variables)
    for item in home.items:
        if item.number in parts:
            number, points = parts[item.number]
            copy = replace(item, number=number, points=points, text=rename(item.text, numbers))
            yield copy
            for value in home.values:
                if getattr(value, "part", None) is item:
                    text = {"text": rename(value.text, numbers)} if hasattr(value, "text") else {}
                    yield replace(value, part=copy, **text)


def rename(text: Text, numbers: Mapping[str, str]) -> Text:
    """The text with the numbers of parts that it mentions replaced."""
    mentioned = re.compile(r"(?<![\d.])(?:" + "|".join(map(re.escape, numbers)) + r")(?![\w.]*\d)")
    return Text(
        **{lang: mentioned.sub(lambda found: numbers[found[0]], prose) for lang, prose in text.items()}
    )
