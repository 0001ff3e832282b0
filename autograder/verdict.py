"""What a check finds out: of which kind it is, where, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from autograder.messages import Message
from autograder.pattern import find_pattern
from autograder.values import Tolerance


class Kind(Enum):
    """What was found. All are failures but AGREES, what did not run, and a right answer that is SLOW."""

    AGREES = "agrees"
    NOT_ATTEMPTED = "not attempted"
    WAITING = "waiting"
    NOT_RUN = "not run"
    RAISES = "raises"
    OVERRAN = "overran"
    DIED = "died"
    TYPE = "type"
    SHAPE = "shape"
    NON_FINITE = "not finite"
    VALUES = "values"
    SLOW = "slow"


BLANK = {Kind.NOT_ATTEMPTED, Kind.WAITING, Kind.NOT_RUN}  # there is nothing to judge


@dataclass(frozen=True)
class Verdict:
    """What a comparison found. `message` may hold values of both sides; `pattern` never does.

    `where` is the key or index of the value at fault inside what the function returned; `got` and `want` are
    its two arrays, where there are two.
    """

    kind: Kind
    message: Message
    where: str = ""
    got: Any = None
    want: Any = None
    tolerance: Tolerance = Tolerance()

    @property
    def ok(self) -> bool:
        return self.kind is Kind.AGREES

    @property
    def line(self) -> str:
        """The line of a derivation, or the key, at which `where` begins."""
        return self.where.partition(".")[0]

    @property
    def named(self) -> str:
        """`where`, unless it is an index: that of a law's own pair says nothing to a student."""
        return "" if self.where.startswith("[") else self.where

    @property
    def pattern(self) -> Message | None:
        """What the error has in common everywhere, if anything."""
        with np.errstate(all="ignore"):
            return None if self.got is None else find_pattern(self.got, self.want, self.tolerance)


AGREES = Verdict(Kind.AGREES, Message("passed"))
