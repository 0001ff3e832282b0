"""What a student receives: the cells of the notebook of an assignment, built from public values alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from autograder.intake import Released, normalise
from autograder.intake.whose import WHOSE
from autograder.messages import message, show_points, translate
from autograder.sheet import Sheet, Unit
from autograder.source import order_modules, write_given, write_imports, write_loader, write_stub
from autograder.values import Part, Speed, Written

Cell = dict[str, Any]
FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}, "tags": ["hide-input"]}
NOTE = {
    "work": "Your work goes into the cells that follow each question; add cells and functions of your own "
    "as you like.",
    "check": "`check` tries the example in the text and laws that every right answer obeys.",
    "marks": "A function that is wrong on some hidden inputs earns at most half of its points (lines of a "
    "proof and entries of a dictionary count one by one); where extremes such as overflow or empty input are "
    "tried, care for them is a quarter.",
    "speed": "Where speed counts, return arrays or tensors: to make a long list takes longer than most "
    "computations.",
    "grader": "The grader has numpy, scipy, torch and matplotlib, and nothing else.",
}

BOXES = (
    "The boxes say where a question departs from the sheet that it was made from; you do not need that sheet."
)


def file_name(sheet: Sheet, language: str, exam: bool = False) -> str:
    """The name of the file that is handed out, and handed in."""
    whose = "." + re.sub(r"[^\w@.-]", "_", sheet.student) if sheet.student else ""
    return f"{sheet.name}{'.exam' if exam else ''}{whose}.{language}.ipynb"


def make_cells(sheet: Sheet, language: str, exam: bool = False) -> Iterator[Cell]:
    """The cells of the notebook, in order; for an exam without checks and what they need."""
    title = f"# {sheet.assignment.title[language]}\n\n{sheet.assignment.text[language]}"
    sentences = (translate(NOTE[about], language) for about in NOTE if not (exam and about == "check"))
    note = " ".join(sentences)
    if sheet.student:
        whose = message(WHOSE, student=sheet.student)
        note = f"{note} {whose.translate(language)}"
    if any(unit.question.erratum for unit in sheet.units):
        note = f"{note} {translate(BOXES, language)}"
    yield _markdown("prose", sheet.name, f"{title}\n\n*{note}*")
    yield _fold(_code("setup", "imports", write_imports(language)) if exam else _setup(sheet, language))
    for unit in sheet.units:
        cells = _make_question(sheet, unit, language)
        yield from (cell for cell in cells if not exam or _role(cell) != "check")
    yield _markdown("prose", "end", _make_end(sheet, language, exam))
    if not exam:
        yield _code("summary", "end", "summary(globals())")


def _make_end(sheet: Sheet, language: str, exam: bool) -> str:
    if not exam:
        return f"## {translate('What passed, and what to hand in', language)}"
    file = file_name(sheet, language, exam)
    return message("Save this notebook and hand in the file `{file}`.", file=file).translate(language)


def make_released(sheet: Sheet) -> Released:
    """What `intake` must know of the notebooks that were handed out, in all languages."""
    cells = [cell for language, exam in sheet.editions for cell in make_cells(sheet, language, exam)]
    dropped = frozenset(normalise(_source(cell)) for cell in cells if _role(cell) not in {"stub", "answer"})
    prose = frozenset(normalise(_source(cell)) for cell in cells if _role(cell) == "prose")
    stubs = {
        part.name: frozenset(normalise(_source(cell)) for cell in cells if _is_stub(cell, part.name))
        for part in sheet.parts
    }
    answers = {_name(cell): _source(cell) for cell in cells if _role(cell) == "answer"}
    return Released(sheet.name, dropped, prose, stubs, answers, sheet.student if sheet.varies else None)


def _is_stub(cell: Cell, name: str) -> bool:
    return _role(cell) == "stub" and _name(cell) == name


def _setup(sheet: Sheet, language: str) -> Cell:
    parts = {part.name: (part.number, part.points) for part in sheet.parts}
    written = [(item.number, item.points) for item in sheet.written]
    file = file_name(sheet, language)
    source = write_loader(order_modules(sheet.modules), parts, written, file, language)
    return _code("setup", "checker", source)


def _fold(cell: Cell) -> Cell:
    cell["metadata"] |= FOLDED
    return cell


def _make_question(sheet: Sheet, unit: Unit, language: str) -> Iterator[Cell]:
    question = unit.question
    within = [other for other in sheet.units if f"{other.question.number}.".startswith(f"{question.number}.")]
    total = show_points(sum(item.points for other in within for item in other.items), language)
    level = "##" + "#" * question.number.count(".")
    text = f"{level} {question.number} {question.title[language]} ({total})"
    if question.text is not None:
        text += f"\n\n{question.text[language]}"
    if question.erratum is not None:
        note = question.erratum[language].replace("\n", "\n> ")
        text += f"\n\n> **{translate('Correction of the sheet', language)}.** {note}"
    yield _markdown("prose", unit.name, text)
    if given := write_given(unit.given):
        yield _code("given", unit.name, given)
    for item in unit.items:
        yield from _make_item(item, language, unit.of(Speed, item))


def _make_item(item: Part | Written, language: str, speeds: list[Speed]) -> Iterator[Cell]:
    if isinstance(item, Written):
        yield from _make_written(item, language)
        return
    head = f"#### {item.number} `{item.name}` ({show_points(item.points, language)})"
    notes = "".join(f"\n\n*{_describe_speed(speed, language)}*" for speed in speeds)
    yield _markdown("prose", item.name, f"{head}\n\n{item.text[language]}{notes}")
    yield _code("stub", item.name, write_stub(item))
    yield _code("check", item.name, f"check({item.name})")


def _describe_speed(speed: Speed, language: str) -> str:
    """What the points for speed ask for."""
    unit, size = speed.unit[language], speed.sizes[-1]
    steep = message(
        "A tenth of the points is for speed: "
        "the CPU time may grow with {unit} to the power {growth} at most.",
        growth=speed.growth,
        unit=unit,
    )
    slow = message(
        "A tenth of the points is for speed, measured with {unit} = {size}: all of it up to {most} times the "
        "CPU time of our own solution, half of it for less than half the time of a naive one.",
        most=speed.within,
        unit=unit,
        size=size,
    )
    asked = steep if speed.within is None else slow
    return f"{asked.translate(language)} {speed.text[language]}"


def _make_written(item: Written, language: str) -> Iterator[Cell]:
    low, high = item.words
    asked = message("{low} to {high} words, read by a person", low=low, high=high).translate(language)
    head = f"#### {item.number} ({show_points(item.points, language)})"
    yield _markdown("prose", item.name, f"{head}\n\n{item.text[language]}\n\n*{asked}*")
    places = "\n\n".join(f"({letter})" for letter in item.letters) or "..."
    yield _markdown("answer", item.number, f"**{translate('Answer', language)} {item.number}**\n\n{places}")


def _markdown(role: str, name: str, source: str) -> Cell:
    return _cell("markdown", role, name, source)


def _code(role: str, name: str, source: str) -> Cell:
    return {**_cell("code", role, name, source), "execution_count": None, "outputs": []}


def _cell(kind: str, role: str, name: str, source: str) -> Cell:
    return {
        "cell_type": kind,
        "id": f"{role}-{name}".replace(".", "-")[:64],
        "metadata": {"autograder": {"role": role, "name": name}},
        "source": source.splitlines(keepends=True),
    }


def _role(cell: Cell) -> str:
    return str(cell["metadata"]["autograder"]["role"])


def _name(cell: Cell) -> str:
    return str(cell["metadata"]["autograder"]["name"])


def _source(cell: Cell) -> str:
    return "".join(cell["source"])
