"""Hidden twin of part 3.1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q03_1_adagrad_rmsprop as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.exam_foundations.q03_1_adagrad_rmsprop.adagrad import sum_of_squares
from solutions.exam_foundations.q03_optimisers import count_steps, draw_run, follow, moving_average, run_torch


@reference(q.rmsprop)
def average_of_squares(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    return follow(theta0, lr * grads / (np.sqrt(moving_average(grads**2, rho)) + eps))


@cases(q.rmsprop, count=2)
def rmsprop_without_epsilon(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(7), 3), "rho": rng.uniform(0.6, 0.95), "eps": 0.0}


@cases(q.rmsprop)
def rmsprop_large_then_small(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.repeat([50.0, 0.05], [4, 20]), 2), "rho": 0.8, "eps": 1e-8}


@cases(q.rmsprop)
def without_memory(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(5), 2), "rho": 0.0, "eps": 0.01}


@cases(q.rmsprop)
def rmsprop_large_epsilon(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(6), 3), "rho": 0.9, "eps": 0.5}


@cases(q.rmsprop)
def rmsprop_one_step(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(1), 1), "rho": 0.99, "eps": 0.1}


@cases(q.rmsprop, edge=True)
def rmsprop_no_step(rng: Rng) -> dict[str, Any]:
    return {**draw_run(rng, np.ones(0), 3), "rho": 0.9, "eps": 1e-8}


@mistake(
    q.rmsprop,
    en="That is Adagrad. RMSprop forgets: feed large gradients and then small ones.",
    fr="C'est Adagrad. RMSprop oublie : donnez de grands gradients, puis des petits.",
)
def nothing_forgotten(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    return sum_of_squares(theta0, grads, lr, eps)


@mistake(
    q.rmsprop,
    en=r"Which of the two weights belongs to the past? Think of $\rho = 0$: how far back does it remember?",
    fr=r"""
    Lequel des deux poids revient au passé ? Pensez à $\rho = 0$ : jusqu'où remonte alors la mémoire ?
    """,
)
def weights_exchanged(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    return average_of_squares(theta0, grads, lr, 1 - rho, eps)


@mistake(
    q.rmsprop,
    en="You correct the average for its start at zero. Which of the two methods of 3.2 does that?",
    fr="Vous corrigez la moyenne de son départ à zéro. Laquelle des deux méthodes de 3.2 le fait ?",
)
def corrected_average(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    average = moving_average(grads**2, rho) / (1 - rho ** count_steps(grads))
    return follow(theta0, lr * grads / (np.sqrt(average) + eps))


@mistake(
    q.rmsprop,
    en="Your first step is too short: what is the average before any gradient has been seen?",
    fr="Votre premier pas est trop court : que vaut la moyenne avant qu'aucun gradient n'ait été vu ?",
)
def started_at_first_square(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    first = grads[:1] ** 2 * rho ** count_steps(grads)
    return follow(theta0, lr * grads / (np.sqrt(moving_average(grads**2, rho) + first) + eps))


@mistake(
    q.rmsprop,
    en="The weights of your average do not sum to one: what does it tend to when all gradients are 1?",
    fr="Les poids de votre moyenne n'ont pas pour somme un : vers quoi tend-elle si tous les gradients "
    "valent 1 ?",
)
def decaying_sum(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    return follow(theta0, lr * grads / (np.sqrt(moving_average(grads**2, rho) / (1 - rho)) + eps))


@mistake(
    q.rmsprop,
    en=r"Where does the convention put $\varepsilon$? Try a large one.",
    fr=r"Où la convention place-t-elle $\varepsilon$ ? Essayez-en un grand.",
)
def rmsprop_epsilon_inside(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    return follow(theta0, lr * grads / np.sqrt(moving_average(grads**2, rho) + eps))


@mistake(
    q.rmsprop,
    en="You divide by the root of a variance: the version that is asked for is not centred.",
    fr="Vous divisez par la racine d'une variance : la version demandée n'est pas centrée.",
)
def centred_version(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    variance = moving_average(grads**2, rho) - moving_average(grads, rho) ** 2
    return follow(theta0, lr * grads / (np.sqrt(np.maximum(variance, 0.0)) + eps))


@mistake(
    q.rmsprop,
    en="A root is missing: how must the length of a step depend on the size of the gradients?",
    fr="Il manque une racine : comment la longueur d'un pas doit-elle dépendre de la taille des gradients ?",
)
def rmsprop_without_root(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    return follow(theta0, lr * grads / (moving_average(grads**2, rho) + eps))


@alternative(q.rmsprop)
def rmsprop_of_torch(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    import torch

    return run_torch(torch.optim.RMSprop, theta0, grads, lr=lr, alpha=rho, eps=eps)


@alternative(q.rmsprop)
def geometric_weights(theta0: Any, grads: Any, lr: float, rho: float, eps: float) -> Any:
    age = np.subtract.outer(np.arange(len(grads)), np.arange(len(grads)))
    weights = (1 - rho) * np.where(age >= 0, float(rho) ** np.maximum(age, 0), 0.0)
    return follow(theta0, lr * grads / (np.sqrt(weights @ grads**2) + eps))
