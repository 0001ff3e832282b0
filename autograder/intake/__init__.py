"""A submitted notebook becomes the student's code cells, the written answers and a repair report.

Nothing of the notebook is run or parsed as Python here; whatever a student hands in either is read or is
refused with one sentence.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.intake.answers import collect
from autograder.intake.code import CODE, defined, find_ours, normalise, remark_parts, select
from autograder.intake.folder import find_notebook
from autograder.intake.format import ENDS, Document, parse
from autograder.intake.text import Notes, Unreadable, shown
from autograder.intake.whose import remark_numbers
from autograder.messages import Message, message

__all__ = [
    "CODE",
    "LIMIT",
    "Released",
    "Submission",
    "Unreadable",
    "find_notebook",
    "normalise",
    "read",
    "read_bytes",
    "read_file",
]

LIMIT = 40 * 2**20  # bytes of a file that is read at all


@dataclass(frozen=True)
class Released:
    """What was handed out, so that the cells that are ours are recognised and dropped.

    `cells` holds the normalised sources of the cells that are ours, `prose` those of them that are text.
    `stubs` holds the normalised definitions that each graded part may begin with; `written` the unanswered
    text of each written part by its number. Where statements vary, `student` is whose numbers they hold, ""
    for those of everybody.
    """

    assignment: str
    cells: frozenset[str]
    prose: frozenset[str]
    stubs: Mapping[str, frozenset[str]]
    written: Mapping[str, str]
    student: str | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.stubs)


@dataclass(frozen=True)
class Submission:
    """What a student handed in. `digest` depends on the code and the answers only.

    `cells` are those that run, in order; `numbers` their places in the student's notebook, counted from 1.
    """

    assignment: str | None
    cells: tuple[str, ...]
    numbers: tuple[int, ...]
    answers: Mapping[str, str]
    repairs: tuple[Message, ...]
    digest: str


def read_file(path: Path, released: Released) -> Submission:
    """Like `read`, of a plain file."""
    return read(read_bytes(path), released)


def read_bytes(path: Path) -> bytes:
    """What a file holds, as far as it is read at all.

    Raises `Unreadable` for everything that is not a plain file, so that a link cannot lead elsewhere.
    """
    try:
        with open(path, "rb", opener=_open) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Unreadable(_NOT_PLAIN, name=shown(path.name))
            return file.read(LIMIT + 1)
    except (OSError, MemoryError, ValueError) as error:
        raise _unopened(path.name, error) from None


def _open(path: str, flags: int) -> int:
    # A pipe would block the opening without O_NONBLOCK.
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


_NOT_PLAIN = "{name} is not a plain file; expected a notebook (.ipynb); hand in the notebook itself"


def _unopened(name: str, error: Exception) -> Unreadable:
    if isinstance(error, IsADirectoryError):
        return Unreadable(_NOT_PLAIN, name=shown(name))
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        template = "{name} is a link; expected a notebook (.ipynb); hand in the file itself"
        return Unreadable(template, name=shown(name))
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or "no memory"
    return Unreadable(
        "{name} cannot be opened ({reason}); expected a notebook (.ipynb); check its name and permissions",
        name=shown(name),
        reason=shown(reason).lower(),
    )


def read(data: bytes, released: Released) -> Submission:
    """The submission in the bytes of a file. Raises `Unreadable` and nothing else."""
    if len(data) > LIMIT:
        raise Unreadable(
            "the file is larger than {limit} MB; expected a notebook;"
            " clear all outputs, save it and hand it in again",
            limit=LIMIT // 2**20,
        )
    notes = Notes()
    try:
        return _submission(parse(data, notes), released, notes)
    except RecursionError:
        why = message("nested too deeply")
    except MemoryError:
        why = message("too large for the memory")
    raise Unreadable(
        "the file is {why}; expected a notebook; clear all outputs, save it and hand it in again", why=why
    )


def _submission(document: Document, released: Released, notes: Notes) -> Submission:
    if document.assignment not in (None, released.assignment):
        notes.add(
            "the notebook says that it is {found}, expected {expected}; check that it is the right file",
            found=document.assignment or "",
            expected=released.assignment,
        )
    if released.student is not None:
        remark_numbers(document.cells, released.student, notes)
    cells = [cell for cell in document.cells if cell.source.strip()]
    ours = find_ours(cells, released.cells)
    own = [cell for cell in cells if cell.number not in ours]
    code = select(own, released.cells, released.stubs, released.written, notes)
    remark_parts(code, released.parts, notes)
    sources = tuple(cell.source.rstrip() for cell in code)
    numbers = tuple(cell.number for cell in code)
    ends = {
        cell.number
        for cell in own
        if (cell.kind == "code" or cell.number in numbers)
        and (cell.role in ENDS or defined(cell.source, released.parts))
    }
    answers = collect(cells, released.written, released.prose, ours, ends, notes)
    digest = hashlib.sha256(json.dumps([sources, sorted(answers.items())]).encode()).hexdigest()
    return Submission(document.assignment, sources, numbers, answers, notes.repairs(), digest)
