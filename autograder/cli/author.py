"""The commands of whoever writes and hands out assignments: list, build, check, new, adopt, pack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli import options
from autograder.cli.options import FOLDER, ROOT

if TYPE_CHECKING:
    from autograder.sheet import Sheet
    from autograder.soundness import Row

WIDTH = 80  # columns of a terminal
TEMPLATES = ROOT / "student_template"
NOTEBOOK = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="list")
@click.argument("assignment", required=False)
def list_(assignment: str | None) -> None:
    """List the assignments, or the parts of ASSIGNMENT, with their points."""
    from autograder.course import load, names
    from autograder.lint import require_numbers

    if assignment:
        require_numbers(sheet := load(assignment, hidden=False))
        _list_parts(sheet)
        return

    def list_one(name: str) -> None:
        require_numbers(sheet := load(name, hidden=False))
        counts = f"{len(sheet.parts)} parts, {len(sheet.written)} written"
        points = f"{sheet.points:g} points (machine {_points_of_machine(sheet):g})"
        click.echo(f"{name} ({', '.join(sheet.languages)}): {counts}, {points}")

    _do_each(names(), list_one)


def _points_of_machine(sheet: Sheet) -> float:
    return sum(part.points for part in sheet.parts)


def _do_each(names: Sequence[str], do: Callable[[str], None]) -> None:
    """Do it with each sheet: one that is not as it should be does not keep the others from it."""
    from autograder.course import CourseError

    failed = []
    for name in names:
        try:
            do(name)
        except CourseError as error:
            if len(names) == 1:
                raise
            click.echo(f"{name}: {error}", err=True)
            failed.append(name)
    if failed:
        which = ", ".join(failed)
        raise click.ClickException(
            f"{len(failed)} of {len(names)} sheets left out: {which}; mend what is said"
        )


def _list_parts(sheet: Sheet) -> None:
    """A line a part: number, name, points, whether it is timed, and of the title what 80 columns hold."""
    from autograder.values import Speed

    rows = [(unit, item) for unit in sheet.units for item in unit.items]
    number = max((len(item.number) for _, item in rows), default=0)
    name = max((len(item.name) for _, item in rows), default=0)
    for unit, item in rows:
        timed = "timed" if unit.of(Speed, item) else ""
        facts = f"{item.number:{number}}  {item.name:{name}}  {item.points:>4g}  {timed:5}"
        title = unit.question.title[sheet.languages[0]]
        room = max(WIDTH - len(facts) - 2, 0)
        click.echo(f"{facts}  {title if len(title) <= room else title[: room - 1] + '…'}".rstrip())


@click.command()
@click.argument("assignment", required=False)
@click.option(
    "--target", type=click.Choice(["student", "nbgrader"]), default="student", help="What to write."
)
@click.option("--out", type=FOLDER, default=TEMPLATES, help="Folder to write to; for nbgrader the course's.")
@click.option("--check", is_flag=True, help="Write nothing; fail when a notebook is stale.")
@options.student
@click.option(
    "--language", default="", help="One language instead of all; of an nbgrader course, English unless said."
)
def build(assignment: str | None, target: str, out: Path, check: bool, student: str, language: str) -> None:
    """Write the student notebooks, or an nbgrader course.

    Those of ASSIGNMENT, or of all. The nbgrader course holds solutions: it is for instructors.
    """
    from autograder.course import load, names
    from autograder.lint import require_numbers
    from autograder.targets.student import build, find_stale
    from autograder.texts import require_texts

    if target == "nbgrader":
        if check or student or out == TEMPLATES:
            raise click.UsageError("an nbgrader course takes --out, the folder of the course, and --language")
        _build_course([assignment] if assignment else names(), out, language or "en")
        return
    if student and out == TEMPLATES:
        raise click.UsageError("a student's notebook takes --out")

    def build_one(name: str) -> None:
        sheet = load(name, hidden=False, student=student)
        if assignment and language:
            options.require_language(language, sheet)
        if language and language not in sheet.languages:
            click.echo(f"{name}: has no texts in {language!r}, left out")
            return
        require_texts(sheet, [language] if language else sheet.languages)
        require_numbers(sheet)
        if not check:
            for path in build(sheet, out, language):
                click.echo(f"wrote {path}")
        elif stale := find_stale(sheet, out, language):
            raise click.ClickException(f"{stale[0].name} is stale; run `autograder build`")
        else:
            click.echo(f"{name}: up to date")

    _do_each([assignment] if assignment else names(), build_one)
    _tell_foreign(out, check)


def _tell_foreign(out: Path, refuse: bool) -> None:
    """Name the notebooks among ours that are of no sheet; with `refuse`, that is an error."""
    from autograder.course import names
    from autograder.targets.student import find_foreign

    for folder in find_foreign(out, names()) if out == TEMPLATES else ():
        gone = f"{folder} is of no sheet (any more); delete it"
        if refuse:
            raise click.ClickException(gone)
        click.echo(gone)


def _build_course(names: list[str], out: Path, language: str) -> None:
    from autograder.course import load
    from autograder.lint import require_numbers
    from autograder.targets import nbgrader
    from autograder.texts import require_texts

    sheets = [load(name, hidden=True) for name in names]
    for sheet in sheets if len(sheets) == 1 else [sheet for sheet in sheets if language in sheet.languages]:
        options.require_language(language, sheet)
        require_texts(sheet, [language])
        require_numbers(sheet)
        for path in nbgrader.build(sheet, out, language):
            click.echo(f"wrote {path}")
        click.echo(f"next, in {out}: nbgrader generate_assignment {sheet.name}")


@click.command()
@click.argument("assignment", required=False)
@click.argument("parts", nargs=-1)
@click.option("--messages", is_flag=True, help="List every text that the package can show, by who reads it.")
def check(assignment: str | None, parts: tuple[str, ...], messages: bool) -> None:
    """Prove that the grader of each part is sound, in ASSIGNMENT or in all.

    PARTS are those to prove: numbers or names of parts, numbers or files of
    questions; all by default.
    """
    if messages:
        _list_messages()
        return
    from autograder.cli.proof import print_rows, summarise
    from autograder.course import load, names
    from autograder.soundness import check_sheet

    sheets: list[Sheet] = []
    rows: list[Row] = []
    named = [part.rpartition("/")[2].removesuffix(".py") for part in parts]

    def check_one(name: str) -> None:
        sheet = load(name, hidden=True)
        _require_parts(sheet, named)
        sheets.append(sheet)
        rows.extend(print_rows(sheet, check_sheet(sheet, named)))

    _do_each([assignment] if assignment else names(), check_one)
    if unsound := summarise(sheets, rows):
        raise click.ClickException(unsound)


def _require_parts(sheet: Sheet, parts: Sequence[str]) -> None:
    if unknown := [part for part in parts if not any(unit.find([part]) for unit in sheet.units)]:
        raise click.ClickException(
            f"{sheet.name} has no part or question {unknown[0]}; "
            f"`autograder list {sheet.name}` shows what it has"
        )


def _list_messages() -> None:
    from autograder.wording import describe, find_untranslated, read_wording

    wording = read_wording()
    for line in describe(wording):
        click.echo(line)
    if missing := find_untranslated(wording):
        raise click.ClickException("\n".join(missing))


@click.command()
@click.argument("assignment")
@click.argument("question")
def new(assignment: str, question: str) -> None:
    """Write the two files of a new QUESTION with a working example.

    An ASSIGNMENT that does not exist is begun.
    """
    from autograder.scaffold import write_question

    for path in write_question(ROOT, assignment, question):
        click.echo(f"wrote {path.relative_to(ROOT)}")
    click.echo(f"Edit them, then run: autograder check {assignment}; autograder build {assignment}")


@click.command()
@click.argument("source", type=NOTEBOOK)
@click.option("--name", default="", help="Name of the new sheet; that of the file by default.")
@click.option("--language", default="", help="Language of the notebook; en by default.")
def adopt(source: Path, name: str, language: str) -> None:
    """Turn an nbgrader SOURCE notebook into a sheet of questions.

    Runs the code of the notebook. Says what it could not take over, and what is left to do.
    """
    from autograder.adopt import adopt, find_faults
    from autograder.course import load

    adoption = adopt(ROOT, source, name, language or "en")
    for path in adoption.paths:
        click.echo(f"wrote {path.relative_to(ROOT)}")
    if not language:
        click.echo("taken as en; if it is not, delete these files and give `--language fr` or `ru`")
    click.echo(adoption.report)
    for fault in find_faults(load(adoption.name, hidden=True)):
        click.echo(f"- {fault}")
    click.echo(f"Then run: autograder check {adoption.name}; autograder build {adoption.name}")


@click.command()
@click.argument("assignment")
@click.option("--out", type=FOLDER, default=Path("."), help="Folder for the zip.")
@options.language
@options.exam
@click.option("--unofficial", is_flag=True, help="Grade even where a layer of containment is missing.")
@click.option("--incomplete", is_flag=True, help="Pack a sheet whose known mistakes or laws are not written.")
@options.per_student
def pack(
    assignment: str,
    out: Path,
    language: str,
    exam: bool,
    unofficial: bool,
    incomplete: bool,
    per_student: bool,
) -> None:
    """Write the zip of ASSIGNMENT for Gradescope."""
    from autograder.course import load
    from autograder.soundness import check_sheet
    from autograder.targets import gradescope

    sheet = load(assignment, hidden=True)
    options.require_language(language, sheet)
    click.echo(f"proving the graders of {assignment}")
    unsound = [
        row for row in check_sheet(sheet) if row.problems and not (incomplete and row.problems == row.gaps)
    ]
    if unsound:
        gaps = all(row.problems == row.gaps for row in unsound)
        other = ", or take `--incomplete`" if gaps else ""
        advice = f"run `autograder check {assignment}`{other}"
        raise click.ClickException(f"{unsound[0].number} is not sound; {advice}")
    words = ["exam"] * exam + ["official"] * (not unofficial) + ["per_student"] * per_student
    click.echo(f"wrote {gradescope.pack(sheet, ROOT, out, language, words)}")
    click.echo(f"points for Gradescope: {_points_of_machine(sheet):g}")
