"""The vocabulary of a question file: functions and decorators that return the values of an assignment.

A decorator returns the value that it describes; `course` collects the values of a module in the order of
its file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

from autograder.values import (
    Alternative,
    Assignment,
    Baseline,
    Cases,
    DeviceReference,
    Follows,
    Function,
    HiddenLaw,
    Law,
    Lines,
    Mistake,
    Part,
    Picture,
    Question,
    Reference,
    Rng,
    Rubric,
    Shared,
    Speed,
    Text,
    Tolerance,
    Variables,
    Written,
    require,
)

if TYPE_CHECKING:
    from autograder.values import Array
else:
    from numpy import ndarray as Array

__all__ = [
    "Array",
    "Assignment",
    "Function",
    "Question",
    "Rng",
    "Text",
    "alternative",
    "baseline",
    "cases",
    "choice",
    "claims",
    "derivation",
    "device_reference",
    "example",
    "follows",
    "hidden_law",
    "law",
    "mistake",
    "part",
    "picture",
    "reference",
    "rubric",
    "shared",
    "speed",
    "variables",
    "written",
]

EXAMPLE = Text(
    en="It gives what the example in the text says.",
    fr="Elle donne ce que dit l'exemple du texte.",
    ru="Она даёт то, что сказано в примере.",
)
REASONS = {"en": "Reasons to choose from:", "fr": "Raisons au choix :", "ru": "Возможные причины:"}


def part(
    number: str, *, points: float, rtol: float = 1e-6, atol: float = 1e-9, **text: str
) -> Callable[[Function], Part]:
    """A part that is a function of numbers."""
    require(float, rtol=rtol, atol=atol)
    shown, tolerance = Text(**text), Tolerance(rtol, atol)
    return lambda stub: Part(number, points, shown, stub, tolerance)


def derivation(
    number: str,
    *,
    points: float,
    lines: Sequence[str] | Mapping[str, float],
    key: str | None = None,
    rtol: float = 1e-6,
    atol: float = 1e-9,
    **text: str,
) -> Callable[[Function], Part]:
    """A part whose function returns the lines of a proof, `{name: value}`; `key` is the point of it."""
    require(float, rtol=rtol, atol=atol)
    if isinstance(lines, str):
        raise TypeError(f"`lines` is {lines!r}, expected names, as ({lines!r},)")
    weights = dict(lines) if isinstance(lines, Mapping) else dict.fromkeys(lines, 1.0)
    shown, tolerance = Text(**text), Tolerance(rtol, atol)
    return lambda stub: Part(number, points, shown, stub, tolerance, Lines(weights, key))


def choice(
    number: str,
    *,
    points: float,
    options: Mapping[str, Text],
    reasons: Mapping[str, Text],
    several: bool = False,
    **text: str,
) -> Callable[[Function], Part]:
    """One letter (or, with `several`, all that apply) and for each option the reason that settles it.

    The answer is `{"answer": "b", "a": reason, "b": reason, ...}`; the letter counts 40 %, the reasons 60 %.
    """
    _require_languages(number, text, {**options, **reasons})
    groups = {
        language: [prose, _list(language, options), REASONS[language], _list(language, reasons)]
        for language, prose in Text(**text).items()
    }
    shown = Text(**{language: "\n\n".join(group) for language, group in groups.items()})
    letters = frozenset(_subsets(list(options))) if several else frozenset(options)
    allowed = {"answer": letters, **dict.fromkeys(options, frozenset(reasons))}
    weights = {"answer": 0.4, **dict.fromkeys(options, 0.6 / len(options))}
    return lambda stub: Part(number, points, shown, stub, lines=Lines(weights, "answer"), allowed=allowed)


def claims(
    number: str, *, points: float, statements: Mapping[str, Text], **text: str
) -> Callable[[Function], Part]:
    """True or false, `{label: bool}`; a wrong one takes away what a right one gives. Only staff see hints."""
    _require_languages(number, text, statements)
    shown = Text(**{lang: f"{prose}\n\n{_list(lang, statements)}" for lang, prose in Text(**text).items()})
    allowed = dict.fromkeys(statements, frozenset({True, False}))
    lines = Lines(dict.fromkeys(statements, 1.0), penalise=True)
    return lambda stub: Part(number, points, shown, stub, lines=lines, allowed=allowed)


def written(number: str, *, points: float, words: tuple[int, int], letters: str = "", **text: str) -> Written:
    """An answer in prose, marked by a person with the `rubric` of its hidden twin."""
    require(str, letters=letters)
    return Written(number, points, Text(**text), words, letters)


def shared(assignment: str, parts: Mapping[str, tuple[str, float]]) -> Shared:
    """Parts that another assignment holds: `shared("hw3_x", {"1.1.1": ("4.1", 2.0)})`."""
    return Shared(assignment, parts)


def variables(**choices: Sequence[int]) -> Variables:
    """Numbers that differ from student to student: `variables(side=(256, 128), kernel=(5, 3))`."""
    for name, each in choices.items():
        if not (isinstance(each, Sequence) and each and all(isinstance(number, int) for number in each)):
            raise ValueError(f"`{name}` is {each!r}, expected whole numbers to draw from, as `{name}=(2, 3)`")
    return Variables(choices)


def law(of: Part, **text: str) -> Callable[[Function], Law]:
    """A property of every right answer: `check(f, rng)` returns two values that must agree, as `f(x), x`."""
    shown = Text(**text)
    return lambda check: Law(of, check, shown)


def example(of: Part, *, digits: int = 6, told: Function = lambda value: value) -> Callable[[Function], Law]:
    """The example in the text of a part: a function without parameters returns its arguments and its value.

    The value has so many digits after the point. Of a dictionary it may hold the entries that the text tells;
    of another value, `told` picks what the text tells.
    """
    require(int, digits=digits)

    def make(tell: Function) -> Law:
        @wraps(tell)
        def check(f: Function, rng: Rng) -> tuple[Any, Any]:
            arguments, value = tell()
            bound = of.signature.bind(**arguments)
            return told(f(*bound.args, **bound.kwargs)), value  # whatever a student calls them

        tolerance = replace(of.tolerance, atol=max(of.tolerance.atol, 10.0**-digits))
        return Law(of, check, EXAMPLE, tolerance)

    return make


def picture(of: Part, **text: str) -> Callable[[Function], Picture]:
    """What the notebook shows: `draw(f, figure)` draws; `f` is None until the part is answered."""
    shown = Text(**text)
    return lambda draw: Picture(of, draw, shown)


def speed(
    of: Part,
    *,
    sizes: tuple[int, int, int],
    unit: Text,
    growth: float,
    within: float | None = 3.0,
    milliseconds: float = 0.0,
    gpu: int = 0,
    **text: str,
) -> Callable[[Function], Speed]:
    """A tenth of a part for its CPU time: `draw(rng, size)` returns the arguments of one timed call.

    @speed(
        pair_sums,
        sizes=(100, 200, 400),
        unit=Text(en="number of points"),
        growth=2,
        within=4,
        en="What makes it slow is a loop over pairs.",
    )
    def points(rng: Rng, size: int) -> dict[str, Any]:
        return {"x": rng.normal(size=size)}
    """
    require(Text, unit=unit)
    require(float, milliseconds=milliseconds)
    require(int, gpu=gpu)
    shown = Text(**text)
    return lambda draw: Speed(of, draw, sizes, unit, shown, growth, within, milliseconds, gpu)


def hidden_law(of: Part, **text: str) -> Callable[[Function], HiddenLaw]:
    """A law of the grader's own: `check(f, rng)` returns two values that must agree; the text is the hint."""
    shown = Text(**text)
    return lambda check: HiddenLaw(of, check, shown)


def reference(of: Part) -> Callable[[Function], Reference]:
    """The right answer: a function of the stub's arguments that returns the right value."""
    return lambda function: Reference(of, function)


def cases(of: Part, *, count: int = 1, edge: bool = False) -> Callable[[Function], Cases]:
    """Inputs of `count` hidden calls: `draw(rng)` returns the arguments of one by their names."""
    require(int, count=count)
    require(bool, edge=edge)
    return lambda draw: Cases(of, draw, count, edge)


def mistake(of: Part, **text: str) -> Callable[[Function], Mistake]:
    """A wrong answer: a function of the stub's arguments that returns a wrong value; the text is its hint."""
    shown = Text(**text)
    return lambda function: Mistake(of, function, shown)


def alternative(of: Part) -> Callable[[Function], Alternative]:
    """Another right answer: a function of the stub's arguments that returns the right value."""
    return lambda function: Alternative(of, function)


def baseline(of: Part) -> Callable[[Function], Baseline]:
    """A right answer without a thought of speed: a function of the stub's arguments, with its value."""
    return lambda function: Baseline(of, function)


def device_reference(of: Part) -> Callable[[Function], DeviceReference]:
    """The right answer in torch: it takes the stub's arguments as tensors and returns a tensor."""
    return lambda function: DeviceReference(of, function)


def follows(of: Part, line: str) -> Callable[[Function], Follows]:
    """A line from the student's own: `function(lines, **arguments)` returns it from the lines before it."""
    return lambda function: Follows(of, line, function)


def rubric(of: Written, *criteria: tuple[float, Text]) -> Rubric:
    """How a written answer is marked: `rubric(of, (2.0, Text(en=...)), ...)`, points and what earns them."""
    for points, text in criteria:
        require(float, points=points)
        require(Text, text=text)
    return Rubric(of, criteria)


def _require_languages(number: str, languages: Mapping[str, str], labelled: Mapping[str, Text]) -> None:
    """Raise ValueError where a part has a text in a language in which one of its options has none."""
    require(Text, **labelled)
    for label, text in labelled.items():
        if lacking := [language for language in languages if language not in text]:
            raise ValueError(f"`{label}` of part {number} has no text in {lacking[0]!r}; write one")


def _list(language: str, texts: Mapping[str, Text]) -> str:
    colon = " :" if language == "fr" else ":"
    return "\n".join(f"- `{label}`{colon} {text[language]}" for label, text in texts.items())


def _subsets(letters: list[str]) -> list[str]:
    """Every set of letters, written in alphabetical order: "", "a", "ab", ..."""
    subsets = [""]
    for letter in sorted(letters):
        subsets += [subset + letter for subset in subsets]
    return subsets
