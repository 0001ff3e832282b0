"""The slow libraries of the zygote: what it has loaded, no worker loads again.

Each is loaded with one thread only, since a fork copies no other.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import random
import site
import sys

import numpy
import numpy.fft
import numpy.random


def load(name: str, folder: str) -> None:
    """Load "torch", its "optimizer" or "transforms", matplotlib's "pyplot" or a module, if it is installed.

    `folder` is for what they write.
    """
    site.setquit()
    site.sethelper()
    match name:
        case "torch" | "optimizer" | "transforms":
            if importlib.util.find_spec("torch"):
                os.environ["TORCHINDUCTOR_CACHE_DIR"] = folder
                _load_torch(name)
        case "pyplot":
            if importlib.util.find_spec("matplotlib"):
                os.environ["MPLCONFIGDIR"] = folder
                importlib.import_module("matplotlib.pyplot")
        case _:
            if importlib.util.find_spec(name.partition(".")[0]):
                importlib.import_module(name)


def _load_torch(what: str) -> None:
    import torch

    torch.set_num_threads(1)
    seed()  # whose first run costs a worker more than its containment
    # The first step and the first transform import a compiler, which takes longer than most submissions.
    if what == "optimizer":
        weight = torch.nn.Parameter(torch.zeros(1))
        weight.grad = torch.zeros(1)
        torch.optim.Adam([weight]).step()
    if what == "transforms":
        torch.func.hessian(torch.sum)(torch.zeros(1))


def seed() -> None:
    """The same random numbers in every worker: a second grading of a submission repeats the first."""
    random.seed(0)
    numpy.random.seed(0)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)
