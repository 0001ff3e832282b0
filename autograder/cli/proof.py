"""What `autograder check` prints: a line a part as soon as it is proved, and below it what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from autograder.sheet import Sheet
from autograder.soundness import Row

COLUMNS = ("laws", "cases", "mistakes", "alternatives")
WIDTH = 80  # columns of a terminal
VERDICT = "NOT SOUND"


def print_rows(sheet: Sheet, rows: Iterable[Row]) -> list[Row]:
    """The rows, after each was printed as it came."""
    items = [item for unit in sheet.units for item in unit.items]
    number = max(len(word) for word in ("sheet", *(item.number for item in items)))
    room = WIDTH - number - sum(len(column) + 1 for column in COLUMNS) - len(VERDICT) - 2
    name = min(max(len(word) for word in ("function", *(item.name for item in items))), room)
    click.echo(f"{sheet.name}\n{'part':{number}} {'function':{name}} {' '.join(COLUMNS)}")
    printed = []
    for row in rows:
        numbers = " ".join(f"{n:{len(column)}}" for n, column in zip(_count(row), COLUMNS, strict=True))
        whole = row.name if len(row.name) <= name else row.name[: name - 1] + "…"
        click.echo(f"{row.number:{number}} {whole:{name}} {numbers} {VERDICT if row.problems else 'sound'}")
        for problem in row.problems:
            click.secho(f"{row.number} {row.name}: {problem}", fg="red")
        printed.append(row)
    return printed


def _count(row: Row) -> tuple[int, int, int, int]:
    laws, cases, hidden, mistakes, others = (
        row.counts[kind] for kind in ("Law", "Cases", "HiddenLaw", "Mistake", "Alternative")
    )
    return laws, cases + hidden, mistakes, others


def summarise(sheets: Sequence[Sheet], rows: Sequence[Row]) -> str:
    """How many parts are not sound, and which heads; "" if all is well."""
    known = {item.name for sheet in sheets for unit in sheet.units for item in unit.items}
    parts = [row for row in rows if row.name in known]
    unsound = [row for row in parts if row.problems]
    heads = [row.name for row in rows if row.problems and row.name not in known]
    verb = "is" if len(unsound) == 1 else "are"
    said = [f"{len(unsound)} of {len(parts)} parts {verb} not sound"] if unsound else []
    said += [f"the texts or files above the parts of {', '.join(heads)} are not sound"] if heads else []
    return "; ".join(said)
