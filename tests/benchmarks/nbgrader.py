"""What `nbgrader autograde` costs by our step and by stock execution: `python -m tests.benchmarks.nbgrader`.

Both grade the same submissions of the same course, in turn. It also compares the marks of all bundled
submissions with those of `autograder grade`, and fails where one differs.
"""

from __future__ import annotations

import resource
import shutil
import tempfile
from pathlib import Path
from statistics import median

from autograder.course import load, names
from autograder.grading import Course
from tests.nbgrader_course import fill, find_notebook, hand_in, make_course, read_grades, run
from tests.samples.paste import HERE

SHEET, LANGUAGE = "hw4_autoregressive", "en"
FIRST, FURTHER, ROUNDS = "student_00", 10, 3


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder))
    for sheet in names():
        for language in load(sheet, hidden=False).languages:
            with tempfile.TemporaryDirectory() as folder:
                compare_marks(Path(folder), sheet, language)


def measure(folder: Path) -> None:
    """Print the CPU seconds of each further submission, by our step and by stock execution."""
    ours = make_course(folder / "ours", SHEET, LANGUAGE)
    released = find_notebook(ours, "release", SHEET, LANGUAGE)
    samples = sorted((HERE / SHEET).glob(f"*.{LANGUAGE}.py"))
    notebooks = [fill(released, sample) for sample in samples]
    students = {f"student_{n:02}": notebooks[n % len(notebooks)] for n in range(FURTHER + 1)}
    hand_in(ours, SHEET, LANGUAGE, students)
    stock = Path(shutil.copytree(ours, folder / "stock"))
    (stock / "nbgrader_config.json").unlink()
    seconds: dict[Path, list[float]] = {ours: [], stock: []}
    for _ in range(ROUNDS):
        for course, further in seconds.items():
            one = measure_cpu(course, "autograde", SHEET, "--force", "--student", FIRST)
            every = measure_cpu(course, "autograde", SHEET, "--force")
            further.append((every - one) / FURTHER)
            print(f"{course.name}: one {one:.2f} s CPU, {FURTHER + 1} {every:.2f}, further {further[-1]:.3f}")
    ratio = median(seconds[stock]) / median(seconds[ours])
    print(f"{SHEET}: a further submission costs 1/{ratio:.1f} of stock execution (goal: 1/10)")


def measure_cpu(course: Path, *arguments: str) -> float:
    """CPU seconds of a command of nbgrader with its kernels or workers."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(course, *arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare_marks(folder: Path, sheet: str, language: str) -> None:
    """Have both commands grade the bundled submissions of a sheet in one language."""
    course = make_course(folder, sheet, language)
    samples = sorted((HERE / sheet).glob(f"*.{language}.ipynb"))
    texts = {sample.name.partition(".")[0]: sample.read_text("utf-8") for sample in samples}
    hand_in(course, sheet, language, texts)
    run(course, "autograde", sheet)
    marks = read_grades(course)
    with Course(sheet) as own:
        for sample in samples:
            report = own.grade(sample)
            found = {part.name: marks[sample.name.partition(".")[0]][part.name][0] for part in report.parts}
            assert found == {part.name: part.score for part in report.parts}, sample
            print(f"{sheet}: {sample.name}: {report.score:g} points, identical in {len(found)} parts")


if __name__ == "__main__":
    main()
