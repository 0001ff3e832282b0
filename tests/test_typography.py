"""French texts have spaces that do not break where French wants them, and nowhere else."""

from __future__ import annotations

import re

import pytest

from autograder.course import load, names
from autograder.locale.fr import MESSAGES
from autograder.messages import translate
from autograder.typography import SPACE, flatten, french_spaces
from autograder.values import Text

PLAIN = re.compile(r" [;:?!»](?=[\s*_)]|$)|« ")


@pytest.mark.parametrize(
    ("prose", "typeset"),
    [
        ("Pourquoi ? Voici : un, deux ; trois !", "Pourquoi~? Voici~: un, deux~; trois~!"),
        ("un « mot » ici", "un «~mot~» ici"),
        ("« $x$ » et `y` : $z$ ;", "«~$x$~» et `y`~: $z$~;"),
        ("**gras :** et (vraiment ?)", "**gras~:** et (vraiment~?)"),
        ("fin de ligne :\n- `a` : rien", "fin de ligne~:\n- `a`~: rien"),
        ("code `a[1 : 2]`, ```\nx : y\n```", "code `a[1 : 2]`, ```\nx : y\n```"),
        ("formules $a : b ; c$ et\n$$\nf : x\n$$", "formules $a : b ; c$ et\n$$\nf : x\n$$"),
        ("| a | b |\n| :-- | --: |", "| a | b |\n| :-- | --: |"),
        ("voir https://example.org/?a=1;b et ceci:", "voir https://example.org/?a=1;b et ceci:"),
        ("durée {seconds} s : trop lente ; {detail}", "durée {seconds} s~: trop lente~; {detail}"),
    ],
)
def test_spaces_are_put_where_french_wants_them(prose: str, typeset: str) -> None:
    assert french_spaces(prose) == typeset.replace("~", SPACE)
    assert french_spaces(french_spaces(prose)) == french_spaces(prose)


def test_only_spaces_change() -> None:
    texts = [*MESSAGES.values(), *list_french()]
    assert [
        text for text in texts if french_spaces(text).replace(SPACE, " ") != text.replace(SPACE, " ")
    ] == []


def test_no_french_text_keeps_a_plain_space() -> None:
    kept = re.compile(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$", re.DOTALL)
    shown = [kept.sub("x", french_spaces(text)) for text in [*MESSAGES.values(), *list_french()]]
    assert [text for text in shown if PLAIN.search(text)] == []


def list_french() -> list[str]:
    """The texts of all sheets in French, those of hidden files too."""
    sheets = [load(name, hidden=True) for name in names()]
    values = [value for sheet in sheets for unit in sheet.units for value in unit.values]
    texts = [getattr(value, name, None) for value in values for name in ("text", "title", "erratum")]
    return [text["fr"] for text in texts if isinstance(text, dict) and "fr" in text]


def test_texts_and_messages_are_typeset_where_they_begin() -> None:
    assert Text(en="Why ?", fr="Pourquoi ?") == {"en": "Why ?", "fr": f"Pourquoi{SPACE}?"}
    assert translate("hint: {hint}", "fr") == f"indice{SPACE}: {{hint}}"


def test_a_flat_text_keeps_its_spaces() -> None:
    assert flatten(f" un{SPACE}:\n  deux ") == f"un{SPACE}: deux"
