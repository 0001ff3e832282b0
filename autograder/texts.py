"""The texts of a sheet: whose they are, which of them a language lacks, and in what they differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.course import CourseError
from autograder.messages import LANGUAGES
from autograder.sheet import Sheet, Unit
from autograder.values import HiddenLaw, Law, Mistake, Part, Picture, Rubric, Speed, Text, Written

SAME = {  # what must be the same in each language
    "formulas": re.compile(r"\$\$.+?\$\$|\$.+?\$", re.DOTALL),
    "code": re.compile(r"`[^`]+`"),
}
CODE = SAME["code"]
DOLLAR = re.compile(r"(?<!\\)\$")
SIGN = r"(?:(?<![\w)\]}])-|-(?=[\d.]+[ij]\b))?"  # of a number, or of an imaginary part
NUMBER = re.compile(SIGN + r"(?:\d+(?:\.\d+)?|(?<![\w.])\.\d+)(?:e[-+]?\d+)?")
SPACED = re.compile(r"(?<![\w)\]}])-\s+(?=\.?\d)")
COMMA = re.compile(r"(?<=\d)(?:\{,\}|,)(?=\d)")
NAMED = 4  # of the formulas in which languages differ


@dataclass(frozen=True)
class Owned:
    """A text, what it is ("title", "text", ...), and whose ("question 6", "the law symmetry", ...)."""

    owner: str
    what: str
    text: Text

    def find_missing(self, languages: Sequence[str]) -> list[str]:
        """The languages in which there is nothing to read."""
        return [language for language in languages if not self.text.get(language)]

    def find_faults(self, languages: Sequence[str], home: str = "") -> Iterator[str]:
        """What is wrong with it; `home` is another sheet that it stands in, if it does."""
        whole = f"the {self.what} of {self.owner}"
        for name in self.text:
            if name not in LANGUAGES:
                known = ", ".join(LANGUAGES)
                yield f"{whole} has {name!r}, which is neither an option nor a language ({known})"
        if missing := self.find_missing(languages):
            lacking = ", ".join(missing)
            advice = (
                f"; write it in {home}, or leave {lacking} out of the title of this sheet" if home else ""
            )
            yield f"{self.owner} has no {self.what} in {lacking}{advice}"
            return
        for language in languages:
            if DOLLAR.subn("", CODE.sub("", self.text[language]))[1] % 2:
                yield f"{whole} in {language} has an odd number of $; close the formula, or write \\$"
                return
        for kind, pattern in SAME.items():
            if found := self._find_differences(pattern, languages):
                yield f"{whole} has not the same {kind} in all languages: {', '.join(found[:NAMED])}"

    def _find_differences(self, pattern: re.Pattern[str], languages: Sequence[str]) -> list[str]:
        """Which language alone has a formula, or has it most often."""
        counts = {language: Counter(pattern.findall(self.text[language])) for language in languages}
        found = []
        for formula in dict.fromkeys(formula for each in counts.values() for formula in each):
            times = [each[formula] for each in counts.values()]
            if min(times) < max(times):
                those = [language for language in languages if counts[language][formula] == max(times)]
                verb = "has" if len(those) == 1 else "have"
                often = f" {max(times)} times" if any(0 < n < max(times) for n in times) else ""
                shown = f"`{' '.join(formula.strip('`').split())}`"
                found.append(f"only {', '.join(those)} {verb} {shown}{often}")
        return found


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


def tells(prose: str, number: float) -> bool:
    """Whether a number stands in a text; a comma may be that of a list or that of decimals.

    A minus after a number, a name or a bracket is that of a difference, as in "n-1".
    """
    plain = prose.replace("\N{MINUS SIGN}", "-")
    signed = (plain, SPACED.sub("-", plain))
    readings = (*signed, *(COMMA.sub(".", reading) for reading in signed))
    return any(abs(float(n) - number) < 1e-9 for reading in readings for n in NUMBER.findall(reading))


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
