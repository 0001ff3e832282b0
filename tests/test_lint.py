"""What is said about the files of a sheet before its grader is tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from autograder.course import CourseError
from autograder.lint import require_numbers
from autograder.question import (
    alternative,
    cases,
    choice,
    derivation,
    follows,
    hidden_law,
    mistake,
    reference,
    rubric,
    speed,
    written,
)
from autograder.soundness import check_sheet
from autograder.values import Part, Question, Speed, Text
from tests.conftest import make_sheet
from tests.sound_part import SOUND, any_number, find_problems, plus_one, successor


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
def plus_two_numbers(x: Any, y: Any = 1) -> Any:
    return x + y


@mistake(successor, en="No.", frr="Non.")
def misspelt(x: Any) -> Any:
    return x + 9


@cases(successor)
def misnamed(rng: Any) -> dict[str, Any]:
    return {"y": 1.0}


@cases(successor)
def unnamed(rng: Any) -> Any:
    return 1


@cases(successor)
def global_numbers(rng: Any) -> dict[str, Any]:
    return {"x": np.random.default_rng().normal()}


@dataclass(frozen=True)
class Shift:
    """Something that a worker knows only if a public file defines it."""

    by: float

    def __add__(self, other: float) -> float:
        return self.by + other


@cases(successor)
def objects(rng: Any) -> dict[str, Any]:
    return {"x": Shift(1.0)}


@hidden_law(successor, en="Objects.", fr="Objets.")
def calls_with_objects(f: Any, rng: Any) -> Any:
    return f(np.array([Fraction(1)])), np.array([2])


@cases(successor)
def too_many(rng: Any) -> dict[str, Any]:
    return {"x": np.zeros(70_000)}


def with_points(points: Any) -> Part:
    return replace(successor, points=points)


def with_sizes(*sizes: Any) -> Speed:
    return replace(timed, sizes=sizes)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([*SOUND, untranslated], "the mistake untranslated has no text in fr"),
        (
            [v for v in SOUND if v is not plus_one],
            "0 references, expected 1; add one with `@reference` in tests/sound_part.py",
        ),
        ([*SOUND, plus_two_numbers], "2 references, expected 1; delete the others"),
        (
            [plus_two_numbers if v is plus_one else v for v in SOUND],
            "the reference takes x, y, the stub x; expected the same",
        ),
        ([*SOUND, misnamed], "the cases `misnamed` give y, the stub takes x; expected the same"),
        ([*SOUND, unnamed], "the cases `unnamed` are of type int, expected a dictionary"),
        (
            [*SOUND, global_numbers],
            "the cases `global_numbers` give another `x` when drawn again from the same rng, expected",
        ),
        (
            [*SOUND, objects],
            "the cases `objects` give `x` (unknown type, of type Shift), which no worker can be sent; take",
        ),
        (
            [*SOUND, calls_with_objects],
            ") calls with `x` (object array, of type ndarray), which no worker",
        ),
        ([*SOUND, too_many], "the reference gives 70000 numbers in `too_many`, at most 65536 can come back"),
        ([with_points("1"), *SOUND[1:]], "the points are '1', expected a positive number"),
        ([with_points(-1), *SOUND[1:]], "the points are -1, expected a positive number"),
        ([with_points(0), *SOUND[1:]], "the points are 0, expected a positive number"),
        (
            [replace(successor, number="2.1"), *SOUND[1:]],
            "the number 2.1 is not of question 1; expected one like '1.1'",
        ),
        (
            [*SOUND, with_sizes(1, 2)],
            "the sizes of the speed are (1, 2), expected three positive",
        ),
        ([*SOUND, with_sizes(3, 2, 4)], "the sizes of the speed are (3, 2, 4), expected three"),
        ([*SOUND, replace(timed, within=0.5)], "the speed allows 0.5 times our own time, expected a number"),
        ([*SOUND, replace(timed, growth=-1)], "the growth of the speed is -1, expected a power, as 2"),
        ([v for v in SOUND if v is not any_number], "no hidden cases and no hidden laws; add one of them"),
        ([replace(successor, text=Text(en="Add.")), *SOUND[1:]], "part 1.1 has no text in fr"),
        (
            [*SOUND, other_formula],
            "the text of the mistake other_formula has not the same formulas in all languages: "
            "only en has `$1$`, only fr has `$2$`",
        ),
    ],
)
def test_what_is_wrong_in_the_files_is_said(values: list[Any], words: str) -> None:
    if values[0] is not successor:  # the same part with another text
        values = [values[0], *[replace(value, part=values[0]) for value in values[1:]]]
    assert any(words in problem for problem in find_problems(values)), find_problems(values)


def test_nothing_is_counted_with_points_that_are_no_number() -> None:
    require_numbers(make_sheet(SOUND))
    with pytest.raises(CourseError, match=r"^1.1 successor: the points are '1', expected a positive number$"):
        require_numbers(make_sheet([with_points("1")]))


def test_a_language_that_is_misspelt_is_named() -> None:
    sheet = make_sheet(SOUND)
    (unit,) = sheet.units
    (row,) = check_sheet(replace(sheet, units=(replace(unit, values=(*unit.values, misspelt)),)))
    assert row.problems == (
        "the text of the mistake misspelt has 'frr', which is neither an option nor a language (en, fr, ru)",
        "the mistake misspelt has no text in fr",
    )


def test_classes_that_a_public_file_defines_can_be_sent() -> None:
    sheet = make_sheet([*SOUND, objects])
    (unit,) = sheet.units
    (row,) = check_sheet(replace(sheet, units=(replace(unit, given=(Shift,)),)))
    assert row.problems == ()


@derivation("1.1", points=1, lines=["a", "b"], key="c", en="Lines.")
def lines(x: Any) -> Any:
    """The lines."""
    raise NotImplementedError


@reference(lines)
def both(x: Any) -> Any:
    return {"a": x, "b": 2 * x}


@reference(lines)
def one(x: Any) -> Any:
    return {"a": x}


@cases(lines)
def number(rng: Any) -> dict[str, Any]:
    return {"x": rng.normal()}


@follows(lines, "d")
def next_line(given: Any, x: Any) -> Any:
    return x


@choice(
    "1.1",
    points=1,
    en="Which?",
    options={"a": Text(en="A"), "b": Text(en="B")},
    reasons={"r": Text(en="R"), "s": Text(en="S")},
)
def which() -> Any:
    """The letter."""
    return {"answer": ..., "a": ..., "b": ...}


@cases(which)
def only(rng: Any) -> dict[str, Any]:
    return {}


@reference(which)
def third() -> Any:
    return {"answer": "c", "a": "r", "b": "s"}


@reference(which)
def second() -> Any:
    return {"answer": "b", "a": "r", "b": "s"}


@mistake(which, en="No.")
def no_reason() -> Any:
    return {"answer": "a", "a": "r", "b": "t"}


@alternative(which)
def also_second() -> Any:
    return {"answer": "b", "a": "r", "b": "s"}


prose = written("1.1", points=2, words=(100, 10), en="Why?")
KEYED = replace(lines, lines=replace(lines.lines, key="a"))  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([lines, both, number], "the key 'c' is none of the lines a, b"),
        (
            [lines, both, number, next_line],
            "next_line says what follows for 'd', which is none of the lines a, b",
        ),
        (
            [KEYED, *[replace(value, part=KEYED) for value in (one, number)]],
            "the reference gives no line b; expected a, b",
        ),
        (
            [which, third, only],
            "the reference third answers what is no option: `answer` is 'c', which is none of: a, b",
        ),
        (
            [which, second, only, also_second, no_reason],
            "the mistake no_reason answers what is no option: `b` is 't', which is none of: r, s",
        ),
        ([prose], "0 rubrics, expected 1; add one with `rubric(...)`"),
        ([prose], "the words are (100, 10), expected the least and the most, as in (10, 100)"),
        (
            [prose, rubric(prose, (1.5, Text(en="All.")))],
            "the rubric gives 1.5 points, expected 2, shared or not",
        ),
        (
            [prose, rubric(prose, (-1, Text(en="A.")), (3, Text(en="B.")))],
            "the points of the rubric are -1, 3, expected positive numbers",
        ),
    ],
)
def test_what_is_unsound_in_other_kinds_of_questions_is_said(values: list[Any], words: str) -> None:
    assert words in find_problems(values)


def test_a_question_has_a_number() -> None:
    sheet = make_sheet(SOUND)
    (unit,) = sheet.units
    head = Question("one", Text(en="Sums", fr="Sommes"))
    row, _ = check_sheet(replace(sheet, units=(replace(unit, values=(head, *SOUND)),)))
    assert row.problems == ("the number of the question is 'one', expected one like '3' or '3.1'",)


def test_a_text_that_another_sheet_lacks_is_named_with_that_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(successor.stub, "__module__", "assignments.y.q01_sums")
    advice = "write it in y, or leave fr out of the title of this sheet"
    assert f"the mistake untranslated has no text in fr; {advice}" in find_problems([*SOUND, untranslated])
