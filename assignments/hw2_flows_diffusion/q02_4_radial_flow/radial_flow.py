"""Part 2.4.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw2_flows_diffusion.q02_4_radial_flow import draw_polar_grid
from autograder.question import Function, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@part(
    "2.4.1",
    points=0.5,
    en=r"""
    Apply the flow to each row of `z`, of shape `(batch, d)`. The centre `z0` has shape `(d,)`, `alpha` is
    positive, `beta` may have either sign.

    Example: `z = [[1, 0], [0, 0]]`, `z0 = [0, 0]`, `alpha = 1` and `beta = 0.5` give
    `[[1.25, 0], [0, 0]]`.
    """,
    fr=r"""
    Appliquez le flot à chaque ligne de `z`, de forme `(batch, d)`. Le centre `z0` est de forme `(d,)`,
    `alpha` est positif, `beta` est de signe quelconque.

    Exemple : `z = [[1, 0], [0, 0]]`, `z0 = [0, 0]`, `alpha = 1` et `beta = 0.5` donnent
    `[[1.25, 0], [0, 0]]`.
    """,
)
def radial_flow(
    z: Float[Array, "batch d"], z0: Float[Array, " d"], alpha: float, beta: float
) -> Float[Array, "batch d"]:
    """The image of each point under the radial flow."""
    raise NotImplementedError


@example(radial_flow)
def point_and_centre() -> tuple[dict[str, Any], Any]:
    arguments = {"z": np.array([[1.0, 0.0], [0.0, 0.0]]), "z0": np.zeros(2), "alpha": 1.0, "beta": 0.5}
    return arguments, np.array([[1.25, 0.0], [0.0, 0.0]])


@law(
    radial_flow,
    en="Each point moves on its own, and shifting the points and the centre shifts the images.",
    fr="Chaque point se déplace seul, et décaler les points et le centre décale les images.",
)
def one_by_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    z, z0, shift = rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=3)
    return f(z + shift, z0 + shift, 1.3, 0.7), np.concatenate(
        [f(row[None], z0, 1.3, 0.7) for row in z]
    ) + shift


@law(
    radial_flow,
    en=r"""
    In another unit of length ($z$, $z_0$, $\alpha$ and $\beta$ times $3$) the images are $3$ times as far.
    """,
    fr=r"""
    Dans une autre unité de longueur ($z$, $z_0$, $\alpha$ et $\beta$ fois $3$), les images sont $3$ fois plus
    loin.
    """,
)
def unit_of_length(f: Function, rng: Rng) -> tuple[Any, Any]:
    z, z0 = rng.normal(size=(4, 2)), rng.normal(size=2)
    return f(3 * z, 3 * z0, 3.0, -2.4), 3 * np.asarray(f(z, z0, 1.0, -0.8))


@law(radial_flow, en=r"With $\beta = 0$ no point moves.", fr=r"Avec $\beta = 0$ aucun point ne bouge.")
def nothing_moves(f: Function, rng: Rng) -> tuple[Any, Any]:
    z = rng.normal(size=(3, 2))
    return f(z, rng.normal(size=2), 1.0, 0.0), z


@speed(
    radial_flow,
    sizes=(500, 2000, 8000),
    unit=Text(en="the number of points", fr="le nombre de points"),
    growth=1,
    within=8,
    milliseconds=0.14,
    gpu=200_000,
    en="A Python loop over the points is what usually costs more.",
    fr="Une boucle Python sur les points est ce qui coûte d'ordinaire davantage.",
)
def points_in_eight_dimensions(rng: Rng, batch: int) -> dict[str, Any]:
    return {"z": rng.normal(size=(batch, 8)), "z0": rng.normal(size=8), "alpha": 1.3, "beta": 0.8}


@picture(
    radial_flow,
    en=r"""
    A polar grid about $z_0$ (cross) on the left; your images of it for $\beta = 2\alpha$ in the middle and
    for $\beta = -\alpha$ on the right. Circles are solid, rays dotted.
    """,
    fr=r"""
    À gauche, une grille polaire autour de $z_0$ (croix) ; ses images par votre fonction pour
    $\beta = 2\alpha$ au milieu et pour $\beta = -\alpha$ à droite. Les cercles sont pleins, les rayons
    pointillés.
    """,
)
def grid_before_and_after(f: Function | None, figure: Any) -> None:
    centre = np.array([1.0, 0.5])
    for axes, beta in zip(figure.subplots(1, 3), (0.0, 2.0, -1.0), strict=True):
        axes.set(xlim=(-3, 5), ylim=(-3.5, 4.5), aspect="equal", title=rf"$\beta = {beta:g}\,\alpha$")
        if beta == 0.0:
            draw_polar_grid(axes, lambda z: z, centre)
        elif f is not None:
            draw_polar_grid(axes, lambda z, b=beta: f(z, centre, 1.0, b), centre)
        else:
            axes.plot(*centre, "+", color="black", markersize=9)
