"""The configuration of a container, in OCI's form, with what Docker sets when it is asked for nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.container import seccomp

CPUS = 0.5  # Gradescope's default
MEMORY_BYTES = 768 * 2**20
_PERIOD = 100_000

_NAMESPACES = ["pid", "ipc", "uts", "mount", "cgroup"]
_MASKED = """
/proc/asound /proc/acpi /proc/interrupts /proc/kcore /proc/keys /proc/latency_stats /proc/timer_list
/proc/timer_stats /proc/sched_debug /proc/scsi /sys/firmware /sys/devices/virtual/powercap
"""
_READ_ONLY = "/proc/bus /proc/fs /proc/irq /proc/sys /proc/sysrq-trigger"

# Where it appears, the type of the file system, and the options, as Docker has them.
_MOUNTS = """
/proc           proc    nosuid noexec nodev
/dev            tmpfs   nosuid strictatime mode=755 size=65536k
/dev/pts        devpts  nosuid noexec newinstance ptmxmode=0666 mode=0620 gid=5
/sys            sysfs   nosuid noexec nodev ro
/sys/fs/cgroup  cgroup  ro nosuid noexec nodev
/dev/mqueue     mqueue  nosuid noexec nodev
/dev/shm        tmpfs   nosuid noexec nodev mode=1777 size=65536k
"""


@dataclass(frozen=True)
class Container:
    """What is run, and what differs from one container to another: limits, the network, files of the host."""

    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: str = "/"
    network: bool = False
    shown: Mapping[Path, str] = field(default_factory=dict)  # read-only, and where it appears
    limited: bool = False


def write(container: Container, root: Path, bundle: Path, group: str | None) -> None:
    """The bundle that `runc` runs, with this folder as its root file system and in this control group."""
    bundle.mkdir(parents=True, exist_ok=True)
    config = {
        "ociVersion": "1.0.2",
        "hostname": "gradescope",
        "root": {"path": str(root.resolve()), "readonly": False},
        "process": _process(container),
        "mounts": [*_mounts(), *(_show(path, at) for path, at in container.shown.items())],
        "linux": _linux(container, group),
    }
    (bundle / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")


def _process(container: Container) -> dict[str, Any]:
    environment = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOSTNAME": "gradescope",
        "HOME": "/root",
        **container.environment,
    }
    return {
        "terminal": False,
        "user": {"uid": 0, "gid": 0},
        "args": list(container.arguments),
        "env": [f"{name}={value}" for name, value in environment.items()],
        "cwd": container.folder,
        "capabilities": dict.fromkeys(("bounding", "effective", "permitted"), seccomp.CAPABILITIES),
        "noNewPrivileges": False,
    }


def _mounts() -> list[dict[str, Any]]:
    rows = [line.split() for line in _MOUNTS.strip().splitlines()]
    return [
        {"destination": at, "type": kind, "source": kind, "options": options} for at, kind, *options in rows
    ]


def _show(path: Path, at: str) -> dict[str, Any]:
    return {"destination": at, "type": "bind", "source": str(path), "options": ["rbind", "ro", "rprivate"]}


def _linux(container: Container, group: str | None) -> dict[str, Any]:
    kinds = _NAMESPACES if container.network else [*_NAMESPACES, "network"]
    linux: dict[str, Any] = {
        "namespaces": [{"type": kind} for kind in kinds],
        "maskedPaths": _MASKED.split(),
        "readonlyPaths": _READ_ONLY.split(),
        "seccomp": seccomp.load(),
    }
    if group is not None:
        linux["cgroupsPath"] = f"/{group}"
    if group is not None and container.limited:
        linux["resources"] = {
            "devices": [{"allow": False, "access": "rwm"}],
            "memory": {"limit": MEMORY_BYTES},
            "cpu": {"quota": round(CPUS * _PERIOD), "period": _PERIOD},
        }
    return linux
