"""Question 4.2: the Jacobian of the velocity without a penalty.

Source: sheet 001, question 4 (10 points).
Paper: Mescheder, Geiger and Nowozin, "Which Training Methods for GANs do actually Converge?", ICML 2018,
definition 2.1 (the Dirac-GAN).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="4.2", title=Text(en="The Jacobian", fr="La jacobienne"))


@derivation(
    "4.2.1",
    points=2,
    lines={"stationary_point": 0.15, "at_stationary_point": 0.6, "at_state": 0.25},
    key="at_stationary_point",
    en=r"""
    Find the stationary point, and the Jacobian $J$ of $v$. Row $i$ of $J$ holds the derivatives of component
    $i$ of $v$. For `state` of shape `(batch, 3)` return a dictionary of

    - `stationary_point`: the only state where $v$ vanishes, of shape `(3,)`
    - `at_stationary_point`: $J$ there, of shape `(3, 3)`
    - `at_state`: $J$ at each given state, of shape `(batch, 3, 3)`

    The first two do not depend on `state`. Example: at `[[0.5, 0.2, -0.3]]` the first row of `at_state` is
    `[-0.022486, 0.074953, -0.475021]`.
    """,
    fr=r"""
    Trouvez le point stationnaire, et la jacobienne $J$ de $v$. La ligne $i$ de $J$ contient les dérivées de
    la composante $i$ de $v$. Pour `state` de forme `(batch, 3)`, renvoyez un dictionnaire de

    - `stationary_point` : le seul état où $v$ s'annule, de forme `(3,)`
    - `at_stationary_point` : $J$ en ce point, de forme `(3, 3)`
    - `at_state` : $J$ en chaque état donné, de forme `(batch, 3, 3)`

    Les deux premiers ne dépendent pas de `state`. Exemple : en `[[0.5, 0.2, -0.3]]`, la première ligne de
    `at_state` est `[-0.022486, 0.074953, -0.475021]`.
    """,
)
def gan_jacobian(state: Float[Array, "batch 3"]) -> dict[str, Array]:
    """The stationary point without a penalty, and the Jacobian of the velocity there and at each state."""
    raise NotImplementedError


@example(gan_jacobian, told=lambda lines: lines["at_state"][:, 0])
def row_of_discriminator() -> tuple[dict[str, Any], Any]:
    return {"state": np.array([[0.5, 0.2, -0.3]])}, np.array([[-0.022486, 0.074953, -0.475021]])


@law(
    gan_jacobian,
    en="Given your stationary point as a state, `at_state` is your `at_stationary_point`.",
    fr="Si l'on donne votre point stationnaire comme état, `at_state` est votre `at_stationary_point`.",
)
def same_at_stationary_point(f: Function, rng: Rng) -> tuple[Any, Any]:
    lines = f(rng.normal(size=(2, 3)))
    point = np.reshape(lines["stationary_point"], (1, 3))
    return lines["at_stationary_point"], np.reshape(f(point)["at_state"], (3, 3))


@law(
    gan_jacobian,
    en=r"How the push on $\psi_0$ changes with $\theta$ is a second difference of $\mathcal{L}$.",
    fr=r"La variation de la poussée sur $\psi_0$ avec $\theta$ est une différence seconde de $\mathcal{L}$.",
)
def second_difference(f: Function, rng: Rng) -> tuple[Any, Any]:
    state, step = rng.normal(size=(4, 3)), 3e-4

    def objective(psi_0: float, theta: float) -> Any:
        slope, offset, place = (state + np.multiply(step, [psi_0, 0, theta])).T
        return -np.logaddexp(0, -offset) - np.logaddexp(0, slope * place + offset)

    mixed = objective(1, 1) - objective(1, -1) - objective(-1, 1) + objective(-1, -1)
    return np.asarray(f(state)["at_state"])[:, 0, 2], mixed / (4 * step**2)


@speed(
    gan_jacobian,
    sizes=(450, 1800, 7200),
    unit=Text(en="the number of states", fr="le nombre d'états"),
    growth=1,
    within=8,
    milliseconds=0.23,
    en="A Python loop over the states is what usually costs more.",
    fr="Une boucle Python sur les états est ce qui coûte d'ordinaire davantage.",
)
def many_states(rng: Rng, batch: int) -> dict[str, Any]:
    return {"state": rng.normal(size=(batch, 3))}
