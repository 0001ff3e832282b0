"""Which answers of a notebook can be graded: their tests, tried on the solution, and their points."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.adopt.cells import Cell, Role
from autograder.adopt.checks import Check, Refusal, find_checks
from autograder.adopt.program import Program
from autograder.adopt.trial import Trial, try_checks
from autograder.adopt.world import World
from autograder.course import CourseError

RESERVED = frozenset(
    {
        "question",
        "Question",
        "Text",
        "part",
        "law",
        "written",
        "Function",
        "Rng",
        "Any",
        "Array",
        "annotations",
    }
    | {"TYPE_CHECKING", "reference", "cases", "hidden_law", "rubric", "check", "summary"}
)
PARAMETERS = "its parameters hold `*` or `/`, which a stub cannot; write plain parameters"
UNTESTED = "none of its tests could be taken over"
MANUAL = "code that a person marks has no place in a sheet; ask for numbers that a check can compare"


Found = Mapping[int, list[Check | Refusal]]


@dataclass(frozen=True)
class Survey:
    """What was found in cells of tests, by their numbers; the answers that can be graded; what is lost."""

    found: Found
    trials: Mapping[str, Trial]
    points: Mapping[str, float]
    lost: tuple[Refusal, ...]


def make_survey(cells: list[Cell], program: Program) -> Survey:
    """Try the tests of a notebook on its solution. Raises CourseError where a name is in the way."""
    found = {cell.number: find_checks(program, cell.number) for cell in cells if cell.role is Role.TESTS}
    lost = [one for ones in found.values() for one in ones if isinstance(one, Refusal)]
    checks = [one for ones in found.values() for one in ones if isinstance(one, Check)]
    names = frozenset(program.answers).union(*(check.needs | check.loose.needs for check in checks))
    _refuse_reserved(program, names)
    world = World(program, names)
    trials: dict[str, Trial] = {}
    for answer in program.answers:
        own = [check for check in checks if check.answer == answer]
        result = _try_answer(program, world, answer, own)
        if isinstance(result, Trial):
            lost += result.refused
        if isinstance(result, Trial) and result.tested:
            trials[answer] = result
        else:
            lost.append(_lose_answer(program, answer, UNTESTED if isinstance(result, Trial) else result))
    lost += _lose_cells(cells, found)
    lost.sort(key=lambda one: (one.cell, one.line))
    return Survey(found, trials, _share_points(cells, found, trials), tuple(lost))


def _refuse_reserved(program: Program, names: frozenset[str]) -> None:
    for statement in program.needs(names):
        if taken := sorted(statement.binds & RESERVED) if not statement.imports else []:
            raise CourseError(
                f"cell {statement.cell} defines `{taken[0]}`, which is a word of question files;"
                " give it another name in the notebook"
            )


def _try_answer(program: Program, world: World, answer: str, checks: list[Check]) -> Trial | str:
    """What the trial found, or why there was none."""
    node = program.answers[answer].node
    if answer in world.missing:
        return world.missing[answer]
    if isinstance(node, ast.FunctionDef):
        given = node.args
        if given.vararg or given.kwarg or given.kwonlyargs or given.posonlyargs:
            return PARAMETERS
        return try_checks(world, world.names[answer], checks)
    if isinstance(node, ast.ClassDef):
        return UNTESTED
    return try_checks(world, lambda: world.names[answer], checks)


def _lose_answer(program: Program, answer: str, reason: str) -> Refusal:
    statement = program.answers[answer]
    return Refusal(statement.cell, statement.line, answer, reason, answer)


def _lose_cells(cells: list[Cell], found: Found) -> list[Refusal]:
    lost = []
    for cell in cells:
        first = cell.source.strip().split("\n")[0]
        if cell.role is Role.MANUAL and cell.code:
            lost.append(Refusal(cell.number, 1, first, MANUAL))
        elif cell.role is Role.TESTS and not found[cell.number]:
            lost.append(Refusal(cell.number, 1, first, "no assertion was found in it"))
    return lost


def _share_points(cells: list[Cell], found: Found, trials: Mapping[str, Trial]) -> dict[str, float]:
    """The points of each answer: those of the cells that test it, in equal shares where one tests several."""
    points = dict.fromkeys(trials, 0.0)
    for cell in cells:
        owners = list(dict.fromkeys(one.answer for one in found.get(cell.number, ()) if one.answer in trials))
        left = cell.points
        for place, owner in enumerate(owners):
            share = round(left / (len(owners) - place), 2)
            points[owner] += share
            left -= share
    return {answer: round(value, 4) for answer, value in points.items()}
