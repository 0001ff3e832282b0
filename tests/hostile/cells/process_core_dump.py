"""Crashes by a recursion without end, with everything set for the kernel to write the memory to a file.

Same-process grader: stops, it crashes with the student's code.
"""

import ctypes
import resource
import sys
import threading

SET_DUMPABLE = 4
prctl = ctypes.CDLL(None, use_errno=True).prctl


def allow_core():
    prctl(SET_DUMPABLE, 1)
    for most in (2**16, resource.getrlimit(resource.RLIMIT_CORE)[1]):
        try:
            resource.setrlimit(resource.RLIMIT_CORE, (most, most))
        except (OSError, ValueError):
            continue


@ctypes.CFUNCTYPE(None, ctypes.c_int)
def sink(depth):
    sink(depth + 1)


def gaussian_score(z, mu, log_sigma):
    allow_core()
    sys.setrecursionlimit(10**9)
    threading.stack_size(2**16)
    thread = threading.Thread(target=sink, args=(0,))
    thread.start()
    thread.join()
    return ctypes.string_at(0)
