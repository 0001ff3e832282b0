"""Runs a check against a function and says what was found, whatever the function does.

The function is a plain one in the student's notebook and in our own tests, and a proxy to the sandbox in the
grader; the checks are the same.
"""

from __future__ import annotations

import builtins
import inspect
import traceback
import warnings
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from copy import deepcopy
from dataclasses import is_dataclass, replace
from typing import Any
from zlib import crc32

import numpy as np

from autograder import faults
from autograder.compare import NOTHING, compare
from autograder.messages import Message, message
from autograder.question import EXAMPLE
from autograder.values import Function, HiddenLaw, Law, Part
from autograder.verdict import AGREES, BLANK, Kind, Verdict
from autograder.worker import plain

SCALARS = (bool, int, float, complex, str)

_is_quiet: ContextVar[bool] = ContextVar("_is_quiet", default=False)  # to be so twice takes time


def check_laws(laws: Sequence[Law], function: Function) -> Iterator[tuple[Law, Verdict]]:
    """Whether the function obeys each law of a part; of several examples it is said which one fails."""
    examples = [law for law in laws if law.text == EXAMPLE]
    for law in laws:
        verdict = check_law(law, function)
        if law in examples and len(examples) > 1 and not (verdict.ok or verdict.kind in BLANK):
            which = {"number": examples.index(law) + 1, "count": len(examples), "found": verdict.message}
            verdict = replace(verdict, message=message("example {number} of {count}: {found}", **which))
        yield law, verdict


def check_law(law: Law | HiddenLaw, function: Function) -> Verdict:
    """Whether the two sides of the law agree for this function, on numbers that are always the same."""
    rng = np.random.default_rng(crc32(f"{law.part.name}.{law.check.__name__}".encode()))
    given = set[bool]()

    def ask(*args: Any, **kwargs: Any) -> Any:
        value = function(*args, **kwargs)
        given.add(value is None)
        _require_lines(law.part, value)
        return value

    def check() -> Verdict:
        left, right = law.check(ask, rng)
        own = law.tolerance if isinstance(law, Law) else None
        verdict = compare(left, right, own or law.part.tolerance)
        if _is_untrue(verdict) and law.text != EXAMPLE:
            return replace(verdict, message=message("what is returned does not have this property"))
        return verdict

    verdict = judge(check)
    # What a law cannot compute with has no words of its own: that nothing was returned is the reason.
    return Verdict(Kind.TYPE, message(NOTHING)) if verdict.kind is Kind.TYPE and True in given else verdict


def _is_untrue(verdict: Verdict) -> bool:
    """Whether a law asks for nothing but True: then its sides are no values of the student's to show."""
    asked = np.asarray(verdict.want)
    return verdict.kind is Kind.VALUES and asked.dtype == bool and bool(asked.all())


def _require_lines(part: Part, value: Any) -> None:
    """Raise `Incomplete` where a derivation lacks a line: all must be there before a law looks at one."""
    lines = value if isinstance(value, Mapping) else {}
    for line in part.lines.weights if part.lines else ():
        if lines.get(line, ...) is ... or lines[line] is None:
            raise faults.Incomplete(line)


def judge(check: Callable[[], Verdict]) -> Verdict:
    """The verdict of a check, or the fault that kept the function from giving a value."""
    try:
        with quiet():
            return check()
    except faults.Failure:
        raise
    except faults.Fault as fault:
        return Verdict(*_describe(fault))
    except ImportError as error:
        needed = error.name or str(error)
        return Verdict(Kind.NOT_RUN, message("not tried: it needs {name}, which is not here", name=needed))
    except Exception:  # a law that cannot even compute with the value: its form is wrong
        template = (
            "what is returned has not the form that the question asks for;"
            " see the description in the function"
        )
        return Verdict(Kind.TYPE, message(template))


def quiet() -> AbstractContextManager[None]:
    """Without numpy's warnings and others: a student's function may compute what it likes."""
    return nullcontext() if _is_quiet.get() else _quieten()


@contextmanager
def _quieten() -> Iterator[None]:
    token = _is_quiet.set(True)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            _is_quiet.reset(token)


def shield(function: Function | None, parts: Collection[str] = ()) -> Function:
    """The function of this process, with whatever it raises turned into a fault; it gets copies to change."""

    def call(*args: Any, **kwargs: Any) -> Any:
        if function is None:
            raise faults.Missing
        try:
            value = function(*deepcopy(args), **deepcopy(kwargs))
        except NotImplementedError as error:
            raise _unfinished(error, function.__name__, parts) from error
        except Exception as error:
            if isinstance(error, NameError) and error.name in parts:
                raise faults.Waiting(str(error.name)) from error
            raise faults.Raised(_builtin_name(error), str(error), _find_line(function, error)) from error
        if _is_blank(value):
            raise faults.NotAttempted
        return _to_numpy(value)

    return call


def _to_numpy(value: Any) -> Any:
    """The value as the sandbox hands it over, or the fault that it is there: the same rules hold in both."""
    try:
        return _simplify(value)
    except plain.Unsendable as error:
        raise faults.Unsendable(error.kind) from error


def _simplify(value: Any) -> Any:
    if isinstance(value, dict):
        plain.require_keys(value)
        return {key: _simplify(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return (list if isinstance(value, list) else tuple)(map(_simplify, value))
    if isinstance(value, set | frozenset):
        return type(value)(plain.list_members(value))
    if plain.is_tensor(value):
        return plain.from_tensor(value)
    if isinstance(value, np.ndarray | np.generic) and not isinstance(value, str):
        numbers = plain.to_numbers(np.asarray(value))
        return numbers if isinstance(value, np.ndarray) else numbers[()]
    if type(value) is int:
        plain.require_exact([value])
    if not (value is None or value is ... or isinstance(value, SCALARS) or is_dataclass(value)):
        generator = "generator" if isinstance(value, Iterator) else "unknown type"
        raise faults.Unsendable("function" if callable(value) else generator)
    return value


def _unfinished(error: NotImplementedError, name: str, parts: Collection[str]) -> faults.Fault:
    innermost = traceback.extract_tb(error.__traceback__)[-1].name
    return faults.Waiting(innermost) if innermost in parts and innermost != name else faults.NotAttempted()


def _find_line(function: Function, error: BaseException) -> int | None:
    """The last line of the function's own file, or cell, on the way to the error."""
    file = getattr(getattr(inspect.unwrap(function), "__code__", None), "co_filename", None)
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return lines[-1] if lines else None


def _builtin_name(error: BaseException) -> str:
    names: list[str] = [
        cls.__name__ for cls in type(error).__mro__ if vars(builtins).get(cls.__name__) is cls
    ]
    return names[0]


def _is_blank(value: Any) -> bool:
    """Whether nothing was filled in: `...`, or a dictionary of nothing but `...`."""
    return value is ... or (isinstance(value, dict) and bool(value) and all(v is ... for v in value.values()))


# What the wire cannot carry, by its own words for it.
UNSENDABLE = {
    "function": "a function",
    "generator": "a generator",
    "object array": "an array of objects",
    "unknown type": "an object of another kind",
    "too large": "too many numbers",
    "too deep": "a nest that is too deep",
    "integer too large": "an integer beyond int64, or beyond 2**53 beside floats",
}


def _describe(fault: faults.Fault) -> tuple[Kind, Message]:
    match fault:
        case faults.NotAttempted():
            return Kind.NOT_ATTEMPTED, message("not attempted")
        case faults.Missing():
            return Kind.NOT_ATTEMPTED, message(
                "not found: no function of this name is defined; keep the name, and run its cell"
            )
        case faults.Waiting(needed=needed):
            return Kind.WAITING, message(
                "waiting for {needed}, which this function calls;"
                " answer that part, run its cell, then this one",
                needed=needed,
            )
        case faults.Raised(error=error, detail=detail, line=int(line)):
            words = "raised {error} in line {line} of its cell: {detail}"
            return Kind.RAISES, message(words, error=error, line=line, detail=detail)
        case faults.Raised(error=error, detail=detail):
            return Kind.RAISES, message("raised {error}: {detail}", error=error, detail=detail)
        case faults.Overran(seconds=seconds):
            return Kind.OVERRAN, message(
                "stopped after {seconds} s: too slow, or a loop without end", seconds=seconds
            )
        case faults.Incomplete(line=line):
            return Kind.TYPE, message("the line `{line}` is missing from what is returned", line=line)
        case faults.Unsendable(kind=kind):
            return Kind.TYPE, message(
                "what is returned cannot be compared: {kind}; return numbers, arrays of numbers or text",
                kind=message(UNSENDABLE[kind]),
            )
    return Kind.DIED, message("the process ended while the function ran (exit, crash or out of memory)")


def check_form(part: Part, function: Function) -> Verdict:
    """Whether the answer to a choice is filled in with what may stand there; never whether it is right."""

    def check() -> Verdict:
        answer = spell(part, function())
        if not isinstance(answer, Mapping):
            return compare(answer, dict.fromkeys(part.allowed))
        given = {key: answer.get(key) for key in part.allowed}
        if blank := [f"`{key}`" for key, value in given.items() if value is ... or value is None]:
            return Verdict(Kind.TYPE, message("not filled in: {keys}", keys=", ".join(blank)))
        misfits = [_misfit(key, given[key], allowed) for key, allowed in part.allowed.items()]
        return next((Verdict(Kind.TYPE, found) for found in misfits if found is not None), AGREES)

    return judge(check)


def spell(part: Part, answer: Any) -> Any:
    """The answer to a choice with its letters in order, nothing between, however they were written."""
    if not (part.allowed and isinstance(answer, Mapping)):
        return answer
    return {key: _spell_letters(value, part.allowed.get(key, ())) for key, value in answer.items()}


def _spell_letters(value: Any, allowed: Collection[Any]) -> Any:
    listed = isinstance(value, str | list | tuple | set | frozenset)
    if not (listed and all(isinstance(each, str) for each in [*value, *allowed])):
        return value
    if "" not in allowed and any(len(option) > 1 for option in allowed):
        return value  # words, not letters
    letters = sorted(set("".join(value).lower()) - set(" ,;.()"))
    options = {option.lower(): option for option in allowed}
    return options.get("".join(letters), value)


def _misfit(key: str, value: Any, allowed: Collection[Any]) -> Message | None:
    if isinstance(value, Hashable) and value in allowed:
        return None
    if allowed == {True, False}:
        return message("`{key}` must be True or False", key=key)
    if "" in allowed:  # any number of letters
        template = "`{key}` is {value}, expected letters like `ab`"
        return message(template, key=key, value=repr(value)[:40])
    words = "`{key}` is {value}, which is none of: {allowed}"
    return message(words, key=key, value=repr(value)[:40], allowed=", ".join(sorted(filter(None, allowed))))
