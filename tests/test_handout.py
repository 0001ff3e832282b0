"""The student's notebook: whole, runnable, and without a byte of what is hidden."""

from __future__ import annotations

import ast
import base64
import bz2
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.course import load, names
from autograder.marking import EDGE_SHARE, WRONG_CAP
from autograder.messages import message, translate
from autograder.sheet import Sheet
from autograder.source import write_stub
from autograder.targets.student import find_stale, write_notebook
from autograder.values import Part
from tests.samples.paste import HERE, find_answers, paste, split

ROOT = Path(__file__).parent.parent
SHEETS = {name: load(name, hidden=False) for name in names()}
RELEASED = [(name, language) for name, sheet in SHEETS.items() for language in sheet.languages]


def parse(text: str) -> Any:
    return nbformat.reads(text, 4)  # type: ignore[no-untyped-call]


def read(name: str, language: str) -> Any:
    return parse(write_notebook(SHEETS[name], language))


def outputs(notebook: Any, role: str) -> list[Any]:
    cells = [cell for cell in notebook.cells if cell.metadata.get("autograder", {}).get("role") == role]
    return [output for cell in cells for output in cell.outputs]


@pytest.mark.parametrize("name", SHEETS)
def test_released_notebooks_are_fresh(name: str) -> None:
    assert find_stale(SHEETS[name], ROOT / "student_template") == []


@pytest.mark.parametrize(("name", "language"), RELEASED)
def test_notebook_is_valid_and_its_bytes_are_reproducible(name: str, language: str) -> None:
    nbformat.validate(read(name, language))
    assert write_notebook(SHEETS[name], language) == write_notebook(SHEETS[name], language)


@pytest.mark.parametrize(("name", "language"), RELEASED)
def test_no_line_of_the_hidden_files_is_released(name: str, language: str) -> None:
    released = write_notebook(SHEETS[name], language)
    public = "\n".join(path.read_text("utf-8") for path in ROOT.glob("assignments/**/*.py"))
    for path in ROOT.glob("solutions/**/*.py"):
        lines = {line.strip() for line in path.read_text("utf-8").splitlines()}
        hidden = {line for line in lines if len(line) > 25 and line not in public}
        assert [line for line in hidden if json.dumps(line)[1:-1] in released] == []


@pytest.mark.parametrize(("name", "language"), RELEASED)
def test_checker_that_travels_is_public_alone(name: str, language: str) -> None:
    (setup,) = [cell for cell in read(name, language).cells if cell.metadata.autograder.role == "setup"]
    (packed,) = re.findall(r'_packed = """(.*?)"""', setup.source, re.DOTALL)
    unpacked = json.loads(bz2.decompress(base64.b85decode(packed.replace("\n", ""))))
    modules = {module for module in unpacked if module.startswith(("autograder", "assignments"))}
    assert unpacked.keys() == modules
    hidden = [path.read_text("utf-8") for path in ROOT.glob("solutions/*/**/*.py")]
    assert all(source not in hidden for source in unpacked.values())
    assert not any("import solutions" in source or "from solutions" in source for source in unpacked.values())


@pytest.mark.parametrize(("name", "language"), RELEASED)
def test_notebook_runs_in_a_fresh_kernel_before_anything_is_filled_in(name: str, language: str) -> None:
    notebook = read(name, language)
    NotebookClient(notebook, timeout=120).execute()
    shown = [output.data.get("text/markdown", "") for output in outputs(notebook, "check")]
    assert sum(translate("not attempted", language) in text for text in shown) == len(SHEETS[name].parts)
    (table,) = outputs(notebook, "summary")
    assert f"{name}.{language}.ipynb" in table.data["text/markdown"]


RIGHT = [path for path in find_answers() if path.name.startswith("right")]


@pytest.mark.parametrize("answers", RIGHT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_right_answers_pass_every_public_check_and_draw_every_picture(answers: Path) -> None:
    notebook = parse(paste(answers))
    NotebookClient(notebook, timeout=300).execute()
    shown = outputs(notebook, "check")
    texts = [output.data["text/markdown"] for output in shown if "text/markdown" in output.data]
    assert [text for text in texts if "✘" in text or "○" in text] == []
    (table,) = outputs(notebook, "summary")
    sheet = SHEETS[answers.parent.name]
    total, filled = len(sheet.parts), sum(bool(part.allowed) for part in sheet.parts)
    obeyed = message("{passed} of {total} parts obey their public laws.", passed=total - filled, total=total)
    for sentence in [obeyed, *[message("Filled in: {filled}.", filled=filled)] * (filled > 0)]:
        assert sentence.translate(answers.stem.split(".")[1]) in table.data["text/markdown"]
    rows = [row.split(" | ")[0] for row in table.data["text/markdown"].splitlines() if row.startswith("| ")]
    numbers = [part.number for part in sheet.parts] + [item.number for item in sheet.written]
    assert rows[1:] == [f"| {number}" for number in numbers]


@pytest.mark.parametrize("answers", find_answers(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_bundled_submissions_are_fresh(answers: Path) -> None:
    assert answers.with_suffix(".ipynb").read_text("utf-8") == paste(answers), "run `make samples`"


def test_a_bundled_submission_answers_only_what_is_asked() -> None:
    for answers in find_answers():
        sheet: Sheet = SHEETS[answers.parent.name]
        _, written, _ = split(answers.read_text("utf-8"), set())
        assert set(written) <= {item.number for item in sheet.written}, answers.relative_to(HERE)


PARTS = [part for sheet in SHEETS.values() for part in sheet.parts]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_stub_has_the_parameters_of_the_part_and_needs_no_import(part: Part) -> None:
    (tree,) = ast.parse(write_stub(part)).body
    assert isinstance(tree, ast.FunctionDef)
    wanted = part.stub.__code__.co_varnames[: part.stub.__code__.co_argcount]
    assert tuple(argument.arg for argument in tree.args.args) == wanted
    given = {cls.__name__: cls for sheet in SHEETS.values() for unit in sheet.units for cls in unit.given}
    exec(write_stub(part), dict(given))


def test_the_share_of_a_wrong_function_and_of_extremes_is_as_the_notebook_says() -> None:
    assert (WRONG_CAP, EDGE_SHARE) == (1 / 2, 1 / 4)
    said = read("hw4_autoregressive", "en").cells[0].source
    assert "wrong on some hidden inputs earns at most half" in said
    assert "care for them is a quarter" in said


EXAMS = [(name, language) for name, language in RELEASED if SHEETS[name].assignment.exam]


@pytest.mark.parametrize(("name", "language"), EXAMS)
def test_an_exam_has_stubs_and_no_checks(name: str, language: str) -> None:
    notebook = parse(write_notebook(SHEETS[name], language, exam=True))
    nbformat.validate(notebook)
    roles = [cell.metadata.autograder.role for cell in notebook.cells]
    assert roles.count("stub") == len(SHEETS[name].parts)
    assert not {"check", "summary"} & set(roles)
    assert "_packed = " not in str(notebook)
    assert "`check`" not in notebook.cells[0].source
    NotebookClient(notebook, timeout=120).execute()
