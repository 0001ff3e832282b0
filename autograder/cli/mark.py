"""The commands of whoever marks: grade, doctor."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli import options
from autograder.cli.options import EXISTING, FOLDER, ROOT

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from autograder.batch.hand_ins import HandIn
    from autograder.batch.people import Named
    from autograder.batch.progress import Progress
    from autograder.batch.run import Done, Settings
    from autograder.batch.store import Store

INTERRUPTED = 130  # the exit code of a command that was stopped from the keyboard


@click.command()
@click.argument("assignment")
@click.argument("sources", nargs=-1, required=True, type=EXISTING)
@click.option("--out", type=FOLDER, help="Folder for a results.json of each; a rerun goes on.")
@options.jobs
@options.settings
@options.dask
def grade(
    settings: Settings, sources: tuple[Path, ...], out: Path | None, jobs: int, dask: str | None
) -> None:
    """Grade SOURCES of ASSIGNMENT in the sandbox.

    A source is a notebook, a folder or a zip: a download of Gradescope, Canvas or Moodle, or nbgrader's tree
    `submitted`. Shows who got what and why; with --out, keeps a file of each and shows how far it is.
    """
    if out is None and (jobs > 1 or dask):
        raise click.UsageError("--jobs and --dask keep results in a folder; add --out FOLDER")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal may lack a letter of a student's text
    with options.open_sources(sources, settings.assignment) as hand_ins:
        if out is None:
            _show_each(settings, hand_ins)
        else:
            _keep_each(settings, hand_ins, out, jobs, dask)


def _show_each(settings: Settings, hand_ins: Sequence[HandIn]) -> None:
    from rich.console import Console

    from autograder.batch.run import grade_hand_in, start_course
    from autograder.terminal import show, show_containment, show_overview

    console, reports = Console(), []
    with start_course(settings) as course:
        options.require_language(settings.language, course.sheet)
        for hand_in in hand_ins:
            report = grade_hand_in(course, settings, hand_in)
            reports.append(report := replace(report, file=_name(hand_in, report.file)))
            console.print(show(report, settings.language))
        console.print(show_overview(reports))
        console.print(show_containment(course.sandbox.layers))
    tell_doubled(hand_ins)


def _name(hand_in: HandIn, file: str) -> str:
    """The file, after whose it is where its own name does not tell."""
    whose = hand_in.label
    if file == hand_in.student:  # there is none that could be read
        return whose
    return file if whose in file else f"{whose}: {file}"


def _keep_each(
    settings: Settings, hand_ins: Sequence[HandIn], out: Path, jobs: int, dask: str | None
) -> None:
    from rich.console import Console

    from autograder.batch.progress import Progress
    from autograder.batch.run import grade_all
    from autograder.batch.store import Store
    from autograder.course import load

    sheet = load(settings.assignment, hidden=True)
    options.require_language(settings.language, sheet)
    store = Store(out, sheet, ROOT, settings)
    hand_ins = [store.recognise(hand_in) for hand_in in hand_ins]
    progress = Progress(Console(stderr=True), len(hand_ins))
    waiting = [hand_in for hand_in in hand_ins if not progress.skip(store.load(hand_in))]
    store.refuse_other_sheets()
    store.refuse_marks_of_persons(waiting)
    tell_namesakes(store, hand_ins)
    save_each(store, progress, grade_all(settings, waiting, *workforce(jobs, dask), progress.finish))
    click.echo("\n".join([f"{progress.summary()}; results in {out}", *progress.explain()]))
    tell_doubled(hand_ins)
    tell_others(store, hand_ins)


def save_each(store: Store, progress: Progress, graded: Generator[Done, None, None]) -> None:
    """Keep each result as it is done; what is kept stays when that is interrupted or the disk is full."""
    from autograder.batch.store import read

    try:
        with progress, closing(graded):
            for hand_in, results in graded:
                before = read(store.path(hand_in.student))
                store.save(hand_in, results)
                progress.advance(hand_in.label, results, before)
    except KeyboardInterrupt:
        stopped = f"{progress.summary()}; stopped: the same command goes on from here"
        click.echo("\n".join([stopped, *progress.explain()]))
        raise SystemExit(INTERRUPTED) from None
    except OSError as error:
        why = f"{error.filename or store.folder} cannot be written ({error.strerror or error})"
        raise click.ClickException(f"{why}; what was graded before is kept; run it again") from error


def tell_namesakes(store: Store, hand_ins: Sequence[HandIn]) -> None:
    """Say whose results lie in the folder under another name than that of the file, and what to call it."""
    from autograder.intake.text import shown

    for name, known in store.find_namesakes(hand_ins):
        has, file = f"{shown(known)} has this name there", shown(f"{known}.ipynb")
        click.echo(f"new in {store.folder}: {shown(name)}; {has}: call the file {file}")


def tell_others(store: Store, hand_ins: Sequence[HandIn]) -> None:
    """Say how many results in the folder are of nobody who is graded now, and of few their names."""
    from autograder.intake.text import NAMED, enumerate_names, shown

    others = store.find_others(hand_in.student for hand_in in hand_ins)
    if others:
        one = len(others) == 1
        stay = "1 earlier result" if one else f"{len(others)} earlier results"
        rest = "stays; it is" if one else "stay; they are"
        who = f": {enumerate_names([shown(other) for other in others])}" if len(others) <= NAMED else ""
        click.echo(f"{stay} in {store.folder} {rest} not of these sources{who}")


def tell_doubled(found: Sequence[Named]) -> None:
    """Name who is there more than once."""
    from autograder.batch.people import describe_doubled
    from autograder.intake.text import NAMED

    lines = list(describe_doubled(found))
    more = [f"{len(lines) - NAMED} more are there more than once"]
    for line in lines[:NAMED] + more * (len(lines) > NAMED):
        click.echo(line)


def workforce(jobs: int, dask: str | None) -> tuple[int, Callable[[int], Executor] | None]:
    """How many submissions are graded at a time, and what starts the processes for them."""
    if dask is None:
        return jobs, None
    try:
        from autograder.batch.cluster import Cluster
    except ImportError as error:
        raise click.ClickException(f"{error}; --dask needs `pip install 'autograder[cluster]'`") from error
    with Cluster(dask) as cluster:
        return cluster.size, lambda _: Cluster(dask)


@click.command()
def doctor() -> None:
    """Show which layers of containment hold here, and what to install."""
    from rich.console import Console

    from autograder.sandbox import Sandbox
    from autograder.sandbox.ladder import missing
    from autograder.terminal import show_layers

    with Sandbox() as sandbox:
        Console().print(show_layers(sandbox.layers))
        raise SystemExit(1 if missing(sandbox.layers) else 0)
