"""What an author is shown: the pace of right answers, and the words of a question file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from autograder import question as vocabulary
from autograder.question import part, speed
from autograder.values import Text
from tests.benchmarks import pace


@part("1.1", points=1, en="Add.")
def total(x: Any) -> Any:
    """The sum."""
    raise NotImplementedError


@speed(total, sizes=(1, 2, 3), unit=Text(en="number"), growth=1, en="Slow.")
def timed(rng: Any, size: int) -> dict[str, Any]:
    return {"x": rng.normal(size=size)}


@pytest.mark.parametrize(
    ("kind", "within", "ratio", "exponent", "mark"),
    [
        ("Reference", 3.0, 1.1, 1.0, ""),
        ("Reference", 3.0, 1.4, 1.0, "TOO SHORT"),
        ("Alternative", 3.0, 2.9, 1.0, ""),
        ("Alternative", 3.0, 3.1, 1.0, "LOSES POINTS"),
        ("Baseline", 3.0, 9.0, 3.0, ""),
        ("Alternative", None, 9.0, 1.4, ""),
        ("Alternative", None, 0.5, 1.6, "LOSES POINTS"),
        ("Alternative", None, 0.5, None, "LOSES POINTS"),
    ],
)
def test_pace_marks_what_an_author_must_look_at(
    kind: str, within: float | None, ratio: float, exponent: float | None, mark: str
) -> None:
    asked = replace(timed, within=within)
    assert pace.find_mark(getattr(pace, kind), asked, ratio, exponent) == mark


def test_pace_of_a_sheet_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(SystemExit, match=r"^Error: there is no assignment 'hw9'; there are: "):
        pace.main(["hw9"])
    with pytest.raises(SystemExit, match=r"^Error: none of the parts 9\.9 of hw4_autoregressive is timed$"):
        pace.main(["hw4_autoregressive", "9.9"])


def test_all_words_of_a_question_file_can_be_imported_and_say_what_they_are() -> None:
    words = {name: getattr(vocabulary, name) for name in vocabulary.__all__}
    assert [name for name, word in words.items() if not word.__doc__] == ["Function"]
