"""The bytes of a file that was handed in become text, or one sentence that says what the file is instead."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence

from autograder.messages import Message, message

SHOWN = 80  # characters of a student's name or value that a message may repeat
NAMED = 10  # files or students are named in a line
REMARKS = 100  # repairs of one submission that are reported


class Unreadable(Exception):
    """The file cannot be read as a notebook. `sentence` tells the student so."""

    def __init__(self, template: str, **values: object) -> None:
        self.sentence = message(template, **values)
        super().__init__(str(self.sentence))


class Notes:
    """Collects repairs. The same remark about several cells becomes one repair that lists the cells."""

    def __init__(self) -> None:
        self._remarks: dict[tuple[str, tuple[tuple[str, str | int], ...]], dict[int, None]] = {}

    def add(self, template: str, *cells: int, **values: str | int) -> None:
        cleaned = {key: shown(value) if isinstance(value, str) else value for key, value in values.items()}
        listed = self._remarks.setdefault((template, tuple(cleaned.items())), {})
        listed.update(dict.fromkeys(cells))

    def repairs(self) -> tuple[Message, ...]:
        made = []
        for (template, values), cells in list(self._remarks.items())[:REMARKS]:
            listed = {"cells": shown(", ".join(map(str, cells)))} if cells else {}
            made.append(message(template, **dict(values), **listed))
        left = len(self._remarks) - REMARKS
        if left > 0:
            made.append(message("there are {count} more remarks of this kind", count=left))
        return tuple(made)


def shown(text: str) -> str:
    """`text` as a message may repeat it: short, on one line, without control and bidirectional characters."""
    visible = [char for char in text[: 10 * SHOWN] if unicodedata.category(char) not in _HIDDEN]
    return "".join(visible) if len(visible) <= SHOWN else "".join(visible[: SHOWN - 3]) + "..."


def enumerate_names(names: Sequence[str]) -> str:
    """The first of these names, on one line, and how many more there are."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def decode(data: bytes, notes: Notes) -> str:
    """The text of a file. Raises `Unreadable` where the bytes are those of another kind of file."""
    _refuse_other_kinds(data)
    encoding, start = _encoding(data)
    if encoding != "utf-8":
        notes.add(
            "the file is encoded as {encoding}, expected UTF-8; it was decoded", encoding=encoding.upper()
        )
    elif start:
        notes.add("the file begins with a byte order mark; it was skipped")
    try:
        return str(memoryview(data)[start:], encoding)
    except UnicodeDecodeError:
        notes.add(
            "the file holds bytes that are not {encoding}; they were replaced by the sign U+FFFD",
            encoding=encoding.upper(),
        )
        return str(memoryview(data)[start:], encoding, "replace")


def _refuse_other_kinds(data: bytes) -> None:
    if not data.strip():
        raise empty()
    if not data.strip(b"\0"):
        raise not_a_notebook(message("filled with zero bytes"), _DOWNLOAD)
    head = data[:1024].lstrip()
    for signature, what, instead in _SIGNATURES:
        if head.startswith(signature):
            raise not_a_notebook(what, instead)


def not_a_notebook(what: Message, instead: Message) -> Unreadable:
    return Unreadable(
        "the file is {what}; expected a notebook (.ipynb); {instead}", what=what, instead=instead
    )


def empty() -> Unreadable:
    return not_a_notebook(message("empty"), message("save the notebook and hand it in again"))


def shortcut(text: str) -> Unreadable | None:
    """A shortcut is small; an exported notebook may mention the same address."""
    if len(text) > 10_000 or not _DRIVE.search(text):
        return None
    return not_a_notebook(
        message("a shortcut to Google Drive or Colab"),
        message("in Colab choose File, Download, Download .ipynb and hand in that file"),
    )


_DRIVE = re.compile(r"(?:drive|docs|colab\.research|accounts)\.google\.com")


def _encoding(data: bytes) -> tuple[str, int]:
    """The name of the encoding, and the length of the byte order mark."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, len(mark)
    if data[:2] in (b"{\0", b"[\0"):
        return "utf-16-le", 0
    if data[:2] in (b"\0{", b"\0["):
        return "utf-16-be", 0
    return "utf-8", 0


# The mark of UTF-32 begins with that of UTF-16, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DOWNLOAD = message("download the notebook again and open it once before you hand it in")
_UNPACK = message("unpack it and hand in the .ipynb file that is in it")
_ITSELF = message("hand in the notebook itself")
_SIGNATURES = (
    (b"PK\x03\x04", message("a zip archive"), _UNPACK),
    (b"PK\x05\x06", message("an empty zip archive"), _ITSELF),
    (b"\x1f\x8b", message("a gzip archive"), _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", message("a 7z archive"), _UNPACK),
    (b"Rar!", message("a rar archive"), _UNPACK),
    (b"%PDF", message("a PDF document"), _ITSELF),
    (b"\x89PNG", message("an image"), _ITSELF),
    (b"\xff\xd8\xff", message("an image"), _ITSELF),
    (b"\xd0\xcf\x11\xe0", message("an office document"), _ITSELF),
    (b"{\\rtf", message("a rich text document"), message("hand in the notebook as Jupyter saved it")),
    (b"\x00\x05\x16\x07", message("a macOS side file (its name begins with '._')"), _ITSELF),
)
