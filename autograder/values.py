"""What an assignment is made of: frozen values, no input or output, no registry.

What a student may see (`Part`, `Law`, `Picture`, ...) stands in `assignments/`, what only the grader may see
(`Reference`, `Cases`, `Mistake`, ...) in the file of the same path in `solutions/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from inspect import Signature, signature
from textwrap import dedent
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from autograder.typography import french_spaces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[Any]
Rng: TypeAlias = np.random.Generator
Function: TypeAlias = Callable[..., Any]


class Text(dict[str, str]):
    """The same prose in several languages: `Text(en=..., fr=...)`."""

    def __init__(self, **by_language: str) -> None:
        require(str, **by_language)
        super().__init__({language: dedent(text).strip() for language, text in by_language.items()})
        if "fr" in self:
            self["fr"] = french_spaces(self["fr"])


KINDS = {str: "a text", int: "a whole number", float: "a number", bool: "True or False", Text: "Text(en=...)"}


def require(kind: type, **options: Any) -> None:
    """Raise TypeError where one of these options is of another kind."""
    for name, value in options.items():
        if not isinstance(value, (int, float) if kind is float else kind):
            raise TypeError(f"`{name}` is {value!r}, expected {KINDS[kind]}")


@dataclass(frozen=True)
class Tolerance:
    """`|got - want| <= atol * max(1, |want|) + rtol * |want|`, elementwise.

    It holds for hidden cases, and for the two sides of a law alike.
    """

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

    def __post_init__(self) -> None:
        require(Text, title=self.title, text=self.text)


@dataclass(frozen=True)
class Question:
    """The head of a question file: `question = Question(...)`. `erratum` says what the sheet had wrong.

    Files are read in the order of their numbers: "3" is followed by its sub-questions "3.1", "3.2", ...
    """

    number: str
    title: Text
    text: Text | None = None
    erratum: Text | None = None

    def __post_init__(self) -> None:
        require(Text, title=self.title, text=self.text or Text(), erratum=self.erratum or Text())


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

    @cached_property
    def signature(self) -> Signature:
        """What the stub takes; to ask for it each time takes longer than most calls."""
        return signature(self.stub)


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
    """A property of every right answer: `check(f, rng)` gives two values that agree.

    Within the tolerance of the part, or within its own.
    """

    part: Part
    check: Function
    text: Text
    tolerance: Tolerance | None = None


@dataclass(frozen=True, eq=False)
class Speed:
    """What a right answer may cost. `draw(rng, size)` gives the arguments of one timed call.

    All points for speed need at most `within` times the CPU time of the reference at the last of the three
    `sizes`; where `within` is None, they need a CPU time that grows no faster in the size than with the power
    `growth`. `unit` names the size, `text` what usually makes an answer slow. `milliseconds` is what the
    reference took there on one machine: told to students as a measure, it marks nothing. `gpu` is a size that
    fills a GPU, 0 where none is asked for.
    """

    part: Part
    draw: Function
    sizes: tuple[int, int, int]
    unit: Text
    text: Text
    growth: float
    within: float | None
    milliseconds: float
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
