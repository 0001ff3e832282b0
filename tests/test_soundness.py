"""Every part of every assignment, proven by its own mistakes and alternatives; and the prover itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.course import CourseError, load, names
from autograder.question import cases, law, mistake, part, reference, speed
from autograder.sheet import Sheet, Unit
from autograder.soundness import check_sheet
from autograder.texts import require_texts
from autograder.values import Question, Text
from tests.conftest import make_sheet

SHEETS = {name: load(name, hidden=True) for name in names()}
ROWS = {(name, row.name): row for name, sheet in SHEETS.items() for row in check_sheet(sheet)}


@pytest.mark.parametrize("key", ROWS, ids=lambda key: "-".join(key))
def test_the_grader_of_each_part_is_sound(key: tuple[str, str]) -> None:
    assert ROWS[key].problems == ()


@part("1.1", points=1, en="Add $1$.", fr="Ajoutez $1$.")
def successor(x: Any) -> Any:
    """The next number."""
    raise NotImplementedError


@law(successor, en="It grows.", fr="Elle croît.")
def growth(f: Any, rng: Any) -> Any:
    return bool(f(2.0) > f(1.0)), True


@reference(successor)
def plus_one(x: Any) -> Any:
    return x + 1


@cases(successor)
def any_number(rng: Any) -> dict[str, Any]:
    return {"x": rng.normal()}


def plus_two(x: Any) -> Any:
    return x + 2


def minus_one(x: Any) -> Any:
    return x - 1


def identity(x: Any) -> Any:
    return x


WRONG = (plus_two, minus_one, identity)
MISTAKES: list[Any] = [
    mistake(successor, en=f"Hint {i}.", fr=f"Indice {i}.")(wrong) for i, wrong in enumerate(WRONG)
]
SOUND: list[Any] = [successor, growth, plus_one, any_number, *MISTAKES]


def find_problems(values: list[Any]) -> tuple[str, ...]:
    (row,) = check_sheet(make_sheet(values))
    return row.problems


def test_a_sound_part_has_no_problems() -> None:
    assert find_problems(SOUND) == ()


@mistake(successor, en="Same as the reference.", fr="Comme la référence.")
def no_mistake(x: Any) -> Any:
    return 1 + x


@mistake(successor, en="A twin.", fr="Un jumeau.")
def twin(x: Any) -> Any:
    return 2 + x


@mistake(successor, en="Add $1$.", fr="Ajoutez $2$.")
def other_formula(x: Any) -> Any:
    return x + 9


@mistake(successor, en="Not nine.")
def untranslated(x: Any) -> Any:
    return x + 9


@speed(successor, sizes=(1, 2, 3), unit=Text(en="number", fr="nombre"), growth=1, en="Slow.", fr="Lent.")
def timed(rng: Any, size: int) -> dict[str, Any]:
    return {"x": rng.normal(size=size)}


@reference(successor)
def unsteady(x: Any) -> Any:
    return x + 1 + np.random.default_rng().normal()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([*SOUND, no_mistake], "the mistake no_mistake passes; add a case in which it gives another value"),
        ([*SOUND, untranslated], "the mistake untranslated has no text in fr"),
        (
            [*SOUND, timed],
            "0 baselines of a timed part, expected 1; add a naive right answer with `@baseline`",
        ),
        ([*SOUND, twin], "the mistake twin is named by 'Hint 0.', not by its own hint"),
        (SOUND[:-1], "2 known mistakes, expected at least 3"),
        ([v for v in SOUND if v is not plus_one], "0 references, expected 1"),
        ([v for v in SOUND if v is not any_number], "no hidden cases and no hidden laws; add one of them"),
        ([replace(successor, text=Text(en="Add.")), *SOUND[1:]], "part 1.1 has no text in fr"),
        (
            [*SOUND, other_formula],
            "the formulas in the text of the mistake other_formula differ between languages: 'Add $1$.'",
        ),
        ([unsteady if v is plus_one else v for v in SOUND], "the reference gives another value"),
    ],
)
def test_what_is_unsound_is_said(values: list[Any], words: str) -> None:
    if values[0] is not successor:  # the same part with another text
        values = [values[0], *[replace(value, part=values[0]) for value in values[1:]]]
    assert any(words in problem for problem in find_problems(values)), find_problems(values)


def test_a_stub_that_returns_a_value_is_no_stub() -> None:
    def answer(x: Any) -> Any:
        """The next number."""
        return x + 1

    filled = replace(successor, stub=answer)
    values = [filled, *[replace(value, part=filled) for value in SOUND[1:]]]
    assert any("the untouched stub is 'agrees'" in problem for problem in find_problems(values))


def make_unread() -> Sheet:
    """A sheet in two languages with an introduction, and two parts under one head, in one."""
    sheet = make_sheet(SOUND)
    (unit,) = sheet.units
    other = replace(successor, number="1.2", stub=identity)
    values = [*SOUND, *[replace(value, part=other) for value in SOUND[1:]], other]
    head = Question("1", Text(en="Sums"), Text(en="Add.", fr="Ajoutez."), Text(en="One, not two."))
    assignment = replace(sheet.assignment, text=Text(en="Sums."))
    return replace(sheet, assignment=assignment, units=(Unit(unit.name, (head, *values)),))


def test_what_is_missing_above_the_parts_is_said_once() -> None:
    rows = [row for row in check_sheet(make_unread()) if row.name in {"x", "q01"}]
    assert [(row.number, row.problems) for row in rows] == [
        ("sheet", ("x has no text in fr",)),
        ("1", ("question 1 has no title in fr", "question 1 has no erratum in fr")),
    ]
    assert sum("question 1" in problem for row in check_sheet(make_unread()) for problem in row.problems) == 2


def test_a_notebook_is_refused_in_a_language_that_a_text_lacks() -> None:
    sheet = make_unread()
    require_texts(sheet, ["en"])
    with pytest.raises(CourseError, match=r"^x has no text in 'fr'; run `autograder check x`$"):
        require_texts(sheet, ["en", "fr"])
    titled = replace(sheet, assignment=make_sheet(SOUND).assignment)
    with pytest.raises(CourseError, match=r"^question 1 has no title in 'fr'; run `autograder check x`$"):
        require_texts(titled, ["fr"])
