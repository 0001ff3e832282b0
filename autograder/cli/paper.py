"""The commands for written answers: written, marks."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from autograder.cli import options
from autograder.cli.options import EXISTING, FOLDER, ROOT

FAULTS = 10  # of a sheet are shown at once
MISSING = "written answers need more packages; run: pip install 'autograder[written]' (lacking: {})"


@click.command()
@click.argument("assignment")
@click.argument("sources", nargs=-1, required=True, type=EXISTING)
@click.option("--out", type=FOLDER, default=Path("written"), help="Folder for the PDFs and marks.csv.")
@click.option("--language", default="en", help="Language of headings and criteria.")
@options.student
@options.per_student
def written(
    assignment: str, sources: tuple[Path, ...], out: Path, language: str, student: str, per_student: bool
) -> None:
    """Print the written answers in SOURCES of ASSIGNMENT.

    Writes a PDF of each submission, the same question on the same page in all, and marks.csv to fill in.
    """
    from autograder.course import load

    try:
        from autograder.targets.written import Settings, build
    except ModuleNotFoundError as error:
        raise click.ClickException(MISSING.format(error.name)) from error
    sheet = load(assignment, hidden=True)
    options.require_language(language, sheet)
    options.require_one_id(student, per_student)
    made = refused = missing = 0
    with options.open_sources(sources, assignment) as hand_ins:
        for outcome in build(sheet, hand_ins, Settings(out, ROOT, language, student, per_student)):
            if lines := (*outcome.problems, *outcome.remarks):
                click.echo("\n  ".join((f"{outcome.path.name}:", *lines)))
            made += outcome.pages > 0
            missing += outcome.pages == 0
            refused += outcome.refused
    unread = (
        f"; {refused} {'is' if refused == 1 else 'are'} of hand-ins that could not be read" if refused else ""
    )
    click.echo(f"wrote {_count(made)}{unread}")
    filled = out / "marks.csv"
    merge = f"autograder marks {quote(str(filled))} RESULTS --out FOLDER"
    click.echo(f"wrote {filled}; fill in the scores, then run: {merge}")
    if missing:
        raise click.ClickException(
            f"{_count(missing)} could not be made: see above, and read those notebooks"
        )


def _count(pdfs: int) -> str:
    return "1 PDF" if pdfs == 1 else f"{pdfs} PDFs"


@click.command()
@click.argument("sheet", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("results", nargs=-1, required=True, type=EXISTING)
@click.option("--out", type=FOLDER, default=Path("final"), help="Folder for the results and totals.csv.")
def marks(sheet: Path, results: tuple[Path, ...], out: Path) -> None:
    """Put the scores of SHEET, a filled marks.csv, into RESULTS.

    RESULTS are what `autograder grade --out` wrote: files, or the folder of them.
    """
    from autograder.course import load
    from autograder.marks import MarksError, merge, read_results, read_sheet, save_all

    try:
        machines = read_results(results)
        points = {item.number: item.points for item in load(machines[0].assignment, hidden=False).written}
        finals = merge(read_sheet(sheet.read_bytes(), points), machines, points)
        save_all(finals, out)
    except MarksError as error:
        shown, more = error.problems[:FAULTS], len(error.problems) - FAULTS
        rest = [f"... and {more} more"] if more > 0 else []
        raise click.ClickException("\n".join([*shown, *rest])) from error
    click.echo(f"wrote the results of {len(finals)} submissions and totals.csv to {out}")
