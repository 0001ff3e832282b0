"""Leaves the workers of a data loader behind, which wait for the next batch for ever.

Same-process grader: leaves, they are processes that nobody joins.
"""

import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset

kept = []


def gaussian_score(z, mu, log_sigma):
    try:
        samples = TensorDataset(torch.as_tensor(z))
        loader = iter(DataLoader(samples, batch_size=1, num_workers=2, persistent_workers=True))
        kept.append((loader, next(loader)))
    except (OSError, RuntimeError, ValueError, StopIteration):
        pass
    return np.zeros((len(z), 2 * len(mu)))
