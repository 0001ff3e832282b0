"""Hidden twin of part 2.2.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q02_2_mixture_of_logistics as q
from autograder.question import Function, Rng, alternative, hidden_law, mistake, reference
from solutions.hw2_flows_diffusion.q02_2_mixture_of_logistics.mixture import flow


@reference(q.nonmonotone_witness)
def steep_negative_slope() -> tuple[Any, ...]:
    return np.array([0.5, 0.5]), np.array([1.0, -3.0]), np.zeros(2), -0.5, 0.5


def _read_mixture(f: Function) -> tuple[Any, ...] | None:
    """The numbers of an untrusted witness, if sizes and weights are in order."""
    w, a, b, z1, z2 = (np.asarray(value, dtype=float) for value in f())
    sizes = (
        w.ndim == 1 and 2 <= w.size <= 100 and w.shape == a.shape == b.shape and z1.shape == z2.shape == ()
    )
    if not sizes or not all(np.isfinite(value).all() for value in (w, a, b, z1, z2)):
        return None
    return (w, a, b, z1, z2) if (w > 0).all() and abs(np.sum(w) - 1) <= 1e-6 else None


@hidden_law(
    q.nonmonotone_witness,
    en="The weights should be positive numbers that sum to one, as many as slopes and offsets.",
    fr="Les poids doivent être des nombres strictement positifs de somme un, autant que de pentes et de "
    "décalages.",
)
def a_mixture(f: Function, rng: Rng) -> tuple[Any, Any]:
    return _read_mixture(f) is not None, True


@hidden_law(
    q.nonmonotone_witness,
    en="Exactly one of the slopes should be negative, the others positive.",
    fr="Exactement une des pentes doit être négative, les autres positives.",
)
def one_negative_slope(f: Function, rng: Rng) -> tuple[Any, Any]:
    mixture = _read_mixture(f)
    return mixture is not None and (mixture[1] < 0).sum() == 1 and bool((mixture[1] != 0).all()), True


@hidden_law(
    q.nonmonotone_witness,
    en="From your first point to the second $g$ does not fall. Are they in order, and does the falling "
    "component outweigh the others there?",
    fr="De votre premier point au second, $g$ ne décroît pas. Sont-ils dans l'ordre, et la composante "
    "décroissante l'emporte-t-elle sur les autres ?",
)
def flow_falls(f: Function, rng: Rng) -> tuple[Any, Any]:
    mixture = _read_mixture(f)
    if mixture is None or (mixture[1] == 0).any():
        return False, True
    w, a, b, z1, z2 = mixture
    return bool(z1 < z2 and flow(z1, w, a, b) > flow(z2, w, a, b) + 1e-6), True


@mistake(
    q.nonmonotone_witness,
    en="Your negative slope is too weak: compare the slopes of the components where you look.",
    fr="Votre pente négative est trop faible : comparez les pentes des composantes là où vous regardez.",
)
def still_increasing() -> tuple[Any, ...]:
    return np.array([0.5, 0.5]), np.array([1.0, -0.1]), np.zeros(2), 0.0, 1.0


@mistake(
    q.nonmonotone_witness,
    en="With these weights $S$ is no mean any more: it may leave the interval where the logit is defined.",
    fr="Avec ces poids, $S$ n'est plus une moyenne : elle peut quitter l'intervalle où le logit existe.",
)
def weights_not_normalised() -> tuple[Any, ...]:
    return np.array([1.0, 1.0]), np.array([1.0, -3.0]), np.zeros(2), -0.5, 0.5


@mistake(
    q.nonmonotone_witness,
    en="All your slopes are positive: 2.2.1 proves that nothing can fall then.",
    fr="Toutes vos pentes sont positives : 2.2.1 démontre qu'alors rien ne peut décroître.",
)
def slopes_all_positive() -> tuple[Any, ...]:
    return np.array([0.5, 0.5]), np.array([1.0, 3.0]), np.zeros(2), -0.5, 0.5


@mistake(
    q.nonmonotone_witness,
    en="Your two points are in the wrong order: the first one should be the smaller.",
    fr="Vos deux points sont dans le mauvais ordre : le premier doit être le plus petit.",
)
def points_exchanged() -> tuple[Any, ...]:
    return np.array([0.5, 0.5]), np.array([1.0, -3.0]), np.zeros(2), 0.5, -0.5


@alternative(q.nonmonotone_witness)
def unequal_weights() -> tuple[Any, ...]:
    return [0.1, 0.9], [0.5, -2.0], [1.0, 0.0], 0, 3


@alternative(q.nonmonotone_witness)
def three_slopes() -> tuple[Any, ...]:
    import torch

    return torch.tensor([0.2, 0.2, 0.6]), torch.tensor([1.0, 1.0, -5.0]), torch.zeros(3), -1.0, 1.0
