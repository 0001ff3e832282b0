"""The solution of a notebook, run: its names for the tests, its functions as if they were in the sandbox.

What runs here is the instructor's own code, which is trusted.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import os
import random
import sys
from collections.abc import Iterable, Iterator
from time import process_time
from typing import Any

import numpy as np

from autograder.adopt.program import Program
from autograder.adopt.statements import Statement, write_function
from autograder.checking import quiet, shield
from autograder.faults import Raised
from autograder.values import Function
from autograder.worker import wire

LIBRARIES = {"numpy", "scipy", "torch", "matplotlib", *sys.stdlib_module_names}  # of the grader
WORDS = {"function": "a function", "unknown type": "an object that is neither numbers nor text"}


class Failure(Exception):
    """A test cannot be taken over; the message says why."""


class World:
    """The names that the solution and the tests need, after the statements that make them have run."""

    def __init__(self, program: Program, names: Iterable[str]) -> None:
        self.names: dict[str, Any] = {"np": np, "__name__": "notebook"}
        self.missing: dict[str, str] = {}
        for statement in program.needs(names):
            if reason := self._run(statement):
                self.missing |= {name: reason for name in statement.binds if name not in self.names}

    def _run(self, statement: Statement) -> str:
        """Run a statement; why it failed."""
        if unknown := _unknown_library(statement.node):
            return f"cell {statement.cell} imports {unknown}, which the grader does not have"
        try:
            with calm():
                exec(compile(statement.text, f"<cell {statement.cell}>", "exec"), self.names)
        except Exception as error:
            return f"cell {statement.cell}, line {statement.line} raises {describe(error)}"
        return ""

    def define(self, parameters: str, lines: list[str]) -> Function:
        """A function of these lines, with the names of the notebook around it."""
        names = dict(self.names)
        exec(compile(write_function("check", parameters, lines), "<check>", "exec"), names)
        function: Function = names["check"]
        return function

    def explain(self, error: Exception) -> str:
        """What went wrong in a check, and where it began."""
        text = f"{error} {getattr(error, 'detail', '')}"
        if isinstance(error, NameError) or getattr(error, "error", "") == "NameError":
            for name, reason in self.missing.items():
                if f"'{name}'" in text:
                    return reason
        if isinstance(error, Raised):
            return f"the solution raises {error.error}: {error.detail}"
        return f"it raises {describe(error)}"


def describe(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).split(chr(10))[0][:120]}"


@contextlib.contextmanager
def calm() -> Iterator[None]:
    """Without warnings, printed text and windows."""
    os.environ.setdefault("MPLBACKEND", "Agg")
    with quiet(), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


def _unknown_library(node: ast.stmt) -> str:
    modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    modules += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
    return next((module for module in modules if module.split(".")[0] not in LIBRARIES), "")


class Distant:
    """The solution's function as if it ran in the sandbox: only numbers reach it, and its own random state.

    It counts its calls and their CPU seconds, and notes the kinds of values by the names of the parameters.
    `tensors` is "Tensor" or "tuple" after it gave a tensor or several: they come to the other side as arrays.
    """

    def __init__(self, function: Function, as_arrays: bool) -> None:
        self.calls = 0
        self.seconds = 0.0
        self.kinds: dict[str, set[str]] = {}
        self._signature = inspect.signature(function)
        self.tensors = ""
        self._plain = function
        self._function = shield(self._note) if as_arrays else self._note

    def _note(self, **given: Any) -> Any:
        value = self._plain(**given)
        first = value[0] if isinstance(value, tuple) and value else value
        if type(first).__name__ in {"Tensor", "Parameter"}:
            self.tensors = "Tensor" if first is value else "tuple"
        return value

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        given = send(dict(self._signature.bind(*args, **kwargs).arguments), tensors=True)
        with other_random_state():
            started = process_time()
            value = send(self._function(**given))
            self.seconds += process_time() - started
        for name, one in {**given, "return": value}.items():
            self.kinds.setdefault(name, set()).add(_kind(one))
        return value


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return "Array"
    kind = type(value).__name__
    return kind if kind in {"int", "float", "bool", "str", "list", "dict", "tuple"} else "Any"


def send(value: Any, tensors: bool = False) -> Any:
    """The value as it arrives at the other side of the sandbox; with `tensors`, at the student's."""
    try:
        frame = memoryview(b"".join(wire.encode(value)))
    except wire.Unsendable as error:
        raise Failure(
            f"it sends {WORDS.get(error.kind, error.kind)} to the sandbox or back; ask for numbers or text"
        ) from None

    def read(buffer: memoryview) -> None:
        nonlocal frame
        buffer[:], frame = frame[: len(buffer)], frame[len(buffer) :]

    return wire.receive(read, tensors=tensors)


@contextlib.contextmanager
def other_random_state() -> Iterator[None]:
    """A state of the global generators that the caller has not chosen, and its own again afterwards."""
    torch = sys.modules.get("torch")
    states = np.random.get_state(), random.getstate()
    of_torch = torch.get_rng_state() if torch else None
    scatter()
    try:
        yield
    finally:
        np.random.set_state(states[0])
        random.setstate(states[1])
        if torch:
            torch.set_rng_state(of_torch)


def scatter() -> None:
    """Seed the global generators with what nobody knows."""
    value = int.from_bytes(os.urandom(4), "big")
    np.random.seed(value)
    random.seed(value)
    if torch := sys.modules.get("torch"):
        torch.manual_seed(value)
