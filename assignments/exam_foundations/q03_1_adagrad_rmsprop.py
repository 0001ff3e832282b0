"""Question 3.1: Adagrad and RMSprop.

Source: sheet 002, question 3 (10 points).
Paper: Duchi, Hazan and Singer, "Adaptive Subgradient Methods", JMLR 2011, fig. 1 (diagonal version).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.exam_foundations.q03_optimisers import draw_effective_rate
from autograder.question import Function, Question, Rng, Text, example, law, part, picture, written

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="3.1", title=Text(en="Adagrad and RMSprop", fr="Adagrad et RMSprop"))


@part(
    "3.1.1",
    points=1,
    en=r"""
    Write Adagrad with the learning rate `lr`.

    Example: `theta0 = [1]`, `grads = [[2], [1], [-2]]`, `lr = 0.1`, `eps = 0` give
    `[[1], [0.9], [0.855279], [0.921945]]`.
    """,
    fr=r"""
    Écrivez Adagrad avec le taux d'apprentissage `lr`.

    Exemple : `theta0 = [1]`, `grads = [[2], [1], [-2]]`, `lr = 0.1`, `eps = 0` donnent
    `[[1], [0.9], [0.855279], [0.921945]]`.
    """,
)
def adagrad(
    theta0: Float[Array, " P"], grads: Float[Array, "T P"], lr: float, eps: float
) -> Float[Array, "T+1 P"]:
    """The parameters before the first and after each step of Adagrad, in the unit of theta0."""
    raise NotImplementedError


@example(adagrad)
def three_steps_of_adagrad() -> tuple[dict[str, Any], Any]:
    theta0, grads = np.ones(1), np.array([[2.0], [1.0], [-2.0]])
    states = np.array([[1.0], [0.9], [0.855279], [0.921945]])
    return {"theta0": theta0, "grads": grads, "lr": 0.1, "eps": 0.0}, states


@law(
    adagrad,
    en="Each parameter moves as it would alone.",
    fr="Chaque paramètre bouge comme s'il était seul.",
)
def adagrad_alone(f: Function, rng: Rng) -> tuple[Any, Any]:
    theta0, grads = rng.normal(size=3), rng.normal(size=(5, 3))
    alone = [np.reshape(f(theta0[[i]], grads[:, [i]], 0.1, 0.2), (6, 1)) for i in range(3)]
    return f(theta0, grads, 0.1, 0.2), np.concatenate(alone, axis=1)


@law(
    adagrad,
    en=r"With $\varepsilon = 0$ the path is the same for gradients that are a hundred times larger.",
    fr=r"Avec $\varepsilon = 0$, le trajet est le même pour des gradients cent fois plus grands.",
)
def adagrad_scale(f: Function, rng: Rng) -> tuple[Any, Any]:
    theta0, grads = rng.normal(size=2), rng.normal(size=(6, 2))
    return f(theta0, 100.0 * grads, 0.1, 0.0), np.reshape(f(theta0, grads, 0.1, 0.0), (7, 2))


@picture(
    adagrad,
    en=r"""
    Left: gradients that are large at first and a hundred times smaller later. Right: by what your Adagrad
    multiplies the gradient in each step. Compare with the picture of 3.1.2.
    """,
    fr=r"""
    À gauche : des gradients d'abord grands, puis cent fois plus petits. À droite : par quoi votre Adagrad
    multiplie le gradient à chaque pas. Comparez avec la figure de 3.1.2.
    """,
)
def rate_of_adagrad(f: Function | None, figure: Any) -> None:
    draw_effective_rate(None if f is None else lambda theta0, grads: f(theta0, grads, 0.1, 0.0), figure)


@part(
    "3.1.2",
    points=1,
    en=r"""
    Write RMSprop with the learning rate `lr` and the decay $\rho$ of its average, $0 \le \rho < 1$: neither
    centred nor corrected for its start.

    Example: `theta0 = [1]`, `grads = [[2], [1], [-2]]`, `lr = 0.1`, `rho = 0.9`, `eps = 0` give
    `[[1], [0.683772], [0.536330], [0.758006]]`.
    """,
    fr=r"""
    Écrivez RMSprop avec le taux d'apprentissage `lr` et le facteur d'oubli $\rho$ de sa moyenne,
    $0 \le \rho < 1$ : ni centré, ni corrigé de son départ.

    Exemple : `theta0 = [1]`, `grads = [[2], [1], [-2]]`, `lr = 0.1`, `rho = 0.9`, `eps = 0` donnent
    `[[1], [0.683772], [0.536330], [0.758006]]`.
    """,
)
def rmsprop(
    theta0: Float[Array, " P"], grads: Float[Array, "T P"], lr: float, rho: float, eps: float
) -> Float[Array, "T+1 P"]:
    """The parameters before the first and after each step of RMSprop, in the unit of theta0."""
    raise NotImplementedError


@example(rmsprop)
def three_steps_of_rmsprop() -> tuple[dict[str, Any], Any]:
    theta0, grads = np.ones(1), np.array([[2.0], [1.0], [-2.0]])
    states = np.array([[1.0], [0.683772], [0.536330], [0.758006]])
    return {"theta0": theta0, "grads": grads, "lr": 0.1, "rho": 0.9, "eps": 0.0}, states


@law(
    rmsprop,
    en="Each parameter moves as it would alone.",
    fr="Chaque paramètre bouge comme s'il était seul.",
)
def rmsprop_alone(f: Function, rng: Rng) -> tuple[Any, Any]:
    theta0, grads = rng.normal(size=3), rng.normal(size=(5, 3))
    alone = [np.reshape(f(theta0[[i]], grads[:, [i]], 0.1, 0.8, 0.2), (6, 1)) for i in range(3)]
    return f(theta0, grads, 0.1, 0.8, 0.2), np.concatenate(alone, axis=1)


@law(
    rmsprop,
    en=r"For equal gradients and $\varepsilon = 0$ the steps tend to the length `lr`.",
    fr=r"Pour des gradients égaux et $\varepsilon = 0$, la longueur des pas tend vers `lr`.",
)
def rmsprop_settles(f: Function, rng: Rng) -> tuple[Any, Any]:
    grads = np.tile(rng.uniform(1.0, 3.0, size=2), (80, 1))
    return np.diff(f(np.zeros(2), grads, 0.1, 0.5, 0.0), axis=0)[-3:], np.full((3, 2), -0.1)


@law(
    rmsprop,
    en=r"With $\rho = 0$ and $\varepsilon = 0$ nothing is remembered: all steps have the length `lr`.",
    fr=r"Avec $\rho = 0$ et $\varepsilon = 0$, rien n'est retenu : tous les pas ont la longueur `lr`.",
)
def rmsprop_without_memory(f: Function, rng: Rng) -> tuple[Any, Any]:
    return np.abs(np.diff(f(np.zeros(3), rng.normal(size=(4, 3)), 0.2, 0.0, 0.0), axis=0)), np.full(
        (4, 3), 0.2
    )


@picture(
    rmsprop,
    en=r"""
    The same gradients as in the picture of 3.1.1 and, on the right, by what your RMSprop with $\rho = 0.9$
    multiplies them.
    """,
    fr=r"""
    Les mêmes gradients que dans la figure de 3.1.1 et, à droite, par quoi votre RMSprop avec $\rho = 0.9$
    les multiplie.
    """,
)
def rate_of_rmsprop(f: Function | None, figure: Any) -> None:
    draw_effective_rate(None if f is None else lambda theta0, grads: f(theta0, grads, 0.1, 0.9, 0.0), figure)


@part(
    "3.1.3",
    points=1,
    en=r"""
    The *effective learning rate* of a step is the number by which it multiplies the gradient. Return the
    gradients $g_1, \dots, g_T$ of a single parameter, shape `(T,)`, for which RMSprop with $\rho = 0.9$ and
    $\varepsilon = 0$ has in step $T$ an effective rate of at least ten times that of step $1$. You choose
    $T$, with $2 \le T \le 100$; all gradients are finite, and none is zero. Any such sequence is accepted.
    `[1.0, -2.0]` shows the form.
    """,
    fr=r"""
    Le *taux effectif* d'un pas est le nombre par lequel il multiplie le gradient. Renvoyez les gradients
    $g_1, \dots, g_T$ d'un seul paramètre, de forme `(T,)`, pour lesquels RMSprop, avec $\rho = 0.9$ et
    $\varepsilon = 0$, a au pas $T$ un taux effectif au moins dix fois celui du pas $1$. Vous choisissez
    $T$, avec $2 \le T \le 100$ ; tous les gradients sont finis, et aucun n'est nul. Toute suite de ce genre
    est acceptée. `[1.0, -2.0]` montre la forme.
    """,
)
def rate_recovery_witness() -> Float[Array, " T"]:
    """Gradients of a single parameter, for which the effective rate of RMSprop becomes ten times larger."""
    raise NotImplementedError


@law(
    rate_recovery_witness,
    en="There are 2 to 100 gradients; they are finite, and none is zero.",
    fr="Il y a de 2 à 100 gradients ; ils sont finis, et aucun n'est nul.",
)
def usable_gradients(f: Function, rng: Rng) -> tuple[Any, Any]:
    grads = np.asarray(f(), dtype=float)
    return np.array([2 <= len(grads) <= 100, np.isfinite(grads).all(), (grads != 0).all()]), np.ones(3, bool)


adagrad_and_rmsprop = written(
    "3.1.4",
    points=2,
    words=(40, 150),
    en=r"""
    Compare Adagrad and RMSprop in 40 to 150 words: what they share; how exactly they differ (with the two
    equations); what follows for the effective learning rate in a long training, and whether 3.1.3 can be
    solved for Adagrad; for which problems you would take the one and the other.
    """,
    fr=r"""
    Comparez Adagrad et RMSprop en 40 à 150 mots : ce qu'ils partagent ; en quoi exactement ils diffèrent
    (avec les deux équations) ; ce qui en résulte pour le taux effectif lors d'un long entraînement, et si
    3.1.3 a une solution pour Adagrad ; pour quels problèmes vous prendriez l'un et l'autre.
    """,
)
