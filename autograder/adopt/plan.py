"""What becomes of a notebook: questions with parts and written answers, and what could not come along."""

from __future__ import annotations

import ast
import re
import unicodedata
from dataclasses import dataclass

from autograder.adopt.cells import Cell, Role
from autograder.adopt.outline import Chapter, Item, make_outline
from autograder.adopt.program import Program
from autograder.adopt.survey import MANUAL, Survey
from autograder.adopt.trial import Trial

WORDS = (1, 500)  # of a written answer without a model answer
LEAD = re.compile(r"^\*\*([^*\n]{1,60}?)[.:]?\*\*", re.MULTILINE)  # a paragraph that begins in bold
CRITERION = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:points?\b|pts?\b|marks?\b|p\b|балл)", re.IGNORECASE)


@dataclass(frozen=True)
class PartPlan:
    """A function or value that students write and tests look at. `doc` is "" where the notebook has none."""

    number: str
    answer: str
    points: float
    text: str
    doc: str
    function: ast.FunctionDef | None
    trial: Trial


@dataclass(frozen=True)
class WrittenPlan:
    """An answer that a person marks, with what earns its points."""

    number: str
    points: float
    text: str
    words: tuple[int, int]
    criteria: tuple[tuple[float, str], ...]
    model: str


@dataclass(frozen=True)
class QuestionPlan:
    """Two files of the new sheet."""

    number: int
    module: str
    title: str
    text: str
    cells: tuple[int, int]
    items: tuple[PartPlan | WrittenPlan, ...]

    @property
    def parts(self) -> list[PartPlan]:
        return [item for item in self.items if isinstance(item, PartPlan)]

    @property
    def written(self) -> list[WrittenPlan]:
        return [item for item in self.items if isinstance(item, WrittenPlan)]


@dataclass(frozen=True)
class Plan:
    """A whole sheet."""

    title: str
    text: str
    questions: tuple[QuestionPlan, ...]

    @property
    def items(self) -> list[PartPlan | WrittenPlan]:
        return [item for question in self.questions for item in question.items]


def make_plan(cells: list[Cell], program: Program, survey: Survey) -> Plan:
    """The questions in the order of the notebook."""
    cell_of = {answer: program.answers[answer].cell for answer in survey.trials}
    asked = {number: tuple(a for a in cell_of if cell_of[a] == number) for number in cell_of.values()}
    gone = {one.cell for one in survey.lost if one.answer == one.code or one.reason == MANUAL} - asked.keys()
    outline = make_outline(cells, asked, gone)
    questions = []
    for number, chapter in enumerate(outline.chapters, 1):
        made: list[PartPlan | WrittenPlan] = []
        for item in chapter.items:
            for answer in item.answers:
                made.append(_plan_part(cells, program, survey, item, answer, f"{number}.{len(made) + 1}"))
            if not item.answers:
                made.append(_plan_written(item, f"{number}.{len(made) + 1}"))
        questions.append(_plan_question(number, chapter, made))
    return Plan(outline.title, outline.text, tuple(questions))


def _plan_part(
    cells: list[Cell], program: Program, survey: Survey, item: Item, answer: str, number: str
) -> PartPlan:
    """A part. Of several answers to one text the first has it."""
    statement = program.answers[answer]
    function = statement.node if isinstance(statement.node, ast.FunctionDef) else None
    doc = _find_doc(function, cells[statement.cell - 1]) if function else ""
    text = _join(item.text) if answer == item.answers[0] else ""
    call = f"`{answer}({', '.join(argument.arg for argument in function.args.args)})`" if function else ""
    return PartPlan(
        number, answer, survey.points[answer], text or call or f"`{answer}`", doc, function,
        survey.trials[answer],
    )  # fmt: skip


def _find_doc(function: ast.FunctionDef, cell: Cell) -> str:
    """The docstring of a function, if it stands outside the markers."""
    doc = ast.get_docstring(function)
    lines = range(function.body[0].lineno, (function.body[0].end_lineno or 0) + 1)
    return doc if doc and cell.hidden.isdisjoint(lines) else ""


def _join(texts: list[str]) -> str:
    return "\n\n".join(text for text in texts if text)


def _plan_written(item: Item, number: str) -> WrittenPlan:
    cell = item.cell
    lines = cell.source.split("\n")
    hidden = "\n".join(line for place, line in enumerate(lines, 1) if place in cell.hidden)
    model = "" if cell.role is Role.TASK else re.sub(r"(?m)^.*(BEGIN|END) [A-Z ]+\b.*\n?", "", hidden)
    model = model.replace(cell.scheme, "").strip()
    count = len(re.findall(r"\w+", model))
    words = (max(1, count // 3), max(50, -(-3 * count // 10) * 10)) if model else WORDS
    criteria = _read_scheme(cell.scheme, cell.points)
    return WrittenPlan(number, cell.points, _join(item.text) or "...", words, criteria, model)


def _read_scheme(scheme: str, points: float) -> tuple[tuple[float, str], ...]:
    """The criteria of a mark scheme: its lines, if their points add up to those of the cell."""
    lines = [line.strip(" -*\t") for line in scheme.split("\n") if line.strip()]
    found = [(float(match[1].replace(",", ".")), line) for line in lines if (match := CRITERION.search(line))]
    if found and abs(sum(value for value, _ in found) - points) < 1e-9:
        return tuple(found)
    return ((points, scheme),) if scheme else ()


def _plan_question(number: int, chapter: Chapter, items: list[PartPlan | WrittenPlan]) -> QuestionPlan:
    first = next((item.answer for item in items if isinstance(item, PartPlan)), "")
    lead = LEAD.search(chapter.text or items[0].text)
    title = chapter.title or (lead[1] if lead else "") or first.replace("_", " ").capitalize()
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_")
    if not re.match(r"[a-z]..", slug):
        slug = re.sub(r"\W", "", first.lower()) or "written"
    cells = [item.cell.number for item in chapter.items]
    return QuestionPlan(
        number, f"q{number:02d}_{slug}", title, chapter.text, (min(cells), max(cells)), tuple(items)
    )
