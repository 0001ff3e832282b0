"""A student whose functions crash, hang and eat memory; two of them are right all the same."""

from __future__ import annotations

import ctypes
import os
import sys
import time

import numpy as np


def causal_mask(kind, k):
    mask = np.zeros((k, k))
    mask.flat[: k * k // 2 + (kind == "B")] = 1
    return mask


def field_mask_a_then_a():
    while True:
        pass


def field_mask_a_then_b():
    os._exit(0)


def receptive_field(kinds, height, width, row, column, k):
    return receptive_field(kinds, height, width, row, column, k)


def field_mask_b_then_a():
    sys.exit("done")


def masked_conv2d(x, weight, bias, kind):
    return np.ones((10**6, 10**6))


def blind_spot(layers, height, width, row, column):
    time.sleep(10**6)


def log_moment_ratio(x, sigma):
    ctypes.string_at(0)


def elbo_decomposition(log_px, log_joint, log_posterior, log_q):
    raise KeyboardInterrupt


def importance_weighted_bound(log_w):
    print("x" * 10**5)
    largest = log_w.max(axis=1, keepdims=True)
    return largest[:, 0] + np.log(np.exp(log_w - largest).mean(axis=1))


def two_point_gap(a, b, pi):
    return 1 / 0


1 / 0
