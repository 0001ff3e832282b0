"""What cannot be read as a notebook gets one sentence."""

from __future__ import annotations

import codecs
import json

import pytest

from autograder.intake import LIMIT, Unreadable, read
from autograder.intake.decode import VALUES
from tests.intake.notebooks import RELEASED, WHOLE_BYTES, code, notebook

LINK = "https://colab.research.google.com/drive/1abc"
AGAIN = "save the notebook and hand it in again"
DRIVE = "a shortcut to Google Drive or Colab"
IN_COLAB = "in Colab choose File, Download, Download .ipynb and hand in that file"
NOT_HTML = "download the notebook as .ipynb, not as HTML"


@pytest.mark.parametrize(
    ("data", "what", "instead"),
    [
        (b"", "empty", AGAIN),
        (b" \n\t ", "empty", AGAIN),
        (codecs.BOM_UTF8, "empty", AGAIN),
        (
            b"\0" * 4096,
            "filled with zero bytes",
            "download the notebook again and open it once before you hand it in",
        ),
        (b"PK\x03\x04\x14\0", "a zip archive", "unpack it and hand in the .ipynb file that is in it"),
        (b"\x1f\x8b\x08", "a gzip archive", "unpack it and hand in the .ipynb file that is in it"),
        (b"%PDF-1.7\n", "a PDF document", "hand in the notebook itself"),
        (b"\n%PDF-1.7\n", "a PDF document", "hand in the notebook itself"),
        (b"\x89PNG\r\n", "an image", "hand in the notebook itself"),
        (b"{\\rtf1\\ansi", "a rich text document", "hand in the notebook as Jupyter saved it"),
        (
            b"\0\x05\x16\x07\0\x02",
            "a macOS side file (its name begins with '._')",
            "hand in the notebook itself",
        ),
        (b"<!DOCTYPE html>\n<html>", "an HTML page", NOT_HTML),
        ("\ufeff<html>".encode("utf-16"), "an HTML page", NOT_HTML),
        (b"<html>" + b" " * 10_000 + LINK.encode(), "an HTML page", NOT_HTML),
        (f"<html><a href='{LINK}'>".encode(), DRIVE, IN_COLAB),
        (
            json.dumps({"url": "https://drive.google.com/open?id=1", "doc_id": "1"}).encode(),
            DRIVE,
            IN_COLAB,
        ),
        (f"[InternetShortcut]\nURL={LINK}\n".encode(), DRIVE, IN_COLAB),
        (LINK.encode(), DRIVE, IN_COLAB),
        (b"{}", "JSON without a list of cells", "open it in Jupyter, save it and hand it in again"),
        (
            b'{"cells": {}, "nbformat": 4}',
            "JSON without a list of cells",
            "open it in Jupyter, save it and hand it in again",
        ),
        (b"[1, 2]", "JSON without a list of cells", "open it in Jupyter, save it and hand it in again"),
        (b"# %%\n" * 1_100_000, "a script of more than 5,242,880 characters", "hand in the .ipynb file"),
        (b"null", "neither a notebook nor Python", "hand in the .ipynb file"),
        (b'"text"', "neither a notebook nor Python", "hand in the .ipynb file"),
        (b"Dear all, my answer is 3.", "neither a notebook nor Python", "hand in the .ipynb file"),
        (bytes(range(128, 256)) * 9, "neither a notebook nor Python", "hand in the .ipynb file"),
    ],
)
def test_another_kind_of_file(data: bytes, what: str, instead: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data, RELEASED)
    assert str(caught.value) == f"the file is {what}; expected a notebook (.ipynb); {instead}"


def test_every_cut_is_seen_as_one() -> None:
    made = notebook() | {"numbers": [-1.5e-7, True, False, None, float("nan"), -float("inf")]}
    made["cells"] = [code("a\u0394\n\\")]
    data = json.dumps(made, indent=1).encode()
    for end in range(1, len(data)):
        with pytest.raises(Unreadable) as caught:
            read(data[:end], RELEASED)
        assert str(caught.value) == (
            "the file ends in the middle of the notebook; expected a whole notebook;"
            " download or save it again and hand it in again"
        )


def test_damage_in_the_middle() -> None:
    with pytest.raises(Unreadable) as caught:
        read(b'{"cells": [\n  oops\n], "nbformat": 4}', RELEASED)
    assert str(caught.value) == (
        "the file is not valid JSON (line 2, column 3); expected a notebook;"
        " open it in Jupyter, save it and hand it in again"
    )


@pytest.mark.parametrize("start", ["{\n", ""])
def test_merge_conflict(start: str) -> None:
    data = f'{start}<<<<<<< HEAD\n "cells": [],\n=======\n "cells": [1],\n>>>>>>> main\n "nbformat": 4}}'
    with pytest.raises(Unreadable) as caught:
        read(data.encode(), RELEASED)
    assert str(caught.value) == (
        f"the file holds a git merge conflict (line {2 if start else 1}); expected a notebook;"
        " resolve the conflict, open the notebook once and hand it in again"
    )


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"cells":['])
def test_deep_nesting(opening: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(opening.encode() * 200_000, RELEASED)
    assert str(caught.value) == (
        "the file is nested too deeply; expected a notebook; clear all outputs, save it and hand it in again"
    )


def test_many_values() -> None:
    with pytest.raises(Unreadable) as caught:
        read(b"[" + b"0," * VALUES + b"0]", RELEASED)
    assert str(caught.value) == (
        "the file holds more than 2,000,000 values; expected a notebook;"
        " clear all outputs, save it and hand it in again"
    )


def test_too_large() -> None:
    with pytest.raises(Unreadable) as caught:
        read(bytes(LIMIT + 1), RELEASED)
    assert str(caught.value) == (
        "the file is larger than 40 MB; expected a notebook; clear all outputs, save it and hand it in again"
    )


def test_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("autograder.intake.parse", fail)
    with pytest.raises(Unreadable, match="^the file is too large for the memory; expected a notebook;"):
        read(WHOLE_BYTES, RELEASED)
