"""Docker's system-call profile: the one that Debian ships for podman, less what Docker denies besides.

podman lets a container make namespaces and mounts of its own; Docker lets it only with CAP_SYS_ADMIN.
"""

from __future__ import annotations

import json
import platform
from pathlib import Path
from typing import Any

PROFILE = Path("/usr/share/containers/seccomp.json")
PACKAGE = "golang-github-containers-common"

_DENIED = """
fsconfig fsmount fsopen fspick keyctl mount mount_setattr move_mount open_tree pivot_root setns syslog umount
umount2 unshare clone clone3
"""
_NAMESPACES = 0x7E020000  # the flags of clone that make one
_INSTEAD = [
    {
        "names": ["clone"],
        "action": "SCMP_ACT_ALLOW",
        "args": [{"index": 0, "value": _NAMESPACES, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}],
    },
    {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38},
]

_NAMES = """
AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP
SETUID SYS_CHROOT
"""
CAPABILITIES = [f"CAP_{name}" for name in _NAMES.split()]
# A call that this machine lacks is left out when the profile is loaded.
_MACHINES = {"amd64", "x32", "x86", "arm64", "arm"}
_ARCHITECTURES = {"x86_64": ["X86_64", "X86", "X32"], "aarch64": ["AARCH64", "ARM"]}


def load() -> dict[str, Any]:
    """The profile as an OCI configuration has it, for this machine."""
    names = _ARCHITECTURES[platform.machine()]
    profile = resolve(json.loads(PROFILE.read_text("utf-8")))
    return {**profile, "architectures": [f"SCMP_ARCH_{name}" for name in names]}


def resolve(shipped: dict[str, Any]) -> dict[str, Any]:
    """The rules of such a file that hold for these capabilities and a recent kernel."""
    rules = [
        {key: rule[key] for key in ("action", "errnoRet", "args") if rule.get(key)}
        | {"names": [name for name in rule["names"] if name not in _DENIED.split()]}
        for rule in shipped["syscalls"]
        if _holds(rule.get("includes", {})) and not _excluded(rule.get("excludes", {}))
    ]
    kept = [rule for rule in rules if rule["names"]]
    return {"defaultAction": shipped["defaultAction"], "defaultErrnoRet": 1, "syscalls": [*kept, *_INSTEAD]}


def _holds(conditions: dict[str, Any]) -> bool:
    capable = set(conditions.get("caps") or ()) <= set(CAPABILITIES)
    return capable and bool(_MACHINES & set(conditions.get("arches") or _MACHINES))


def _excluded(conditions: dict[str, Any]) -> bool:
    return bool(set(CAPABILITIES) & set(conditions.get("caps") or ())) or bool(
        _MACHINES & set(conditions.get("arches") or ())
    )
