"""Hidden twin of part 2.4.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion.q02_4_radial_flow import radial_flow as q
from autograder.question import Rng, alternative, baseline, cases, device_reference, mistake, reference


def flow_data(rng: Rng, batch: int, d: int) -> tuple[Any, Any, float]:
    """Points whose distances from the centre vary, a centre away from the origin, and an alpha."""
    z0 = rng.uniform(0.5, 1.5, size=d) * rng.choice([-1.0, 1.0], size=d)
    direction = rng.normal(size=(batch, d))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    return z0 + rng.uniform(0.3, 4.0, size=(batch, 1)) * direction, z0, float(rng.uniform(0.5, 2.0))


def distance(z: Any, z0: Any) -> Any:
    return length(z - z0)


def length(offset: Any) -> Any:
    return np.sqrt(np.einsum("ij,ij->i", offset, offset))


@reference(q.radial_flow)
def move(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    # A point in a column: few long rows take less time than many short ones.
    offset = np.subtract(z.T, z0[:, None], order="C")
    offset *= 1 + beta / (alpha + length(offset.T))
    offset += z0[:, None]
    return offset.T


@baseline(q.radial_flow)
def move_row_by_row(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return [row + beta / (alpha + np.sqrt(sum((row - z0) ** 2))) * (row - z0) for row in z]


@device_reference(q.radial_flow)
def move_on_device(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    offset = z - z0
    return z + beta / (alpha + offset.norm(dim=1, keepdim=True)) * offset


@cases(q.radial_flow, count=3)
def spread_points(rng: Rng) -> dict[str, Any]:
    z, z0, alpha = flow_data(rng, int(rng.integers(2, 6)), int(rng.integers(2, 5)))
    return {"z": z, "z0": z0, "alpha": alpha, "beta": float(rng.uniform(0.5, 2.0))}


@cases(q.radial_flow)
def folding_flow(rng: Rng) -> dict[str, Any]:
    z, z0, alpha = flow_data(rng, 4, 2)
    return {"z": z, "z0": z0, "alpha": alpha, "beta": -alpha - float(rng.uniform(0.2, 1.0))}


@cases(q.radial_flow)
def one_point_on_a_line(rng: Rng) -> dict[str, Any]:
    z, z0, alpha = flow_data(rng, 1, 1)
    return {"z": z, "z0": z0, "alpha": alpha, "beta": -alpha}


@cases(q.radial_flow)
def point_at_centre(rng: Rng) -> dict[str, Any]:
    z, z0, alpha = flow_data(rng, 2, 3)
    return {"z": np.stack([z0, z[0]]), "z0": z0, "alpha": alpha, "beta": 1.5}


@mistake(
    q.radial_flow,
    en="In another unit of length your formula gives another flow: is it the norm that you add to $\\alpha$?",
    fr=r"""
    Dans une autre unité de longueur, votre formule donne un autre flot : est-ce la norme que vous ajoutez à
    $\alpha$ ?
    """,
)
def squared_norm(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z + (beta / (alpha + distance(z, z0) ** 2))[:, None] * (z - z0)


@mistake(
    q.radial_flow,
    en="Your radius is measured from the origin: shift the points and the centre together, and it changes.",
    fr="Votre rayon est mesuré depuis l'origine : décalez ensemble les points et le centre, et il change.",
)
def radius_from_origin(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z + (beta / (alpha + np.linalg.norm(z, axis=1)))[:, None] * (z - z0)


@mistake(
    q.radial_flow,
    en="A point moves differently when others stand beside it: over which axis is your norm taken?",
    fr=r"""
    Un point se déplace autrement quand d'autres sont à côté de lui : sur quel axe prenez-vous la norme ?
    """,
)
def one_radius_for_all(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z + beta / (alpha + np.linalg.norm(z - z0)) * (z - z0)


@mistake(
    q.radial_flow,
    en="With $\\beta = 0$ every point should stay where it is; yours all go to the centre.",
    fr="Avec $\\beta = 0$ chaque point devrait rester où il est ; les vôtres vont tous au centre.",
)
def moved_from_centre(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return move(z, z0, alpha, beta) - z + z0


@mistake(
    q.radial_flow,
    en="Your points flee the origin. Which point should stay where it is?",
    fr="Vos points fuient l'origine. Quel point devrait rester où il est ?",
)
def stretched_about_origin(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z + (beta / (alpha + distance(z, z0)))[:, None] * z


@mistake(
    q.radial_flow,
    en="With $\\beta = 0$ every point should stay where it is; yours all go to the origin.",
    fr="Avec $\\beta = 0$ chaque point devrait rester où il est ; les vôtres vont tous à l'origine.",
)
def displacement_alone(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return move(z, z0, alpha, beta) - z


@alternative(q.radial_flow)
def move_by_norm(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z + (beta / (alpha + np.linalg.norm(z - z0, axis=1)))[:, None] * (z - z0)


@alternative(q.radial_flow)
def move_with_torch(z: Any, z0: Any, alpha: float, beta: float) -> Any:
    import torch

    points, centre = torch.tensor(z), torch.tensor(z0)
    return points + beta / (alpha + torch.linalg.norm(points - centre, dim=1, keepdim=True)) * (
        points - centre
    )
