"""What an instructor gets wrong in the files of a question is told in one sentence, by all that load them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from autograder.course import CourseError, find_orphans, load, read_secret
from autograder.imports import find_imports
from autograder.scaffold import write_question
from autograder.source import order_modules
from tests.small_course import (
    FOLDER,
    HEAD,
    OTHER,
    QUESTION,
    TWIN,
    TWIN_OF_Y,
    VARYING,
    make_course,
    refusal,
    write,
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_course(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "files", [{}, {**FOLDER, "solutions/zz/q01_x.py": TWIN.replace("q.d", "q.double.d")}]
)
def test_a_sound_question_loads(root: Path, files: dict[str, str | None]) -> None:
    write(root, files)
    sheet = load("zz", hidden=True)
    assert [part.number for part in sheet.parts] == ["1.1"]
    assert find_orphans("zz") == []


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {"assignments/zz/q01_x.py": None, "assignments/zz/q01_x/double.py": QUESTION},
            "assignments/zz/q01_x has no __init__.py; write one with `question = Question(...)`",
        ),
        (
            {"solutions/zz/q01_x.py": None, "solutions/zz/q01_x/double.py": TWIN},
            "solutions/zz/q01_x has no __init__.py; write one",
        ),
        (
            {"assignments/zz/q01_x/__init__.py": HEAD},
            "both assignments/zz/q01_x.py and assignments/zz/q01_x/ are there; delete one",
        ),
        (
            {"solutions/zz/q01_x/__init__.py": TWIN},
            "both solutions/zz/q01_x.py and solutions/zz/q01_x/ are there; delete one",
        ),
    ],
)
def test_half_a_folder_is_refused(root: Path, files: dict[str, str | None], words: str) -> None:
    assert refusal(root, files) == words
    with pytest.raises(CourseError, match=re.escape(words)):
        find_orphans("zz")


def test_an_empty_folder_is_no_reason_to_delete_the_twin(root: Path) -> None:
    write(root, {"assignments/zz/q01_x.py": None})
    (root / "assignments/zz/q01_x").mkdir()
    with pytest.raises(CourseError, match=r"assignments/zz/q01_x has no __init__\.py"):
        find_orphans("zz")


def test_what_python_leaves_of_a_deleted_question_is_none(root: Path) -> None:
    (root / "assignments/zz/q02_y/__pycache__").mkdir(parents=True)
    assert len(load("zz", hidden=True).units) == 1


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {"assignments/zz/q01_x.py": f"{QUESTION}\nimport numpi"},
            "assignments/zz/q01_x does not load: assignments/zz/q01_x.py, line 13: no module numpi; "
            "install it or mend the import",
        ),
        (
            {"solutions/zz/q01_x.py": f"import solutions.zz.q09\n{TWIN}"},
            "solutions/zz/q01_x does not load: solutions/zz/q01_x.py, line 1: no module solutions.zz.q09; "
            "mend the import",
        ),
        (
            {"assignments/zz/__init__.py": "import numpi"},
            "assignments/zz does not load: assignments/zz/__init__.py, line 1: no module numpi; "
            "install it or mend the import",
        ),
        (
            {"assignments/zz/q01_x.py": QUESTION.replace('Question("1"', "Question(1")},
            'q01_x: the number 1 is no text; write "1"',
        ),
        (
            {"assignments/zz/__init__.py": ""},
            "assignments/zz/__init__.py has no head; add `assignment = Assignment(...)`",
        ),
        (
            {**FOLDER, "solutions/zz/q01_x.py": TWIN},
            "`solution` (reference) belongs to no part of question 1; "
            "decorate it with the part, `q.file.part` where the question is a folder",
        ),
        (
            {"solutions/zz/q01_x.py": TWIN_OF_Y, "assignments/zz/q02_y.py": OTHER},
            "`solution` (reference) belongs to no part of question 1; "
            "decorate it with the part, `q.file.part` where the question is a folder",
        ),
    ],
)
def test_a_file_that_does_not_load_or_belong_is_named(
    root: Path, files: dict[str, str | None], words: str
) -> None:
    assert refusal(root, files) == words


@pytest.mark.parametrize(
    ("line", "full"),
    [
        ("from . import EPS", "from assignments.zz.q01_x import EPS"),
        ("from .more import X as Y", "from assignments.zz.q01_x.more import X as Y"),
        ("from .. import q01_x", "from assignments.zz import q01_x"),
        ("import assignments.zz.q01_x as me", "from assignments.zz import q01_x as me"),
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_an_import_that_no_notebook_can_follow_is_refused(
    root: Path, line: str, full: str, inside: bool
) -> None:
    more = f"def f():\n    {line}" if inside else line
    files = {**FOLDER, "assignments/zz/q01_x/more.py": f"X = 1\n{more}\n"}
    assert refusal(root, files) == (
        f"assignments/zz/q01_x/more: line {2 + inside}: write `{full}`; a notebook cannot follow `{line}`"
    )


def test_a_circle_of_imports_is_refused(root: Path) -> None:
    double = str(FOLDER["assignments/zz/q01_x/double.py"])
    files = {
        **FOLDER,
        "assignments/zz/q01_x/__init__.py": f"{HEAD}\nfrom assignments.zz.q01_x.double import double",
        "assignments/zz/q01_x/double.py": f"from assignments.zz.q01_x import EPS\n{double}",
    }
    circle = "assignments.zz.q01_x -> assignments.zz.q01_x.double -> assignments.zz.q01_x"
    assert refusal(root, files) == (
        f"assignments/zz/q01_x: imports itself ({circle}); move what they share to a file of its own"
    )


def test_hidden_files_may_import_each_other_in_a_circle(root: Path) -> None:
    twin = "from solutions.zz.q01_x import EPS\n" + TWIN
    head = "EPS = 1\nfrom solutions.zz.q01_x.double import solution"
    write(root, {"solutions/zz/q01_x.py": None, "solutions/zz/q01_x/__init__.py": head})
    write(root, {"solutions/zz/q01_x/double.py": twin})
    assert len(load("zz", hidden=True).parts) == 1
    module = sys.modules["solutions.zz.q01_x"]
    assert find_imports(module) == ("solutions.zz.q01_x.double",)
    assert {found.__name__ for found in order_modules([module])} >= {"solutions.zz.q01_x.double"}


@pytest.mark.parametrize("question", ["q01_x", "q02_y"])
def test_a_twin_may_import_parts_by_name(root: Path, question: str) -> None:
    name = "double" if question == "q01_x" else "twice"
    write(root, {"assignments/zz/q02_y.py": OTHER, "solutions/zz/q02_y.py": TWIN_OF_Y})
    imports = f"from assignments.zz.{question} import {name}, additive, question"
    write(root, {"solutions/zz/q01_x.py": f"{imports}\n{TWIN}"})
    unit, _ = load("zz", hidden=True).units
    assert [item.number for item in unit.items] == ["1.1"]
    assert unit.question.number == "1"
    assert len({id(value) for value in unit.values}) == len(unit.values)


@pytest.mark.parametrize(
    "line",
    [
        "from solutions.zz import q01_x",
        "import solutions.zz.q01_x",
        "from solutions import zz",
        "importlib.import_module('solutions.zz.q01_x')",
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_what_is_hidden_is_not_packed_into_a_notebook(root: Path, line: str, inside: bool) -> None:
    more = f"def f():\n    {line}" if inside else f"if False:\n    {line}"
    write(root, {**FOLDER, "assignments/zz/q01_x/more.py": more})
    with pytest.raises(CourseError) as refused:
        load("zz", hidden=False)
    taken = "'solutions.zz.q01_x'" if "importlib" in line else line
    hidden = f"`{taken}` takes what is hidden; move it to a public file"
    assert str(refused.value) == f"assignments/zz/q01_x/more: line 2: {hidden}"


def test_a_syntax_error_is_named_with_its_file_and_line(root: Path) -> None:
    words = "solutions/zz/q01_x does not load: solutions/zz/q01_x.py, line 1: invalid syntax"
    assert refusal(root, {"solutions/zz/q01_x.py": "def lambda(x):\n    pass\n"}) == words


def test_a_twin_that_its_own_question_imports_is_named_there(root: Path) -> None:
    line = "from solutions.zz.q01_x import solution"
    place = "assignments/zz/q01_x.py, line 1: "
    assert refusal(root, {"assignments/zz/q01_x.py": line + QUESTION}).endswith(
        f"{place}`{line}` takes what is hidden; move it to a public file"
    )


def test_a_text_may_speak_of_solutions(root: Path) -> None:
    text = "`x` has 'solutions. and more' in 'solutions.pdf'"
    write(root, {"assignments/zz/q01_x.py": QUESTION.replace("Double it.", text)})
    assert len(load("zz", hidden=True).parts) == 1


@pytest.mark.parametrize("kind", ["assignments", "solutions"])
def test_a_file_that_ends_the_program_is_named(root: Path, kind: str) -> None:
    source = {"assignments": QUESTION, "solutions": TWIN}[kind]
    words = f"{kind}/zz/q01_x does not load: {kind}/zz/q01_x.py, line 2: it ends the program; delete `exit()`"
    assert refusal(root, {f"{kind}/zz/q01_x.py": f"import sys\nsys.exit(0)\n{source}"}) == words


@pytest.mark.parametrize("secret", ['""', '" "', "'\\t'"])
def test_an_empty_secret_is_refused(root: Path, secret: str) -> None:
    words = 'the secret of zz is empty; write one, `secret = "..."` in solutions/zz/__init__.py'
    assert refusal(root, {"solutions/zz/__init__.py": f"secret = {secret}"}) == words
    with pytest.raises(CourseError, match="is empty"):
        read_secret("zz")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Double it.", "<<dimm>>", "<<dimm>> in the text of part 1.1 is no variable"),
        ('en="One"', 'en="<<dimm>>"', "<<dimm>> in the title of question 1 is no variable"),
        ("It is additive.", "<<dim>> <<n>>", "<<n>> in the text of a law to part 1.1 is no variable"),
    ],
)
def test_a_mark_that_names_no_variable_is_refused(root: Path, old: str, new: str, words: str) -> None:
    public = QUESTION.replace(old, new)
    there = "; there are: dim, layers"
    assert refusal(root, {"assignments/zz/q01_x.py": public + VARYING}) == words + there


@pytest.mark.parametrize(
    ("text", "broken"), [("$n = <<dim>$", "<<dim>$"), ("<< dim >> or", "<<"), ("<<dim>> > dim>>", "dim>>")]
)
def test_what_is_half_a_mark_is_refused(root: Path, text: str, broken: str) -> None:
    words = f"`{broken}` in the text of part 1.1 is no mark; write one as <<dim>>"
    public = QUESTION.replace("Double it.", text) + VARYING
    assert refusal(root, {"assignments/zz/q01_x.py": public}) == words


def test_code_may_shift_bits(root: Path) -> None:
    write(root, {"assignments/zz/q01_x.py": QUESTION.replace("Double it.", "`x << 1`") + VARYING})
    assert len(load("zz", hidden=True).parts) == 1


def test_a_mark_in_a_question_without_variables_is_refused(root: Path) -> None:
    public = QUESTION.replace("Double it.", "<<dim>>")
    words = "<<dim>> in the text of part 1.1 is no variable; there are: none"
    assert refusal(root, {"assignments/zz/q01_x.py": public}) == words


def test_a_written_answer_is_asked_for_with_the_numbers_of_the_student(root: Path) -> None:
    asked = 'essay = written("1.2", points=1, words=(1, 9), en="Why <<dim>>?")'
    write(root, {"assignments/zz/q01_x.py": f"{QUESTION}{VARYING}{asked}"})
    (essay,) = load("zz", hidden=True).written
    assert essay.text["en"] == "Why 1?"


@pytest.mark.parametrize("name", ["q06_x", "q1_x"])
def test_a_new_question_is_named_without_a_number(root: Path, name: str) -> None:
    words = f"the question is called '{name}'; leave out '{name[:-1]}', its number is found"
    with pytest.raises(CourseError, match=re.escape(words)):
        write_question(root, "zz", name)


MORE = "more = variables(layers=(3,), dim={})\n"


def test_a_variable_that_two_lists_are_drawn_from_is_named(root: Path) -> None:
    words = "q01_x draws `dim` from two lists of numbers; rename one of the variables"
    assert refusal(root, {"assignments/zz/q01_x.py": QUESTION + VARYING + MORE.format((2, 1))}) == words


def test_a_variable_may_be_named_twice_with_the_same_list(root: Path) -> None:
    write(root, {"assignments/zz/q01_x.py": QUESTION + VARYING + MORE.format((1, 2))})
    assert load("zz", hidden=True).varies
