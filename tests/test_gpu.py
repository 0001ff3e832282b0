"""Timing on a GPU, tried on tensors of the CPU in the place of a device: no machine of ours has a GPU."""

from __future__ import annotations

import errno
import fcntl
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.feedback import describe
from autograder.gpu import DevicePace, find_device
from autograder.grading import Course
from autograder.report import PartReport
from autograder.verdict import Kind
from autograder.worker import seccomp
from autograder.worker.contain import LINUX, prctl
from autograder.worker.device import Bench

SAMPLES = Path(__file__).parent / "samples"
SHEET, TIMED = "hw2_flows_diffusion", "radial_flow"


def timed_report(device: str | None, sample: str) -> PartReport:
    with Course(SHEET, device=device) as course:
        (speed,) = (speed for name, speed in course.trials.speeds.items() if name == TIMED)
        course.trials.speeds = {TIMED: replace(speed, gpu=1000)}
        report = course.grade(SAMPLES / SHEET / sample)
    (part,) = [part for part in report.parts if part.name == TIMED]
    assert part.score >= 0.9 * part.points
    return part


def test_right_function_of_torch_is_timed_against_the_reference() -> None:
    part = timed_report("cpu", "right_torch.fr.ipynb")
    assert part.device is not None
    assert part.device.ratio is not None
    assert 0 < part.device.ratio < 100
    assert describe(part)[-1].startswith("on a GPU, for no points: ")


def test_without_a_gpu_nothing_is_run_and_nothing_is_lost() -> None:
    part = timed_report("", "right_numpy.en.ipynb")
    assert part.device == DevicePace(fault=Kind.NOT_RUN)
    assert describe(part)[-1] == "on a GPU: not run, there is none"


def test_nobody_hears_of_gpus_who_does_not_ask() -> None:
    part = timed_report(None, "right_numpy.en.ipynb")
    assert part.device is None
    assert "GPU" not in " ".join(describe(part))


def test_gpu_is_found_by_its_device_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.gpu.find_device_files", lambda: ["/dev/nvidia0"])
    assert find_device() == "cuda"
    monkeypatch.setattr("autograder.gpu.find_device_files", lambda: [])
    assert find_device() == ""


def test_bench_moves_real_numbers_in_single_precision_and_samples_the_same_places() -> None:
    torch = pytest.importorskip("torch")
    bench = Bench("cpu")
    bench.place({"x": np.arange(10_000.0), "k": np.arange(3), "kind": "A"})
    assert (bench.arguments["x"].dtype, bench.arguments["k"].dtype) == (torch.float32, torch.int64)
    assert bench.arguments["kind"] == "A"
    assert bench.run(lambda x, k, kind: {"double": 2 * x, "same": x}) >= 0
    double, same = bench.fetch(7)
    assert len(same) == 4096
    np.testing.assert_array_equal(double, 2 * same)
    assert bench.fetch(8)[1].tolist() != same.tolist()


@pytest.mark.skipif(not LINUX, reason="only Linux has system-call filters")
@pytest.mark.parametrize("device", [False, True])
def test_filter_lets_through_requests_to_a_gpu_and_no_others(device: bool) -> None:
    nvidia, shared_memory, set_flags = 0xC020462A, 0x30000001, 0x40086602
    expected = errno.ENOTTY if device else errno.EPERM
    assert filtered(device, nvidia) == expected
    assert filtered(device, shared_memory) == expected
    assert filtered(device, set_flags) == errno.EPERM
    assert filtered(device, 0x5413) == errno.ENOTTY


def filtered(device: bool, request: int) -> int:
    """The error of a request to a file that knows none, behind the filter."""
    child = os.fork()
    if child == 0:
        found = 0
        try:
            file = os.open(os.devnull, os.O_RDONLY)
            prctl(38, 1)
            seccomp.install(device)
            fcntl.ioctl(file, request, b"\0" * 64)
        except OSError as error:
            found = error.errno or 0
        finally:
            os._exit(found)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
