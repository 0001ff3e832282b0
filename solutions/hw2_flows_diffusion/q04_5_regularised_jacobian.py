"""Hidden twin of question 4.5."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q04_5_regularised_jacobian as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw2_flows_diffusion.q04_gan_dynamics import (
    bump,
    change_jacobian,
    draw_states,
    jacobian_lines,
    sigmoid,
)


@reference(q.regularised_gan_jacobian)
def lines_with_penalty(state: Any, gamma: float) -> dict[str, Any]:
    return jacobian_lines(state, gamma)


@cases(q.regularised_gan_jacobian, count=3)
def several_penalised_states(rng: Rng) -> dict[str, Any]:
    return {"state": draw_states(rng, int(rng.integers(2, 6))), "gamma": float(rng.uniform(0.4, 3.0))}


@cases(q.regularised_gan_jacobian)
def a_single_penalised_state(rng: Rng) -> dict[str, Any]:
    return {"state": draw_states(rng, 1), "gamma": float(rng.uniform(0.4, 3.0))}


@cases(q.regularised_gan_jacobian)
def penalty_switched_off(rng: Rng) -> dict[str, Any]:
    return {"state": draw_states(rng, 2), "gamma": 0.0}


def add_to_diagonal(state: Any, entry: int, value: Any) -> dict[str, Any]:
    """The lines without a penalty, with this number added to one entry of the diagonal."""
    return change_jacobian(jacobian_lines(state), lambda matrix: matrix + value * np.diag(np.eye(3)[entry]))


@mistake(
    q.regularised_gan_jacobian,
    en="Half of what the penalty adds: differentiate the square twice.",
    fr="La moitié de ce qu'ajoute la pénalité : dérivez le carré deux fois.",
)
def half_the_penalty(state: Any, gamma: float) -> dict[str, Any]:
    return jacobian_lines(state, gamma / 2)


@mistake(
    q.regularised_gan_jacobian,
    en="The penalty should calm the critic, yours excites it: check the sign.",
    fr="La pénalité devrait calmer le critique, la vôtre l'excite : vérifiez le signe.",
)
def penalty_with_plus(state: Any, gamma: float) -> dict[str, Any]:
    return jacobian_lines(state, -gamma)


@mistake(
    q.regularised_gan_jacobian,
    en="The penalty acts on more entries than it should: does it involve the offset of the critic?",
    fr="La pénalité agit sur trop de termes : fait-elle intervenir l'ordonnée du critique ?",
)
def both_parameters_damped(state: Any, gamma: float) -> dict[str, Any]:
    lines = add_to_diagonal(state, 1, -gamma)
    return change_jacobian(lines, lambda matrix: matrix - gamma * np.diag([1.0, 0.0, 0.0]))


@mistake(
    q.regularised_gan_jacobian,
    en="Here the penalty calms the generator; which player carries it?",
    fr="Ici la pénalité calme le générateur ; quel joueur la supporte ?",
)
def generator_damped(state: Any, gamma: float) -> dict[str, Any]:
    return add_to_diagonal(state, 2, -gamma)


@mistake(
    q.regularised_gan_jacobian,
    en="The penalty has not reached your Jacobian: differentiate the velocity of 4.4.1, not that of 4.1.1.",
    fr=r"""
    La pénalité n'est pas arrivée dans votre jacobienne : dérivez la vitesse de 4.4.1, non celle de 4.1.1.
    """,
)
def penalty_forgotten(state: Any, gamma: float) -> dict[str, Any]:
    return jacobian_lines(state)


@mistake(
    q.regularised_gan_jacobian,
    en="Rows and columns are exchanged: what does row $i$ hold, and which variable pushes which?",
    fr="Lignes et colonnes sont échangées : que contient la ligne $i$, et quelle variable pousse laquelle ?",
)
def transposed_with_penalty(state: Any, gamma: float) -> dict[str, Any]:
    return change_jacobian(jacobian_lines(state, gamma), lambda matrix: np.swapaxes(matrix, -1, -2))


@mistake(
    q.regularised_gan_jacobian,
    en="The offset of the critic acts on real and on generated data: have you differentiated both terms?",
    fr="L'ordonnée du critique agit sur les vraies données et sur les fausses : avez-vous dérivé les deux "
    "termes ?",
)
def one_term_for_penalised_offset(state: Any, gamma: float) -> dict[str, Any]:
    lines = jacobian_lines(state, gamma)
    lines["at_stationary_point"][1, 1] += bump(0.0)
    lines["at_state"][:, 1, 1] += bump(state[:, 1])
    return lines


@mistake(
    q.regularised_gan_jacobian,
    en="In two components a variable occurs twice, once inside the logistic function: use the product rule.",
    fr="Dans deux composantes, une variable apparaît deux fois, dont une dans la fonction logistique : "
    "dérivez un produit.",
)
def product_rule_forgotten_again(state: Any, gamma: float) -> dict[str, Any]:
    lines = jacobian_lines(state, gamma)
    fake = sigmoid(state[:, 0] * state[:, 2] + state[:, 1])
    lines["at_state"][:, 0, 2], lines["at_state"][:, 2, 0] = -fake, fake
    return lines


@mistake(
    q.regularised_gan_jacobian,
    en="Your penalty depends on the state: it is quadratic, so what is left after two derivatives?",
    fr="Votre pénalité dépend de l'état : elle est quadratique, que reste-t-il donc après deux dérivations ?",
)
def differentiated_once(state: Any, gamma: float) -> dict[str, Any]:
    lines = jacobian_lines(state)
    lines["at_state"][:, 0, 0] -= gamma * state[:, 0]
    return {**lines, "at_stationary_point": jacobian_lines(state, gamma)["at_stationary_point"]}


@mistake(
    q.regularised_gan_jacobian,
    en="The penalty does not move the stationary point: put yours into the velocity of 4.4.1.",
    fr="La pénalité ne déplace pas le point stationnaire : mettez le vôtre dans la vitesse de 4.4.1.",
)
def point_moves_with_gamma(state: Any, gamma: float) -> dict[str, Any]:
    point = np.array([0.0, 0.0, gamma])
    at_point = jacobian_lines(point[None], gamma)["at_state"][0]
    return {**jacobian_lines(state, gamma), "stationary_point": point, "at_stationary_point": at_point}


@alternative(q.regularised_gan_jacobian)
def damped_corner(state: Any, gamma: float) -> dict[str, Any]:
    return add_to_diagonal(state, 0, -gamma)


@alternative(q.regularised_gan_jacobian)
def penalised_jacobian_by_autograd(state: Any, gamma: float) -> dict[str, Any]:
    import torch

    def push(s: Any) -> Any:
        fake = torch.sigmoid(s[0] * s[2] + s[1])
        return torch.stack([-s[2] * fake - gamma * s[0], torch.sigmoid(-s[1]) - fake, s[0] * fake])

    origin = torch.zeros(3, dtype=torch.float64)
    differentiate: Any = torch.autograd.functional.jacobian
    jacobians = [differentiate(push, s) for s in (origin, *torch.tensor(state))]
    return {
        "stationary_point": origin,
        "at_stationary_point": jacobians[0],
        "at_state": torch.stack(jacobians[1:]),
    }
