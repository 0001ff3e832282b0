"""Hidden twin of part 2.4.5."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion.q02_4_radial_flow import radial_flow_inverse as q
from autograder.question import Rng, alternative, baseline, cases, device_reference, mistake, reference
from solutions.hw2_flows_diffusion.q02_4_radial_flow import radial_radius
from solutions.hw2_flows_diffusion.q02_4_radial_flow.radial_flow import distance, length, move
from solutions.hw2_flows_diffusion.q02_4_radial_flow.radial_radius import (
    bisect,
    draw_images,
    positive_root,
    radius_before,
    vertex,
)


@reference(q.radial_flow_inverse)
def move_back(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    offset = y - z0
    rho = length(offset)
    shrink = np.divide(radius_before(rho, alpha, beta), rho, out=np.zeros_like(rho), where=rho > 0)
    return z0 + shrink[:, None] * offset


@baseline(q.radial_flow_inverse)
def back_point_by_point(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    points = []
    for image in y:
        (r,) = radial_radius.search_point_by_point.function(image[None], z0, alpha, beta)
        rho = np.sqrt(sum((value - centre) ** 2 for value, centre in zip(image, z0, strict=True)))
        shrink = r / rho if rho > 0 else 0.0
        points.append([centre + shrink * (value - centre) for value, centre in zip(image, z0, strict=True)])
    return np.array(points)


@device_reference(q.radial_flow_inverse)
def back_on_device(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    offset = y - z0
    rho = offset.norm(dim=1, keepdim=True)
    b = alpha + beta - rho
    size = b.abs() + (b * b + 4 * alpha * rho).sqrt()
    return z0 + (2 * alpha / size).where(b > 0, size / (2 * rho)) * offset


@cases(q.radial_flow_inverse, count=2)
def outward_images(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, int(rng.integers(2, 6)), int(rng.integers(2, 5)), float(rng.uniform(0.5, 2.0)))


@cases(q.radial_flow_inverse)
def inward_images(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, 4, 3, float(rng.uniform(-0.95, -0.5)))


@cases(q.radial_flow_inverse)
def images_at_the_limit(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, 3, 2, -1.0)


@cases(q.radial_flow_inverse)
def one_image_on_a_line(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, 1, 1, float(rng.uniform(0.5, 2.0)))


@cases(q.radial_flow_inverse, edge=True)
def centre_among_images(rng: Rng) -> dict[str, Any]:
    arguments = draw_images(rng, 2, 3, 0.8)
    return {**arguments, "y": np.stack([arguments["z0"], arguments["y"][0]])}


@cases(q.radial_flow_inverse, edge=True)
def centre_of_the_limiting_flow(rng: Rng) -> dict[str, Any]:
    arguments = draw_images(rng, 2, 2, -1.0)
    return {**arguments, "y": np.stack([arguments["y"][0], arguments["z0"]])}


@mistake(
    q.radial_flow_inverse,
    en="NaN when a row of `y` is the centre: which point is sent there, although it has no direction?",
    fr=r"""
    NaN quand une ligne de `y` est le centre : quel point y est envoyé, bien qu'il n'ait pas de direction ?
    """,
)
def no_direction_at_centre(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z0 + (positive_root(y, z0, alpha, beta) / distance(y, z0))[:, None] * (y - z0)


@mistake(q.radial_flow_inverse, **no_direction_at_centre.text)
def no_radius_at_centre(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    rho = distance(y, z0)
    b = alpha + beta - rho
    shrink = 2 * alpha / (b + np.sqrt(b * b + 4 * alpha * rho))
    return z0 + shrink[:, None] * (y - z0)


@mistake(
    q.radial_flow_inverse,
    en=r"""
    Changing the sign of $\beta$ does not undo the flow: make the round trip with one point. Which radius does
    each of the two use?
    """,
    fr=r"""
    Changer le signe de $\beta$ ne défait pas le flot : faites l'aller-retour avec un point. Quel rayon chacun
    des deux emploie-t-il ?
    """,
)
def opposite_beta(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return move(y, z0, alpha, -beta)


@mistake(
    q.radial_flow_inverse,
    en="Your points are measured from the centre; where is the centre itself?",
    fr="Vos points sont comptés depuis le centre ; où est le centre lui-même ?",
)
def centre_forgotten(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return move_back(y, z0, alpha, beta) - z0


@mistake(
    q.radial_flow_inverse,
    en="The direction is right, the radius is that of a double root: see 2.4.3.",
    fr="La direction est juste, le rayon est celui d'une racine double : voyez 2.4.3.",
)
def double_root_radius(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z0 + (vertex(y, z0, alpha, beta) / distance(y, z0))[:, None] * (y - z0)


@mistake(
    q.radial_flow_inverse,
    en="You multiply the radius by a vector that is not of length one.",
    fr="Vous multipliez le rayon par un vecteur qui n'est pas de longueur un.",
)
def direction_not_normalised(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z0 + positive_root(y, z0, alpha, beta)[:, None] * (y - z0)


@mistake(
    q.radial_flow_inverse,
    en="All your points are at distance one from the centre: the direction is there, the radius is missing.",
    fr="Tous vos points sont à distance un du centre : la direction est là, le rayon manque.",
)
def direction_only(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return z0 + (y - z0) / distance(y, z0)[:, None]


@mistake(
    q.radial_flow_inverse,
    en="Your points lie on the other side of the centre: can the factor of $z - z_0$ be negative here?",
    fr="Vos points sont de l'autre côté du centre : le facteur de $z - z_0$ peut-il être négatif ici ?",
)
def other_side(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return 2 * z0 - move_back(y, z0, alpha, beta)


@mistake(
    q.radial_flow_inverse,
    en="The direction is that of `y` seen from the origin; from where should it be seen?",
    fr="La direction est celle de `y` vu de l'origine ; d'où faut-il le voir ?",
)
def direction_from_origin(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    unit = y / np.linalg.norm(y, axis=1, keepdims=True)
    return z0 + positive_root(y, z0, alpha, beta)[:, None] * unit


@alternative(q.radial_flow_inverse)
def by_the_known_radius(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    r = positive_root(y, z0, alpha, beta)
    with np.errstate(all="ignore"):
        direction = (y - z0) / (r + beta * r / (alpha + r))[:, None]
    return z0 + np.where(r[:, None] > 0, r[:, None] * direction, 0.0)


@alternative(q.radial_flow_inverse)
def by_bisection_in_torch(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    import torch

    r = torch.tensor(bisect(y, z0, alpha, beta))
    offset = torch.tensor(y - z0)
    return torch.tensor(z0) + r[:, None] * torch.nn.functional.normalize(offset, dim=1)
