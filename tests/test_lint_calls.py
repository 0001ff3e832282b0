"""What is said about laws that cannot be tried, and about examples that the text does not tell."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder import deadline
from autograder.lint_calls import lint_calls
from autograder.marking import Grader
from autograder.question import (
    alternative,
    cases,
    derivation,
    example,
    follows,
    hidden_law,
    law,
    mistake,
    picture,
    reference,
)
from autograder.soundness import check_sheet
from autograder.texts import tells
from autograder.values import Text
from tests.conftest import make_sheet
from tests.sound_part import SOUND, find_problems, successor


@law(successor, en="Raises.", fr="Lève.")
def broken(f: Any, rng: Any) -> Any:
    return f(rng.normal(siz=3)), 1


@law(successor, en="Raises, too.", fr="Lève aussi.")
def without_rng(f: Any) -> Any:
    return f(1), 2


@law(successor, en="Three.", fr="Trois.")
def three(f: Any, rng: Any) -> Any:
    return f(1), 2, 3


@law(successor, en="One.", fr="Une.")
def one(f: Any, rng: Any) -> Any:
    return np.array([f(1), 2])


@hidden_law(successor, en="Two arguments.", fr="Deux arguments.")
def too_much(f: Any, rng: Any) -> Any:
    return f(1, 2), 2


@law(successor, en="Nothing.", fr="Rien.")
def unasked(f: Any, rng: Any) -> Any:
    return 1, 1


@law(successor, en="Text.", fr="Texte.")
def wrong_kind(f: Any, rng: Any) -> Any:
    return f("a"), "b"


@pytest.mark.parametrize(
    ("faulty", "words"),
    [
        (broken, "raises with the reference: TypeError: normal() got an unexpected keyword argument 'siz'"),
        (
            without_rng,
            "raises with the reference: TypeError: without_rng() takes 1 positional argument but 2",
        ),
        (three, "returns 3 values, expected two values that must agree, as `f(x), x`"),
        (one, "returns a ndarray, expected two values that must agree, as `f(x), x`"),
        (too_much, "raises with the reference: TypeError: too many positional arguments"),
        (unasked, "never calls the student's function, so it says nothing of it; call it, as `f(x)`"),
        (wrong_kind, "calls the reference, which raises TypeError: can only concatenate str"),
    ],
)
def test_a_law_with_a_fault_of_its_own_is_named_with_its_line(faulty: Any, words: str) -> None:
    (problem,) = find_problems([*SOUND, faulty])
    line = faulty.check.__code__.co_firstlineno
    assert problem.startswith(f"the law {faulty.check.__name__} (test_lint_calls.py, line {line}) {words}")


def tell() -> tuple[dict[str, Any], Any]:
    return {"x": np.array([1.5, 1 / 3])}, np.array([2.5, 4 / 3])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (Text(en="`[1.5, 1/3]` gives `[2.5, 4/3]`.", fr="`[1.5, 1/3]` donne `[2.5, 4/3]`."), []),
        (Text(en="1.5 gives 2.5.", fr="1,5 donne 2,5."), []),
        (Text(en="1.5 gives 2.5.", fr="1,5 donne 2,6."), ["fr"]),
        (Text(en="1.5 gives -2.5.", fr="1,5 donne 3."), ["en", "fr"]),
    ],
)
def test_an_example_whose_numbers_the_text_does_not_hold_is_named(text: Text, told: list[str]) -> None:
    asked = replace(successor, text=text)
    values = [asked, *[replace(value, part=asked) for value in SOUND[1:]], example(asked, digits=4)(tell)]
    sheet = replace(make_sheet(values), assignment=make_sheet(SOUND).assignment)
    (row,) = check_sheet(sheet)
    words = "does not hold; write it there, or mend the example"
    assert row.problems == tuple(
        f"the example tell gives 2.5, which the text of part 1.1 in {lang} {words}" for lang in told
    )


@pytest.mark.parametrize(
    "prose", ["`[0, 1.5]`", "1,5", "$1{,}5$", "`15e-1`", "[2,1.5,3]", "3-1.5", "n-1.5", "$(x)-1.5$"]
)
def test_a_number_is_found_as_people_write_it(prose: str) -> None:
    assert tells(prose, 1.5)
    assert not tells(prose, -1.5)
    assert not tells(prose, 1.4)


@pytest.mark.parametrize(
    "prose", ["-0.5", "[1,-0.5]", "$- 0.5$", "\N{MINUS SIGN}0.5", "2-0.5j", "-.5", "x = -0.5"]
)
def test_the_sign_of_a_number_is_found_as_people_write_it(prose: str) -> None:
    assert tells(prose, -0.5)
    assert tells(prose.replace("-", "+").replace("\N{MINUS SIGN}", "+"), 0.5)
    assert not tells(prose, 5)


@derivation("1.1", points=1, lines={"a": 1, "b": 2, "c": 1}, en="Lines.")
def lines(x: Any) -> Any:
    """The lines."""
    raise NotImplementedError


@reference(lines)
def three_lines(x: Any) -> Any:
    return {"a": x, "b": 2 * x, "c": 0.0 if x > 9 else 3 * x}


@cases(lines)
def number(rng: Any) -> dict[str, Any]:
    return {"x": rng.uniform(1.0, 2.0)}


@cases(lines, edge=True)
def extreme(rng: Any) -> dict[str, Any]:
    return {"x": rng.uniform(10.0, 20.0)}


@follows(lines, "c")
def sum_of_own(given: Any, x: Any) -> Any:
    return given["a"] + given["b"]


@follows(lines, "c")
def double_of_own(given: Any, x: Any) -> Any:
    return 2 * given["b"]


@follows(lines, "b")
def from_below(given: Any, x: Any) -> Any:
    return given["c"] - given["a"]


@follows(lines, "c")
def from_nothing(given: Any, x: Any) -> Any:
    return given["d"]


@follows(lines, "b")
def without_x(given: Any) -> Any:
    return 2 * given["a"]


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (sum_of_own, ()),
        (
            double_of_own,
            ("double_of_own gives another value for `c` than the reference, from its own lines; mend it",),
        ),
        (from_below, ("from_below reads the line `c`, which comes after `b`; take those before it only",)),
        (from_nothing, ("from_nothing raises for `c`, from the lines of the reference: KeyError: 'd'",)),
        (
            without_x,
            (
                "without_x raises for `b`, from the lines of the reference: "
                "TypeError: without_x() got an unexpected keyword argument 'x'",
            ),
        ),
    ],
)
def test_a_line_that_does_not_follow_as_the_reference_has_it_is_named(
    relation: Any, words: tuple[str, ...]
) -> None:
    sheet = make_sheet([lines, three_lines, number, extreme, relation])
    (unit,) = sheet.units
    assert tuple(lint_calls(Grader(sheet), unit, lines)) == words


@cases(successor)
def no_number(rng: Any) -> dict[str, Any]:
    return {"x": [1] @ rng}


@cases(successor)
def a_text(rng: Any) -> dict[str, Any]:
    return {"x": "a"}


@pytest.mark.parametrize(
    ("faulty", "words"),
    [
        (no_number, "the cases `no_number` raise TypeError: unsupported operand type(s) for @"),
        (a_text, "the reference raises with the cases `a_text`: TypeError: can only concatenate str"),
    ],
)
def test_cases_that_raise_are_named(faulty: Any, words: str) -> None:
    (problem,) = find_problems([*SOUND, faulty])
    assert problem.startswith(words)


def spin(*given: Any, **named: Any) -> Any:
    while True:
        try:
            pass
        except Exception:
            continue


@pytest.mark.parametrize(
    ("endless", "named"),
    [
        (law(successor, en="Spins.", fr="Tourne."), "`spin` (law)"),
        (picture(successor, en="Spins.", fr="Tourne."), "`spin` (picture)"),
        (cases(successor), "`spin` (cases)"),
        (alternative(successor), "`growth` (law)"),  # that calls it
        (mistake(successor, en="Spins.", fr="Tourne."), "`spin` (mistake)"),
    ],
)
def test_what_does_not_end_is_stopped_and_named(
    endless: Any, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadline, "SECONDS", 0.1)
    monkeypatch.setattr(deadline, "COURSE", re.compile(r"\btests/"))
    (problem,) = find_problems([*SOUND, endless(spin)])
    assert problem.startswith(
        f"{named} has not ended after 0.1 s, stopped in tests/test_lint_calls.py, line "
    )
    assert problem.endswith("; end its loop, or take smaller inputs")
