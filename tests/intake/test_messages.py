"""What is said about a submission is short and plain."""

from __future__ import annotations

from autograder.intake.text import shown
from tests.intake.notebooks import RIGHT, notebook, put, remarks, take


def test_values_are_shown_short_and_plain() -> None:
    assert shown("a\u202eb\x1b[31m\n\u2028c\ud800") == "ab[31mc"
    assert shown("x" * 1000) == "x" * 77 + "..."
    assert shown("é" * 80) == "é" * 80


def test_many_remarks_are_counted() -> None:
    made = notebook()
    made["cells"] += [{"cell_type": f"kind{number}", "source": ""} for number in range(150)]
    submission = take(made)
    assert len(submission.repairs) == 101
    assert remarks(submission)[-1] == "there are 50 more remarks of this kind"


def test_braces_in_values_are_kept() -> None:
    submission = take(put(metadata={"autograder": {"assignment": "{hw4}"}}))
    assert remarks(submission) == ["the notebook says that it is {hw4}, expected hw3; " + RIGHT]
