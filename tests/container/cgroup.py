"""What a container may use, and what it used: the control groups of version 1 or 2."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TREE = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Group:
    """The control group of one container: its memory and its CPU time, where the kernel writes them."""

    name: str
    memory: Path
    cpu: Path
    version: int

    def memory_bytes(self) -> int:
        """What its processes hold now, without the files that the kernel keeps in memory because it can."""
        fields = ("anon", "shmem") if self.version == 2 else ("total_rss", "total_shmem")
        numbers = _read_numbers(self.memory / "memory.stat")
        return sum(numbers.get(field, 0) for field in fields)

    def kills(self) -> int:
        """How many of its processes were killed because it had no memory left."""
        name = "memory.events" if self.version == 2 else "memory.oom_control"
        return _read_numbers(self.memory / name).get("oom_kill", 0)

    def cpu_seconds(self) -> float:
        if self.version == 2:
            return _read_numbers(self.cpu / "cpu.stat").get("usage_usec", 0) / 1e6
        with suppress(OSError):
            return int((self.cpu / "cpuacct.usage").read_text()) / 1e9
        return 0.0


def find(name: str) -> Group | None:
    """The group of this name, which `runc` makes; None where this machine lets us make none."""
    version = _find_version()
    if version == 2:
        return Group(name, TREE / name, TREE / name, 2)
    return Group(name, TREE / "memory" / name, TREE / "cpuacct" / name, 1) if version == 1 else None


@cache
def _find_version() -> int:
    """Which control groups can be made here, 0 for none."""
    unified = TREE / "cgroup.controllers"
    if unified.exists():
        return 2 if {"cpu", "memory"} <= set(unified.read_text().split()) and _can_make([TREE]) else 0
    controllers = ("memory", "cpuacct", "cpu", "pids", "devices")
    return 1 if _can_make([TREE / kind for kind in controllers]) else 0


def _can_make(folders: list[Path]) -> bool:
    for folder in folders:
        probe = folder / f"autograder-probe-{os.getpid()}"
        try:
            probe.mkdir()
            probe.rmdir()
        except OSError:
            return False
    return True


def _read_numbers(path: Path) -> dict[str, int]:
    with suppress(OSError):
        rows = [line.split() for line in path.read_text().splitlines()]
        return {row[0]: int(row[1]) for row in rows if len(row) == 2 and row[1].isdigit()}
    return {}
