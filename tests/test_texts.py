"""What must be the same in all languages of a text."""

from __future__ import annotations

import pytest

from autograder.question import choice, claims
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
