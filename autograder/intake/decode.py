"""JSON text becomes values, within bounds; what is wrong with text that is not JSON becomes one sentence."""

from __future__ import annotations

import json
import re

from autograder.intake.text import Notes, Unreadable, shortcut

VALUES = 2_000_000  # values in the JSON of a file, so that a small file cannot fill the memory
CONFLICT = re.compile(r"^<{7}(?: |$)", re.MULTILINE)


def load(text: str, notes: Notes) -> object:
    if text.count(",") + text.count("[") + text.count("{") > VALUES:
        raise Unreadable(
            "the file holds more than {limit} values; expected a notebook;"
            " clear all outputs, save it and hand it in again",
            limit=f"{VALUES:,}",
        )

    twice: list[bool] = []

    def build(pairs: list[tuple[str, object]]) -> dict[str, object]:
        entries = dict(pairs)
        if len(entries) < len(pairs) and not twice:
            twice.append(True)
        # Outputs are most of a large notebook and nobody reads them: their memory is given back at once.
        entries.pop("outputs", None)
        return entries

    decoder = json.JSONDecoder(strict=False, parse_int=_whole, object_pairs_hook=build)
    try:
        value, end = decoder.raw_decode(text)
    except json.JSONDecodeError as error:
        raise _damage(text, error) from None
    if twice:
        notes.add("an entry occurs twice in one place of the file; the last one was read")
    if end < len(text):
        notes.add("there is text after the end of the notebook; it was ignored")
    return value


def _whole(digits: str) -> int:
    """No number of a notebook that matters is long, and long ones take quadratic time."""
    return int(digits) if len(digits) < 20 else 0


def _damage(text: str, error: json.JSONDecodeError) -> Unreadable:
    if conflict := CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        return Unreadable(
            "the file holds a git merge conflict (line {line}); expected a notebook;"
            " resolve the conflict, open the notebook once and hand it in again",
            line=line,
        )
    if link := shortcut(text):
        return link
    if error.msg.startswith("Unterminated string") or _CUT.fullmatch(text, error.pos):
        return Unreadable(
            "the file ends in the middle of the notebook; expected a whole notebook;"
            " download or save it again and hand it in again"
        )
    return Unreadable(
        "the file is not valid JSON (line {line}, column {column}); expected a notebook;"
        " open it in Jupyter, save it and hand it in again",
        line=error.lineno,
        column=error.colno,
    )


# What may be left from the place of the error to the end of a file that was cut off.
_CUT = re.compile(
    r"(?:|t|tr|tru|f|fa|fal|fals|n|nu|nul|-|N|Na|-?I[nfity]{0,6}|\\?u?[0-9a-fA-F]{0,4}|[.eE+-]{1,2})"
)
