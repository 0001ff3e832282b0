"""Every message that the package can show is found, and is in every language with the same values."""

from __future__ import annotations

import ast
import subprocess
import sys
from string import Formatter

import pytest
from click.testing import CliRunner

from autograder import checking, faults, notebook
from autograder.cli import main
from autograder.messages import message
from autograder.verdict import Kind
from autograder.wording import TRANSLATED, find_untranslated, read_wording, translations
from autograder.wording.prose import find_prose
from autograder.wording.templates import Module, Templates
from autograder.worker.wire import KINDS

WORDING = read_wording()


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_message_of_students_is_found_and_translated() -> None:
    assert find_untranslated(WORDING) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_holds_the_same_values(language: str) -> None:
    catalogue = translations(language)
    assert [text for text in WORDING.translated if fields(catalogue[text]) != fields(text)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_language_has_a_message_that_is_never_shown(language: str) -> None:
    assert sorted(set(translations(language)) - set(WORDING.translated)) == []


def test_the_words_of_tables_are_found() -> None:
    assert {kind.value for kind in Kind} <= set(WORDING.translated)
    assert set(checking.UNSENDABLE.values()) <= set(WORDING.notebook)
    assert checking.UNSENDABLE.keys() == KINDS


def test_numbers_are_shown_with_six_digits() -> None:
    assert (
        str(message("yours is {yours}, expected {expected}", yours=1 / 3, expected=2))
        == "yours is 0.333333, expected 2"
    )


def test_faults_are_translated_whatever_they_are() -> None:
    kinds = [cls for cls in vars(faults).values() if isinstance(cls, type) and issubclass(cls, faults.Fault)]
    assert len(kinds) == 9
    assert notebook.MARKS.keys() == {True, False, None}


MESSAGES = ("autograder.messages", "def translate(template, language): ...\ndef message(template): ...")


def find_templates(source: str) -> tuple[list[str], list[str]]:
    """The templates in a file, and what could not be followed."""
    head = "from autograder.messages import message, translate\n"
    modules = [Module(name, ast.parse(text)) for name, text in (MESSAGES, ("autograder.shop", head + source))]
    found = Templates(modules, makers=("autograder.messages.message", "autograder.messages.translate"))
    return sorted(template.text for template in found.found), sorted(found.lost)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("message('open')", ["open"]),
        ("message('open' if late else 'shut')", ["open", "shut"]),
        ("STATE = {1: 'open', 2: 'shut'}\ntranslate(STATE[key], 'fr')", ["open", "shut"]),
        ("OPEN = 'open'\ndef say():\n    return message(OPEN)", ["open"]),
        ("def say():\n    state = 'open'\n    return message(state)", ["open"]),
        ("def say(state):\n    return message(state)\nsay('open')", ["open"]),
        ("def say(count, state):\n    return message(state)\nsay(1, state='open')", ["open"]),
        ("def say(a):\n    tell(a)\ndef tell(b):\n    message(b)\nsay('open')", ["open"]),
        ("class Shop:\n    def __init__(self, state):\n        message(state)\nShop('open')", ["open"]),
        ("class Shop:\n    def say(self, state):\n        message(state)\n"
         "    def show(self):\n        self.say('open')\n"
         "def show(shop):\n    shop.say('shut')", ["open", "shut"]),
        ("other('open')\nseen.message('open')", []),
    ],
)  # fmt: skip
def test_a_template_is_followed_to_its_text(source: str, found: list[str]) -> None:
    assert find_templates(source) == (found, [])


@pytest.mark.parametrize("source", ["message(state)", "message(say())", "for state in all: message(state)"])
def test_a_template_that_cannot_be_followed_is_named(source: str) -> None:
    (lost,) = find_templates(source)[1]
    assert lost.startswith("autograder.shop, line 2: message(")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("raise ShopError('no bread')", ["no bread"]),
        ("raise ShopError(f'{bread.name} is sold')", ["{name} is sold"]),
        ("problems = [f'{len(loaves)} loaves are left']", ["{len} loaves are left"]),
        ("why = 'come back in the morning'", ["come back in the morning"]),
        ("'''The docstring of a shop.'''", []),
        ("if name == 'the name of a shop': pass", []),
        ("key = 'sort_key'\npattern = r'(a|b) and (c|d) or e'", []),
    ],
)
def test_what_reads_like_a_sentence_is_for_the_terminal(source: str, said: list[str]) -> None:
    assert [found.text for found in find_prose(Module("autograder.shop", ast.parse(source)))] == said


def test_the_terminal_lists_what_is_raised() -> None:
    listed = {template.text for template in WORDING.terminal}
    assert "{name} has no texts in {language}, expected one of: {languages}" in listed
    assert "the sheet holds no marks; fill in its scores" in listed


def test_one_command_lists_all_at_80_columns_in_three_languages() -> None:
    result = CliRunner().invoke(main, ["check", "--messages"])
    assert result.exit_code == 0
    assert "  the text differs\n    fr  le texte diffère\n    ru  текст отличается" in result.output
    words = {word for line in result.output.splitlines() if len(line) > 80 for word in line.split()}
    assert not [word for word in words if len(word) < 70]


def test_the_command_fails_where_a_translation_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = {text: other for text, other in translations("fr").items() if text != "the text differs"}
    monkeypatch.setattr("autograder.locale.fr.MESSAGES", catalogue)
    result = CliRunner().invoke(main, ["check", "--messages"])
    assert result.exit_code == 1
    assert "    fr  MISSING\n" in result.output
    assert "'the text differs' is not in autograder/locale/fr.py" in result.output


def test_no_file_of_a_course_is_imported() -> None:
    code = "import sys; from autograder.wording import describe, read_wording; list(describe(read_wording()))"
    shown = "print(*{name.partition('.')[0] for name in sys.modules})"
    run = subprocess.run(
        [sys.executable, "-c", f"{code}; {shown}"], capture_output=True, text=True, check=True
    )
    assert not {"assignments", "solutions"} & set(run.stdout.split())
