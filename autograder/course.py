"""Finds the questions of an assignment and pairs each with its hidden twin. The only door to `solutions/`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import is_dataclass, replace
from importlib import import_module
from inspect import getclosurevars, isfunction
from pathlib import Path
from pkgutil import iter_modules
from secrets import token_hex
from types import ModuleType
from typing import Any

import assignments
from autograder import imports, sharing
from autograder import question as vocabulary
from autograder.sheet import Sheet, Unit, give_once, order_of
from autograder.slips import describe_error
from autograder.values import Assignment, Part, Question, Rubric, Shared, Variables, Written
from autograder.variants import apply, describe_unknown, draw, find_clash

SECRET = '''\
"""Hidden twins of {sheet}. Change `secret` each term: it seeds the inputs of the hidden cases."""

from __future__ import annotations

secret = "{secret}"
'''


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
    assignment = getattr(_find(name), "assignment", None)
    if not isinstance(assignment, Assignment):
        raise CourseError(f"assignments/{name}/__init__.py has no head; add `assignment = Assignment(...)`")
    units = give_once(draw_numbers(unit, student) for unit in _share(name, hidden))
    secret = read_secret(name) if hidden else ""
    return Sheet(name, assignment, tuple(units), secret, student)


def write_secret(name: str) -> str:
    """The hidden `__init__.py` of a new sheet, with a secret of its own."""
    return SECRET.format(sheet=name, secret=token_hex(16))


def read_secret(name: str) -> str:
    """The secret of a sheet. Raises CourseError when it is not there, or empty."""
    where = f"in solutions/{name}/__init__.py"
    try:
        secret = str(_import(f"solutions.{name}").secret)
    except (ModuleNotFoundError, AttributeError) as error:
        raise CourseError(f'{name} has no secret; write `secret = "..."` {where}') from error
    if not secret.strip():
        raise CourseError(f'the secret of {name} is empty; write one, `secret = "..."` {where}')
    return secret


def find_orphans(name: str) -> list[str]:
    """Hidden twins of a sheet whose public file is not there."""
    public, hidden = _find_questions(_find(name)), _find_twins(name)
    return [f"solutions/{name}/{file}" for question, file in hidden.items() if question not in public]


def _find(name: str) -> ModuleType:
    if name not in names():
        raise CourseError(f"there is no assignment {name!r}; there are: {', '.join(names()) or 'none'}")
    return _import(f"assignments.{name}")


def _load_units(assignment: str, hidden: bool) -> list[Unit]:
    questions = _find_questions(_find(assignment))
    if hidden:
        _find_twins(assignment)
    units = [_load_unit(assignment, question, hidden) for question in questions]
    return sorted(units, key=lambda unit: order_of(unit.question.number))


def _find_twins(name: str) -> dict[str, str]:
    read_secret(name)
    return _find_questions(_import(f"solutions.{name}"))


def _find_questions(sheet: ModuleType) -> dict[str, str]:
    """The questions of a public or hidden package, each with its file or folder."""
    for folder in [found for path in sheet.__path__ for found in sorted(Path(path).glob("q*"))]:
        _refuse_names(folder)
        if folder.is_dir():
            _refuse_halves(folder, f"{_spell(sheet.__name__)}/{folder.name}")
    found = [module for module in iter_modules(sheet.__path__) if module.name.startswith("q")]
    return {module.name: module.name if module.ispkg else f"{module.name}.py" for module in found}


def _refuse_names(question: Path) -> None:
    """Raise CourseError where a file or folder of a question has a name that no import can spell."""
    for file in [question, *question.glob("*.py")]:
        name, end = (file.name, "") if file.is_dir() else (file.stem, file.suffix)
        if (file.is_dir() or end == ".py") and not re.fullmatch(r"\w+", name, re.ASCII):
            better = re.sub(r"\W+", "_", name, flags=re.ASCII)
            what = "file" if end else "folder"
            raise CourseError(f"{file.name!r} is no name for a question {what}; call it {better}{end}")


def _refuse_halves(folder: Path, name: str) -> None:
    """Raise CourseError where a question is a folder without a head, or a folder and a file."""
    if any(folder.iterdir()) and not any(folder.rglob("*.py")):
        return  # a question that is deleted leaves `__pycache__` behind
    if not (folder / "__init__.py").exists():
        head = " with `question = Question(...)`" if name.startswith("assignments") else ""
        raise CourseError(f"{name} has no __init__.py; write one{head}")
    if folder.with_name(f"{folder.name}.py").exists():
        raise CourseError(f"both {name}.py and {name}/ are there; delete one")


def _load_unit(assignment: str, question: str, hidden: bool) -> Unit:
    public = _import_files(f"assignments.{assignment}.{question}")
    for module in public:
        if fault := imports.describe_fault(module):
            raise CourseError(f"{_spell(module.__name__)}: {fault}")
    unit = Unit(question, _list_values(public), tuple(_with_classes(public)))
    if not unit.all(Question):
        raise CourseError(f"{question} has no head; add `question = Question(number=..., title=...)`")
    numbers = [value.number for value in unit.values if isinstance(value, Question | Part | Written)]
    if odd := [number for number in numbers if not isinstance(number, str)]:
        raise CourseError(f'{question}: the number {odd[0]!r} is no text; write "{odd[0]}"')
    twins = _import_twins(public[0]) if hidden and unit.items else []
    for module in [*public, *twins]:
        _refuse_bare(module)
        _refuse_strays(unit, module)
    handed_out = set(map(id, unit.values))  # a twin may import parts by name, and those of other questions
    values = _list_values([*public, *twins])
    keep = [v for v in values if id(v) in handed_out or not isinstance(v, Part | Written | Question)]
    return replace(unit, values=tuple(keep))


def _import_twins(public: ModuleType) -> list[ModuleType]:
    twin = public.__name__.replace("assignments.", "solutions.", 1)
    try:
        return _import_files(twin)
    except ModuleNotFoundError as error:
        name = twin.rpartition(".")[2]
        raise CourseError(f"{name} has no hidden twin; write {name_twin(public)}") from error


def name_twin(public: ModuleType) -> str:
    """The hidden file that belongs to a public one."""
    head = "/__init__" if hasattr(public, "__path__") else ""
    return f"{_spell(public.__name__.replace('assignments.', 'solutions.', 1))}{head}.py"


def _refuse_strays(unit: Unit, module: ModuleType) -> None:
    """Raise CourseError where a file decorates what is no part, or a part of another question or kind."""
    owned = {name: value for name, value in vars(module).items() if is_owned(value)}
    for name, value in owned.items():
        own = any(getattr(found, "__module__", "") == module.__name__ for found in vars(value).values())
        if value.part not in unit.items and (own or not isinstance(value.part, Part | Written)):
            raise CourseError(
                f"`{name}` ({spell_kind(value)}) belongs to no part of question {unit.question.number}; "
                "decorate it with the part, `q.file.part` where the question is a folder"
            )
        if (is_prose := isinstance(value.part, Written)) != isinstance(value, Rubric):
            has = (
                "a written answer, which has a rubric only" if is_prose else "a function, which has no rubric"
            )
            raise CourseError(f"`{name}` ({spell_kind(value)}) is of {value.part.number}, {has}; delete it")


def _refuse_bare(module: ModuleType) -> None:
    """Raise CourseError where a word of the vocabulary decorates without being called: it does nothing."""
    file = _spell(module.__name__)
    for name, value in vars(module).items():
        word, _, inner = value.__qualname__.partition(".<locals>") if isfunction(value) else ("", "", "")
        if not inner or value.__module__ != vocabulary.__name__:
            continue
        if not isinstance(getclosurevars(value).nonlocals.get("of"), Part | Written):
            raise CourseError(f"`@{word}` above `{name}` in {file} is not called; write `@{word}(part, ...)`")


def is_owned(value: Any) -> bool:
    """Whether this is a law, a reference, ...: one of the values that belong to a part."""
    return type(value).__module__ == Part.__module__ and hasattr(value, "part")


def spell_kind(value: Any) -> str:
    """What a value is, in words: "law", "device reference"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(value).__name__).lower()


def _with_classes(modules: Iterable[ModuleType], above: tuple[ModuleType, ...] = ()) -> list[ModuleType]:
    """These public files, each after those that define the dataclasses which it names."""
    found: list[ModuleType] = []
    for module in modules:
        classes = [cls for cls in vars(module).values() if isinstance(cls, type) and is_dataclass(cls)]
        homes = [sys.modules[cls.__module__] for cls in classes if cls.__module__.startswith("assignments.")]
        before = [home for home in homes if home not in (*above, module)]
        found += [*_with_classes(before, (*above, module)), module]
    return list(dict.fromkeys(found))


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
    if clash := find_clash(unit.all(Variables)):
        raise CourseError(
            f"{unit.name} draws `{clash}` from two lists of numbers; rename one of the variables"
        )
    numbers = {name: n for variables in unit.all(Variables) for name, n in draw(variables, student).items()}
    if unknown := describe_unknown(unit.values, numbers):
        raise CourseError(unknown)
    return replace(unit, values=apply(unit.values, numbers)) if numbers else unit


def _import(name: str) -> ModuleType:
    """The module; ModuleNotFoundError is for this one alone. An error in the file becomes a sentence."""
    try:
        return import_module(name)
    except (Exception, SystemExit) as error:
        if isinstance(error, ModuleNotFoundError) and f"{name}.".startswith(f"{error.name}."):
            raise
        raise CourseError(f"{_spell(name)} does not load: {describe_error(error)}") from error


def _spell(module: str) -> str:
    return module.replace(".", "/")


def _share(name: str, hidden: bool) -> list[Unit]:
    """The questions of a sheet, each with the parts that it shares in the place where it lists them."""
    units = _load_units(name, hidden)
    lists = {shared: f"assignments/{name}/{unit.name}" for unit in units for shared in unit.all(Shared)}
    for shared, file in lists.items():
        if fault := sharing.describe_fault(shared, name, names()):
            raise CourseError(f"{file}: {fault}")
    homes = {shared: _load_units(shared.assignment, hidden) for shared in lists}
    for shared, file in lists.items():
        if gap := sharing.describe_gap(shared, homes):
            raise CourseError(f"{file} shares {gap}")
    return [sharing.insert(unit, homes) for unit in units]
