"""Hidden twin of part 5.2.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q05_2_rectified_units as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.exam_foundations.q05_2_rectified_units.contractive_penalty import (
    active_units,
    draw_kink,
    draw_layer,
)


@reference(q.effective_decay)
def activity_rates(x: Any, W: Any, c: Any, lam: float) -> Any:
    return lam * active_units(x, W, c).mean(axis=0)


@cases(q.effective_decay, count=2)
def rates_of_mixed_layer(rng: Rng) -> dict[str, Any]:
    drawn = draw_layer(rng, int(rng.integers(4, 7)), int(rng.integers(3, 6)), 3)
    return {**drawn, "lam": float(rng.uniform(0.1, 0.9))}


@cases(q.effective_decay)
def rates_at_single_input(rng: Rng) -> dict[str, Any]:
    return {**draw_layer(rng, 1, 3, 2), "lam": 2.0}


@cases(q.effective_decay)
def rates_at_the_kink(rng: Rng) -> dict[str, Any]:
    return {**draw_kink(rng), "lam": 0.3}


@cases(q.effective_decay)
def rates_of_idle_and_busy_units(rng: Rng) -> dict[str, Any]:
    W, c = rng.uniform(0.5, 2.0, size=(3, 2)), np.array([-100.0, 0.0, 100.0])
    return {"x": rng.uniform(-1.0, 1.0, size=(5, 2)), "W": W, "c": c, "lam": 0.7}


@cases(q.effective_decay)
def rate_of_zero_row(rng: Rng) -> dict[str, Any]:
    W, c = np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([1.0, -0.5])
    return {"x": np.array([[1.0, 0.5], [-1.0, 0.0]]), "W": W, "c": c, "lam": 0.5}


@mistake(
    q.effective_decay,
    en="Make the weights of a unit ten times larger: does your coefficient change? How often it is active "
    "does not.",
    fr="Rendez les poids d'une unité dix fois plus grands : votre coefficient change-t-il ? La fréquence à "
    "laquelle une unité est active, non.",
)
def mean_activation(x: Any, W: Any, c: Any, lam: float) -> Any:
    return lam * np.maximum(x @ W.T + c, 0.0).mean(axis=0)


@mistake(
    q.effective_decay,
    en="The same for every unit: what does a unit contribute that is never active?",
    fr="La même valeur pour chaque unité : que contribue une unité qui n'est jamais active ?",
)
def same_for_all_units(x: Any, W: Any, c: Any, lam: float) -> Any:
    return np.full(len(W), lam)


@mistake(
    q.effective_decay,
    en="Which units contribute to the Jacobian, the active or the inactive ones?",
    fr="Quelles unités contribuent à la jacobienne, les actives ou les inactives ?",
)
def inactive_rate(x: Any, W: Any, c: Any, lam: float) -> Any:
    return lam * (1 - active_units(x, W, c).mean(axis=0))


@mistake(
    q.effective_decay,
    en="Your coefficients grow with the number of inputs: give every input twice.",
    fr="Vos coefficients croissent avec le nombre d'entrées : donnez chaque entrée deux fois.",
)
def counts(x: Any, W: Any, c: Any, lam: float) -> Any:
    return lam * active_units(x, W, c).sum(axis=0)


@mistake(
    q.effective_decay,
    en=r"Set $\lambda = 0$: what should be left of the coefficients?",
    fr=r"Posez $\lambda = 0$ : que doit-il rester des coefficients ?",
)
def rate_without_coefficient(x: Any, W: Any, c: Any, lam: float) -> Any:
    return active_units(x, W, c).mean(axis=0)


@mistake(
    q.effective_decay,
    en="This is what each unit adds to the loss; its coefficient stands in front of the squared norm.",
    fr="C'est ce que chaque unité ajoute à la perte ; son coefficient se trouve devant la norme au carré.",
)
def whole_contribution(x: Any, W: Any, c: Any, lam: float) -> Any:
    return activity_rates(x, W, c, lam) * np.sum(W**2, axis=1)


@mistake(
    q.effective_decay,
    en="Read again what counts as the derivative exactly at the kink.",
    fr="Relisez ce qui tient lieu de dérivée exactement au point anguleux.",
)
def rate_with_kink(x: Any, W: Any, c: Any, lam: float) -> Any:
    return lam * (x @ W.T + c >= 0).mean(axis=0)


@alternative(q.effective_decay)
def rates_by_counting(x: Any, W: Any, c: Any, lam: float) -> Any:
    return [lam * sum(float(np.dot(row, v)) + b > 0 for v in x) / len(x) for row, b in zip(W, c, strict=True)]


@alternative(q.effective_decay)
def rates_by_autograd(x: Any, W: Any, c: Any, lam: float) -> Any:
    import torch

    units = (torch.tensor(x) @ torch.tensor(W).T + torch.tensor(c)).requires_grad_()
    (slopes,) = torch.autograd.grad(torch.relu(units).sum(), units)
    return lam * slopes.mean(0)
