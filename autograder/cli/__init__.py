"""The command line: one function a command, each in a few lines of work done elsewhere.

The commands import what they need when they run, so that `autograder --help` answers at once.
"""

from __future__ import annotations

import click

from autograder.cli.author import adopt, build, check, list_, new, pack
from autograder.cli.mark import doctor, grade
from autograder.cli.paper import marks, written


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
def main() -> None:
    """Autograded assignments on deep generative models."""


for command in (list_, build, check, new, adopt, pack, grade, written, marks, doctor):
    main.add_command(command)


def run() -> None:
    """The entry point: like `main`, with errors of the course's own files or of the sandbox in one line."""
    from autograder.batch.hand_ins import SourceError
    from autograder.course import CourseError
    from autograder.sandbox.launch import SandboxError

    try:
        main()
    except (CourseError, SandboxError, SourceError) as error:
        raise SystemExit(f"Error: {error}") from error
