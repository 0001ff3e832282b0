"""Formulas in LaTeX become Typst's mathematics: pandoc reads them, strictly, and gives MathML."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pypandoc  # type: ignore[import-untyped]

from autograder.typeset import mathml

LONGEST = 10_000  # characters of one formula that are read
SECONDS = 20.0  # for all formulas of an answer
HTML_BYTES = 4 * 2**20  # of them in MathML; what is larger was made by macros that double

_PANDOC = ["--from=json", "--to=html", "--mathml", "--sandbox", "--wrap=none"]
_API = [1, 23, 1]  # of pandoc 3


@dataclass(frozen=True)
class Formula:
    """LaTeX without its dollars. In `display` it stands on lines of its own."""

    latex: str
    display: bool


def convert(formulas: Sequence[Formula]) -> list[str | None]:
    """Each formula as Typst's mathematics; None where it is not LaTeX that can be set."""
    prepared = {formula: _prepare(formula) for formula in formulas if len(formula.latex) <= LONGEST}
    paragraphs = _read(list(prepared.values())) if prepared else []
    if len(paragraphs) != len(prepared):
        return [None] * len(formulas)
    written = dict(zip(prepared, map(_write, paragraphs), strict=True))
    return [written.get(formula) for formula in formulas]


def _read(formulas: Sequence[Formula]) -> list[Element]:
    """A paragraph of HTML for each formula, with `<math>` in it where pandoc could read it."""
    kinds = ["DisplayMath" if formula.display else "InlineMath" for formula in formulas]
    blocks = [
        {"t": "Para", "c": [{"t": "Math", "c": [{"t": kind}, formula.latex]}]}
        for kind, formula in zip(kinds, formulas, strict=True)
    ]
    document = json.dumps({"pandoc-api-version": _API, "meta": {}, "blocks": blocks})
    command = [pypandoc.get_pandoc_path(), *_PANDOC]
    try:
        done = subprocess.run(command, input=document.encode(), capture_output=True, timeout=SECONDS)
        if done.returncode or len(done.stdout) > HTML_BYTES:
            return []
        return list(ElementTree.fromstring(b"<body>" + done.stdout + b"</body>"))
    except (subprocess.TimeoutExpired, ElementTree.ParseError):
        return []


def _prepare(formula: Formula) -> Formula:
    """LaTeX that MathJax takes and pandoc does not, in the words of pandoc."""
    latex = formula.latex.strip()
    for pattern, replacement in _REWRITTEN:
        latex = pattern.sub(replacement, latex)
    while len(latex) <= LONGEST and (found := _OVER.search(latex)):
        latex = f"{latex[: found.start()]}{{\\frac{{{found[1]}}}{{{found[2]}}}}}{latex[found.end() :]}"
    if r"\\" in latex and r"\begin" not in latex:
        latex = rf"\begin{{gathered}}{latex}\end{{gathered}}"
    return Formula(latex, formula.display)


_REWRITTEN = [
    (re.compile(pattern), replacement)
    for pattern, replacement in [
        (r"\\tag\*?\{([^{}]*)\}", r"\\qquad (\\text{\1})"),
        (r"\\(?:text)?color\{[^{}]*\}", ""),
        (r"\\(?:mathbbm|mathds)\b", r"\\mathbb"),
        (r"\\cfrac\b", r"\\dfrac"),
        (r"\\mathnormal\b", ""),
        (r"\\hbox\b", r"\\text"),
        (r"\\eqref\{([^{}]*)\}", r"(\\text{\1})"),
        (r"\{dcases\}", "{cases}"),
        (r"\{\s*\\(rm|bf|it|sf|tt|cal)\b\s*", r"\\math\1{"),
        (r"\\(rm|bf|it|sf|tt|cal)\s*\{", r"\\math\1{"),
        (r"\{([,.;:])\}", r"\\mathord\1"),
    ]
]
_OVER = re.compile(r"\{([^{}]*)\\over\b([^{}]*)\}")


def _write(paragraph: Element) -> str | None:
    if len(paragraph) != 1:
        return None
    try:
        return mathml.write(paragraph[0])
    except (mathml.Unknown, RecursionError, ValueError, IndexError):
        return None
