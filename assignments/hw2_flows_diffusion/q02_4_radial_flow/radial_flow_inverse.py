"""Part 2.4.5."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw2_flows_diffusion.q02_4_radial_flow import draw_polar_grid, move
from autograder.question import Function, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@part(
    "2.4.5",
    points=2.5,
    en=r"""
    Invert the flow: for $\beta \ge -\alpha$, return for each row of `y` the point that the flow sends there,
    of shape `(batch, d)`. Knowing $r$, find the direction $u$ from $y$ first. A row of `y` may be the centre
    itself.

    Example: `y = [[3, 4], [0, 0]]`, `z0 = [0, 0]`, `alpha = 1`, `beta = 0.5` give
    `[[2.753673, 3.671563], [0, 0]]`.
    """,
    fr=r"""
    Inversez le flot : pour $\beta \ge -\alpha$, renvoyez pour chaque ligne de `y` le point que le flot y
    envoie, de forme `(batch, d)`. Connaissant $r$, trouvez d'abord la direction $u$ à partir de $y$. Une
    ligne de `y` peut être le centre lui-même.

    Exemple : `y = [[3, 4], [0, 0]]`, `z0 = [0, 0]`, `alpha = 1`, `beta = 0.5` donnent
    `[[2.753673, 3.671563], [0, 0]]`.
    """,
)
def radial_flow_inverse(
    y: Float[Array, "batch d"], z0: Float[Array, " d"], alpha: float, beta: float
) -> Float[Array, "batch d"]:
    """The point that the radial flow sends to each row of y."""
    raise NotImplementedError


@example(radial_flow_inverse)
def image_and_centre() -> tuple[dict[str, Any], Any]:
    arguments = {"y": np.array([[3.0, 4.0], [0.0, 0.0]]), "z0": np.zeros(2), "alpha": 1.0, "beta": 0.5}
    return arguments, np.array([[2.753673, 3.671563], [0.0, 0.0]])


@law(
    radial_flow_inverse,
    en="The flow sends your points back to where they came from.",
    fr="Le flot renvoie vos points là d'où ils viennent.",
)
def round_trip(f: Function, rng: Rng) -> tuple[Any, Any]:
    y, z0 = 2 * rng.normal(size=(5, 3)), rng.normal(size=3)
    return [move(np.asarray(f(y, z0, 1.2, beta)), z0, 1.2, beta) for beta in (0.8, -1.2)], [y, y]


@law(
    radial_flow_inverse,
    en="The centre stays where it is.",
    fr="Le centre reste où il est.",
)
def centre_stays(f: Function, rng: Rng) -> tuple[Any, Any]:
    z0 = rng.normal(size=2)
    return f(z0[None], z0, 1.0, 0.5), z0[None]


@speed(
    radial_flow_inverse,
    sizes=(30, 125, 500),
    unit=Text(en="the number of points", fr="le nombre de points"),
    growth=1,
    within=14,
    milliseconds=0.15,
    gpu=15_000,
    en="A Python loop over the points is what usually costs more.",
    fr="Une boucle Python sur les points est ce qui coûte d'ordinaire davantage.",
)
def images_to_move_back(rng: Rng, batch: int) -> dict[str, Any]:
    return {"y": rng.normal(size=(batch, 128)), "z0": rng.normal(size=128), "alpha": 1.3, "beta": 0.8}


@picture(
    radial_flow_inverse,
    en=r"""
    A polar grid after the flow on the left; on the right your inverse of it, over the grid as it was (grey).
    """,
    fr=r"""
    À gauche, une grille polaire après le flot ; à droite, son image par votre inverse, sur la grille
    d'origine (grise).
    """,
)
def grid_and_back(f: Function | None, figure: Any) -> None:
    left, right = figure.subplots(1, 2)
    centre = np.array([1.0, 0.5])
    draw_polar_grid(left, lambda z: move(z, centre, 1.0, 2.0), centre)
    draw_polar_grid(right, lambda z: z, centre, color="0.7")
    if f is not None:
        draw_polar_grid(right, lambda z: f(move(z, centre, 1.0, 2.0), centre, 1.0, 2.0), centre)
    for axes, title in ((left, "$y$"), (right, "$z$")):
        axes.set(xlim=(-3.5, 5.5), ylim=(-4, 5), aspect="equal", title=title)
