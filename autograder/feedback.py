"""What people read about a submission: feedback as text, and Gradescope's `results.json`."""

from __future__ import annotations

import json
import platform
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from autograder.gpu import DevicePace
from autograder.messages import Message, message, show_number, show_points, translate
from autograder.report import SETTLED, PartReport, Report, WrittenReport
from autograder.sandbox import CellNote
from autograder.speed import MARGIN, SHARE, Pace
from autograder.typography import flatten
from autograder.values import Text
from autograder.verdict import Kind, Verdict

# Fixed words: a hidden check publishes no byte that the student's code has written.
FAULTS = {
    Kind.AGREES: "correct",
    Kind.NOT_ATTEMPTED: "not attempted",
    Kind.WAITING: "waiting: it calls another part that is not attempted",
    Kind.NOT_RUN: "not run",
    Kind.RAISES: "raises an error on a hidden input",
    Kind.OVERRAN: "stopped: too slow, or a loop without end",
    Kind.DIED: "the process ended while it ran (exit, crash or out of memory)",
    Kind.TYPE: "returns something of the wrong type or form",
    Kind.SHAPE: "the shape of the result is wrong",
    Kind.NON_FINITE: "NaN or infinite where a finite value is right",
    Kind.VALUES: "the values are wrong",
    Kind.SLOW: "correct, but slow",
}
# What is measured of a slow answer.
RATIO = (
    "CPU time, {unit} = {size}: {ratio} times the reference; full marks need at most {most}, "
    "half of them less than half the time of a naive solution"
)
GROWTH = "the CPU time grows with {unit} to the power {exponent}, expected {growth} at most"
STEEPNESS = "the CPU time grows with {unit} to the power {exponent}, where {growth} is possible"
ON_DEVICE = "on a GPU, for no points: {ratio} times the reference"
OTHERWISE = (
    "right on the inputs that feedback may speak of, wrong on others that are marked: "
    "try each kind of input that the text names, and values near zero"
)
LIMIT = 10_000  # characters of one text in results.json; Gradescope cuts at 100,000


def describe(part: PartReport, language: str = "en") -> list[str]:
    """The feedback on a part: the fault in fixed words, the hint, the public law that is broken."""
    lines = [_describe_fault(part, language)]
    if part.pace is not None:
        lines += _describe_pace(part.pace, part.points, language)
    if part.device is not None:
        lines.append(_describe_device(part.device).translate(language))
    if part.hint is not None:
        lines.append(message("hint: {hint}", hint=flatten(part.hint[language])).translate(language))
    if part.law is not None and part.law[1].kind not in {Kind.NOT_ATTEMPTED, Kind.WAITING}:
        lines.append(_describe_law(*part.law, language))
    return lines


def _describe_law(text: Text | None, verdict: Verdict, language: str) -> str:
    """The law that is broken, and what the student's own values are there."""
    found = verdict.message.translate(language)
    if text is None:
        return found
    law = flatten(text[language].partition("\n\n")[0])
    where = f"{verdict.named} · " if verdict.named else ""
    return f"{message('broken law: {law}', law=law).translate(language)} {where}{found}"


def _describe_fault(part: PartReport, language: str) -> str:
    fault = translate(FAULTS[part.kind], language)
    if part.cell is not None:
        detail = _describe_note(part.cell, language)
        broken = message("cell {cell} does not run: {detail}", cell=part.cell.cell, detail=detail)
        fault = broken.translate(language)
    if part.where and part.kind is not Kind.AGREES:
        # An entry of a tuple has no name of its own.
        where = f"result{part.where}" if part.where.startswith("[") else part.where
        fault = f"{where} · {fault}"
    if part.pattern is not None:
        fault += f" ({part.pattern.translate(language)})"
    edge_failed, edges = part.extremes
    if part.kind not in SETTLED and not part.failed + edge_failed:
        return translate(OTHERWISE, language)
    if part.kind not in SETTLED:
        counts = message("hidden checks that fail: {failed} of {total}", failed=part.failed, total=part.total)
        extremes = message("at extremes: {failed} of {total}", failed=edge_failed, total=edges)
        told = [counts] * (part.total > 0) + [extremes] * (edges > 0)
        fault += f" · {', '.join(each.translate(language) for each in told)}"
    return fault


def _describe_pace(pace: Pace, points: float, language: str) -> Iterator[str]:
    """What a slow answer loses, what was measured of it, and what usually makes one slow."""
    speed = pace.speed
    if pace.share == 1:
        # No number: what two gradings measure differs, and what they say of a right answer should not.
        yield translate("fast enough for full marks", language)
        return
    size = {"unit": speed.unit[language], "size": speed.sizes[-1]}
    earned = {"points": show_number(SHARE * points, language)}
    earned["score"] = show_number(SHARE * points * pace.share, language)
    yield message("speed: {score} of {points} points", **earned).translate(language)
    if pace.fault is not Kind.AGREES:
        fault = message(FAULTS[pace.fault])
        yield message("{unit} = {size}: {fault}", fault=fault, **size).translate(language)
    if pace.ratio is not None:
        told = message(
            RATIO,
            ratio=f"{pace.ratio:.1f}",
            most=speed.within,
            **size,
        )
        yield told.translate(language)
    if pace.exponent is not None and pace.exponent > speed.growth + MARGIN:
        grown = message(
            GROWTH if speed.within is None else STEEPNESS,
            exponent=f"{pace.exponent:.1f}",
            growth=speed.growth,
            unit=size["unit"],
        )
        yield grown.translate(language)
    yield flatten(speed.text[language])


def _describe_device(device: DevicePace) -> Message:
    """What a GPU adds; no mark depends on it."""
    if device.ratio is not None:
        ratio = f"{device.ratio:.1f}"
        return message(ON_DEVICE, ratio=ratio)
    if device.fault is Kind.NOT_RUN:
        return message("on a GPU: not run, there is none")
    return message("on a GPU, for no points: {fault}", fault=message(FAULTS[device.fault]))


def write_results(report: Report, language: str = "en") -> dict[str, Any]:
    """The report as Gradescope's `results.json`; everything in it is plain text and finite numbers."""
    tests = [_write_part(part, language) for part in report.parts]
    return {
        "score": report.score,
        "output": clean("\n".join(write_head(report, language))),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests + [_write_written(answer, language) for answer in report.written],
        "extra_data": {
            "assignment": report.assignment,
            "version": report.version,
            "submission": report.digest,
            "containment": sorted(report.layers),
            "platform": describe_platform(),
        },
    }


@cache
def describe_platform() -> str:
    """What graded: the system and the libraries that numbers depend on."""
    found = {}
    for library in ("numpy", "scipy", "torch"):
        with suppress(PackageNotFoundError):
            found[library] = version(library)
    libraries = ", ".join(f"{name} {number}" for name, number in found.items())
    return f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {libraries}"


def _write_part(part: PartReport, language: str) -> dict[str, Any]:
    return {
        "number": part.number,
        "name": f"{part.number} {part.name}",
        "score": round(part.score, 2),
        "max_score": part.points,
        "status": "passed" if part.kind in {Kind.AGREES, Kind.SLOW} else "failed",
        "output": clean("\n".join(describe(part, language))),
        "tags": [part.kind.value],
    }


def _write_written(answer: WrittenReport, language: str) -> dict[str, Any]:
    remarks = [remark.translate(language) for remark in answer.remarks]
    worth = show_points(answer.points, language)
    points = message("read by a person, {points}", points=worth).translate(language)
    return {
        "number": answer.number,
        "name": f"{answer.number} {translate('written answer', language)}",
        "output": clean("\n".join([points, *remarks])),
        "tags": ["written"],
    }


def save(path: Path, results: dict[str, Any]) -> None:
    """Write such results to a file, all or nothing; what was there stays if that fails. Raises OSError."""
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.write_text(json.dumps(results, allow_nan=False, indent=1), encoding="utf-8")
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def write_head(report: Report, language: str = "en") -> list[str]:
    """What is said about the notebook as a whole: how it was read and which cells did not run."""
    if report.refusal:
        return [report.refusal.translate(language)]
    lines = [repair.translate(language) for repair in report.repairs]
    for note in report.notes:
        problem = translate(note.problem, language)
        detail = _describe_note(note, language)
        cell = message("cell {cell}: {problem}: {detail}", cell=note.cell, problem=problem, detail=detail)
        lines.append(cell.translate(language))
    return lines


def _describe_note(note: CellNote, language: str) -> str:
    told = note.detail.translate(language) if isinstance(note.detail, Message) else note.detail
    return flatten(told)[:200]


HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # controls, directions, other ends of a line


def clean(text: str) -> str:
    """The text without control and direction characters, cut to a sane length."""
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in HIDDEN)
    return kept if len(kept) <= LIMIT else kept[:LIMIT] + " ..."
