"""Part 2.4.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, derivation, example, law, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@derivation(
    "2.4.2",
    points=1.5,
    lines={"scale": 0.25, "rho": 0.25, "drho": 0.5},
    key="drho",
    en=r"""
    Show that $y$ determines $r$ when $\beta \ge -\alpha$. For the radii `r`, of shape `(batch,)`, return the
    values of three lines, each of shape `(batch,)`:

    - `scale`: the number by which $z - z_0$ is multiplied to give $y - z_0$
    - `rho`: the new radius $\|y - z_0\|$
    - `drho`: the derivative of `rho` with respect to $r$

    Why does the sign of the last line settle the question? Only $r \ge 0$ and $\beta \ge -\alpha$ occur.

    Example: `r = [0, 1]`, `alpha = 2`, `beta = -1` give `scale = [0.5, 0.6667]`, `rho = [0, 0.6667]` and
    `drho = [0.5, 0.7778]`.
    """,
    fr=r"""
    Montrez que $y$ détermine $r$ quand $\beta \ge -\alpha$. Pour les rayons `r`, de forme `(batch,)`,
    renvoyez la valeur de trois lignes, chacune de forme `(batch,)` :

    - `scale` : le nombre par lequel $z - z_0$ est multiplié pour donner $y - z_0$
    - `rho` : le nouveau rayon $\|y - z_0\|$
    - `drho` : la dérivée de `rho` par rapport à $r$

    Pourquoi le signe de la dernière ligne règle-t-il la question ? Seuls $r \ge 0$ et $\beta \ge -\alpha$ se
    présentent.

    Exemple : `r = [0, 1]`, `alpha = 2`, `beta = -1` donnent `scale = [0.5, 0.6667]`, `rho = [0, 0.6667]` et
    `drho = [0.5, 0.7778]`.
    """,
)
def radial_radius_lines(
    r: Float[Array, " batch"], alpha: float, beta: float
) -> dict[str, Float[Array, " batch"]]:
    """The factor of the displacement, the new radius and its derivative, for each old radius."""
    raise NotImplementedError


@example(radial_radius_lines, digits=4)
def two_radii() -> tuple[dict[str, Any], Any]:
    lines = {"scale": [0.5, 0.6667], "rho": [0.0, 0.6667], "drho": [0.5, 0.7778]}
    arguments = {"r": np.array([0.0, 1.0]), "alpha": 2.0, "beta": -1.0}
    return arguments, {name: np.array(values) for name, values in lines.items()}


@law(
    radial_radius_lines,
    en="`drho` is the slope of your `rho`, by finite differences.",
    fr="`drho` est la pente de votre `rho`, par différences finies.",
)
def slope(f: Function, rng: Rng) -> tuple[Any, Any]:
    r, step = rng.uniform(0.2, 4.0, size=5), 1e-5
    above, below = (np.reshape(f(r + h, 1.3, -0.9)["rho"], 5) for h in (step, -step))
    return f(r, 1.3, -0.9)["drho"], (above - below) / (2 * step)


@law(
    radial_radius_lines,
    en=r"For $r > 0$ the slope is positive, even at $\beta = -\alpha$.",
    fr=r"Pour $r > 0$ la pente est positive, même en $\beta = -\alpha$.",
)
def rho_increases(f: Function, rng: Rng) -> tuple[Any, Any]:
    r = rng.uniform(0.1, 4.0, size=6)
    return np.sign(f(r, 1.5, -1.5)["drho"]), np.ones(6)


@picture(
    radial_radius_lines,
    en=r"Your new radius $\rho$ against $r$ for four values of $\beta$; dashed, the flow that moves nothing.",
    fr=r"""
    Votre nouveau rayon $\rho$ en fonction de $r$ pour quatre valeurs de $\beta$ ; en tirets, le flot qui ne
    déplace rien.
    """,
)
def new_radius(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    r = np.linspace(0, 4, 81)
    axes.plot(r, r, "--", color="0.6", label=r"$\beta = 0$")
    for beta, marker in ((2.0, "^"), (1.0, "s"), (-0.5, "o"), (-1.0, "v")) if f is not None else ():
        rho = np.ravel(f(r, 1.0, beta)["rho"])  # type: ignore[misc]
        label = rf"$\beta = {beta:g}\,\alpha$"
        axes.plot(r, rho, color="black", linewidth=1, marker=marker, markevery=10, markersize=4, label=label)
    axes.set(xlabel=r"$r\,/\,\alpha$", ylabel=r"$\rho\,/\,\alpha$", xlim=(0, 4), ylim=(0, 6))
    axes.legend(loc="upper left")
