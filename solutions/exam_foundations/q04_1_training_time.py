"""Hidden twin of question 4.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q04_1_training_time as q
from autograder.question import Rng, Text, alternative, cases, mistake, reference, rubric


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


@reference(q.effective_degrees_of_freedom)
def sum_of_fractions(eigenvalues: Any, lr: float, taus: Any) -> Any:
    return np.sum(-np.expm1(taus[:, None] * np.log1p(-lr * eigenvalues)), axis=1)


@cases(q.effective_degrees_of_freedom, count=2)
def some_directions(rng: Rng) -> dict[str, Any]:
    eigenvalues = rng.uniform(0.02, 0.9, size=rng.integers(2, 6))
    return {"eigenvalues": eigenvalues, "lr": rng.uniform(0.3, 1.0), "taus": np.array([0, 1, 2, 5, 20])}


@cases(q.effective_degrees_of_freedom)
def flat_directions(rng: Rng) -> dict[str, Any]:
    eigenvalues = np.array([rng.uniform(0.3, 0.8), 0.0, 1e-3, 0.0])
    return {"eigenvalues": eigenvalues, "lr": 1.0, "taus": np.array([3, 30, 300])}


@cases(q.effective_degrees_of_freedom)
def long_training(rng: Rng) -> dict[str, Any]:
    return {"eigenvalues": rng.uniform(1e-4, 0.5, size=3), "lr": 0.5, "taus": np.array([10**4, 10**6])}


@cases(q.effective_degrees_of_freedom)
def single_direction(rng: Rng) -> dict[str, Any]:
    return {"eigenvalues": rng.uniform(0.1, 0.9, size=1), "lr": 0.7, "taus": np.array([4])}


@cases(q.effective_degrees_of_freedom, edge=True)
def nearly_flat_directions(rng: Rng) -> dict[str, Any]:
    # Half-way between neighbours of one, all rounded in the same direction, so that digits are sure to go.
    eigenvalues = (2 * rng.integers(4600, 13000, size=2) + 0.5) * 2.0**-53
    return {"eigenvalues": eigenvalues, "lr": 1.0, "taus": np.array([1, 3, 10])}


@mistake(
    q.effective_degrees_of_freedom,
    en="That is the shrinkage by weight decay, which comes close. Compute the fraction after a single step.",
    fr="C'est le rétrécissement par décroissance des poids, qui s'en approche. Calculez la fraction après un "
    "seul pas.",
)
def fractions_of_weight_decay(eigenvalues: Any, lr: float, taus: Any) -> Any:
    scaled = lr * taus[:, None] * eigenvalues
    return np.sum(scaled / (scaled + 1), axis=1)


@mistake(
    q.effective_degrees_of_freedom,
    en="You count what is *not* learned yet: what is the value before training?",
    fr="Vous comptez ce qui n'est *pas* encore appris : quelle est la valeur avant l'entraînement ?",
)
def what_is_left(eigenvalues: Any, lr: float, taus: Any) -> Any:
    return len(eigenvalues) - sum_of_fractions(eigenvalues, lr, taus)


@mistake(
    q.effective_degrees_of_freedom,
    en="You count directions with a threshold; each direction is learned little by little.",
    fr="Vous comptez les directions avec un seuil ; chaque direction s'apprend peu à peu.",
)
def count_of_directions(eigenvalues: Any, lr: float, taus: Any) -> Any:
    return np.sum(lr * taus[:, None] * eigenvalues > 1, axis=1) * 1.0


@mistake(
    q.effective_degrees_of_freedom,
    en="Your value never exceeds one, however many directions there are.",
    fr="Votre valeur ne dépasse jamais un, quel que soit le nombre de directions.",
)
def mean_of_fractions(eigenvalues: Any, lr: float, taus: Any) -> Any:
    return sum_of_fractions(eigenvalues, lr, taus) / len(eigenvalues)


@mistake(
    q.effective_degrees_of_freedom,
    en="That is the flow in continuous time, the limit of tiny steps. Compute the fraction after one step.",
    fr="C'est le flot en temps continu, la limite de pas infimes. Calculez la fraction après un pas.",
)
def fractions_of_the_flow(eigenvalues: Any, lr: float, taus: Any) -> Any:
    return np.sum(-np.expm1(-lr * taus[:, None] * eigenvalues), axis=1)


@mistake(
    q.effective_degrees_of_freedom,
    en="The squared distance is measured: by which factor does the distance itself shrink in a step?",
    fr="C'est la distance au carré qui est mesurée : de quel facteur la distance même diminue-t-elle ?",
)
def fractions_of_the_loss(eigenvalues: Any, lr: float, taus: Any) -> Any:
    return sum_of_fractions(eigenvalues, lr, 2 * taus)


@mistake(
    q.effective_degrees_of_freedom,
    en="Right, but a tiny fraction loses its digits when you subtract two numbers close to one.",
    fr="Juste, mais une fraction infime perd ses chiffres quand on soustrait deux nombres proches de un.",
)
def digits_cancelled(eigenvalues: Any, lr: float, taus: Any) -> Any:
    return np.sum(1 - (1 - lr * eigenvalues) ** taus[:, None], axis=1)


@alternative(q.effective_degrees_of_freedom)
def geometric_sums(eigenvalues: Any, lr: float, taus: Any) -> Any:
    def fraction(x: float, tau: int) -> float:
        if tau > 1000:
            return float(-np.expm1(tau * np.log1p(-x)))
        return x * sum((1 - x) ** k for k in range(tau))

    return [sum(fraction(lr * value, tau) for value in eigenvalues) for tau in taus]


@alternative(q.effective_degrees_of_freedom)
def fractions_in_torch(eigenvalues: Any, lr: float, taus: Any) -> Any:
    import torch

    logs = torch.log1p(-lr * torch.tensor(eigenvalues, dtype=torch.float64))
    return torch.stack([-torch.expm1(int(tau) * logs).sum() for tau in taus])


why_capacity_grows_rubric = rubric(
    q.why_capacity_grows,
    (
        0.5,
        Text(
            en=r"""
            The weights that can be reached lie in a neighbourhood of the start that grows with $\tau$: the
            distance is at most the sum of the lengths of the steps, $\mathrm{lr} \sum_t \|g_t\|$.
            """,
            fr=r"""
            Les poids accessibles sont dans un voisinage du départ qui grandit avec $\tau$ : la distance est
            au plus la somme des longueurs des pas, $\mathrm{lr} \sum_t \|g_t\|$.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en="Training starts at small weights, where the network is simple, nearly linear; complicated "
            "functions need large weights.",
            fr="L'entraînement part de petits poids, où le réseau est simple, presque linéaire ; des "
            "fonctions compliquées demandent de grands poids.",
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            Stopping early acts like weight decay of strength about $1 / (\mathrm{lr} \cdot \tau)$: the longer
            the training, the weaker the decay (directions of small curvature are learned last).
            """,
            fr=r"""
            L'arrêt prématuré agit comme une décroissance des poids de force $1 / (\mathrm{lr} \cdot \tau)$
            environ : plus l'entraînement est long, plus elle est faible (les directions de faible courbure
            s'apprennent en dernier).
            """,
        ),
    ),
)
