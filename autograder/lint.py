"""What is wrong in the files of a sheet before its grader is tried: texts, numbers, inputs, gaps."""

from __future__ import annotations

import inspect
import math
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from autograder.case import seeded
from autograder.course import CourseError, name_twin
from autograder.sheet import Sheet, Unit
from autograder.slips import describe_error
from autograder.texts import texts_of_head, texts_of_item, texts_of_sheet
from autograder.values import (
    Cases,
    Follows,
    Function,
    HiddenLaw,
    Part,
    Reference,
    Rubric,
    Speed,
    Written,
)
from autograder.worker import wire

NUMBER = re.compile(r"\d+\w*(\.\w+)*")
SIZES = 3  # at which a timed part is called


def lint_sheet(sheet: Sheet) -> list[str]:
    """What is wrong with the texts at the top of the notebook."""
    return [fault for owned in texts_of_sheet(sheet) for fault in owned.find_faults(sheet.languages)]


def lint_head(sheet: Sheet, unit: Unit) -> list[str]:
    """What is wrong with the head of a question."""
    number = unit.question.number
    faults = [fault for owned in texts_of_head(unit) for fault in owned.find_faults(sheet.languages)]
    if not NUMBER.fullmatch(number):
        faults.append(f"the number of the question is {number!r}, expected one like '3' or '3.1'")
    if [other.question.number for other in sheet.units].count(number) > 1:
        faults.append(f"two files hold question {number}; give each its own number")
    return faults


def lint_item(sheet: Sheet, unit: Unit, item: Part | Written) -> Iterator[str]:
    """What is wrong in the files of a part or written answer."""
    home = _find_home(sheet, item)
    for owned in texts_of_item(unit, item):
        yield from owned.find_faults(sheet.languages, home)
    yield from _lint_numbers(unit, item)
    yield from _lint_written(unit, item) if isinstance(item, Written) else _lint_part(unit, item)
    for cases in unit.of(Cases, item):
        yield from _lint_cases(cases, list_given(sheet))


def require_numbers(sheet: Sheet) -> None:
    """Raise CourseError where a number of a sheet, as that of points, is not one to count with."""
    for unit in sheet.units:
        for item in unit.items:
            for fault in _lint_numbers(unit, item):
                raise CourseError(f"{item.number} {item.name}: {fault}")


def list_given(sheet: Sheet) -> frozenset[str]:
    """The names of the classes whose instances a worker can be asked with."""
    return frozenset(cls.__name__ for unit in sheet.units for cls in unit.given)


def _find_home(sheet: Sheet, item: Part | Written) -> str:
    """The other sheet whose file defines a part, "" where it stands in a file of this one."""
    words = item.stub.__module__.split(".") if isinstance(item, Part) else []
    return words[1] if words[:1] == ["assignments"] and words[1] != sheet.name else ""


def _lint_numbers(unit: Unit, item: Part | Written) -> Iterator[str]:
    first, *_ = unit.question.number.split(".")
    if NUMBER.fullmatch(first) and not item.number.startswith(f"{first}."):
        yield f"the number {item.number} is not of question {first}; expected one like '{first}.1'"
    if not _is_positive(item.points):
        yield f"the points are {item.points!r}, expected a positive number"
    if isinstance(item, Part):
        yield from _lint_scale(item)
    for speed in unit.of(Speed, item):
        sizes = list(speed.sizes) if isinstance(speed.sizes, Sequence) else []
        if len(sizes) != SIZES or sizes != sorted(set(sizes)) or not all(map(_is_positive, sizes)):
            yield f"the sizes of the speed are {speed.sizes}, expected three positive numbers that increase"
        if speed.within is not None and not (_is_positive(speed.within) and speed.within > 1):
            yield f"the speed allows {speed.within!r} times our own time, expected a number above 1, or None"
        if not (_is_positive(speed.growth) or speed.growth == 0):
            yield f"the growth of the speed is {speed.growth!r}, expected a power, as 2"


def _lint_scale(part: Part) -> Iterator[str]:
    """Whether lines can be weighed and values compared."""
    for name, tolerance in vars(part.tolerance).items():
        if not (_is_positive(tolerance) or tolerance == 0):
            yield f"`{name}` is {tolerance!r}, expected a positive number or 0"
    if part.lines and not part.lines.weights:
        yield "there are no lines, expected at least one"
    for line, weight in part.lines.weights.items() if part.lines else ():
        if not _is_positive(weight):
            yield f"the weight of `{line}` is {weight!r}, expected a positive number"


def _is_positive(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf


def _lint_written(unit: Unit, item: Written) -> Iterator[str]:
    words = list(item.words) if isinstance(item.words, Sequence) else []
    if len(words) != 2 or not all(map(_is_positive, words)) or words != sorted(words):
        yield f"the words are {item.words}, expected the least and the most, as in (10, 100)"
    for language, text in item.text.items():
        if unasked := [letter for letter in item.letters if f"({letter})" not in text]:
            yield f"the letters are {item.letters!r}, but its text in {language} asks no ({unasked[0]})"
    rubrics = unit.of(Rubric, item)
    if len(rubrics) != 1:
        yield f"{len(rubrics)} rubrics, expected 1; {_advise(len(rubrics), '`rubric(...)`')}"
        return
    points = [points for points, _ in rubrics[0].criteria]
    if not all(map(_is_positive, points)):
        yield f"the points of the rubric are {', '.join(map(repr, points))}, expected positive numbers"
    elif _is_positive(item.points) and abs(sum(points) - item.points) > 1e-9:
        yield f"the rubric gives {sum(points):g} points, expected {item.points:g}, shared or not"


def _lint_part(unit: Unit, part: Part) -> Iterator[str]:
    references = unit.of(Reference, part)
    if len(references) != 1:
        how = f"`@reference` in {name_twin(sys.modules[part.stub.__module__])}"
        yield f"{len(references)} references, expected 1; {_advise(len(references), how)}"
        return
    mine, asked = _parameters(references[0].function), _parameters(part.stub)
    if mine != asked:
        yield f"the reference takes {join_names(mine)}, the stub {join_names(asked)}; expected the same"
    if not unit.of(Cases, part) and not unit.of(HiddenLaw, part):
        yield "no hidden cases and no hidden laws; add one of them"
    if not inspect.getdoc(part.stub):
        yield "the stub has no docstring; say what the value means and its unit"
    lines = part.lines.weights if part.lines else {}
    if part.lines and part.lines.key is not None and part.lines.key not in lines:
        yield f"the key {part.lines.key!r} is none of the lines {join_names(lines)}"
    for relation in unit.of(Follows, part):
        if relation.line not in lines:
            name = relation.function.__name__
            known = (
                f"which is none of the lines {join_names(lines)}" if lines else "but the part has no lines"
            )
            yield f"{name} says what follows for {relation.line!r}, {known}"


def _lint_cases(cases: Cases, classes: frozenset[str]) -> Iterator[str]:
    """Whether these cases are arguments of the stub, and the same each time."""
    part, what = cases.part, f"the cases `{cases.draw.__name__}`"
    if cases.count < 1:
        yield f"{what} are drawn {cases.count} times, expected at least once"
        return
    try:
        first, second = (cases.draw(seeded(part.name)) for _ in range(2))
    except Exception as error:
        yield f"{what} raise {describe_error(error)}"
        return
    if not isinstance(first, Mapping):
        yield f"{what} are of type {type(first).__name__}, expected a dictionary of arguments by their names"
        return
    try:
        part.signature.bind(**first)
    except TypeError:
        asked = join_names(_parameters(part.stub))
        yield f"{what} give {join_names(first)}, the stub takes {asked}; expected the same"
        return
    for name in first:
        if _write(first[name], classes) != _write(second.get(name), classes):
            again = f"another `{name}` when drawn again from the same rng, expected the same"
            yield f"{what} give {again}; take all random numbers from rng, as in `rng.normal(size=3)`"


def _write(argument: Any, classes: frozenset[str]) -> bytes:
    """The argument as bytes, in which NaN is the same as NaN; none where it cannot be sent."""
    try:
        return b"".join(wire.encode(argument, classes))
    except wire.Unsendable:
        return b""


def _parameters(function: Function) -> list[str]:
    return list(inspect.signature(function).parameters)


def join_names(names: Iterable[Any]) -> str:
    return ", ".join(map(str, names)) or "nothing"


def _advise(count: int, how: str) -> str:
    return "delete the others" if count else f"add one with {how}"
