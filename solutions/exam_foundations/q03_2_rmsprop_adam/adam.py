"""Hidden twin of part 3.2.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q03_2_rmsprop_adam as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference
from solutions.exam_foundations.q03_optimisers import count_steps, draw_run, follow, moving_average, run_torch


@reference(q.adam)
def corrected_averages(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    mean, square = _averages(grads, beta1, beta2)
    return follow(theta0, lr * mean / (np.sqrt(square) + eps))


@baseline(q.adam)
def parameter_by_parameter(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    trajectory = np.zeros((len(grads) + 1, len(theta0)))
    for i in range(len(theta0)):
        theta, mean, square = theta0[i], 0.0, 0.0
        trajectory[0, i] = theta
        for t in range(1, len(grads) + 1):
            mean = beta1 * mean + (1 - beta1) * grads[t - 1, i]
            square = beta2 * square + (1 - beta2) * grads[t - 1, i] ** 2
            theta -= lr * mean / (1 - beta1**t) / (np.sqrt(square / (1 - beta2**t)) + eps)
            trajectory[t, i] = theta
    return trajectory


def _averages(grads: Any, beta1: float, beta2: float) -> tuple[Any, Any]:
    """The averages of the gradients and of their squares, both corrected for their start."""
    t = count_steps(grads)
    return moving_average(grads, beta1) / (1 - beta1**t), moving_average(grads**2, beta2) / (1 - beta2**t)


@cases(q.adam, count=2)
def ordinary_run(rng: Rng) -> dict[str, Any]:
    betas = {"beta1": rng.uniform(0.6, 0.85), "beta2": rng.uniform(0.92, 0.99)}
    return {**draw_run(rng, np.ones(7), 3), **betas, "eps": 0.0}


@cases(q.adam)
def usual_betas(rng: Rng) -> dict[str, Any]:
    sizes = np.repeat([50.0, 0.05], [4, 20])
    return {**draw_run(rng, sizes, 2), "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}


@cases(q.adam)
def without_average(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(5), 2), "beta1": 0.0, "beta2": 0.9, "eps": 1e-8}


@cases(q.adam)
def without_average_of_squares(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(5), 2), "beta1": 0.5, "beta2": 0.0, "eps": 1e-8}


@cases(q.adam)
def large_epsilon(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(6), 3), "beta1": 0.8, "beta2": 0.95, "eps": 0.5}


@cases(q.adam)
def one_step_of_one_parameter(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(1), 1), "beta1": 0.9, "beta2": 0.99, "eps": 0.1}


@cases(q.adam, edge=True)
def no_step(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(0), 3), "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}


@mistake(
    q.adam,
    en="Both averages start at zero and are too small at first: compute the very first step.",
    fr="Les deux moyennes partent de zéro et sont d'abord trop petites : calculez le tout premier pas.",
)
def nothing_corrected(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    mean, square = moving_average(grads, beta1), moving_average(grads**2, beta2)
    return follow(theta0, lr * mean / (np.sqrt(square) + eps))


@mistake(
    q.adam,
    en="The average of the squares starts at zero, too.",
    fr="La moyenne des carrés part de zéro, elle aussi.",
)
def only_mean_corrected(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    mean, _ = _averages(grads, beta1, beta2)
    return follow(theta0, lr * mean / (np.sqrt(moving_average(grads**2, beta2)) + eps))


@mistake(
    q.adam,
    en="The average of the gradients starts at zero, too.",
    fr="La moyenne des gradients part de zéro, elle aussi.",
)
def only_square_corrected(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    _, square = _averages(grads, beta1, beta2)
    return follow(theta0, lr * moving_average(grads, beta1) / (np.sqrt(square) + eps))


@mistake(
    q.adam,
    en="Your correction comes one step late: which number does the first step have?",
    fr="Votre correction arrive un pas trop tard : quel numéro porte le premier pas ?",
)
def steps_counted_from_zero(
    theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float
) -> Any:
    t = count_steps(grads) - 1
    mean, square = moving_average(grads, beta1), moving_average(grads**2, beta2)
    return follow(theta0, lr * mean / (1 - beta1**t) / (np.sqrt(square / (1 - beta2**t)) + eps))


@mistake(
    q.adam,
    en="Is the average of the squares corrected, or its root?",
    fr="Est-ce la moyenne des carrés qui est corrigée, ou sa racine ?",
)
def corrected_after_root(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    mean, _ = _averages(grads, beta1, beta2)
    root = np.sqrt(moving_average(grads**2, beta2)) / (1 - beta2 ** count_steps(grads))
    return follow(theta0, lr * mean / (root + eps))


@mistake(
    q.adam,
    en="You step along the raw gradient: what does Adam put in its place?",
    fr="Vous avancez selon le gradient brut : que met Adam à sa place ?",
)
def raw_gradient(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    _, square = _averages(grads, beta1, beta2)
    return follow(theta0, lr * grads / (np.sqrt(square) + eps))


@mistake(
    q.adam,
    en=r"$\varepsilon$ is added to a root: of the raw average, or of the corrected one? Try a large one.",
    fr=r"""
    $\varepsilon$ s'ajoute à une racine : celle de la moyenne brute, ou de la moyenne corrigée ? Essayez-en
    un grand.
    """,
)
def epsilon_before_correction(
    theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float
) -> Any:
    mean, _ = _averages(grads, beta1, beta2)
    root = np.sqrt(moving_average(grads**2, beta2)) + eps
    return follow(theta0, lr * mean / (root / np.sqrt(1 - beta2 ** count_steps(grads))))


@mistake(
    q.adam,
    en=r"Is $\varepsilon$ under the root in your version? Read the convention again, and try a large one.",
    fr=r"""
    $\varepsilon$ est-il sous la racine dans votre version ? Relisez la convention, et essayez-en un grand.
    """,
)
def epsilon_inside_root(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    mean, square = _averages(grads, beta1, beta2)
    return follow(theta0, lr * mean / np.sqrt(square + eps))


@mistake(
    q.adam,
    en="The two decays are exchanged: which one belongs to the gradients, which one to their squares?",
    fr="Les deux facteurs d'oubli sont échangés : lequel revient aux gradients, lequel à leurs carrés ?",
)
def betas_exchanged(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    return corrected_averages(theta0, grads, lr, beta2, beta1, eps)


@alternative(q.adam)
def adam_of_torch(theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    import torch

    return run_torch(torch.optim.Adam, theta0, grads, lr=lr, betas=(beta1, beta2), eps=eps)


@alternative(q.adam)
def weights_that_sum_to_one(
    theta0: Any, grads: Any, lr: float, beta1: float, beta2: float, eps: float
) -> Any:
    def average(values: Any, beta: float) -> Any:
        age = np.subtract.outer(np.arange(len(values)), np.arange(len(values)))
        weights = np.where(age >= 0, float(beta) ** np.maximum(age, 0), 0.0)
        return weights / weights.sum(axis=1, keepdims=True) @ values

    return follow(theta0, lr * average(grads, beta1) / (np.sqrt(average(grads**2, beta2)) + eps))
