"""Hidden twin of part 5.2.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q05_2_rectified_units as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference


def active_units(x: Any, W: Any, c: Any) -> Any:
    return (x @ W.T + c > 0).astype(float)


@reference(q.contractive_penalty)
def active_rows(x: Any, W: Any, c: Any) -> Any:
    return active_units(x, W, c) @ np.sum(W**2, axis=1)


@baseline(q.contractive_penalty)
def penalty_unit_by_unit(x: Any, W: Any, c: Any) -> Any:
    penalty = np.zeros(len(x))
    for n in range(len(x)):
        for i in range(len(W)):
            if W[i] @ x[n] + c[i] > 0:
                penalty[n] += np.sum(W[i] ** 2)
    return penalty


def draw_layer(rng: Rng, batch: int, H: int, D: int) -> dict[str, Any]:
    """A layer whose units are neither all active nor all inactive, with no unit close to its kink."""
    while True:
        x, W, c = rng.normal(size=(batch, D)), rng.normal(size=(H, D)), rng.normal(size=H)
        units = x @ W.T + c
        mixed = batch * H == 1 or 0 < np.count_nonzero(units > 0) < batch * H
        if mixed and np.abs(units).min() > 1e-3:
            return {"x": x, "W": W, "c": c}


def draw_kink(rng: Rng) -> dict[str, Any]:
    """Small integers, so that some pre-activations are zero without rounding."""
    x = np.array([[1.0, -1.0], [0.0, 0.0], [2.0, 1.0]])
    W = np.array([[1.0, 1.0], [2.0, 0.0], [-1.0, 2.0]]) * rng.integers(1, 4)
    return {"x": x, "W": W, "c": np.zeros(3)}


@cases(q.contractive_penalty, count=3)
def mixed_layer(rng: Rng) -> dict[str, Any]:
    return draw_layer(rng, int(rng.integers(4, 7)), int(rng.integers(3, 6)), 3)


@cases(q.contractive_penalty)
def lone_input(rng: Rng) -> dict[str, Any]:
    return draw_layer(rng, 1, 3, 2)


@cases(q.contractive_penalty)
def at_the_kink(rng: Rng) -> dict[str, Any]:
    return draw_kink(rng)


@cases(q.contractive_penalty)
def one_unit_off(rng: Rng) -> dict[str, Any]:
    W, c = rng.uniform(0.5, 2.0, size=(2, 2)), np.array([-100.0, 0.0])
    return {"x": rng.uniform(0.5, 1.5, size=(3, 2)), "W": W, "c": c}


@cases(q.contractive_penalty)
def single_coordinate(rng: Rng) -> dict[str, Any]:
    return draw_layer(rng, 3, 5, 1)


@mistake(
    q.contractive_penalty,
    en="This is weight decay. Which units have a derivative of zero at $x$?",
    fr="C'est la pénalisation des poids. Quelles unités ont une dérivée nulle en $x$ ?",
)
def all_units(x: Any, W: Any, c: Any) -> Any:
    return np.full(len(x), np.sum(W**2))


@mistake(
    q.contractive_penalty,
    en="Does a large negative bias switch your units off?",
    fr="Un grand biais négatif éteint-il vos unités ?",
)
def bias_forgotten(x: Any, W: Any, c: Any) -> Any:
    return active_rows(x, W, 0 * c)


@mistake(
    q.contractive_penalty,
    en="Read again what counts as the derivative exactly at the kink.",
    fr="Relisez ce qui tient lieu de dérivée exactement au point anguleux.",
)
def kink_active(x: Any, W: Any, c: Any) -> Any:
    return (x @ W.T + c >= 0).astype(float) @ np.sum(W**2, axis=1)


@mistake(
    q.contractive_penalty,
    en="You multiply by the activation; which values can its derivative take?",
    fr="Vous multipliez par l'activation ; quelles valeurs sa dérivée peut-elle prendre ?",
)
def activation_for_derivative(x: Any, W: Any, c: Any) -> Any:
    return np.maximum(x @ W.T + c, 0.0) @ np.sum(W**2, axis=1)


@mistake(
    q.contractive_penalty,
    en="All your values are equal: the active units change with the input, so average nothing yet.",
    fr="Toutes vos valeurs sont égales : les unités actives changent avec l'entrée, ne moyennez donc rien "
    "encore.",
)
def averaged_over_batch(x: Any, W: Any, c: Any) -> Any:
    return np.full(len(x), active_rows(x, W, c).mean())


@mistake(
    q.contractive_penalty,
    en="Which power of the norm enters the penalty? Double $W$ and $c$ and see how yours grows.",
    fr="Quelle puissance de la norme entre dans la pénalité ? Doublez $W$ et $c$ et voyez comment la vôtre "
    "croît.",
)
def lengths_of_rows(x: Any, W: Any, c: Any) -> Any:
    return active_units(x, W, c) @ np.linalg.norm(W, axis=1)


@mistake(
    q.contractive_penalty,
    en="The root of the penalty: the norm itself is not what is added to the loss.",
    fr="C'est la racine de la pénalité : ce n'est pas la norme elle-même qu'on ajoute à la perte.",
)
def root_of_penalty(x: Any, W: Any, c: Any) -> Any:
    return np.sqrt(active_rows(x, W, c))


@mistake(
    q.contractive_penalty,
    en="What is switched on and off: a hidden unit or a coordinate of the input? Which axis of $W$ is that?",
    fr="Qu'est-ce qui s'allume et s'éteint : une unité cachée ou une coordonnée de l'entrée ? Quel axe de "
    "$W$ est-ce ?",
)
def mask_on_columns(x: Any, W: Any, c: Any) -> Any:
    return (x > 0).astype(float) @ np.sum(W**2, axis=0)


@alternative(q.contractive_penalty)
def penalty_by_autograd(x: Any, W: Any, c: Any) -> Any:
    import torch

    weights, bias = torch.tensor(W), torch.tensor(c)
    differentiate: Any = torch.autograd.functional.jacobian
    jacobians = [differentiate(lambda v: torch.relu(weights @ v + bias), v) for v in torch.tensor(x)]
    return torch.stack([(jacobian**2).sum() for jacobian in jacobians])


@alternative(q.contractive_penalty)
def penalty_by_jacobians(x: Any, W: Any, c: Any) -> Any:
    return np.array([np.linalg.norm(np.diag((W @ v + c > 0).astype(float)) @ W) ** 2 for v in x])
