"""The layers of containment: what each keeps a worker from, and what grading that counts asks for."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Layer:
    """One layer, what it stops, and what to do where it does not hold."""

    name: str
    stops: str
    remedy: str


PROCESS = Layer("process", "reading answers from memory, hanging, crashing the grader", "")
LIMITS = Layer(
    "rlimits",
    "using up memory, CPU time, descriptors",
    "grade on Linux: other systems know only some of the limits",
)
LANDLOCK = Layer(
    "landlock",
    "opening files beyond the libraries and a work folder",
    "needs Linux 5.13 with Landlock in its list of security modules, and a container that allows it "
    "(Docker from 2022 on)",
)
SECCOMP = Layer(
    "seccomp",
    "network, new processes, signals to other processes",
    "needs Linux on x86-64 or ARM64 with system-call filters",
)
UID = Layer(
    "uid",
    "whatever another user may not do",
    "run as root, with a Python that every user may read, not one in /root",
)
NAMESPACES = Layer(
    "namespaces",
    "network, shared memory; with bubblewrap also files and processes",
    "install bubblewrap, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1)",
)

LAYERS = (PROCESS, LIMITS, LANDLOCK, SECCOMP, UID, NAMESPACES)
_ALWAYS = (PROCESS, LIMITS, LANDLOCK, SECCOMP)


def advice(layers: Collection[str]) -> tuple[Layer, ...]:
    """What would make it safer here: of a user id and a namespace, one is enough."""
    either = {UID.name, NAMESPACES.name}
    enough = set(layers) | either if either & set(layers) else set(layers)
    return tuple(layer for layer in LAYERS if layer.name not in enough)


def missing(layers: Collection[str]) -> tuple[Layer, ...]:
    """What grading that counts asks for and does not hold here.

    A worker of root must have given up being root: by a user id of its own, or in a namespace. For an
    ordinary user a namespace is welcome and not asked for: what it stops is stopped by the filter, too.
    """
    needed = [layer for layer in _ALWAYS if layer.name not in layers]
    if os.geteuid() == 0 and not {UID.name, NAMESPACES.name} & set(layers):
        needed.append(UID)
    return tuple(needed)
