"""Hidden twin of part 4.1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q04_1_training_time as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.effective_degrees_of_freedom)
def sum_of_fractions(eigenvalues: Any, lr: float, taus: Any) -> Any:
    return np.sum(-np.expm1(taus[:, None] * np.log1p(-lr * eigenvalues)), axis=1)


@cases(q.effective_degrees_of_freedom, count=2)
def some_directions(rng: Rng) -> dict[str, Any]:
    eigenvalues = rng.uniform(0.02, 0.9, size=rng.integers(2, 6))
    return {"eigenvalues": eigenvalues, "lr": rng.uniform(0.3, 1.0), "taus": np.array([0, 1, 2, 5, 20])}


@cases(q.effective_degrees_of_freedom)
def flat_directions(rng: Rng) -> dict[str, Any]:
    eigenvalues = np.array([rng.uniform(0.3, 0.8), 0.0, 1e-3, 0.0])
    return {"eigenvalues": eigenvalues, "lr": 1.0, "taus": np.array([3, 30, 300])}


@cases(q.effective_degrees_of_freedom)
def long_training(rng: Rng) -> dict[str, Any]:
    return {"eigenvalues": rng.uniform(1e-4, 0.5, size=3), "lr": 0.5, "taus": np.array([10**4, 10**6])}


@cases(q.effective_degrees_of_freedom)
def single_direction(rng: Rng) -> dict[str, Any]:
    return {"eigenvalues": rng.uniform(0.1, 0.9, size=1), "lr": 0.7, "taus": np.array([4])}


@cases(q.effective_degrees_of_freedom, edge=True)
def nearly_flat_directions(rng: Rng) -> dict[str, Any]:
    # Half-way between neighbours of one, all rounded in the same direction, so that digits are sure to go.
    eigenvalues = (2 * rng.integers(4600, 13000, size=2) + 0.5) * 2.0**-53
    return {"eigenvalues": eigenvalues, "lr": 1.0, "taus": np.array([1, 3, 10])}


@cases(q.effective_degrees_of_freedom, edge=True)
def nearly_flat_but_long(rng: Rng) -> dict[str, Any]:
    eigenvalues = rng.uniform(0.7, 1.3, size=2) * np.array([1e-12, 5e-5])
    return {"eigenvalues": eigenvalues, "lr": 1.0, "taus": np.array([1, 100, 10**12])}


@mistake(
    q.effective_degrees_of_freedom,
    en="That is the shrinkage by weight decay, which comes close. Compute the fraction after a single step.",
    fr="C'est le rétrécissement par décroissance des poids, qui s'en approche. Calculez la fraction après un "
    "seul pas.",
)
def fractions_of_weight_decay(eigenvalues: Any, lr: float, taus: Any) -> Any:
    scaled = lr * taus[:, None] * eigenvalues
    return np.sum(scaled / (scaled + 1), axis=1)


@mistake(
    q.effective_degrees_of_freedom,
    en="You count what is *not* learned yet: what is the value before training?",
    fr="Vous comptez ce qui n'est *pas* encore appris : quelle est la valeur avant l'entraînement ?",
)
def what_is_left(eigenvalues: Any, lr: float, taus: Any) -> Any:
    return len(eigenvalues) - sum_of_fractions(eigenvalues, lr, taus)


@mistake(
    q.effective_degrees_of_freedom,
    en="You count directions with a threshold; each direction is learned little by little.",
    fr="Vous comptez les directions avec un seuil ; chaque direction s'apprend peu à peu.",
)
def count_of_directions(eigenvalues: Any, lr: float, taus: Any) -> Any:
    return np.sum(lr * taus[:, None] * eigenvalues > 1, axis=1) * 1.0


@mistake(
    q.effective_degrees_of_freedom,
    en="Your value never exceeds one, however many directions there are.",
    fr="Votre valeur ne dépasse jamais un, quel que soit le nombre de directions.",
)
def mean_of_fractions(eigenvalues: Any, lr: float, taus: Any) -> Any:
    return sum_of_fractions(eigenvalues, lr, taus) / len(eigenvalues)


@mistake(
    q.effective_degrees_of_freedom,
    en="That is the flow in continuous time, the limit of tiny steps. Compute the fraction after one step.",
    fr="C'est le flot en temps continu, la limite de pas infimes. Calculez la fraction après un pas.",
)
def fractions_of_the_flow(eigenvalues: Any, lr: float, taus: Any) -> Any:
    return np.sum(-np.expm1(-lr * taus[:, None] * eigenvalues), axis=1)


@mistake(
    q.effective_degrees_of_freedom,
    en="The squared distance is measured: by which factor does the distance itself shrink in a step?",
    fr="C'est la distance au carré qui est mesurée : de quel facteur la distance même diminue-t-elle ?",
)
def fractions_of_the_loss(eigenvalues: Any, lr: float, taus: Any) -> Any:
    return sum_of_fractions(eigenvalues, lr, 2 * taus)


@mistake(
    q.effective_degrees_of_freedom,
    en="Right, but a tiny fraction loses its digits when you subtract two numbers close to one.",
    fr="Juste, mais une fraction infime perd ses chiffres quand on soustrait deux nombres proches de un.",
)
def digits_cancelled(eigenvalues: Any, lr: float, taus: Any) -> Any:
    return np.sum(1 - (1 - lr * eigenvalues) ** taus[:, None], axis=1)


@mistake(
    q.effective_degrees_of_freedom,
    en=r"You multiply the first step of a flat direction by $\tau$: what comes out for $\tau = 10^{12}$?",
    fr=r"Vous multipliez par $\tau$ le premier pas d'une direction presque plate : qu'en est-il de "
    r"$\tau = 10^{12}$ ?",
)
def steps_multiplied(eigenvalues: Any, lr: float, taus: Any) -> Any:
    scaled = lr * eigenvalues
    fractions = -np.expm1(taus[:, None] * np.log1p(-scaled))
    return np.sum(np.where(scaled < 1e-6, taus[:, None] * scaled, fractions), axis=1)


@mistake(
    q.effective_degrees_of_freedom,
    en="For small eigenvalues you take the flow in continuous time: how many digits of a step are right?",
    fr="Pour de petites valeurs propres, vous prenez le flot en temps continu : combien de chiffres d'un pas "
    "sont justes ?",
)
def flow_where_nearly_flat(eigenvalues: Any, lr: float, taus: Any) -> Any:
    scaled = lr * eigenvalues
    rates = np.where(scaled < 1e-3, -scaled, np.log1p(-scaled))
    return np.sum(-np.expm1(taus[:, None] * rates), axis=1)


@alternative(q.effective_degrees_of_freedom)
def geometric_sums(eigenvalues: Any, lr: float, taus: Any) -> Any:
    def fraction(x: float, tau: int) -> float:
        if tau > 1000:
            return float(-np.expm1(tau * np.log1p(-x)))
        return x * sum((1 - x) ** k for k in range(tau))

    return [sum(fraction(lr * value, tau) for value in eigenvalues) for tau in taus]


@alternative(q.effective_degrees_of_freedom)
def fractions_in_torch(eigenvalues: Any, lr: float, taus: Any) -> Any:
    import torch

    logs = torch.log1p(-lr * torch.tensor(eigenvalues, dtype=torch.float64))
    return torch.stack([-torch.expm1(int(tau) * logs).sum() for tau in taus])
