"""What the package says to people: fixed templates with values, translated when they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module

from autograder.typography import french_spaces

LANGUAGES = ("en", "fr", "ru")


@dataclass(frozen=True)
class Message:
    """A sentence in fixed words: an English template and the values that stand in it."""

    template: str
    values: Mapping[str, str | Message] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values)

    def translate(self, language: str) -> str:
        values = {
            name: value.translate(language) if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        return translate(self.template, language).format(**values)


def message(template: str, **values: object) -> Message:
    """A message; numbers are shown with six digits, and a value that is a message is translated with it."""
    return Message(template, {name: _show(value) for name, value in values.items()})


def translate(template: str, language: str) -> str:
    """The template in another language, in English where that language lacks it."""
    if language == "en":
        return template
    catalogue: dict[str, str] = import_module(f"autograder.locale.{language}").MESSAGES
    found = catalogue.get(template, template)
    return french_spaces(found) if language == "fr" else found


def show_number(value: float, language: str) -> str:
    """Points as people write them in a language."""
    return f"{value:g}".replace(".", "." if language == "en" else ",")


def show_points(points: float, language: str) -> str:
    """So many points, in words."""
    number = show_number(points, language)
    singular = points < 2 if language == "fr" else points == 1
    return message("{number} point" if singular else "{number} points", number=number).translate(language)


def show_apart(one: complex, other: complex) -> tuple[object, object]:
    """Two numbers that differ, with six digits, or with as many as tell them apart."""
    digits = next((count for count in range(6, 17) if f"{one:.{count}g}" != f"{other:.{count}g}"), 17)
    return _show(one, digits), _show(other, digits)


def _show(value: object, digits: int = 6) -> str | Message:
    if isinstance(value, Message):
        return value
    return f"{value:.{digits}g}" if isinstance(value, float | complex) else str(value)
