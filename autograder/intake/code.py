"""The code of a submitted notebook: the student's cells in order, with what is ours cut out of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache

from autograder.intake.answers import answer_line
from autograder.intake.copies import cut_stubs
from autograder.intake.format import Cell
from autograder.intake.text import Notes

CODE = 5 * 2**20  # characters of code that are taken from one submission


def normalise(source: str) -> str:
    """`source` without what editors change: line ends, trailing white space, blank lines, hard spaces."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").replace("\N{NO-BREAK SPACE}", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def find_ours(cells: Sequence[Cell], released: Collection[str]) -> frozenset[int]:
    """The cells that stand as they were handed out. `released` holds normalised sources."""
    longest = 2 * max(map(len, released), default=0) + 1_000  # white space may have been added
    return frozenset(
        cell.number for cell in cells if len(cell.source) <= longest and normalise(cell.source) in released
    )


def select(
    own: Sequence[Cell],
    ours: Collection[str],
    stubs: Mapping[str, Collection[str]],
    written: Collection[str],
    notes: Notes,
) -> list[Cell]:
    """The student's code in the order of the notebook, without what it holds of the cells that are `ours`."""
    parts = tuple(stubs)
    runs = {cell.number for cell in own if cell.kind == "code" and not answer_line(cell.source, written)}
    texts = {cell.number for cell in own if cell.number not in runs and defined(cell.source, parts)}
    own = _within_limit([cell for cell in own if cell.number in runs | texts], notes)
    knife = _Ours(ours)
    own = [replace(cell, source=knife.cut(cell, notes)) if cell.number in runs else cell for cell in own]
    own = _drop_untouched(own, stubs, notes)
    names = {cell.number: defined(cell.source, parts) for cell in own}
    in_code = frozenset[str]().union(*(names[number] for number in runs & names.keys()))
    code = []
    for cell in own:
        lacking = names[cell.number] - in_code
        if cell.number in runs:
            code.append(cell)
        elif lacking:
            code.append(replace(cell, source=_fenced(cell.source)))
            _remark_text(cell, lacking, _RUN, notes)
        else:
            _remark_text(cell, names[cell.number], _NOT_RUN, notes)
    return [cell for cell in code if cell.source.strip()]


def _drop_untouched(cells: list[Cell], stubs: Mapping[str, Collection[str]], notes: Notes) -> list[Cell]:
    """The cells without the definitions that nobody filled in, of the parts that have another one."""
    names = {cell.number: defined(cell.source, tuple(stubs)) for cell in cells}
    for part, texts in stubs.items():
        rests = [
            replace(cell, source=cut_stubs(cell.source, texts)) if part in names[cell.number] else cell
            for cell in cells
        ]
        changed = [rest.number for rest, cell in zip(rests, cells, strict=True) if rest != cell]
        if changed and any(_holds_another(rest, part) for rest in rests):
            template = "{part} stands again as it was handed out; that copy was not run; cells: {cells}"
            notes.add(template, *changed, part=part)
            cells = rests
    return cells


def _holds_another(cell: Cell, part: str) -> bool:
    """Whether a cell still defines `part`. In a text, "elbo = 3" is more likely a formula."""
    return part in defined(cell.source, (part,)) and (cell.kind == "code" or f"def {part}" in cell.source)


_RUN = "{part} is in a cell that is not a code cell; it was run all the same; cells: {cells}"
_NOT_RUN = "{part} is in a code cell, and again in a cell that is not; the latter was not run; cells: {cells}"


def _remark_text(cell: Cell, parts: Collection[str], template: str, notes: Notes) -> None:
    for part in sorted(parts):
        notes.add(template, cell.number, part=part)


def _fenced(source: str) -> str:
    """The code in a Markdown cell: what its fences enclose, or all of it."""
    return "\n".join(_FENCE.findall(source)) or source


_FENCE = re.compile(r"^```[^`\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


class _Ours:
    """Cuts what is ours out of a cell into which a student wrote or merged code."""

    def __init__(self, cells: Collection[str]) -> None:
        self._lines = frozenset(line for cell in cells for line in cell.split("\n") if line)
        self._long = sorted(
            (_TITLE.sub("", cell) for cell in cells if cell.count("\n") > 2), key=len, reverse=True
        )
        self._setup = frozenset(_first_line(cell) for cell in cells if _is_setup(cell))

    def cut(self, cell: Cell, notes: Notes) -> str:
        if cell.role == "setup" or _first_line(cell.source) in self._setup:
            return self._cut_setup(cell, notes)
        source = cell.source
        for ours in self._long:
            source = source.replace(ours, "")
        if source != cell.source:
            template = (
                "a cell that was handed out was merged with code; only the code was run; cells: {cells}"
            )
            notes.add(template, cell.number)
        return source

    def _cut_setup(self, cell: Cell, notes: Notes) -> str:
        """What a student added to the set-up: whole statements at its outer level, often imports."""
        added, adding, quoted = [], True, False
        for line in cell.source.split("\n"):
            if not quoted and _STATEMENT.match(line):
                adding = line.rstrip() not in self._lines
            quoted ^= line.count('"""') % 2 == 1
            if adding:
                added.append(line)
        source = "\n".join(added)
        if not _CODE.search(source):
            return ""
        if source != cell.source:
            template = (
                "the set-up cell is not the one of this version; "
                "only what was added to it was run; cells: {cells}"
            )
            notes.add(template, cell.number)
        return source


_STATEMENT = re.compile(r"(?!(?:else|elif|except|finally)\b)[^\s)\]}]")
# Blank lines are not crossed, or many of them would take quadratic time.
_CODE = re.compile(r"^[^\S\n]*[^#\s]", re.MULTILINE)


# Colab rewrites "#@title" as "# @title".
_TITLE = re.compile(r"^#.*\n")


def _first_line(source: str) -> str:
    return source.strip().split("\n", 1)[0].replace(" ", "")


def _is_setup(cell: str) -> bool:
    """Whether the first line tells a set-up cell: it is a remark or magic, and imports follow.

    A cell that begins with an import could be anyone's.
    """
    return cell.startswith(("#", "%", '"')) and _IMPORT.search(cell) is not None


_IMPORT = re.compile(r"^(?:import|from)[ \t]", re.MULTILINE)


def _within_limit(code: Sequence[Cell], notes: Notes) -> list[Cell]:
    kept, left = [], CODE
    for cell in code:
        if len(cell.source) <= left:
            kept.append(cell)
            left -= len(cell.source)
        else:
            template = "the code is longer than {limit} characters; a cell was left out; cells: {cells}"
            notes.add(template, cell.number, limit=CODE)
    return kept


def remark_parts(code: Sequence[Cell], parts: Sequence[str], notes: Notes) -> None:
    places: dict[str, list[int]] = {part: [] for part in parts}
    for cell in code:
        for part in defined(cell.source, parts):
            places[part].append(cell.number)
    for part, numbers in places.items():
        if len(numbers) > 1:
            template = "{part} is defined more than once; the last one counts, in cell {last}; cells: {cells}"
            notes.add(template, *numbers, part=part, last=numbers[-1])
    missing = [part for part in parts if not places[part]]
    if not code:
        notes.add("the notebook holds no code; check that it is the right file")
    elif parts and len(missing) == len(parts):
        template = (
            "no definition of a graded function was found, such as {part}; check that it is the right file"
        )
        notes.add(template, part=parts[0])
    else:
        for part in missing:
            notes.add("no definition of {part} was found; keep the name that it had", part=part)


def defined(source: str, parts: Sequence[str]) -> frozenset[str]:
    """The parts that `source` defines at its outer level."""
    return frozenset(found[1] or found[2] for found in _definition(tuple(parts)).finditer(source))


@cache
def _definition(parts: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, parts)) or "(?!)"
    return re.compile(
        rf"^(?:async[ \t]+)?(?:def|class)[ \t]+({names})\b|^({names})[ \t]*(?::[^=\n]*)?=(?!=)", re.MULTILINE
    )
