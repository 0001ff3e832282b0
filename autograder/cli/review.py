"""The commands of whoever looks at a class: report, regrade, similar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli import options
from autograder.cli.mark import save_each, tell_doubled, tell_namesakes, tell_others, workforce
from autograder.cli.options import EXISTING, FOLDER, ROOT

if TYPE_CHECKING:
    from autograder.batch.hand_ins import HandIn
    from autograder.batch.regrade import Regrading
    from autograder.batch.run import Settings

RESULTS = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("results", type=RESULTS)
@click.option("--out", type=FOLDER, help="Folder to write to, instead of that of the results.")
@click.option("--language", default="en", help="Language of the hints.")
@click.option(
    "--csv",
    "books",
    type=click.Choice(["gradescope", "canvas", "moodle"]),
    multiple=True,
    help="Also the marks for the gradebook from which the submissions came.",
)
@click.option("--column", default="", help="Name of the assignment in Canvas's gradebook.")
def report(results: Path, out: Path | None, language: str, books: tuple[str, ...], column: str) -> None:
    """Write one page about a class from its RESULTS, which `grade --out` wrote.

    The page needs no network; beside it a table of all parts. Both hold names and marks.
    """
    from autograder.course import load
    from autograder.overview.analysis import analyse
    from autograder.overview.page import render
    from autograder.overview.results import read_results
    from autograder.targets.gradebooks import PARTS, find_foreign, write_book, write_parts

    found = read_results(results)
    sheet = load(found.assignment, hidden=True)
    options.require_language(language, sheet)
    page = render(analyse(found, sheet), sheet, language)
    files = {"report.html": page.encode(), PARTS: write_parts(found)}
    files |= {f"{book}.csv": write_book(book, found, column) for book in books}
    folder = out or results
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
        click.echo(f"wrote {folder / name}")
    for line in find_foreign(books, found):
        click.echo(line)
    tell_doubled(found.submissions)
    if found.refused:
        read = f"{len(found.refused)} could not be read: the machine gives 0 points"
        click.echo(f"{read}; the page names them first")


@click.command()
@click.argument("assignment")
@click.argument("sources", nargs=-1, required=True, type=EXISTING)
@click.option("--out", required=True, type=RESULTS, help="Folder of the results to compare with.")
@click.option("--apply", is_flag=True, help="Put the new results in the place of the old ones.")
@options.jobs
@options.settings
@options.dask
def regrade(
    settings: Settings, sources: tuple[Path, ...], out: Path, apply: bool, jobs: int, dask: str | None
) -> None:
    """Grade SOURCES again and say whose mark changes, and why.

    Nothing in the folder is overwritten without --apply. Give the options with which it was graded.
    """
    from autograder.batch.regrade import Regrading, describe_all, summarise
    from autograder.batch.store import Store
    from autograder.course import load

    sheet = load(settings.assignment, hidden=True)
    options.require_language(settings.language, sheet)
    with options.open_sources(sources, settings.assignment) as hand_ins:
        store = Store(out, sheet, ROOT, settings)
        regrading = Regrading(store, hand_ins)
        _grade_waiting(regrading, settings, jobs, dask)
        changes = regrading.find_changes()
        for line in describe_all(changes):
            click.echo(line)
        for line in summarise(changes, len(hand_ins)):
            click.echo(line)
        tell_doubled(hand_ins)
        tell_namesakes(store, hand_ins)
        tell_others(store, hand_ins)
        if apply:
            count = regrading.apply()
            click.echo(f"{'1 result' if count == 1 else f'{count} results'} written to {out}")
        elif changes:
            click.echo("nothing is overwritten yet; the same command with --apply does it")
        else:
            regrading.discard()


def _grade_waiting(regrading: Regrading, settings: Settings, jobs: int, dask: str | None) -> None:
    from rich.console import Console

    from autograder.batch.progress import Progress
    from autograder.batch.run import grade_all

    waiting: Sequence[HandIn] = regrading.find_waiting()
    progress = Progress(Console(stderr=True), len(waiting))
    graded = grade_all(settings, waiting, *workforce(jobs, dask), progress.finish)
    save_each(regrading.new, progress, graded)


@click.command()
@click.argument("assignment")
@click.argument("sources", nargs=-1, required=True, type=EXISTING)
@click.option("--top", type=click.IntRange(1), default=20, help="Pairs to show, the most alike first.")
def similar(assignment: str, sources: tuple[Path, ...], top: int) -> None:
    """List the notebooks that are most alike. No proof of anything."""
    from autograder.course import load

    try:
        from autograder.similarity import describe, find_pairs
    except ImportError as error:
        raise click.ClickException(f"{error}; this needs `pip install 'autograder[similar]'`") from error
    with options.open_sources(sources, assignment) as hand_ins:
        for line in describe(find_pairs(load(assignment, hidden=False), hand_ins, top)):
            click.echo(line)
