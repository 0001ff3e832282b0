"""Hidden twin of part 5.2.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q05_2_rectified_units as q
from autograder.question import Rng, alternative, hidden_law, mistake, reference


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
