"""The student's notebook inside a worker: its cells run in one namespace, its functions are called by name.

IPython's own lines are repaired only where they stop the parser, so that valid Python is never changed.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import dis
import inspect
import linecache
import re
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

DETAIL = 500

KEPT_MAGICS = frozenset({"time", "timeit", "capture", "prun", "memit", "mprun", "lprun"})
_MAGIC_LINE = re.compile(r"^(?P<indent>[ \t]*)(?:[%!?]|\S.*\?\s*$)")
_MAGIC_VALUE = re.compile(r"^(?P<head>[ \t]*[\w.,\s\[\]'\"]+=\s*)[%!]")
_TIMED_STATEMENT = re.compile(r"^(?P<indent>[ \t]*)%time[ \t]+(?P<statement>[^-\s].*)$")
_CONTINUES = re.compile(r"(?:[)\]}#]|(?:else|elif|except|finally)\b)")
_RECOVERED = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
    ast.Assign,
    ast.AnnAssign,
)
_UNREADABLE = (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError)
_LONGEST_STATEMENT = 60
_FUTURES = reduce(or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names))

Code = types.CodeType
Note = tuple[str | None, str]
Reply = tuple[Any, ...]


class Notebook:
    """One submission's namespace."""

    def __init__(self, given: str, parts: Sequence[str]) -> None:
        self.parts = frozenset(parts)
        self.flags = 0
        module = types.ModuleType("__main__")
        sys.modules["__main__"] = module
        self.namespace = module.__dict__
        self.namespace.update(_known_names())
        exec(compile(_register("<given>", given), "<given>", "exec", dont_inherit=True), self.namespace)
        self.classes = {name: value for name, value in self.namespace.items() if isinstance(value, type)}

    def run(self, number: int, source: str) -> Note:
        """Run one cell to its end or its exception: what went wrong, in one word and in detail."""
        name = f"<cell {number}>"
        text = without_cell_magic(source)
        try:
            repaired, code = self.compile(text, name)
        except _UNREADABLE as error:
            for code in self.recover(text, name):
                self.execute(code)
            return "syntax", _where(getattr(error, "lineno", None), error)
        _register(name, repaired)
        raised = self.execute(code)
        return (None, "") if raised is None else ("raised", _where(_line_in(raised, name), raised))

    def compile(self, text: str, name: str) -> tuple[str, Code]:
        """The text as code, each line that only IPython understands replaced where it stops the parser."""
        lines = lines_of(text)
        for _ in range(len(lines) + 1):
            try:
                repaired = "\n".join(lines) + "\n"
                flags = self.flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
                code = compile(repaired, name, "exec", flags, dont_inherit=True)
            except SyntaxError as error:
                row = (error.lineno or 0) - 1
                plain = plain_line(lines[row]) if 0 <= row < len(lines) else None
                if plain is None or plain == lines[row]:
                    raise
                while lines[row].endswith("\\") and row + 1 < len(lines):
                    lines[row], row = plain, row + 1
                    plain = ""
                lines[row] = plain
            else:
                self.flags |= code.co_flags & _FUTURES
                return repaired, code
        raise SyntaxError("the cell cannot be read")

    def execute(self, code: Code) -> BaseException | None:
        """Run code in the namespace; the exception that ended it."""
        try:
            if code.co_flags & inspect.CO_COROUTINE:
                _finish(eval(code, self.namespace))
            else:
                exec(code, self.namespace)
        except BaseException as error:
            return error
        return None

    def recover(self, text: str, name: str) -> Iterator[Code]:
        """The definitions of a broken cell that can be read one by one, at their own line numbers."""
        lines = lines_of(text)
        _register(name, text)
        starts = [row for row, line in enumerate(lines) if line[:1].strip() and not _CONTINUES.match(line)]
        ends = [*starts[1:], len(lines)]
        position = 0
        while position < len(starts):
            for last in range(position, min(position + _LONGEST_STATEMENT, len(starts))):
                code = self.definition(starts[position], lines[starts[position] : ends[last]], name)
                if code is not None:
                    yield code
                    position = last
                    break
            position += 1

    def definition(self, row: int, lines: list[str], name: str) -> Code | None:
        """These lines as code if they are one whole definition, import or assignment."""
        text = "\n" * row + "\n".join(lines) + "\n"
        try:
            repaired, code = self.compile(text, name)
            body = ast.parse(repaired).body
        except _UNREADABLE:
            return None
        return code if body and all(isinstance(statement, _RECOVERED) for statement in body) else None

    def call(self, name: str, arguments: Mapping[str, Any]) -> Reply:
        """Call the student's function: its value, or why there is none."""
        function = self.namespace.get(name)
        if not callable(function):
            return "fault", "Missing", "", ""
        try:
            return "value", apply(function, arguments)
        except BaseException as error:
            return self.fault(name, function, error)

    def fault(self, name: str, function: Any, error: BaseException) -> Reply:
        """Why the call failed, told apart by the function that raised."""
        if isinstance(error, NameError) and error.name in self.parts:
            return "fault", "Waiting", error.name, ""
        code = stub_code(error)
        if code is not None:
            if code.co_name == name or code is getattr(inspect.unwrap(function), "__code__", None):
                return "fault", "NotAttempted", "", ""
            if code.co_name in self.parts:
                return "fault", "Waiting", code.co_name, ""
        return "fault", "Raised", builtin_name(error), text_of(error)


def apply(function: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    """The function's value: arguments go by name, or by position where the student has renamed one."""
    if type(function) is types.FunctionType and arguments.keys() <= _named(function.__code__):
        return function(**arguments)  # as most are: to ask for a signature takes longer than to compute
    try:
        by_name = _takes(function, arguments, follow=True)
        if type(function) is types.FunctionType:  # a wrapper may take less than what it wraps
            by_name = by_name and _takes(function, arguments, follow=False)
    except (TypeError, ValueError):
        by_name = True
    return function(**arguments) if by_name else function(*arguments.values())


def _takes(function: Callable[..., Any], arguments: Mapping[str, Any], follow: bool) -> bool:
    """Whether a function takes these arguments by name, or what it wraps does, if that is followed."""
    parameters = inspect.signature(function, follow_wrapped=follow).parameters
    takes_all = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values())
    return takes_all or arguments.keys() <= parameters.keys()


def _named(code: Code) -> set[str]:
    """The parameters that can be given by name."""
    return set(code.co_varnames[code.co_posonlyargcount : code.co_argcount + code.co_kwonlyargcount])


def lines_of(text: str) -> list[str]:
    """The lines as Python counts them: `str.splitlines` would also end one inside a string."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def without_cell_magic(source: str) -> str:
    """The cell's Python: its body where the magic only measures it, else nothing. Line numbers stay."""
    lines = lines_of(source)
    for row, line in enumerate(lines):
        if not line.strip():
            continue
        if not line.startswith("%%"):
            break
        if line[2:].split(maxsplit=1)[:1] == [] or line[2:].split(maxsplit=1)[0] not in KEPT_MAGICS:
            return ""
        lines[row] = ""
    return "\n".join(lines)


def plain_line(line: str) -> str | None:
    """A Python line in place of an IPython one, None if it is not of that kind."""
    if match := _TIMED_STATEMENT.match(line):
        return match["indent"] + match["statement"]
    if match := _MAGIC_VALUE.match(line):
        return match["head"] + "None"
    if match := _MAGIC_LINE.match(line):
        return match["indent"] + "pass"
    return None


def stub_code(error: BaseException) -> Code | None:
    """The code that says `raise NotImplementedError`. A library's own such error does not count."""
    if not isinstance(error, NotImplementedError) or error.__traceback__ is None:
        return None
    last = error.__traceback__
    while last.tb_next is not None:
        last = last.tb_next
    code = last.tb_frame.f_code
    return code if code.co_code[last.tb_lasti] == dis.opmap["RAISE_VARARGS"] else None


def builtin_name(error: BaseException) -> str:
    """The nearest built-in type of the exception: a class of the student's own could carry a message."""
    for ancestor in type(error).__mro__:
        if getattr(builtins, ancestor.__name__, None) is ancestor:
            return str(ancestor.__name__)
    return "Exception"


def text_of(error: BaseException) -> str:
    """The message of the exception, without trusting that it has one."""
    try:
        return str(error)[:DETAIL]
    except BaseException:
        return ""


def _known_names() -> dict[str, Any]:
    def ignore(*_: Any, **__: Any) -> None:
        """Accept anything: the released notebook calls this to show the student a result."""

    known = {"check": ignore, "summary": ignore, "display": ignore, "get_ipython": ignore}
    modules = {"np": sys.modules.get("numpy"), "torch": sys.modules.get("torch")}
    return known | {name: module for name, module in modules.items() if module is not None}


def _register(name: str, text: str) -> str:
    """Let tracebacks and `inspect.getsource` find the text."""
    linecache.cache[name] = (len(text), None, [line + "\n" for line in lines_of(text)], name)
    return text


def _finish(waiting: Any) -> None:
    """Run a cell with a top-level `await`, as far as that needs no event loop: sockets are refused here."""
    for _ in waiting.__await__():
        raise RuntimeError("a cell awaits something that needs an event loop, which the grader does not run")


def _line_in(error: BaseException, name: str) -> int | None:
    line, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == name:
            line = step.tb_lineno
        step = step.tb_next
    return line


def _where(line: int | None, error: BaseException) -> str:
    text = getattr(error, "msg", None) if isinstance(error, SyntaxError) else text_of(error)
    place = f"line {line}: " if line else ""
    return f"{place}{type(error).__name__}: {text or ''}".rstrip(": ")[:DETAIL]
