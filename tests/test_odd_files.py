"""Files of a question with an odd name or encoding, and words of the vocabulary that do nothing there."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from autograder.course import load
from tests.small_course import FOLDER, OTHER, QUESTION, TWIN, make_course, refusal, write


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_course(tmp_path, monkeypatch)


def test_a_name_that_no_import_can_spell_is_refused(root: Path) -> None:
    words = "{!r} is no name for a question {}; call it {}"
    odd = "q02_flow matching.py"
    assert refusal(root, {f"assignments/zz/{odd}": OTHER}) == words.format(
        odd, "file", "q02_flow_matching.py"
    )
    files = {**FOLDER, f"assignments/zz/{odd}": None, "assignments/zz/q01_x/a-b.py": "X = 1"}
    assert refusal(root, files) == words.format("a-b.py", "file", "a_b.py")
    files = {"assignments/zz/q01_x/a-b.py": None, "assignments/zz/q02 flows/__init__.py": OTHER}
    assert refusal(root, files) == words.format("q02 flows", "folder", "q02_flows")


def test_a_file_may_begin_with_a_byte_order_mark(root: Path) -> None:
    write(root, {"assignments/zz/q01_x.py": f"\ufeff{dedent(QUESTION)}"})
    assert len(load("zz", hidden=True).parts) == 1


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_file_in_another_encoding_is_refused(root: Path, encoding: str) -> None:
    (root / "assignments/zz/q01_x.py").write_text(f"# é{dedent(QUESTION)}", encoding=encoding)
    assert refusal(root, {}).removeprefix("assignments/zz/q01_x") in {
        ": it is no UTF-8; save it as UTF-8",
        " does not load: it is no UTF-8; save it as UTF-8",
        " does not load: it holds a null byte; delete it, or save the file as UTF-8",
    }


DEMAND = 'essay = written("1.2", points=1, words=(1, 9), en="Why?")'
ASKED = {"assignments/zz/q01_x.py": f"{QUESTION}\n{DEMAND}\n"}
HINT = "from autograder.question import mistake, rubric"


@pytest.mark.parametrize(
    ("file", "source", "words"),
    [
        (
            "assignments/zz/q01_x.py",
            QUESTION.replace('@law(double, en="It is additive.")', "@law"),
            "`@law` above `additive` in assignments/zz/q01_x is not called; write `@law(part, ...)`",
        ),
        (
            "assignments/zz/q01_x.py",
            QUESTION.replace('@law(double, en="It is additive.")', "@example").replace(" law,", " example,"),
            "`@example` above `additive` in assignments/zz/q01_x is not called; write `@example(part, ...)`",
        ),
        (
            "solutions/zz/q01_x.py",
            f"{TWIN}\n{HINT}\n@mistake\ndef same(x):\n    return x\n",
            "`@mistake` above `same` in solutions/zz/q01_x is not called; write `@mistake(part, ...)`",
        ),
        (
            "solutions/zz/q01_x.py",
            f"{TWIN}\n{HINT}\n@mistake(q.essay, en='No.')\ndef same(x):\n    return x\n",
            "`same` (mistake) is of 1.2, a written answer, which has a rubric only; delete it",
        ),
        (
            "solutions/zz/q01_x.py",
            f"{TWIN}\n{HINT}\nmarks = rubric(q.double)\n",
            "`marks` (rubric) is of 1.1, a function, which has no rubric; delete it",
        ),
    ],
)
def test_what_does_nothing_where_it_stands_is_refused(root: Path, file: str, source: str, words: str) -> None:
    assert refusal(root, {**ASKED, file: source}) == words


def test_a_word_that_several_functions_share_is_not_taken_for_a_bare_one(root: Path) -> None:
    more = """
from autograder.question import law as said
another = said(double, en="Again.")

@another
def again(f, rng):
    return f(0.0), 0.0
"""
    write(root, {"assignments/zz/q01_x.py": QUESTION + more})
    assert len(load("zz", hidden=True).parts) == 1
