"""Hidden twin of part 3.2.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q03_2_rmsprop_adam as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.exam_foundations.q03_2_rmsprop_adam.adam import corrected_averages
from solutions.exam_foundations.q03_optimisers import count_steps


@reference(q.alternating_gradient_change)
def shrunk_changes(lr: float, beta1: float, t: Any) -> Any:
    shrinkage = (1 - beta1) / (1 + beta1) * (1 - (-beta1) ** t) / (1 - beta1**t)
    return -lr * (-1.0) ** t * shrinkage


@cases(q.alternating_gradient_change, count=2)
def first_steps(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta1": rng.uniform(0.5, 0.95), "t": np.arange(1, 12)}


@cases(q.alternating_gradient_change)
def changes_without_average(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta1": 0.0, "t": np.arange(1, 5)}


@cases(q.alternating_gradient_change)
def late_steps(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta1": 0.9, "t": rng.integers(100, 130, size=4)}


@cases(q.alternating_gradient_change)
def second_step(rng: Rng) -> dict[str, Any]:
    return {"lr": rng.uniform(0.05, 0.5), "beta1": rng.uniform(0.5, 0.95), "t": np.array([2])}


@mistake(
    q.alternating_gradient_change,
    en="That is how RMSprop would jump: how large is the average of gradients that change their sign?",
    fr="C'est ainsi que sauterait RMSprop : que vaut la moyenne de gradients qui changent de signe ?",
)
def full_steps(lr: float, beta1: float, t: Any) -> Any:
    return -lr * (-1.0) ** t


@mistake(
    q.alternating_gradient_change,
    en="The parameter moves against the gradient; look at the sign of the first one.",
    fr="Le paramètre va contre le gradient ; regardez le signe du premier.",
)
def along_the_gradient(lr: float, beta1: float, t: Any) -> Any:
    return -shrunk_changes(lr, beta1, t)


@mistake(
    q.alternating_gradient_change,
    en="The average of the gradients is not corrected for its start: how long is the very first step?",
    fr="La moyenne des gradients n'est pas corrigée de son départ : quelle est la longueur du premier pas ?",
)
def uncorrected_changes(lr: float, beta1: float, t: Any) -> Any:
    return shrunk_changes(lr, beta1, t) * (1 - beta1**t)


@mistake(
    q.alternating_gradient_change,
    en="Right in the long run only: what is the average after one and after two gradients?",
    fr="Juste à la longue seulement : que vaut la moyenne après un et après deux gradients ?",
)
def limit_from_the_start(lr: float, beta1: float, t: Any) -> Any:
    return -lr * (-1.0) ** t * (1 - beta1) / (1 + beta1)


@mistake(
    q.alternating_gradient_change,
    en="The gradients do not cancel: the last one weighs more than the one before.",
    fr="Les gradients ne s'annulent pas : le dernier pèse plus que l'avant-dernier.",
)
def no_change(lr: float, beta1: float, t: Any) -> Any:
    return np.zeros(len(t))


@mistake(
    q.alternating_gradient_change,
    en="Where the parameter is after step t is asked of an optimiser; here, by how much this step moves it.",
    fr=r"""
    La position du paramètre après le pas t est ce que rend un optimiseur ; ici, de combien ce pas le déplace.
    """,
)
def position_for_change(lr: float, beta1: float, t: Any) -> Any:
    return np.array([np.sum(shrunk_changes(lr, beta1, np.arange(1, last + 1))) for last in t])


@alternative(q.alternating_gradient_change)
def simulated_changes(lr: float, beta1: float, t: Any) -> Any:
    grads = (-1.0) ** count_steps(np.zeros(max(t)))
    path = corrected_averages(np.zeros(1), grads, lr, beta1, 0.9, 0.0)
    return np.diff(path[:, 0])[t - 1]


@alternative(q.alternating_gradient_change)
def weighted_sums(lr: float, beta1: float, t: Any) -> Any:
    changes = []
    for last in t:
        weights = float(beta1) ** np.arange(last)[::-1]
        changes.append(-lr * np.sum(weights * (-1.0) ** np.arange(1, last + 1)) / np.sum(weights))
    return changes
