"""Question 4.1: the velocity of the game without a penalty.

Source: sheet 001, question 4 (10 points).
Paper: Mescheder, Geiger and Nowozin, "Which Training Methods for GANs do actually Converge?", ICML 2018,
definition 2.1 (the Dirac-GAN).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="4.1", title=Text(en="The velocity", fr="La vitesse"))


@part(
    "4.1.1",
    points=1,
    en=r"""
    Return the velocity $v$ at each state. `state` has shape `(batch, 3)`, its columns are $\psi_0$, $\psi_1$
    and $\theta$; the result has the same shape and the same columns. Critics may be very sure of themselves:
    $|C_\psi|$ goes up to $900$.

    Where does $v$ vanish? You need the answer in 4.2.

    Example: `state = [[0.5, 0.2, -0.3]]` gives `[[0.153749, -0.062331, 0.256249]]`.
    """,
    fr=r"""
    Renvoyez la vitesse $v$ en chaque état. `state` est de forme `(batch, 3)`, ses colonnes sont $\psi_0$,
    $\psi_1$ et $\theta$ ; le résultat a la même forme et les mêmes colonnes. Les critiques peuvent être très
    sûrs d'eux : $|C_\psi|$ va jusqu'à $900$.

    Où $v$ s'annule-t-elle ? La réponse sert en 4.2.

    Exemple : `state = [[0.5, 0.2, -0.3]]` donne `[[0.153749, -0.062331, 0.256249]]`.
    """,
)
def gan_velocity(state: Float[Array, "batch 3"]) -> Float[Array, "batch 3"]:
    """The time derivative of (psi_0, psi_1, theta) at each state, without a penalty."""
    raise NotImplementedError


@example(gan_velocity)
def one_state() -> tuple[dict[str, Any], Any]:
    return {"state": np.array([[0.5, 0.2, -0.3]])}, np.array([[0.153749, -0.062331, 0.256249]])


def _objective(state: Array) -> Any:
    """The objective: the critic at the one real and at the one generated point, through log sigma."""
    slope, offset, theta = state.T
    return -np.logaddexp(0, -offset) - np.logaddexp(0, slope * theta + offset)


@law(
    gan_velocity,
    en=r"Along any direction, the slope of $\mathcal{L}$ is what $v$ says, with the sign of each player.",
    fr=r"""
    Le long de toute direction, la pente de $\mathcal{L}$ est ce que dit $v$, avec le signe de chaque joueur.
    """,
)
def slope_of_objective(f: Function, rng: Rng) -> tuple[Any, Any]:
    state, direction, step = rng.normal(size=(5, 3)), rng.normal(size=(5, 3)), 1e-5
    rise = _objective(state + step * direction) - _objective(state - step * direction)
    return np.sum(np.asarray(f(state)) * [1, 1, -1] * direction, axis=1), rise / (2 * step)


@picture(
    gan_velocity,
    en=r"""
    Left: your velocity in the plane $\psi_1 = 0$ (arrows), and three trajectories in all three dimensions,
    followed in small steps from the discs. Right: $\psi_0$ (solid), $\psi_1$ (dashed) and $\theta$ (dotted)
    of the middle one against time. Does anything come to rest?
    """,
    fr=r"""
    À gauche : votre vitesse dans le plan $\psi_1 = 0$ (flèches), et trois trajectoires dans les trois
    dimensions, suivies à petits pas depuis les disques. À droite : $\psi_0$ (trait plein), $\psi_1$ (tirets)
    et $\theta$ (pointillés) de celle du milieu en fonction du temps. Y a-t-il un repos ?
    """,
)
def field(f: Function | None, figure: Any) -> None:
    plane, clock = figure.subplots(1, 2, width_ratios=(1, 2))
    paths = draw_field(plane, f)
    clock.set(xlim=(0, STEP * STEPS), ylim=(-2, 2), xlabel="$t$")
    if paths is not None:
        time, path = STEP * np.arange(STEPS + 1), paths[:, 1]
        for values, style, name in zip(
            path.T, ("-", "--", ":"), (r"\psi_0", r"\psi_1", r"\theta"), strict=True
        ):
            clock.plot(time, values, style, color="black", label=f"${name}$")
        clock.legend(loc="upper right", ncols=3)


STARTS = np.array([[0.5, 0.0, 0.0], [1.0, 0.0, 0.0], [1.6, 0.0, 0.0]])
STEP, STEPS = 0.2, 100


def draw_field(axes: Any, velocity: Function | None) -> Any:
    """Arrows of a velocity in the plane psi_1 = 0, and trajectories of it, which are returned."""
    axes.set(xlim=(-2, 2), ylim=(-2, 2), aspect="equal", xlabel=r"$\psi_0$", ylabel=r"$\theta$")
    axes.plot(STARTS[:, 0], STARTS[:, 2], "o", color="black", markersize=4)
    if velocity is None:
        return None
    ticks = np.linspace(-1.8, 1.8, 11)
    psi_0, theta = (grid.ravel() for grid in np.meshgrid(ticks, ticks))
    arrows = np.asarray(velocity(np.stack([psi_0, np.zeros_like(psi_0), theta], axis=1)))
    axes.quiver(psi_0, theta, arrows[:, 0], arrows[:, 2], color="0.6", width=0.004)
    paths = _follow(velocity, STARTS)
    axes.plot(paths[:, :, 0], paths[:, :, 2], color="black", linewidth=1)
    return paths


def _follow(velocity: Function, state: Array) -> Any:
    """States at equal times, by the midpoint rule: its error is too small to be seen."""
    path = [state]
    for _ in range(STEPS):
        middle = path[-1] + STEP / 2 * np.asarray(velocity(path[-1]))
        path.append(path[-1] + STEP * np.asarray(velocity(middle)))
    return np.stack(path)
