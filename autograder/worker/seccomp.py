"""The system-call filter of a worker, written as classic BPF by hand so that it needs no library."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from .device import IOCTL_TYPE, IOCTL_UVM

_TABLE = """
fork 57 -             vfork 58 -            execve 59 221         execveat 322 281
socket 41 198         socketpair 53 199     connect 42 203        bind 49 200
listen 50 201         accept 43 202         accept4 288 242       setsockopt 54 208     getsockopt 55 209
sendto 44 206         sendmsg 46 211        sendmmsg 307 269
recvfrom 45 207       recvmsg 47 212        recvmmsg 299 243
ptrace 101 117        process_vm_readv 310 270                    process_vm_writev 311 271
kcmp 312 272          process_madvise 440 440                     process_mrelease 448 448
tkill 200 130         rt_sigqueueinfo 129 138                     rt_tgsigqueueinfo 297 240
pidfd_open 434 434    pidfd_getfd 438 438   pidfd_send_signal 424 424
io_uring_setup 425 425                      io_uring_enter 426 426
io_uring_register 427 427
bpf 321 280           perf_event_open 298 241                     userfaultfd 323 282
keyctl 250 219        add_key 248 217       request_key 249 218
mount 165 40          umount2 166 39        pivot_root 155 41     move_mount 429 429    chroot 161 51
fsopen 430 430        fsconfig 431 431      fsmount 432 432       fspick 433 433        open_tree 428 428
mount_setattr 442 442                       unshare 272 97        setns 308 268
name_to_handle_at 303 264                   open_by_handle_at 304 265
msgget 68 186         msgsnd 69 189         msgrcv 70 188         msgctl 71 187
semget 64 190         semop 65 193          semctl 66 191         semtimedop 220 192
shmget 29 194         shmat 30 196          shmctl 31 195         mq_open 240 180       mq_unlink 241 181
inotify_init 253 -    inotify_init1 294 26  inotify_add_watch 254 27
fanotify_init 300 262                       fanotify_mark 301 263
personality 135 92    setpriority 141 140   ioprio_set 251 30     sched_setaffinity 203 122
sched_setscheduler 144 119                  sched_setparam 142 118                      sched_setattr 314 274
migrate_pages 256 238                       move_pages 279 239
memfd_create 319 279  memfd_secret 447 447
chmod 90 -            fchmod 91 52          fchmodat 268 53       fchmodat2 452 452
chown 92 -            lchown 94 -           fchown 93 55          fchownat 260 54
utime 132 -           utimes 235 -          futimesat 261 -       utimensat 280 88      truncate 76 45
setxattr 188 5        lsetxattr 189 6       fsetxattr 190 7
removexattr 197 14    lremovexattr 198 15   fremovexattr 199 16
quotactl 179 60       quotactl_fd 443 443   swapon 167 224        swapoff 168 225       reboot 169 142
sethostname 170 161   setdomainname 171 162 init_module 175 105   finit_module 313 273  delete_module 176 106
kexec_load 246 104    kexec_file_load 320 294                     syslog 103 116        acct 163 89
settimeofday 164 170  clock_settime 227 112 adjtimex 159 171      clock_adjtime 305 266
vhangup 153 58        ioperm 173 -          iopl 172 -            modify_ldt 154 -
fallocate 285 47      fadvise64 221 223     readahead 187 213     mincore 27 232        cachestat 451 451
preadv2 327 286       clock_gettime 228 113 timer_create 222 107  pipe 22 -             pipe2 293 59
clone 56 220          clone3 435 435        kill 62 129           tgkill 234 131
prctl 157 167         prlimit64 302 261     fcntl 72 25           ioctl 16 29
"""

_ARCHES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_CONDITIONAL = frozenset(
    {"preadv2", "clock_gettime", "timer_create", "clone", "clone3", "kill", "tgkill"}
    | {"prctl", "prlimit64", "fcntl", "ioctl"}
)

# Later system calls than `mseal` are answered as an older kernel would: nobody has judged them.
_FIRST_UNKNOWN = 463
_X32 = 0x40000000

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER_AT, _ARCH_AT, _ARGUMENTS_AT = 0, 4, 16

_CLONE_THREAD = 0x00010000
_PDEATHSIG, _DUMPABLE, _SUBREAPER = 1, 4, 36
_FCNTL_COMMANDS = (0, 1, 2, 3, 4, 5, 6, 7, 1030)
_HARMLESS_COMMANDS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)

Instruction = tuple[int, int, int, int]


_libc = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


def numbers(machine: str) -> dict[str, int]:
    """The number of each system call of the table that this machine has."""
    column, _ = _ARCHES[machine]
    words = _TABLE.split()
    rows = zip(words[::3], words[1::3], words[2::3], strict=True)
    return {name: int(row[column]) for name, *row in rows if row[column] != "-"}


def program(machine: str, pid: int, device: bool = False) -> list[Instruction]:
    """The filter of the process `pid`: no new process, no other one, no network, no change of attributes.

    With a `device`, requests to the driver of GPUs are let through.
    """
    table = numbers(machine)
    _, arch = _ARCHES[machine]
    denied = [number for name, number in table.items() if name not in _CONDITIONAL]
    return [
        (_LOAD, 0, 0, _ARCH_AT),
        (_EQUAL, 1, 0, arch),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        *([(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _KILL)] if machine == "x86_64" else []),
        (_AT_LEAST, 0, 1, _FIRST_UNKNOWN),
        (_RETURN, 0, 0, _ERROR | errno.ENOSYS),
        *(line for number in denied for line in _always(number, errno.EPERM)),
        # The flags of clone3 lie in memory, which no filter can read; its callers then use clone.
        *_always(table["clone3"], errno.ENOSYS),
        # Without flags this is preadv; with one it tells what is in the page cache, which all workers share.
        *_always(table["preadv2"], errno.ENOSYS),
        # Other numbers name the clocks of other processes.
        *_one_of(table["clock_gettime"], 0, tuple(range(12))),
        *_one_of(table["timer_create"], 0, tuple(range(12))),
        *_only(table["clone"], 0, _ANY_BIT, _CLONE_THREAD),
        *_only(table["kill"], 0, _EQUAL, pid),
        *_only(table["tgkill"], 0, _EQUAL, pid),
        *_only(table["prlimit64"], 0, _EQUAL, 0),
        *_except(table["prctl"], 0, (_PDEATHSIG, _DUMPABLE, _SUBREAPER)),
        # An owner of a descriptor, a lease or a watch gets signals that the kernel sends: a way round kill.
        *_one_of(table["fcntl"], 1, _FCNTL_COMMANDS),
        # What a terminal is and how much can be read; not the flags of a file, which outlast the run.
        *(_requests_to_driver(table["ioctl"]) if device else []),
        *_one_of(table["ioctl"], 1, _HARMLESS_COMMANDS),
        (_RETURN, 0, 0, _ALLOW),
    ]


def install(device: bool = False) -> None:
    """Filter this thread and all that it starts, for ever. Needs no_new_privs."""
    lines = program(platform.machine(), os.getpid(), device)
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in lines))
    filter_mode = ctypes.c_ulong(2)
    rules = _Program(len(lines), ctypes.addressof(code))
    if _libc.prctl(22, filter_mode, ctypes.byref(rules), ctypes.c_ulong(0), ctypes.c_ulong(0)) != 0:
        raise OSError(ctypes.get_errno(), "the system refused the system-call filter")


def _always(number: int, error: int) -> list[Instruction]:
    return [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERROR | error)]


def _only(number: int, argument: int, test: int, value: int) -> list[Instruction]:
    """Allow this call where the low word of its argument passes the test."""
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument),
        (test, 0, 1, value),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERROR | errno.EPERM),
    ]


def _one_of(number: int, argument: int, values: tuple[int, ...]) -> list[Instruction]:
    """Allow this call where the low word of its argument is one of the values."""
    tests = [line for value in values for line in [(_EQUAL, 0, 1, value), (_RETURN, 0, 0, _ALLOW)]]
    return [
        (_EQUAL, 0, len(tests) + 2, number),
        (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument),
        *tests,
        (_RETURN, 0, 0, _ERROR | errno.EPERM),
    ]


def _requests_to_driver(number: int) -> list[Instruction]:
    """Allow requests of the driver's type, and those to its shared memory, which have none."""
    tests = [line for value in IOCTL_UVM for line in [(_EQUAL, 0, 1, value), (_RETURN, 0, 0, _ALLOW)]]
    return [
        (_EQUAL, 0, len(tests) + 6, number),
        (_LOAD, 0, 0, _ARGUMENTS_AT + 8),
        *tests,
        (_AND, 0, 0, 0xFF00),
        (_EQUAL, 0, 1, IOCTL_TYPE << 8),
        (_RETURN, 0, 0, _ALLOW),
        # What follows tests the number of the call again.
        (_LOAD, 0, 0, _NUMBER_AT),
        (_EQUAL, 0, 0, number),
    ]


def _except(number: int, argument: int, values: tuple[int, ...]) -> list[Instruction]:
    """Allow this call unless the low word of its argument is one of the values."""
    tests = [line for value in values for line in _always(value, errno.EPERM)]
    return [
        (_EQUAL, 0, len(tests) + 2, number),
        (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument),
        *tests,
        (_RETURN, 0, 0, _ALLOW),
    ]
