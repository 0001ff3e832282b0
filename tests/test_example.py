"""The example in a text is a law: what the text says, to the digits that it gives."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.checking import check_law, check_laws, shield
from autograder.course import load, names
from autograder.notebook import Notebook
from autograder.question import derivation, example, law, part
from autograder.values import Function, Law
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


@law(third, en="It is above zero.", fr="Il dépasse zéro.", ru="Она больше нуля.")
def above_zero(f: Function, rng: Any) -> tuple[Any, Any]:
    return bool(f(3.0) > 0), True


@example(third)
def a_half() -> tuple[dict[str, Any], Any]:
    return {"x": 1.5}, 0.5


THIRD: Any = SimpleNamespace(third=third, laws=[above_zero, two_thirds, a_half], one=two_thirds, two=a_half)
SAID = {
    "en": ("example 2 of 2: yours is 9, expected 0.5", "what is returned does not have this property"),
    "fr": ("exemple 2 sur 2\N{NO-BREAK SPACE}: la vôtre est 9, attendue\N{NO-BREAK SPACE}: 0.5", "propriété"),
    "ru": ("пример 2 из 2: у вас 9, ожидалось 0.5", "не обладает этим свойством"),
}


@pytest.mark.parametrize("language", SAID)
def test_of_several_examples_it_is_said_which_one_fails(language: str) -> None:
    wrong = dict(check_laws(THIRD.laws, lambda x: 9.0 if x == 1.5 else x / 3))
    assert wrong[above_zero].ok
    assert wrong[two_thirds].ok
    assert wrong[a_half].message.translate(language) == SAID[language][0]
    untrue = dict(check_laws(THIRD.laws, lambda x: -x / 3))[above_zero]
    assert SAID[language][1] in untrue.message.translate(language)


def test_one_example_and_an_answer_that_is_not_there_are_not_counted() -> None:
    (alone,) = dict(check_laws([a_half], lambda x: 9.0)).values()
    assert str(alone.message) == "yours is 9, expected 0.5"
    blank = dict(check_laws(THIRD.laws, shield(third.stub)))[a_half]
    assert str(blank.message) == "not attempted"


def test_the_notebook_says_which_example_fails(capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    monkeypatch.setattr("autograder.notebook.show_text", print)
    notebook = Notebook([THIRD], {"third": ("1", 1.0)}, [], file="", language="en")

    def wrong(x: Any) -> Any:
        return 9.0 if x == 1.5 else x / 3

    wrong.__name__ = "third"
    notebook.check(wrong)
    assert "example 2 of 2: yours is 9, expected 0.5" in capsys.readouterr().out


def test_a_value_that_is_true_in_an_example_is_shown() -> None:
    @example(third)
    def yes() -> tuple[dict[str, Any], Any]:
        return {"x": 1}, True

    assert str(check_law(yes, lambda x: False).message) == "yours is False, expected True"


EXAMPLES = re.compile(r"\bExamples?(, [^:]+)?:")


NO_SOLUTION = {"relu_collision"}  # an example of the form, which is wrong


@pytest.mark.parametrize("name", names())
def test_every_example_with_a_value_is_tried_by_check(name: str) -> None:
    sheet = load(name, hidden=False)
    tried = {law.part.name for unit in sheet.units for law in unit.all(Law) if law.tolerance is not None}
    told = {part.name for part in sheet.parts if EXAMPLES.search(part.text["en"]) and not part.allowed}
    assert told - tried <= NO_SOLUTION
    assert len(tried) > 10
