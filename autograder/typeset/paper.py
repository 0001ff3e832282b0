"""A student's answers on paper: each on its own pages, which are the same for all students.

An answer that is longer than its pages goes on after the last of them all, and says there where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograder.messages import Message, message
from autograder.typeset.limits import MEMORY, SECONDS, Died, run
from autograder.typeset.press import Page, print_answer, print_paper, print_typed, unpack


@dataclass(frozen=True)
class Answer:
    """What a student wrote, what stands above it, and how many pages it has."""

    title: str
    remark: str
    text: str
    pages: int


@dataclass(frozen=True)
class Printed:
    """An answer on pages of its own. `problems` say what is not as it should be, `remarks` what was odd."""

    pdf: bytes = b""
    pages: int = 0
    problems: tuple[Message, ...] = ()
    remarks: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A student's document, and what is said about each answer."""

    pdf: bytes
    pages: int
    printed: tuple[Printed, ...]


def lay_out(answers: Sequence[Answer], file: str, language: str) -> Paper:
    """The paper of one student, with the name of the file on each page. Raises Died."""
    printed = [_print(answer, language) for answer in answers]
    pages = _place(answers, printed, language)
    numbered = [
        replace(page, file=file, number=f"{number} / {len(pages)}") for number, page in enumerate(pages, 1)
    ]
    _, pdf = run(print_paper, numbered, [answer.pdf for answer in printed])
    return Paper(pdf, len(pages), tuple(printed))


def _print(answer: Answer, language: str) -> Printed:
    if not answer.text.strip():
        return Printed()
    try:
        described, pdf = run(print_answer, answer.text, answer.pages, language)
    except Died:
        return _print_typed(answer, language)
    return _unpack(described, pdf)


def _print_typed(answer: Answer, language: str) -> Printed:
    template = "it takes more than {seconds} s or {memory} MB"
    reason = message(template, seconds=SECONDS, memory=MEMORY // 2**20)
    try:
        described, pdf = run(print_typed, answer.text, reason, language)
    except Died:
        return Printed(problems=(message("the answer could not be printed; read it in the notebook"),))
    return _unpack(described, pdf)


def _unpack(described: dict[str, Any], pdf: bytes) -> Printed:
    problems, remarks = (tuple(map(unpack, described[kind])) for kind in ("problems", "remarks"))
    return Printed(pdf, described["pages"], problems, remarks)


def _place(answers: Sequence[Answer], printed: Sequence[Printed], language: str) -> list[Page]:
    """The pages that all students have, in order, and after them what does not fit there."""
    fixed: list[Page] = []
    rests: list[Page] = []
    room = sum(answer.pages for answer in answers)
    for index, (answer, made) in enumerate(zip(answers, printed, strict=True)):
        note = _find_note(answer, made)
        whole = Page(answer.title, answer.remark, note.translate(language), index)
        own = [replace(whole, page=page) for page in range(1, max(answer.pages, made.pages) + 1)]
        own[made.pages :] = [replace(page, page=0) for page in own[made.pages :]]
        if rest := own[answer.pages :]:
            last = len(fixed) + answer.pages
            pointer = message("continues on page {page}", page=room + len(rests) + 1)
            own[answer.pages - 1] = replace(own[answer.pages - 1], pointer=pointer.translate(language))
            remark = message("continued from page {page}", page=last).translate(language)
            rests += [replace(page, remark=remark) for page in rest]
        fixed += own[: answer.pages]
    return fixed + rests


def _find_note(answer: Answer, made: Printed) -> Message:
    """What stands on a page that an answer does not reach."""
    if not answer.text.strip():
        return message("there is no answer in the notebook")
    if not made.pages:
        return message("the answer could not be printed; read it in the notebook")
    return message("the answer has ended")
