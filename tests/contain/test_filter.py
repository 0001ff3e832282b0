"""The filter of system calls, run as the kernel would."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from autograder.worker import seccomp

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are those of Linux")
ARCHES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


def run_filter(machine: str, number: int, *arguments: int, arch: int | None = None, pid: int = 77) -> int:
    """What the kernel would make of the filter: the value that it returns for one system call."""
    words = {0: number, 4: ARCHES[machine] if arch is None else arch}
    words |= {16 + 8 * place: word for place, word in enumerate(arguments)}
    lines = seccomp.program(machine, pid)
    accumulator = at = 0
    while True:
        code, jump_true, jump_false, operand = lines[at]
        at += 1
        if code == 0x20:
            accumulator = words.get(operand, 0)
        elif code == 0x06:
            return operand
        else:
            tests = {
                0x15: accumulator == operand,
                0x35: accumulator >= operand,
                0x45: bool(accumulator & operand),
            }
            at += jump_true if tests[code] else jump_false


ALLOW, KILL, EPERM, ENOSYS = 0x7FFF0000, 0x80000000, 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_decides_by_number_and_argument(machine: str) -> None:
    table = seccomp.numbers(machine)
    for name in table.keys() - seccomp._CONDITIONAL:
        assert run_filter(machine, table[name]) == EPERM, name
    assert run_filter(machine, table["clone3"]) == run_filter(machine, table["preadv2"]) == ENOSYS
    for name in ("clock_gettime", "timer_create"):
        assert run_filter(machine, table[name], 2) == ALLOW
        assert run_filter(machine, table[name], 0xFFFFFFFA) == EPERM, "the clock of another process"
    assert run_filter(machine, 463) == ENOSYS
    assert run_filter(machine, 462) == ALLOW
    assert run_filter(machine, table["clone"], 0x3D0F00) == ALLOW
    assert run_filter(machine, table["clone"], 0x1200011) == EPERM
    for name in ("kill", "tgkill"):
        assert run_filter(machine, table[name], 77) == ALLOW
        assert run_filter(machine, table[name], 78) == EPERM
        assert run_filter(machine, table[name], 0xFFFFFFFF) == EPERM
    assert run_filter(machine, table["prlimit64"], 0) == ALLOW
    assert run_filter(machine, table["prlimit64"], 1) == EPERM
    assert [run_filter(machine, table["prctl"], option) for option in (1, 4, 15, 36)] == [
        EPERM,
        EPERM,
        ALLOW,
        EPERM,
    ]
    assert [run_filter(machine, table["fcntl"], 3, command) for command in (1, 8, 10, 1036)] == [
        ALLOW,
        EPERM,
        EPERM,
        EPERM,
    ]
    assert [run_filter(machine, table["ioctl"], 0, command) for command in (0x5401, 0x5412)] == [ALLOW, EPERM]


def test_a_foreign_architecture_is_killed() -> None:
    for machine in ARCHES:
        assert run_filter(machine, 1, arch=0x40000003) == KILL
    assert run_filter("x86_64", 0x40000000 | 41) == KILL
    assert run_filter("x86_64", 1) == run_filter("aarch64", 64) == ALLOW


def test_the_numbers_of_this_machine_are_the_kernels() -> None:
    machine = os.uname().machine
    names = {"x86_64": "x86_64-linux-gnu/asm/unistd_64.h", "aarch64": "asm-generic/unistd.h"}
    header = Path("/usr/include") / names.get(machine, "absent")
    if not header.exists():
        pytest.skip("the kernel's headers are not installed")
    lines = [line.split() for line in header.read_text().splitlines() if line.startswith("#define __NR")]
    known = {
        line[1].removeprefix("__NR3264_").removeprefix("__NR_"): line[2] for line in lines if len(line) > 2
    }
    table = seccomp.numbers(machine)
    assert len(table) > 100
    assert {name: str(number) for name, number in table.items() if name in known} == {
        name: known[name] for name in table if name in known
    }
