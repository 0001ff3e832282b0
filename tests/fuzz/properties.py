"""What must hold for any bytes: each function takes an example, fails, or says in a word what happened."""

from __future__ import annotations

import builtins
import os
import sys
import tempfile
import unicodedata
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from autograder import faults, headroom, intake
from autograder.batch.hand_ins import SourceError, find_hand_ins
from autograder.checking import check_law, judge
from autograder.compare import compare
from autograder.intake.folder import find_notebook
from autograder.sandbox.channel import Stopped
from autograder.sandbox.words import DETAIL, leaves, value_of
from autograder.values import Law
from autograder.verdict import Verdict
from autograder.worker import wire
from tests.fuzz import answers, channel, downloads, frames, survival

MOST_PIECES = 5_000
WANTS: tuple[Any, ...] = (
    0.5,
    True,
    "text",
    {"a", "b"},
    (1.0, np.arange(3.0)),
    {"first": np.eye(2), "second": 2},
    np.arange(4),
    np.ones((2, 3)) * 1j,
    np.array([1e-3, 0.5]),
    np.array([True, False]),
    np.zeros((0, 3)),
)


def hold_on_trusted_side(data: bytes) -> str:
    """Bytes from a worker are a plain value that can be sent again, or they are refused."""
    try:
        value = wire.receive(frames.reader(data))
    except (wire.Malformed, EOFError):
        return "refused"
    return _sent_again(value)


def hold_on_workers_side(data: bytes) -> str:
    """The same where torch is loaded and instances are rebuilt."""
    assert "torch" in sys.modules
    try:
        value = wire.receive(frames.reader(data), frames.CLASSES)
    except (wire.Malformed, EOFError):
        return "refused"
    return _sent_again(value)


def _sent_again(value: Any) -> str:
    described = frames.describe(value)
    # A number may take more room in a header than it came with.
    with suppress(wire.Unsendable):
        again = wire.receive(frames.reader(frames.write(value)), frames.CLASSES)
        assert frames.describe(again) == described
    return "read"


def hold_on_channel(data: bytes) -> str:
    """However the bytes arrive, the channel gives the value that they are, or `Stopped`.

    The first two bytes say how large the pieces are and whether the worker then hangs up.
    """
    piece, hangs_up, data = 1 + data[0] * len(data) // 256, data[1] % 2 == 0, data[2:]
    expected, complete = _read_whole(data)
    allowed = channel.budget(complete or hangs_up)
    before, stopped = allowed.wall, None
    with channel.Worker(data, max(piece, len(data) // MOST_PIECES), hangs_up) as trusted:
        try:
            value = trusted.ask(None, allowed)
        except Stopped as error:
            stopped = error
    assert allowed.wall < before
    assert (stopped is None) == (expected is not None)
    if stopped is not None:
        assert stopped.overran == (not complete and not hangs_up)
        return "refused"
    assert expected == [frames.describe(value)]
    return "read"


def _read_whole(data: bytes) -> tuple[list[Any] | None, bool]:
    """The value of a frame, described, if it is one, and whether its end, or the fault in it, has arrived."""
    try:
        return [frames.describe(wire.receive(frames.reader(data)))], True
    except wire.Malformed:
        return None, True
    except EOFError:
        return None, False


def hold_for_reply(data: bytes) -> str:
    """Any decoded reply is a value that can be compared, a fault in fixed words, or `Stopped`."""
    try:
        value = value_of(wire.receive(frames.reader(data)), frames.PARTS)
    except (wire.Malformed, EOFError, Stopped):
        return "refused"
    except faults.Fault as fault:
        _hold_for_fault(fault)
        return "fault"
    assert all(leaf is not ... for leaf in leaves(value))
    for want in WANTS:
        _hold_for_verdict(judge(lambda want=want: compare(value, want)))  # type: ignore[misc]
    return "read"


def _hold_for_verdict(verdict: Verdict) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert str(verdict.message)
        assert verdict.pattern is None or str(verdict.pattern)


def _hold_for_fault(fault: faults.Fault) -> None:
    """The words of a fault are ours; only the detail of an exception is not, and it shows as it is."""
    match fault:
        case faults.Raised(error=error, detail=detail):
            assert issubclass(getattr(builtins, error), BaseException)
            assert detail.isprintable()
            assert len(detail) <= DETAIL
        case faults.Waiting(needed=needed):
            assert needed in frames.PARTS
        case faults.Unsendable(kind=kind):
            assert kind in wire.KINDS
        case _:
            assert type(fault) in {faults.Missing, faults.NotAttempted}
            assert not fault.args


def hold_for_answer(data: bytes, sheet: str) -> str:
    """Whatever an answer to a part gives, it is marked: nothing that computes with it fails or goes on."""
    grader, part = answers.grader_of(sheet), answers.part_of(data, sheet)
    with headroom.bounded():
        result = grader.grade(part, answers.answer_of(data, sheet))
        laws = grader.sheet.unit_of[part].of(Law, part)
        broken = [check_law(law, answers.answer_of(data, sheet)) for law in laws]
    assert 0 <= result.share <= 1
    for verdict in (result.first_fault, *broken):
        _hold_for_verdict(verdict)
    return "read" if result.passed else "refused"


def hold_for_file(data: bytes, sheet: str) -> str:
    """A file is read, twice the same and with every right answer that is still in it, or it is refused."""
    survivors = survival.find(data, sheet)
    submission = _read(data, sheet)
    if isinstance(submission, intake.Unreadable):
        assert survivors is None, f"refused, but it is a notebook: {submission}"
        assert _is_plain(str(submission))
        return "refused"
    assert all(cell.strip() for cell in submission.cells)
    assert len(submission.cells) == len(submission.numbers)
    assert submission.answers.keys() == survival.released(sheet).written.keys()
    assert all(_is_plain(str(repair)) for repair in submission.repairs)
    assert intake.read(data, survival.released(sheet)) == submission
    if survivors is None:
        return "read"
    assert survivors.cells <= set(submission.cells)
    assert all(body in submission.answers[number] for number, body in survivors.answers)
    return "whole" if survivors.cells else "read"


def _read(data: bytes, sheet: str) -> intake.Submission | intake.Unreadable:
    with tempfile.NamedTemporaryFile(suffix=".ipynb") as file:
        file.write(data)
        file.flush()
        # Room for the largest file is asked for at once, which would hide what else is taken.
        with patch.object(intake, "LIMIT", len(data)):
            try:
                return intake.read_file(Path(file.name), survival.released(sheet))
            except intake.Unreadable as error:
                return error


def _is_plain(sentence: str) -> bool:
    """Whether a message shows as it is: on one line, without control and direction characters, and short."""
    return len(sentence) < 1_000 and not any(unicodedata.category(char)[0] == "C" for char in sentence)


def hold_for_download(data: bytes) -> str:
    """A zip of submissions gives hand-ins that lie where it was unpacked, or one sentence."""
    with tempfile.TemporaryDirectory() as folder:
        archive, unpacked = Path(folder, "a.zip"), Path(folder, "inner", "unpacked")
        archive.write_bytes(data)
        try:
            found = find_hand_ins([archive], downloads.SHEET, unpacked)
        except SourceError:
            found = None
        assert set(os.listdir(folder)) <= {"a.zip", "inner"}
        assert not unpacked.parent.exists() or os.listdir(unpacked.parent) == ["unpacked"]
        for path in [path for one in found or () for path in one.paths]:
            assert path.resolve().is_relative_to(Path(folder).resolve())
            with suppress(intake.Unreadable):
                find_notebook(path)
    return "refused" if found is None else "read"
