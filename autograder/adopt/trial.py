"""Which checks of an answer the solution passes, and in which form each is taken over."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.adopt.checks import Check, Refusal
from autograder.adopt.world import Distant, Failure, World, calm, scatter, send
from autograder.checking import quiet
from autograder.compare import Band, compare
from autograder.values import Function, Tolerance

RUNS = 3  # times that a check is tried, each with other random numbers
SIMILAR = 20.0  # tolerances that differ by less are taken for the same
NOT_CALLED = "the solution's own function is not called by it"
FALSE = "it is not true of the solution outside its notebook"

Sides = list[tuple[Any, Any]]


@dataclass(frozen=True)
class Tested:
    """A check that the solution passes. As a case it compares the whole value with that of the solution."""

    check: Check
    sides: Sides
    is_case: bool = False


@dataclass
class Trial:
    """What was found out about the checks of one answer.

    `kinds` are those of its arguments and of what it returns; `tensors` is set where it returns some.
    """

    tested: list[Tested] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    tolerance: Tolerance = Tolerance()
    seconds: float = 0.0
    kinds: dict[str, set[str]] = field(default_factory=dict)
    tensors: str = ""


def try_checks(world: World, function: Function, checks: list[Check]) -> Trial:
    """Run the checks of an answer on the solution, and settle the tolerance of the part."""
    trial = Trial()
    tried = [
        found for check in checks if (found := _attempt(trial, check, _try_check, world, function, check))
    ]
    floats = [
        _own_tolerance(found) for found in tried if found.check.form.pair and _is_float(found.sides[0][1])
    ]
    trial.tolerance = min(floats, key=_size, default=Tolerance())
    for found in tried:
        if settled := _attempt(trial, found.check, _settle, world, function, found):
            trial.tested.append(settled)
    return trial


def _attempt(trial: Trial, check: Check, step: Callable[..., Tested], *arguments: Any) -> Tested | None:
    """What a step finds out about a check; None where it fails, which is noted."""
    try:
        return step(*arguments, trial)
    except Failure as failure:
        trial.refused.append(Refusal(check.cell, check.line, check.form.code, str(failure), check.answer))
        return None


def _try_check(world: World, function: Function, check: Check, trial: Trial) -> Tested:
    """The check in the first form in which the solution passes it. Raises the `Failure` of the plain form."""
    try:
        return _try_forms(world, function, check, trial)
    except Failure:
        if not trial.tensors:
            raise
        with contextlib.suppress(Failure):
            return _try_forms(world, function, check.with_tensors(trial.tensors), trial)
        raise


def _try_forms(world: World, function: Function, check: Check, trial: Trial) -> Tested:
    if check.form.pair:
        sides = _run(world, function, check, trial)
        tested = Tested(check, sides)
        if _holds(sides, _own_tolerance(tested)):
            return tested
    sides = _run(world, function, check.loose, trial)
    if not _holds(sides, Tolerance()):
        raise Failure(FALSE)
    return Tested(check.loose, sides)


def _settle(world: World, function: Function, tested: Tested, trial: Trial) -> Tested:
    """The check in a form that fits the tolerance of its part. Raises `Failure`."""
    check = tested.check
    if not check.form.pair:
        return tested
    looser = _size(_own_tolerance(tested)) > SIMILAR * _size(trial.tolerance)
    if (looser and _is_float(tested.sides[0][1])) or not _holds(tested.sides, trial.tolerance):
        return _try_forms(world, function, check.loose, trial)
    return replace(tested, is_case=check.inputs is not None and _can_be_case(world, function, check, trial))


def _can_be_case(world: World, function: Function, check: Check, trial: Trial) -> bool:
    """Whether the inputs can be drawn, and whether the solution gives the same value for them each time."""
    draw = world.define("rng", check.draw)
    try:
        with calm():
            scatter()
            first = draw(np.random.default_rng(0))
            scatter()
            again = draw(np.random.default_rng(0))
            value, same = (Distant(function, as_arrays=True)(**inputs) for inputs in (first, again))
    except Exception:
        return False
    with quiet():
        return repr(send(first)) == repr(send(again)) and compare(same, value, trial.tolerance).ok


def _run(world: World, function: Function, check: Check, trial: Trial) -> Sides:
    """The two sides of a check, several times. Raises `Failure`."""
    sides = []
    body = world.define(f"{check.parameter}, rng", check.body)
    for run in range(RUNS):
        answer = Distant(function, as_arrays=run != 1)
        scatter()
        try:
            with calm():
                sides.append(body(answer, np.random.default_rng(run)))
        except Failure:
            raise
        except Exception as error:
            raise Failure(world.explain(error)) from error
        finally:
            trial.tensors = answer.tensors or trial.tensors
        if not answer.calls:
            raise Failure(NOT_CALLED)
    trial.seconds += answer.seconds
    for name, kinds in answer.kinds.items():
        trial.kinds.setdefault(name, set()).update(kinds)
    return sides


def _holds(sides: Sides, tolerance: Tolerance) -> bool:
    with quiet():
        return all(compare(left, right, tolerance).ok for left, right in sides)


def _own_tolerance(tested: Tested) -> Tolerance:
    """The tolerance of an assertion in our measure, where the absolute part grows with the value."""
    default, asked = Tolerance(), tested.check.form.tolerance
    scale = Band.of(tested.sides[0][1]).scale
    return Tolerance(max(asked.rtol, default.rtol), max(asked.atol / scale, default.atol))


def _size(tolerance: Tolerance) -> float:
    return tolerance.rtol + tolerance.atol


def _is_float(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_is_float, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_is_float, value))
    return getattr(getattr(value, "dtype", None), "kind", "") in "fc" or isinstance(value, float | complex)
