"""An answer in Markdown, with formulas between dollars as in Jupyter, becomes Typst.

HTML stays the text that it is, and nothing is loaded: neither images nor links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from autograder.messages import Message, message
from autograder.typeset.formula import Formula, convert
from autograder.typeset.strings import break_long, find_missing, quote

DEEPEST = 8  # lists and quotes within each other
COLUMNS = 12  # of a table
SHOWN = 60  # characters of a formula in a message

_INLINE = {"math_inline", "math_inline_double"}
_DISPLAY = {"math_block", "math_block_label", "math_inline_double", "amsmath"}
_CELLS = {"td", "th"}
_NESTS = {"list_item", "blockquote", *_CELLS}


class Unset(Exception):
    """Markdown that does not fit on a page; `reason` says why."""

    def __init__(self, reason: Message) -> None:
        self.reason = reason
        super().__init__(str(reason))


@dataclass
class Prose:
    """Typst for an answer. `problems` could not be typeset; `remarks` are worth a look at the notebook."""

    source: str = ""
    problems: list[Message] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)


def write_prose(text: str, language: str) -> Prose:
    """The answer as Typst, all of it: a formula that is not LaTeX is printed as it was typed.

    Raises Unset where the whole does not fit on paper.
    """
    tree = SyntaxTreeNode(_make_parser().parse(text))
    nodes = [node for node in tree.walk() if node.type in _INLINE | _DISPLAY]
    formulas = [Formula(node.content, node.type in _DISPLAY) for node in nodes]
    writer = _Writer(dict(zip(map(id, nodes), convert(formulas), strict=True)), language)
    writer.prose.source = writer.write(tree)
    if missing := find_missing(text):
        template = "no font has these characters, which are printed as numbers: {characters}"
        writer.prose.remarks.append(message(template, characters=", ".join(missing[:20])))
    return writer.prose


def _make_parser() -> MarkdownIt:
    # What is nested more deeply than the parser looks is left out without a word, so it looks deep.
    options = {"html": False, "maxNesting": 1000}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    return parser.use(dollarmath_plugin, double_inline=True).use(amsmath_plugin)


class _Writer:
    """Writes a tree; `formulas` are Typst by the identity of their nodes."""

    def __init__(self, formulas: dict[int, str | None], language: str) -> None:
        self.prose = Prose()
        self._formulas, self._language = formulas, language

    def write(self, node: SyntaxTreeNode) -> str:
        if node.type in _INLINE | _DISPLAY:
            return self._write_formula(node)
        writer = _WRITERS.get(node.type)
        if writer is None:
            raise Unset(message("it holds {kind}, which is not known", kind=node.type))
        return writer(self, node)

    def inner(self, node: SyntaxTreeNode) -> str:
        return "".join(map(self.write, node.children))

    def _write_formula(self, node: SyntaxTreeNode) -> str:
        typst, display = self._formulas[id(node)], node.type in _DISPLAY
        if typst is None:
            latex = " ".join(node.content.split())
            shown = latex if len(latex) <= SHOWN else latex[:SHOWN] + " ..."
            template = "a formula is not LaTeX that is known; it is printed as it was typed: {formula}"
            self.prose.problems.append(message(template, formula=shown))
            return f"#failed({quote(break_long(node.content.strip()))});"
        if display:
            return f"#wide($ {typst} $);"
        return f"#fit({'narrow' if _depth(node) else 'whole'}, ${typst}$);"

    def write_image(self, node: SyntaxTreeNode) -> str:
        remark = message("an image is not printed; look at it in the notebook")
        if remark not in self.prose.remarks:
            self.prose.remarks.append(remark)
        place = message("image: {name}", name=node.content or "-").translate(self._language)
        return f"#image-place({quote(break_long(place))});"

    def write_table(self, node: SyntaxTreeNode) -> str:
        rows = [row for part in node.children for row in part.children]
        columns = max(len(row.children) for row in rows)
        if columns > COLUMNS:
            raise Unset(message("it holds a table of more than {limit} columns", limit=COLUMNS))
        aligns = ", ".join(_align(cell) for cell in rows[0].children)
        cells = "".join(f"[{self.inner(cell)}]," for row in rows for cell in row.children)
        return f"#table(columns: {columns}, align: ({aligns},), {cells});"

    def write_nested(self, node: SyntaxTreeNode) -> str:
        if _depth(node) > DEEPEST:
            raise Unset(message("it is nested too deeply"))
        return self.inner(node)


def _depth(node: SyntaxTreeNode) -> int:
    """In how many lists, quotes and tables a node stands."""
    count = 0
    while node.parent is not None:
        node = node.parent
        count += node.type in _NESTS
    return count


def _align(cell: SyntaxTreeNode) -> str:
    found = re.fullmatch(r"text-align:(left|right|center)", str(cell.attrs.get("style", "")))
    return found[1] if found else "auto"


def _write_text(_: _Writer, node: SyntaxTreeNode) -> str:
    return f"#{quote(break_long(node.content))};"


def _write_code(block: bool) -> Callable[[_Writer, SyntaxTreeNode], str]:
    def write(_: _Writer, node: SyntaxTreeNode) -> str:
        content = break_long(node.content.expandtabs(4).rstrip("\n"))
        return f"#raw(block: {'true' if block else 'false'}, {quote(content)});"

    return write


def _write_items(function: str) -> Callable[[_Writer, SyntaxTreeNode], str]:
    def write(writer: _Writer, node: SyntaxTreeNode) -> str:
        start = f"start: {int(node.attrs['start'])}, " if "start" in node.attrs else ""
        items = "".join(f"[{writer.write(item)}]," for item in node.children)
        return f"#{function}({start}{items});"

    return write


def _write_link(writer: _Writer, node: SyntaxTreeNode) -> str:
    address, shown = str(node.attrs["href"]), writer.inner(node)
    texts = "".join(_read_texts(node))
    return (
        shown if address in (texts, f"mailto:{texts}") else f"{shown}#address({quote(break_long(address))});"
    )


def _read_texts(node: SyntaxTreeNode) -> Iterator[str]:
    return (child.content for child in node.walk() if child.type == "text")


def _wrap(function: str) -> Callable[[_Writer, SyntaxTreeNode], str]:
    return lambda writer, node: f"#{function}[{writer.inner(node)}];"


_WRITERS: dict[str, Callable[[_Writer, SyntaxTreeNode], str]] = {
    "root": _Writer.inner,
    "inline": _Writer.inner,
    "paragraph": lambda writer, node: f"{writer.inner(node)}#parbreak();",
    "heading": _wrap("heading"),
    "bullet_list": _write_items("list"),
    "ordered_list": _write_items("enum"),
    "list_item": _Writer.write_nested,
    "blockquote": lambda writer, node: f"#quote(block: true)[{writer.write_nested(node)}];",
    "table": _Writer.write_table,
    "fence": _write_code(block=True),
    "code_block": _write_code(block=True),
    "code_inline": _write_code(block=False),
    "hr": lambda _writer, _node: "#line(length: 100%);",
    "text": _write_text,
    "softbreak": lambda _writer, _node: '#" ";',
    "hardbreak": lambda _writer, _node: "#linebreak();",
    "em": _wrap("emph"),
    "strong": _wrap("strong"),
    "s": _wrap("strike"),
    "link": _write_link,
    "image": _Writer.write_image,
}
