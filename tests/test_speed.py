"""Speed counts for a tenth of a timed part: what is measured, what it earns, and what is said about it."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Mapping
from dataclasses import replace
from time import thread_time
from typing import Any

import numpy as np
import pytest

from autograder import faults, growth, speed
from autograder.case import Outcome, quietly, reference_of
from autograder.course import load
from autograder.feedback import describe
from autograder.marking import Grader, Result
from autograder.messages import message
from autograder.notebook import describe_growth
from autograder.report import report_settled
from autograder.sheet import Sheet
from autograder.speed import Pace, Timed, find_pace, find_speed
from autograder.values import Function, Part, Speed
from autograder.verdict import Kind, Verdict

REFERENCE, NAIVE = 1.0, 40.0  # seconds that the tests have our own functions take


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return load("hw3_generative_models", hidden=True)


@pytest.fixture
def timed(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> Speed:
    """A timed part whose reference and baseline take known times."""
    (part,) = [part for part in sheet.parts if part.name == "masked_conv2d"]
    found = find_speed(sheet, part)
    assert found is not None
    reference = reference_of(sheet.unit_of[part], part)

    def clock(function: Function, arguments: Mapping[str, Any]) -> tuple[Any, float]:
        return quietly(reference, arguments), REFERENCE if function is reference else NAIVE

    monkeypatch.setattr(speed, "clock", clock)
    return found


def right_within(sheet: Sheet, part: Part, *seconds: float) -> Timed:
    """A right answer whose calls take these seconds in turn; the last of them from then on."""
    rest = list(seconds)
    reference = reference_of(sheet.unit_of[part], part)
    return lambda arguments: (quietly(reference, arguments), rest.pop(0) if len(rest) > 1 else rest[0])


@pytest.mark.parametrize(
    ("seconds", "share"), [(0.5, 1.0), (5.9, 1.0), (6.1, 0.5), (19.9, 0.5), (20.1, 0.0), (90.0, 0.0)]
)
def test_share_depends_on_the_times_of_the_reference_and_of_the_baseline(
    sheet: Sheet, timed: Speed, seconds: float, share: float
) -> None:
    assert timed.within == 6
    pace = find_pace(sheet, timed, [right_within(sheet, timed.part, seconds)])
    assert (pace.share, pace.fault) == (share, Kind.AGREES)
    assert pace.ratio == (None if share == 1 else pytest.approx(seconds / REFERENCE))


def test_a_slow_first_call_does_not_count_and_one_quick_call_is_enough(sheet: Sheet, timed: Speed) -> None:
    slow_start = right_within(sheet, timed.part, 1e6, 9.0)
    assert find_pace(sheet, timed, [slow_start]).share == 0.5
    disturbed = right_within(sheet, timed.part, 9.0, 0.9, 0.9, 0.3, 0.9)
    assert find_pace(sheet, replace(timed, within=0.5), [disturbed]).share == 1


def test_inputs_are_fresh_in_every_call(sheet: Sheet, timed: Speed) -> None:
    seen: list[bytes] = []
    right = right_within(sheet, timed.part, 9.0)

    def answer(arguments: Mapping[str, Any]) -> tuple[Any, float]:
        seen.append(arguments["x"].tobytes())
        return right(arguments)

    find_pace(sheet, timed, [answer])
    assert len(seen) > 5
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("wrong", [1, 2, 3])
def test_every_timed_output_is_compared(sheet: Sheet, timed: Speed, wrong: int) -> None:
    right = right_within(sheet, timed.part, 4.5)
    calls: list[int] = []

    def answer(arguments: Mapping[str, Any]) -> tuple[Any, float]:
        calls.append(1)
        value, seconds = right(arguments)
        return (0 * value if len(calls) == wrong else value), seconds

    pace = find_pace(sheet, timed, [answer])
    assert (pace.share, pace.fault) == (0.0, Kind.VALUES)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.Overran(5.0), Kind.OVERRAN),
        (faults.Died(), Kind.DIED),
        (faults.Raised("MemoryError", ""), Kind.RAISES),
    ],
)
def test_fault_in_a_timed_call_costs_the_points_for_speed_only(
    sheet: Sheet, timed: Speed, fault: faults.Fault, kind: Kind
) -> None:
    def answer(arguments: Mapping[str, Any]) -> tuple[Any, float]:
        raise fault

    pace = find_pace(sheet, timed, [answer])
    assert (pace.share, pace.fault) == (0.0, kind)
    report = report_settled(
        Grader(sheet).grade(timed.part, reference_of(sheet.unit_of[timed.part], timed.part)), pace
    )
    assert report.kind is Kind.SLOW
    assert report.score == pytest.approx(0.9 * timed.part.points)


def test_an_answer_that_was_not_run_has_no_pace(sheet: Sheet, timed: Speed) -> None:
    late = Outcome("", False, Verdict(Kind.NOT_RUN, message("not run")), 0.0)
    report = report_settled(Result(timed.part, (late,)), Pace(timed, 0.0, fault=Kind.NOT_RUN))
    assert (report.kind, report.score, report.pace) == (Kind.NOT_RUN, 0.0, None)


def test_failure_of_the_sandbox_is_no_fault_of_the_answer(sheet: Sheet, timed: Speed) -> None:
    def answer(arguments: Mapping[str, Any]) -> tuple[Any, float]:
        raise faults.Failure("no worker")

    with pytest.raises(faults.Failure):
        find_pace(sheet, timed, [answer])


def test_slow_answer_reads_what_was_measured(sheet: Sheet, timed: Speed) -> None:
    pace = Pace(timed, 0.5, 6.13, 3.96)
    result = Grader(sheet).grade(timed.part, reference_of(sheet.unit_of[timed.part], timed.part))
    assert describe(report_settled(result, pace)) == [
        "correct, but slow",
        "speed: 0.1 of 0.2 points",
        "CPU time, the side of the maps = 32: 6.1 times the reference; full marks need at most 6, "
        "half of them less than half the time of a naive solution",
        "the CPU time grows with the side of the maps to the power 4.0, where 2 is possible",
        "A Python loop over pixels is what usually costs more.",
    ]
    gentle = replace(pace, exponent=1.5)
    assert "grows" not in " ".join(describe(report_settled(result, gentle)))
    assert describe(report_settled(result, Pace(timed, 1.0))) == [
        "correct",
        "fast enough for full marks",
    ]


@pytest.mark.parametrize(("exponent", "share"), [(1.9, 1.0), (2.4, 1.0), (2.6, 0.0), (4.0, 0.0)])
def test_growth_may_be_asked_for_instead_of_a_ratio(
    sheet: Sheet, timed: Speed, exponent: float, share: float
) -> None:
    pace = find_pace(
        sheet, replace(timed, within=None), [right_with(sheet, timed, lambda n: 1e-6 * n**exponent)]
    )
    assert (pace.share, pace.ratio) == (share, None)
    assert pace.exponent == (None if share == 1 else pytest.approx(exponent))


def test_answer_that_dawdles_at_small_sizes_must_beat_the_naive_one(sheet: Sheet, timed: Speed) -> None:
    for seconds, share in ((0.9 * NAIVE, 0.0), (0.4 * NAIVE, 1.0)):
        dawdler = right_with(sheet, timed, lambda n, s=seconds: s)  # type: ignore[misc]
        assert find_pace(sheet, replace(timed, within=None), [dawdler]).share == share


def right_with(sheet: Sheet, timed: Speed, seconds: Callable[[int], float]) -> Timed:
    """A right answer whose time depends on the size."""
    right = right_within(sheet, timed.part, 0.0)
    return lambda arguments: (right(arguments)[0], seconds(arguments["x"].shape[-1]))


def test_exponent_of_a_power_is_found_and_a_slow_call_ends_the_measurement(timed: Speed) -> None:
    rng = np.random.default_rng(0)
    found = growth.measure(timed, (2, 4, 8), lambda arguments: 1e-3 * arguments["x"].shape[-1] ** 3, rng)
    assert found.exponent == pytest.approx(3.0)
    slow = growth.measure(timed, (2, 4, 8), lambda arguments: 1.0, rng)
    assert (list(slow.seconds), slow.exponent) == ([2], None)


def test_notebook_tells_how_the_time_grows(sheet: Sheet, timed: Speed) -> None:
    line = describe_growth(timed, reference_of(sheet.unit_of[timed.part], timed.part), "en")
    assert re.match(r"speed: [\d.]+, [\d.]+, [\d.]+ ms \(the side of the maps = 8, 16, 32\); ", line)
    assert timed.within is not None
    limit = f"{timed.milliseconds * timed.within:.2g}"
    ours = f"with 32, our own solution takes {timed.milliseconds:g} ms on our machine"
    assert line.endswith(f"{ours}, where all points are for {limit} ms at most")
    unknown = replace(timed, milliseconds=0.0)
    line = describe_growth(unknown, reference_of(sheet.unit_of[timed.part], timed.part), "en")
    assert "our machine" not in line
    asked = describe_growth(
        replace(timed, within=None), reference_of(sheet.unit_of[timed.part], timed.part), "en"
    )
    assert asked.endswith(", and 2 at most is asked for")

    def broken(**arguments: Any) -> Any:
        raise faults.Raised("ValueError", "")

    assert describe_growth(timed, broken, "en") == ""


def test_clock_counts_the_work_of_a_call_and_its_frames() -> None:
    def spin(ms: int) -> Any:
        started = thread_time()
        while thread_time() - started < ms / 1e3:
            pass
        return np.arange(3.0)

    value, seconds = speed.clock(spin, {"ms": 20})
    assert value.tolist() == [0, 1, 2]
    assert seconds >= 0.02


def test_clock_is_fine_where_the_cpu_time_of_the_process_is_limited() -> None:
    signal.setitimer(signal.ITIMER_PROF, 1000.0)
    try:
        assert speed.clock(lambda n: np.arange(n), {"n": 10})[1] > 0
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)


def test_answer_that_loses_is_timed_anew(sheet: Sheet, timed: Speed) -> None:
    slow, fast = (right_within(sheet, timed.part, seconds) for seconds in (9.0, 1.0))
    assert find_pace(sheet, timed, [slow, slow]).share == 0.5
    assert find_pace(sheet, timed, [slow, fast]).share == 1
    assert find_pace(sheet, timed, []).fault is Kind.NOT_RUN

    def asked_for_twice() -> Any:
        yield fast
        pytest.fail("a second trial of an answer that is fast enough")

    assert find_pace(sheet, timed, asked_for_twice()).share == 1
