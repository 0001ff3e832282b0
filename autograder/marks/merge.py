"""The marks of a person go into the results of the machine, and the totals into a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.feedback import clean, save
from autograder.marks.sheet import Mark, MarksError, disarm, name_submission

TOTALS = "totals.csv"
COLUMNS = ("student", "submission", "automatic", "written", "total", "points")


@dataclass(frozen=True)
class Machine:
    """What the machine found out about a submission: the results of `autograder grade`, from a file."""

    path: Path
    results: dict[str, Any]

    @property
    def assignment(self) -> str:
        return str(self.results["extra_data"]["assignment"])

    @property
    def submission(self) -> str:
        return name_submission(str(self.results["extra_data"]["submission"]))

    @property
    def pdf(self) -> str:
        """The file of this name in the sheet for the marks."""
        return f"{self.path.stem}.pdf"


@dataclass(frozen=True)
class Final:
    """The results with all marks in them, under the name of the file that they came from."""

    name: str
    submission: str
    automatic: float
    written: float
    points: float
    results: dict[str, Any]

    @property
    def total(self) -> float:
        return round(self.automatic + self.written, 2)


def read_results(paths: Iterable[Path]) -> list[Machine]:
    """The results in these files and folders, all of one assignment. Raises MarksError."""
    files = [file for path in paths for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    read = [Machine(file, _read(file)) for file in files]
    if not read:
        raise MarksError("there are no results, expected files that `autograder grade --out` wrote")
    if others := [one for one in read if one.assignment != read[0].assignment]:
        two = " and ".join(f"{one.path.name} of {one.assignment}" for one in (read[0], others[0]))
        raise MarksError(f"there are {two}, expected results of one assignment")
    names = [one.path.name for one in read]
    if doubled := [name for name in names if names.count(name) > 1]:
        raise MarksError(f"there are two files of the name {doubled[0]}, expected one for each student")
    return read


def _read(path: Path) -> dict[str, Any]:
    try:
        results = json.loads(path.read_bytes())
        extra, tests = results["extra_data"], results["tests"]
        known = {"assignment", "submission"} <= extra.keys() and all("number" in test for test in tests)
        if not known or not isinstance(results["score"], int | float):
            raise ValueError("expected the assignment, the submission and the score")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        why = f"{type(error).__name__}: {error}"
        raise MarksError(f"{path.name} is not a file that `autograder grade --out` wrote ({why})") from error
    if "written" in extra:
        raise MarksError(f"{path.name} holds marks of a person already; give the machine's own results")
    return dict(results)


def merge(marks: Sequence[Mark], machines: Sequence[Machine], points: Mapping[str, float]) -> list[Final]:
    """The results of each submission with its marks. Raises MarksError unless each has exactly its own."""
    problems: list[str] = []
    by_file = _group(marks, points, problems)
    names = {file: next(iter(group.values())).submission for file, group in by_file.items()}
    own = {machine.pdf for machine in machines if names.get(machine.pdf) == machine.submission}
    taken: dict[str, Machine] = {}
    refused = set()
    for machine in machines:
        try:
            file = _find_file(machine, names, own)
            if taken.setdefault(file, machine) is not machine:
                both = f"{taken[file].path.name} and {machine.path.name}"
                raise MarksError(f"{both} are results of {file}, expected one; leave one of them out")
        except MarksError as error:
            problems += error.problems
            refused.add(machine.pdf)
    missing = "there are marks, but no results; give its results, too, or remove its rows"
    problems += [f"{file}: {missing}" for file in by_file if file not in {*taken, *refused}]
    if problems:
        raise MarksError(*problems)
    return [_merge(machine, by_file[file], points) for file, machine in taken.items()]


def _group(
    marks: Sequence[Mark], points: Mapping[str, float], problems: list[str]
) -> dict[str, dict[str, Mark]]:
    """The marks of each file by question; each file has one submission and all questions."""
    by_file: dict[str, dict[str, Mark]] = {}
    for mark in marks:
        group = by_file.setdefault(mark.file, {})
        group[mark.number] = mark
        first = next(iter(group.values()))
        if first.submission != mark.submission:
            problems.append(
                f"row {mark.row}: {mark.file} is another submission than in row {first.row},"
                " expected the column as `autograder written` wrote it"
            )
    for file, group in by_file.items():
        missing = [f"Q{number}" for number in points if number not in group]
        problems += [
            f"{file}: there is no row for {number}; add the one that was removed" for number in missing
        ]
    return by_file


def _find_file(machine: Machine, names: Mapping[str, str], taken: Set[str]) -> str:
    """The PDF of the submission that the machine marked: same content, and of several the same name.

    Of who has rows, though of another submission, it is none that others have taken by their own names.
    """
    own, name = machine.pdf, machine.path.name
    if names.get(own) == machine.submission:
        return own
    unread = machine.submission == name_submission("")  # nothing but the name tells these apart
    free = names.keys() - taken if own in names else names.keys()
    same = [file for file in names if names[file] == machine.submission and file in free and not unread]
    if len(same) == 1:
        return same[0]
    if len(same) > 1:
        raise MarksError(f"{name}: {', '.join(same)} have the same answers; name the right one {own}")
    if own in names:
        raise MarksError(f"{name}: {own} is of another submission; run `autograder written` for this one")
    raise MarksError(f"{name}: there are no marks for it; add its rows, or leave it out")


def _merge(machine: Machine, marked: Mapping[str, Mark], points: Mapping[str, float]) -> Final:
    results = machine.results
    tests = {str(test["number"]): test for test in results["tests"]}
    tests |= {number: _mark(tests.get(number, {}), mark, points[number]) for number, mark in marked.items()}
    scores = {number: mark.score for number, mark in marked.items()}
    final = Final(
        name=machine.path.name,
        submission=machine.submission,
        automatic=results["score"],
        written=round(sum(scores.values()), 2),
        points=round(sum(test.get("max_score", 0.0) for test in tests.values()), 2),
        results={**results, "tests": list(tests.values())},
    )
    extra = {**results["extra_data"], "automatic": final.automatic, "written": scores}
    final.results.update(score=final.total, extra_data=extra)
    return final


def _mark(test: Mapping[str, Any], mark: Mark, points: float) -> dict[str, Any]:
    """The entry of a written answer with its score; there is none for a notebook that could not be read."""
    unread = {"number": mark.number, "name": f"{mark.number} written answer", "tags": ["written"]}
    texts = filter(None, [str(test.get("output", "")), mark.comment])
    given = {"score": mark.score, "max_score": points, "output": clean("\n".join(texts))}
    return {**unread, **test, **given}


def save_all(finals: Sequence[Final], out: Path) -> list[Path]:
    """Write the final results and the table of totals; no file is written over. Raises MarksError."""
    paths = [out / final.name for final in finals]
    if there := [path for path in (*paths, out / TOTALS) if path.exists()]:
        raise MarksError(f"{there[0]} exists already; choose another folder with --out, or remove it")
    out.mkdir(parents=True, exist_ok=True)
    for path, final in zip(paths, finals, strict=True):
        save(path, final.results)
    (out / TOTALS).write_bytes(write_totals(finals))
    return [*paths, out / TOTALS]


def write_totals(finals: Sequence[Final]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for final in finals:
        scores = (final.automatic, final.written, final.total, final.points)
        who = (disarm(Path(final.name).stem), final.submission)
        writer.writerow([*who, *(f"{score:g}" for score in scores)])
    return text.getvalue().encode("utf-8-sig")
