"""Hidden twin of question 4.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q04_2_jacobian as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference
from solutions.hw2_flows_diffusion.q04_gan_dynamics import (
    bump,
    change_jacobian,
    draw_states,
    jacobian_lines,
    sigmoid,
    velocity,
)


@reference(q.gan_jacobian)
def lines_without_penalty(state: Any) -> dict[str, Any]:
    return jacobian_lines(state)


@baseline(q.gan_jacobian)
def jacobian_state_by_state(state: Any) -> dict[str, Any]:
    def logistic(t: float) -> Any:
        return 1 / (1 + np.exp(-t))

    def matrix(slope: float, offset: float, theta: float) -> Any:
        fake, real = logistic(slope * theta + offset), logistic(offset)
        bend = fake * (1 - fake)
        turn = fake + slope * theta * bend
        return np.array(
            [
                [-(theta**2) * bend, -theta * bend, -turn],
                [-theta * bend, -real * (1 - real) - bend, -slope * bend],
                [turn, slope * bend, slope**2 * bend],
            ]
        )

    return {
        "stationary_point": np.zeros(3),
        "at_stationary_point": matrix(0.0, 0.0, 0.0),
        "at_state": np.array([matrix(*row) for row in state]),
    }


@cases(q.gan_jacobian, count=3)
def several_states(rng: Rng) -> dict[str, Any]:
    return {"state": draw_states(rng, int(rng.integers(2, 6)))}


@cases(q.gan_jacobian)
def a_single_state(rng: Rng) -> dict[str, Any]:
    return {"state": draw_states(rng, 1)}


@mistake(
    q.gan_jacobian,
    en="Rows and columns are exchanged: what does row $i$ hold, and which variable pushes which?",
    fr="Lignes et colonnes sont échangées : que contient la ligne $i$, et quelle variable pousse laquelle ?",
)
def transposed(state: Any) -> dict[str, Any]:
    return change_jacobian(jacobian_lines(state), lambda matrix: np.swapaxes(matrix, -1, -2))


@mistake(
    q.gan_jacobian,
    en="Your matrix is symmetric, as that of a gradient; but one player of this game goes downhill.",
    fr="Votre matrice est symétrique, comme celle d'un gradient ; mais un joueur de ce jeu descend.",
)
def hessian_of_objective(state: Any) -> dict[str, Any]:
    return change_jacobian(jacobian_lines(state), lambda matrix: matrix * np.array([[1], [1], [-1]]))


@mistake(
    q.gan_jacobian,
    en="The offset of the critic acts on real and on generated data: have you differentiated both terms?",
    fr=r"""
    L'ordonnée du critique agit sur les vraies données et sur les données générées : avez-vous dérivé les deux
    termes ?
    """,
)
def one_term_for_the_offset(state: Any) -> dict[str, Any]:
    lines = jacobian_lines(state)
    lines["at_stationary_point"][1, 1] += bump(0.0)
    lines["at_state"][:, 1, 1] += bump(state[:, 1])
    return lines


@mistake(
    q.gan_jacobian,
    en="What is the value of the logistic function at zero?",
    fr="Quelle est la valeur de la fonction logistique en zéro ?",
)
def sigmoid_of_zero_is_one(state: Any) -> dict[str, Any]:
    lines = jacobian_lines(state)
    return {**lines, "at_stationary_point": 2 * lines["at_stationary_point"]}


@mistake(
    q.gan_jacobian,
    en="Your Jacobian is the same everywhere; at another state $\\theta$ and $\\psi_0$ are not zero.",
    fr="Votre jacobienne est partout la même ; en un autre état, $\\theta$ et $\\psi_0$ ne sont pas nuls.",
)
def same_everywhere(state: Any) -> dict[str, Any]:
    lines = jacobian_lines(state)
    return {**lines, "at_state": np.stack([lines["at_stationary_point"]] * len(state))}


@mistake(
    q.gan_jacobian,
    en="In two components a variable occurs twice, once inside the logistic function: use the product rule.",
    fr=r"""
    Dans deux composantes une variable figure deux fois, dont une dans la fonction logistique : dérivez le
    produit.
    """,
)
def product_rule_forgotten(state: Any) -> dict[str, Any]:
    lines = jacobian_lines(state)
    fake = sigmoid(state[:, 0] * state[:, 2] + state[:, 1])
    lines["at_state"][:, 0, 2], lines["at_state"][:, 2, 0] = -fake, fake
    return lines


@mistake(
    q.gan_jacobian,
    en="The velocity does not vanish at this point: solve its second component once you know $\\theta$.",
    fr="La vitesse ne s'annule pas en ce point : résolvez sa deuxième composante une fois $\\theta$ connu.",
)
def offset_of_one_half(state: Any) -> dict[str, Any]:
    point = np.array([0.0, 0.5, 0.0])
    at_point = jacobian_lines(point[None])["at_state"][0]
    return {**jacobian_lines(state), "stationary_point": point, "at_stationary_point": at_point}


@alternative(q.gan_jacobian)
def jacobian_by_autograd(state: Any) -> dict[str, Any]:
    import torch

    origin = torch.zeros(1, 3, dtype=torch.float64)
    states = torch.cat([origin, torch.tensor(state)]).requires_grad_()
    slope, offset, theta = states.T
    fake = torch.sigmoid(slope * theta + offset)
    pushes = -theta * fake, torch.sigmoid(-offset) - fake, slope * fake
    # A push depends on its own state only, so the gradient of a sum over states holds all of their rows.
    rows = [torch.autograd.grad(push.sum(), states, retain_graph=True)[0] for push in pushes]
    jacobians = torch.stack(rows, dim=1)
    return {
        "stationary_point": origin[0],
        "at_stationary_point": jacobians[0],
        "at_state": jacobians[1:],
    }


@alternative(q.gan_jacobian)
def jacobian_by_differences(state: Any) -> dict[str, Any]:
    def difference(s: Any) -> Any:
        steps = 1e-5 * np.eye(3)
        columns = [(velocity(s + step) - velocity(s - step)) / 2e-5 for step in steps]
        return np.stack(columns, axis=-1).round(9)

    origin = np.zeros(3)
    lines = {"stationary_point": origin, "at_stationary_point": difference(origin)}
    return {**lines, "at_state": difference(state)}
