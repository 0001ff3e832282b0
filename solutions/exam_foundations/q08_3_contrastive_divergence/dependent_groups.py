"""Hidden twin of part 8.3.2."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from assignments.exam_foundations import q08_3_contrastive_divergence as q
from autograder.question import Rng, alternative, hidden_law, mistake, reference


@reference(q.dependent_groups)
def never_on_together() -> Any:
    return np.full((1, 1, 1), 10.0), np.ones(1)


def mutual_information(W: Any, x: Any) -> float:
    """What y tells about z when x is known, in nats."""
    left = np.tensordot(x, W, axes=1)
    y, z = (np.array(list(product((0.0, 1.0), repeat=n))) for n in left.shape)
    energies = y @ left @ z.T
    log_p = -energies - np.logaddexp.reduce(-energies, axis=None)
    log_y = np.logaddexp.reduce(log_p, axis=1, keepdims=True)
    log_z = np.logaddexp.reduce(log_p, axis=0, keepdims=True)
    return float(np.sum(np.exp(log_p) * (log_p - log_y - log_z)))


@hidden_law(
    q.dependent_groups,
    en="Your hidden groups are not dependent enough, or the form is not as asked: enumerate $P(y, z "
    "\\mid x)$.",
    fr="Vos groupes cachés dépendent trop peu l'un de l'autre, ou la forme est fausse : énumérez $P(y, "
    "z \\mid x)$.",
)
def hidden_groups_depend(f: Any, rng: Rng) -> tuple[Any, Any]:
    W, x = (np.asarray(array, dtype=float) for array in f())
    fits = W.ndim == 3 and min(W.shape) >= 1 and max(W.shape) <= 4 and x.shape == W.shape[:1]
    if not (fits and np.isin(x, (0, 1)).all() and (np.abs(W) <= 20).all()):
        return False, True
    return mutual_information(W, x) >= 0.05 - 1e-9, True


@mistake(
    q.dependent_groups,
    en="With this $x$ the hidden groups do not meet in the energy at all.",
    fr="Avec ce $x$, les groupes cachés ne se rencontrent pas du tout dans l'énergie.",
)
def observed_units_off() -> Any:
    return np.full((2, 2, 2), 3.0), np.zeros(2)


@mistake(
    q.dependent_groups,
    en="Without weights all hidden states are equally likely: can one unit tell you about another?",
    fr="Sans poids, tous les états cachés sont équiprobables : une unité peut-elle en renseigner une autre ?",
)
def no_weights() -> Any:
    return np.zeros((1, 1, 1)), np.ones(1)


@mistake(
    q.dependent_groups,
    en="All hidden units are nearly always on: then $y$ has nothing left to tell about $z$.",
    fr="Toutes les unités cachées sont presque toujours allumées : $y$ n'a plus rien à dire sur $z$.",
)
def frozen() -> Any:
    return np.full((1, 1, 1), -20.0), np.ones(1)


@mistake(
    q.dependent_groups,
    en="The groups depend on each other, but by far less than asked: try larger weights.",
    fr="Les groupes dépendent l'un de l'autre, mais bien moins que demandé : essayez de plus grands poids.",
)
def weak_coupling() -> Any:
    return np.full((1, 1, 1), 1.0), np.ones(1)


@mistake(
    q.dependent_groups,
    en="Read the condition on the weights again: yours are beyond the range.",
    fr="Relisez la condition sur les poids : les vôtres sortent de l'intervalle.",
)
def beyond_the_range() -> Any:
    return np.full((1, 1, 1), 100.0), np.ones(1)


@alternative(q.dependent_groups)
def one_attraction() -> Any:
    import torch

    W = torch.zeros(2, 1, 3, dtype=torch.float64)
    W[0, 0, 1] = -2.5
    return W, torch.tensor([1.0, 0.0])


@alternative(q.dependent_groups)
def repulsion_everywhere() -> Any:
    return np.full((3, 2, 4), 4.0), np.array([1, 0, 1])
