"""The command line: one function a command, each in a line or two of work done elsewhere."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from autograder.course import Sheet

ROOT = Path(__file__).parent.parent
FOLDER = click.Path(file_okay=False, path_type=Path)
NOTEBOOK = click.Path(exists=True, dir_okay=False, path_type=Path)
TEMPLATES = ROOT / "student_template"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
def main() -> None:
    """Autograded assignments on deep generative models."""


def run() -> None:
    """The entry point: like `main`, with errors of the course's own files or of the sandbox in one line."""
    from autograder.course import CourseError
    from autograder.sandbox.launch import SandboxError

    try:
        main()
    except (CourseError, SandboxError) as error:
        raise SystemExit(f"Error: {error}") from error


@main.command(name="list")
def list_() -> None:
    """List the assignments with their parts and points."""
    from autograder.course import load, names

    for name in names():
        sheet = load(name, hidden=False)
        by_machine = sum(part.points for part in sheet.parts)
        counts = f"{len(sheet.parts)} parts, {len(sheet.written)} written answers, {sheet.points:g} points"
        click.echo(f"{name} ({', '.join(sheet.languages)}): {counts}, {by_machine:g} of them by the machine")


@main.command()
@click.argument("assignment", required=False)
@click.option("--out", type=FOLDER, default=TEMPLATES, help="Folder to write to.")
@click.option("--check", is_flag=True, help="Write nothing; fail when a notebook is stale.")
@click.option("--student", default="", help="Id for whom numbers in the statements are drawn.")
@click.option("--language", default="", help="One language instead of all.")
def build(assignment: str | None, out: Path, check: bool, student: str, language: str) -> None:
    """Write the student notebooks of ASSIGNMENT, or of all."""
    from autograder.course import load, names
    from autograder.targets.student import build, find_stale

    for name in [assignment] if assignment else names():
        sheet = load(name, hidden=False, student=student)
        if assignment and language:
            _require_language(language, sheet)
        if language and language not in sheet.languages:
            click.echo(f"{name}: has no texts in {language!r}, left out")
            continue
        if check:
            if stale := find_stale(sheet, out, language):
                raise click.ClickException(f"{stale[0].name} is stale; run `autograder build`")
            click.echo(f"{name}: up to date")
            continue
        for path in build(sheet, out, language):
            click.echo(f"wrote {path}")


@main.command()
@click.argument("assignment", required=False)
def check(assignment: str | None) -> None:
    """Prove that the grader of each part of ASSIGNMENT (or of all) is sound."""
    from rich.console import Console

    from autograder.course import load, names
    from autograder.soundness import check_sheet
    from autograder.terminal import show_rows

    first = ""
    for name in [assignment] if assignment else names():
        rows = list(check_sheet(load(name, hidden=True)))
        Console().print(show_rows(name, rows))
        first = first or next((f"{row.number} {row.name}: {p}" for row in rows for p in row.problems), "")
    if first:
        raise click.ClickException(first)


@main.command()
@click.argument("assignment")
@click.argument("question")
def new(assignment: str, question: str) -> None:
    """Write the two files of a new QUESTION with a working example."""
    from autograder.scaffold import write_question

    for path in write_question(ROOT, assignment, question):
        click.echo(f"wrote {path.relative_to(ROOT)}")
    click.echo(f"Edit them, then run: autograder check {assignment}; autograder build {assignment}")


@main.command()
@click.argument("assignment")
@click.argument("notebooks", nargs=-1, required=True, type=NOTEBOOK)
@click.option("--out", type=FOLDER, help="Folder for a results.json of each notebook.")
@click.option("--language", default="en", help="Language of the feedback.")
@click.option("--exam", is_flag=True, help="Feedback without hints and laws.")
@click.option("--official", is_flag=True, help="Refuse where student code would not be contained.")
@click.option("--student", default="", help="Id for whom the numbers in the statements were drawn.")
def grade(
    assignment: str,
    notebooks: tuple[Path, ...],
    out: Path | None,
    language: str,
    exam: bool,
    official: bool,
    student: str,
) -> None:
    """Grade NOTEBOOKS of ASSIGNMENT in the sandbox and show who got what and why."""
    from rich.console import Console

    from autograder.grading import Course
    from autograder.report import write_results
    from autograder.terminal import show, show_containment, show_overview

    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal may lack a letter of a student's text
    console, reports = Console(), []
    with Course(assignment, exam=exam, official=official) as course:
        _require_language(language, course.sheet)
        for path in notebooks:
            reports.append(report := course.grade(path, student=student))
            console.print(show(report, language))
            if out is not None:
                same = sum(other.stem == path.stem for other in notebooks[: len(reports) - 1])
                name = f"{path.stem}-{same + 1}.json" if same else f"{path.stem}.json"
                _save(out / name, write_results(report, language))
        console.print(show_overview(reports))
        console.print(show_containment(course.sandbox.layers))


def _save(path: Path, results: dict[str, Any]) -> None:
    from autograder.report import save

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path, results)
    except OSError as error:
        why = f"{path} cannot be written ({error.strerror or error})"
        raise click.ClickException(f"{why}; earlier results are as they were; run it again") from error


@main.command()
def doctor() -> None:
    """Show which layers of containment hold here, and what to install."""
    from rich.console import Console

    from autograder.sandbox import Sandbox
    from autograder.sandbox.ladder import missing
    from autograder.terminal import show_layers

    with Sandbox() as sandbox:
        Console().print(show_layers(sandbox.layers))
        raise SystemExit(1 if missing(sandbox.layers) else 0)


@main.command()
@click.argument("assignment")
@click.option("--out", type=FOLDER, default=Path("."), help="Folder for the zip.")
@click.option("--language", default="en", help="Language of the feedback.")
@click.option("--exam", is_flag=True, help="Feedback without hints and laws.")
@click.option("--unofficial", is_flag=True, help="Grade even where a layer of containment is missing.")
def pack(assignment: str, out: Path, language: str, exam: bool, unofficial: bool) -> None:
    """Write the zip of ASSIGNMENT for Gradescope."""
    from autograder.course import load
    from autograder.soundness import check_sheet
    from autograder.targets import gradescope

    sheet = load(assignment, hidden=True)
    _require_language(language, sheet)
    if unsound := [row for row in check_sheet(sheet) if row.problems]:
        raise click.ClickException(f"{unsound[0].number} is not sound; run `autograder check {assignment}`")
    click.echo(f"wrote {gradescope.pack(sheet, ROOT, out, language, exam, not unofficial)}")


def _require_language(language: str, sheet: Sheet) -> None:
    if language not in sheet.languages:
        languages = ", ".join(sheet.languages)
        raise click.ClickException(f"{sheet.name} has no texts in {language!r}, expected one of: {languages}")


if __name__ == "__main__":
    run()
