"""Part 4.6b.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@part(
    "4.6b.2",
    points=2.5,
    en=r"""
    That $D^*$ is a *maximum* is seen at each point $x$ on its own, from
    $g(D) = f_1 \log D + f_0 \log(1 - D)$. Return the tuple of three arrays: $g'(D)$ and $g''(D)$ at the
    values $0 < D < 1$ in `discriminator`, and the $D$ at which $g'$ vanishes. `f0` and `f1` are positive
    and need not be normalised.

    Example: $D = 0.6$, $f_0 = 0.5$, $f_1 = 0.25$ give $-0.833333$, $-3.819444$ and $0.333333$.
    """,
    fr=r"""
    Que $D^*$ est un *maximum* se voit en chaque point $x$ séparément, sur
    $g(D) = f_1 \log D + f_0 \log(1 - D)$. Renvoyez le tuple de trois tableaux : $g'(D)$ et $g''(D)$ aux
    valeurs $0 < D < 1$ de `discriminator`, et le $D$ où $g'$ s'annule. `f0` et `f1` sont positives et pas
    forcément normalisées.

    Exemple : $D = 0.6$, $f_0 = 0.5$, $f_1 = 0.25$ donnent $-0.833333$, $-3.819444$ et $0.333333$.
    """,
)
def pointwise_variations(
    discriminator: Float[Array, " n"], f0: Float[Array, " n"], f1: Float[Array, " n"]
) -> tuple[Float[Array, " n"], Float[Array, " n"], Float[Array, " n"]]:
    """First and second derivative of the objective and its stationary point, at each of n points."""
    raise NotImplementedError


@example(pointwise_variations)
def one_point() -> tuple[dict[str, Any], Any]:
    arguments = {"discriminator": np.array([0.6]), "f0": np.array([0.5]), "f1": np.array([0.25])}
    return arguments, (np.array([-0.833333]), np.array([-3.819444]), np.array([0.333333]))


@law(
    pointwise_variations,
    en="At the stationary point that you return, your first derivative vanishes.",
    fr="Au point stationnaire que vous renvoyez, votre dérivée première s'annule.",
)
def stationary(f: Function, rng: Rng) -> tuple[Any, Any]:
    f0, f1 = rng.uniform(0.5, 2.0, size=(2, 5))
    point = f(np.full(5, 0.5), f0, f1)[2]
    return f(point, f0, f1)[0], np.zeros(5)


@law(
    pointwise_variations,
    en="The second derivative is the slope of the first (by finite differences).",
    fr="La dérivée seconde est la pente de la première (par différences finies).",
)
def slope(f: Function, rng: Rng) -> tuple[Any, Any]:
    point, (f0, f1) = rng.uniform(0.3, 0.7, size=5), rng.uniform(0.5, 2.0, size=(2, 5))
    step = 1e-5
    return (f(point + step, f0, f1)[0] - f(point - step, f0, f1)[0]) / (2 * step), f(point, f0, f1)[1]


@picture(
    pointwise_variations,
    en=r"""
    The objective $g$ for $f_0 = 1$, $f_1 = 2$ (solid), the parabola with your two derivatives at $D = 0.4$
    (dashed), and your stationary point (diamond).
    """,
    fr=r"""
    L'objectif $g$ pour $f_0 = 1$, $f_1 = 2$ (trait plein), la parabole de vos deux dérivées en $D = 0.4$
    (tirets), et votre point stationnaire (losange).
    """,
)
def objective_and_parabola(f: Function | None, figure: Any) -> None:
    def g(x: Any) -> Any:
        return 2 * np.log(x) + np.log(1 - x)

    axes = figure.add_subplot()
    grid = np.linspace(0.02, 0.98, 97)
    axes.plot(grid, g(grid), "-", color="black")
    axes.set(xlabel="$D$", ylabel="$g(D)$", xlim=(0, 1), ylim=(-7, 0.5))
    if f is None:
        return
    values = [np.asarray(value)[0] for value in f(np.array([0.4]), np.array([1.0]), np.array([2.0]))]
    parabola = g(0.4) + values[0] * (grid - 0.4) + 0.5 * values[1] * (grid - 0.4) ** 2
    axes.plot(grid, parabola, "--", color="black")
    axes.plot(0.4, g(0.4), "o", color="black", markerfacecolor="white")
    axes.plot(values[2], g(np.clip(values[2], 0.02, 0.98)), "D", color="black", markersize=8)
