"""Adopted sheets grade what students hand in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.adopt.cells import Role, parse_code
from autograder.grading import Course
from autograder.report import Report
from autograder.targets.gradescope import pack
from autograder.targets.student import write_notebook
from tests.adopt.samples import LANGUAGES, Adopted, every_sample
from tests.test_gradescope import check_schema, lay_out, run


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
