"""Grades hand-ins side by side in any executor, and goes on when a process of it dies."""

from __future__ import annotations

import atexit
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from autograder.batch.hand_ins import TIMESTAMP, HandIn
from autograder.batch.interrupt import Processes, Stop, held_back, noticed
from autograder.feedback import write_results
from autograder.gpu import find_device
from autograder.grading import Course
from autograder.intake import Unreadable
from autograder.intake.folder import ENTRIES, choose_notebook, walk
from autograder.intake.whose import COMMON, OTHERS, UNSAID
from autograder.messages import Message, message
from autograder.report import Report
from autograder.sandbox import Limits

ATTEMPTS = 2  # at a submission during which the process that grades it ends
LOOK_SECONDS = 0.2  # between two looks whether somebody wants to stop

OTHER_SHEET = "the notebook says that it is {found}"
STRIKING = (OTHER_SHEET, OTHERS, COMMON, UNSAID)  # how repairs begin that a person should look at
FAILED = {
    "overran": "ran too long",
    "died": "ended the process",
    "raised": "raised an error",
    "syntax": "is not valid Python",
}

Done: TypeAlias = tuple[HandIn, dict[str, Any]]


@dataclass(frozen=True)
class Settings:
    """What is graded and how; two runs with the same settings give the same marks."""

    assignment: str
    language: str = "en"
    exam: bool = False
    official: bool = False
    student: str = ""  # for whom the numbers in the statements were drawn
    per_student: bool = False  # whether they were drawn for each student's own name
    gpu: bool = False  # whether right answers to timed parts are timed on a GPU, too
    limits: Limits = Limits()

    @property
    def words(self) -> str:
        """The options that are not the usual ones, as they are given to the command."""
        flags = ("exam", "official", "per_student", "gpu")
        words = [f"--{flag.replace('_', '-')}" for flag in flags if getattr(self, flag)]
        words += [f"--language {self.language}"] if self.language != "en" else []
        words += [f"--student {self.student}"] if self.student else []
        return " ".join(words)


def grade_all(
    settings: Settings,
    hand_ins: Iterable[HandIn],
    jobs: int = 1,
    start: Callable[[int], Executor] | None = None,
    tell: Callable[[Sequence[str]], None] = lambda students: None,
) -> Generator[Done, None, None]:
    """The results of each hand-in as it is done. No more than `jobs` are in the executor at a time.

    `start(jobs)` makes the executor, by default one of processes; again when its processes have died.
    Of an interrupt from the keyboard `tell` hears first, and who is in hand: they are finished still.
    """
    if jobs == 1 and start is None:
        for hand_in in hand_ins:
            yield hand_in, grade_one(settings, hand_in)
        return
    waiting = deque((hand_in, 1) for hand_in in hand_ins)
    with noticed(tell) as stop:
        while waiting and not stop.asked:
            with (start or Processes)(jobs) as executor:
                yield from _work(executor, settings, waiting, jobs, stop)
    if waiting:
        raise KeyboardInterrupt


def _work(
    executor: Executor,
    settings: Settings,
    waiting: deque[tuple[HandIn, int]],
    jobs: int,
    stop: Stop,
) -> Iterator[Done]:
    """Empty the queue. Where a process dies, what was running is put back once, and the rest stays there.

    Once somebody wants to stop, the rest stays there, too.
    """
    running: dict[Future[dict[str, Any]], tuple[HandIn, int]] = {}
    try:
        while running or (waiting and not stop.asked):
            while waiting and len(running) < jobs and not stop.asked:
                with held_back():
                    running[executor.submit(grade_one, settings, waiting[0][0])] = waiting[0]
                waiting.popleft()
            stop.say([hand_in.label for hand_in, _ in running.values()])
            for future in wait(running, LOOK_SECONDS, return_when=FIRST_COMPLETED).done:
                results = future.result()
                yield running.pop(future)[0], results
    except BrokenExecutor:
        for hand_in, attempt in running.values():
            if attempt == ATTEMPTS:
                yield hand_in, _give_up(settings, hand_in)
            else:
                waiting.append((hand_in, attempt + 1))


def grade_one(settings: Settings, hand_in: HandIn) -> dict[str, Any]:
    """The results of one hand-in, as `results.json` has them, by this process's own course."""
    return describe(grade_hand_in(_course(settings), settings, hand_in), settings)


def grade_hand_in(course: Course, settings: Settings, hand_in: HandIn) -> Report:
    """The report on one hand-in."""
    try:
        path = find_one(hand_in)
    except Unreadable as error:
        return course.refuse(hand_in.student, error.sentence)
    return course.grade(path, student=hand_in.known_as if settings.per_student else settings.student)


def find_one(hand_in: HandIn) -> Path:
    """The notebook of a hand-in, or the script that is all of it. Raises `Unreadable` without one."""
    paths = hand_in.paths
    if len(paths) == 1 and paths[0].is_dir() and not paths[0].is_symlink():
        paths = tuple(path for path, _ in zip(walk(paths[0]), range(ENTRIES), strict=False))
    paths = tuple(path for path in paths if path.name != TIMESTAMP)
    if len(paths) == 1 and (paths == hand_in.paths or paths[0].suffix == ".py"):
        return paths[0]
    return choose_notebook(paths)


def _give_up(settings: Settings, hand_in: HandIn) -> dict[str, Any]:
    template = "the grader ended twice at this submission; nothing was marked; tell the course staff"
    return refuse(settings, hand_in, message(template))


def refuse(settings: Settings, hand_in: HandIn, why: Message) -> dict[str, Any]:
    """The results of a hand-in that cannot be graded."""
    return describe(_course(settings).refuse(hand_in.student, why), settings)


def describe(report: Report, settings: Settings) -> dict[str, Any]:
    """The results of a report with what only the course staff want to know."""
    results = write_results(report, settings.language)
    about = {"file": report.file, "seconds": round(report.seconds, 3), "refused": report.refusal is not None}
    about["look_first"] = list(_find_oddities(report, settings.language))
    about["options"] = settings.words
    about["unparsed"] = [part.name for part in report.parts if part.cell]
    about["mistakes"] = {part.name: part.mistake for part in report.parts if part.mistake}
    return {**results, "extra_data": {**results["extra_data"], **about}}


def _find_oddities(report: Report, language: str) -> Iterator[str]:
    """Why a person should look at the notebook, though it could be read."""
    for repair in report.repairs:
        if repair.template.startswith(STRIKING):
            yield repair.translate(language)
    for problem, words in FAILED.items():
        if cells := [str(note.cell) for note in report.notes if note.problem == problem]:
            yield f"cell {', '.join(cells)} {words}"


def start_course(settings: Settings) -> Course:
    """The assignment, ready to grade as the settings say."""
    device = find_device() if settings.gpu else None
    return Course(
        settings.assignment,
        limits=settings.limits,
        exam=settings.exam,
        official=settings.official,
        device=device,
    )


@cache
def _course(settings: Settings) -> Course:
    """The course of this process: its sandbox serves all submissions, and ends with the process."""
    course = start_course(settings)
    atexit.register(course.close)
    return course
