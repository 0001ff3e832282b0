"""Typst makes pages: first of each answer alone, then of a student's answers in their places.

What is here runs in a process of its own (see `limits`): the text is a student's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from autograder.messages import Message, message
from autograder.typeset.prose import Prose, Unset, write_prose
from autograder.typeset.strings import break_long, find_font, quote

SIZES = (12, 11, 10, 9)  # points; the first in which an answer fits its pages is taken
MOST_PAGES = 100  # that an answer may have
TYPED, LINES = 500_000, 7_000  # characters and lines that are printed of an answer that is not typeset
WIDTH, HEIGHT = 174, 232  # millimetres that an answer has of a page

_FONTS = '#set text(font: ("Libertinus Serif", "DejaVu Sans"))\n#set document(date: none)\n'

# `shrink` and its callers keep a formula that is larger than its place on the paper, by making it smaller.
_ANSWER = """\
#set page(width: {width}mm, height: {height}mm, margin: 1.5mm)
#set text(size: {size}pt)
#set table(stroke: 0.4pt, inset: 4pt)
#show heading: set text(size: 1em)
#show raw: set text(font: ("DejaVu Sans Mono", "DejaVu Sans"), size: 1.1em)
#show raw.where(block: true): block.with(fill: luma(245), inset: 4pt, width: 100%)
#show math.equation: set block(breakable: true)
#let whole = {width}mm - 3mm
#let narrow = 20mm
#let shrink(formula, room) = {{
  let (width, height) = measure(formula)
  let ratio = calc.min(room.width / width, room.height / height)
  if ratio >= 1 {{ formula }} else {{ scale(ratio * 100%, reflow: true, box(width: width, formula)) }}
}}
#let wide(formula) = layout(room => {{
  if measure(formula).width <= room.width {{ formula }} else {{ align(center, shrink(formula, room)) }}
}})
#let fit(limit, formula) = context {{
  let (width, height) = measure(formula)
  if width < limit and height < 100mm {{ formula }} else {{ box(layout(room => shrink(formula, room))) }}
}}
#let failed(latex) = box(stroke: 0.6pt + red, inset: (x: 2pt), outset: (y: 2pt), raw(latex))
#let image-place(words) = highlight(fill: luma(220), words)
#let address(url) = [ (#raw(url))]
{body}
#context [#metadata(counter(page).final().first()) <pages>]
"""

_PAPER = """\
#set page(paper: "a4", margin: 0pt)
#set text(size: 10pt)
#let at(x, y, width, body) = place(dx: x * 1mm, dy: y * 1mm, box(width: width * 1mm, body))
#let sheet(title, remark, body, pointer, file, number) = page({{
  at(18, 11, 130, text(size: 12pt, weight: "bold", title))
  at(148, 11, 44, align(right, number))
  at(18, 18, {width}, text(size: 8.5pt, remark))
  at(18, 26, {width}, line(length: 100%, stroke: 0.5pt))
  at(18, 30, {width}, body)
  at(18, 266, {width}, align(right, text(weight: "bold", pointer)))
  at(18, 282, {width}, text(size: 8pt, fill: luma(90), file))
}})
"""


@dataclass(frozen=True)
class Page:
    """A page of a student's paper: words in their places, and a page of an answer or else a note."""

    title: str
    remark: str
    note: str
    answer: int  # its place among the answers, from 0
    page: int = 0  # of the answer, from 1; 0 where there is only the note
    pointer: str = ""
    file: str = ""
    number: str = ""


def print_answer(text: str, pages: int, language: str) -> tuple[dict[str, Any], bytes]:
    """An answer on pages of its own, in the largest type in which these are enough, and what was odd.

    What does not fit even in the smallest is in the largest again, on as many pages as it takes.
    """
    try:
        prose = write_prose(text, language)
    except Unset as error:
        return print_typed(text, error.reason, language)
    except RecursionError:
        return print_typed(text, message("it is nested too deeply"), language)
    try:
        count, pdf = _fit(prose.source, pages)
    except RuntimeError as error:
        return print_typed(text, message("Typst says: {error}", error=error), language)
    if count > MOST_PAGES:
        return print_typed(text, message("it takes {count} pages", count=count), language)
    return _describe(count, prose), pdf


def print_typed(text: str, reason: Message, language: str) -> tuple[dict[str, Any], bytes]:
    """An answer as it was typed, where it can't be typeset, and above it why."""
    template = "the answer could not be typeset ({reason}); it is printed as it was typed"
    problems = [message(template, reason=reason)]
    shown = "".join(text[:TYPED].splitlines(keepends=True)[:LINES])
    if shown != text:
        template = "only its first {limit} characters are printed; read the rest in the notebook"
        problems.append(message(template, limit=len(shown)))
    notes = quote(" · ".join(problem.translate(language) for problem in problems))
    typed = quote(break_long(shown.expandtabs(4)))
    count, pdf = _fit(f"#text(fill: red, {notes})#raw(block: true, {typed})", 0)
    return _describe(count, Prose(problems=problems)), pdf


def _fit(body: str, pages: int) -> tuple[int, bytes]:
    made = [(0, b"")]
    for size in SIZES if pages else SIZES[-1:]:
        made.append(_make(_ANSWER.format(width=WIDTH, height=HEIGHT, size=size, body=body)))
        if made[-1][0] <= pages:
            return made[-1]
    return made[1]


def _make(source: str) -> tuple[int, bytes]:
    with TemporaryDirectory() as folder:
        compiler = _compile(source, Path(folder))
        return int(compiler.query("<pages>", field="value", one=True)), _read(compiler, folder)


def _compile(source: str, folder: Path) -> typst.Compiler:
    """A document that reads no file but those of its folder, and no package."""
    (folder / "main.typ").write_text(_FONTS + source, encoding="utf-8")
    (folder / find_font().name).symlink_to(find_font())
    return typst.Compiler(
        folder / "main.typ",
        root=folder,
        font_paths=[folder],
        ignore_system_fonts=True,
        package_path=folder,
        package_cache_path=folder,
    )


def _read(compiler: typst.Compiler, folder: str) -> bytes:
    compiler.compile(output=Path(folder, "main.pdf"))
    return Path(folder, "main.pdf").read_bytes()


def _describe(count: int, prose: Prose) -> dict[str, Any]:
    return {
        "pages": count,
        "problems": [pack(problem) for problem in prose.problems],
        "remarks": [pack(remark) for remark in prose.remarks],
    }


def print_paper(pages: Sequence[Page], answers: Sequence[bytes]) -> tuple[dict[str, Any], bytes]:
    """A student's pages in one document."""
    with TemporaryDirectory() as folder:
        for index, pdf in enumerate(answers):
            Path(folder, f"{index}.pdf").write_bytes(pdf)
        source = _PAPER.format(width=WIDTH) + "".join(map(_write_page, pages))
        return {}, _read(_compile(source, Path(folder)), folder)


def _write_page(page: Page) -> str:
    body = f"text(fill: luma(90), {quote(page.note)})"
    if page.page:
        body = f'image("{page.answer}.pdf", page: {page.page}, width: {WIDTH}mm)'
    words = (page.title, page.remark), (page.pointer, page.file, page.number)
    before, after = (", ".join(map(quote, group)) for group in words)
    return f"#sheet({before}, {body}, {after})\n"


def pack(sentence: Message) -> list[Any]:
    """A message as JSON can hold it."""
    values = {
        name: pack(value) if isinstance(value, Message) else value for name, value in sentence.values.items()
    }
    return [sentence.template, values]


def unpack(packed: list[Any]) -> Message:
    template, values = packed
    return Message(template, {name: unpack(v) if isinstance(v, list) else v for name, v in values.items()})
