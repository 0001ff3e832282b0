"""MathML, as pandoc writes it, becomes Typst's mathematics.

Every character is written as an escape or in a string, so that nothing that a student types is Typst code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from autograder.typeset.strings import escape, quote

NOTHING = '""'


class Unknown(Exception):
    """An element of MathML that is not expected from pandoc."""


def write(node: Element) -> str:
    """An element, such as `<math>`, as Typst's mathematics. Raises Unknown."""
    writer = _WRITERS.get(_tag(node))
    if writer is None:
        raise Unknown(_tag(node))
    return writer(node)


def _tag(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _text(node: Element) -> str:
    return "".join(node.itertext()).replace("\N{FUNCTION APPLICATION}", "").strip()


def _write_all(nodes: Sequence[Element]) -> str:
    return "".join(map(write, nodes)) or NOTHING


def _write_row(node: Element) -> str:
    """A row; delimiters that stretch are those of `lr`, which ends where they end."""
    nodes = list(node)
    if not any(_stretches(child) for child in nodes):
        return _write_all(nodes)
    inner = "".join(
        f"mid({write(child)})" if _stretches(child) and child.get("form") == "infix" else write(child)
        for child in nodes
    )
    return f"lr({inner})"


def _stretches(node: Element) -> bool:
    return _tag(node) == "mo" and node.get("stretchy") == "true" and "minsize" not in node.attrib


def _write_identifier(node: Element) -> str:
    text = _text(node)
    if len(text) > 1:
        return f"op({quote(text)})"
    if not text.isalnum():
        return f'class("normal", {escape(text) or NOTHING})'
    return f"upright({escape(text)})" if node.get("mathvariant") == "normal" else escape(text)


def _write_operator(node: Element) -> str:
    text = _text(node).replace("*", "\N{ASTERISK OPERATOR}")
    if "form" in node.attrib:  # a delimiter; these two are relations where they are not
        text = text.replace("\N{PARALLEL TO}", "\N{DOUBLE VERTICAL LINE}").replace("\N{DIVIDES}", "|")
    if size := re.fullmatch(r"(\d+)%", node.get("minsize", "")):
        return f"stretch({escape(text)}, size: #{size[1]}%)"
    if len(text) > 1 and text.isalpha():
        return f"op({quote(text)})"
    bar = text in ("|", "\N{DOUBLE VERTICAL LINE}") and not _stretches(node)
    return f'class("normal", {escape(text)})' if bar else escape(text)


def _write_space(node: Element) -> str:
    found = re.fullmatch(r"(-?\d*\.?\d+)em", node.get("width", ""))
    # A larger one would push what follows off the page, or over what stands before.
    return f"#h({min(max(float(found[1]), -0.5), 4.0):g}em)" if found else ""


def _write_fraction(node: Element) -> str:
    above, below = (write(child) or NOTHING for child in node)
    return f"mat(delim: #none, {above}; {below})" if node.get("linethickness") else f"frac({above}, {below})"


def _write_root(node: Element) -> str:
    base, index = (write(child) or NOTHING for child in node)
    return f"root({index}, {base})"


def _write_scripts(node: Element) -> str:
    """Below and above at the side of the base."""
    places = {"msub": "b", "msup": "t", "msubsup": "bt"}[_tag(node)]
    return _attach(f"scripts({write(node[0]) or NOTHING})", places, list(node[1:]))


def _write_limits(node: Element) -> str:
    """Below and above the base itself: limits, accents, braces."""
    base, *scripts = node
    places = {"munder": "b", "mover": "t", "munderover": "bt"}[_tag(node)]
    if len(scripts) == 1 and scripts[0].get("accent") == "true":
        return _accent(write(base) or NOTHING, _text(scripts[0]), places)
    arrow = _tag(base) == "mo" and _text(base) in _ARROWS
    inner = write(base) or NOTHING
    return _attach(f"limits({f'stretch({inner})' if arrow else inner})", places, scripts)


def _attach(base: str, places: str, scripts: Sequence[Element]) -> str:
    placed = [f"{place}: {write(script) or NOTHING}" for place, script in zip(places, scripts, strict=True)]
    return f"attach({base}, {', '.join(placed)})"


def _accent(base: str, accent: str, place: str) -> str:
    if function := _BRACES.get(accent):
        return f"{function}({base})"
    if accent in _LINES:
        return f"{'overline' if place == 't' else 'underline'}({base})"
    above = f"accent({base}, {escape(accent)})"
    return above if place == "t" else f"attach(limits({base}), b: {escape(accent)})"


_BRACES = {"\u23df": "underbrace", "\u23de": "overbrace", "\u23b5": "underbracket", "\u23b4": "overbracket"}
_ARROWS = set("\u2190\u2192\u2194\u21d0\u21d2\u21d4")
_LINES = {"\u203e", "\u00af", "_", "\u0332", "\u0305"}


def _write_table(node: Element) -> str:
    """A matrix without delimiters: these stand around it in the row."""
    if _has_lines(node):
        rows = [" & ".join(row) for row in _cells(node)]
        return f"mat(delim: #none, row-gap: #0.5em, {'; '.join(rows)})"
    sides = {cell.get("columnalign") for row in node for cell in row}
    align = "left" if sides == {"left"} else "center"
    rows = [", ".join(f"inline({cell})" for cell in row) for row in _cells(node)]
    return f"mat(delim: #none, align: #{align}, {'; '.join(rows)})"


def _write_lines(node: Element) -> str:
    """Lines that may be broken between pages."""
    return " \\ ".join(" & ".join(row) for row in _cells(node))


def _has_lines(node: Element) -> bool:
    """Whether a table is made of lines, aligned or not, and not of columns."""
    aligned = any(cell.get("columnalign") == "right" for row in node for cell in row)
    return _tag(node) == "mtable" and (aligned or max(map(len, node), default=0) <= 1)


def _cells(node: Element) -> list[list[str]]:
    return [[_write_all(list(cell)) for cell in row] for row in node]


def _write_enclosed(node: Element) -> str:
    inner = _write_all(list(node))
    if node.get("notation") == "box":
        return f"#box(stroke: 0.5pt, inset: (x: 3pt), outset: (y: 3pt), ${inner}$)"
    return f"cancel({inner})"


def _write_style(node: Element) -> str:
    inner = _write_all(list(node))
    style = {"true": "display", "false": "inline"}.get(node.get("displaystyle", ""))
    return f"{style}({inner})" if style else inner


def _write_whole(node: Element) -> str:
    """A formula; beside it stands its LaTeX."""
    whole = node[0]
    return _write_lines(whole) if _has_lines(whole) else write(whole)


def _write_inner(node: Element) -> str:
    return _write_all(list(node))


_WRITERS: dict[str, Callable[[Element], str]] = {
    "math": _write_inner,
    "semantics": _write_whole,
    "mrow": _write_row,
    "mi": _write_identifier,
    "mn": lambda node: escape(_text(node)),
    "mo": _write_operator,
    "mtext": lambda node: quote(_text(node)),
    "mspace": _write_space,
    "mfrac": _write_fraction,
    "msqrt": lambda node: f"sqrt({_write_all(list(node))})",
    "mroot": _write_root,
    "msub": _write_scripts,
    "msup": _write_scripts,
    "msubsup": _write_scripts,
    "munder": _write_limits,
    "mover": _write_limits,
    "munderover": _write_limits,
    "mtable": _write_table,
    "menclose": _write_enclosed,
    "mphantom": lambda node: f"#hide(${_write_all(list(node))}$)",
    "mpadded": _write_inner,
    "mstyle": _write_style,
}
