"""The vocabulary of an assignment: frozen values, no input or output, no registry.

A decorator returns the value that it describes; `course` collects the values of a module in the order of
its file. What a student may see (`part`, `law`, `picture`, ...) stands in `assignments/`, what only the
grader may see (`reference`, `cases`, `mistake`, ...) in the file of the same path in `solutions/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import dedent
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from autograder.typography import french_spaces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[Any]
Rng: TypeAlias = np.random.Generator
Function: TypeAlias = Callable[..., Any]

REASONS = {"en": "Reasons to choose from:", "fr": "Raisons au choix :", "ru": "Возможные причины:"}


class Text(dict[str, str]):
    """The same prose in several languages: `Text(en=..., fr=...)`."""

    def __init__(self, **by_language: str) -> None:
        super().__init__({language: dedent(text).strip() for language, text in by_language.items()})
        if "fr" in self:
            self["fr"] = french_spaces(self["fr"])


@dataclass(frozen=True)
class Tolerance:
    """`|got - want| <= atol * max(1, |want|) + rtol * |want|`, elementwise."""

    rtol: float = 1e-6
    atol: float = 1e-9


@dataclass(frozen=True)
class Lines:
    """How an answer that is a dictionary of named lines is scored.

    `weights` gives each line its share, in the order in which the lines are read. Without the `key` line at
    most half of the part is given. With `penalise`, a wrong line takes away what a right one gives.
    """

    weights: Mapping[str, float]
    key: str | None = None
    penalise: bool = False


@dataclass(frozen=True)
class Assignment:
    """What the `__init__.py` of an assignment says about it: `assignment = Assignment(...)`.

    An `exam` is handed out in two modes: for practice, and without checks, pictures and hints.
    """

    title: Text
    source: str
    text: Text
    exam: bool = False


@dataclass(frozen=True)
class Question:
    """The head of a question file: `question = Question(...)`. `erratum` says what the sheet had wrong.

    Files are read in the order of their numbers: "3" is followed by its sub-questions "3.1", "3.2", ...
    """

    number: str
    title: Text
    text: Text | None = None
    erratum: Text | None = None


@dataclass(frozen=True, eq=False)
class Part:
    """One graded function. `stub` is exactly what the student receives.

    `allowed` is not empty for a choice: what may stand under each key of the answer.
    """

    number: str
    points: float
    text: Text
    stub: Function
    tolerance: Tolerance = Tolerance()
    lines: Lines | None = None
    allowed: Mapping[str, frozenset[Any]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.stub.__name__


@dataclass(frozen=True, eq=False)
class Written:
    """A Markdown answer which a person marks; the machine checks its form only.

    `letters` are the points that it must take up, each in a paragraph that begins with `(a)`, `(b)`, ...
    """

    number: str
    points: float
    text: Text
    words: tuple[int, int]
    letters: str = ""

    @property
    def name(self) -> str:
        return f"written_{self.number.replace('.', '_')}"


@dataclass(frozen=True, eq=False)
class Law:
    """A property of every right answer: `check(f, rng)` gives two values that agree."""

    part: Part
    check: Function
    text: Text


@dataclass(frozen=True, eq=False)
class Speed:
    """What a right answer may cost. `draw(rng, size)` gives the arguments of one timed call.

    All points for speed need at most `within` times the CPU time of the reference at the last of the three
    `sizes`; where `within` is None, they need a CPU time that grows no faster in the size than with the power
    `growth`. `unit` names the size, `text` what usually makes an answer slow. `gpu` is a size that fills a
    GPU, 0 where none is asked for.
    """

    part: Part
    draw: Function
    sizes: tuple[int, int, int]
    unit: Text
    text: Text
    growth: float
    within: float | None
    gpu: int


@dataclass(frozen=True, eq=False)
class HiddenLaw:
    """A law that only the grader knows; `text` tells a student whose answer breaks it what is wrong."""

    part: Part
    check: Function
    text: Text


@dataclass(frozen=True, eq=False)
class Picture:
    """`draw(f, figure)` draws what the student's function does; `f` is None until it is attempted."""

    part: Part
    draw: Function
    text: Text


@dataclass(frozen=True, eq=False)
class Reference:
    """The right answer of a part; for a witness, one right answer."""

    part: Part
    function: Function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The right value, for the other functions of a hidden file to build on."""
        return self.function(*args, **kwargs)


@dataclass(frozen=True, eq=False)
class Cases:
    """`draw(rng)` gives the keyword arguments of one hidden call; drawn `count` times.

    An `edge` case asks for care at extremes (overflow, empty input), not for the idea of the part.
    """

    part: Part
    draw: Function
    count: int = 1
    edge: bool = False


@dataclass(frozen=True, eq=False)
class Mistake:
    """A known wrong answer: the grader must fail it, and `text` is the hint for the student who makes it."""

    part: Part
    function: Function
    text: Text


@dataclass(frozen=True, eq=False)
class Alternative:
    """Another right answer (other algorithm, library or style) that the grader must pass."""

    part: Part
    function: Function


@dataclass(frozen=True, eq=False)
class Baseline:
    """A right answer that is written without a thought of speed. One as slow earns nothing for speed."""

    part: Part
    function: Function


@dataclass(frozen=True, eq=False)
class DeviceReference:
    """The right answer in operations of torch, tensors in and out, wherever these tensors lie."""

    part: Part
    function: Function


@dataclass(frozen=True, eq=False)
class Follows:
    """What `line` must be, given the student's own earlier lines: an error is not punished twice.

    `function(lines, **arguments)` computes the line from the lines that stand before it.
    """

    part: Part
    line: str
    function: Function


@dataclass(frozen=True, eq=False)
class Rubric:
    """How a person marks a written answer: points and what earns them."""

    part: Written
    criteria: tuple[tuple[float, Text], ...]


@dataclass(frozen=True, eq=False)
class Shared:
    """Parts of another assignment that stand here, too: their number there, and number and points here."""

    assignment: str
    parts: Mapping[str, tuple[str, float]]


@dataclass(frozen=True, eq=False)
class Variables:
    """Numbers in the statements of a question, drawn for each student from what each may be.

    The first is the sheet's own. A text names one as `<<side>>`. A hidden function takes those that it needs
    as further keyword arguments.
    """

    choices: Mapping[str, Sequence[int]]


def part(
    number: str, *, points: float, rtol: float = 1e-6, atol: float = 1e-9, **text: str
) -> Callable[[Function], Part]:
    """A part that is a function of numbers."""
    return lambda stub: Part(number, points, Text(**text), stub, Tolerance(rtol, atol))


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
    weights = dict(lines) if isinstance(lines, Mapping) else dict.fromkeys(lines, 1.0)
    return lambda stub: Part(number, points, Text(**text), stub, Tolerance(rtol, atol), Lines(weights, key))


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
    """Statements that are true or false, `{label: bool}`; a wrong one takes away what a right one gives."""
    shown = Text(**{lang: f"{prose}\n\n{_list(lang, statements)}" for lang, prose in Text(**text).items()})
    allowed = dict.fromkeys(statements, frozenset({True, False}))
    lines = Lines(dict.fromkeys(statements, 1.0), penalise=True)
    return lambda stub: Part(number, points, shown, stub, lines=lines, allowed=allowed)


def written(number: str, *, points: float, words: tuple[int, int], letters: str = "", **text: str) -> Written:
    """An answer in prose, marked by a person with the `rubric` of its hidden twin."""
    return Written(number, points, Text(**text), words, letters)


def shared(assignment: str, parts: Mapping[str, tuple[str, float]]) -> Shared:
    """Parts that another assignment holds: `shared("hw3_x", {"1.1.1": ("4.1", 2.0)})`."""
    return Shared(assignment, parts)


def variables(**choices: Sequence[int]) -> Variables:
    """Numbers that differ from student to student: `variables(side=(256, 128), kernel=(5, 3))`."""
    return Variables(choices)


def law(of: Part, **text: str) -> Callable[[Function], Law]:
    return lambda check: Law(of, check, Text(**text))


def picture(of: Part, **text: str) -> Callable[[Function], Picture]:
    return lambda draw: Picture(of, draw, Text(**text))


def speed(
    of: Part,
    *,
    sizes: tuple[int, int, int],
    unit: Text,
    growth: float,
    within: float | None = 3.0,
    gpu: int = 0,
    **text: str,
) -> Callable[[Function], Speed]:
    """A tenth of a part for its CPU time: `@speed(f, sizes=(8, 16, 32), unit=Text(...), growth=2)`."""
    return lambda draw: Speed(of, draw, sizes, unit, Text(**text), growth, within, gpu)


def hidden_law(of: Part, **text: str) -> Callable[[Function], HiddenLaw]:
    return lambda check: HiddenLaw(of, check, Text(**text))


def reference(of: Part) -> Callable[[Function], Reference]:
    return lambda function: Reference(of, function)


def cases(of: Part, *, count: int = 1, edge: bool = False) -> Callable[[Function], Cases]:
    return lambda draw: Cases(of, draw, count, edge)


def mistake(of: Part, **text: str) -> Callable[[Function], Mistake]:
    return lambda function: Mistake(of, function, Text(**text))


def alternative(of: Part) -> Callable[[Function], Alternative]:
    return lambda function: Alternative(of, function)


def baseline(of: Part) -> Callable[[Function], Baseline]:
    return lambda function: Baseline(of, function)


def device_reference(of: Part) -> Callable[[Function], DeviceReference]:
    return lambda function: DeviceReference(of, function)


def follows(of: Part, line: str) -> Callable[[Function], Follows]:
    return lambda function: Follows(of, line, function)


def rubric(of: Written, *criteria: tuple[float, Text]) -> Rubric:
    return Rubric(of, criteria)


def _list(language: str, texts: Mapping[str, Text]) -> str:
    colon = " :" if language == "fr" else ":"
    return "\n".join(f"- `{label}`{colon} {text[language]}" for label, text in texts.items())


def _subsets(letters: list[str]) -> list[str]:
    """Every set of letters, written in alphabetical order: "", "a", "ab", ..."""
    subsets = [""]
    for letter in sorted(letters):
        subsets += [subset + letter for subset in subsets]
    return subsets
