"""Hidden twin of part 2.4.4."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion.q02_4_radial_flow import radial_collision as q
from autograder.question import Rng, alternative, hidden_law, mistake, reference
from solutions.hw2_flows_diffusion.q02_4_radial_flow.radial_flow import move


def collide(alpha: float, beta: float, z0: Any, z: Any, z_other: Any) -> dict[str, Any]:
    arrays = {"z0": z0, "z": z, "z_other": z_other}
    return {"alpha": alpha, "beta": beta, **{name: np.array(value, float) for name, value in arrays.items()}}


@reference(q.radial_collision)
def opposite_points() -> dict[str, Any]:
    return collide(1.0, -2.5, [0.3, -0.2], [1.8, -0.2], [-1.2, -0.2])


def read_collision(f: Any) -> tuple[float, float, Any] | None:
    """Alpha, beta and the centre with both points, or None if they are not what is asked for."""
    answer = f()
    arrays = [np.asarray(answer[name], dtype=float) for name in ("z0", "z", "z_other")]
    if {array.shape for array in arrays} != {(arrays[0].size,)} or not 1 <= arrays[0].size <= 100:
        return None
    alpha, beta, points = float(answer["alpha"]), float(answer["beta"]), np.stack(arrays)
    finite = np.isfinite([alpha, beta]).all() and np.isfinite(points).all()
    return (alpha, beta, points) if finite and alpha > 0 and beta < -alpha else None


@hidden_law(
    q.radial_collision,
    en=r"""
    This is no collision: $\alpha > 0$, $\beta < -\alpha$, two points of the same finite form that differ, and
    images that agree. Put both points through your flow.
    """,
    fr=r"""
    Ce n'est pas une collision : $\alpha > 0$, $\beta < -\alpha$, deux points finis de même forme qui
    diffèrent, et des images qui coïncident. Envoyez les deux points dans votre flot.
    """,
)
def images_agree(f: Any, rng: Rng) -> tuple[Any, Any]:
    if (found := read_collision(f)) is None:
        return False, True
    alpha, beta, points = found
    images = move(points[1:], points[0], alpha, beta)
    apart, miss = np.linalg.norm(points[1] - points[2]), np.linalg.norm(images[0] - images[1])
    # Points whose distance is lost in their own rounding would agree for no good reason.
    far = apart >= 0.999e-3 * abs(alpha + beta) and apart > 1e-6 * np.max(np.abs(points))
    return bool(far and miss <= 1.001e-8 * apart), True


@mistake(
    q.radial_collision,
    en="Opposite points at this distance keep different images: at which radius does the factor of $z - z_0$ "
    "change its sign?",
    fr=r"""
    Des points opposés à cette distance gardent des images distinctes : à quel rayon le facteur de $z - z_0$
    change-t-il de signe ?
    """,
)
def unit_distance() -> dict[str, Any]:
    return collide(1.0, -2.5, [0.0, 0.0], [1.0, 0.0], [-1.0, 0.0])


@mistake(
    q.radial_collision,
    en="At the radius $|\\beta|$ the images are still apart; what does $\\alpha$ do in the denominator?",
    fr="Au rayon $|\\beta|$ les images sont encore distinctes ; que fait $\\alpha$ au dénominateur ?",
)
def radius_without_alpha() -> dict[str, Any]:
    return collide(1.0, -2.0, [0.0, 0.0], [2.0, 0.0], [0.0, 0.0])


@mistake(
    q.radial_collision,
    en="Your two points are the same.",
    fr="Vos deux points sont le même.",
)
def same_point() -> dict[str, Any]:
    return collide(1.0, -3.0, [0.0, 0.0], [2.0, 0.0], [2.0, 0.0])


@mistake(
    q.radial_collision,
    en="At $\\beta = -\\alpha$ the flow is still injective; the limit belongs to the good side.",
    fr="En $\\beta = -\\alpha$ le flot est encore injectif ; la limite appartient au bon côté.",
)
def at_the_limit_only() -> dict[str, Any]:
    return collide(1.0, -1.0, [0.0, 0.0], [1e-9, 0.0], [-1e-9, 0.0])


@alternative(q.radial_collision)
def centre_and_sphere() -> dict[str, Any]:
    return collide(2.0, -7.0, [0.5, 1.0, -1.0], [0.5, 6.0, -1.0], [0.5, 1.0, -1.0])


@alternative(q.radial_collision)
def barely_broken() -> dict[str, Any]:
    return collide(1.0, -1.01, [5.0], [5.01], [4.99])


@alternative(q.radial_collision)
def two_radii_on_a_ray() -> dict[str, Any]:
    # With s = alpha + beta, radii of the same image on one ray solve r (s + r) / (1 + r) = -0.1.
    s = -1.5
    roots = np.roots([1.0, s + 0.1, 0.1])
    return collide(1.0, s - 1.0, [0.0], [float(roots[0])], [float(roots[1])])
