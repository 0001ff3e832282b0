"""The texts of a sheet: whose they are, and which of them a language lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.course import CourseError
from autograder.sheet import Sheet, Unit
from autograder.values import HiddenLaw, Law, Mistake, Part, Picture, Rubric, Speed, Text, Written


@dataclass(frozen=True)
class Owned:
    """A text, what it is ("title", "text", ...), and whose ("question 6", "the law symmetry", ...)."""

    owner: str
    what: str
    text: Text

    def find_missing(self, languages: Sequence[str]) -> list[str]:
        """The languages in which there is nothing to read."""
        return [language for language in languages if not self.text.get(language)]


def texts_of_sheet(sheet: Sheet) -> Iterator[Owned]:
    """Those that stand at the top of the notebook."""
    yield Owned(sheet.name, "title", sheet.assignment.title)
    yield Owned(sheet.name, "text", sheet.assignment.text)


def texts_of_head(unit: Unit) -> Iterator[Owned]:
    """Those above the parts of a question."""
    question = unit.question
    for what, text in (("title", question.title), ("text", question.text), ("erratum", question.erratum)):
        if text is not None:
            yield Owned(f"question {question.number}", what, text)


def texts_of_item(unit: Unit, item: Part | Written) -> Iterator[Owned]:
    """Those of a part or written answer, and of all that belongs to it, hidden or not."""
    yield Owned(f"part {item.number}", "text", item.text)
    for speed in unit.of(Speed, item):
        yield Owned("the speed", "unit", speed.unit)
        yield Owned("the speed", "text", speed.text)
    laws: list[Law | HiddenLaw] = [*unit.of(Law, item), *unit.of(HiddenLaw, item)]
    for law in laws:
        yield Owned(f"the law {law.check.__name__}", "text", law.text)
    for picture in unit.of(Picture, item):
        yield Owned(f"the picture {picture.draw.__name__}", "text", picture.text)
    for mistake in unit.of(Mistake, item):
        yield Owned(f"the mistake {mistake.function.__name__}", "text", mistake.text)
    for rubric in unit.of(Rubric, item):
        for place, (_, text) in enumerate(rubric.criteria, start=1):
            yield Owned(f"criterion {place} of the rubric", "text", text)


def require_texts(sheet: Sheet, languages: Sequence[str]) -> None:
    """Raise CourseError where a text is missing that a notebook in one of these languages shows."""
    for owned in _texts(sheet):
        if missing := owned.find_missing(languages):
            raise CourseError(
                f"{owned.owner} has no {owned.what} in {missing[0]!r}; run `autograder check {sheet.name}`"
            )


def _texts(sheet: Sheet) -> Iterator[Owned]:
    yield from texts_of_sheet(sheet)
    for unit in sheet.units:
        yield from texts_of_head(unit)
        for item in unit.items:
            yield from texts_of_item(unit, item)
