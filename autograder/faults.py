"""Why a student's function gave no value. Raised by whatever calls it, read by `checking`."""

from __future__ import annotations


class Failure(Exception):
    """The grader itself cannot go on: nothing follows about what it is asked to judge."""


class Fault(Exception):
    """A student's function gave no value that could be compared."""


class Missing(Fault):
    """The submission defines no function of this name."""


class NotAttempted(Fault):
    """The function still raises `NotImplementedError`, as its stub does."""


class Waiting(Fault):
    """The function calls another part that is not attempted yet."""

    def __init__(self, needed: str) -> None:
        super().__init__(needed)
        self.needed = needed


class Raised(Fault):
    """The function raised.

    `error` is the name of a built-in exception type and safe to show anywhere; `detail` was written by the
    student's code and may be shown only where that code has not yet seen a hidden input. `line` is
    that of its cell, where it is known.
    """

    def __init__(self, error: str, detail: str = "", line: int | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.detail = detail
        self.line = line


class Overran(Fault):
    """The function used more time than a part may use."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Died(Fault):
    """The process that ran the function ended (exit, crash, out of memory)."""


class Incomplete(Fault):
    """The function of a derivation returned no such line."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


class Unsendable(Fault):
    """The function returned something that is neither numbers, text, nor a collection of them.

    `kind` is one of the fixed words of `autograder.worker.wire`.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind
