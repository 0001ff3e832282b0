"""The written answers of a notebook: found by the metadata of a cell, its id, or its visible first line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from autograder.intake.copies import cut_prose
from autograder.intake.format import ENDS, Cell
from autograder.intake.script import ANSWER
from autograder.intake.text import Notes

LONGEST = 5 * 2**20  # characters of one answer that are kept; a pasted image may be part of it
SHORT = 10_000  # characters within which the text that was handed out surely is
LINES = 100  # answer lines that are looked for in one cell


def answer_line(source: str, written: Collection[str]) -> str:
    """The number of the written part whose answer `source` begins with, or ""."""
    found = ANSWER.match(source.lstrip())
    return found[1] if found and found[1] in written else ""


def collect(
    cells: Sequence[Cell],
    written: Mapping[str, str],
    prose: Collection[str],
    ours: Collection[int],
    ends: Collection[int],
    notes: Notes,
) -> dict[str, str]:
    """The answer to each written part, "" where there is none.

    `prose` are the texts of the questions, normalised. `ours` are the cells that stand as they were handed
    out, `ends` the code cells that no answer goes beyond.
    A cell of `ours` with an answer line is unanswered, in whatever language it was handed out.
    """
    answers = _Answers(written, notes)
    for cell in cells:
        pieces = _pieces(cell, written)
        if cell.number in ours:
            pieces = [(number, "") for number, _ in pieces if number]
        if any(number for number, _ in pieces):
            answers.add(cell, _without(prose, cell, pieces, notes))
        elif cell.number in ours or cell.number in ends:
            answers.end()
        elif cell.kind != "code":
            answers.go_on(cell, cut_prose(cell.source, prose))
    return answers.finished()


def _without(
    prose: Collection[str], cell: Cell, pieces: Sequence[tuple[str, str]], notes: Notes
) -> list[tuple[str, str]]:
    """The pieces of a cell without the questions that were merged with them."""
    rests = [(number, cut_prose(text, prose).strip()) for number, text in pieces]
    for (number, text), (_, rest) in zip(pieces, rests, strict=True):
        if number and text != rest:
            template = (
                "the text of a question was merged with answer {number}; it was cut out; cells: {cells}"
            )
            notes.add(template, cell.number, number=number)
    return rests


def _pieces(cell: Cell, written: Collection[str]) -> list[tuple[str, str]]:
    """The text of a cell by the number that it answers; "" for text before any answer line.

    Merged cells hold several answer lines. Past the first line only a line that is nothing else counts.
    """
    named, source = _number(cell, written), cell.source.strip()
    if cell.kind == "code" and not named and not answer_line(source, written):
        return []
    lines = list(islice(_answer_lines(source, written), LINES))
    ends = [line.start() for line in lines[1:]] + [len(source)]
    pieces = [(line[1], source[line.end() : end].strip()) for line, end in zip(lines, ends, strict=False)]
    head = source[: lines[0].start()] if lines else source
    return [(named, head.strip()), *pieces] if head.strip() else pieces


def _answer_lines(source: str, written: Collection[str]) -> Iterator[re.Match[str]]:
    for line in ANSWER.finditer(source):
        alone = line.start() == 0 or _END.match(source, line.end())
        if alone and line[1] in written:
            yield line


_END = re.compile(r"[^\S\n]*$", re.MULTILINE)


def _number(cell: Cell, written: Collection[str]) -> str:
    """The written part that a cell was made for. A cell id may hold no dot, so it may be spelled "5-1"."""
    if cell.role != "answer":
        return ""
    return next((number for number in written if cell.name in (number, number.replace(".", "-"))), "")


class _Answers:
    """Gathers the pieces of each answer in the order of the notebook."""

    def __init__(self, written: Mapping[str, str], notes: Notes) -> None:
        self._blank = {number: _unmarked(text, written) for number, text in written.items()}
        self._texts: dict[str, dict[str, None]] = {number: {} for number in written}
        self._cells: dict[str, list[int]] = {number: [] for number in written}
        self._missing = dict.fromkeys(written)
        self._notes = notes
        self._current = ""

    def add(self, cell: Cell, pieces: Sequence[tuple[str, str]]) -> None:
        for number, text in pieces:
            if not number:
                self._read_head(cell, text, pieces[1][0])
                continue
            self._current = number
            self._missing.pop(number, None)
            body = self._written(number, text)
            if body and body not in self._texts[number]:
                self._texts[number][body] = None
                self._cells[number].append(cell.number)
            self._remark(cell, number)

    def _read_head(self, cell: Cell, text: str, number: str) -> None:
        """What stands above the first answer line of a cell continues the answer before it."""
        if cell.role in ENDS:
            self.end()
        if text and not self._current:
            template = "text above the line of answer {number} was not read; write below it; cells: {cells}"
            self._notes.add(template, cell.number, number=number)
        self._append(cell, text)

    def go_on(self, cell: Cell, text: str) -> None:
        """A cell without an answer line continues the answer above it, unless it is ours."""
        if cell.role == "prose" and text.strip():
            template = (
                "the text of a question is not that of the sheet as it is now (changed here, or since it was "
                "handed out); only cells for answers are read; cells: {cells}"
            )
            self._notes.add(template, cell.number)
        if cell.role in ENDS or not text.strip():
            self.end()
        self._append(cell, text)

    def _append(self, cell: Cell, text: str) -> None:
        if not self._current or not text.strip():
            return
        self._texts[self._current][text.strip()] = None
        template = "text below answer {number} was added to it; cells: {cells}"
        self._notes.add(template, cell.number, number=self._current)
        self._remark_images(cell, self._current)

    def end(self) -> None:
        self._current = ""

    def finished(self) -> dict[str, str]:
        if self._missing:
            template = (
                "the notebook has no cell for the written answers {numbers}; "
                "write them in the notebook that was handed out"
            )
            self._notes.add(template, numbers=", ".join(self._missing))
        for number, cells in self._cells.items():
            if len(set(cells)) > 1:
                template = "answer {number} is in more than one cell; they were joined; cells: {cells}"
                self._notes.add(template, *cells, number=number)
        return {number: self._joined(number, texts) for number, texts in self._texts.items()}

    def _joined(self, number: str, texts: Iterable[str]) -> str:
        text = "\n\n".join(texts)
        if len(text) > LONGEST:
            template = "answer {number} is longer than {limit} characters; the rest was cut off"
            self._notes.add(template, number=number, limit=LONGEST)
        return text[:LONGEST]

    def _written(self, number: str, text: str) -> str:
        """What a student wrote: the text without the words that were handed out."""
        blank = self._blank[number]
        if len(text) < SHORT and text.split() == blank.split():
            return ""
        # A line that only holds the place goes; the letters of sub-questions are part of the answer.
        holds_place = "\n" not in blank and not blank.startswith("(")
        return text.removeprefix(blank + "\n").strip() if holds_place else text

    def _remark(self, cell: Cell, number: str) -> None:
        if cell.kind != "markdown":
            template = "answer {number} is not in a text cell; it was read all the same; cells: {cells}"
            self._notes.add(template, cell.number, number=number)
        self._remark_images(cell, number)

    def _remark_images(self, cell: Cell, number: str) -> None:
        if cell.images:
            template = "answer {number} holds pasted images, which are only in the notebook; cells: {cells}"
            self._notes.add(template, cell.number, number=number)


def _unmarked(text: str, written: Collection[str]) -> str:
    """`text` without its answer line."""
    found = ANSWER.match(text.strip())
    return text.strip()[found.end() if found and found[1] in written else 0 :].strip()
