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
    """Load "torch", its "optimizer", matplotlib's "pyplot" or a part of scipy, where it is installed.

    `folder` is for what they write.
    """
    site.setquit()
    site.sethelper()
    if name in ("torch", "optimizer") and importlib.util.find_spec("torch"):
        import torch

        torch.set_num_threads(1)
        seed()  # whose first run costs a worker more than its containment
        if name == "optimizer":
            os.environ["TORCHINDUCTOR_CACHE_DIR"] = folder
            weight = torch.nn.Parameter(torch.zeros(1))
            weight.grad = torch.zeros(1)
            # The first step imports a compiler, which takes longer than most submissions.
            torch.optim.Adam([weight]).step()
    if name in ("scipy.special", "scipy.stats") and importlib.util.find_spec("scipy"):
        importlib.import_module(name)
    if name == "pyplot" and importlib.util.find_spec("matplotlib"):
        os.environ["MPLCONFIGDIR"] = folder
        import matplotlib.pyplot  # noqa: F401


def seed() -> None:
    """The same random numbers in every worker: a second grading of a submission repeats the first."""
    random.seed(0)
    numpy.random.seed(0)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)
