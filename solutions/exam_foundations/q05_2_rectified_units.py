"""Hidden twin of question 5.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q05_2_rectified_units as q
from autograder.question import (
    Rng,
    Text,
    alternative,
    baseline,
    cases,
    hidden_law,
    mistake,
    reference,
    rubric,
)


def _active(x: Any, W: Any, c: Any) -> Any:
    return (x @ W.T + c > 0).astype(float)


@reference(q.contractive_penalty)
def active_rows(x: Any, W: Any, c: Any) -> Any:
    return _active(x, W, c) @ np.sum(W**2, axis=1)


@baseline(q.contractive_penalty)
def penalty_unit_by_unit(x: Any, W: Any, c: Any) -> Any:
    penalty = np.zeros(len(x))
    for n in range(len(x)):
        for i in range(len(W)):
            if W[i] @ x[n] + c[i] > 0:
                penalty[n] += np.sum(W[i] ** 2)
    return penalty


def _draw(rng: Rng, batch: int, H: int, D: int) -> dict[str, Any]:
    """A layer whose units are neither all active nor all inactive, with no unit close to its kink."""
    while True:
        x, W, c = rng.normal(size=(batch, D)), rng.normal(size=(H, D)), rng.normal(size=H)
        units = x @ W.T + c
        mixed = batch * H == 1 or 0 < np.count_nonzero(units > 0) < batch * H
        if mixed and np.abs(units).min() > 1e-3:
            return {"x": x, "W": W, "c": c}


def _draw_kink(rng: Rng) -> dict[str, Any]:
    """Small integers, so that some pre-activations are zero without rounding."""
    x = np.array([[1.0, -1.0], [0.0, 0.0], [2.0, 1.0]])
    W = np.array([[1.0, 1.0], [2.0, 0.0], [-1.0, 2.0]]) * rng.integers(1, 4)
    return {"x": x, "W": W, "c": np.zeros(3)}


@cases(q.contractive_penalty, count=3)
def mixed_layer(rng: Rng) -> dict[str, Any]:
    return _draw(rng, int(rng.integers(4, 7)), int(rng.integers(3, 6)), 3)


@cases(q.contractive_penalty)
def lone_input(rng: Rng) -> dict[str, Any]:
    return _draw(rng, 1, 3, 2)


@cases(q.contractive_penalty)
def at_the_kink(rng: Rng) -> dict[str, Any]:
    return _draw_kink(rng)


@cases(q.contractive_penalty)
def one_unit_off(rng: Rng) -> dict[str, Any]:
    W, c = rng.uniform(0.5, 2.0, size=(2, 2)), np.array([-100.0, 0.0])
    return {"x": rng.uniform(0.5, 1.5, size=(3, 2)), "W": W, "c": c}


@cases(q.contractive_penalty)
def single_coordinate(rng: Rng) -> dict[str, Any]:
    return _draw(rng, 3, 5, 1)


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
    return _active(x, W, c) @ np.linalg.norm(W, axis=1)


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


@reference(q.effective_decay)
def activity_rates(x: Any, W: Any, c: Any, lam: float) -> Any:
    return lam * _active(x, W, c).mean(axis=0)


@cases(q.effective_decay, count=2)
def rates_of_mixed_layer(rng: Rng) -> dict[str, Any]:
    drawn = _draw(rng, int(rng.integers(4, 7)), int(rng.integers(3, 6)), 3)
    return {**drawn, "lam": float(rng.uniform(0.1, 0.9))}


@cases(q.effective_decay)
def rates_at_single_input(rng: Rng) -> dict[str, Any]:
    return {**_draw(rng, 1, 3, 2), "lam": 2.0}


@cases(q.effective_decay)
def rates_at_the_kink(rng: Rng) -> dict[str, Any]:
    return {**_draw_kink(rng), "lam": 0.3}


@cases(q.effective_decay)
def rates_of_idle_and_busy_units(rng: Rng) -> dict[str, Any]:
    W, c = rng.uniform(0.5, 2.0, size=(3, 2)), np.array([-100.0, 0.0, 100.0])
    return {"x": rng.uniform(-1.0, 1.0, size=(5, 2)), "W": W, "c": c, "lam": 0.7}


@cases(q.effective_decay)
def rate_of_zero_row(rng: Rng) -> dict[str, Any]:
    W, c = np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([1.0, -0.5])
    return {"x": np.array([[1.0, 0.5], [-1.0, 0.0]]), "W": W, "c": c, "lam": 0.5}


@mistake(
    q.effective_decay,
    en="Make the weights of a unit ten times larger: does your coefficient change? How often it is active "
    "does not.",
    fr="Rendez les poids d'une unité dix fois plus grands : votre coefficient change-t-il ? La fréquence à "
    "laquelle une unité est active, non.",
)
def mean_activation(x: Any, W: Any, c: Any, lam: float) -> Any:
    return lam * np.maximum(x @ W.T + c, 0.0).mean(axis=0)


@mistake(
    q.effective_decay,
    en="The same for every unit: what does a unit contribute that is never active?",
    fr="La même valeur pour chaque unité : que contribue une unité qui n'est jamais active ?",
)
def same_for_all_units(x: Any, W: Any, c: Any, lam: float) -> Any:
    return np.full(len(W), lam)


@mistake(
    q.effective_decay,
    en="Which units contribute to the Jacobian, the active or the inactive ones?",
    fr="Quelles unités contribuent à la jacobienne, les actives ou les inactives ?",
)
def inactive_rate(x: Any, W: Any, c: Any, lam: float) -> Any:
    return lam * (1 - _active(x, W, c).mean(axis=0))


@mistake(
    q.effective_decay,
    en="Your coefficients grow with the number of inputs: give every input twice.",
    fr="Vos coefficients croissent avec le nombre d'entrées : donnez chaque entrée deux fois.",
)
def counts(x: Any, W: Any, c: Any, lam: float) -> Any:
    return lam * _active(x, W, c).sum(axis=0)


@mistake(
    q.effective_decay,
    en=r"Set $\lambda = 0$: what should be left of the coefficients?",
    fr=r"Posez $\lambda = 0$ : que doit-il rester des coefficients ?",
)
def rate_without_coefficient(x: Any, W: Any, c: Any, lam: float) -> Any:
    return _active(x, W, c).mean(axis=0)


@mistake(
    q.effective_decay,
    en="This is what each unit adds to the loss; its coefficient stands in front of the squared norm.",
    fr="C'est ce que chaque unité ajoute à la perte ; son coefficient se trouve devant la norme au carré.",
)
def whole_contribution(x: Any, W: Any, c: Any, lam: float) -> Any:
    return activity_rates(x, W, c, lam) * np.sum(W**2, axis=1)


@mistake(
    q.effective_decay,
    en="Read again what counts as the derivative exactly at the kink.",
    fr="Relisez ce qui tient lieu de dérivée exactement au point anguleux.",
)
def rate_with_kink(x: Any, W: Any, c: Any, lam: float) -> Any:
    return lam * (x @ W.T + c >= 0).mean(axis=0)


@alternative(q.effective_decay)
def rates_by_counting(x: Any, W: Any, c: Any, lam: float) -> Any:
    return [lam * sum(float(np.dot(row, v)) + b > 0 for v in x) / len(x) for row, b in zip(W, c, strict=True)]


@alternative(q.effective_decay)
def rates_by_autograd(x: Any, W: Any, c: Any, lam: float) -> Any:
    import torch

    units = (torch.tensor(x) @ torch.tensor(W).T + torch.tensor(c)).requires_grad_()
    (slopes,) = torch.autograd.grad(torch.relu(units).sum(), units)
    return lam * slopes.mean(0)


@reference(q.free_weights_witness)
def far_below_the_kink() -> Any:
    return np.array([[0.0, 0.0], [0.5, 0.0], [1.0, 1.0]]), np.eye(2), np.full(2, -10.0)


def _layer(f: Any) -> Any:
    """The untrusted layer; three arrays of NaN, which break every law, where its form is wrong."""
    x, W, c = (np.asarray(array, dtype=float) for array in f())
    well_formed = (
        [x.ndim, W.ndim, c.ndim] == [2, 2, 1]
        and 3 <= len(x) <= 50
        and 2 <= len(W) <= 50
        and 1 <= W.shape[1] <= 50
        and (x.shape[1], len(c)) == (W.shape[1], len(W))
        and all(np.isfinite(array).all() and np.abs(array).max() <= 1e6 for array in (x, W, c))
    )
    return (
        (x, W, c) if well_formed else (np.full((3, 1), np.nan), np.full((2, 1), np.nan), np.full(2, np.nan))
    )


def _far_apart(x: Any) -> bool:
    gaps = np.linalg.norm(x[:, None] - x[None], axis=2) + np.diag(np.full(len(x), 1.0))
    return bool((gaps >= 0.1 - 1e-9).all())


def _heavy(W: Any) -> bool:
    return bool((np.linalg.norm(W, axis=1) >= 1 - 1e-9).all())


@hidden_law(
    q.free_weights_witness,
    en="The inputs do not fit the layer, are fewer than three, or are too close to one another.",
    fr="Les entrées ne conviennent pas à la couche, sont moins de trois, ou trop proches entre elles.",
)
def inputs_differ(f: Any, rng: Rng) -> tuple[Any, Any]:
    return _far_apart(_layer(f)[0]), True


@hidden_law(
    q.free_weights_witness,
    en="A row of your matrix is too short: weight decay must have something to penalise.",
    fr="Une ligne de votre matrice est trop courte : la pénalisation des poids doit avoir prise sur elle.",
)
def weights_are_large(f: Any, rng: Rng) -> tuple[Any, Any]:
    return _heavy(_layer(f)[1]), True


@hidden_law(
    q.free_weights_witness,
    en="The contractive penalty is not zero everywhere: compute it with 5.2.1.",
    fr="La pénalité contractive n'est pas nulle partout : calculez-la avec 5.2.1.",
)
def all_units_off(f: Any, rng: Rng) -> tuple[Any, Any]:
    x, W, c = _layer(f)
    units, size = x @ W.T + c, np.abs(x) @ np.abs(W).T + np.abs(c)
    # What rounding leaves of a zero counts as zero; without large weights being off is no achievement.
    return bool((units <= 1e-9 * size).all()) and _heavy(W) and _far_apart(x), True


@mistake(
    q.free_weights_witness,
    en="Without weights weight decay is zero, too. Keep them large and switch the units off.",
    fr="Sans poids, la pénalisation des poids est nulle aussi. Gardez-les grands et éteignez les unités.",
)
def no_weights() -> Any:
    return np.array([[0.0, 0.0], [0.5, 0.0], [1.0, 1.0]]), np.zeros((2, 2)), np.zeros(2)


@mistake(
    q.free_weights_witness,
    en="One of your units is still active: every unit has to be off at every input.",
    fr="Une de vos unités est encore active : chaque unité doit être éteinte en chaque entrée.",
)
def one_unit_on() -> Any:
    return np.array([[0.0, 0.0], [0.5, 0.0], [1.0, 1.0]]), np.eye(2), np.array([5.0, -10.0])


@mistake(
    q.free_weights_witness,
    en="The bias is not negative enough for all the inputs: look at the largest pre-activation.",
    fr="Le biais n'est pas assez négatif pour toutes les entrées : regardez la plus grande préactivation.",
)
def bias_too_small() -> Any:
    return np.array([[0.0, 0.0], [0.5, 0.0], [1.0, 1.0]]), np.eye(2), np.full(2, -0.5)


@mistake(
    q.free_weights_witness,
    en="Your inputs are all the same; a data set has different ones.",
    fr="Vos entrées sont toutes identiques ; un jeu de données en a de différentes.",
)
def same_input_three_times() -> Any:
    return np.ones((3, 2)), np.eye(2), np.full(2, -10.0)


@alternative(q.free_weights_witness)
def negative_weights_without_bias() -> Any:
    return np.arange(1.0, 4.0)[:, None] * np.ones(2), -np.ones((2, 2)), np.zeros(2)


@alternative(q.free_weights_witness)
def at_the_kink_exactly() -> Any:
    return np.array([[0.0, 0.0], [0.0, 0.3], [0.0, -2.0]]), np.array([[5.0, 0.0]] * 4), np.zeros(4)


@alternative(q.free_weights_witness)
def single_axis() -> Any:
    return np.linspace(0.0, 0.4, 5)[:, None], np.array([[7.0], [-1.0], [2.0]]), np.full(3, -3.0)


how_penalties_differ_rubric = rubric(
    q.how_penalties_differ,
    (
        0.5,
        Text(
            en="Only the weights of units that are active at an input are penalised for it.",
            fr="Pour une entrée, seuls les poids des unités qui y sont actives sont pénalisés.",
        ),
    ),
    (
        0.5,
        Text(
            en="So the penalty depends on the data and, through the pattern of activity, on the bias.",
            fr="La pénalité dépend donc des données et, à travers les unités actives, du biais.",
        ),
    ),
    (
        1.0,
        Text(
            en=r"""
            One consequence, correct and explained: the decay of a unit is proportional to how often it is
            active; or dead units keep their weights for free; or the penalty can be lowered by switching
            units off (sparsity); or a decoder with weights of its own and the bias are not penalised.
            """,
            fr=r"""
            Une conséquence juste et expliquée : la pénalisation d'une unité est proportionnelle à la
            fréquence à laquelle elle est active ; ou les unités mortes gardent leurs poids sans rien payer ;
            ou l'on peut réduire la pénalité en éteignant des unités (parcimonie) ; ou un décodeur qui a ses
            propres poids et le biais ne sont pas pénalisés.
            """,
        ),
    ),
)
