"""Hidden twin of question 4.4."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q04_4_regularised_velocity as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw2_flows_diffusion.q04_gan_dynamics import draw_states, sigmoid, sure_critics, velocity


@reference(q.regularised_gan_velocity)
def velocity_with_penalty(state: Any, gamma: float) -> Any:
    return velocity(state, gamma)


@cases(q.regularised_gan_velocity, count=3)
def penalised_states(rng: Rng) -> dict[str, Any]:
    return {"state": draw_states(rng, int(rng.integers(2, 6))), "gamma": float(rng.uniform(0.3, 3.0))}


@cases(q.regularised_gan_velocity)
def one_penalised_state(rng: Rng) -> dict[str, Any]:
    return {"state": draw_states(rng, 1), "gamma": float(rng.uniform(0.3, 3.0))}


@cases(q.regularised_gan_velocity)
def without_penalty(rng: Rng) -> dict[str, Any]:
    return {"state": np.concatenate([draw_states(rng, 3), np.zeros((1, 3))]), "gamma": 0.0}


@cases(q.regularised_gan_velocity, edge=True)
def saturated_and_penalised(rng: Rng) -> dict[str, Any]:
    return {"state": sure_critics(rng), "gamma": float(rng.uniform(0.3, 3.0))}


def subtract(state: Any, psi_0: Any = 0.0, psi_1: Any = 0.0, theta: Any = 0.0) -> Any:
    """The velocity without a penalty, less these pulls on its components."""
    return velocity(state) - np.stack(np.broadcast_arrays(psi_0, psi_1, theta, state[:, 0])[:3], axis=1)


@mistake(
    q.regularised_gan_velocity,
    en="Half of the pull: differentiate the square in the penalty.",
    fr="La moitié de la force : dérivez le carré dans la pénalité.",
)
def half_the_pull(state: Any, gamma: float) -> Any:
    return velocity(state, gamma / 2)


@mistake(
    q.regularised_gan_velocity,
    en="Twice the pull: the penalty comes with a factor.",
    fr="Le double de la force : la pénalité vient avec un facteur.",
)
def twice_the_pull(state: Any, gamma: float) -> Any:
    return velocity(state, 2 * gamma)


@mistake(
    q.regularised_gan_velocity,
    en="Your penalty makes a steep critic steeper: is it added to the objective or taken from it?",
    fr="Votre pénalité rend plus raide un critique raide : est-elle ajoutée à l'objectif ou retirée ?",
)
def penalty_added(state: Any, gamma: float) -> Any:
    return velocity(state, -gamma)


@mistake(
    q.regularised_gan_velocity,
    en=r"""
    Your penalty also pulls at the offset of the critic: what is the derivative of $C_\psi$ with respect to
    $x$?
    """,
    fr=r"""
    Votre pénalité tire aussi sur l'ordonnée du critique : quelle est la dérivée de $C_\psi$ par rapport à
    $x$ ?
    """,
)
def offset_penalised(state: Any, gamma: float) -> Any:
    return subtract(state, psi_0=gamma * state[:, 0], psi_1=gamma * state[:, 1])


@mistake(
    q.regularised_gan_velocity,
    en="This is the penalty itself; what enters the velocity is its gradient.",
    fr="C'est la pénalité elle-même ; ce qui entre dans la vitesse est son gradient.",
)
def penalty_not_differentiated(state: Any, gamma: float) -> Any:
    return subtract(state, psi_0=gamma / 2 * state[:, 0] ** 2)


@mistake(
    q.regularised_gan_velocity,
    en="Your penalty holds the generator back; whose loss does it belong to?",
    fr="Votre pénalité retient le générateur ; à la perte de qui appartient-elle ?",
)
def generator_penalised(state: Any, gamma: float) -> Any:
    return subtract(state, theta=gamma * state[:, 2])


@mistake(
    q.regularised_gan_velocity,
    en="Right for moderate critics, but NaN for very sure ones: which exponential overflows?",
    fr=r"""
    Juste pour des critiques modérés, mais NaN pour des critiques très sûrs : quelle exponentielle déborde ?
    """,
)
def overflowing_with_penalty(state: Any, gamma: float) -> Any:
    slope, offset, theta = state.T
    value, minus = np.exp(slope * theta + offset), np.exp(-offset)
    fake = value / (1 + value)
    return np.stack([-theta * fake - gamma * slope, minus / (1 + minus) - fake, slope * fake], axis=1)


@mistake(q.regularised_gan_velocity, **overflowing_with_penalty.text)
def overflow_at_penalised_real_data(state: Any, gamma: float) -> Any:
    right, minus = velocity(state, gamma), np.exp(-state[:, 1])
    right[:, 1] += minus / (1 + minus) - sigmoid(-state[:, 1])
    return right


@alternative(q.regularised_gan_velocity)
def penalty_by_autograd(state: Any, gamma: float) -> Any:
    import torch

    s = torch.tensor(state, requires_grad=True)
    real = torch.zeros(len(s), dtype=s.dtype, requires_grad=True)
    critic = s[:, 0] * real + s[:, 1]
    (steepness,) = torch.autograd.grad(critic.sum(), real, create_graph=True)
    value = torch.nn.functional.logsigmoid
    objective = value(critic) + value(-(s[:, 0] * s[:, 2] + s[:, 1]))
    (slope,) = torch.autograd.grad((objective - gamma / 2 * steepness**2).sum(), s)
    return slope * torch.tensor([1.0, 1.0, -1.0])


@alternative(q.regularised_gan_velocity)
def penalised_one_by_one(state: Any, gamma: float) -> Any:
    rows = []
    for slope, offset, theta in state:
        fake = sigmoid(slope * theta + offset)
        rows.append((-theta * fake - gamma * slope, 1 - sigmoid(offset) - fake, slope * fake))
    return rows
