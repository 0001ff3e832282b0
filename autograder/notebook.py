"""What runs inside the student's notebook: `check(function)` under each stub, `summary(...)` at the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from time import process_time
from types import ModuleType
from typing import Any

import numpy as np

from autograder.checking import check_form, check_laws, judge, quiet, shield
from autograder.faults import Fault
from autograder.growth import measure
from autograder.messages import message, show_number, translate
from autograder.picture import draw_comparison, is_worth_comparing, render
from autograder.values import Function, Law, Part, Picture, Speed
from autograder.verdict import AGREES, BLANK, Kind, Verdict

FORM = "the answer has the form that is asked for"
FILLED_IN = "the answer has the form that is asked for; whether it is right is marked after you hand in"
MARKS = {True: "✔", False: "✘", None: "○"}
UNDONE = {Kind.NOT_ATTEMPTED, Kind.WAITING}


class Notebook:
    """The checks of one assignment, for one language. Knows public values only."""

    def __init__(
        self,
        modules: list[ModuleType],
        parts: Mapping[str, tuple[str, float]],
        written: Sequence[tuple[str, float]],
        *,
        file: str,
        language: str,
    ) -> None:
        values = [value for module in modules for value in vars(module).values()]
        found = {value.name: value for value in values if isinstance(value, Part)}
        self.parts = {
            name: replace(found[name], number=parts[name][0], points=parts[name][1]) for name in parts
        }
        self.laws = [value for value in values if isinstance(value, Law)]
        self.speeds = [value for value in values if isinstance(value, Speed)]
        self.pictures = [value for value in values if isinstance(value, Picture)]
        self.written, self.file, self.language = written, file, language

    def check(self, function: Function) -> None:
        """Say whether the function obeys the laws of its part, and draw what it does."""
        part = self.parts.get(getattr(function, "__name__", ""))
        if part is None:
            known = message(
                "this is not a part of the assignment; pass the function itself, as in `check(name)`"
            )
            show_text(known.translate(self.language))
            fail_validation(str(known))
            return
        answer = shield(function, self.parts)
        verdicts = self._judge(part, answer)
        text = "\n".join([*self._describe(verdicts), *self._time(part, answer, self._first(verdicts))])
        show_text(text)
        self._draw(part, answer, verdicts)
        if self._first(verdicts).kind not in {Kind.AGREES, Kind.NOT_RUN}:
            fail_validation(text)

    def summary(self, namespace: Mapping[str, Any]) -> None:
        """A table of all parts: how many obey their laws, what is not attempted, what to hand in."""
        verdicts = {
            part: self._first(self._judge(part, shield(namespace.get(part.name), self.parts)))
            for part in self.parts.values()
        }
        rows = [
            self._row(part.number, f"`{part.name}`", part.points, self._summarise(part, verdict))
            for part, verdict in verdicts.items()
        ]
        rest = [
            self._row(number, self._say("written answer"), points, self._say("read by a person"))
            for number, points in self.written
        ]
        passed = sum(verdict.ok and not part.allowed for part, verdict in verdicts.items())
        filled = sum(verdict.ok and bool(part.allowed) for part, verdict in verdicts.items())
        blank = sum(verdict.kind in UNDONE for verdict in verdicts.values())
        lines = [
            message("{passed} of {total} parts obey their public laws.", passed=passed, total=len(rows)),
            *[message("Filled in: {filled}.", filled=filled)] * (filled > 0),
            message("Not attempted: {blank}.", blank=blank),
            message("Hidden cases are marked after you hand in."),
            message("Save this notebook and hand in the file `{file}`.", file=self.file),
        ]
        prose = " ".join(line.translate(self.language) for line in lines)
        show_text("\n".join(["| | | | |", "|:--|:--|--:|:--|", *rows, *rest, "", prose]))

    def _row(self, number: str, what: str, points: float, state: str) -> str:
        return f"| {number} | {what} | {show_number(points, self.language)} | {state} |"

    def _summarise(self, part: Part, verdict: Verdict) -> str:
        if verdict.ok and part.allowed:
            return f"{_mark(verdict)} {self._say('filled in')}"
        if verdict.ok or verdict.kind in BLANK:
            return f"{_mark(verdict)} {self._say('passed' if verdict.ok else verdict.kind.value)}"
        return f"{_mark(verdict)} {self._say('failed')} ({self._say(verdict.kind.value)})"

    def _judge(self, part: Part, answer: Function) -> dict[Law | None, Verdict]:
        if part.allowed:
            return {None: check_form(part, answer)}
        laws = [law for law in self.laws if law.part.name == part.name]
        return dict(check_laws(laws, answer)) or {None: judge(lambda: _try_witness(part, answer))}

    def _first(self, verdicts: Mapping[Law | None, Verdict]) -> Verdict:
        return next((verdict for verdict in verdicts.values() if not verdict.ok), AGREES)

    def _describe(self, verdicts: Mapping[Law | None, Verdict]) -> list[str]:
        """One line a law, and the first fault."""
        first = self._first(verdicts)
        if first.kind in BLANK:
            return [f"- {_mark(first)} {first.message.translate(self.language)}"]
        said: dict[str, Verdict] = {}
        for law, verdict in verdicts.items():
            text = law.text[self.language] if law else self._say(FILLED_IN if verdict.ok else FORM)
            if said.setdefault(text, verdict).ok:  # a text may have several examples
                said[text] = verdict
        lines = []
        passed = "filled in" if None in verdicts else "passed"
        for text, verdict in said.items():
            word = self._say(passed if verdict.ok else "failed")
            lines.append(f"- {_mark(verdict)} **{word}** · {text}")
            if verdict is first and not verdict.ok:
                lines.append(f"  - {self._detail(verdict)}")
        return lines

    def _time(self, part: Part, answer: Function, first: Verdict) -> Iterator[str]:
        """A line on how the time of an answer that obeys its laws grows."""
        for speed in self.speeds if first.ok else ():
            if speed.part.name == part.name and (line := describe_growth(speed, answer, self.language)):
                yield f"- {line}"

    def _detail(self, verdict: Verdict) -> str:
        where = verdict.named and message("in `{where}`: ", where=verdict.named).translate(self.language)
        pattern = f" ({verdict.pattern.translate(self.language)})" if verdict.pattern else ""
        return f"{where}{verdict.message.translate(self.language)}{pattern}"

    def _draw(self, part: Part, answer: Function, verdicts: Mapping[Law | None, Verdict]) -> None:
        first = self._first(verdicts)  # that the text is about
        if first.got is not None and is_worth_comparing(first.got, first.want):
            titles = (self._say("yours"), self._say("expected"), self._say("difference"))
            show_picture(draw_comparison(first.got, first.want, titles), "")
        blank = any(verdict.kind in BLANK for verdict in verdicts.values())
        # What an example that is not there looks like need not be seen.
        shown = [] if blank and not part.signature.parameters else self.pictures
        for picture in shown:
            if picture.part.name == part.name:
                draw = partial(picture.draw, None if blank else answer)
                show_picture(draw, picture.text[self.language])

    def _say(self, template: str) -> str:
        return translate(template, self.language)


def _try_witness(part: Part, answer: Function) -> Verdict:
    """A part without laws: that a witness returns anything is all that can be said in public."""
    if part.signature.parameters:
        return Verdict(Kind.NOT_RUN, message("no public check; hidden cases are marked after you hand in"))
    answer()
    return AGREES


BY_ITSELF = "speed: {times} ms ({unit} = {sizes}); it grows with the power {exponent}"
BY_GROWTH = (
    "speed: {times} ms ({unit} = {sizes}); it grows with the power {exponent}, "
    "and {growth} at most is asked for"
)
BY_RATIO = (
    "speed: {times} ms ({unit} = {sizes}); it grows with the power {exponent}; with {last}, our own solution "
    "takes {ours} ms on our machine, where all points are for {limit} ms at most"
)


def describe_growth(speed: Speed, answer: Function, language: str) -> str:
    """How long an answer takes here at each size, and how that grows; nothing where a call fails."""

    def call(arguments: Mapping[str, Any]) -> float:
        started = process_time()
        answer(**arguments)
        return process_time() - started

    try:
        with quiet(), one_thread():
            found = measure(speed, speed.sizes, call, np.random.default_rng())
    except Fault:
        return ""
    values = {
        "times": ", ".join(show_milliseconds(seconds) for seconds in found.seconds.values()),
        "unit": speed.unit[language],
        "sizes": ", ".join(map(str, found.seconds)),
        "exponent": "?" if found.exponent is None else f"{found.exponent:.1f}",
        "growth": speed.growth,
        "last": speed.sizes[-1],
        "ours": f"{speed.milliseconds:g}",
        "limit": show_milliseconds(1e-3 * speed.milliseconds * (speed.within or 0.0)),
    }
    if speed.within is None:
        found_and_asked = message(BY_GROWTH, **values)
    else:
        found_and_asked = message(BY_RATIO if speed.milliseconds else BY_ITSELF, **values)
    return found_and_asked.translate(language)


def show_milliseconds(seconds: float) -> str:
    """Two digits, without an exponent."""
    milliseconds = 1e3 * seconds
    return f"{milliseconds:.2g}" if milliseconds < 99.5 else f"{milliseconds:.0f}"


@contextmanager
def one_thread() -> Iterator[None]:
    """With one thread of torch, as in the grader: the time of all of them would count."""
    torch = sys.modules.get("torch")
    threads = torch.get_num_threads() if torch else 1
    if torch:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        if torch:
            torch.set_num_threads(threads)


def _mark(verdict: Verdict) -> str:
    return MARKS[None if verdict.kind in BLANK else verdict.ok]


def fail_validation(text: str) -> None:
    """Raise where nbgrader runs the notebook: to it, a test cell that does not raise has passed."""
    if "NBGRADER_EXECUTION" in os.environ:
        raise AssertionError(text)


def show_text(markdown: str) -> None:
    """Show Markdown in the notebook, or print it where there is none."""
    try:
        from IPython.display import Markdown, display
    except ImportError:
        print(markdown)
    else:
        display(Markdown(markdown))  # type: ignore[no-untyped-call]


def show_picture(draw: Callable[[Any], None], caption: str) -> None:
    """Show a figure with its caption. What cannot be drawn from a wrong answer is left out."""
    try:
        from IPython.display import Image, Markdown, display

        with quiet():
            png = render(draw)
    except Exception:
        return
    display(Image(data=png, alt=caption, width=700))  # type: ignore[no-untyped-call]
    if caption:
        display(Markdown(f"*{caption}*"))  # type: ignore[no-untyped-call]
