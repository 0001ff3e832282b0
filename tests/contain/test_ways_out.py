"""Each layer of the containment, tried from inside by code that wants out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.sandbox import Sandbox, Session
from tests.contain.inside import TOOLS, ask

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are those of Linux")


# What code tries, the layer that stops it, and how.
ATTEMPTS = [
    ("os.fork()", "seccomp", "EPERM"),
    ("subprocess.run(['true'])", "seccomp", "EPERM"),
    ("os.posix_spawn('/bin/true', ['true'], {})", "seccomp", "EPERM"),
    ("os.execv('/bin/true', ['true'])", "seccomp", "EPERM"),
    ("system_call(435, 0, 0)", "seccomp", "ENOSYS"),
    ("system_call(463)", "seccomp", "ENOSYS"),
    ("socket.socket()", "seccomp", "EPERM"),
    ("socket.socket(socket.AF_UNIX)", "seccomp", "EPERM"),
    ("socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)", "seccomp", "EPERM"),
    ("socket.socketpair()", "seccomp", "EPERM"),
    ("system_call(425, 8, 0)", "seccomp", "EPERM"),
    ("os.kill(os.getppid(), 9)", "seccomp", "EPERM"),
    ("os.kill(-1, 9)", "seccomp", "EPERM"),
    ("os.killpg(1, 9)", "seccomp", "EPERM"),
    ("os.pidfd_open(os.getppid())", "seccomp", "EPERM"),
    ("fcntl.fcntl(3, fcntl.F_SETOWN, os.getppid())", "seccomp", "EPERM"),
    ("fcntl.ioctl(0, 0x5412, b'x')", "seccomp", "EPERM"),
    (
        "system_call({'x86_64': 101, 'aarch64': 117}[platform.machine()], 16, os.getppid(), 0, 0)",
        "seccomp",
        "EPERM",
    ),
    ("resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))", "seccomp", "EPERM"),
    ("ctypes.CDLL(None).prctl(1, 0) and system_call(463)", "seccomp", "ENOSYS"),
    ("os.setpriority(os.PRIO_PROCESS, 0, 0)", "seccomp", "EPERM"),
    ("os.sched_setaffinity(0, [0])", "seccomp", "EPERM"),
    ("os.memfd_create('x')", "seccomp", "EPERM"),
    ("os.chroot('.')", "seccomp", "EPERM"),
    ("os.chmod('.', 0o777)", "seccomp", "EPERM"),
    ("os.chmod(np.__file__, 0)", "seccomp", "EPERM"),
    ("os.utime(np.__file__)", "seccomp", "EPERM"),
    ("os.truncate(np.__file__, 0)", "seccomp", "EPERM"),
    ("open(SECRET).read()", "landlock", "EACCES"),
    ("open('/etc/passwd').read()", "landlock", "EACCES"),
    ("open('/proc/self/environ').read()", "landlock", "EACCES"),
    ("open(f'/proc/{os.getppid()}/cmdline').read()", "landlock", "EACCES"),
    ("open('/proc/1/environ').read()", "landlock", "EACCES"),
    ("os.listdir('/')", "landlock", "EACCES"),
    ("os.listdir('..')", "landlock", "EACCES"),
    ("open('../new', 'w')", "landlock", "EACCES"),
    ("open('/tmp/new', 'w')", "landlock", "EACCES"),
    ("open('/dev/shm/new', 'w')", "landlock", "EACCES"),
    ("open(np.__file__, 'a')", "landlock", "EACCES EROFS"),
    ("os.unlink(np.__file__)", "landlock", "EACCES EROFS"),
    ("os.mkdir(os.path.dirname(np.__file__) + '/new')", "landlock", "EACCES EROFS"),
    ("os.rename(np.__file__, 'stolen')", "landlock", "EACCES EXDEV"),
    ("os.link(np.__file__, 'stolen')", "landlock", "EXDEV EPERM"),
    ("os.symlink('/', 'link')", "landlock", "EACCES"),
    ("os.mkfifo('fifo')", "landlock", "EACCES"),
    ("resource.setrlimit(resource.RLIMIT_AS, (-1, -1))", "rlimits", "not allowed to raise maximum limit"),
    ("open('big', 'wb').write(bytes(17 * 2**20))", "rlimits", "EFBIG"),
    ("[os.dup(1) for _ in range(64)]", "rlimits", "EMFILE"),
    ("os.setgid(54321)", "process", "EPERM EINVAL"),  # in a user namespace there is no such user
    ("os.setuid(54321)", "process", "EPERM EINVAL"),
]


@pytest.fixture(scope="module")
def session(sandbox: Sandbox, secret: Path) -> Iterator[Session]:
    tries = [f"def try_{n}(): return refused(lambda: {code})" for n, (code, _, _) in enumerate(ATTEMPTS)]
    with sandbox.open([TOOLS, f"SECRET = {str(secret / 'answers.py')!r}", *tries]) as opened:
        assert opened.notes == []
        yield opened


@pytest.mark.parametrize(("number", "layer", "answer"), [(n, *rest) for n, (_, *rest) in enumerate(ATTEMPTS)])
def test_a_way_out_is_closed(
    sandbox: Sandbox, session: Session, number: int, layer: str, answer: str
) -> None:
    if layer not in sandbox.layers:
        pytest.skip(f"this machine has no layer {layer!r}")
    session.begin_part()
    assert session.call(f"try_{number}", {}) in (answer, *answer.split())


def test_nothing_of_the_graders_environment_is_left(sandbox: Sandbox) -> None:
    environment, argv, folder = ask(sandbox, "def f(): return dict(os.environ), sys.argv, os.getcwd()")
    assert environment == {
        "HOME": folder,
        "TMPDIR": folder,
        "MPLCONFIGDIR": folder,
        "XDG_CACHE_HOME": folder,
        "USER": "student",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "OMP_NUM_THREADS": "1",
        "CUDA_VISIBLE_DEVICES": "",
    }
    assert argv == [""]


def test_only_the_channel_and_the_null_device_are_open(sandbox: Sandbox) -> None:
    source = """
def f():
    found = {}
    for number in range(64):
        try:
            found[number] = os.fstat(number).st_rdev
        except OSError:
            pass
    return found
"""
    null = os.stat(os.devnull).st_rdev
    assert ask(sandbox, source) == {0: null, 1: null, 2: null, 3: 0}


def test_the_course_cannot_be_imported(sandbox: Sandbox) -> None:
    source = """
def f():
    found = []
    for name in ("autograder", "assignments", "solutions", "tests"):
        try:
            __import__(name)
            found.append(name)
        except ImportError:
            pass
    return found, [path for path in sys.path if not path.endswith(("-packages", "lib-dynload", ".zip"))]
"""
    found, paths = ask(sandbox, source)
    assert found == []
    assert [Path(path).resolve() for path in paths] == [Path(os.__file__).resolve().parent]


def test_a_worker_has_a_session_of_its_own_and_no_core_file(sandbox: Sandbox) -> None:
    source = (
        "def f(): return os.getsid(0) == os.getpid(), resource.getrlimit(resource.RLIMIT_CORE), "
        "os.umask(0), ctypes.CDLL(None).prctl(3), ctypes.CDLL(None).prctl(39, 0, 0, 0, 0)"
    )
    assert ask(sandbox, source) == (True, (0, 0), 0o077, 0, 1)
