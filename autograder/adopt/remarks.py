"""What is said after a notebook was taken over: what is lost, and what a person has to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from autograder.adopt.cells import Cell, Role
from autograder.adopt.checks import Check, Refusal
from autograder.adopt.names import Names
from autograder.adopt.outline import show
from autograder.adopt.plan import PartPlan, Plan, WrittenPlan
from autograder.adopt.program import Program
from autograder.adopt.survey import Survey
from autograder.sandbox import Limits
from autograder.soundness import MISTAKES

SHORT = 60  # characters of code that are repeated
PICTURE = re.compile(r"!\[[^\]]*\]\((?!https?:|data:)([^)\s]+)|<img[^>]+src=[\"'](?!https?:|data:)([^\"']+)")


def summarise(cells: list[Cell], plan: Plan) -> str:
    parts = sum(isinstance(item, PartPlan) for item in plan.items)
    taken, total = sum(item.points for item in plan.items), sum(cell.points for cell in cells)
    written = len(plan.items) - parts
    counts = f"{parts} part{'s' * (parts != 1)}, {written} written answer{'s' * (written != 1)}"
    return f"taken over: {counts}, {taken:g} of {total:g} points"


def list_lost(cells: list[Cell], survey: Survey, program: Program) -> Iterator[str]:
    """What of the notebook is not in the sheet, one line for each cell and reason."""
    for cell in program.unreadable:
        yield f"cell {cell.number} is not Python; it is left out"
    for (number, reason), group in groupby(survey.lost, key=lambda one: (one.cell, one.reason)):
        yield f"{_place(number, list(group))}: {reason}"
    for cell in cells:
        owners = {one.answer for one in survey.found.get(cell.number, ())} & survey.trials.keys()
        manual = cell.role is Role.MANUAL and cell.code
        if cell.points and (manual or (cell.role is Role.TESTS and not owners)):
            yield f"cell {cell.number}: its points ({cell.points:g}) are in no part"


def _place(number: int, lost: list[Refusal]) -> str:
    first = lost[0].code if len(lost[0].code) <= SHORT else f"{lost[0].code[:SHORT]}..."
    lines = list(dict.fromkeys(str(one.line) for one in lost))
    word = "line" if len(lines) == 1 else "lines"
    return f"cell {number}, {word} {', '.join(lines)}: `{first}`"


def list_to_do(cells: list[Cell], names: Names, survey: Survey) -> Iterator[str]:
    """What the new sheet needs a person for."""
    parts = [item for item in names.plan.items if isinstance(item, PartPlan)]
    written = [item for item in names.plan.items if isinstance(item, WrittenPlan)]
    if parts:
        yield (
            f"write {MISTAKES} known mistakes for each of {_list(parts)}: without them nothing proves that"
            " a wrong answer fails"
        )
    if bare := [part for part in parts if not names.laws(part)]:
        yield f"write a law for {_list(bare)}: no test of it may be shown to students"
    if bare := [part for part in parts if not part.doc]:
        yield f"write a docstring for {_list(bare)}: what the value means, and its unit"
    if fixed := [
        part
        for part in parts
        if any(t.is_case and "rng." not in "".join(t.check.draw) for t in part.trial.tested)
    ]:
        yield f"draw the inputs of {_list(fixed)} from `rng`: they are the same for every submission"
    if values := [part for part in parts if part.function is None]:
        yield f"look at the texts of {_list(values)}: the notebook asked for a value, a part for a function"
    for part in parts:
        seconds, limit = part.trial.seconds, Limits().call_seconds
        if seconds > limit:
            yield f"make {_list([part])} faster: its tests take {seconds:.0f} s, expected at most {limit:g}"
    yield from _list_written(written)
    yield from _list_cells(cells, survey)


def _list(parts: list[PartPlan]) -> str:
    return ", ".join(f"{part.number} {part.answer}" for part in parts)


def _list_written(written: list[WrittenPlan]) -> Iterator[str]:
    if bare := [item.number for item in written if not item.criteria]:
        yield f"write a rubric for {', '.join(bare)}: the notebook has no mark scheme for it"
    if written:
        yield f"look at the limits of words of {', '.join(item.number for item in written)}: they are a guess"


def _list_cells(cells: list[Cell], survey: Survey) -> Iterator[str]:
    if given := [str(cell.number) for cell in cells if cell.role is Role.GIVEN and show(cell)]:
        cells_of_code = f"cell{'s' if len(given) > 1 else ''} {', '.join(given)}"
        yield f"look at the code that students get in {cells_of_code}: it is now text, to be copied"
    for cell in cells:
        owners = [one.answer for one in survey.found.get(cell.number, ()) if one.answer in survey.trials]
        if len(names := list(dict.fromkeys(owners))) > 1:
            yield f"look at the points of {', '.join(names)}: cell {cell.number} tests them together"
        elif names and not any(isinstance(one, Check) for one in survey.found[cell.number]):
            yield f"look at the points of {names[0]}: those of cell {cell.number} count, its tests do not"
        for found in PICTURE.finditer(cell.source if not cell.code else ""):
            yield f"put the picture {found[1] or found[2]} of cell {cell.number} where students can see it"
