"""Each layer of the containment, tried from inside by code that wants out."""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.faults import Died, Overran, Raised
from autograder.sandbox import Limits, Sandbox, Session, folders
from autograder.worker import landlock, seccomp

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are those of Linux")

ROOT = Path(__file__).parents[1]
LIBRARY = str(Path(np.__file__).parents[1])
LIMITS = Limits(call_seconds=5.0, cell_seconds=5.0, wall_factor=60.0, memory_bytes=2**30)
ARCHES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

TOOLS = """
import ctypes, errno, fcntl, os, platform, resource, signal, socket, subprocess, sys, tempfile, threading

def system_call(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    words = [ctypes.c_long(word) if isinstance(word, int) else word for word in arguments]
    if libc.syscall(ctypes.c_long(number), *words) == -1:
        raise OSError(ctypes.get_errno(), "refused")

def refused(action):
    try:
        action()
    except OSError as error:
        return errno.errorcode[error.errno]
    except ValueError as error:
        return str(error)
    return "done"
"""

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
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course")
    (folder / "answers.py").write_text("42")
    return folder


@pytest.fixture(scope="module")
def sandbox(secret: Path) -> Iterator[Sandbox]:
    os.environ["AUTOGRADER_TEST_TOKEN"] = "secret"
    try:
        with Sandbox(LIMITS, [secret]) as started:
            yield started
    finally:
        del os.environ["AUTOGRADER_TEST_TOKEN"]


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


def ask(sandbox: Sandbox, source: str) -> Any:
    with sandbox.open([TOOLS, source]) as opened:
        assert opened.notes == []
        return opened.call("f", {})


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


def test_memory_ends_before_the_machines(sandbox: Sandbox) -> None:
    with sandbox.open(["def f(n): return np.zeros(n, np.uint8)[-1]"]) as opened:
        assert opened.call("f", {"n": LIMITS.memory_bytes // 2}) == 0
        with pytest.raises(Raised, match="MemoryError"):
            opened.call("f", {"n": 2 * LIMITS.memory_bytes})


def test_a_worker_cannot_end_its_own_limits(sandbox: Sandbox) -> None:
    ignore = "signal.signal(signal.SIGXCPU, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_CPU, (1, 2))"
    with (
        sandbox.open([TOOLS, f"def f():\n    {ignore}\n    while True: pass"]) as opened,
        pytest.raises(Died),
    ):
        opened.call("f", {})


def test_a_worker_may_signal_itself(sandbox: Sandbox) -> None:
    source = """
def f():
    seen = []
    signal.signal(signal.SIGUSR1, lambda *_: seen.append(1))
    signal.raise_signal(signal.SIGUSR1)
    os.kill(os.getpid(), signal.SIGUSR1)
    return len(seen)
"""
    assert ask(sandbox, source) == 2
    with sandbox.open([TOOLS, "def f(): os.abort()"]) as opened, pytest.raises(Died):
        opened.call("f", {})


def test_threads_work(sandbox: Sandbox) -> None:
    source = """
def f():
    total = []
    threads = [threading.Thread(target=total.append, args=(n,)) for n in range(20)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(4) as pool:
        return sum(total), sum(pool.map(lambda n: n * n, range(5)))
"""
    assert ask(sandbox, source) == (190, 30)


def test_the_work_folder_works(sandbox: Sandbox) -> None:
    source = """
def f():
    np.save("a.npy", np.arange(3)); os.mkdir("sub"); os.rename("a.npy", "b.npy")
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/text", "w") as file: file.write("kept")
        with open(folder + "/text") as file: text = file.read()
    with open("b.npy", "r+b") as file: size = file.seek(0, 2)
    return np.load("b.npy").sum(), text, size > 0, sorted(os.listdir(os.path.expanduser("~")))
"""
    assert ask(sandbox, source) == (3, "kept", True, ["b.npy", "sub"])


def test_numpy_works(sandbox: Sandbox) -> None:
    source = """
def f():
    rng = np.random.default_rng()
    a = rng.normal(size=(300, 300))
    u, s, v = np.linalg.svd(a)
    return np.abs(u * s @ v - a).max() < 1e-9, np.fft.ifft(np.fft.fft(a)).real.shape
"""
    assert ask(sandbox, source) == (True, (300, 300))


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="torch is not installed")
def test_torch_works(sandbox: Sandbox) -> None:
    source = """
def f():
    torch.set_num_threads(2)
    x = torch.randn(8, 3, 32, 32, requires_grad=True)
    y = torch.nn.functional.conv2d(x, torch.randn(4, 3, 3, 3))
    (y ** 2).mean().backward()
    a = torch.randn(600, 600)
    s = torch.linalg.svdvals(a[:50, :50] @ a[:50, :50].T)
    model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    data = torch.utils.data.TensorDataset(torch.ones(8, 4))
    for (batch,) in torch.utils.data.DataLoader(data, batch_size=4, shuffle=True):
        optimizer.zero_grad(); model(batch).pow(2).sum().backward(); optimizer.step()
    torch.save(model.state_dict(), "model.pt")
    model.load_state_dict(torch.load("model.pt", weights_only=True))
    return tuple(x.grad.shape), bool((s >= 0).all()), (a @ a).shape[0], (torch.randn(2**20).exp() > 0).all()
"""
    assert ask(sandbox, source)[:3] == ((8, 3, 32, 32), True, 600)


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="matplotlib is not installed")
def test_matplotlib_works(sandbox: Sandbox) -> None:
    source = """
import matplotlib.pyplot as plt
def f():
    plt.plot([1, 2]); plt.title("text"); plt.savefig("a.png"); plt.show()
    return os.path.getsize("a.png") > 0
"""
    assert ask(sandbox, source) is True


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


def test_landlock_needs_a_kernel_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    with pytest.raises(OSError, match="this kernel has no Landlock"):
        landlock.restrict((), ())


WITHOUT_LAYERS = """
import json, os, socket, sys, tempfile, time
sys.path[:0] = [sys.argv[1]]
sys.path += [sys.argv[2]]
from autograder.worker import contain, processes
from autograder.worker.__main__ import Zygote
from autograder.sandbox.channel import Budget, Channel

processes.adopt_orphans()
plan = contain.Plan((), 2**30, 60, frozenset({"process", "rlimits"}))
mine, theirs = socket.socketpair()
control, other = socket.socketpair()
zygote = Zygote(control, tempfile.mkdtemp(), plan)
pid = zygote.start(os.dup(theirs.fileno()))["pid"]
theirs.close()
channel, budget = Channel(mine, pid), Budget(60, 600)
channel.ask(None, budget)
channel.ask(("begin", "", []), budget)
cell = '''
import os, signal, time
def daemon(depth):
    if os.fork() == 0:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if depth: daemon(depth - 1)
        open(str(os.getpid()), "w").close()
        time.sleep(600)
def f():
    daemon(2); daemon(0)
    while len(os.listdir()) < 4: time.sleep(0.01)
    return [int(name) for name in os.listdir()]
'''
channel.ask(("cell", 0, cell), budget)
_, pids = channel.ask(("call", "f", {}), budget)
alive = [os.path.exists(f"/proc/{pid}") for pid in pids]
zygote.end(pid)
for end in (mine, control, other):
    end.close()
gone = [not os.path.exists(f"/proc/{pid}") for pid in pids]
print(json.dumps([len(pids), all(alive), all(gone), os.listdir(zygote.folder)]))
os.rmdir(zygote.folder)
"""


def test_without_a_filter_all_that_a_worker_started_is_killed() -> None:
    """In a process of its own: it becomes the parent of what a worker leaves behind."""
    command = [sys.executable, "-W", "error", "-c", WITHOUT_LAYERS, str(ROOT), LIBRARY]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert json.loads(done.stdout) == [4, True, True, []]


OTHER_USER = """
import json, sys
sys.path[:0] = [sys.argv[1]]
sys.path += [sys.argv[2]]
from autograder.sandbox import Limits, Sandbox
cell = '''
import os, resource
def f():
    groups = os.getgroups()
    try:
        found = os.listdir("/root")
    except OSError as error:
        found = error.errno
    open("own", "w").close()
    limit = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    return os.getresuid(), os.getresgid(), groups, found, os.stat("own").st_uid, limit
'''
with Sandbox(Limits(wall_factor=60.0)) as sandbox:
    answers = []
    for _ in range(2):
        with sandbox.open([cell]) as session:
            answers.append(session.call("f", {}))
    print(json.dumps([sorted(sandbox.layers), answers]))
"""


def test_a_worker_of_root_is_a_user_of_its_own() -> None:
    if os.getuid() != 0:
        pytest.skip("only root can start a process of another user")
    python = "/usr/bin/python3"
    script = "import sys; sys.path.append(sys.argv[1]); import numpy; print(sys.version_info[:2])"
    try:
        tried = subprocess.run([python, "-c", script, LIBRARY], capture_output=True, text=True, check=False)
    except OSError:
        pytest.skip("there is no system Python")
    if tried.stdout.strip() != str(sys.version_info[:2]):
        pytest.skip("the system's Python is of another version, or cannot load numpy")
    command = [python, "-W", "error", "-c", OTHER_USER, str(ROOT), LIBRARY]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    layers, answers = json.loads(done.stdout)
    assert "uid" in layers
    for uids, gids, groups, found, owner, limit in answers:
        assert set(uids) == set(gids) == {owner}
        assert owner >= 20_000
        assert groups == []
        assert found == errno.EACCES
        assert limit == 64
    assert answers[0][0] != answers[1][0]


def test_what_is_readable_is_narrow() -> None:
    readable = folders.readable_folders()
    home, prefix = str(Path.home()), os.path.realpath(sys.prefix)
    assert not {"/", "/usr", "/home", "/root", "/tmp", "/etc", home, prefix, sys.base_prefix} & set(readable)
    assert all(os.path.isdir(folder) for folder in readable)


def test_a_hard_limit_that_ends_a_call_is_told(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "limits", Limits(call_seconds=0.3, wall_factor=100.0))
    with sandbox.open(["def f():\n    while True: pass"]) as opened, pytest.raises(Overran) as caught:
        opened.call("f", {})
    assert caught.value.seconds == 0.3
