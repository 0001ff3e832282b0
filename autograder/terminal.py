"""Reports and tables for the terminal, readable at 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from autograder.compare import Kind
from autograder.grading import Report
from autograder.report import clean, describe, write_head
from autograder.soundness import Row


def show(report: Report, language: str = "en") -> RenderableType:
    """One notebook in the terminal: the score, then every part that is not correct, and why."""
    head = Styled.assemble((clean(report.file), "bold"), f"  {report.score:g} / {report.points:g}")
    remarks = [Styled("  " + clean(line), style="dim") for line in write_head(report, language)]
    table = Table(box=None, show_header=False, padding=(0, 1), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(ratio=1)
    for part in report.parts:
        if part.kind is not Kind.AGREES and not report.refusal:
            why = Group(
                Styled(f"{part.name}", style="bold"), *map(Styled, map(clean, describe(part, language)))
            )
            table.add_row(part.number, f"{part.score:g}/{part.points:g}", why)
    return Group(head, *remarks, Padding(table, (0, 0, 1, 1)))


def show_overview(reports: list[Report]) -> Table:
    """A line a notebook: its score and how its parts fared."""
    table = Table(box=None, padding=(0, 1), header_style="bold")
    for name in ("notebook", "score", "right", "partly", "wrong", "blank", "to read", "seconds"):
        table.add_column(name, justify="left" if name == "notebook" else "right")
    for report in reports:
        table.add_row(*_count(report))
    return table


def _count(report: Report) -> Iterator[str]:
    blank = [part for part in report.parts if part.kind in {Kind.NOT_ATTEMPTED, Kind.WAITING, Kind.NOT_RUN}]
    right = [part for part in report.parts if part.kind is Kind.AGREES]
    rest = [part for part in report.parts if part not in blank and part not in right]
    partly = sum(part.score > 0 for part in rest)
    yield clean(report.file)
    yield f"{report.score:g}/{report.points:g}"
    yield from map(str, (len(right), partly, len(rest) - partly, len(blank)))
    yield str(sum(bool(answer.answer) for answer in report.written))
    yield f"{report.seconds:.2f}"


def show_rows(name: str, rows: Iterable[Row]) -> RenderableType:
    """What `autograder check` found: a line a part, its problems below it."""
    table = Table(box=None, padding=(0, 1), header_style="bold", title=name, title_justify="left")
    for column in ("part", "function", "laws", "cases", "mistakes", "alternatives", ""):
        table.add_column(column, justify="left" if column in {"part", "function", ""} else "right")
    for row in rows:
        counts = [row.counts[kind] for kind in ("Law", "Cases", "HiddenLaw", "Mistake", "Alternative")]
        numbers = [counts[0], counts[1] + counts[2], counts[3], counts[4]]
        table.add_row(row.number, row.name, *map(str, numbers), "sound" if not row.problems else "NOT SOUND")
        for problem in row.problems:
            table.add_row("", Styled(problem, style="red"))
    return table
