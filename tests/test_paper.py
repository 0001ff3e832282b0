"""Answers on paper: each in its place, all of it, whatever becomes of the process that prints it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("typst", reason="written answers need the extra [written]")
from pypdf import PdfReader

from autograder.typeset import press
from autograder.typeset.limits import Died, run
from autograder.typeset.paper import Answer, Paper, lay_out

NUMBERS = " ".join(f"w{number}." for number in range(2600))


def read_pages(pdf: bytes) -> list[str]:
    """The words on each page."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def print_one(text: str, pages: int = 1) -> Paper:
    return lay_out([Answer("Question 1, points: 2", "", text, pages)], "anna", "en")


def test_a_longer_answer_goes_on_after_the_last_place_and_nothing_is_lost() -> None:
    texts = ["short", NUMBERS, "last"]
    paper = lay_out([Answer(f"Q{i}", "", text, 1) for i, text in enumerate(texts)], "anna", "en")
    pages = read_pages(paper.pdf)
    assert len(pages) == paper.pages == 3 + paper.printed[1].pages - 1
    assert [page.split()[0] for page in pages] == ["Q0", "Q1", "Q2", *["Q1"] * (len(pages) - 3)]
    assert "continues on page 4" in pages[1]
    assert "continued from page 2" in pages[3]
    words = re.findall(r"w\d+\.", " ".join([pages[1], *pages[3:]]))
    assert words == NUMBERS.split()
    assert pages[0] == f"Q0 1 / {len(pages)} short anna"


def test_smaller_type_keeps_a_long_answer_in_its_place() -> None:
    sizes = {}
    for words in (100, 900):
        paper = print_one(" ".join(NUMBERS.split()[:words]))
        assert paper.pages == 1
        sizes[words] = font_sizes(paper.pdf)
    assert max(sizes[900]) < max(sizes[100])


def font_sizes(pdf: bytes) -> set[float]:
    """Of the letters of an answer, which begin with w."""
    found: set[float] = set()

    def visit(text: str, _cm: Any, matrix: list[float], _font: Any, size: float) -> None:
        if re.search(r"w\d+", text):
            found.add(round(abs(matrix[0]) * size, 1))

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=visit)
    return found


def test_a_place_of_two_pages_is_two_pages_whatever_is_in_it() -> None:
    for text, notes in {
        "": "there is no answer",
        "short": "the answer has ended",
        NUMBERS[:9000]: "w",
    }.items():
        paper = print_one(text, pages=2)
        assert paper.pages == 2
        assert notes in read_pages(paper.pdf)[1]


def test_the_same_answer_gives_the_same_bytes() -> None:
    assert print_one("Hello $x$").pdf == print_one("Hello $x$").pdf


def test_what_is_too_large_is_cut_with_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "MOST_PAGES", 1)
    monkeypatch.setattr(press, "TYPED", 500)
    described, pdf = press.print_answer(NUMBERS, 1, "en")
    assert [str(press.unpack(problem)) for problem in described["problems"]] == [
        "the answer could not be typeset (it takes 5 pages); it is printed as it was typed",
        "only its first 500 characters are printed; read the rest in the notebook",
    ]
    assert "read the rest in the notebook" in read_pages(pdf)[0]


def spin() -> tuple[dict[str, Any], bytes]:
    while True:
        pass


def fill() -> tuple[dict[str, Any], bytes]:
    return {}, bytes(bytearray(2**29))


def crash() -> tuple[dict[str, Any], bytes]:
    raise SystemExit(0)


@pytest.mark.parametrize("function", [spin, fill, crash])
def test_a_process_that_overruns_ends(function: Callable[[], tuple[dict[str, Any], bytes]]) -> None:
    with pytest.raises(Died):
        run(function, seconds=1, memory=2**28)


def test_an_answer_whose_process_dies_is_printed_as_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.typeset.paper.print_answer", die)
    paper = print_one("Hello *you*")
    expected = (
        "the answer could not be typeset (it takes more than 20 s or 1024 MB); it is printed as it was typed"
    )
    assert [str(problem) for problem in paper.printed[0].problems] == [expected]
    assert "Hello *you*" in read_pages(paper.pdf)[0]


def test_an_answer_that_cannot_be_printed_at_all_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.typeset.paper.print_answer", die)
    monkeypatch.setattr("autograder.typeset.paper.print_typed", die)
    words = read_pages(print_one("Hello").pdf)[0]
    assert "the answer could not be printed; read it in the notebook" in words


def die(*_: object) -> tuple[dict[str, Any], bytes]:
    raise SystemExit(1)
