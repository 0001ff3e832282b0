"""The page about a class: one HTML file that needs nothing else, for a screen of any width and for paper."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from latex2mathml.converter import convert
from markupsafe import Markup, escape

from autograder.batch.people import ADVICE
from autograder.feedback import FAULTS, clean
from autograder.overview.analysis import Analysis, signed
from autograder.overview.charts import draw_histogram, draw_shares
from autograder.overview.results import SYNTAX
from autograder.sheet import Sheet
from autograder.typography import flatten
from autograder.values import HiddenLaw, Law, Mistake, Speed
from autograder.verdict import Kind

HERE = Path(__file__).parent
SIGNS = {"right": "●", "partly": "◐", "wrong": "○", "blank": "·"}  # what stands for each state
SHOWN = 12  # mistakes at once; the rest can be unfolded

_WORDS = {kind.value: words for kind, words in FAULTS.items()} | {
    "written": "marked by a person",
    SYNTAX: "its cell is not valid Python",
}
_OPERATOR = re.compile(r"\\(log|ln|exp|min|max|sup|inf|det|tr)\s+")


def render(analysis: Analysis, sheet: Sheet, language: str = "en") -> str:
    """The page, with the hints in one of the languages of the sheet."""
    script, style = _read("page.js"), _read("page.css")
    totals = analysis.totals
    return (
        _make_environment(language, find_prose(sheet))
        .get_template("page.html.jinja")
        .render(
            analysis=analysis,
            results=analysis.results,
            places={one.student: place for place, one in enumerate(analysis.results.submissions)},
            title=sheet.assignment.title[language],
            policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}",
            script=script,
            style=style,
            histogram=draw_histogram(
                [one.score for one in analysis.results.marked],
                analysis.results.points,
                totals.median if totals else None,
            ),
        )
    )


def _make_environment(language: str, prose: Sequence[str]) -> Environment:
    """Whatever a template writes is cleaned and escaped; only `Markup` that we have made is not."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        points=lambda number: f"{round(number, 2):g}",
        percent=lambda share: "–" if share is None else f"{100 * share:.0f}\N{NO-BREAK SPACE}%",
        seconds=lambda number: f"{number:.2f}\N{NO-BREAK SPACE}s",
        signed=lambda number: "–" if number is None else signed(number),
        words=lambda kind: _WORDS.get(kind, kind),
        told=lambda feedback: _typeset_known(clean(feedback), prose),
        prose=lambda text: "" if text is None else typeset(text[language]),
        broken=lambda name: Markup("_<wbr>").join(clean(name).split("_")),
        shares=draw_shares,
    )
    environment.globals.update(signs=SIGNS, shown=SHOWN, waiting=Kind.WAITING.value, advice=ADVICE)
    return environment


def _finalize(value: Any) -> Any:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def find_prose(sheet: Sheet) -> list[str]:
    """What feedback repeats of the course's texts, where formulas or code are in it; the longest first."""
    prose: set[str] = set()
    for unit in sheet.units:
        texts = [law.text for law in unit.all(HiddenLaw)]
        texts += [mistake.text for mistake in unit.all(Mistake)]
        texts += [speed.text for speed in unit.all(Speed)]
        prose.update(words for text in texts for words in text.values())
        for law in unit.all(Law):
            prose.update(words.partition("\n\n")[0] for words in law.text.values())
    return sorted((flatten(words) for words in prose if re.search("[$`]", words)), key=len, reverse=True)


def _typeset_known(feedback: str, prose: Sequence[str]) -> Markup:
    """Feedback as HTML. A student's values may stand in it: nothing but the course's own prose is typeset."""
    lines = []
    for line in feedback.split("\n"):
        known = next((words for words in prose if words in line), "") if re.search("[$`]", line) else ""
        before, _, after = line.partition(known) if known else (line, "", "")
        lines.append(escape(before) + typeset(known) + escape(after))
    return Markup("\n").join(lines)


@cache
def typeset(prose: str) -> Markup:
    """Prose of the course's own as HTML: its formulas as MathML, its code as code."""
    pieces = re.split(r"\$([^$]+)\$|`([^`]+)`", flatten(prose))
    made = Markup("")
    for words, formula, code in zip(pieces[::3], [*pieces[1::3], None], [*pieces[2::3], None], strict=True):
        made += escape(words)
        if formula is not None:
            made += Markup(convert(_OPERATOR.sub(r"\\\1\\,", formula)))  # noqa: S704
        if code is not None:
            made += Markup("<code>{}</code>").format(code)
    return made


def _read(name: str) -> Markup:
    return Markup((HERE / name).read_text("utf-8"))  # noqa: S704


def _hash(content: str) -> str:
    """What a browser must find in a script or style to heed it."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
