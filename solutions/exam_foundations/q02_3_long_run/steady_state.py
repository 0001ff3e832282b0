"""Hidden twin of part 2.3.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q02_3_long_run as q
from assignments.exam_foundations.q02_linear_rnn import scale_to_radius
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.steady_state)
def fixed_point(W: Any, U: Any, b: Any, x: Any) -> Any:
    return np.linalg.solve(np.eye(len(W)) - W, (x @ U.T + b).T).T


def _network(rng: Rng, W: Any, M: int, batch: int) -> dict[str, Any]:
    N = len(W)
    return {"W": W, "U": rng.normal(size=(N, M)), "b": rng.normal(size=N), "x": rng.normal(size=(batch, M))}


@cases(q.steady_state, count=2)
def random_network(rng: Rng) -> dict[str, Any]:
    return _network(rng, scale_to_radius(rng.normal(size=(4, 4)), 0.85), 2, 3)


@cases(q.steady_state)
def far_from_normal(rng: Rng) -> dict[str, Any]:
    return _network(rng, np.array([[0.5, rng.uniform(20.0, 40.0)], [0.0, -0.6]]), 2, 2)


@cases(q.steady_state)
def scalar_network(rng: Rng) -> dict[str, Any]:
    return _network(rng, np.array([[rng.uniform(0.3, 0.9)]]), 3, 1)


@cases(q.steady_state)
def without_recurrence(rng: Rng) -> dict[str, Any]:
    return _network(rng, np.zeros((3, 3)), 2, 2)


@cases(q.steady_state, edge=True)
def slow_memory(rng: Rng) -> dict[str, Any]:
    return _network(rng, np.array([[0.9, rng.uniform(20.0, 40.0)], [0.0, 0.9]]), 2, 2)


@mistake(
    q.steady_state,
    en="Put $h_t = h_{t-1} = h$ into the recurrence and solve again; watch a sign.",
    fr="Mettez $h_t = h_{t-1} = h$ dans la récurrence et résolvez de nouveau ; attention à un signe.",
)
def plus_for_minus(W: Any, U: Any, b: Any, x: Any) -> Any:
    return fixed_point(-W, U, b, x)


@mistake(
    q.steady_state,
    en="The bias is missing: it drives the state at every step as the input does.",
    fr="Le biais manque : il entraîne l'état à chaque pas comme le fait l'entrée.",
)
def limit_without_bias(W: Any, U: Any, b: Any, x: Any) -> Any:
    return fixed_point(W, U, 0 * b, x)


@mistake(
    q.steady_state,
    en="You add $b$ once, at the end: it enters at every step, like $U x$.",
    fr="Vous ajoutez $b$ une fois, à la fin : il entre à chaque pas, comme $U x$.",
)
def bias_added_at_the_end(W: Any, U: Any, b: Any, x: Any) -> Any:
    return fixed_point(W, U, 0 * b, x) + b


@mistake(
    q.steady_state,
    en="Solve for the fixed point; do not wait for it.",
    fr="Résolvez l'équation du point fixe ; n'attendez pas qu'il soit atteint.",
)
def fifty_steps(W: Any, U: Any, b: Any, x: Any) -> Any:
    limit = fixed_point(W, U, b, x)
    return limit - limit @ np.linalg.matrix_power(W, 50).T


@mistake(q.steady_state, **fifty_steps.text)
def hundred_steps(W: Any, U: Any, b: Any, x: Any) -> Any:
    limit = fixed_point(W, U, b, x)
    return limit - limit @ np.linalg.matrix_power(W, 100).T


@mistake(
    q.steady_state,
    en="This is the state after one step from zero. What does a state satisfy that no longer changes?",
    fr="C'est l'état après un pas à partir de zéro. À quoi satisfait un état qui ne change plus ?",
)
def one_step_from_zero(W: Any, U: Any, b: Any, x: Any) -> Any:
    return x @ U.T + b


@mistake(
    q.steady_state,
    en="This holds for $N = 1$ only: the components of the limit solve a system of equations.",
    fr="Cela ne vaut que pour $N = 1$ : les composantes de la limite résolvent un système d'équations.",
)
def entry_by_entry(W: Any, U: Any, b: Any, x: Any) -> Any:
    return (x @ U.T + b) @ (1 / (1 - W)).T


@mistake(
    q.steady_state,
    en="The states of the batch are rows: is your matrix on the right side of them, and not its transpose?",
    fr="Les états du lot sont des lignes : votre matrice est-elle du bon côté, et non sa transposée ?",
)
def limit_transposed(W: Any, U: Any, b: Any, x: Any) -> Any:
    return fixed_point(W.T, U, b, x)


@alternative(q.steady_state)
def long_recurrence(W: Any, U: Any, b: Any, x: Any) -> Any:
    h, drive = np.zeros((len(x), len(W))), x @ U.T + b
    for _ in range(400):
        h = h @ W.T + drive
    return h


@alternative(q.steady_state)
def inverse_in_torch(W: Any, U: Any, b: Any, x: Any) -> Any:
    import torch

    W, U, b, x = (torch.tensor(array, dtype=torch.float64) for array in (W, U, b, x))
    inverse = torch.linalg.inv(torch.eye(len(W), dtype=torch.float64) - W)
    return torch.stack([inverse @ (U @ row + b) for row in x])
