"""What cannot be adopted is refused, and nothing is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from autograder.adopt import adopt
from autograder.course import CourseError
from tests.adopt.samples import SAMPLES


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
