"""Proves that the grader of each part is sound, before any student meets it.

The reference passes, the untouched stub is "not attempted", every known mistake fails and is named by its own
hint, every alternative passes; and nothing is missing from the files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

import numpy as np

from autograder.case import VARIANTS, HiddenCase, quietly, reference_of
from autograder.checking import check_law, quiet, shield
from autograder.compare import Band, compare
from autograder.course import find_orphans, load, names, read_secret
from autograder.deadline import Endless, limit
from autograder.gpu import agrees_on_device, draw_for_device
from autograder.lint import lint_head, lint_item, lint_sheet
from autograder.lint_calls import EACH_VARIANT, lint_calls
from autograder.marking import Grader, Result
from autograder.sandbox.words import is_sendable
from autograder.sheet import Sheet, Unit
from autograder.slips import describe_error
from autograder.values import (
    Alternative,
    Baseline,
    Cases,
    DeviceReference,
    Function,
    HiddenLaw,
    Law,
    Mistake,
    Part,
    Picture,
    Speed,
    Variables,
    Written,
)
from autograder.variants import draw
from autograder.verdict import Kind, Verdict

COUNTED = (Law, Cases, HiddenLaw, Mistake, Alternative)
MISTAKES = 3  # known mistakes that a part needs at least, so that its cases are put to the test
MENDED = "a mistake gives a wrong value; mend it"
STRICTER = "add a case in which it gives another value, or tighten rtol and atol"


@dataclass(frozen=True)
class Row:
    """What was found out about one part or written answer; sound when there are no problems.

    `gaps` are those of the problems that make no mark wrong: something is missing from the files.
    """

    number: str
    name: str
    counts: Mapping[str, int]
    problems: tuple[str, ...]
    gaps: tuple[str, ...] = ()


def check_sheet(sheet: Sheet, only: Collection[str] = ()) -> Iterator[Row]:
    """A row for each part and written answer of the sheet, before them one for what is wrong above them.

    With `only`, those that these words name. Needs the hidden twins.
    """
    sheet = limit(sheet)
    grader = Grader(sheet)
    items = [(unit, item) for unit in sheet.units for item in unit.items]
    numbers, item_names = [item.number for _, item in items], [item.name for _, item in items]
    yield from _check_heads(sheet, only)
    for unit, item in items:
        if only and item not in unit.find(only):
            continue
        own = (("number", item.number, numbers), ("name", item.name, item_names))
        doubled = [f"the {what} {word} is used twice" for what, word, words in own if words.count(word) > 1]
        problems = [f"{each}; give each part its own" for each in doubled] or _check_item(grader, unit, item)
        counts = {kind.__name__: len(unit.of(kind, item)) for kind in COUNTED}
        gaps = find_gaps(unit, item) if isinstance(item, Part) else []
        yield Row(item.number, item.name, counts, (*problems, *gaps), tuple(gaps))


def _check_heads(sheet: Sheet, only: Collection[str]) -> Iterator[Row]:
    """A row for the sheet and for each question, where something is wrong that belongs to no part of it."""
    nothing = dict.fromkeys((kind.__name__ for kind in COUNTED), 0)
    if not only and (problems := [*lint_sheet(sheet), *_check_twins(sheet.name)]):
        yield Row("sheet", sheet.name, nothing, tuple(problems))
    for unit in sheet.units:
        if (not only or unit.find(only)) and (problems := lint_head(sheet, unit)):
            yield Row(unit.question.number, unit.name, nothing, tuple(problems))


def _check_twins(name: str) -> Iterator[str]:
    """Whether the secret of a sheet is its own, and all of its hidden files belong to public ones."""
    if name not in names():  # a sheet that stands in no file
        return
    for other in names():
        if other != name and read_secret(other) == read_secret(name):
            yield f"the secret is that of {other}; write another one"
    for twin in find_orphans(name):
        yield f"{twin} has no public file; delete it"


def _check_item(grader: Grader, unit: Unit, item: Part | Written) -> list[str]:
    if isinstance(item, Written):
        return _collect(lint_item(grader.sheet, unit, item))
    return _collect(*_list_steps(grader, unit, item), _check_numbers(grader.sheet, unit, item))


def _list_steps(grader: Grader, unit: Unit, part: Part) -> list[Iterator[str]]:
    """What is to be tried, each only where nothing before it is wrong."""
    return [lint_item(grader.sheet, unit, part), lint_calls(grader, unit, part), _prove(grader, unit, part)]


def _collect(*steps: Iterator[str]) -> list[str]:
    """What the first step finds that finds something, and what it is stopped by."""
    problems: list[str] = []
    try:
        for step in steps:
            problems.extend(step)
            if problems:
                break
    except (Exception, SystemExit, Endless) as error:
        problems.append(str(error) if isinstance(error, Endless) else describe_error(error))
    return problems


def _prove(grader: Grader, unit: Unit, part: Part) -> Iterator[str]:
    yield from _check_right(grader, unit, part)
    yield from _check_stub(grader, part)
    yield from _check_mistakes(grader, unit, part)
    yield from _check_pictures(unit, part)
    yield from _check_speed(unit, part)


def find_gaps(unit: Unit, part: Part) -> list[str]:
    """What is missing from the files of a part, so that its grader is not put to the test or says nothing."""
    gaps = []
    if (known := len(unit.of(Mistake, part))) < MISTAKES:
        gaps.append(
            f"{known} known mistakes, expected at least {MISTAKES}; add what students do, by `@mistake`"
        )
    if not part.allowed and not unit.of(Law, part):
        gaps.append("no law; add one, so that the notebook can say something")
    return gaps


def _check_numbers(sheet: Sheet, unit: Unit, part: Part) -> Iterator[str]:
    """Where statements vary: whether the grader is sound with each number that a student may draw."""
    if not unit.all(Variables) or sheet.name not in names():  # a sheet that stands in no file
        return
    for student, numbers in _find_students(unit):
        other = limit(load(sheet.name, hidden=True, student=student))
        (found,) = [unit for one, unit in other.unit_of.items() if one.number == part.number]
        (varied,) = [one for one in found.parts if one.number == part.number]
        if problems := _collect(iter(lint_head(other, found)), *_list_steps(Grader(other), found, varied)):
            drawn = ", ".join(f"{name}={number}" for name, number in numbers.items())
            yield f"with {drawn}: {problems[0]}"
            return


def _find_students(unit: Unit) -> Iterator[tuple[str, dict[str, int]]]:
    """Students who draw, together, all numbers of a question that are not the sheet's own."""
    choices = {name: each for variables in unit.all(Variables) for name, each in variables.choices.items()}
    wanted = {(name, number) for name, each in choices.items() for number in each[1:] if number != each[0]}
    for student in map(str, count(1)):
        if not wanted:
            return
        numbers = draw(Variables(choices), student)
        if wanted & set(numbers.items()):
            wanted -= set(numbers.items())
            yield student, numbers


def _list_right(unit: Unit, part: Part) -> list[tuple[str, Function]]:
    others: list[Alternative | Baseline] = [*unit.of(Alternative, part), *unit.of(Baseline, part)]
    return [
        ("the reference", reference_of(unit, part)),
        *[(f"the {type(one).__name__.lower()} {one.function.__name__}", one.function) for one in others],
    ]


def _check_right(grader: Grader, unit: Unit, part: Part) -> Iterator[str]:
    right = _list_right(unit, part)
    for name, function in right:
        for law in unit.of(Law, part):
            if not (verdict := check_law(law, shield(function))).ok:
                yield f"{name} breaks the law {law.check.__name__}: {_say(verdict)}"
        for variant in range(VARIANTS):
            if (result := grader.grade(part, shield(function), variant, hinted=False)).share < 1:
                yield f"{name} fails: {_explain(result, function, grader.cases(part, variant))}"
                break
    if any(repr(quietly(right[0][1], c.arguments)) != repr(c.want) for c in grader.cases(part, 0)):
        yield "the reference gives another value for the same arguments the second time; seed what it draws"


def _check_stub(grader: Grader, part: Part) -> Iterator[str]:
    if (fault := grader.grade(part, shield(part.stub)).first_fault).kind is not Kind.NOT_ATTEMPTED:
        end = (
            "let it return `...` under each key"
            if part.allowed
            else "end it with `raise NotImplementedError`"
        )
        yield f"the untouched stub is {fault.kind.value!r}, expected 'not attempted'; {end}"


def _check_mistakes(grader: Grader, unit: Unit, part: Part) -> Iterator[str]:
    for known in unit.of(Mistake, part):
        name = known.function.__name__
        for variant in EACH_VARIANT:
            result = grader.grade(part, shield(known.function), variant)
            single = grader.grade(part, shield(partial(_in_single_precision, known.function)), variant)
            if result.first_fault.kind is Kind.RAISES:
                why = _explain(result, known.function, grader.cases(part, variant))
                yield f"the mistake {name} fails: {why}; {MENDED}"
                break
            if result.share == 1 or single.share == 1:
                once = "" if result.share == 1 else " once it is computed in single precision"
                yield f"the mistake {name} passes{once}; {STRICTER}"
                break
            if result.hint is None or result.hint.text != known.text:
                language = grader.sheet.languages[0]
                named = "no hint" if result.hint is None else f"'{result.hint.text[language]}'"
                yield f"the mistake {name} is named by {named}, not by its own hint"
                break


def _check_pictures(unit: Unit, part: Part) -> Iterator[str]:
    from matplotlib.figure import Figure

    for picture in unit.of(Picture, part):
        for what, function in (("before an answer", None), ("the reference", reference_of(unit, part))):
            try:
                with quiet():
                    picture.draw(function and shield(function), Figure())
            except Exception as error:
                yield f"the picture {picture.draw.__name__} cannot draw {what}: {describe_error(error)}"


def _check_speed(unit: Unit, part: Part) -> Iterator[str]:
    """Whether a timed part can be timed: all three right answers agree at each size, and can be sent."""
    for speed in unit.of(Speed, part):
        if (count := len(unit.of(Baseline, part))) != 1:
            advice = "delete the others" if count else "add a naive right answer with `@baseline`"
            yield f"{count} baselines of a timed part, expected 1; {advice}"
            return
        (naive,) = unit.of(Baseline, part)
        if speed.gpu and len(unit.of(DeviceReference, part)) != 1:
            yield "no device reference of a part that is timed on a GPU; add one, or leave out `gpu`"
        for device_reference in unit.of(DeviceReference, part):
            arguments = speed.draw(np.random.default_rng(0), speed.sizes[0])
            want = quietly(reference_of(unit, part), arguments)
            if not agrees_on_device(device_reference.function, arguments, want):
                yield "the device reference and the reference differ"
            if not is_sendable(draw_for_device(speed, np.random.default_rng(0)), 0):
                yield f"size {speed.gpu} is too large to be sent to a worker; take a smaller one for GPUs"
        for size in speed.sizes:
            arguments = speed.draw(np.random.default_rng(size), size)
            want = quietly(reference_of(unit, part), arguments)
            if not is_sendable(arguments, want):
                yield f"size {size} is too large to be sent to a worker and back; take smaller ones"
            elif not compare(quietly(naive.function, arguments), want, part.tolerance, Band.of(arguments)).ok:
                yield f"the baseline and the reference differ at size {size}"


def _in_single_precision(function: Function, *args: Any, **kwargs: Any) -> Any:
    """What a function gives, rounded: the wider band for single precision must not let a mistake through."""
    return _round(function(*args, **kwargs))


def _round(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _round(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_round, value))
    double = isinstance(value, float) or getattr(value, "dtype", None) == np.float64
    return np.float32(value) if double else value


def _explain(result: Result, function: Function, cases: Sequence[HiddenCase]) -> str:
    """What is wrong with an answer of our own: where it raises an error, the line of its file."""
    for case in cases if result.first_fault.kind is Kind.RAISES else ():
        try:
            quietly(function, case.arguments)
        except Exception as error:
            return f"{case.name}: {describe_error(error)}"
    failed = dict.fromkeys(outcome.name for outcome in result.outcomes if not outcome.verdict.ok)
    return f"{', '.join(failed)}: {_say(result.first_fault)}"


def _say(verdict: Verdict) -> str:
    return f"{verdict.where} {verdict.message}".strip()
