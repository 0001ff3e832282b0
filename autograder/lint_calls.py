"""What is wrong with what a student's function is asked: hidden calls, laws, examples; and known answers."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial, wraps
from pathlib import Path
from typing import Any

import numpy as np

from autograder.case import FEEDBACK, VARIANTS, HiddenCase, quietly, reference_of, seeded
from autograder.checking import check_form, check_law, shield
from autograder.compare import compare
from autograder.faults import Fault, Raised
from autograder.lint import join_names, list_given
from autograder.marking import Grader
from autograder.question import EXAMPLE
from autograder.sandbox.words import NUMBERS, count_numbers
from autograder.sheet import Unit
from autograder.slips import describe_error
from autograder.texts import tells
from autograder.values import Alternative, Cases, Follows, Function, HiddenLaw, Law, Mistake, Part, Reference
from autograder.worker import wire

EACH_VARIANT = (*range(VARIANTS), FEEDBACK)
PLAIN = "take numbers, arrays, text, or a dataclass that a public file defines"


def lint_calls(grader: Grader, unit: Unit, part: Part) -> Iterator[str]:
    """What is wrong with what is asked of a student's function, and with what we know it may give."""
    for cases in unit.of(Cases, part):
        try:
            quietly(reference_of(unit, part), cases.draw(seeded(part.name)))
        except Exception as error:
            yield f"the reference raises with the cases `{cases.draw.__name__}`: {describe_error(error)}"
            return
    yield from _lint_sent(grader, part)
    yield from _lint_laws(grader, unit, part)
    yield from _lint_lines(grader, unit, part)
    yield from _lint_options(unit, part)


def _lint_sent(grader: Grader, part: Part) -> Iterator[str]:
    """Whether a worker can be asked what the cases ask, and right values can come back."""
    classes, found = list_given(grader.sheet), {}
    for case in (case for variant in EACH_VARIANT for case in grader.cases(part, variant)):
        if unsendable := _find_unsendable(case.arguments, classes):
            found[f"the cases `{case.name}` give"] = unsendable
        if (total := count_numbers(case.want)) > NUMBERS:
            yield f"the reference gives {total} numbers in `{case.name}`, at most {NUMBERS} can come back"
            return
    for what, unsendable in found.items():
        yield f"{what} {unsendable}, which no worker can be sent; {PLAIN}"


def _lint_laws(grader: Grader, unit: Unit, part: Part) -> Iterator[str]:
    """Whether each law can be tried, and what examples say stands in the text."""
    laws: list[Law | HiddenLaw] = [*unit.of(Law, part), *unit.of(HiddenLaw, part)]
    for law in laws:
        is_example = isinstance(law, Law) and law.text == EXAMPLE
        if fault := _try_law(law, reference_of(unit, part), list_given(grader.sheet)):
            code = inspect.unwrap(law.check).__code__
            where = f"{Path(code.co_filename).name}, line {code.co_firstlineno}"
            yield f"the {'example' if is_example else 'law'} {law.check.__name__} ({where}) {fault}"
        elif isinstance(law, Law) and is_example:
            yield from _lint_example(law, grader.sheet.languages)


def _try_law(law: Law | HiddenLaw, reference: Function, classes: frozenset[str]) -> str:
    """What is wrong with a law, whatever the answer: what it calls with, what it raises or returns."""
    found: list[str] = []
    asked = False

    def answer(*args: Any, **kwargs: Any) -> Any:
        nonlocal asked
        asked = True
        arguments = law.part.signature.bind(*args, **kwargs).arguments
        if unsendable := _find_unsendable(arguments, classes):
            found.append(f"calls with {unsendable}, which no worker can be sent; {PLAIN}")
        return shield(reference)(*args, **kwargs)

    @wraps(law.check)
    def check(*given: Any) -> Any:
        try:
            sides = law.check(*given)
        except Raised as fault:
            found.append(f"calls the reference, which raises {describe_error(fault.__cause__ or fault)}")
            raise
        except Fault:
            raise
        except Exception as error:
            found.append(f"raises with the reference: {describe_error(error)}")
            raise
        if not (isinstance(sides, tuple) and len(sides) == 2):
            given_back = f"{len(sides)} values" if isinstance(sides, tuple) else f"a {type(sides).__name__}"
            found.append(f"returns {given_back}, expected two values that must agree, as `f(x), x`")
        return sides

    check_law(replace(law, check=check), answer)
    if not (found or asked):
        return "never calls the student's function, so it says nothing of it; call it, as `f(x)`"
    return next(iter(found), "")


def _lint_example(law: Law, languages: Iterable[str]) -> Iterator[str]:
    """Whether the text holds the numbers of an example: all but those that the file computes."""
    _, value = inspect.unwrap(law.check)()
    digits = round(-math.log10(law.tolerance.atol)) if law.tolerance else 0
    copied = [number for number in _list_numbers(value) if abs(number - round(number, digits)) < 1e-12]
    for language in languages:
        if unsaid := [number for number in copied if not tells(law.part.text[language], number)]:
            yield (
                f"the example {law.check.__name__} gives {unsaid[0]:.10g}, which the text of part "
                f"{law.part.number} in {language} does not hold; write it there, or mend the example"
            )


def _list_numbers(value: Any) -> Iterator[float]:
    """The real numbers that an example tells; those of complex ones are their two parts."""
    if isinstance(value, Mapping | tuple | list):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _list_numbers(item)
        return
    array = np.asarray(value)
    halves = {"i": [array], "u": [array], "f": [array], "c": [array.real, array.imag]}
    for half in halves.get(array.dtype.kind, []):
        yield from half.ravel().tolist()


def _lint_lines(grader: Grader, unit: Unit, part: Part) -> Iterator[str]:
    """Whether the reference gives each line, and those that follow from others as it gives them."""
    expected = part.lines.weights if part.lines else ()
    for case in grader.cases(part, 0):
        if lacking := [line for line in expected if line not in case.want]:
            yield f"the reference gives no line {join_names(lacking)}; expected {join_names(expected)}"
            return
    cases = [case for variant in EACH_VARIANT for case in grader.cases(part, variant) if not case.edge]
    for relation in unit.of(Follows, part):
        for case in cases:  # at extremes, right lines may cancel
            if fault := _try_relation(relation, case):
                yield f"{relation.function.__name__} {fault}"
                break


def _try_relation(relation: Follows, case: HiddenCase) -> str:
    """What is wrong with a line as it follows from the right lines before it; "" if nothing."""
    part, line = relation.part, relation.line
    assert part.lines is not None
    names = list(part.lines.weights)
    known = names[: names.index(line) + 1]
    try:
        value = quietly(partial(relation.function, {name: case.want[name] for name in known}), case.arguments)
    except Exception as error:
        if isinstance(error, KeyError) and error.args[0] in names:
            return f"reads the line `{error.args[0]}`, which comes after `{line}`; take those before it only"
        return f"raises for `{line}`, from the lines of the reference: {describe_error(error)}"
    if compare(case.want[line], value, part.tolerance, case.band).ok:
        return ""
    return f"gives another value for `{line}` than the reference, from its own lines; mend it"


def _lint_options(unit: Unit, part: Part) -> Iterator[str]:
    """Whether the answers to a choice that are known, right or wrong, are among its options."""
    if not part.allowed:
        return
    kinds: tuple[type[Any], ...] = (Reference, Alternative, Mistake)
    for one in (one for kind in kinds for one in unit.of(kind, part)):
        if not (verdict := check_form(part, shield(one.function))).ok:
            kind = type(one).__name__.lower()
            yield f"the {kind} {one.function.__name__} answers what is no option: {verdict.message}"


def _find_unsendable(arguments: Mapping[str, Any], classes: frozenset[str]) -> str:
    """The first argument that no worker can be asked with, and why; "" if there is none."""
    for name, value in arguments.items():
        try:
            wire.encode(value, classes)
        except wire.Unsendable as error:
            return f"`{name}` ({error.kind}, of type {type(value).__name__})"
    try:
        wire.encode(("call", "", dict(arguments)), classes)
    except wire.Unsendable as error:
        return f"{join_names(arguments)} together ({error.kind})"
    return ""
