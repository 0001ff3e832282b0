"""The command line: one function a command, each in a few lines of work done elsewhere.

The commands import what they need when they run, so that `autograder --help` answers at once.
"""

from __future__ import annotations

import os

import click

from autograder.cli.author import adopt, build, check, list_, new, pack
from autograder.cli.mark import doctor, grade
from autograder.cli.paper import marks, written
from autograder.cli.review import regrade, report, similar


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
def main() -> None:
    """Autograded assignments on deep generative models."""


AUTHOR = (list_, build, check, new, adopt, pack)
MARK = (grade, written, marks, report, regrade, similar, doctor)

for command in (*AUTHOR, *MARK):
    main.add_command(command)


def run() -> None:
    """The entry point: like `main`, with errors of the course, the sandbox or a disk in one line."""
    from autograder.batch.hand_ins import SourceError
    from autograder.course import CourseError
    from autograder.sandbox.launch import SandboxError

    # Arrays here are small: threads of the linear algebra would only wait for each other.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        main()
    except (CourseError, SandboxError, SourceError, OSError) as error:
        raise SystemExit(f"Error: {error}") from error
