"""Hidden twin of part 3.2.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q03_2_rmsprop_adam as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.exam_foundations.q03_optimisers import run_torch


@reference(q.adam_as_rmsprop_rates)
def rising_rates(lr: float, beta2: float, T: int) -> Any:
    return lr * np.sqrt(1 - beta2 ** np.arange(1, T + 1))


@cases(q.adam_as_rmsprop_rates, count=2)
def some_rates(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta2": rng.uniform(0.7, 0.99), "T": int(rng.integers(4, 12))}


@cases(q.adam_as_rmsprop_rates)
def long_memory(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta2": 0.9999, "T": 20}


@cases(q.adam_as_rmsprop_rates)
def no_memory(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta2": 0.0, "T": 3}


@cases(q.adam_as_rmsprop_rates)
def single_rate(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta2": rng.uniform(0.7, 0.99), "T": 1}


@mistake(
    q.adam_as_rmsprop_rates,
    en="Is the first step of Adam longer or shorter than that of RMSprop? Compute both.",
    fr="Le premier pas d'Adam est-il plus long ou plus court que celui de RMSprop ? Calculez les deux.",
)
def falling_rates(lr: float, beta2: float, T: int) -> Any:
    return lr / np.sqrt(1 - beta2 ** np.arange(1, T + 1))


@mistake(
    q.adam_as_rmsprop_rates,
    en="With one and the same rate the first steps differ: compute them for a single gradient.",
    fr="Avec un seul et même taux, les premiers pas diffèrent : calculez-les pour un seul gradient.",
)
def constant_rate(lr: float, beta2: float, T: int) -> Any:
    return np.full(T, lr)


@mistake(
    q.adam_as_rmsprop_rates,
    en="Right idea, wrong power: under which function does the corrected average stand in the step?",
    fr="L'idée est juste, pas la puissance : sous quelle fonction la moyenne corrigée figure-t-elle ?",
)
def rates_without_root(lr: float, beta2: float, T: int) -> Any:
    return lr * (1 - beta2 ** np.arange(1, T + 1))


@mistake(
    q.adam_as_rmsprop_rates,
    en="Your first rate is zero: which number does the first step have?",
    fr="Votre premier taux est nul : quel numéro porte le premier pas ?",
)
def rates_from_step_zero(lr: float, beta2: float, T: int) -> Any:
    return lr * np.sqrt(1 - float(beta2) ** np.arange(T))


@alternative(q.adam_as_rmsprop_rates)
def measured_rates(lr: float, beta2: float, T: int) -> Any:
    import torch

    grads, start = np.full((T, 1), 2.0), np.zeros(1)
    adam = run_torch(torch.optim.Adam, start, grads, lr=lr, betas=(0.0, beta2), eps=0.0)
    rmsprop = run_torch(torch.optim.RMSprop, start, grads, lr=1.0, alpha=beta2, eps=0.0)
    return (torch.diff(adam, dim=0) / torch.diff(rmsprop, dim=0))[:, 0]


@alternative(q.adam_as_rmsprop_rates)
def root_of_sum_of_weights(lr: float, beta2: float, T: int) -> Any:
    return [lr * sum((1 - beta2) * beta2**k for k in range(t)) ** 0.5 for t in range(1, T + 1)]
