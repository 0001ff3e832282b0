"""Copies of what was handed out, cut out of a cell in which they stand next to a student's own lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache


def cut_prose(source: str, prose: Iterable[str]) -> str:
    """`source` without the texts of questions, which are normalised."""
    plain = _plain(source)
    found = [text for text in prose if _head(text) in plain]
    for text in sorted(found, key=len, reverse=True):
        source = _cut(source, text, "")
    return source


def cut_stubs(source: str, stubs: Iterable[str]) -> str:
    """`source` without definitions that nobody filled in. One with a decorator, or a longer body, stays."""
    for text in sorted(stubs):
        source = _cut(source, text, _BODY_GOES_ON)
    return source


# Remarks and blank lines, then an indented line.
_BODY_GOES_ON = r"(?!(?:\n[^\S\n]*(?:#.*)?)*\n[^\S\n]+[^\s#])"


def _cut(source: str, text: str, end: str) -> str:
    kept, start = [], 0
    for first, last in _find(_plain(source), text, end):
        kept.append(source[start:first])
        start = last
    return "".join([*kept, source[start:]])


def _find(plain: str, text: str, end: str) -> Iterator[tuple[int, int]]:
    """Where `text` stands in whole lines. A regular expression alone would try each line of a long source."""
    whole, head = _whole(text, end), _head(text)
    first = plain.find(head)
    while first >= 0:
        found = whole.match(plain, first) if _begins_statement(plain, first) else None
        if found:
            yield found.span()
        first = plain.find(head, found.end() if found else first + 1)


@lru_cache(2_000)
def _whole(text: str, end: str) -> re.Pattern[str]:
    blank = r"[^\S\n]*"
    lines = f"{blank}\n".join(map(re.escape, text.split("\n")))
    return re.compile(f"{lines}{blank}${end}", re.MULTILINE)


def _begins_statement(plain: str, place: int) -> bool:
    """Whether a line begins there, and the one above it is no decorator."""
    above = plain.rfind("\n", 0, max(place - 1, 0)) + 1
    return place == 0 or (plain[place - 1] == "\n" and not plain.startswith("@", above))


def _plain(source: str) -> str:
    """`source` with spaces as `normalise` has them, and all at the same places."""
    return source.replace("\N{NO-BREAK SPACE}", " ")


def _head(text: str) -> str:
    return text.partition("\n")[0]
