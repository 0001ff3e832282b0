"""What several commands take, and where the course lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from autograder.batch.hand_ins import HandIn
    from autograder.sheet import Sheet

ROOT = Path(__file__).parents[2]
SCRIPTS = (
    "a script counts if it was saved from this sheet's notebook and no notebook of its name lies beside it;"
    " another is graded where its own path is given"
)
FOLDER = click.Path(file_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, path_type=Path)

language = click.option("--language", default="en", help="Language of the feedback.")
dask = click.option("--dask", metavar="ADDRESS", help="Scheduler of a dask cluster that grades.")
exam = click.option("--exam", is_flag=True, help="Feedback without hints and laws.")
official = click.option("--official", is_flag=True, help="Refuse where student code would not be contained.")


def refuse_empty(context: click.Context, option: click.Parameter, value: str) -> str:
    """An id that was left empty, as by a gap in a list of students, is none."""
    if not value.strip() and context.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE:
        raise click.BadParameter("the id is empty; leave the option out, or give one")
    return value


student = click.option(
    "--student",
    default="",
    callback=refuse_empty,
    help="Id for whom the numbers in the statements were drawn.",
)
per_student = click.option(
    "--per-student", is_flag=True, help="Numbers in the statements were drawn for each student."
)
gpu = click.option("--gpu", is_flag=True, help="Time right answers to timed parts on a GPU, too; no points.")
jobs = click.option("--jobs", type=click.IntRange(1), default=1, help="Submissions side by side, with --out.")


def settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command the `Settings` that its argument ASSIGNMENT and these options make."""

    @wraps(command)
    def run(**given: Any) -> None:
        from autograder.batch.run import Settings

        require_one_id(given["student"], given["per_student"])
        own = {field.name: given.pop(field.name) for field in fields(Settings) if field.name in given}
        command(Settings(**own), **given)

    decorated: Callable[..., None] = run
    for option in (gpu, per_student, student, official, exam, language):
        decorated = option(decorated)
    return decorated


def require_one_id(student: str, per_student: bool) -> None:
    """Refuse an id for all together with each one's own."""
    if student and per_student:
        raise click.UsageError("--student is one id for all, --per-student each one's own; give one of them")


def require_language(language: str, sheet: Sheet) -> None:
    """Refuse a language in which the sheet has no texts."""
    if language not in sheet.languages:
        languages = ", ".join(sheet.languages)
        raise click.ClickException(f"{sheet.name} has no texts in {language!r}, expected one of: {languages}")


@contextmanager
def open_sources(sources: Sequence[Path], assignment: str) -> Iterator[list[HandIn]]:
    """What was handed in, with zips unpacked for as long as it is looked at; at the end, what was not."""
    from autograder.batch.hand_ins import find_hand_ins, find_left_out
    from autograder.intake.text import enumerate_names, shown

    with TemporaryDirectory(prefix="autograder-unpacked-") as folder:
        found = find_hand_ins(sources, assignment, Path(folder))
        if not found:
            where = ", ".join(map(str, sources))
            raise click.ClickException(f"there is no notebook in {where}, expected files that end in .ipynb")
        yield found
        if left := find_left_out(sources, assignment, Path(folder)):
            why = f"; {SCRIPTS}" if any(name.endswith(".py") for name in left) else ""
            click.echo(f"not graded, no notebook: {enumerate_names([shown(name) for name in left])}{why}")
