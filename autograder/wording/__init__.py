"""Every text that a person can meet, found in the package's own source, so that none can be forgotten.

What students read is translated: its template stands in a call of `message`, of `translate`, or of a
function that hands it on to them. Whatever else reads like a sentence is for the terminal, in English alone.
Nothing of a course is imported.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from pathlib import Path
from textwrap import wrap

from autograder.messages import LANGUAGES
from autograder.source import CHECKER
from autograder.wording.prose import find_prose
from autograder.wording.templates import Module, Template, Templates

__all__ = ["Wording", "describe", "find_untranslated", "read_wording", "translations"]

ROOT = Path(__file__).parents[1]
TRANSLATED = LANGUAGES[1:]  # English stands in the code
NOTEBOOK = {*(f"autograder.{name}" for name in CHECKER), "autograder.handout"}
WIDTH = 80


@dataclass(frozen=True)
class Wording:
    """The texts by who meets them. `lost` are calls whose text could not be found."""

    notebook: tuple[str, ...]
    feedback: tuple[str, ...]
    terminal: tuple[Template, ...]
    lost: tuple[str, ...]

    @property
    def translated(self) -> tuple[str, ...]:
        """What students read: in their notebook, on paper and in the feedback."""
        return self.notebook + self.feedback


def read_wording(root: Path = ROOT) -> Wording:
    """All texts of the package."""
    modules = [_parse(path, root) for path in sorted(root.rglob("*.py"))]
    templates = Templates(modules)
    by_text = {found.text: found for found in sorted(templates.found, reverse=True)}
    here = {text for text in by_text if any(f.text == text and f.module in NOTEBOOK for f in templates.found)}
    prose = [found for module in modules for found in find_prose(module) if found.text not in by_text]
    places = sorted(by_text.values())
    return Wording(
        tuple(found.text for found in places if found.text in here),
        tuple(found.text for found in places if found.text not in here),
        tuple(sorted(prose)),
        tuple(sorted(templates.lost)),
    )


def _parse(path: Path, root: Path) -> Module:
    name = ".".join(path.relative_to(root.parent).with_suffix("").parts).removesuffix(".__init__")
    return Module(name, ast.parse(path.read_text("utf-8")))


def translations(language: str) -> dict[str, str]:
    """The messages of the package in another language."""
    catalogue: dict[str, str] = import_module(f"autograder.locale.{language}").MESSAGES
    return catalogue


def find_untranslated(wording: Wording) -> list[str]:
    """What students may read in English although they chose another language, and whose text is not known."""
    missing = [
        f"{text!r} is not in autograder/locale/{language}.py"
        for language in TRANSLATED
        for text in wording.translated
        if text not in translations(language)
    ]
    return [*missing, *(f"{call}: the text of this message cannot be found" for call in wording.lost)]


def describe(wording: Wording) -> Iterator[str]:
    """The list for a person, at most 80 columns wide: each language below the English."""
    yield from _describe_translated("Students, in the notebook (and in the feedback)", wording.notebook)
    yield from _describe_translated("Students, in the feedback and on paper", wording.feedback)
    yield from _head("Staff, in the terminal (English alone)", len(wording.terminal))
    for module, found in groupby(wording.terminal, lambda each: each.module):
        yield f"  {module}"
        for text in dict.fromkeys(each.text.strip() for each in found):
            yield from _indent(text, "    ")


def _describe_translated(title: str, texts: tuple[str, ...]) -> Iterator[str]:
    yield from _head(title, len(texts))
    for text in texts:
        yield from _indent(text, "  ")
        for language in TRANSLATED:
            yield from _indent(translations(language).get(text, "MISSING"), f"    {language}  ")


def _head(title: str, count: int) -> list[str]:
    return ["", f"{title}: {count}", ""]


def _indent(text: str, start: str) -> list[str]:
    return wrap(
        text,
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start) + "  ",
        break_on_hyphens=False,
    )
