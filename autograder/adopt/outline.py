"""The texts of a notebook as questions: headings become titles, what stands before a cell its statement."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.adopt.cells import PLACE, Cell, Role, parse_code

HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
FENCE = re.compile(r"^\s*(```|~~~)")
POINTS = re.compile(r"\s*[(\[]\s*[\d.,]+\s*(?:points?|pts?\.?|marks?|балл\w*)\s*[)\]]", re.IGNORECASE)
LABEL = re.compile(
    r"^(?:(?:question|problem|exercise|part|task|exercice|partie|вопрос|задача|задание)\s*\d[\d.]*\s*[:.)–—-]*"
    r"|\d[\d.]*\s*[:.)–—-]+)\s+",
    re.IGNORECASE,
)
UNDERLINED = (
    re.compile(r"^(\S.*)\n=+[ \t]*$", re.MULTILINE),
    re.compile(r"^(\S.*)\n-+[ \t]*$", re.MULTILINE),
)
BOILERPLATE = re.compile(
    r"YOUR (CODE|ANSWER) HERE|Before you turn this problem in|^\s*-{3,}\s*$", re.IGNORECASE
)
PERSONAL = {"NAME", "COLLABORATORS", "STUDENT_ID"}  # what nbgrader's own header asks for


@dataclass
class Item:
    """What has points: a cell to be answered, its text so far, and the names of its answers."""

    cell: Cell
    answers: tuple[str, ...] = ()
    text: list[str] = field(default_factory=list)


@dataclass
class Section:
    """A heading with what follows it; before the first heading there is no title."""

    level: int
    title: str
    body: str


@dataclass
class Chapter:
    """A question of the new sheet."""

    title: str
    text: str
    items: list[Item]


@dataclass
class Outline:
    """A sheet as a notebook tells it."""

    title: str
    text: str
    chapters: list[Chapter]


def make_outline(cells: list[Cell], answers: Mapping[int, tuple[str, ...]], lost: set[int]) -> Outline:
    """The questions of a notebook. `answers` are the names that are asked for, by the number of the cell.

    The text of a cell that is among the `lost` goes with it.
    """
    items = _collect_items(cells, answers, lost)
    level = _find_level(items)
    outline = Outline("", "", [])
    for item in items:
        _place(outline, item, level)
    return outline


def _find_level(items: list[Item]) -> int:
    """The level of the headings that begin questions: the highest at which two items begin one.

    0 where there are no headings. Of a single item the second level, if there is one above it.
    """
    levels = [{section.level for section in _split(item.text)} - {0} for item in items]
    known = sorted(set().union(*levels))
    if len(items) == 1:
        return known[1] if len(known) > 1 else max(known, default=0)
    begun = [level for level in known if sum(min(own, default=9) <= level for own in levels) > 1]
    return begun[0] if begun else max(known, default=0)


def _collect_items(cells: list[Cell], answers: Mapping[int, tuple[str, ...]], lost: set[int]) -> list[Item]:
    items: list[Item] = []
    pending: list[str] = []
    for cell in cells:
        if cell.role in {Role.TEXT, Role.GIVEN}:
            pending += show(cell)
        elif cell.role is Role.TESTS:
            if items and not any(map(HEADING.match, "\n".join(pending).split("\n"))):
                items[-1].text += pending
                pending = []
        elif cell.number in lost:
            pending = _without_last_section(pending)
        elif cell.number in answers or not cell.code:
            own = [_show_frame(cell) if cell.code else _without_boilerplate(cell.released)]
            items.append(Item(cell, answers.get(cell.number, ()), [*pending, *own]))
            pending = []
    return items


def show(cell: Cell) -> list[str]:
    """The cell as a part of a statement: Markdown as it is, code that is given in a fence."""
    if not cell.code:
        return [_without_boilerplate(cell.source)]
    if not (parse_code(cell.source) or "").strip():
        return []
    lines = [
        line for line in cell.source.split("\n") if not line.startswith(("%", "!")) and not _is_set_up(line)
    ]
    code = "\n".join(lines).strip()
    return [f"```python\n{code}\n```"] if code else []


def _without_boilerplate(source: str) -> str:
    """The text without what nbgrader puts into every notebook; headings begin with `#`."""
    text = UNDERLINED[1].sub(r"## \1", UNDERLINED[0].sub(r"# \1", source))
    return "\n".join(line for line in text.split("\n") if not BOILERPLATE.search(line)).strip()


def _is_set_up(line: str) -> bool:
    """Whether a line needs no place in a statement: what the set-up imports, what tests need, a name."""
    try:
        nodes = ast.parse(line).body
    except SyntaxError:
        return False
    return bool(nodes) and all(_is_known(node) for node in nodes)


def _is_known(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) in PERSONAL
    if isinstance(node, ast.ImportFrom):
        return "test" in str(node.module) or "nose" in str(node.module)
    plain = {("numpy", "np"), ("torch", None)}
    return isinstance(node, ast.Import) and all((name.name, name.asname) in plain for name in node.names)


def _show_frame(cell: Cell) -> str:
    """What a student gets of an answer's cell, if it is more than the head of a function."""
    try:
        body = ast.parse(cell.released.replace(PLACE, "pass")).body
        lines = [line for node in body for line in _find_given(node)]
    except SyntaxError:
        lines = []
    comments = [line for line in cell.released.split("\n") if line.strip().startswith("#")]
    more = lines or any(comment.strip() != PLACE for comment in comments)
    return f"```python\n{cell.released.strip()}\n```" if more else ""


def _find_given(node: ast.stmt) -> list[str]:
    """The statements that are given with an answer, docstrings aside."""
    body = node.body if isinstance(node, ast.FunctionDef) else [node]
    documented = isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None
    given = [inner for inner in (body[1:] if documented else body) if not isinstance(inner, ast.Pass)]
    return [ast.unparse(inner) for inner in given]


def _without_last_section(pending: list[str]) -> list[str]:
    sections = _split(pending)[:-1]
    return [_restore(section) for section in sections]


def _split(texts: list[str]) -> list[Section]:
    """The sections of a text. The first has no title."""
    sections = [Section(0, "", "")]
    fenced = False
    for line in "\n\n".join(filter(None, texts)).split("\n"):
        fenced ^= bool(FENCE.match(line))
        heading = None if fenced else HEADING.match(line)
        if heading:
            sections.append(Section(len(heading[1]), _clean_title(heading[2]), ""))
        else:
            sections[-1].body += f"{line}\n"
    return [section for section in sections if section.title or section.body.strip()]


def _place(outline: Outline, item: Item, level: int) -> None:
    """Put an item into a new question if its text begins one, else into the last."""
    sections = _split(item.text)
    heads = [place for place, section in enumerate(sections) if 0 < section.level <= level]
    if not heads and outline.chapters and level:
        item.text = _write(sections)
        outline.chapters[-1].items.append(item)
        return
    place = heads[-1] if heads else 0
    before, own = sections[:place], sections[place:]
    if not outline.chapters:
        _introduce(outline, before, own, level)
        before = []
    title = own[0].title if heads else ""
    if heads:
        own[0].title = ""
    texts = _write(own)
    shared = texts[:1] if heads and own[0].body.strip() and len(texts) > 1 else []
    item.text = texts[len(shared) :]
    outline.chapters.append(Chapter(title, "\n\n".join([*_write(before), *shared]), [item]))


def _introduce(outline: Outline, before: list[Section], own: list[Section], level: int) -> None:
    """Take the title of the sheet, the last heading above those of questions, and what stands around it."""
    above = [section for section in [*before, *own[:1]] if 0 < section.level < level]
    if above:
        outline.title = above[-1].title
        above[-1].title = ""
    outline.text = "\n\n".join(_write(before))


def _restore(section: Section) -> str:
    """A section as it stood in the notebook."""
    title = f"{'#' * section.level} {section.title}" if section.title else ""
    return f"{title}\n\n{section.body.strip()}".strip()


def _write(sections: list[Section]) -> list[str]:
    """Sections inside a statement: their headings in bold, since the notebook has headings of its own."""
    titles = [f"**{section.title}**" if section.title else "" for section in sections]
    bodies = [section.body.strip() for section in sections]
    texts = [f"{title}\n\n{body}".strip() for title, body in zip(titles, bodies, strict=True)]
    return [text for text in texts if text]


def _clean_title(title: str) -> str:
    """The title without a number and without points, which the new notebook writes itself."""
    plain = POINTS.sub("", title).strip()
    short = LABEL.sub("", plain).strip() or plain or title
    return short[:1].upper() + short[1:]
