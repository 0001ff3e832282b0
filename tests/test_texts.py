"""What must be the same in all languages of a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from autograder.question import choice, claims, derivation, rubric, written
from autograder.texts import Owned
from autograder.values import Text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (Text(en="$a$, $a$ and $b$", fr="$a$ et $b$", ru="$b$"), "only en has `$a$` 2 times"),
        (
            Text(en="$u > -1$", fr="$u > -1$", ru="$u>-1$"),
            "only en, fr have `$u > -1$`, only ru has `$u>-1$`",
        ),
        (Text(en=r"$u^\top w$", fr="u", ru="u"), r"only en has `$u^\top w$`"),
    ],
)
def test_formulas_that_differ_are_named(text: Text, said: str) -> None:
    (fault,) = Owned("part 1.1", "text", text).find_faults(["en", "fr", "ru"])
    assert fault == f"the text of part 1.1 has not the same formulas in all languages: {said}"


def test_a_formula_that_is_not_closed_is_named() -> None:
    text = Text(en=r"The $n$ at \$5 in `$x`", fr="Les $n how many, $m$")
    (fault,) = Owned("part 1.1", "text", text).find_faults(["en", "fr"])
    assert fault == (r"the text of part 1.1 in fr has an odd number of $; close the formula, or write \$")


def test_code_that_differs_is_named() -> None:
    (fault,) = Owned("part 1.1", "text", Text(en="Use `a`.", fr="Utilisez `b`.")).find_faults(["en", "fr"])
    assert fault.endswith(" has not the same code in all languages: only en has `a`, only fr has `b`")


@pytest.mark.parametrize("kind", ["options", "reasons"])
def test_an_option_without_a_text_in_a_language_of_its_part_is_named(kind: str) -> None:
    texts = {"options": {"a": Text(en="A", fr="A")}, "reasons": {"r": Text(en="R", fr="R")}}
    label = next(iter(texts[kind]))
    texts[kind][label] = Text(en="X")
    with pytest.raises(ValueError, match=f"^`{label}` of part 1.2 has no text in 'fr'; write one$"):
        choice("1.2", points=1, **texts, en="Which?", fr="Laquelle ?")  # type: ignore[arg-type]


def test_a_claim_without_a_text_in_a_language_of_its_part_is_named() -> None:
    with pytest.raises(ValueError, match="^`p` of part 1.3 has no text in 'ru'; write one$"):
        claims("1.3", points=1, statements={"p": Text(en="P")}, en="Which?", ru="Что верно?")


@pytest.mark.parametrize("kind", ["options", "reasons"])
def test_an_option_that_is_no_text_is_named(kind: str) -> None:
    texts: Any = {"options": {"a": Text(en="A")}, "reasons": {"r": Text(en="R")}}
    texts[kind]["b"] = "the nearest"
    with pytest.raises(TypeError, match=r"^`b` is 'the nearest', expected Text\(en=...\)$"):
        choice("1.2", points=1, **texts, en="Which?")


odd: Any = {"lines": "mean", "letters": ("a", "b"), "swapped": (Text(en="All."), 1.0)}
essay = written("1.4", points=1, words=(1, 9), en="Why?")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: derivation("1.1", points=1, lines=odd["lines"], en="Lines."),
            "`lines` is 'mean', expected names, as ('mean',)",
        ),
        (
            lambda: written("1.4", points=1, words=(1, 9), letters=odd["letters"], en="Why?"),
            "`letters` is ('a', 'b'), expected a text",
        ),
        (
            lambda: rubric(essay, odd["swapped"]),
            "`points` is {'en': 'All.'}, expected a number",
        ),
    ],
)
def test_what_is_of_another_kind_is_named(call: Callable[[], Any], words: str) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(words)}$"):
        call()
