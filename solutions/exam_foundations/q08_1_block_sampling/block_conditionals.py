"""Hidden twin of part 8.1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q08_1_block_sampling as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.exam_foundations.q08_trilinear_boltzmann_machine import (
    activation_x,
    activation_y,
    activation_z,
    draw_units,
    sigmoid,
)


def activations(W: Any, x: Any, y: Any, z: Any) -> tuple[Any, Any, Any]:
    """What each unit adds to the energy when it is on."""
    return activation_x(W, y, z), activation_y(W, x, z), activation_z(W, x, y)


@reference(q.block_conditionals)
def three_contractions(W: Any, x: Any, y: Any, z: Any) -> Any:
    return tuple(sigmoid(-a) for a in activations(W, x, y, z))


@cases(q.block_conditionals, count=3)
def ordinary_states(rng: Rng) -> dict[str, Any]:
    sizes = rng.permutation([3, 4, 5])
    return draw_machine(rng, int(rng.integers(4, 7)), sizes, 1.0)


@cases(q.block_conditionals)
def single_state(rng: Rng) -> dict[str, Any]:
    return draw_machine(rng, 1, (2, 2, 2), 1.0)


@cases(q.block_conditionals)
def all_on(rng: Rng) -> dict[str, Any]:
    W = rng.normal(size=(2, 3, 1))
    return {"W": W, "x": np.ones((2, 2)), "y": np.ones((2, 3)), "z": np.ones((2, 1))}


@cases(q.block_conditionals)
def all_off(rng: Rng) -> dict[str, Any]:
    W = rng.normal(size=(1, 2, 3))
    return {"W": W, "x": np.zeros((2, 1)), "y": np.zeros((2, 2)), "z": np.zeros((2, 3))}


@cases(q.block_conditionals, edge=True)
def large_weights(rng: Rng) -> dict[str, Any]:
    W = rng.choice([-1e4, 1e4], size=(3, 2, 2)) * rng.uniform(0.5, 1.0, size=(3, 2, 2))
    W[0] = -1e4  # so that an exponential overflows, whatever is drawn
    return {"W": W, "x": np.ones((2, 3)), "y": np.ones((2, 2)), "z": np.ones((2, 2))}


def draw_machine(rng: Rng, batch: int, sizes: Any, scale: float) -> dict[str, Any]:
    """Weights, and states of which the first row has all units on."""
    x, y, z = (draw_units(rng, batch, int(n)) for n in sizes)
    x[0], y[0], z[0] = 1.0, 1.0, 1.0
    return {"W": rng.normal(0.0, scale, size=tuple(sizes)), "x": x, "y": y, "z": z}


@mistake(
    q.block_conditionals,
    en="Take $W > 0$ and all units on: is this state likely or unlikely under $e^{-E}$?",
    fr="Prenez $W > 0$ et toutes les unités allumées : cet état est-il probable ou non sous $e^{-E}$ ?",
)
def sign_lost(W: Any, x: Any, y: Any, z: Any) -> Any:
    return tuple(sigmoid(a) for a in activations(W, x, y, z))


@mistake(
    q.block_conditionals,
    en="Switch one of the two other groups off: may a unit still feel the other?",
    fr="Éteignez l'un des deux autres groupes : une unité peut-elle encore sentir l'autre ?",
)
def sum_of_two_fields(W: Any, x: Any, y: Any, z: Any) -> Any:
    return (
        sigmoid(-np.einsum("ijk,bj->bi", W, y) - np.einsum("ijk,bk->bi", W, z)),
        sigmoid(-np.einsum("ijk,bi->bj", W, x) - np.einsum("ijk,bk->bj", W, z)),
        sigmoid(-np.einsum("ijk,bi->bk", W, x) - np.einsum("ijk,bj->bk", W, y)),
    )


@mistake(
    q.block_conditionals,
    en="Your numbers can exceed 1: divide by the sum over the two values of the unit.",
    fr="Vos nombres peuvent dépasser 1 : divisez par la somme sur les deux valeurs de l'unité.",
)
def not_normalised(W: Any, x: Any, y: Any, z: Any) -> Any:
    return tuple(np.exp(-a) for a in activations(W, x, y, z))


@mistake(
    q.block_conditionals,
    en="Your activations are twice too large, as for units that are $\\pm 1$: which values does a unit "
    "take here?",
    fr="Vos activations sont deux fois trop grandes, comme pour des unités $\\pm 1$ : que vaut une "
    "unité ici ?",
)
def units_of_plus_and_minus_one(W: Any, x: Any, y: Any, z: Any) -> Any:
    return tuple(sigmoid(-2 * a) for a in activations(W, x, y, z))


@mistake(
    q.block_conditionals,
    en="Change $z$ alone: the first of your arrays should notice it.",
    fr="Changez $z$ seul : le premier de vos tableaux devrait s'en apercevoir.",
)
def third_group_summed_over(W: Any, x: Any, y: Any, z: Any) -> Any:
    on = np.ones_like(z)
    return sigmoid(-activation_x(W, y, on)), sigmoid(-activation_y(W, x, on)), sigmoid(-activation_z(W, x, y))


@mistake(
    q.block_conditionals,
    en="All your rows are the same although the states differ: what is summed over?",
    fr="Toutes vos lignes sont pareilles alors que les états diffèrent : sur quoi sommez-vous ?",
)
def mean_over_the_batch(W: Any, x: Any, y: Any, z: Any) -> Any:
    fields = activations(W, x, y, z)
    return tuple(sigmoid(-np.broadcast_to(a.mean(axis=0), a.shape)) for a in fields)


@mistake(
    q.block_conditionals,
    en="NaN for large weights: which of the ways to write a sigmoid divides infinity by infinity?",
    fr="NaN pour de grands poids : quelle écriture de la sigmoïde divise l'infini par l'infini ?",
)
def infinity_by_infinity(W: Any, x: Any, y: Any, z: Any) -> Any:
    return tuple(np.exp(-a) / (1 + np.exp(-a)) for a in activations(W, x, y, z))


@alternative(q.block_conditionals)
def energies_bit_by_bit(W: Any, x: Any, y: Any, z: Any) -> Any:
    groups, found = [x, y, z], []
    for which, group in enumerate(groups):
        p = np.zeros(group.shape)
        for unit in range(group.shape[1]):
            energies = []
            for value in (0.0, 1.0):
                changed = [array.copy() for array in groups]
                changed[which][:, unit] = value
                energies.append(np.einsum("ijk,bi,bj,bk->b", W, *changed))
            p[:, unit] = 1 / (1 + np.exp(energies[1] - energies[0]))
        found.append(p)
    return tuple(found)


@alternative(q.block_conditionals)
def sigmoids_of_torch(W: Any, x: Any, y: Any, z: Any) -> Any:
    import torch

    weights, x, y, z = (torch.tensor(array) for array in (W, x, y, z))
    first = (y[:, :, None] * z[:, None, :]).flatten(1) @ weights.flatten(1).T
    second = torch.einsum("ijk,bi,bk->bj", weights, x, z)
    third = torch.einsum("ijk,bi,bj->bk", weights, x, y)
    return torch.sigmoid(-first), torch.sigmoid(-second), torch.sigmoid(-third)
