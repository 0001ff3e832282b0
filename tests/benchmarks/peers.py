"""What a submission costs here, by stock nbgrader and by stock otter: `python -m tests.benchmarks.peers`.

All grade the same answers in turn, in one run, and compare at least the same values of the same functions
with the same references: the others on one set of hidden inputs; we also on those that the feedback is about,
and on the inputs of the public laws. Each figure is the CPU time of a further submission: what a class takes
more than one alone, of `otter run`, which takes one only, the whole. A grader that is not installed is left
out. A number after the command is that of the rounds.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from tests.benchmarks import calls, nbgrader
from tests.benchmarks.grading import measure_cpu
from tests.benchmarks.peers_course import ten
from tests.benchmarks.peers_course.stock import (
    Class,
    make_nbgrader_course,
    make_otter_course,
    passed_by_otter,
)
from tests.nbgrader_course import fill, read_grades
from tests.samples.paste import HERE

ROOT = HERE.parent.parent
REAL = "hw3_generative_models"
HIDDEN = Path(__file__).parent / "peers_course" / "hidden.py"
ROUNDS = 5
OURS, THEIRS = 48, 12  # further submissions a round; both hold each kind of answers equally often
GOALS = {ten.SHEET: {"nbgrader": 20, "otter": 50}, REAL: {"nbgrader": 10, "otter": 25}}
PACKAGES = {"nbgrader": "nbgrader", "otter": "otter-grader"}
ANSWERS = ("right_numpy.en", "right_torch.fr", "half_right.en")

Measure = Callable[[], float]


def main() -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    for name, package in PACKAGES.items():
        if find_spec(name) is None:
            print(f"{package} is not installed, and is left out; `pip install {package}` adds it")
    with tempfile.TemporaryDirectory() as folder:
        ten.write_course(Path(folder, "course"))
        answers = Path(folder, "right.en.py")
        answers.write_text(ten.write_answers(), encoding="utf-8")
        compare(ten.SHEET, Path(folder, "course"), [answers], rounds)
    compare(REAL, ROOT, [HERE / REAL / f"{who}.py" for who in ANSWERS], rounds)
    calls.main()


def compare(sheet: str, root: Path, answers: list[Path], rounds: int) -> None:
    """Print what each grader takes for a sheet of the course in `root`, and how much more than ours."""
    with tempfile.TemporaryDirectory() as folder:
        graders = dict(prepare(sheet, root, answers, Path(folder)))
        seconds: dict[str, list[float]] = {name: [] for name in graders}
        for _ in range(rounds):
            for name, measure in graders.items():
                seconds[name].append(measure())
    ours = median(seconds.pop("ours"))
    print(f"{sheet}: a further submission costs {ours:.3f} s CPU")
    for name, found in seconds.items():
        ratio, goal = median(found) / ours, GOALS[sheet][name]
        print(f"{sheet}: stock {name} {median(found):.2f} s, {ratio:.1f} times as much (goal: {goal})")


def prepare(sheet: str, root: Path, answers: list[Path], folder: Path) -> Iterator[tuple[str, Measure]]:
    """Each grader that is installed, with its class; what it measures is a further submission."""
    # As text: a file of this package would import the questions of this course, whatever the folder.
    measure_cpu(["-c", HIDDEN.read_text("utf-8"), sheet, str(folder)], root)
    outline = json.loads((folder / "outline.json").read_text("utf-8"))
    print(f"{sheet}: {len(outline['stubs'])} functions, {outline['comparisons']} comparisons")
    sources = [path.read_text("utf-8") for path in answers]
    course = Class(
        sheet=sheet,
        hidden=folder / "hidden.pkl",
        stubs=outline["stubs"],
        points=outline["points"],
        given=outline["given"],
        answers=sources,
        size=THEIRS + 1,
    )
    yield "ours", prepare_ours(sheet, root, answers, folder)
    if find_spec("nbgrader"):
        yield "nbgrader", prepare_nbgrader(folder / "nbgrader", course)
    if find_spec("otter"):
        yield "otter", prepare_otter(folder / "otter", course)


def prepare_ours(sheet: str, root: Path, answers: list[Path], folder: Path) -> Measure:
    measure_cpu(["-m", "autograder.cli", "build", sheet, "--language", "en", "--out", str(folder)], root)
    notebooks = [fill(folder / sheet / f"{sheet}.en.ipynb", path) for path in answers]
    for number in range(OURS + 1):
        notebook = json.loads(notebooks[number % len(notebooks)])
        notebook["cells"].append(_seat(number))
        for size in ("one", "class") if number == 0 else ("class",):
            path = folder / size / f"student_{number:02}.ipynb"
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(notebook), encoding="utf-8")

    def grade(size: str) -> float:
        with tempfile.TemporaryDirectory() as results:
            command = ["-m", "autograder.cli", "grade", sheet, str(folder / size), "--out", results]
            cpu = measure_cpu(command, root)
            first = json.loads(Path(results, "student_00.json").read_text("utf-8"))
            _require_full_marks(first["score"], sum(test.get("max_score", 0.0) for test in first["tests"]))
        return cpu

    return lambda: (grade("class") - grade("one")) / OURS


def _seat(number: int) -> dict[str, object]:
    """A cell that makes a submission another one: the hidden inputs depend on what it holds."""
    cell: dict[str, object] = {"cell_type": "code", "execution_count": None, "id": "seat", "outputs": []}
    return {**cell, "metadata": {}, "source": f"seat = {number}"}


def prepare_nbgrader(folder: Path, course: Class) -> Measure:
    make_nbgrader_course(folder, course)

    def further() -> float:
        command = ("autograde", course.sheet, "--force")
        one = nbgrader.measure_cpu(folder, *command, "--student", "student_00")
        every = nbgrader.measure_cpu(folder, *command)
        first = read_grades(folder)["student_00"]
        _require_full_marks(sum(mark[0] or 0.0 for mark in first.values()), sum(course.points.values()))
        return (every - one) / THEIRS

    return further


def prepare_otter(folder: Path, course: Class) -> Measure:
    make_otter_course(folder, course)

    def each() -> float:
        command = ["-m", "otter", "run", "--no-logo"]
        students = sorted((folder / "submitted").iterdir())[:THEIRS]
        seconds = [measure_cpu([*command, str(student)], folder) for student in students[1:]]
        seconds.append(measure_cpu([*command, str(students[0])], folder))
        _require_full_marks(passed_by_otter(folder), sum(course.points.values()))
        return sum(seconds) / len(seconds)

    return each


def _require_full_marks(found: float, points: float) -> None:
    """The first student is right in everything: a grader that sees it otherwise has not done its work."""
    assert abs(found - points) < 0.01, f"{found} of {points} points for an answer that is right"


if __name__ == "__main__":
    main()
