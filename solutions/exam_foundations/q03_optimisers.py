"""What the hidden twins of question 3 share."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.question import Rng


def follow(theta0: Any, steps: Any) -> Any:
    """The parameters before the first and after each of the steps, which point downhill."""
    return np.concatenate([theta0[None], theta0 - np.cumsum(steps, axis=0)])


def moving_average(values: Any, decay: float) -> Any:
    """The exponential moving average of the rows, from a start at zero."""
    averages, average = np.zeros_like(values), np.zeros(values.shape[1])
    for t, value in enumerate(values):
        average = decay * average + (1 - decay) * value
        averages[t] = average
    return averages


def count_steps(grads: Any) -> Any:
    """1, 2, ..., T as a column."""
    return np.arange(1, len(grads) + 1)[:, None]


def run_torch(optimiser: Any, theta0: Any, grads: Any, **options: Any) -> Any:
    """The trajectory of one of torch's optimisers."""
    import torch

    theta = torch.tensor(theta0, dtype=torch.float64, requires_grad=True)
    steps, trajectory = optimiser([theta], **options), [theta.detach().clone()]
    for gradient in grads:
        theta.grad = torch.tensor(gradient, dtype=torch.float64)
        steps.step()
        trajectory.append(theta.detach().clone())
    return torch.stack(trajectory)


def draw_run(rng: Rng, sizes: Any, parameters: int) -> dict[str, Any]:
    """Start, rate and gradients of the given sizes, none of them near zero."""
    signs = rng.choice([-1.0, 1.0], size=(len(sizes), parameters))
    grads = signs * rng.uniform(0.3, 2.0, size=(len(sizes), parameters)) * np.reshape(sizes, (-1, 1))
    return {"theta0": rng.normal(size=parameters), "grads": grads, "lr": rng.uniform(0.05, 0.5)}
