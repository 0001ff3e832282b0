"""Every attack that is written as student code: it wins nothing here, and something elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from autograder.feedback import write_results
from autograder.grading import Course
from autograder.marking import Grader
from autograder.report import Report
from autograder.sandbox import Limits
from autograder.terminal import show
from tests.hostile import zoo

ATTACKS = zoo.find_attacks()
LIMITS = Limits(call_seconds=0.5, cell_seconds=1.0, cells_seconds=3.0, wall_factor=6.0)
RACES = 5  # gradings with each set of inputs before two are taken to differ because of them
every_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
every_weapon = pytest.mark.parametrize(
    "attack", [a for a in ATTACKS if a.wins not in ("nothing", "not run")], ids=lambda attack: attack.name
)


@pytest.fixture(scope="module")
def course() -> Iterator[Course]:
    with Course(zoo.SHEET, limits=LIMITS) as course:
        yield course


@every_attack
def test_attack_wins_nothing(attack: zoo.Attack, course: Course, tmp_path: Path) -> None:
    notebook = zoo.write(attack.source, tmp_path / f"{attack.name}.ipynb")
    report = course.grade(notebook)
    scores = {part.name: part.score for part in report.parts}
    assert scores.pop(zoo.TARGET) == 0, "a point is gained"
    points = {part.name: part.points for part in report.parts if part.name != zoo.TARGET}
    assert scores == points, "the other parts do not get their marks"
    assert left_behind(course) == [], "a process or a file is left"
    assert zoo.find_loot() == []
    assert is_independent(course, notebook, [published(report)]), "what is published tells hidden inputs"


def is_independent(course: Course, notebook: Path, seen: list[Any]) -> bool:
    """Whether the same is published with other hidden inputs: at once, or sometimes if there is a race."""
    others: list[Any] = []
    for _ in range(RACES):
        course.grader = Grader(replace(course.sheet, secret="another secret"))
        others.append(published(course.grade(notebook)))
        course.grader = Grader(course.sheet)
        if any(other in seen for other in others):
            return True
        seen.append(published(course.grade(notebook)))
    return False


def published(report: Report) -> list[Any]:
    """All that anybody is shown of a report, without its time."""
    with open(os.devnull, "w") as nowhere:
        console = Console(width=200, record=True, file=nowhere)
        console.print(show(report, "en"))
    results = [write_results(report, language) for language in ("en", "ru")]
    for result in results:
        result.pop("execution_time", None)
        result["extra_data"].pop("seconds", None)
    return [results, console.export_text()]


def left_behind(course: Course) -> list[str]:
    """What is still there of a submission that has been graded: processes below the zygote, work folders."""
    zygote = course.sandbox._line._process.pid
    children = Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()
    return children + os.listdir(course.sandbox._folder)


@pytest.fixture(scope="module")
def wins() -> dict[str, list[str]]:
    """What each attack wins against a grader of one process."""
    return run_naively(*[attack.name for attack in ATTACKS if attack.wins != "not run"])


def run_naively(*names: str) -> dict[str, list[str]]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "tests.hostile.naive", *names]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(line) for line in done.stdout.splitlines())


@every_weapon
def test_attack_wins_where_nothing_stops_it(attack: zoo.Attack, wins: dict[str, list[str]]) -> None:
    """Some are a race, which is won sooner or later."""
    tries = (run_naively(attack.name)[attack.name] for _ in range(RACES))
    assert attack.wins in wins[attack.name] or any(attack.wins in won for won in tries)


def test_the_zoo_is_large_and_most_of_it_has_teeth() -> None:
    armed = [attack for attack in ATTACKS if attack.wins not in ("nothing", "not run")]
    assert len({attack.claim for attack in ATTACKS}) == len(ATTACKS) >= 60
    assert len(armed) >= 45
