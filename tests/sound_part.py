"""A part whose grader is sound, and what `check` says about it with other values."""

from __future__ import annotations

from typing import Any

from autograder.question import cases, law, mistake, part, reference
from autograder.soundness import check_sheet
from tests.conftest import make_sheet


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
