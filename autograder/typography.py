"""How French is typeset: a space that does not break before `;`, `:`, `?`, `!` and inside « »."""

from __future__ import annotations

import re

# U+00A0 for all of them. U+202F is finer before `;`, `?` and `!`, but is not in Latin-1, and so not in every
# font, terminal and spreadsheet that shows these texts.
SPACE = "\N{NO-BREAK SPACE}"

_KEPT = re.compile(r"(```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$)", re.DOTALL)  # code and formulas
# What follows tells a sign in prose from one in an address or in the rule of a table (`:--`).
_BEFORE = re.compile(r" (?=[;:?!»](?:[\s*_)\]»]|$))")
_AFTER = re.compile(r"(?<=«) ")


def french_spaces(prose: str) -> str:
    """The French prose, in Markdown, with such spaces in the place of plain ones. Twice is once."""
    pieces = _KEPT.split(prose)
    pieces[::2] = [_AFTER.sub(SPACE, _BEFORE.sub(SPACE, piece)) for piece in pieces[::2]]
    return "".join(pieces)


def flatten(prose: str) -> str:
    """The prose on one line. Spaces that do not break stay what they are."""
    return re.sub(r"[ \t\n]+", " ", prose).strip()
