"""A student's text as Typst reads it: as characters, never as code."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.ft2font import FT2Font

# What the fonts that come with Typst have: Latin, Greek, Cyrillic, and the signs of mathematics.
_COMMON = [
    *[(0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x391, 0x3C9), (0x400, 0x45F), (0x2010, 0x2027)],
    *[(0x2030, 0x2040), (0x2070, 0x209C), (0x2100, 0x211E), (0x2126, 0x214F), (0x2190, 0x22FF)],
    *[(0x25A0, 0x25FF), (0x27C0, 0x27FF), (0x2900, 0x2AFF), (0x1D400, 0x1D7FF)],
]
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_BREAK = "\N{ZERO WIDTH SPACE}"


def escape(text: str) -> str:
    """The characters as escapes, for Typst's mathematics."""
    return "".join(f"\\u{{{ord(char):x}}}" for char in show_missing(text))


def quote(text: str) -> str:
    """A string of Typst: letters, digits and spaces as they are, everything else as an escape."""
    shown = show_missing(text)
    return '"' + "".join(char if _is_plain(char) else f"\\u{{{ord(char):x}}}" for char in shown) + '"'


def _is_plain(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == " ")


def break_long(text: str) -> str:
    """The text with places in its longest words where a line may end; they would run off the page."""
    return re.sub(r"(\S{40})(?=\S)", rf"\1{_BREAK}", text)


def show_missing(text: str) -> str:
    """The text with a number in the place of a character that no font has, and without hidden ones."""
    return "".join(char if _is_common(char) else _show(char) for char in text)


def find_missing(text: str) -> list[str]:
    """The numbers of the characters of the text that no font has, each once."""
    shown = [_show(char) for char in dict.fromkeys(text) if not _is_common(char)]
    return [number.strip() for number in shown if number.startswith("U+")]


def _is_common(char: str) -> bool:
    return char in ("\n", _BREAK) or any(low <= ord(char) <= high for low, high in _COMMON)


def _show(char: str) -> str:
    if unicodedata.category(char) in _HIDDEN:
        return ""
    return char if ord(char) in _read_characters() else f"U+{ord(char):04X} "


@cache
def find_font() -> Path:
    """DejaVu Sans, from matplotlib: it is drawn where the fonts that come with Typst lack a character."""
    return Path(get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")


@cache
def _read_characters() -> frozenset[int]:
    """The numbers of the characters of that font."""
    return frozenset(FT2Font(str(find_font())).get_charmap())
