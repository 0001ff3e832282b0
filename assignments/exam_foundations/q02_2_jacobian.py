"""Question 2.2: the Jacobian of a state with respect to the first state.

Source: sheet 002, question 2 (15 points).
Paper: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013,
eq. 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.exam_foundations.q02_linear_rnn import run, scale_to_radius
from autograder.question import Function, Question, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="2.2", title=Text(en="The Jacobian through time", fr="La jacobienne à travers le temps")
)


@part(
    "2.2.1",
    points=3,
    en=r"""
    Return the Jacobian $J$ of $h_t$ with respect to $h_0$, with
    $J_{ij} = \partial h_{t,i} / \partial h_{0,j}$, for each matrix of a batch `W` of shape `(batch, N, N)`;
    $t \geq 0$ is the same for all. The matrices may be singular, have complex eigenvalues, or too few
    eigenvectors.

    Example: for $t = 3$, `[[[1, 2], [0, 3]]]` gives `[[[1, 26], [0, 27]]]`.
    """,
    fr=r"""
    Renvoyez la jacobienne $J$ de $h_t$ par rapport à $h_0$, avec
    $J_{ij} = \partial h_{t,i} / \partial h_{0,j}$, pour chaque matrice d'un lot `W` de forme
    `(batch, N, N)` ; $t \geq 0$ est le même pour toutes. Les matrices peuvent être singulières, avoir des
    valeurs propres complexes, ou trop peu de vecteurs propres.

    Exemple : pour $t = 3$, `[[[1, 2], [0, 3]]]` donne `[[[1, 26], [0, 27]]]`.
    """,
)
def state_jacobian(W: Float[Array, "batch N N"], t: int) -> Float[Array, "batch N N"]:
    """Derivatives of the components of h_t (rows) with respect to those of h_0 (columns)."""
    raise NotImplementedError


@example(state_jacobian)
def cube_of_a_matrix() -> tuple[dict[str, Any], Any]:
    return {"W": np.array([[[1.0, 2.0], [0.0, 3.0]]]), "t": 3}, np.array([[[1.0, 26.0], [0.0, 27.0]]])


@law(
    state_jacobian,
    en="$J$ times a change of $h_0$ is the change of $h_t$ that the recurrence shows.",
    fr="$J$ fois une variation de $h_0$ est la variation de $h_t$ que montre la récurrence.",
)
def moved_start(f: Function, rng: Rng) -> tuple[Any, Any]:
    W, drive = rng.normal(size=(3, 3)), rng.normal(size=(4, 3))
    start, move = rng.normal(size=(2, 3))
    moved = run(W, drive, start + move) - run(W, drive, start)
    return np.reshape(f(W[None], 4), (3, 3)) @ move, moved


@law(
    state_jacobian,
    en="Five steps are two steps after three.",
    fr="Cinq pas sont deux pas après trois.",
)
def steps_in_two_pieces(f: Function, rng: Rng) -> tuple[Any, Any]:
    W = rng.normal(size=(4, 2, 2))
    return f(W, 5), np.matmul(np.reshape(f(W, 2), (4, 2, 2)), np.reshape(f(W, 3), (4, 2, 2)))


@speed(
    state_jacobian,
    sizes=(80, 160, 320),
    unit=Text(en="the number of steps", fr="le nombre de pas"),
    growth=0,
    within=5,
    milliseconds=0.046,
    en="One product for each step is what usually costs more: a power needs far fewer products.",
    fr="Un produit par pas est ce qui coûte d'ordinaire davantage : une puissance en demande bien moins.",
)
def long_time(rng: Rng, t: int) -> dict[str, Any]:
    # Orthogonal matrices, so that nothing vanishes or explodes.
    return {"W": np.linalg.qr(rng.normal(size=(60, 8, 8)))[0], "t": t}


@picture(
    state_jacobian,
    en=r"""
    Your Jacobians of the same random $W$, scaled so that the largest modulus of an eigenvalue is $0.9$ (top)
    and $1.1$ (bottom). The number after $t$ is the largest entry in modulus; colours go from minus this
    number (red) to this number (blue).
    """,
    fr=r"""
    Vos jacobiennes d'une même matrice $W$ tirée au hasard, ramenée à un plus grand module des valeurs propres
    de $0.9$ (en haut) et de $1.1$ (en bas). Le nombre après $t$ est le plus grand module d'un coefficient ;
    les couleurs vont de moins ce nombre (rouge) à ce nombre (bleu).
    """,
)
def jacobians_against_time(f: Function | None, figure: Any) -> None:
    W = np.random.default_rng(1).normal(size=(6, 6))
    rows = figure.subplots(2, 4)
    for row, radius in zip(rows, (0.9, 1.1), strict=True):
        for axes, t in zip(row, (1, 4, 16, 64), strict=True):
            axes.set(xticks=[], yticks=[], title=f"$t = {t}$")
            if f is not None:
                J = np.reshape(f(scale_to_radius(W, radius)[None], t), (6, 6))
                top = max(float(np.abs(J).max()), 1e-300)
                axes.imshow(J, cmap="RdBu", vmin=-top, vmax=top)
                axes.set_title(f"$t = {t}$ | {top:.2g}")


@part(
    "2.2.2",
    points=2,
    en=r"""
    Let the weights change with time: $h_t = W_t h_{t-1} + U x_t + b$. Return the Jacobian of $h_T$ with
    respect to $h_0$, of shape `(N, N)`. The array `W` has shape `(T, N, N)`, and `W[0]` is $W_1$; $T$ may be
    zero.

    Example: `[[[1, 1], [0, 1]], [[1, 0], [2, 1]]]` gives `[[1, 1], [2, 3]]`.
    """,
    fr=r"""
    Les poids changent maintenant avec le temps : $h_t = W_t h_{t-1} + U x_t + b$. Renvoyez la jacobienne de
    $h_T$ par rapport à $h_0$, de forme `(N, N)`. Le tableau `W` est de forme `(T, N, N)`, et `W[0]` est
    $W_1$ ; $T$ peut être nul.

    Exemple : `[[[1, 1], [0, 1]], [[1, 0], [2, 1]]]` donne `[[1, 1], [2, 3]]`.
    """,
)
def time_varying_jacobian(W: Float[Array, "T N N"]) -> Float[Array, "N N"]:
    """Derivatives of the components of h_T (rows) with respect to those of h_0 (columns)."""
    raise NotImplementedError


@example(time_varying_jacobian)
def two_matrices() -> tuple[dict[str, Any], Any]:
    W = np.array([[[1.0, 1.0], [0.0, 1.0]], [[1.0, 0.0], [2.0, 1.0]]])
    return {"W": W}, np.array([[1.0, 1.0], [2.0, 3.0]])


@law(
    time_varying_jacobian,
    en="$J$ times a change of $h_0$ is the change of $h_T$ that the recurrence shows.",
    fr="$J$ fois une variation de $h_0$ est la variation de $h_T$ que montre la récurrence.",
)
def moved_start_of_changing_weights(f: Function, rng: Rng) -> tuple[Any, Any]:
    W, move = rng.normal(size=(4, 3, 3)), rng.normal(size=3)
    moved = move
    for step in W:
        moved = run(step, np.zeros((1, 3)), moved)
    return np.reshape(f(W), (3, 3)) @ move, moved


@law(
    time_varying_jacobian,
    en="A last step that doubles the state doubles its derivatives.",
    fr="Un dernier pas qui double l'état double ses dérivées.",
)
def doubled_at_last(f: Function, rng: Rng) -> tuple[Any, Any]:
    W = rng.normal(size=(4, 3, 3))
    return f(np.concatenate([W, 2 * np.eye(3)[None]])), 2 * np.reshape(f(W), (3, 3))
