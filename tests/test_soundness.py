"""Every part of every assignment, proven by its own mistakes and alternatives; and the prover itself."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from autograder import deadline, soundness
from autograder.course import CourseError, load, names
from autograder.question import alternative, cases, law, mistake, part, reference, speed, variables
from autograder.sheet import Sheet, Unit
from autograder.soundness import Row, check_sheet
from autograder.texts import require_texts
from autograder.values import Question, Text
from autograder.variants import apply, draw
from tests.conftest import make_sheet
from tests.sound_part import SOUND, any_number, find_problems, identity, plus_one, successor

SHEETS = {name: load(name, hidden=True) for name in names()}
ITEMS = [(name, item.name) for name, sheet in SHEETS.items() for unit in sheet.units for item in unit.items]


@cache
def prove(name: str) -> dict[str, Row]:
    return {row.name: row for row in check_sheet(SHEETS[name])}


@pytest.mark.parametrize(("name", "item"), ITEMS)
def test_the_grader_of_each_part_is_sound(name: str, item: str) -> None:
    assert prove(name)[item].problems == ()


@pytest.mark.parametrize("name", SHEETS)
def test_what_stands_above_the_parts_is_sound(name: str) -> None:
    assert {key: row.problems for key, row in prove(name).items() if (name, key) not in ITEMS} == {}


def test_a_sound_part_has_no_problems() -> None:
    assert find_problems(SOUND) == ()


@mistake(successor, en="Same as the reference.", fr="Comme la référence.")
def no_mistake(x: Any) -> Any:
    return 1 + x


@mistake(successor, en="A twin.", fr="Un jumeau.")
def twin(x: Any) -> Any:
    return 2 + x


@reference(successor)
def unsteady(x: Any) -> Any:
    return x + 1 + np.random.default_rng().normal()


@mistake(successor, en="No.", fr="Non.")
def raising(x: Any) -> Any:
    raise ValueError("no")


@speed(successor, sizes=(1, 2, 3), unit=Text(en="number", fr="nombre"), growth=1, en="Slow.", fr="Lent.")
def timed(rng: Any, size: int) -> dict[str, Any]:
    return {"x": rng.normal(size=size)}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            [*SOUND, no_mistake],
            "the mistake no_mistake passes; add a case in which it gives another value, or tighten",
        ),
        (
            [*SOUND, timed],
            "0 baselines of a timed part, expected 1; add a naive right answer with `@baseline`",
        ),
        ([*SOUND, twin], "the mistake twin is named by 'Hint 0.', not by its own hint"),
        (SOUND[:-1], "2 known mistakes, expected at least 3"),
        (
            [*SOUND, raising],
            "the mistake raising fails: any_number: ValueError: no; a mistake gives a wrong value; mend it",
        ),
        ([unsteady if v is plus_one else v for v in SOUND], "the reference gives another value"),
    ],
)
def test_what_is_unsound_is_said(values: list[Any], words: str) -> None:
    assert any(words in problem for problem in find_problems(values)), find_problems(values)


@alternative(successor)
def half(x: Any) -> Any:
    return x / 2


def test_what_is_found_before_something_that_does_not_end_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def spin(x: Any) -> Any:
        while True:
            pass

    monkeypatch.setattr(deadline, "SECONDS", 0.1)
    endless = mistake(successor, en="Spins.", fr="Tourne.")(spin)
    first, second = find_problems([*SOUND, half, endless])
    assert first.startswith("the alternative half fails: ")
    assert second.startswith("`spin` (mistake) has not ended after 0.1 s")


def test_a_reference_that_ends_the_program_is_named() -> None:
    def leave(x: Any) -> Any:
        raise SystemExit(0)

    (problem,) = find_problems([reference(successor)(leave) if v is plus_one else v for v in SOUND])
    assert problem.endswith("leave ends the program; delete its `exit()`")


def test_a_mistake_that_only_its_rounding_makes_right_is_said_to_be_one() -> None:
    nearly = mistake(successor, en="Nearly.", fr="Presque.")(lambda x: (x + 1) * (1 + 4e-6))
    assert any(
        "passes once it is computed in single precision; " in p for p in find_problems([*SOUND, nearly])
    )


def test_two_parts_of_one_number_are_named_and_not_tried() -> None:
    again = replace(successor, points=2.0)
    values = [*SOUND, again, *(replace(value, part=again) for value in SOUND[1:])]
    rows = list(check_sheet(make_sheet(values)))
    numbers = {problem for row in rows for problem in row.problems}
    assert "the number 1.1 is used twice; give each part its own" in numbers


def test_an_answer_of_our_own_that_is_wrong_is_said_once() -> None:
    thrice = replace(any_number, count=3)
    values = [thrice if value is any_number else value for value in SOUND]
    (problem,) = find_problems([*values, half])
    assert problem.startswith("the alternative half fails: any_number: yours is ")


def test_the_head_of_a_question_is_proved_with_its_parts() -> None:
    head, _ = check_sheet(make_unread(), ["1.1"])
    assert head.problems == ("question 1 has no title in fr", "question 1 has no erratum in fr")
    assert list(check_sheet(make_unread(), ["2"])) == []


def test_a_stub_that_returns_a_value_is_no_stub() -> None:
    def answer(x: Any) -> Any:
        """The next number."""
        return x + 1

    filled = replace(successor, stub=answer)
    values = [filled, *[replace(value, part=filled) for value in SOUND[1:]]]
    words = (
        "the untouched stub is 'agrees', expected 'not attempted'; end it with `raise NotImplementedError`"
    )
    assert words in find_problems(values)


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


@part("1.1", points=1, en="Divide $6$ by <<dim>>.")
def share(x: Any) -> Any:
    """The share of each."""
    raise NotImplementedError


@reference(share)
def divided(x: Any, dim: int) -> Any:
    return x * (6 // dim)


def test_a_part_is_proved_with_each_number_that_a_student_may_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    choices = variables(dim=(3, 2, 0), side=(1, 2))

    def load_it(name: str = "x", hidden: bool = True, student: str = "") -> Sheet:
        others: list[Any] = [
            mistake(share, en=f"Hint {i}.")(lambda x, dim, i=i: (i + 2) * x * (7 // (dim + 1) + 1))
            for i in range(3)
        ]
        cases_of_it = cases(share)(lambda rng: {"x": rng.normal(1.0, 0.1)})
        law_of_it = law(share, en="It is $0$ at $0$.")(lambda f, rng: (f(0.0), 0.0))
        values = apply((share, divided, law_of_it, cases_of_it, *others), draw(choices, student))
        return make_sheet([choices, *values])

    monkeypatch.setattr(soundness, "load", load_it)
    (row,) = check_sheet(load_it())
    assert row.problems == ()
    monkeypatch.setattr(soundness, "names", lambda: ["x"])
    monkeypatch.setattr(soundness, "find_orphans", lambda name: [])
    (row,) = check_sheet(load_it())
    (problem,) = row.problems
    assert problem.startswith("with dim=0, side=")
    assert "ZeroDivisionError" in problem


def test_a_number_that_is_drawn_in_one_language_only_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    choices = variables(dim=(3, 2))
    asked = replace(share, text=Text(en="In $<<dim>>$ dimensions.", fr="En dimension $3$."))
    owned = [replace(value, part=asked) for value in (divided, cases(share)(lambda rng: {"x": 1.0}))]

    def load_it(name: str = "x", hidden: bool = True, student: str = "") -> Sheet:
        numbers = draw(choices, student)
        sheet = make_sheet([choices, *apply((asked, *owned), numbers)])
        return replace(sheet, assignment=replace(sheet.assignment, title=Text(en="T", fr="T")))

    monkeypatch.setattr(soundness, "load", load_it)
    monkeypatch.setattr(soundness, "names", lambda: ["x"])
    sheet = load_it()
    (unit,) = sheet.units
    (problem,) = soundness._check_numbers(sheet, unit, unit.parts[0])
    assert problem.startswith("with dim=2: the text of part 1.1 has not the same formulas in all languages: ")
    assert problem.endswith("only en has `$2$`, only fr has `$3$`")


def test_only_the_parts_that_are_asked_for_are_proved() -> None:
    sheet = make_unread()
    assert [row.number for row in check_sheet(sheet, ["1.2"])] == ["1", "1.2"]  # with the head above it
    assert [row.name for row in check_sheet(sheet, ["successor"])] == ["q01", "successor"]
