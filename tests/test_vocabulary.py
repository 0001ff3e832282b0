"""What is said about a word of the vocabulary that is called in another way; and how items are named."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.course import load, name_twin
from autograder.question import (
    Assignment,
    Question,
    Text,
    cases,
    derivation,
    example,
    follows,
    part,
    rubric,
    speed,
    written,
)
from autograder.slips import describe_error
from tests.sound_part import SOUND, find_problems, successor

SIZES = (1, 2, 3)
UNIT = Text(en="number")
TEXTS = "texts by language (en, fr, ru)"
PART = f"`part` takes number, points, rtol, atol, {TEXTS}"
SPEED = f"`speed` takes of, sizes, unit, growth, within, milliseconds, gpu, {TEXTS}"
odd: Any = {
    "rtoll": 1e-6,
    "rtol": "1e-6",
    "digits": "4",
    "count": "3",
    "edge": "yes",
    "unit": "rows",
    "cuont": 3,
    "title": "Sums",
}


def pick(*names: str) -> Any:
    return {name: odd[name] for name in names}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: part("1.1", points=1, en="Add.", **pick("rtoll")),
            f"`rtoll` is 1e-06, expected a text; {PART}",
        ),
        (
            lambda: part("1.1", points=1, en="Add.", **pick("rtol")),
            f"`rtol` is '1e-6', expected a number; {PART}",
        ),
        (
            lambda: example(successor, **pick("digits")),
            "`digits` is '4', expected a whole number; `example` takes of, digits, told",
        ),
        (
            lambda: cases(successor, **pick("count")),
            "`count` is '3', expected a whole number; `cases` takes of, count, edge",
        ),
        (
            lambda: cases(successor, **pick("edge")),
            "`edge` is 'yes', expected True or False; `cases` takes of, count, edge",
        ),
        (
            lambda: cases(successor, **pick("cuont")),
            "cases() got an unexpected keyword argument 'cuont'; `cases` takes of, count, edge",
        ),
        (
            lambda: speed(successor, sizes=SIZES, growth=1, **pick("unit")),
            f"`unit` is 'rows', expected Text(en=...); {SPEED}",
        ),
        (
            lambda: speed(successor, sizes=SIZES, unit=UNIT, growth=1, gpu=odd["unit"]),
            f"`gpu` is 'rows', expected a whole number; {SPEED}",
        ),
        (
            lambda: Question("1", **pick("title")),
            "TypeError: `title` is 'Sums', expected Text(en=...)",
        ),
        (
            lambda: Assignment(UNIT, "none", odd["title"]),
            "TypeError: `text` is 'Sums', expected Text(en=...)",
        ),
        (lambda: Text(en=odd["cuont"]), "`en` is 3, expected a text"),
    ],
)
def test_a_word_that_is_called_in_another_way_says_what_it_takes(call: Callable[[], Any], words: str) -> None:
    with pytest.raises(TypeError) as caught:
        call()
    assert describe_error(caught.value).removeprefix("TypeError: ") == words.removeprefix("TypeError: ")


def stub(x: Any) -> Any:
    """The lines."""
    raise NotImplementedError


def with_weights(**weights: Any) -> list[Any]:
    return [derivation("1.1", points=1, lines=weights, en="Lines.")(stub)]


def with_tolerance(**tolerance: Any) -> list[Any]:
    return [part("1.1", points=1, en="Lines.", **tolerance)(stub)]


def with_words(words: Any, letters: str = "") -> list[Any]:
    essay = written("1.1", points=1, words=words, letters=letters, en="(a) Why?", fr="Pourquoi (a) ou (b) ?")
    return [essay, rubric(essay, (1, Text(en="All.", fr="Tout.")))]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (with_weights(a=1, b=-0.2), "the weight of `b` is -0.2, expected a positive number"),
        (with_weights(a=0), "the weight of `a` is 0, expected a positive number"),
        (with_weights(a=float("nan")), "the weight of `a` is nan, expected a positive number"),
        (with_weights(a="1"), "the weight of `a` is '1', expected a positive number"),
        (with_weights(), "there are no lines, expected at least one"),
        (with_tolerance(rtol=-1e-3), "`rtol` is -0.001, expected a positive number or 0"),
        (with_tolerance(atol=float("nan")), "`atol` is nan, expected a positive number or 0"),
        (with_words(60), "the words are 60, expected the least and the most, as in (10, 100)"),
        (with_words((1, 9), "ab"), "the letters are 'ab', but its text in en asks no (b)"),
        (
            [*SOUND, follows(successor, "c")(stub)],
            "stub says what follows for 'c', but the part has no lines",
        ),
    ],
)
def test_what_cannot_be_counted_with_is_named(values: list[Any], words: str) -> None:
    assert words in find_problems(values)


def test_what_is_asked_for_in_each_language_is_no_fault() -> None:
    assert find_problems(with_words((1, 9), "a")) == ()


@pytest.mark.parametrize(
    ("word", "numbers"),
    [
        ("2.4", ["2.4.1", "2.4.2", "2.4.3", "2.4.4", "2.4.5"]),
        ("q02_4_radial_flow", ["2.4.1", "2.4.2", "2.4.3", "2.4.4", "2.4.5"]),
        ("2.4.2", ["2.4.2"]),
        ("radial_flow", ["2.4.1"]),
        ("9", []),
        ("2.", []),
    ],
)
def test_a_question_is_named_by_its_number_or_file(word: str, numbers: list[str]) -> None:
    sheet = load("hw2_flows_diffusion", hidden=False)
    assert [item.number for unit in sheet.units for item in unit.find([word])] == numbers


def test_the_hidden_file_of_a_folder_is_in_a_folder() -> None:
    load("hw2_flows_diffusion", hidden=False)
    head = sys.modules["assignments.hw2_flows_diffusion.q02_4_radial_flow"]
    part_of_it = sys.modules["assignments.hw2_flows_diffusion.q02_4_radial_flow.radial_flow"]
    folder = Path("solutions/hw2_flows_diffusion/q02_4_radial_flow")
    assert name_twin(head) == str(folder / "__init__.py")
    assert name_twin(part_of_it) == str(folder / "radial_flow.py")
