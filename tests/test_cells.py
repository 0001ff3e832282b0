"""A notebook's cells run as in IPython, a broken cell takes only itself away,
each failure has its name."""

from __future__ import annotations

import inspect
import linecache
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.worker.cells import Notebook

Open = Callable[..., Notebook]


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens notebooks in this process, and gives it back its own main module and sources afterwards."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setattr(linecache, "cache", dict(linecache.cache))

    def opened(*cells: str, given: str = "", parts: tuple[str, ...] = ()) -> Notebook:
        book = Notebook(given, parts)
        for number, cell in enumerate(cells):
            assert book.run(number, cell) == (None, "")
        return book

    return opened


def test_the_namespace_holds_what_a_released_notebook_uses(notebook: Open) -> None:
    book = notebook(
        "assert __name__ == '__main__'",
        "assert check(1, 2, c=3) is None and summary() is None and display('x') is None",
        "assert get_ipython() is None",
        "mean = np.mean([1.0, 3.0])",
        "import __main__\nassert __main__.mean == mean",
    )
    assert book.namespace["mean"] == 2.0


def test_the_given_source_comes_first(notebook: Open) -> None:
    source = "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass Pair:\n    a: int\n    b: int"
    book = notebook("x = Pair(1, b=2)", "class Other: pass", given=source)
    assert list(book.classes) == ["Pair"]
    assert book.namespace["x"] == book.classes["Pair"](1, 2)


def test_a_future_import_holds_in_later_cells(notebook: Open) -> None:
    book = notebook("from __future__ import annotations", "def f(x: not_defined): return x")
    assert book.call("f", {"x": 1}) == ("value", 1)
    assert notebook("def f(x: int): ...").namespace["f"].__annotations__ == {"x": int}


def test_sources_can_be_found(notebook: Open) -> None:
    book = notebook("x = 1\n\ndef f(a):\n    return a  # kept\n", "%time\ndef g(): return 2")
    assert inspect.getsource(book.namespace["f"]) == "def f(a):\n    return a  # kept\n"
    assert inspect.getsource(book.namespace["g"]) == "def g(): return 2\n"


@pytest.mark.parametrize(
    ("cell", "x"),
    [
        ("%matplotlib inline\nx = 1", 1),
        ("x = 1\n!pip install numpy", 1),
        ("!pip install 'it is not closed\nx = 1", 1),
        ("!wget a \\\n  b \\\n  c\nx = 1", 1),
        ("np.mean?\nx = 1", 1),
        ("?np.mean\nx = 1", 1),
        ("x = 1\nx??", 1),
        ("if True:\n    !ls\n    x = 1", 1),
        ("if True:\n\t%cd ..\nx = 1", 1),
        ("x = 1\nfiles = !ls", 1),
        ("x = %timeit -o 1", None),
        ("%time x = 1 + 1", 2),
        ("%%time\nx = 1", 1),
        ("\n%%timeit -n 1\nx = 1", 1),
        ("%%capture out\n%%time\nx = 1", 1),
        ("x = 5 \\\n% 3", 2),
        ("x = '''\n%matplotlib\n!ls?\n'''", "\n%matplotlib\n!ls?\n"),
        ("async def f(): return 3\nx = await f()", 3),
        ("x = 1;", 1),
        ("x = 1\r\n!ls\r\n", 1),
        ("x = 'a\u2028b'", "a\u2028b"),
        ("x = 1\n# why?", 1),
    ],
)
def test_what_ipython_adds_is_repaired_where_it_stops_the_parser(notebook: Open, cell: str, x: Any) -> None:
    assert notebook("x = 0", cell).namespace["x"] == x


@pytest.mark.parametrize("magic", ["bash", "html", "writefile f.py", "javascript", "latex", "script sh"])
def test_a_cell_in_another_language_is_dropped(notebook: Open, magic: str) -> None:
    assert notebook("x = 0", f"%%{magic}\nx = 1").namespace["x"] == 0


def test_line_numbers_stay(notebook: Open) -> None:
    book = notebook()
    assert book.run(0, "\n%%time\n!ls\n\n1 / 0") == ("raised", "line 5: ZeroDivisionError: division by zero")


@given(st.text(alphabet="%!?= ab\n\\'\"(:\t\r\f\u2028", max_size=40))
def test_no_text_is_too_odd(source: str) -> None:
    main = sys.modules["__main__"]
    try:
        problem, detail = Notebook("", ()).run(0, source)
    finally:
        sys.modules["__main__"] = main
    assert (problem is None) == (detail == "")


def test_what_was_defined_before_an_exception_stays(notebook: Open) -> None:
    book = notebook()
    note = book.run(0, "def f(): return 1\nf(\n  2)\ndef g(): return 2")
    assert note == ("raised", "line 2: TypeError: f() takes 0 positional arguments but 1 was given")
    assert book.call("f", {}) == ("value", 1)
    assert book.call("g", {}) == ("fault", "Missing", "", "")


@pytest.mark.parametrize(
    ("cell", "detail"),
    [
        ("raise SystemExit", "line 1: SystemExit"),
        ("\nraise KeyboardInterrupt('now')", "line 2: KeyboardInterrupt: now"),
        ("def f(): return f()\nf()", "line 1: RecursionError: maximum recursion depth exceeded"),
        ("import no_such_module", "line 1: ModuleNotFoundError: No module named 'no_such_module'"),
    ],
)
def test_the_end_of_a_cell_is_told(notebook: Open, cell: str, detail: str) -> None:
    assert notebook().run(0, cell) == ("raised", detail)


def test_an_await_that_really_waits_is_reported(notebook: Open) -> None:
    problem, detail = notebook().run(0, "import asyncio\nawait asyncio.sleep(0)")
    assert problem == "raised"
    assert "a cell awaits something that needs an event loop" in detail


def test_the_functions_beside_a_syntax_error_are_recovered(notebook: Open) -> None:
    book = notebook()
    broken = '''import math
SCALE = (
    2
)

@staticmethod
def first(x):
    """Two times x.

unindented text: def nothing(
    """
    return SCALE * x

def second(x:
    return x

print(undefined_name)
later = undefined_name

async def third(): return 3
class Fourth:
    def g(self): return 4
def fifth(x):
    !ls
    return math.sqrt(x)
'''
    problem, detail = book.run(0, broken)
    assert problem == "syntax"
    assert detail.startswith("line 14: SyntaxError:")
    assert book.call("first", {"x": 3}) == ("value", 6)
    assert book.call("second", {"x": 3}) == ("fault", "Missing", "", "")
    assert book.namespace["Fourth"]().g() == 4
    assert book.call("fifth", {"x": 9.0}) == ("value", 3.0)
    assert book.namespace["fifth"].__code__.co_firstlineno == 23
    assert "later" not in book.namespace


@pytest.mark.parametrize(
    "source",
    ["x = (", "def f(:\n  pass", "\0", "(" * 5000, "-" * 100_000 + "1", "x = '''", "  x", "\\", "0777"],
    ids=range(9),
)
def test_no_cell_is_too_broken(notebook: Open, source: str) -> None:
    problem, detail = notebook().run(0, source)
    assert problem == "syntax"
    assert len(detail) > 5


def test_a_missing_function(notebook: Open) -> None:
    book = notebook("g = 3")
    assert book.call("f", {}) == ("fault", "Missing", "", "")
    assert book.call("g", {}) == ("fault", "Missing", "", "")


def test_the_last_definition_counts(notebook: Open) -> None:
    assert notebook("def f(): return 1", "def f(): return 2").call("f", {}) == ("value", 2)


STUB = "def f(x):\n    '''Text.'''\n    raise NotImplementedError"


@pytest.mark.parametrize(
    "cell",
    [
        STUB,
        STUB + "('part 1')",
        "import functools\n"
        "def same(g):\n    @functools.wraps(g)\n    def inner(*a, **k): return g(*a, **k)\n    return inner\n"
        "@same\n" + STUB,
        STUB.replace("def f", "def h") + "\nf = h",
    ],
    ids=["plain", "message", "decorated", "renamed"],
)
def test_a_stub_is_not_attempted(notebook: Open, cell: str) -> None:
    assert notebook(cell).call("f", {"x": 1}) == ("fault", "NotAttempted", "", "")


def test_a_stub_of_another_part_is_waited_for(notebook: Open) -> None:
    helper = "def helper(): raise NotImplementedError('mine')\ndef h(): return helper()"
    book = notebook(STUB, "def g(x): return f(x) + 1", helper, parts=("f", "g", "h"))
    assert book.call("g", {"x": 1}) == ("fault", "Waiting", "f", "")
    assert book.call("h", {}) == ("fault", "Raised", "NotImplementedError", "mine")


def test_a_librarys_own_refusal_is_no_stub(notebook: Open) -> None:
    native = "ctypes.pythonapi.PyErr_SetString(ctypes.py_object(NotImplementedError), b'no')"
    book = notebook("import ctypes", f"def f(): return {native}")
    assert book.call("f", {}) == ("fault", "Raised", "NotImplementedError", "no")


@pytest.mark.parametrize(
    ("body", "error", "detail"),
    [
        ("1 / 0", "ZeroDivisionError", "division by zero"),
        ("{}['k']", "KeyError", "'k'"),
        ("exit(0)", "SystemExit", "0"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", ""),
        ("f(x)", "RecursionError", "maximum recursion depth exceeded"),
        ("raise Mine('a')", "ValueError", "a"),
        ("raise Silent", "Exception", ""),
        ("raise ValueError('a' * 1000)", "ValueError", "a" * 500),
        ("np.zeros(2) @ np.zeros(3)", "ValueError", None),
        ("g(y=1)", "TypeError", "g() got an unexpected keyword argument 'y'"),
    ],
)
def test_an_exception_goes_by_its_nearest_built_in_name(
    notebook: Open, body: str, error: str, detail: str | None
) -> None:
    book = notebook(
        "class Mine(ValueError): pass",
        "class Silent(Exception):\n    def __str__(self): raise SystemExit",
        f"def g(): pass\ndef f(x): {body}",
    )
    reply = book.call("f", {"x": 1})
    assert reply[:3] == ("fault", "Raised", error)
    assert detail is None or reply[3] == detail


def test_a_built_in_name_cannot_be_borrowed(notebook: Open) -> None:
    book = notebook("class ValueError(ArithmeticError): pass", "def f(): raise ValueError('x')")
    assert book.call("f", {}) == ("fault", "Raised", "ArithmeticError", "x")


@pytest.mark.parametrize("taken", ["*a", "*a, **k", "x, n", "y, m"])
def test_a_wrapper_is_called_as_it_takes_its_arguments(taken: str) -> None:
    names = ", ".join(name.split("=")[0] for name in taken.split(", "))
    wrapped = (
        "import functools\ndef twice(f):\n    @functools.wraps(f)\n"
        f"    def wrapper({taken}):\n        return f({names})\n    return wrapper\n"
    )
    notebook = Notebook("", [])
    for inner in ("x, n", "y, m"):
        notebook.run(0, f"{wrapped}@twice\ndef f({inner}):\n    return {inner.replace(',', ' -')}")
        assert notebook.call("f", {"x": 7, "n": 3}) == ("value", 4)
