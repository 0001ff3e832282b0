"""Hidden twin of question 4.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q04_1_velocity as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw2_flows_diffusion.q04_gan_dynamics import draw_states, sigmoid, sure_critics, velocity


@reference(q.gan_velocity)
def velocity_without_penalty(state: Any) -> Any:
    return velocity(state)


@cases(q.gan_velocity, count=3)
def ordinary_states(rng: Rng) -> dict[str, Any]:
    return {"state": draw_states(rng, int(rng.integers(2, 7)))}


@cases(q.gan_velocity)
def one_state(rng: Rng) -> dict[str, Any]:
    return {"state": draw_states(rng, 1)}


@cases(q.gan_velocity)
def blind_critic(rng: Rng) -> dict[str, Any]:
    return {"state": np.stack([np.zeros(3), draw_states(rng, 1)[0] * [0, 1, 1]])}


@cases(q.gan_velocity, edge=True)
def saturated(rng: Rng) -> dict[str, Any]:
    return {"state": sure_critics(rng)}


@mistake(
    q.gan_velocity,
    en="Your generator climbs; check the sign of its component against the rule of the game.",
    fr="Votre générateur monte ; comparez le signe de sa composante à la règle du jeu.",
)
def generator_climbs(state: Any) -> Any:
    return velocity(state) * [1, 1, -1]


@mistake(
    q.gan_velocity,
    en="Your critic descends; does it want a large or a small $\\mathcal{L}$?",
    fr="Votre critique descend ; veut-il une grande ou une petite $\\mathcal{L}$ ?",
)
def critic_descends(state: Any) -> Any:
    return velocity(state) * [-1, -1, 1]


@mistake(
    q.gan_velocity,
    en=r"""
    Differentiate $\log \sigma(-u)$ once more: what does a critic do that is sure the generated point is real?
    """,
    fr=r"""
    Dérivez $\log \sigma(-u)$ encore une fois : que fait un critique sûr que le point généré est vrai ?
    """,
)
def other_sigmoid(state: Any) -> Any:
    slope, offset, theta = state.T
    fake = sigmoid(-slope * theta - offset)
    return np.stack([-theta * fake, sigmoid(-offset) - fake, slope * fake], axis=1)


@mistake(
    q.gan_velocity,
    en="Your real data sit where the generated ones do. Where does the critic look at real data?",
    fr=r"""
    Vos vraies données sont au même endroit que les données générées. Où le critique regarde-t-il les vraies ?
    """,
)
def real_data_at_theta(state: Any) -> Any:
    slope, offset, theta = state.T
    value = slope * theta + offset
    pull = theta * (sigmoid(-value) - sigmoid(value))
    return np.stack([pull, sigmoid(-value) - sigmoid(value), slope * sigmoid(value)], axis=1)


@mistake(
    q.gan_velocity,
    en="The chain rule: what does the critic multiply its slope by at the generated point?",
    fr="La règle de dérivation en chaîne : par quoi le critique multiplie-t-il sa pente au point généré ?",
)
def inner_derivative_forgotten(state: Any) -> Any:
    slope, offset, theta = state.T
    fake = sigmoid(slope * theta + offset)
    return np.stack([-fake, sigmoid(-offset) - fake, fake], axis=1)


@mistake(
    q.gan_velocity,
    en="Your generator plays the non-saturating game; which objective do both players share here?",
    fr="Votre générateur joue le jeu non saturant ; quel objectif les deux joueurs partagent-ils ici ?",
)
def non_saturating_generator(state: Any) -> Any:
    slope, offset, theta = state.T
    right = velocity(state)
    right[:, 2] = slope * sigmoid(-slope * theta - offset)
    return right


@mistake(
    q.gan_velocity,
    en=r"""
    The push of the real data on the offset of the critic is missing: does anything stand in its way at $0$?
    """,
    fr="Il manque la poussée des vraies données sur l'ordonnée du critique : que se passe-t-il en $0$ ?",
)
def real_data_forgotten(state: Any) -> Any:
    slope, offset, theta = state.T
    right = velocity(state)
    right[:, 1] = -sigmoid(slope * theta + offset)
    return right


@mistake(
    q.gan_velocity,
    en=r"""
    Right for moderate critics, but NaN for very sure ones: which exponential overflows, and how else can
    $\sigma$ be written?
    """,
    fr=r"""
    Juste pour des critiques modérés, mais NaN pour des critiques très sûrs : quelle exponentielle déborde, et
    comment écrire $\sigma$ autrement ?
    """,
)
def overflowing_exponentials(state: Any) -> Any:
    slope, offset, theta = state.T
    value, minus = np.exp(slope * theta + offset), np.exp(-offset)
    fake = value / (1 + value)
    return np.stack([-theta * fake, minus / (1 + minus) - fake, slope * fake], axis=1)


@mistake(q.gan_velocity, **overflowing_exponentials.text)
def overflow_at_real_data(state: Any) -> Any:
    right, minus = velocity(state), np.exp(-state[:, 1])
    right[:, 1] += minus / (1 + minus) - sigmoid(-state[:, 1])
    return right


@alternative(q.gan_velocity)
def by_autograd(state: Any) -> Any:
    import torch

    s = torch.tensor(state, requires_grad=True)
    value = torch.nn.functional.logsigmoid
    objective = value(s[:, 1]) + value(-(s[:, 0] * s[:, 2] + s[:, 1]))
    (slope,) = torch.autograd.grad(objective.sum(), s)
    return slope * torch.tensor([1.0, 1.0, -1.0])


@alternative(q.gan_velocity)
def state_by_state(state: Any) -> Any:
    rows = []
    for slope, offset, theta in state:
        fake, real = (0.5 * (1 + np.tanh(u / 2)) for u in (slope * theta + offset, offset))
        rows.append([-theta * fake, 1 - real - fake, slope * fake])
    return rows
