"""Stops a function of the course that does not end, so that its proof says which one instead of waiting."""

from __future__ import annotations

import signal
from dataclasses import replace
from functools import wraps
from types import FrameType
from typing import Any

from autograder.course import is_owned, spell_kind
from autograder.sheet import Sheet
from autograder.slips import COURSE
from autograder.values import Function

SECONDS = 60.0  # of one call; the slowest of ours takes two
AGAIN = 1.0  # seconds later, should the function catch what stops it
FUNCTIONS = ("check", "draw", "function")  # fields of values that hold one


class Endless(BaseException):
    """A call was stopped. It is no `Exception`, so that nobody takes it for a fault of what was called."""


def limit(sheet: Sheet) -> Sheet:
    """The sheet with functions that raise `Endless` where a call takes too long. For the main thread."""
    units = (replace(unit, values=tuple(map(_limit, unit.values))) for unit in sheet.units)
    return replace(sheet, units=tuple(units))


def _limit(value: Any) -> Any:
    if not is_owned(value):
        return value
    found = {name: _stop_late(value, vars(value)[name]) for name in FUNCTIONS if name in vars(value)}
    return replace(value, **found)


def _stop_late(value: Any, function: Function) -> Function:
    def stop(_: int, frame: FrameType | None) -> None:
        late = f"`{function.__name__}` ({spell_kind(value)}) has not ended after {SECONDS:g} s"
        raise Endless(f"{late}{_find_place(frame)}; end its loop, or take smaller inputs")

    @wraps(function)
    def limited(*args: Any, **kwargs: Any) -> Any:
        if signal.getitimer(signal.ITIMER_REAL)[0]:  # what is called by another one is part of its time
            return function(*args, **kwargs)
        before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, SECONDS, AGAIN)
        try:
            return function(*args, **kwargs)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    return limited


def _find_place(frame: FrameType | None) -> str:
    """The line of the course that was at work."""
    while frame and not COURSE.search(frame.f_code.co_filename):
        frame = frame.f_back
    if frame is None:
        return ""
    *_, found = COURSE.finditer(frame.f_code.co_filename)
    return f", stopped in {found.string[found.start() :]}, line {frame.f_lineno}"
