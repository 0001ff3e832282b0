"""Part 2.4.3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw2_flows_diffusion.q02_4_radial_flow import move
from autograder.question import Function, Rng, Text, example, law, part, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@part(
    "2.4.3",
    points=1,
    # Radii far below one are what the extreme case is about; the usual floor would hide them.
    atol=1e-15,
    en=r"""
    Now find the radius: for each row of `y`, of shape `(batch, d)`, return the $r \ge 0$ of the point that
    the flow sends there. Here $\beta \ge -\alpha$.

    The relative precision of $r$ counts, also for $\beta = 10^8$ and a `y` near the centre or at it, and for
    a `y` that is very far from it.

    Example: `y = [[3, 4]]`, `z0 = [0, 0]`, `alpha = 1`, `beta = 0.5` give `[4.589454]`.
    """,
    fr=r"""
    Trouvez maintenant le rayon : pour chaque ligne de `y`, de forme `(batch, d)`, renvoyez le $r \ge 0$ du
    point que le flot y envoie. Ici $\beta \ge -\alpha$.

    C'est la précision relative de $r$ qui compte, aussi pour $\beta = 10^8$ et un `y` proche du centre
    ou égal à lui, et pour un `y` qui en est très loin.

    Exemple : `y = [[3, 4]]`, `z0 = [0, 0]`, `alpha = 1`, `beta = 0.5` donnent `[4.589454]`.
    """,
)
def radial_radius(
    y: Float[Array, "batch d"], z0: Float[Array, " d"], alpha: float, beta: float
) -> Float[Array, " batch"]:
    """The distance from the centre, before the flow, of each point that is given after it."""
    raise NotImplementedError


@example(radial_radius)
def one_image() -> tuple[dict[str, Any], Any]:
    arguments = {"y": np.array([[3.0, 4.0]]), "z0": np.zeros(2), "alpha": 1.0, "beta": 0.5}
    return arguments, np.array([4.589454])


@law(
    radial_radius,
    en="Sent through the flow, a point gives back the radius that it had.",
    fr="Envoyé par le flot, un point redonne le rayon qu'il avait.",
)
def radius_comes_back(f: Function, rng: Rng) -> tuple[Any, Any]:
    z, z0 = rng.normal(size=(5, 3)), rng.normal(size=3)
    images = [(move(z, z0, 1.2, beta), beta) for beta in (0.8, -1.2)]
    return np.stack([f(y, z0, 1.2, beta) for y, beta in images]), np.stack(
        [np.linalg.norm(z - z0, axis=1)] * 2
    )


@speed(
    radial_radius,
    sizes=(125, 500, 2000),
    unit=Text(en="the number of points", fr="le nombre de points"),
    growth=1,
    within=16,
    milliseconds=0.41,
    gpu=30_000,
    en="A Python loop over the points is what usually costs more.",
    fr="Une boucle Python sur les points est ce qui coûte d'ordinaire davantage.",
)
def many_images(rng: Rng, batch: int) -> dict[str, Any]:
    return {"y": rng.normal(size=(batch, 64)), "z0": rng.normal(size=64), "alpha": 1.3, "beta": 0.8}
