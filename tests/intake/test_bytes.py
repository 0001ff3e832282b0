"""Encodings, line ends and control characters of a submitted file."""

from __future__ import annotations

import codecs
import json

import pytest

from autograder.intake import read
from tests.intake.notebooks import (
    ANSWER_AT,
    ELBO,
    RELEASED,
    STUB_AT,
    assert_whole,
    code,
    notebook,
    put,
    remarks,
    take,
    text,
)


@pytest.mark.parametrize(
    ("mark", "encoding", "remark"),
    [
        (b"", "utf-8", []),
        (codecs.BOM_UTF8, "utf-8", ["the file begins with a byte order mark; it was skipped"]),
        (codecs.BOM_UTF16_LE, "utf-16-le", ["UTF-16-LE"]),
        (codecs.BOM_UTF16_BE, "utf-16-be", ["UTF-16-BE"]),
        (codecs.BOM_UTF32_LE, "utf-32-le", ["UTF-32-LE"]),
        (b"", "utf-16-le", ["UTF-16-LE"]),
        (b"", "utf-16-be", ["UTF-16-BE"]),
    ],
)
def test_encodings(mark: bytes, encoding: str, remark: list[str]) -> None:
    made = put((ANSWER_AT, text("**Réponse 5.1**\n\nété 😀")))
    data = mark + json.dumps(made, ensure_ascii=False).encode(encoding)
    submission = read(data, RELEASED)
    assert submission.answers["5.1"] == "été 😀"
    if encoding != "utf-8":
        remark = [f"the file is encoded as {remark[0]}, expected UTF-8; it was decoded"]
    assert remarks(submission) == remark


def test_latin_1_is_read_with_replacement() -> None:
    made = put((ANSWER_AT, text("**Answer 5.1**\n\nl'été")))
    submission = read(json.dumps(made, ensure_ascii=False).encode("latin-1"), RELEASED)
    assert submission.answers["5.1"] == "l'\ufffdt\ufffd"
    assert remarks(submission) == [
        "the file holds bytes that are not UTF-8; they were replaced by the sign U+FFFD"
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\r\r\n"])
def test_line_ends(end: str) -> None:
    made = notebook()
    for one in made["cells"]:
        one["source"] = "".join(one["source"]).replace("\n", end)
    assert_whole(take(made))


def test_line_ends_of_the_file() -> None:
    data = json.dumps(notebook(), indent=1).replace("\n", "\r\n").encode()
    assert_whole(read(data, RELEASED))


@pytest.mark.parametrize("char", ["\0", "\x1b", "\x7f", "\ufeff"])
@pytest.mark.parametrize("escaped", [True, False])
def test_control_characters(char: str, escaped: bool) -> None:
    made = put((STUB_AT, code(char + ELBO)))
    data = json.dumps(made, ensure_ascii=escaped)
    data = data if escaped else data.replace("\\u0000", "\0").replace("\\u001b", "\x1b")
    submission = read(data.encode(), RELEASED)
    assert_whole(submission, "a cell holds control characters; they were removed; cells: 4")


def test_half_a_surrogate_pair() -> None:
    submission = take(put((STUB_AT, code(ELBO + "  # \ud83d"))))
    assert submission.cells[0] == ELBO + "  # \ufffd"


def test_tabs_and_form_feeds_stay() -> None:
    source = "def elbo(log_w):\n\treturn 1\n\x0c\nx = 1"
    assert take(put((STUB_AT, code(source)))).cells[0] == source
