"""Marks one submitted notebook, from the file to a report. The one way in for everything that grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from autograder import intake
from autograder.calls import Calls, clocked, connect
from autograder.case import FEEDBACK, VARIANTS, Outcome
from autograder.checking import quiet
from autograder.course import load
from autograder.feedback import write_results
from autograder.gpu import DeviceTrials
from autograder.handout import make_released
from autograder.headroom import bounded
from autograder.intake import Submission
from autograder.intake.text import shown
from autograder.laws import BrokenLaws, find_broken_laws, list_known
from autograder.marking import Grader, Result
from autograder.messages import Message, message
from autograder.report import (
    SETTLED,
    PartReport,
    Report,
    report_cell,
    report_fault,
    report_settled,
    report_written,
)
from autograder.sandbox import Limits, Sandbox, SandboxError, Session
from autograder.sandbox.ladder import missing
from autograder.sheet import Sheet
from autograder.source import version_of, write_given
from autograder.speed import Pace, Timed, find_pace, find_speed, like_a_worker
from autograder.values import Part
from autograder.verdict import Kind, Verdict

SOLUTIONS = Path(__file__).parent.parent / "solutions"
NOTES = 50  # of what happened in cells are reported
TOO_SLOW = {Kind.OVERRAN}
NOTHING_TO_TELL = {Kind.NOT_ATTEMPTED, Kind.WAITING, Kind.OVERRAN}
ATTEMPTS = 2  # at a notebook in whose grading the sandbox itself fails, and at an answer that is slow
TRIAL_SECONDS = 1.5  # CPU time in which a right answer is timed: naive ones take a tenth of it a call
REFUSED = "official grading is refused: containment lacks {}; see `autograder doctor`"


class Course:
    """One assignment, ready to grade any number of notebooks. A context manager: it holds the sandbox.

    The sandbox starts before the hidden files are read, so that no copy of them is in its memory.
    In an `exam` the reports give no hints and no laws. `official` grading raises `SandboxError` where a layer
    of containment that it needs does not hold. With a `device` of torch, "" if there is none, right answers
    to timed parts are timed there, too.
    """

    def __init__(
        self,
        assignment: str,
        secrets: Sequence[Path] = (),
        limits: Limits | None = None,
        exam: bool = False,
        official: bool = False,
        device: str | None = None,
    ) -> None:
        self.exam, self.official, self.device = exam, official, device
        self.limits, self.secrets = limits or Limits(), [*secrets, SOLUTIONS]
        self.sandbox = self._start()
        try:
            self._load(assignment)
            if official:
                self._require_containment()
        except BaseException:
            self.sandbox.close()
            raise
        self.given = write_given([cls for unit in self.sheet.units for cls in unit.given])
        self.version = version_of(self.sheet.modules, SOLUTIONS.parent)

    def _load(self, assignment: str, student: str = "") -> None:
        self.student = student
        self.sheet: Sheet = load(assignment, hidden=True, student=student)
        self.grader = Grader(self.sheet)
        self.released = make_released(self.sheet)
        self.calls = Calls(self.sheet)
        self.trials = DeviceTrials(self.sheet, self.limits, self.secrets, self.device or "")

    def __enter__(self) -> Course:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the sandbox."""
        self.sandbox.close()
        self.trials.close()

    def grade(self, path: Path, seconds: float = 600.0, student: str = "") -> Report:
        """The report on this notebook, or on the one in this folder. Never raises because of what it holds.

        Parts that are not reached within `seconds` of wall-clock time are "not run". Where statements vary,
        they are those of `student`, an id that the notebook itself has no say in.
        """
        started = perf_counter()
        if self.sheet.varies and student != self.student:
            self._load(self.sheet.name, student)
        name = shown(path.name)
        try:
            path = intake.find_notebook(path)
            name = shown(path.name)
            submission = intake.read_file(path, self.released)
        except intake.Unreadable as error:
            return self.refuse(name, error.sentence)
        for _ in range(ATTEMPTS):
            try:
                with bounded(), quiet():
                    report = self._grade(name, submission, started, seconds)
                return report if self.device is None else self._time_on_device(submission, report)
            except SandboxError as error:
                failure = message(
                    "the grader failed ({error}); nothing was marked; tell the course staff", error=error
                )
                self._restart()
        return self.refuse(name, failure)

    def refuse(self, file: str, why: Message) -> Report:
        """The report on a file that cannot be graded: no points, and one sentence."""
        zeros = (PartReport(p.number, p.name, p.points, 0.0, Kind.NOT_RUN, 0, 0) for p in self.sheet.parts)
        return Report(self.sheet.name, file, tuple(zeros), version=self.version, refusal=why)

    def _start(self) -> Sandbox:
        return Sandbox(limits=self.limits, secrets=self.secrets)

    def _restart(self) -> None:
        self.sandbox.close()
        self.sandbox = self._start()
        if self.official:
            self._require_containment()

    def _require_containment(self) -> None:
        if lacking := missing(self.sandbox.layers):
            self.sandbox.close()
            raise SandboxError(REFUSED.format(", ".join(layer.name for layer in lacking)))

    def _grade(self, file: str, submission: Submission, started: float, seconds: float) -> Report:
        variant = int(submission.digest, 16) % VARIANTS
        with self.sandbox.open(submission.cells, self.given, self.released.parts, seconds) as session:
            # What shows the student's own text comes first: this worker has seen no hidden input yet.
            laws = find_broken_laws(self.sheet, session, self.calls, told=not self.exam)
            noted = [
                (replace(note, cell=submission.numbers[note.cell]), submission.cells[note.cell])
                for note in session.notes
            ]
            reports = tuple(self._grade_parts(session, laws, variant, started + seconds))
        answers = [(item, submission.answers.get(item.number, "")) for item in self.sheet.written]
        return Report(
            assignment=self.sheet.name,
            file=file,
            parts=tuple(report_cell(report, noted) for report in reports),
            written=tuple(report_written(item, answer) for item, answer in answers),
            repairs=submission.repairs,
            notes=tuple(note for note, _ in noted[:NOTES]),
            layers=self.sandbox.layers,
            digest=submission.digest,
            version=self.version,
            seconds=perf_counter() - started,
        )

    def _grade_parts(
        self, session: Session, laws: BrokenLaws, variant: int, deadline: float
    ) -> Iterator[PartReport]:
        """Mark each part; what is wrong once more in a new worker, and in another from the last to the first.

        So no part pays for what another has left behind. What is told, times too, is of inputs that are not
        marked, asked for before the first that is: no word of it can depend on one.
        """
        told = self._mark_parts(session, list_known(laws, NOTHING_TO_TELL), FEEDBACK, deadline)
        paces = self._find_paces(session, told, laws, deadline)
        results = self._mark_parts(session, list_known(laws, TOO_SLOW), variant, deadline)
        for order in (self.sheet.parts, self.sheet.parts[::-1]):
            session.restart()
            doubtful = dict.fromkeys(_find_doubtful(results, order))
            for part, again in self._mark_parts(session, doubtful, variant, deadline, together=False).items():
                results[part] = max(results[part], again, key=lambda result: result.share)
        for part in self.sheet.parts:
            result = results[part]
            if result.passed or result.first_fault.kind is Kind.NOT_RUN:
                report = report_settled(result, paces.get(part))
            else:
                report = report_fault(result, told[part], laws[part])
            yield replace(report, where="", pattern=None, hint=None) if self.exam else report

    def _find_paces(
        self, session: Session, told: Mapping[Part, Result], laws: BrokenLaws, deadline: float
    ) -> dict[Part, Pace]:
        """How fast the timed parts are: what is wrong where nothing is marked is not timed and earns nothing.

        Unless it is right in a new worker: no part pays for what another has left behind.
        """
        speeds = {part: speed for part in told if (speed := find_speed(self.sheet, part)) is not None}
        known = list_known(laws, NOTHING_TO_TELL)
        wrong = [part for part in speeds if known[part] is None and not told[part].passed]
        if wrong:
            session.restart()
            again = self._mark_parts(session, dict.fromkeys(wrong), FEEDBACK, deadline, together=False)
            told = {**told, **again}
        with like_a_worker():
            return {
                part: find_pace(self.sheet, speed, self._try_twice(session, part, deadline))
                if told[part].passed
                else Pace(speed, 0.0, fault=told[part].first_fault.kind)
                for part, speed in speeds.items()
            }

    def _mark_parts(
        self,
        session: Session,
        known: Mapping[Part, Verdict | None],
        variant: int,
        deadline: float,
        together: bool = True,
    ) -> dict[Part, Result]:
        """The results of parts on the inputs of a variant; without a call where the verdict is known.

        What one part sends in the place of others' answers costs them nothing where they are asked apart.
        """
        wanted = {part: self.grader.cases(part, variant) for part in known if known[part] is None}
        calls = {part.name: self.calls.of_cases(session, part, cases) for part, cases in wanted.items()}
        given = session.call_parts(calls) if together else {}

        def mark(part: Part, verdict: Verdict | None) -> Result:
            if perf_counter() > deadline:
                late = message("not run: the time for the whole notebook is used up")
                verdict = Verdict(Kind.NOT_RUN, late)
            if verdict is not None:
                return Result(part, (Outcome("", False, verdict, 0.0),))
            session.begin_part()
            answers = given.get(part.name) or session.call_all(calls[part.name])
            if answers is None:
                session.begin_part()
            return self.grader.grade(part, connect(session, part), variant, variant == FEEDBACK, answers)

        return {part: mark(part, verdict) for part, verdict in known.items()}

    def _try_twice(self, session: Session, part: Part, deadline: float) -> Iterator[Timed]:
        """The student's function, to be timed: if it must be again, in a new worker."""
        for _ in range(ATTEMPTS):
            if perf_counter() < deadline:
                session.begin_part(TRIAL_SECONDS)
                session.lap()
                yield clocked(session, part)
                session.restart()

    def _time_on_device(self, submission: Submission, report: Report) -> Report:
        """The report with what was measured on a GPU of the parts that are right."""
        right = [part.name for part in report.parts if part.kind in {Kind.AGREES, Kind.SLOW}]
        paces = self.trials.time(submission.cells, self.given, self.released.parts, right)
        return replace(
            report, parts=tuple(replace(part, device=paces.get(part.name)) for part in report.parts)
        )


def grade(path: Path, assignment: str, language: str = "en", student: str = "") -> dict[str, Any]:
    """The results of one notebook as Gradescope's `results.json` has them: plain values for `json.dumps`.

    `score` is what the machine gives, `tests` has an entry for each part with its score and feedback, and
    `output` is about the whole notebook. What cannot be read has 0 points and a sentence. For many notebooks
    keep a `Course` open. Call it in one thread of a process of your own, whose memory is bounded meanwhile.

    Raises CourseError where the assignment is not as it should be, SandboxError where there is no sandbox.
    """
    with Course(assignment) as course:
        return write_results(course.grade(path, student=student), language)


def _find_doubtful(results: Mapping[Part, Result], order: Sequence[Part]) -> list[Part]:
    """The parts that are wrong; of those that use up their time only the first."""
    kinds = {part: results[part].first_fault.kind for part in order}
    slow = [part for part in order if kinds[part] is Kind.OVERRAN]
    return [part for part in order if kinds[part] not in SETTLED and part not in slow[1:]]
