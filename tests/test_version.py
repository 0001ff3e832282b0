"""Results name the version of the assignment: it changes with what can change a mark, and only then."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.course import load
from autograder.feedback import write_results
from autograder.grading import Course
from autograder.source import find_files, version_of

ROOT = Path(__file__).parents[1]
SHEET = load("hw4_autoregressive", hidden=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The files of the sheet elsewhere."""
    for file in find_files(SHEET.modules, ROOT):
        (tmp_path / file.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, tmp_path / file.relative_to(ROOT))
    return tmp_path


def test_the_same_files_have_the_same_version_wherever_they_lie(copy: Path) -> None:
    assert version_of(SHEET.modules, copy) == version_of(SHEET.modules, ROOT)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("solutions/hw4_autoregressive/__init__.py", False),
        ("assignments/hw4_autoregressive/q01_1_triangle.py", False),
        ("autograder/compare.py", False),
        ("autograder/cli/author.py", True),
        ("autograder/targets/gradescope.py", True),
    ],
)
def test_it_changes_with_what_can_change_a_mark(name: str, same: bool, copy: Path) -> None:
    (copy / name).write_text((copy / name).read_text("utf-8") + "\n# changed\n", "utf-8")
    assert (version_of(SHEET.modules, copy) == version_of(SHEET.modules, ROOT)) is same


def test_results_carry_it_also_where_a_file_cannot_be_read(tmp_path: Path) -> None:
    sample = ROOT / "tests" / "samples" / SHEET.name / "untouched.ru.ipynb"
    with Course(SHEET.name) as course:
        results = [write_results(course.grade(path)) for path in (sample, tmp_path / "missing.ipynb")]
    assert {found["extra_data"]["version"] for found in results} == {version_of(SHEET.modules, ROOT)}
