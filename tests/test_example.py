"""The example in a text is a law: what the text says, to the digits that it gives."""

from __future__ import annotations

import re
from typing import Any

import pytest

from autograder.checking import check_law
from autograder.course import load, names
from autograder.question import derivation, example, part
from autograder.values import Law
from autograder.verdict import Kind


@part("1", points=1, en="A third. Example: `third(2)` is `0.6667`.")
def third(x: Any) -> Any:
    """A third."""
    raise NotImplementedError


@derivation("2", points=1, lines={"a": 1, "b": 1}, en="Lines. Example: `x = 2` gives `b = 4`.")
def lines(x: Any) -> Any:
    """Lines."""
    raise NotImplementedError


@example(third, digits=4)
def two_thirds() -> tuple[dict[str, Any], Any]:
    return {"x": 2}, 0.6667


@example(lines)
def one_line() -> tuple[dict[str, Any], Any]:
    return {"x": 2}, {"b": 4.0}


def test_a_value_agrees_to_the_digits_that_the_text_gives() -> None:
    assert check_law(two_thirds, lambda x: x / 3).ok
    wrong = check_law(two_thirds, lambda x: x / 3.01)
    assert (wrong.kind, str(wrong.message)) == (Kind.VALUES, "yours is 0.664452, expected 0.6667")


def test_of_several_lines_those_agree_that_the_text_gives() -> None:
    assert check_law(one_line, lambda x: {"a": 9.0, "b": x**2}).ok
    assert check_law(one_line, lambda x: {"a": 9.0, "b": x**3}).where == "b"
    assert str(check_law(one_line, lambda x: {"b": x**2}).message) == (
        "the line `a` is missing from what is returned"
    )


@pytest.mark.parametrize("name", names())
def test_it_has_words_in_every_language_of_a_sheet(name: str) -> None:
    languages = load(name, hidden=False).languages
    assert all(two_thirds.text[language] for language in languages)
    assert isinstance(two_thirds, Law)


@example(third, told=lambda value: value[1])
def second_of_two() -> tuple[dict[str, Any], Any]:
    return {"x": 6}, 2.0


def test_what_the_text_tells_of_a_value_is_compared_alone() -> None:
    assert check_law(second_of_two, lambda x: ("anything", x / 3)).ok
    assert not check_law(second_of_two, lambda x: (x / 3, "anything")).ok


EXAMPLES = re.compile(r"\bExamples?(, [^:]+)?:")


NO_SOLUTION = {"relu_collision"}  # an example of the form, which is wrong


@pytest.mark.parametrize("name", names())
def test_every_example_with_a_value_is_tried_by_check(name: str) -> None:
    sheet = load(name, hidden=False)
    tried = {law.part.name for unit in sheet.units for law in unit.all(Law) if law.tolerance is not None}
    told = {part.name for part in sheet.parts if EXAMPLES.search(part.text["en"]) and not part.allowed}
    assert told - tried <= NO_SOLUTION
    assert len(tried) > 10
