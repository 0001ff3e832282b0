"""A small part of a night, the same in every run; and that a night finds what is wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch  # noqa: F401  # a worker has loaded it before a frame arrives
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import intake
from autograder.worker import wire
from tests.fuzz import frames, notebooks, survival
from tests.fuzz.bounds import MEGABYTE, Exceeded, bounded
from tests.fuzz.targets import SEEDED_SHEET, TARGETS, Target

RIGHT = notebooks.SAMPLES / SEEDED_SHEET / "right_numpy.en.ipynb"
CALM = list(HealthCheck)
# An example is large, and nobody asks Hypothesis to show it.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
SEEDED = [pytest.param(target, id=target.name) for target in TARGETS if target.seeded]
(FILE,) = [target for target in TARGETS if target.name == f"file-{SEEDED_SHEET}"]


@pytest.mark.parametrize("target", SEEDED)
def test_what_must_hold_holds_for_a_few_examples(target: Target) -> None:
    @settings(max_examples=target.seeded, suppress_health_check=CALM)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        target.run(data.draw(target.examples))

    check()


@settings(max_examples=60, suppress_health_check=CALM)
@given(frames.values | frames.arguments)
def test_a_valid_frame_arrives_as_it_was_sent(value: Any) -> None:
    got = wire.receive(frames.reader(frames.write(value)), frames.CLASSES)
    assert frames.describe(got) == frames.describe(value)


def never_end() -> None:
    while True:
        pass


def test_what_takes_too_much_is_stopped() -> None:
    with bounded(0.05, MEGABYTE), pytest.raises(Exceeded, match="of CPU time"):
        never_end()
    with pytest.raises(Exceeded, match="MB at once"), bounded(60.0, MEGABYTE):
        np.zeros(2**20)


def test_every_right_answer_of_a_whole_file_is_looked_for() -> None:
    found = survival.find(RIGHT.read_bytes(), SEEDED_SHEET)
    assert found is not None
    released = survival.released(SEEDED_SHEET)
    assert all(any(f"def {part}(" in cell for cell in found.cells) for part in released.parts)
    assert {number for number, _ in found.answers} == released.written.keys()


@pytest.mark.parametrize("lost", ["cells", "answers", "all"])
def test_an_answer_that_is_lost_is_noticed(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data, read = RIGHT.read_bytes(), intake.read
    assert FILE.run(data)[0] == "whole"

    def lose(data: bytes, released: intake.Released) -> intake.Submission:
        if lost == "all":
            raise intake.Unreadable("no")
        found = read(data, released)
        less: dict[str, Any] = {"cells": found.cells[:-1], "answers": dict.fromkeys(found.answers, "")}
        return intake.Submission(**{**vars(found), lost: less[lost], "numbers": found.numbers[:-1]})

    monkeypatch.setattr(intake, "read", lose)
    with pytest.raises(AssertionError):
        FILE.run(data)
