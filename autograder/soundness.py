"""Proves that the grader of each part is sound, before any student meets it.

The reference passes, the untouched stub is "not attempted", every known mistake fails and is named by its own
hint, every alternative passes; and nothing is missing from the files.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from autograder.case import FEEDBACK, VARIANTS, quietly, reference_of
from autograder.checking import check_law, quiet, shield
from autograder.compare import Band, compare
from autograder.course import describe_error, find_orphans, names, read_secret
from autograder.gpu import agrees_on_device, draw_for_device
from autograder.marking import Grader, Result
from autograder.messages import LANGUAGES
from autograder.sandbox.words import is_sendable
from autograder.sheet import Sheet, Unit
from autograder.texts import Owned, texts_of_head, texts_of_item, texts_of_sheet
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
    Reference,
    Rubric,
    Speed,
    Written,
)
from autograder.verdict import Kind

COUNTED = (Law, Cases, HiddenLaw, Mistake, Alternative)
MISTAKES = 3  # known mistakes that a part needs at least, so that its cases are put to the test
CODE = re.compile(r"`[^`]+`")
MATHS = re.compile(r"\$\$.+?\$\$|\$.+?\$", re.DOTALL)


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


def check_sheet(sheet: Sheet) -> Iterator[Row]:
    """A row for each part and written answer of the sheet, before them one for what is wrong above them.

    Needs the hidden twins.
    """
    grader = Grader(sheet)
    numbers = [item.number for unit in sheet.units for item in unit.items]
    item_names = [item.name for unit in sheet.units for item in unit.items]
    yield from _check_heads(sheet)
    for unit in sheet.units:
        for item in unit.items:
            problems = _check_item(grader, unit, item)
            if numbers.count(item.number) > 1:
                problems.append(f"the number {item.number} is used twice; give each part its own")
            if item_names.count(item.name) > 1:
                problems.append(f"the name {item.name} is used twice; give each part its own")
            counts = {kind.__name__: len(unit.of(kind, item)) for kind in COUNTED}
            gaps = find_gaps(unit, item) if isinstance(item, Part) else []
            yield Row(item.number, item.name, counts, (*problems, *gaps), tuple(gaps))


def _check_heads(sheet: Sheet) -> Iterator[Row]:
    """A row for the sheet and for each question, where something is wrong that belongs to no part of it."""
    heads = [unit.question.number for unit in sheet.units]
    nothing = dict.fromkeys((kind.__name__ for kind in COUNTED), 0)
    problems = [problem for owned in texts_of_sheet(sheet) for problem in _lint_text(owned, sheet.languages)]
    problems += _check_twins(sheet.name)
    if problems:
        yield Row("sheet", sheet.name, nothing, tuple(problems))
    for unit in sheet.units:
        number = unit.question.number
        problems = [
            problem for owned in texts_of_head(unit) for problem in _lint_text(owned, sheet.languages)
        ]
        if heads.count(number) > 1:
            problems.append(f"two files hold question {number}; give each its own number")
        if problems:
            yield Row(number, unit.name, nothing, tuple(problems))


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
    problems = lint(unit, item, grader.sheet.languages)
    if isinstance(item, Written) or problems:
        return problems
    try:
        return [
            *_check_right(grader, unit, item),
            *_check_stub(grader, item),
            *_check_mistakes(grader, unit, item),
            *_check_pictures(unit, item),
            *_check_speed(unit, item),
        ]
    except Exception as error:
        return [describe_error(error)]


def lint(unit: Unit, item: Part | Written, languages: tuple[str, ...]) -> list[str]:
    """What is wrong in the files of this item."""
    problems = [problem for owned in texts_of_item(unit, item) for problem in _lint_text(owned, languages)]
    if isinstance(item, Written):
        return problems + _lint_rubric(unit, item)
    if len(references := unit.of(Reference, item)) != 1:
        return [*problems, f"{len(references)} references, expected 1"]
    if _parameters(references[0].function) != _parameters(item.stub):
        problems.append("the reference has other parameters than the stub")
    if not unit.of(Cases, item) and not unit.of(HiddenLaw, item):
        problems.append("no hidden cases and no hidden laws; add one of them")
    if not inspect.getdoc(item.stub):
        problems.append("the stub has no docstring; say what the value means and its unit")
    return problems


def find_gaps(unit: Unit, part: Part) -> list[str]:
    """What is missing from the files of a part, so that its grader is not put to the test or says nothing."""
    gaps = []
    if (known := len(unit.of(Mistake, part))) < MISTAKES:
        gaps.append(f"{known} known mistakes, expected at least {MISTAKES}")
    if not part.allowed and not unit.of(Law, part):
        gaps.append("no law; add one, so that the notebook can say something")
    return gaps


def _lint_text(owned: Owned, languages: Sequence[str]) -> Iterator[str]:
    text, what = owned.text, f"the {owned.what} of {owned.owner}"
    if missing := owned.find_missing(languages):
        yield f"{owned.owner} has no {owned.what} in {', '.join(missing)}"
        return
    if unknown := [name for name in text if name not in LANGUAGES]:
        yield f"{what} has {unknown[0]!r}, which is neither an option nor a language"
    for kind, pattern in (("formulas", MATHS), ("code", CODE)):
        if len({tuple(sorted(pattern.findall(text[language]))) for language in languages}) > 1:
            yield f"the {kind} in {what} differ between languages: {text[languages[0]][:60]!r}"


def _lint_rubric(unit: Unit, item: Written) -> list[str]:
    rubrics = unit.of(Rubric, item)
    if len(rubrics) != 1:
        return [f"{len(rubrics)} rubrics, expected 1"]
    total = sum(points for points, _ in rubrics[0].criteria)
    return (
        []
        if abs(total - item.points) < 1e-9
        else [f"the rubric gives {total:g} points, expected {item.points:g}"]
    )


def _parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def _check_right(grader: Grader, unit: Unit, part: Part) -> Iterator[str]:
    right = [("the reference", reference_of(unit, part))]
    right += [
        (f"the alternative {other.function.__name__}", other.function) for other in unit.of(Alternative, part)
    ]
    right += [
        (f"the baseline {other.function.__name__}", other.function) for other in unit.of(Baseline, part)
    ]
    for name, function in right:
        for law in unit.of(Law, part):
            if not (verdict := check_law(law, shield(function))).ok:
                yield f"{name} breaks the law {law.check.__name__}: {verdict.where} {verdict.message}"
        for variant in range(VARIANTS):
            if (result := grader.grade(part, shield(function), variant)).share < 1:
                yield f"{name} fails: {_explain(result)}"
                break
    if any(repr(quietly(right[0][1], c.arguments)) != repr(c.want) for c in grader.cases(part, 0)):
        yield "the reference gives another value the second time; draw its numbers from rng"


def _check_stub(grader: Grader, part: Part) -> Iterator[str]:
    if (fault := grader.grade(part, shield(part.stub)).first_fault).kind is not Kind.NOT_ATTEMPTED:
        yield f"the untouched stub is {fault.kind.value!r}, expected 'not attempted'"


def _check_mistakes(grader: Grader, unit: Unit, part: Part) -> Iterator[str]:
    for known in unit.of(Mistake, part):
        name = known.function.__name__
        for variant in (*range(VARIANTS), FEEDBACK):
            result = grader.grade(part, shield(known.function), variant)
            single = grader.grade(part, shield(partial(_in_single_precision, known.function)), variant)
            if result.first_fault.kind is Kind.RAISES:
                yield f"the mistake {name}: {result.first_fault.message}"
                break
            if result.share == 1 or single.share == 1:
                yield f"the mistake {name} passes; add a case in which it gives another value"
                break
            if result.hint is None or result.hint.text != known.text:
                language = grader.sheet.languages[0]
                named = "no hint" if result.hint is None else repr(result.hint.text[language])
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
    return (
        np.float32(value)
        if isinstance(value, float) or getattr(value, "dtype", None) == np.float64
        else value
    )


def _explain(result: Result) -> str:
    names = ", ".join(outcome.name for outcome in result.outcomes if not outcome.verdict.ok)
    return f"{names}: {result.first_fault.where} {result.first_fault.message}"
