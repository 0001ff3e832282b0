"""Old nbgrader notebooks become sheets: what is taken over, how it grades, and what is said of the rest."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import assignments
import solutions
from autograder.adopt import Adoption, adopt, find_faults
from autograder.adopt.cells import Cell, Role, parse_code, read_cells
from autograder.adopt.claims import find_claims
from autograder.adopt.outline import make_outline
from autograder.adopt.randomness import seed
from autograder.adopt.statements import find_names
from autograder.course import CourseError, Sheet, load
from autograder.grading import Course
from autograder.record import Report
from autograder.targets.gradescope import pack
from autograder.targets.student import write_notebook
from tests.test_gradescope import check_schema, lay_out, run

ROOT = Path(__file__).parent.parent
SAMPLES = Path(__file__).parent / "samples_adopt"
LANGUAGES = {"softmax_regression": "en", "numbers": "en", "estimators": "en", "probabilites": "fr"}
every_sample = pytest.mark.parametrize("name", LANGUAGES)


@dataclass(frozen=True)
class Adopted:
    """A sample after it was taken over, in a course of its own."""

    root: Path
    adoption: Adoption
    sheet: Sheet
    cells: list[Cell]

    def read(self, kind: str) -> str:
        """The source of all files of a kind: `assignments` or `solutions`."""
        files = sorted((self.root / kind / self.sheet.name).glob("*.py"))
        return "\n".join(file.read_text("utf-8") for file in files)


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Adopted]]:
    """All samples, taken over into a course that has no other sheet."""
    root = tmp_path_factory.mktemp("course")
    (root / "autograder").symlink_to(ROOT / "autograder")
    with pytest.MonkeyPatch.context() as patch:
        for package in (assignments, solutions):
            folder = root / package.__name__
            folder.mkdir()
            (folder / "__init__.py").write_bytes(Path(str(package.__file__)).read_bytes())
            patch.setattr(package, "__path__", [str(folder)])
        yield {name: take_over(root, name) for name in LANGUAGES}


def take_over(root: Path, name: str) -> Adopted:
    source = SAMPLES / f"{name}.ipynb"
    adoption = adopt(root, source, language=LANGUAGES[name])
    return Adopted(root, adoption, load(name, hidden=True), read_cells(source))


@every_sample
def test_what_is_taken_over_and_what_is_not_is_said_word_for_word(
    adopted: dict[str, Adopted], name: str
) -> None:
    assert f"{adopted[name].adoption.report}\n" == (SAMPLES / f"{name}.txt").read_text("utf-8")


@every_sample
def test_the_solution_passes_its_own_tests_and_the_stub_does_not(
    adopted: dict[str, Adopted], name: str
) -> None:
    assert find_faults(adopted[name].sheet) == []


@every_sample
def test_no_line_that_nbgrader_hides_is_public(adopted: dict[str, Adopted], name: str) -> None:
    numbered = [
        (cell, number, line.strip())
        for cell in adopted[name].cells
        for number, line in enumerate(cell.source.split("\n"), 1)
    ]
    shown = {line for cell, number, line in numbered if number not in cell.hidden}
    heads = tuple(f"def {part.name}(" for part in adopted[name].sheet.parts)
    hidden = {line for cell, number, line in numbered if number in cell.hidden and not line.startswith(heads)}
    secret = {line for line in hidden - shown if len(line) > 12}
    assert len(secret) > 3
    public = adopted[name].read("assignments")
    assert sorted(line for line in secret if line in public) == []


def right_cells(sample: Adopted) -> list[str]:
    """The code that the notebook gives, and its solutions, as a student may hand them in."""
    own = [cell for cell in sample.cells if cell.code and cell.role in {Role.GIVEN, Role.ANSWER}]
    return [*(parse_code(cell.source) or "" for cell in own), FUNCTIONS.get(sample.sheet.name, "")]


# Where the notebook asked for a value, the sheet asks for a function.
FUNCTIONS = {
    "numbers": """
import math

def phi():
    return (1 + math.sqrt(5)) / 2

def fibonacci(n):
    return round(phi() ** n / math.sqrt(5))
"""
}
WRONG = {
    "softmax_regression": (
        "import numpy as np\ndef softmax(z):\n    return np.exp(z) / np.exp(z).sum()",
        {"softmax", "cross_entropy", "loss_gradient", "fit"},  # they call the wrong softmax
    ),
    "numbers": (
        "def triangular(n):\n    return [k * k for k in range(1, n + 1)]",
        {"triangular", "tetrahedral"},
    ),
    "estimators": (
        "def standardise(x, eps=0):\n    return (x - x.mean(dim=0)) / x.std(dim=0)",
        {"standardise"},
    ),
    "probabilites": ("def esperance(n, p):\n    return n * p * (1 - p)", {"esperance"}),
}


def fill(sample: Adopted, cells: list[str]) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(write_notebook(sample.sheet, sample.sheet.languages[0]))
    if cells:
        notebook["cells"] = [c for c in notebook["cells"] if c["metadata"]["autograder"]["role"] != "stub"]
    notebook["cells"][2:2] = [
        {"cell_type": "code", "execution_count": None, "id": f"own-{number}", "metadata": {}, "outputs": [],
         "source": source}
        for number, source in enumerate(cells)
    ]  # fmt: skip
    return notebook


@pytest.fixture(scope="module")
def reports(
    adopted: dict[str, Adopted], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Report]]:
    """What a right, an untouched and a wrong submission of each sheet get."""
    return {name: grade(adopted[name], tmp_path_factory.mktemp(name)) for name in LANGUAGES}


def grade(sample: Adopted, folder: Path) -> dict[str, Report]:
    right = right_cells(sample)
    submissions = {"right": right, "untouched": [], "wrong": [*right, WRONG[sample.sheet.name][0]]}
    with Course(sample.sheet.name, secrets=[sample.root / "solutions"]) as course:
        made = {}
        for who, cells in submissions.items():
            path = folder / f"{who}.ipynb"
            path.write_text(json.dumps(fill(sample, cells)), encoding="utf-8")
            made[who] = course.grade(path)
        return made


@every_sample
def test_a_right_submission_gets_full_marks(reports: dict[str, dict[str, Report]], name: str) -> None:
    right = reports[name]["right"]
    assert [part.name for part in right.parts if part.score < part.points] == []


@every_sample
def test_an_untouched_submission_gets_nothing(reports: dict[str, dict[str, Report]], name: str) -> None:
    untouched = reports[name]["untouched"]
    assert untouched.score == 0
    assert {part.kind.value for part in untouched.parts} == {"not attempted"}


@every_sample
def test_a_wrong_submission_loses_the_parts_that_are_wrong(
    reports: dict[str, dict[str, Report]], name: str
) -> None:
    wrong = reports[name]["wrong"]
    assert {part.name for part in wrong.parts if part.score < part.points} == WRONG[name][1]
    assert all(part.score <= part.points / 2 for part in wrong.parts if part.name in WRONG[name][1])


@every_sample
def test_the_student_notebook_is_valid(adopted: dict[str, Adopted], name: str) -> None:
    sheet = adopted[name].sheet
    text = write_notebook(sheet, sheet.languages[0])
    nbformat.validate(nbformat.reads(text, 4))  # type: ignore[no-untyped-call]


def test_right_answers_pass_every_public_check_in_a_kernel(adopted: dict[str, Adopted]) -> None:
    sample = adopted["softmax_regression"]
    text = json.dumps(fill(sample, right_cells(sample)))
    notebook = nbformat.reads(text, 4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=120).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    shown = [output.data["text/markdown"] for output in outputs if "text/markdown" in output.get("data", {})]
    assert "- ✔ **passed** · `softmax(z).shape` = `(2, 2)`: one probability for each score" in shown[0]
    assert "4 of 4 parts obey their public laws." in shown[-1]
    assert not any("✘" in text or "○" in text for text in shown)


def test_the_zip_grades_in_the_container(adopted: dict[str, Adopted], tmp_path: Path) -> None:
    sample = adopted["softmax_regression"]
    archive = pack(sample.sheet, sample.root, tmp_path / "zip", "en")
    container = lay_out(archive, tmp_path)
    (container / "submission" / "mine.ipynb").write_text(json.dumps(fill(sample, right_cells(sample))))
    results = run(container)
    check_schema(results)
    assert results["score"] == 12


def test_files_look_as_if_a_person_had_written_them(adopted: dict[str, Adopted]) -> None:
    root = adopted["numbers"].root
    assert (root / "assignments/numbers/q02_part_b.py").read_text("utf-8") == PUBLIC
    assert (root / "solutions/numbers/q02_part_b.py").read_text("utf-8") == HIDDEN


PUBLIC = '''\
"""Question 2: Part B

Source: adopted from numbers.ipynb, cell 8.
"""

# Code from the notebook stands as it is.
# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from typing import Any

from autograder.question import law, part
from autograder.values import Function, Question, Rng, Text


question = Question(number="2", title=Text(en="Part B"))


@part(
    "2.1",
    points=2,
    en="Use `triangular` in a function for the sum of the first `n` triangular numbers.",
)
def tetrahedral(n: int) -> int:
    """What part 2.1 asks for."""
    raise NotImplementedError


@law(tetrahedral, en="`tetrahedral(n) == expected`")
def cell_9_line_2(tetrahedral: Function, rng: Rng) -> tuple[Any, Any]:
    lefts, rights = [], []
    for n in (1, 2, 5):
        expected = n * (n + 1) * (n + 2) // 6
        lefts.append(tetrahedral(n))
        rights.append(expected)
    return lefts, rights
'''
HIDDEN = '''\
"""Hidden twin of question 2."""

# Code from the notebook stands as it is.
# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from solutions.numbers.q01_part_a import triangular
from assignments.numbers import q02_part_b as q
from autograder.question import hidden_law, reference


@reference(q.tetrahedral)
def tetrahedral(n):
    """The sum of the first n triangular numbers."""
    return sum(triangular(n))


cell_9_line_2 = hidden_law(q.tetrahedral, **q.cell_9_line_2.text)(q.cell_9_line_2.check)
'''


def test_a_mark_scheme_becomes_a_rubric(adopted: dict[str, Adopted]) -> None:
    hidden = adopted["softmax_regression"].read("solutions")
    assert '(2, Text(en="2 points: points far on the right side are punished"))' in hidden
    assert '(1, Text(en="1 point: no probabilities"))' in hidden


def test_inputs_that_are_not_seeded_are_drawn_from_the_generator_of_the_check(
    adopted: dict[str, Adopted],
) -> None:
    assert "scores = rng.normal(size=(5, 4))" in adopted["softmax_regression"].read("assignments")


def notebook(*cells: tuple[str, str, dict[str, Any]]) -> str:
    made = [
        {"cell_type": kind, "source": source, "metadata": {"nbgrader": meta} if meta else {}}
        for kind, source, meta in cells
    ]
    return json.dumps({"cells": made, "nbformat": 4, "nbformat_minor": 5, "metadata": {}})


ANSWER = {"grade": False, "solution": True, "grade_id": "a"}
TESTS = {"grade": True, "solution": False, "grade_id": "t", "points": 1}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("%PDF", "old.ipynb cannot be read as a notebook ("),
        ("{}", "old.ipynb has no cells; save it in Jupyter as a notebook of format 4"),
        (
            notebook(("code", "1 + 1", {})),
            "old.ipynb has no solution cells; expected an nbgrader source notebook, not the released one",
        ),
        (
            notebook(("code", "### BEGIN SOLUTION\nx = 1", ANSWER)),
            "cell 1, line 1: BEGIN SOLUTION has no END SOLUTION; add it",
        ),
        (
            notebook(("code", "### BEGIN SOLUTION\n### END HIDDEN TESTS", ANSWER)),
            "cell 1, line 2: END HIDDEN TESTS is out of place, "
            "expected each BEGIN to have an END before the next",
        ),
        (
            notebook(("code", "def law(x):\n    return x", ANSWER), ("code", "assert law(1) == 1", TESTS)),
            "cell 1 defines `law`, which is a word of question files; give it another name in the notebook",
        ),
        (
            notebook(("code", "class A:\n    pass", ANSWER), ("code", "assert A()", TESTS)),
            "nothing of old.ipynb can be taken over\ncell 1, line 1: `A`: none of its tests could be taken",
        ),
    ],
)
def test_what_will_not_do_is_refused_and_nothing_is_written(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "old.ipynb").write_text(text)
    with pytest.raises(CourseError) as refused:
        adopt(tmp_path, tmp_path / "old.ipynb")
    assert str(refused.value).startswith(words)
    assert [path.name for path in tmp_path.iterdir()] == ["old.ipynb"]


@pytest.mark.parametrize(
    ("name", "language", "words"),
    [
        ("Old Sheet", "en", "the sheet is called 'Old Sheet'; expected lower-case words with underscores"),
        ("old", "de", "the language is 'de', expected one of: en, fr, ru"),
        ("taken", "en", "solutions/taken exists already; choose another name"),
    ],
)
def test_a_name_or_language_that_will_not_do_is_refused(
    tmp_path: Path, name: str, language: str, words: str
) -> None:
    (tmp_path / "solutions" / "taken").mkdir(parents=True)
    with pytest.raises(CourseError) as refused:
        adopt(tmp_path, SAMPLES / "numbers.ipynb", name, language)
    assert str(refused.value) == words


@pytest.mark.parametrize(
    ("assertion", "left", "right", "tolerance"),
    [
        ("assert f(2) == 4", "f(2)", "4", (0, 0)),
        ("assert 4 == f(2), 'four'", "4", "f(2)", (0, 0)),
        ("assert f(3)", "f(3)", "True", (0, 0)),
        ("assert not f(3)", "f(3)", "False", (0, 0)),
        ("assert f(1) is None", "f(1)", "None", (0, 0)),
        ("assert abs(f(1) - 2) < 1e-3", "f(1)", "2", (0, 1e-3)),
        ("assert 0.01 >= np.max(np.abs(f(x) - y))", "f(x)", "y", (0, 0.01)),
        ("assert np.allclose(f(x), y, atol=1e-4)", "f(x)", "y", (1e-5, 1e-4)),
        ("assert (f(x) == y).all()", "f(x)", "y", (0, 0)),
        ("assert np.isclose(f(x), y).all()", "f(x)", "y", (1e-5, 1e-8)),
        ("assert math.isclose(f(1), 2, rel_tol=1e-3)", "f(1)", "2", (1e-3, 0)),
        ("assert round(f(1), 2) == 0.33", "f(1)", "0.33", (0, 0.005)),
        ("assert f(1) == pytest.approx(2.0, abs=0.1)", "f(1)", "2.0", (1e-6, 0.1)),
        ("np.testing.assert_allclose(f(x), y)", "f(x)", "y", (1e-7, 0)),
        ("np.testing.assert_almost_equal(f(x), y, 3)", "f(x)", "y", (0, 1.5e-3)),
        ("assert_equal(f(x), y)", "f(x)", "y", (0, 0)),
        ("assert_true(f(x))", "f(x)", "True", (0, 0)),
        ("torch.testing.assert_close(f(x), y, rtol=0.1, atol=0.2)", "f(x)", "y", (0.1, 0.2)),
    ],
)
def test_an_assertion_has_two_sides_and_a_tolerance(
    assertion: str, left: str, right: str, tolerance: tuple[float, float]
) -> None:
    (claim,) = find_claims(ast.parse(assertion).body[0])
    assert claim.left is not None
    assert claim.right is not None
    assert (ast.unparse(claim.left), ast.unparse(claim.right)) == (left, right)
    assert (claim.tolerance.rtol, claim.tolerance.atol) == pytest.approx(tolerance)


@pytest.mark.parametrize(
    "assertion", ["assert f(1) > 2", "assert 0 < f(1) < 1", "assert f(1) != f(2)", "assert f(1) < f(2)"]
)
def test_other_assertions_are_one_condition(assertion: str) -> None:
    (claim,) = find_claims(ast.parse(assertion).body[0])
    assert claim.left is None
    assert f"assert {ast.unparse(claim.truth)}" == assertion


def test_each_conjunct_is_a_claim_of_its_own() -> None:
    claims = find_claims(ast.parse("assert f(1) == 2 and f(2) == 3").body[0])
    assert [ast.unparse(claim.truth) for claim in claims] == ["f(1) == 2", "f(2) == 3"]


@pytest.mark.parametrize("code", ["print(f(1))", "x = f(1)", "np.allclose(f(x), y)", "f(1)"])
def test_what_does_not_assert_claims_nothing(code: str) -> None:
    assert find_claims(ast.parse(code).body[0]) == []


@pytest.mark.parametrize(
    ("lines", "seeded"),
    [
        (["x = np.random.rand()"], ["x = rng.random()"]),
        (["x = np.random.randn(3, 2)"], ["x = rng.normal(size=(3, 2))"]),
        (["x = np.random.randint(0, 9, size=4)"], ["x = rng.integers(0, 9, size=4)"]),
        (["np.random.seed(1)", "x = np.random.rand()"], ["np.random.seed(1)", "x = np.random.rand()"]),
        (["x = torch.randn(3)"], ["torch.manual_seed(0)", "x = torch.randn(3)"]),
        (["x = np.random.default_rng(1).normal()"], ["x = np.random.default_rng(1).normal()"]),
    ],
)
def test_random_inputs_can_be_repeated(lines: list[str], seeded: list[str]) -> None:
    assert seed(lines) == seeded


@pytest.mark.parametrize(
    ("code", "binds", "uses"),
    [
        ("x = y + 1", {"x"}, {"y"}),
        ("x += 1", {"x"}, {"x"}),
        ("for i in xs:\n    total = i\n    print(total)", {"i", "total"}, {"xs", "print"}),
        ("def f(x):\n    return g(x) + [y for y in z][0]", {"f"}, {"g", "z"}),
        ("x = [k for k in ks]", {"x"}, {"ks"}),
        ("x = [a * k for k in ks if k > k0], k", {"x"}, {"a", "ks", "k0", "k"}),
        ("from math import comb as choose, pi", {"choose", "pi"}, set()),
    ],
)
def test_names_of_a_statement(code: str, binds: set[str], uses: set[str]) -> None:
    assert tuple(map(set, find_names(code))) == (binds, uses)


def make_text(number: int, source: str) -> Cell:
    return Cell(number, Role.TEXT, False, source)


def test_headings_become_questions_and_what_stands_before_them_the_introduction() -> None:
    cells = [
        make_text(1, "# Sheet\n\nWelcome."),
        make_text(2, "## Question 1: Sums (3 points)\n\nAdd."),
        Cell(3, Role.ANSWER, True, "def add(): ...", hidden=frozenset({1})),
        make_text(4, "Try it."),
        Cell(5, Role.TESTS, True, "assert add()"),
        make_text(6, "### More\n\nAdd more."),
        Cell(7, Role.ANSWER, True, "def add_more(): ...", hidden=frozenset({1})),
        make_text(8, "Products\n--------\n\nMultiply."),
        Cell(9, Role.ANSWER, True, "def multiply(): ...", hidden=frozenset({1})),
    ]
    outline = make_outline(cells, {3: ("add",), 7: ("add_more",), 9: ("multiply",)}, set())
    assert (outline.title, outline.text) == ("Sheet", "Welcome.")
    assert [(chapter.title, [item.answers[0] for item in chapter.items]) for chapter in outline.chapters] == [
        ("Sums", ["add", "add_more"]),
        ("Products", ["multiply"]),
    ]
    texts = ["\n\n".join(item.text) for chapter in outline.chapters for item in chapter.items]
    assert texts == ["Add.\n\nTry it.", "**More**\n\nAdd more.", "Multiply."]
