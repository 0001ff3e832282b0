"""A Python script that was handed in instead of a notebook, split into the cells that it came from.

Knows the percent format and what Colab and nbconvert write; any other script is one cell of code.
"""

from __future__ import annotations

import re

# The visible first line of a written answer, "**Answer 5.1**", with a word or words of any language.
# Every repetition is bounded, so that no text takes quadratic time.
ANSWER = re.compile(
    r"^(?:[#>]|[^\S\n]){0,8}\*\*[^\S\n]{0,4}(?:[^\W\d_]{1,40}[^\S\n]{1,4}){1,3}"
    r"(\w{1,10}(?:\.\w{1,10}){0,4})[^\S\n]{0,4}[.:]?[^\S\n]{0,4}\*\*",
    re.MULTILINE,
)


def is_script(text: str) -> bool:
    return _PYTHON.search(text) is not None


_PYTHON = re.compile(r"^(?:def \w|class \w|import \w|from [\w.]+ import |# ?%%)", re.MULTILINE)


def split(text: str) -> list[tuple[str, str]]:
    """Kind and source of each cell."""
    cells: list[tuple[str, str]] = []
    kind, start = "code", 0
    for mark in _MARK.finditer(text):
        cells += _chunk(kind, text[start : mark.start()])
        kind, start = ("markdown" if _TEXT.search(mark[0]) else "code"), mark.end()
    cells += _chunk(kind, text[start:])
    return [(kind, source.strip("\n")) for kind, source in cells if source.strip()]


_MARK = re.compile(r"^# ?(?:%%.*|In ?\[[\d ]*\]:.*)$", re.MULTILINE)
_TEXT = re.compile(r"\[(?:markdown|md|raw)\]")


def _chunk(kind: str, text: str) -> list[tuple[str, str]]:
    if kind == "markdown":
        return [(kind, _uncomment(text.strip()))]
    cells, start = [], 0
    for block in _PROSE.finditer(text):
        prose = _uncomment(block[0])
        if ANSWER.match(prose):
            cells += [("code", text[start : block.start()]), ("markdown", prose)]
            start = block.end()
    return [*cells, ("code", text[start:])]


# Colab writes text as a string, nbconvert as comments.
_PROSE = re.compile(r'^r?"""\*\*(?s:.*?)"""|^# ?\*\*.*(?:\n#.*)*', re.MULTILINE)


def _uncomment(text: str) -> str:
    if quoted := _QUOTED.fullmatch(text):
        return quoted[1].strip()
    return "\n".join(re.sub(r"^# ?", "", line) for line in text.split("\n"))


_QUOTED = re.compile(r'r?"""(.*)"""', re.DOTALL)
