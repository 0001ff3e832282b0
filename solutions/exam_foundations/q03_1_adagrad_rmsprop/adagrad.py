"""Hidden twin of part 3.1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q03_1_adagrad_rmsprop as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.exam_foundations.q03_optimisers import count_steps, draw_run, follow, moving_average, run_torch


@reference(q.adagrad)
def sum_of_squares(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    return follow(theta0, lr * grads / (np.sqrt(np.cumsum(grads**2, axis=0)) + eps))


@cases(q.adagrad)
def without_epsilon(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(7), 3), "eps": 0.0}


@cases(q.adagrad)
def large_then_small(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.repeat([50.0, 0.05], [4, 10]), 2), "eps": 1e-8}


@cases(q.adagrad)
def sparse_gradients(rng: Rng) -> dict[str, Any]:
    run = draw_run(rng, np.ones(8), 4)
    run["grads"][rng.uniform(size=(8, 4)) < 0.5] = 0.0
    run["grads"][0, 0] = 0.0
    return {**run, "eps": 1e-6}


@cases(q.adagrad)
def large_epsilon(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(6), 3), "eps": 0.5}


@cases(q.adagrad)
def one_step_of_one_parameter(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(1), 1), "eps": 0.1}


@cases(q.adagrad, edge=True)
def no_step(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(0), 3), "eps": 1e-8}


@mistake(
    q.adagrad,
    en="What does Adagrad accumulate: everything, or with a memory that fades?",
    fr="Qu'accumule Adagrad : tout, ou avec une mémoire qui s'efface ?",
)
def average_with_memory(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    return follow(theta0, lr * grads / (np.sqrt(moving_average(grads**2, 0.9)) + eps))


@mistake(
    q.adagrad,
    en="Feed equal gradients for a long time: the steps of Adagrad get shorter and shorter, yours do not.",
    fr=r"""
    Donnez longtemps des gradients égaux : les pas d'Adagrad deviennent de plus en plus courts, pas les
    vôtres.
    """,
)
def mean_of_squares(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    mean = np.cumsum(grads**2, axis=0) / count_steps(grads)
    return follow(theta0, lr * grads / (np.sqrt(mean) + eps))


@mistake(
    q.adagrad,
    en=r"Where does the convention put $\varepsilon$? Try a large one.",
    fr=r"Où la convention place-t-elle $\varepsilon$ ? Essayez-en un grand.",
)
def epsilon_inside_root(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    return follow(theta0, lr * grads / np.sqrt(np.cumsum(grads**2, axis=0) + eps))


@mistake(
    q.adagrad,
    en="Check the units: what is accumulated has the unit of the gradient squared. And compare large "
    "gradients with small ones.",
    fr="Vérifiez les unités : ce qui est accumulé a l'unité du gradient au carré. Et comparez de grands "
    "gradients à des petits.",
)
def without_root(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    return follow(theta0, lr * grads / (np.cumsum(grads**2, axis=0) + eps))


@mistake(
    q.adagrad,
    en="Your first step is divided by an empty sum: does the present gradient count in its own step?",
    fr="Votre premier pas est divisé par une somme vide : le gradient présent compte-t-il dans son pas ?",
)
def sum_before_gradient(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    before = np.cumsum(grads**2, axis=0) - grads**2
    return follow(theta0, lr * grads / (np.sqrt(before) + eps))


@mistake(
    q.adagrad,
    en="A parameter with small gradients is slowed down by the others: how many accumulators are there?",
    fr="Un paramètre à petits gradients est freiné par les autres : combien d'accumulateurs y a-t-il ?",
)
def one_accumulator(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    total = np.cumsum(np.sum(grads**2, axis=1, keepdims=True), axis=0)
    return follow(theta0, lr * grads / (np.sqrt(total) + eps))


@mistake(
    q.adagrad,
    en="The parameters move uphill: the gradients are those of a loss that should fall.",
    fr="Les paramètres montent : les gradients sont ceux d'un coût qui devrait diminuer.",
)
def uphill(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    return 2 * theta0 - sum_of_squares(theta0, grads, lr, eps)


@mistake(
    q.adagrad,
    en="Your rows are all the last one: how often does your list hold one and the same array?",
    fr="Vos lignes sont toutes la dernière : combien de fois votre liste contient-elle un seul tableau ?",
)
def one_array_many_times(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    return np.tile(sum_of_squares(theta0, grads, lr, eps)[-1], (len(grads) + 1, 1))


@mistake(q.adagrad, **one_array_many_times.text)
def one_array_after_the_first(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    return np.concatenate([theta0[None], one_array_many_times.function(theta0, grads, lr, eps)[1:]])


@alternative(q.adagrad)
def adagrad_of_torch(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    import torch

    return run_torch(torch.optim.Adagrad, theta0, grads, lr=lr, eps=eps)


@alternative(q.adagrad)
def adagrad_step_by_step(theta0: Any, grads: Any, lr: float, eps: float) -> Any:
    theta, squares, trajectory = theta0.copy(), np.zeros_like(theta0), [theta0]
    for gradient in grads:
        squares = squares + gradient**2
        theta = theta - lr * gradient / (np.sqrt(squares) + eps)
        trajectory.append(theta)
    return np.array(trajectory)
