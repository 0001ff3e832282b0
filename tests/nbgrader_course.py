"""An nbgrader course on disk, its commands, and what they left: for tests, benchmarks and a browser."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from autograder.course import load
from autograder.targets.nbgrader import build
from tests.samples.paste import split

JOINED = """
FROM grade JOIN base_cell ON grade.cell_id = base_cell.id
JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
JOIN student ON submitted_assignment.student_id = student.id
"""
GRADES = "SELECT student.id, base_cell.name, auto_score, manual_score, grade.needs_manual_grade" + JOINED


def make_course(folder: Path, sheet: str, language: str) -> Path:
    """A course with this sheet, released: `folder/release` and the gradebook are filled."""
    build(load(sheet, hidden=True), folder, language)
    run(folder, "generate_assignment", sheet)
    return folder


def run(course: Path, *arguments: str, fails: bool = False) -> str:
    """What `nbgrader ARGUMENTS` says in the course's folder."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    # It calls `alembic` by name, which need not be on the path of who runs the tests.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "JUPYTER_NO_CONFIG": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, cwd=course, env=env, capture_output=True, text=True, timeout=600)
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def find_notebook(course: Path, step: str, sheet: str, language: str, student: str = "") -> Path:
    """Where the notebook of a step (`source`, `release`, `submitted`, `autograded`) lies."""
    return course / step / student / sheet / f"{sheet}.{language}.ipynb"


def fill(released: Path, answers: Path) -> str:
    """The released notebook, as JSON text, with a student's answers in it."""
    notebook = json.loads(released.read_text("utf-8"))
    stubs = {_mark(cell)[1] for cell in notebook["cells"] if _mark(cell)[0] == "stub"}
    functions, written, rest = split(answers.read_text("utf-8"), stubs)
    for cell in notebook["cells"]:
        role, name = _mark(cell)
        if role == "stub" and name in functions:
            cell["source"] = functions[name]
        elif role == "answer" and name in written:
            cell["source"] = f"{cell['source'][0]}\n{written[name].strip()}"
    own: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": "own-code",
        "metadata": {},
        "outputs": [],
    }
    notebook["cells"].insert(2, {**own, "source": "\n\n".join(rest)})
    return json.dumps(notebook)


def _mark(cell: dict[str, Any]) -> tuple[str, str]:
    mark = cell["metadata"]["autograder"]
    return mark["role"], mark["name"]


def hand_in(course: Path, sheet: str, language: str, notebooks: dict[str, str]) -> None:
    """Put the notebooks of students where `nbgrader collect` does."""
    for student, text in notebooks.items():
        path = find_notebook(course, "submitted", sheet, language, student)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def read_grades(course: Path) -> dict[str, dict[str, tuple[float | None, float | None, bool]]]:
    """By student and cell: the mark of the machine, that of a person, whether a person is asked for it."""
    grades: dict[str, dict[str, tuple[float | None, float | None, bool]]] = {}
    with sqlite3.connect(course / "gradebook.db") as database:
        for student, cell, machine, person, needed in database.execute(GRADES):
            grades.setdefault(student, {})[cell] = (machine, person, bool(needed))
    return grades


def mark_by_hand(course: Path, student: str, marks: dict[str, float]) -> None:
    """What formgrader writes when a person enters the marks of cells."""
    found = f"SELECT grade.id {JOINED} WHERE student.id = ? AND base_cell.name = ?"
    with sqlite3.connect(course / "gradebook.db") as database:
        for cell, mark in marks.items():
            change = f"UPDATE grade SET manual_score = ?, needs_manual_grade = 0 WHERE id = ({found})"
            database.execute(change, (mark, student, cell))
