"""What is asked of a notebook's functions beforehand: written once for all notebooks, and sent together.

An exchange with a worker takes longer than most functions do. So what does not depend on any answer is asked
for in one exchange: hidden cases, and of the laws the calls that they would make of every function.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.case import HiddenCase, quietly, reference_of
from autograder.checking import check_law
from autograder.faults import Overran
from autograder.sandbox import Session
from autograder.sheet import Sheet
from autograder.speed import Timed
from autograder.values import Function, Law, Part

MOST = 10_000  # calls of the laws of a part: one that waits for a right value may never end
Given = Callable[..., Any]  # gives what a function has given, or raises the fault that it had


class Calls:
    """The calls of one sheet as frames."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._of_cases: dict[tuple[HiddenCase, ...], list[bytes]] = {}
        self._of_laws: dict[Part, list[bytes]] = {}

    def of_cases(self, session: Session, part: Part, cases: tuple[HiddenCase, ...]) -> list[bytes]:
        """The hidden calls of a part, in the order of its cases."""
        if cases not in self._of_cases:
            arguments = [part.signature.bind(**case.arguments).arguments for case in cases]
            self._of_cases[cases] = [session.write_call(part.name, each) for each in arguments]
        return self._of_cases[cases]

    def of_laws(self, session: Session, part: Part) -> list[bytes]:
        """The calls that the public laws of a part make whatever the function gives."""
        if part.allowed:
            return [session.write_call(part.name, {})]
        if part not in self._of_laws:
            self._of_laws[part] = self._find(session, part)
        return self._of_laws[part]

    def _find(self, session: Session, part: Part) -> list[bytes]:
        """What the laws ask two functions alike, ours and one whose values are others: no value of ours."""
        reference = reference_of(self.sheet.unit_of[part], part)
        ours = self._listen(session, part, reference)
        others = self._listen(session, part, lambda **arguments: _change(reference(**arguments)))
        return list((Counter(ours) & Counter(others)).elements())

    def _listen(self, session: Session, part: Part, function: Function) -> list[bytes]:
        """The calls that the public laws make of a function of this process."""
        heard: list[bytes] = []

        def answer(*args: Any, **kwargs: Any) -> Any:
            arguments = part.signature.bind(*args, **kwargs).arguments
            heard.append(session.write_call(part.name, arguments))
            if len(heard) == MOST:
                raise Overran(0.0)
            return quietly(function, arguments)

        for law in self.sheet.unit_of[part].of(Law, part):
            check_law(law, answer)
        return heard


def _change(value: Any) -> Any:
    """A value of the same form in which nothing is as it was, nor near it: a law may ask for one more."""
    if isinstance(value, Mapping):
        return {key: _change(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(map(_change, value))
    if isinstance(value, str):
        return value[::-1] + "?"
    if not isinstance(value, np.ndarray | np.generic | bool | int | float | complex):
        return None
    numbers: Any = np.asarray(value)
    if numbers.dtype.kind in "biu":
        return ~numbers if numbers.dtype.kind == "b" else 3 * numbers + 1
    return np.where(np.isfinite(numbers), 3 * numbers + 1.3, 0.5)


def connect(
    session: Session, part: Part, calls: Sequence[bytes] = (), given: Sequence[Given] | None = None
) -> Function:
    """The student's function in the sandbox as a function of this process.

    Each of these calls is not made again, if there is what they have given.
    """
    known = defaultdict[bytes, deque[Given]](deque)
    for made, answer in zip(calls, given or (), strict=given is not None):
        known[made].append(answer)

    def call(*args: Any, **kwargs: Any) -> Any:
        arguments = part.signature.bind(*args, **kwargs).arguments
        answers = known.get(session.write_call(part.name, arguments)) if known else None
        return answers.popleft()() if answers else session.call(part.name, arguments)

    return call


def clocked(session: Session, part: Part) -> Timed:
    """The student's function in the sandbox, with the time of each call."""
    function = connect(session, part)
    return lambda arguments: (function(**arguments), session.lap())
