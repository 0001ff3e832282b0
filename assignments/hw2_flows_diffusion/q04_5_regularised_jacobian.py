"""Question 4.5: the Jacobian of the velocity with a gradient penalty.

Source: sheet 001, question 4 (10 points).
Paper: Mescheder, Geiger and Nowozin, "Which Training Methods for GANs do actually Converge?", ICML 2018,
section 4 (the penalty on real data).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="4.5", title=Text(en="The Jacobian with a penalty", fr="La jacobienne avec une pénalité")
)


@derivation(
    "4.5.1",
    points=2,
    lines={"stationary_point": 0.15, "at_stationary_point": 0.6, "at_state": 0.25},
    key="at_stationary_point",
    en=r"""
    As in 4.2.1, for the game with the penalty and one number $\gamma \ge 0$: return a dictionary of

    - `stationary_point`: the only state where the velocity of 4.4.1 vanishes, of shape `(3,)`
    - `at_stationary_point`: its Jacobian there, of shape `(3, 3)`
    - `at_state`: its Jacobian at each given state, of shape `(batch, 3, 3)`

    Example: at `[[0.5, 0.2, -0.3]]` and with `gamma = 2` the first row of `at_state` is
    `[-2.022486, 0.074953, -0.475021]`.
    """,
    fr=r"""
    Comme en 4.2.1, pour le jeu avec la pénalité et un nombre $\gamma \ge 0$ : renvoyez un dictionnaire de

    - `stationary_point` : le seul état où la vitesse de 4.4.1 s'annule, de forme `(3,)`
    - `at_stationary_point` : sa jacobienne en ce point, de forme `(3, 3)`
    - `at_state` : sa jacobienne en chaque état donné, de forme `(batch, 3, 3)`

    Exemple : en `[[0.5, 0.2, -0.3]]` et avec `gamma = 2`, la première ligne de `at_state` est
    `[-2.022486, 0.074953, -0.475021]`.
    """,
)
def regularised_gan_jacobian(state: Float[Array, "batch 3"], gamma: float) -> dict[str, Array]:
    """The stationary point with the penalty, and the Jacobian of the velocity there and at each state."""
    raise NotImplementedError


@example(regularised_gan_jacobian, told=lambda lines: lines["at_state"][:, 0])
def row_with_penalty() -> tuple[dict[str, Any], Any]:
    return {"state": np.array([[0.5, 0.2, -0.3]]), "gamma": 2.0}, np.array([[-2.022486, 0.074953, -0.475021]])


@law(
    regularised_gan_jacobian,
    en="Given your stationary point as a state, `at_state` is your `at_stationary_point`.",
    fr="Si l'on donne votre point stationnaire comme état, `at_state` est votre `at_stationary_point`.",
)
def same_with_penalty(f: Function, rng: Rng) -> tuple[Any, Any]:
    lines = f(rng.normal(size=(2, 3)), 0.7)
    point = np.reshape(lines["stationary_point"], (1, 3))
    return lines["at_stationary_point"], np.reshape(f(point, 0.7)["at_state"], (3, 3))


@law(
    regularised_gan_jacobian,
    en="What the penalty adds is the same at every state.",
    fr="Ce que la pénalité ajoute est le même en tout état.",
)
def added_everywhere(f: Function, rng: Rng) -> tuple[Any, Any]:
    state = rng.normal(size=(4, 3))
    lines, without = f(state, 0.7), f(state, 0.0)
    added, there = (np.subtract(lines[name], without[name]) for name in ("at_state", "at_stationary_point"))
    return added, np.stack([np.reshape(there, (3, 3))] * 4)


@law(
    regularised_gan_jacobian,
    en=r"""
    `at_state` holds the second differences of $\mathcal{L} - \frac{\gamma}{2} \mathcal{R}_1$, with the sign
    of each player.
    """,
    fr=r"""
    `at_state` contient les différences secondes de $\mathcal{L} - \frac{\gamma}{2} \mathcal{R}_1$, avec le
    signe de chaque joueur.
    """,
)
def second_differences(f: Function, rng: Rng) -> tuple[Any, Any]:
    state, step, gamma = rng.uniform(-1.0, 1.0, size=(3, 3)), 3e-4, 0.7

    def objective(move: Array) -> Any:
        slope, offset, place = (state + step * move).T
        score = -np.logaddexp(0, -offset) - np.logaddexp(0, slope * place + offset)
        return score - gamma / 2 * slope**2

    axes = np.eye(3)
    second: Any = [
        [objective(a + b) - objective(a - b) - objective(b - a) + objective(-a - b) for b in axes]
        for a in axes
    ]
    signs = np.array([[1], [1], [-1]])
    return f(state, gamma)["at_state"], signs * np.moveaxis(np.array(second), -1, 0) / (4 * step**2)
