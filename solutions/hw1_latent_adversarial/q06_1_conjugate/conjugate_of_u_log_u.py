"""Hidden twin of part 6.1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q06_1_conjugate as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.conjugate_of_u_log_u)
def stationary_point(t: Any) -> Any:
    u = np.exp(t - 1)
    return u, u.copy()


@cases(q.conjugate_of_u_log_u, count=2)
def ordinary_slopes(rng: Rng) -> dict[str, Any]:
    return {"t": rng.uniform(-3.0, 4.0, size=6)}


@cases(q.conjugate_of_u_log_u)
def one_slope(rng: Rng) -> dict[str, Any]:
    return {"t": rng.uniform(-1.0, 0.5, size=1)}


@cases(q.conjugate_of_u_log_u)
def slopes_by_name(rng: Rng) -> dict[str, Any]:
    return {"t": np.array([0.0, 1.0, -50.0, 100.0])}


@mistake(
    q.conjugate_of_u_log_u,
    en=r"""
    The derivative of $u \log u$ has two terms; you set it to zero with one of them. Put your maximiser back
    into the derivative.
    """,
    fr=r"""
    La dérivée de $u \log u$ a deux termes ; vous l'avez annulée avec un seul. Remettez votre maximiseur dans
    la dérivée.
    """,
)
def one_term_of_derivative(t: Any) -> Any:
    return np.exp(t), np.exp(t)


@mistake(
    q.conjugate_of_u_log_u,
    en=r"""
    The value is right, but the supremum is not attained there: put your maximiser into $u t - u \log u$.
    """,
    fr=r"""
    La valeur est juste, mais le supremum n'est pas atteint là : mettez votre maximiseur dans
    $u t - u \log u$.
    """,
)
def other_maximiser(t: Any) -> Any:
    return np.exp(t - 1), np.exp(t)


@mistake(
    q.conjugate_of_u_log_u,
    en="Your second array holds the logarithm of the maximiser.",
    fr="Votre second tableau contient le logarithme du maximiseur.",
)
def log_of_maximiser(t: Any) -> Any:
    return np.exp(t - 1), t - 1


@mistake(
    q.conjugate_of_u_log_u,
    en="You put the maximiser into the first term only; what does the second one subtract?",
    fr="Vous avez mis le maximiseur dans le premier terme seulement ; que retranche le second ?",
)
def first_term_only(t: Any) -> Any:
    return t * np.exp(t - 1), np.exp(t - 1)


@mistake(
    q.conjugate_of_u_log_u,
    en="Solve the condition for $\\log u$ once more: on which side does the constant end up?",
    fr="Résolvez encore la condition pour $\\log u$ : de quel côté la constante arrive-t-elle ?",
)
def constant_on_wrong_side(t: Any) -> Any:
    return np.exp(t + 1), np.exp(t + 1)


@mistake(
    q.conjugate_of_u_log_u,
    en="The sign is that of $f - u t$: it is a supremum of $u t - f$ that is asked.",
    fr="Le signe est celui de $f - u t$ : on demande un supremum de $u t - f$.",
)
def negative_value(t: Any) -> Any:
    return -np.exp(t - 1), np.exp(t - 1)


@alternative(q.conjugate_of_u_log_u)
def whole_expression(t: Any) -> Any:
    u = np.exp(t) / np.e
    return u * t - u * np.log(u), u


@alternative(q.conjugate_of_u_log_u)
def torch_exponential(t: Any) -> Any:
    import torch

    u = torch.exp(torch.tensor(t, dtype=torch.float64) - 1)
    return u, u
