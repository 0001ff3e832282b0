"""What an error in the course's own files says, and the line of the course where it was raised."""

from __future__ import annotations

import re
from inspect import signature
from traceback import FrameSummary, extract_tb

from autograder import question as vocabulary
from autograder.messages import LANGUAGES

COURSE = re.compile(r"\b(assignments|solutions)/")
PUBLIC = re.compile(r"\bassignments/")
HIDDEN = re.compile(r"(from|import)\s+solutions\b")
BEFORE = re.compile(rf".*(?={COURSE.pattern})")
ENCODED = re.compile(r"\(unicode error\) 'utf-8'")


def describe_error(error: BaseException) -> str:
    """What an error in the course's own code says, and the line of the course where it was raised."""
    if ENCODED.match(str(error)):
        return "it is no UTF-8; save it as UTF-8"
    if "null bytes" in str(error):
        return "it holds a null byte; delete it, or save the file as UTF-8"
    if isinstance(error, SyntaxError):
        return f"{BEFORE.sub('', str(error.filename))}, line {error.lineno}: {error.msg}"
    frames = [frame for frame in extract_tb(error.__traceback__) if COURSE.search(frame.filename)]
    for frame in frames:
        if PUBLIC.search(frame.filename) and HIDDEN.match(frame.line or ""):
            return f"{_place(frame)}`{frame.line}` takes what is hidden; move it to a public file"
    where = _place(frames[-1]) if frames else ""
    if isinstance(error, ModuleNotFoundError) and error.name:
        ours = error.name.partition(".")[0] in ("assignments", "solutions")
        return f"{where}no module {error.name}; {'' if ours else 'install it or '}mend the import"
    if isinstance(error, SystemExit):
        return f"{where}it ends the program; delete `exit()`"
    if options := _list_options(error):
        return f"{where}{error}; {options}"
    return f"{where}{type(error).__name__}: {error}"


def _list_options(error: BaseException) -> str:
    """What a word of the vocabulary takes that was called in another way, "" if the error is another one."""
    called = re.match(r"(\w+)(?:\.__init__)?\(\)", str(error))
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename == vocabulary.__file__]
    name = frames[0].name if frames else called[1] if called else ""
    if not isinstance(error, TypeError) or name not in vocabulary.__all__:
        return ""
    parameters = signature(getattr(vocabulary, name)).parameters.values()
    texts = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
    options = [parameter.name for parameter in parameters if parameter.kind is not parameter.VAR_KEYWORD]
    options += [f"texts by language ({', '.join(LANGUAGES)})"] * texts
    return f"`{name}` takes {', '.join(options)}"


def _place(frame: FrameSummary) -> str:
    return f"{BEFORE.sub('', frame.filename)}, line {frame.lineno}: "
