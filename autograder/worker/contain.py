"""What a worker gives up before it sees any student code, and a probe of what of it works on this machine."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from . import device, landlock, seccomp

LINUX = sys.platform == "linux"
CHANNEL = 3
FIRST_UID, UIDS = 20_000, 40_000

FILE_BYTES = 16 * 2**20
OPEN_FILES = 64
THREADS = 64
STACK_BYTES = 64 * 2**20

_PDEATHSIG, _DUMPABLE, _BOUNDING_DROP, _NO_NEW_PRIVS, _AMBIENT, _AMBIENT_CLEAR = 1, 4, 24, 38, 47, 4
_CAPABILITY_VERSION = 0x20080522

# What numerical libraries read when they start, beside their own files.
DEVICES = (
    "/dev/null",
    "/dev/zero",
    "/dev/urandom",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
    "/etc/ld.so.cache",
    "/etc/localtime",
)


_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Plan:
    """How the workers of one sandbox are contained."""

    readable: tuple[str, ...]
    memory_bytes: int
    cpu_seconds: int
    layers: frozenset[str]
    device: str = ""  # of torch, which the workers may use


def enter(plan: Plan, folder: str, channel: int, parent: int) -> None:
    """Contain this process for good. Any step of `plan.layers` that fails raises."""
    os.setsid()
    _keep_only(channel)
    _score_for_the_memory_killer()
    os.umask(0o077)
    _set_environment(folder, plan.device)
    if "uid" in plan.layers:
        uid = fresh_uid()
        os.chown(folder, uid, uid)
        become(uid)
    elif LINUX:
        drop_capabilities()
    os.chdir(folder)
    if LINUX:
        # After the change of uid, which would undo the first of these.
        prctl(_PDEATHSIG, signal.SIGKILL)
        prctl(_DUMPABLE, 0)
        prctl(_NO_NEW_PRIVS, 1)
    if os.getppid() != parent:
        raise OSError("the process that started this worker has ended")
    # A system that knows only some of the limits has them, and does not report the layer.
    with contextlib.nullcontext() if "rlimits" in plan.layers else contextlib.suppress(OSError, ValueError):
        limit(plan)
    if "landlock" in plan.layers:
        readable = device.READABLE if plan.device else ()
        files = device.find_device_files() if plan.device else []
        landlock.restrict((*plan.readable, *DEVICES, *readable), (folder, os.devnull, *files))
    if "seccomp" in plan.layers:
        seccomp.install(bool(plan.device))


def probe(readable: Sequence[str], folder: str, needed: Sequence[str]) -> frozenset[str]:
    """The layers that hold on this machine, each tried in a process of its own."""
    plan = Plan(tuple(readable), 2**30, 10, frozenset({"rlimits"}))
    trials: dict[str, Callable[[], bool]] = {
        "uid": lambda: _uid_holds(folder, needed),
        "rlimits": lambda: _limits_hold(plan),
        "landlock": lambda: _landlock_holds(plan),
        "seccomp": _seccomp_holds,
    }
    return frozenset({"process"} | {layer for layer, trial in trials.items() if _succeeds(trial)})


def fresh_uid() -> int:
    """A user id that no living worker has, on a machine whose process numbers are below `UIDS`."""
    return FIRST_UID + os.getpid() % UIDS


def become(uid: int) -> None:
    """Change to a user that owns nothing."""
    drop_capabilities(keep_effective=True)
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def drop_capabilities(keep_effective: bool = False) -> None:
    """Give up what root may do beyond its own files; `keep_effective` leaves the rest to a change of uid."""
    with contextlib.suppress(OSError):
        prctl(_AMBIENT, _AMBIENT_CLEAR)
    with contextlib.suppress(OSError):
        for capability in range(64):
            prctl(_BOUNDING_DROP, capability)
    if not keep_effective:
        header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
        checked(_libc.capset(header, (ctypes.c_uint32 * 6)()))


def limit(plan: Plan) -> None:
    """Lower the hard limits. Memory counts from what the libraries have mapped already."""
    _lower(resource.RLIMIT_CPU, plan.cpu_seconds, 1)
    _lower(resource.RLIMIT_FSIZE, FILE_BYTES)
    _lower(resource.RLIMIT_NOFILE, OPEN_FILES)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_STACK, STACK_BYTES)
    if "uid" in plan.layers:
        # The kernel counts per user: with the caller's own uid the limit would count the caller's processes.
        _lower(resource.RLIMIT_NPROC, THREADS)
    if plan.device:
        # A driver of GPUs reserves far more addresses than there is memory; what is written to still counts.
        _lower(resource.RLIMIT_DATA, mapped_bytes() + plan.memory_bytes)
    else:
        _lower(resource.RLIMIT_AS, mapped_bytes() + plan.memory_bytes)


def mapped_bytes() -> int:
    """The address space of this process, 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _keep_only(channel: int) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.dup2(channel, CHANNEL)
    # A limit of a million files is common, and to close them one by one would cost more than a fork.
    for number in _open_files():
        if number > CHANNEL:
            with contextlib.suppress(OSError):
                os.close(number)


def _open_files() -> Iterable[int]:
    try:
        return [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        return range(resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _score_for_the_memory_killer() -> None:
    with contextlib.suppress(OSError):
        file = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
        os.write(file, b"1000")
        os.close(file)


def _set_environment(folder: str, device: str) -> None:
    os.environ.clear()
    os.environ.update(
        HOME=folder,
        TMPDIR=folder,
        MPLCONFIGDIR=folder,
        XDG_CACHE_HOME=folder,
        USER="student",
        LANG="C.UTF-8",
        MPLBACKEND="agg",
        OMP_NUM_THREADS="1",
        CUDA_VISIBLE_DEVICES="0" if device else "",
    )
    # A library that was imported before may have asked for the folder that the old environment names.
    tempfile.tempdir = None


def _lower(kind: int, value: int, margin: int = 0) -> None:
    _, hard = resource.getrlimit(kind)
    most = value + margin if hard == resource.RLIM_INFINITY else min(value + margin, hard)
    resource.setrlimit(kind, (min(value, most), most))


def _succeeds(trial: Callable[[], bool]) -> bool:
    child = os.fork()
    if child == 0:
        held = False
        with contextlib.suppress(BaseException):
            held = trial()
        os._exit(0 if held else 1)
    return os.waitpid(child, 0)[1] == 0


def _uid_holds(folder: str, needed: Sequence[str]) -> bool:
    become(fresh_uid())
    os.stat(f"{folder}/.")
    for path in needed:
        os.close(os.open(path, os.O_RDONLY))
    return os.getresuid() == (fresh_uid(),) * 3


def _limits_hold(plan: Plan) -> bool:
    limit(plan)
    return resource.getrlimit(resource.RLIMIT_AS)[1] != resource.RLIM_INFINITY


def _landlock_holds(plan: Plan) -> bool:
    prctl(_NO_NEW_PRIVS, 1)
    landlock.restrict(plan.readable, ())
    with contextlib.suppress(PermissionError):
        os.listdir("/")
        return False
    return True


def _seccomp_holds() -> bool:
    prctl(_NO_NEW_PRIVS, 1)
    seccomp.install()
    with contextlib.suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, 0)
        return False
    return True


def prctl(option: int, value: int) -> None:
    """Change what the kernel does with this process."""
    zero = ctypes.c_ulong(0)
    checked(_libc.prctl(option, ctypes.c_ulong(value), zero, zero, zero))


def checked(answer: int) -> None:
    """Raise OSError where a system call that was made through ctypes has failed."""
    if answer != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
