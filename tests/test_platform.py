"""`autograder.grading.grade`, for a course's own platform: plain values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.course import CourseError
from autograder.grading import grade

SAMPLES = Path(__file__).parent / "samples" / "hw4_autoregressive"


def test_results_are_plain_values() -> None:
    results = grade(SAMPLES / "half_right.en.ipynb", "hw4_autoregressive")
    assert json.loads(json.dumps(results)) == results
    scores = {test["name"]: test["score"] for test in results["tests"] if "score" in test}
    assert sum(scores.values()) == pytest.approx(results["score"], abs=0.1)
    assert 0 < results["score"] < sum(test.get("max_score", 0) for test in results["tests"])


def test_what_cannot_be_read_has_no_points_and_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{", encoding="utf-8")
    results = grade(broken, "hw4_autoregressive")
    assert results["score"] == 0
    assert results["output"]


def test_unknown_assignment_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="'hw9'"):
        grade(tmp_path, "hw9")
