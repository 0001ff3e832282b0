"""Hidden twin of part 4.1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q04_1_training_time as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.gradient_descent_weights)
def in_the_eigenbasis(H: Any, w_star: Any, w0: Any, lr: float, tau: int) -> Any:
    eigenvalues, vectors = np.linalg.eigh(H)
    return w_star + vectors @ ((1 - lr * eigenvalues) ** tau * (vectors.T @ (w0 - w_star)))


def _draw_loss(rng: Rng, eigenvalues: Any) -> dict[str, Any]:
    """A quadratic loss with these eigenvalues in a rotated basis, its minimum and a start."""
    size = len(eigenvalues)
    basis, _ = np.linalg.qr(rng.normal(size=(size, size)))
    H = basis * eigenvalues @ basis.T
    return {"H": (H + H.T) / 2, "w_star": rng.normal(size=size), "w0": rng.normal(size=size)}


@cases(q.gradient_descent_weights, count=2)
def full_matrix(rng: Rng) -> dict[str, Any]:
    loss = _draw_loss(rng, rng.uniform(0.1, 1.0, size=rng.integers(2, 5)))
    return {**loss, "lr": rng.uniform(0.1, 0.5), "tau": int(rng.integers(3, 12))}


@cases(q.gradient_descent_weights)
def no_step(rng: Rng) -> dict[str, Any]:
    return {**_draw_loss(rng, rng.uniform(0.1, 1.0, size=3)), "lr": 0.4, "tau": 0}


@cases(q.gradient_descent_weights)
def singular_matrix(rng: Rng) -> dict[str, Any]:
    loss = _draw_loss(rng, np.array([0.9, 0.3, 0.0]))
    return {**loss, "lr": rng.uniform(0.1, 0.5), "tau": 8}


@cases(q.gradient_descent_weights)
def overshooting_steps(rng: Rng) -> dict[str, Any]:
    return {**_draw_loss(rng, np.array([1.8, 0.4])), "lr": 1.0, "tau": 7}


@cases(q.gradient_descent_weights)
def from_the_origin(rng: Rng) -> dict[str, Any]:
    loss = _draw_loss(rng, rng.uniform(0.1, 1.0, size=3))
    return {**loss, "w0": np.zeros(3), "lr": rng.uniform(0.1, 0.5), "tau": 150}


@cases(q.gradient_descent_weights)
def single_weight(rng: Rng) -> dict[str, Any]:
    return {**_draw_loss(rng, rng.uniform(0.3, 1.0, size=1)), "lr": 0.2, "tau": 3}


@mistake(
    q.gradient_descent_weights,
    en="Right for a start at the origin: what must come out if training starts at the minimum?",
    fr="Juste pour un départ à l'origine : que doit-il sortir si l'entraînement part du minimum ?",
)
def start_ignored(H: Any, w_star: Any, w0: Any, lr: float, tau: int) -> Any:
    return in_the_eigenbasis(H, w_star, np.zeros_like(w0), lr, tau)


@mistake(
    q.gradient_descent_weights,
    en="That is the flow in continuous time, the limit of tiny steps. Compute a single step by hand.",
    fr="C'est le flot en temps continu, la limite de pas infimes. Calculez un seul pas à la main.",
)
def gradient_flow(H: Any, w_star: Any, w0: Any, lr: float, tau: int) -> Any:
    eigenvalues, vectors = np.linalg.eigh(H)
    return w_star + vectors @ (np.exp(-lr * eigenvalues * tau) * (vectors.T @ (w0 - w_star)))


@mistake(
    q.gradient_descent_weights,
    en="One step too many: what is the answer before training?",
    fr="Un pas de trop : quelle est la réponse avant l'entraînement ?",
)
def one_step_too_many(H: Any, w_star: Any, w0: Any, lr: float, tau: int) -> Any:
    return in_the_eigenbasis(H, w_star, w0, lr, tau + 1)


@mistake(
    q.gradient_descent_weights,
    en="You move too fast: differentiate the loss together with its leading factor.",
    fr="Vous avancez trop vite : dérivez le coût avec le facteur qui le précède.",
)
def twice_the_gradient(H: Any, w_star: Any, w0: Any, lr: float, tau: int) -> Any:
    return in_the_eigenbasis(2 * H, w_star, w0, lr, tau)


@mistake(
    q.gradient_descent_weights,
    en="Do you go down or up? Follow the loss over a few steps.",
    fr="Descendez-vous ou montez-vous ? Suivez le coût pendant quelques pas.",
)
def ascent(H: Any, w_star: Any, w0: Any, lr: float, tau: int) -> Any:
    return in_the_eigenbasis(-H, w_star, w0, lr, tau)


@mistake(
    q.gradient_descent_weights,
    en="Repeated steps multiply matrices; `**` raises each entry to the power. Try a matrix that is not "
    "diagonal.",
    fr="Des pas répétés multiplient des matrices ; `**` élève chaque coefficient à la puissance. Essayez une "
    "matrice non diagonale.",
)
def power_of_each_entry(H: Any, w_star: Any, w0: Any, lr: float, tau: int) -> Any:
    return w_star + (np.eye(len(H)) - lr * H) ** tau @ (w0 - w_star)


@mistake(
    q.gradient_descent_weights,
    en="You shrink the coordinates as if $H$ were diagonal: in which basis do they shrink one by one?",
    fr="Vous réduisez les coordonnées comme si $H$ était diagonale : dans quelle base se réduisent-elles une "
    "à une ?",
)
def without_rotation(H: Any, w_star: Any, w0: Any, lr: float, tau: int) -> Any:
    return w_star + (1 - lr * np.linalg.eigvalsh(H)) ** tau * (w0 - w_star)


@mistake(
    q.gradient_descent_weights,
    en="The distance from the minimum is not yet the weights.",
    fr="L'écart au minimum, ce ne sont pas encore les poids.",
)
def distance_for_weights(H: Any, w_star: Any, w0: Any, lr: float, tau: int) -> Any:
    return in_the_eigenbasis(H, w_star, w0, lr, tau) - w_star


@alternative(q.gradient_descent_weights)
def step_by_step(H: Any, w_star: Any, w0: Any, lr: float, tau: int) -> Any:
    w = w0
    for _ in range(tau):
        w = w - lr * H @ (w - w_star)
    return w


@alternative(q.gradient_descent_weights)
def power_of_the_matrix(H: Any, w_star: Any, w0: Any, lr: float, tau: int) -> Any:
    return w_star + np.linalg.matrix_power(np.eye(len(H)) - lr * H, tau) @ (w0 - w_star)


@alternative(q.gradient_descent_weights)
def optimiser_of_torch(H: Any, w_star: Any, w0: Any, lr: float, tau: int) -> Any:
    import torch

    H, w_star = torch.tensor(H), torch.tensor(w_star)
    w = torch.tensor(w0, requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=lr)
    for _ in range(tau):
        optimiser.zero_grad()
        ((w - w_star) @ H @ (w - w_star) / 2).backward()
        optimiser.step()
    return w
