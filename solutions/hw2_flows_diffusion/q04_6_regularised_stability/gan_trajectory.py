"""Hidden twin of part 4.6.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q04_6_regularised_stability as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw2_flows_diffusion.q04_gan_dynamics import draw_states, sigmoid, velocity

Blocks = tuple[tuple[int, ...], ...]
ALTERNATING: Blocks = ((0, 1), (2,))


def walk(start: Any, gamma: float, eta: float, steps: int, blocks: Blocks) -> Any:
    """The states when the components of each block move together, one block after the other."""
    states = [np.array(start, float)]
    for _ in range(steps):
        state = states[-1].copy()
        for block in map(list, blocks):
            state[block] += eta * velocity(state, gamma)[block]
        states.append(state)
    return np.stack(states)


def blocks_of(scheme: str) -> Blocks:
    return ALTERNATING if scheme == "alternating" else ((0, 1, 2),)


@reference(q.gan_trajectory)
def trajectory(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    return walk(start, gamma, eta, steps, blocks_of(scheme))


def draw_walk(rng: Rng, steps: int, scheme: str) -> dict[str, Any]:
    gamma, eta = rng.uniform([0.3, 0.1], [2.0, 0.4])
    start = draw_states(rng, 1)[0]
    return {"start": start, "gamma": float(gamma), "eta": float(eta), "steps": steps, "scheme": scheme}


@cases(q.gan_trajectory, count=2)
def all_at_once(rng: Rng) -> dict[str, Any]:
    return draw_walk(rng, int(rng.integers(4, 15)), "simultaneous")


@cases(q.gan_trajectory, count=2)
def one_after_the_other(rng: Rng) -> dict[str, Any]:
    return draw_walk(rng, int(rng.integers(4, 15)), "alternating")


@cases(q.gan_trajectory)
def walk_without_penalty(rng: Rng) -> dict[str, Any]:
    return {**draw_walk(rng, 12, "simultaneous"), "gamma": 0.0}


@cases(q.gan_trajectory)
def no_step(rng: Rng) -> dict[str, Any]:
    return draw_walk(rng, 0, "alternating")


@mistake(
    q.gan_trajectory,
    en="In the simultaneous scheme the generator already sees the new critic: do you update in place?",
    fr=r"""
    Dans le schéma simultané, le générateur voit déjà le nouveau critique : mettez-vous à jour sur place ?
    """,
)
def updated_in_place(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    return walk(start, gamma, eta, steps, ALTERNATING)


@mistake(
    q.gan_trajectory,
    en="Both schemes give the same states; what does the generator know when it takes its step?",
    fr="Les deux schémas donnent les mêmes états ; que sait le générateur quand il fait son pas ?",
)
def never_alternating(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    return walk(start, gamma, eta, steps, ((0, 1, 2),))


@mistake(
    q.gan_trajectory,
    en="In the alternating scheme your generator moves first; who should?",
    fr="Dans le schéma alterné, votre générateur joue le premier ; qui devrait le faire ?",
)
def generator_first(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    return walk(start, gamma, eta, steps, blocks_of(scheme)[::-1])


@mistake(
    q.gan_trajectory,
    en=r"When alternating, only a part of the step of $\theta$ sees the new $\psi$. Where is $\psi$ in it?",
    fr=r"En alternant, une partie seulement du pas de $\theta$ voit le nouveau $\psi$. Où y figure $\psi$ ?",
)
def old_critic_in_the_sigmoid(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    if scheme != "alternating":
        return trajectory(start, gamma, eta, steps, scheme)
    states = [np.array(start, float)]
    for _ in range(steps):
        slope, offset, theta = states[-1]
        new = states[-1] + eta * velocity(states[-1], gamma)
        new[2] = theta + eta * new[0] * sigmoid(slope * theta + offset)
        states.append(new)
    return np.stack(states)


@mistake(
    q.gan_trajectory,
    en="The start is missing: how many states are there after no step at all?",
    fr="Le départ manque : combien y a-t-il d'états après aucun pas ?",
)
def start_missing(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    return trajectory(start, gamma, eta, steps, scheme)[1:]


@mistake(
    q.gan_trajectory,
    en="Your states do not depend on $\\gamma$: which velocity do you follow?",
    fr="Vos états ne dépendent pas de $\\gamma$ : quelle vitesse suivez-vous ?",
)
def penalty_ignored(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    return trajectory(start, 0.0, eta, steps, scheme)


@mistake(
    q.gan_trajectory,
    en="You walk against the velocity: the signs of the two players are in it already.",
    fr="Vous marchez contre la vitesse : les signes des deux joueurs y sont déjà.",
)
def backwards(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    return trajectory(start, gamma, -eta, steps, scheme)


@alternative(q.gan_trajectory)
def list_of_states(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    states = [list(start)]
    for _ in range(steps):
        old = states[-1]
        push = velocity(old, gamma)
        new = [value + eta * change for value, change in zip(old, push, strict=True)]
        if scheme == "alternating":
            new[2] = old[2] + eta * velocity([*new[:2], old[2]], gamma)[2]
        states.append(new)
    return states


@alternative(q.gan_trajectory)
def states_in_torch(start: Any, gamma: float, eta: float, steps: int, scheme: str) -> Any:
    import torch

    states = torch.empty(steps + 1, 3, dtype=torch.float64)
    states[0] = torch.tensor(start)
    for k in range(steps):
        slope, offset, theta = states[k]
        fake = torch.sigmoid(slope * theta + offset)
        states[k + 1, 0] = slope + eta * (-theta * fake - gamma * slope)
        states[k + 1, 1] = offset + eta * (torch.sigmoid(-offset) - fake)
        if scheme == "alternating":
            slope, offset = states[k + 1, 0], states[k + 1, 1]
        states[k + 1, 2] = theta + eta * slope * torch.sigmoid(slope * theta + offset)
    return states
