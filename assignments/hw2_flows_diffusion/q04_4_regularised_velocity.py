"""Question 4.4: the velocity of the game with a gradient penalty.

Source: sheet 001, question 4 (10 points).
Paper: Mescheder, Geiger and Nowozin, "Which Training Methods for GANs do actually Converge?", ICML 2018,
section 4 (the penalty on real data).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw2_flows_diffusion.q04_1_velocity import draw_field
from autograder.question import Function, Question, Rng, Text, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="4.4", title=Text(en="The velocity with a penalty", fr="La vitesse avec une pénalité")
)


@part(
    "4.4.1",
    points=1,
    en=r"""
    Return the velocity of the game with the penalty $\frac{\gamma}{2} \mathcal{R}_1$, for states of shape
    `(batch, 3)` and one number $\gamma \ge 0$. Again $|C_\psi|$ goes up to $900$. Has the stationary point
    moved?

    Example: `state = [[0.5, 0.2, -0.3]]` and `gamma = 2` give `[[-0.846251, -0.062331, 0.256249]]`.
    """,
    fr=r"""
    Renvoyez la vitesse du jeu avec la pénalité $\frac{\gamma}{2} \mathcal{R}_1$, pour des états de forme
    `(batch, 3)` et un nombre $\gamma \ge 0$. De nouveau $|C_\psi|$ va jusqu'à $900$. Le point stationnaire
    a-t-il bougé ?

    Exemple : `state = [[0.5, 0.2, -0.3]]` et `gamma = 2` donnent `[[-0.846251, -0.062331, 0.256249]]`.
    """,
)
def regularised_gan_velocity(state: Float[Array, "batch 3"], gamma: float) -> Float[Array, "batch 3"]:
    """The time derivative of (psi_0, psi_1, theta) at each state, with the penalty."""
    raise NotImplementedError


@example(regularised_gan_velocity)
def one_state() -> tuple[dict[str, Any], Any]:
    arguments = {"state": np.array([[0.5, 0.2, -0.3]]), "gamma": 2.0}
    return arguments, np.array([[-0.846251, -0.062331, 0.256249]])


@law(
    regularised_gan_velocity,
    en=r"Twice the $\gamma$ has twice the effect.",
    fr=r"Un $\gamma$ double a un effet double.",
)
def linear_in_gamma(f: Function, rng: Rng) -> tuple[Any, Any]:
    state = rng.normal(size=(4, 3))
    without, once, twice = (np.reshape(f(state, gamma), (4, 3)) for gamma in (0.0, 0.7, 1.4))
    return f(state, 1.4) - without, 2 * (once - without) + 0 * twice


@law(
    regularised_gan_velocity,
    en="A constant critic is not penalised: its velocity does not change.",
    fr="Un critique constant n'est pas pénalisé : sa vitesse ne change pas.",
)
def flat_critic(f: Function, rng: Rng) -> tuple[Any, Any]:
    state = rng.normal(size=(4, 3)) * [0, 1, 1]
    return f(state, 2.0), np.reshape(f(state, 0.0), (4, 3))


@picture(
    regularised_gan_velocity,
    en=r"""
    Your velocity in the plane $\psi_1 = 0$ (arrows) for $\gamma = 0.3$, $\gamma = 1$ and $\gamma = 4$, and
    trajectories of equal duration from the discs.
    """,
    fr=r"""
    Votre vitesse dans le plan $\psi_1 = 0$ (flèches) pour $\gamma = 0.3$, $\gamma = 1$ et $\gamma = 4$, et
    des trajectoires de même durée depuis les disques.
    """,
)
def regularised_field(f: Function | None, figure: Any) -> None:
    for axes, gamma in zip(figure.subplots(1, 3, sharey=True), (0.3, 1.0, 4.0), strict=True):
        draw_field(axes, None if f is None else lambda state, g=gamma: f(state, g))
        axes.set(title=rf"$\gamma = {gamma:g}$")
        axes.label_outer()
