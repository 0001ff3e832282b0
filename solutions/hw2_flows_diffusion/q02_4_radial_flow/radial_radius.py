"""Hidden twin of part 2.4.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion.q02_4_radial_flow import radial_radius as q
from autograder.question import Rng, alternative, baseline, cases, device_reference, mistake, reference
from solutions.hw2_flows_diffusion.q02_4_radial_flow.radial_flow import distance, flow_data, move


def coefficients(y: Any, z0: Any, alpha: float, beta: float) -> tuple[Any, Any]:
    """The radius solves r^2 + b r - c = 0 with these b and c."""
    return _equation(distance(y, z0), alpha, beta)


def _equation(rho: Any, alpha: float, beta: float) -> tuple[Any, Any]:
    return alpha + beta - rho, alpha * rho


def radius_before(rho: Any, alpha: float, beta: float) -> Any:
    """The radius before the flow that this one comes from, without a cancellation."""
    b, c = _equation(rho, alpha, beta)
    size = np.abs(b) + np.sqrt(b * b + 4 * c)
    stable = np.divide(2 * c, size, out=np.zeros_like(c), where=size > 0)
    return np.where(b > 0, stable, size / 2)


@reference(q.radial_radius)
def positive_root(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return radius_before(distance(y, z0), alpha, beta)


@baseline(q.radial_radius)
def search_point_by_point(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    radii = []
    for image in y:
        rho = np.linalg.norm(image - z0)
        low, high = 0.0, rho + alpha
        for _ in range(60):
            middle = (low + high) / 2
            if middle + beta * middle / (alpha + middle) < rho:
                low = middle
            else:
                high = middle
        radii.append(high)
    return np.array(radii)


@device_reference(q.radial_radius)
def root_on_device(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    rho = (y - z0).norm(dim=1)
    b = alpha + beta - rho
    size = b.abs() + (b * b + 4 * alpha * rho).sqrt()
    return (2 * alpha * rho / size).where(b > 0, size / 2)


def draw_images(rng: Rng, batch: int, d: int, ratio: float) -> dict[str, Any]:
    """Images under the flow whose beta is this many times alpha."""
    z, z0, alpha = flow_data(rng, batch, d)
    return {"y": move(z, z0, alpha, ratio * alpha), "z0": z0, "alpha": alpha, "beta": ratio * alpha}


@cases(q.radial_radius, count=2)
def pushed_outward(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, int(rng.integers(2, 6)), int(rng.integers(2, 5)), float(rng.uniform(0.5, 2.0)))


@cases(q.radial_radius)
def pulled_inward(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, 4, 3, float(rng.uniform(-0.9, -0.4)))


@cases(q.radial_radius)
def limiting_flow(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, 3, 2, -1.0)


@cases(q.radial_radius)
def single_image(rng: Rng) -> dict[str, Any]:
    return draw_images(rng, 1, 1, float(rng.uniform(0.5, 2.0)))


@cases(q.radial_radius, edge=True)
def strong_push(rng: Rng) -> dict[str, Any]:
    z0 = rng.normal(size=2)
    return {"y": z0 + rng.uniform(0.3, 0.9, size=(3, 2)), "z0": z0, "alpha": 1.0, "beta": 1e8}


@cases(q.radial_radius, edge=True)
def image_at_centre(rng: Rng) -> dict[str, Any]:
    z0 = rng.normal(size=3)
    return {"y": np.stack([z0, z0 + 1.0]), "z0": z0, "alpha": 1.0, "beta": 0.5}


@cases(q.radial_radius, edge=True)
def centre_of_limiting_flow(rng: Rng) -> dict[str, Any]:
    z0 = rng.normal(size=2)
    return {"y": np.stack([z0, z0 + 1.0]), "z0": z0, "alpha": 1.5, "beta": -1.5}


@cases(q.radial_radius, edge=True)
def image_far_away(rng: Rng) -> dict[str, Any]:
    y = rng.uniform(0.5, 1.0, size=(3, 2)) * np.array([[1e14], [1.0], [1e15]])
    alpha, beta = (float(number) for number in rng.uniform(0.5, 2.0, size=2))
    return {"y": y, "z0": np.array([0.5, -0.5]), "alpha": alpha, "beta": beta}


def vertex(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    b, _ = coefficients(y, z0, alpha, beta)
    return -b / 2


def bisect(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    rho = distance(y, z0)
    low, high = np.zeros_like(rho), rho + alpha
    for _ in range(100):
        middle = (low + high) / 2
        short = middle * (alpha + beta + middle) / (alpha + middle) < rho
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return high


@mistake(
    q.radial_radius,
    en=r"""
    You ask the quadratic equation for a double root. It may have two roots: how many of them can be a radius?
    """,
    fr=r"""
    Vous exigez de l'équation du second degré une racine double. Elle peut en avoir deux : combien peuvent
    être un rayon ?
    """,
)
def double_root(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return vertex(y, z0, alpha, beta)


@mistake(
    q.radial_radius,
    en="You took the other root; can it be a radius?",
    fr="Vous avez pris l'autre racine ; peut-elle être un rayon ?",
)
def negative_root(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    b, c = coefficients(y, z0, alpha, beta)
    return (-b - np.sqrt(b * b + 4 * c)) / 2


@mistake(
    q.radial_radius,
    en="A sign in the coefficient of $r$: multiply the equation out again, and put your root into it.",
    fr="Un signe dans le coefficient de $r$ : développez de nouveau l'équation, et mettez-y votre racine.",
)
def sign_of_linear_term(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    _, c = coefficients(y, z0, alpha, beta)
    b = alpha + beta + distance(y, z0)
    return (-b + np.sqrt(b * b + 4 * c)) / 2


@mistake(
    q.radial_radius,
    en="A sign under the root: what is the product of the two roots of your equation?",
    fr="Un signe sous la racine : quel est le produit des deux racines de votre équation ?",
)
def sign_in_discriminant(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    b, c = coefficients(y, z0, alpha, beta)
    return (-b + np.sqrt(np.maximum(b * b - 4 * c, 0))) / 2


@mistake(
    q.radial_radius,
    en="This is the radius after the flow; the one before it is asked.",
    fr="C'est le rayon après le flot ; on demande celui d'avant.",
)
def radius_after_flow(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return distance(y, z0)


@mistake(
    q.radial_radius,
    en="Your distances are from the origin: move the points and the centre together, and the radius changes.",
    fr="Vos distances partent de l'origine : déplacez ensemble les points et le centre, et le rayon change.",
)
def norm_of_y(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return positive_root(y + z0, z0, alpha, beta)


@mistake(
    q.radial_radius,
    en=r"""
    Right, but two nearly equal numbers are subtracted when $\beta$ is large: how else can the root be
    written?
    """,
    fr=r"""
    Juste, mais deux nombres presque égaux se soustraient quand $\beta$ est grand : comment écrire la racine
    autrement ?
    """,
)
def cancelling_root(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    b, c = coefficients(y, z0, alpha, beta)
    return (-b + np.sqrt(b * b + 4 * c)) / 2


@mistake(
    q.radial_radius,
    en="Right near the centre, but far away two nearly equal numbers are subtracted in your denominator.",
    fr="Juste près du centre, mais loin de lui, deux nombres presque égaux se soustraient dans votre "
    "dénominateur.",
)
def cancelling_quotient(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    b, c = coefficients(y, z0, alpha, beta)
    return np.where(c > 0, 2 * c / (b + np.sqrt(b * b + 4 * c)), 0.0)


@mistake(
    q.radial_radius,
    en=r"NaN for $\beta = -\alpha$ and a `y` at the centre: zero is divided by zero. Which radius is it?",
    fr=r"NaN pour $\beta = -\alpha$ et un `y` au centre : zéro est divisé par zéro. Quel est ce rayon ?",
)
def quotient_at_the_centre(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    b, c = coefficients(y, z0, alpha, beta)
    return np.where(b >= 0, 2 * c / (b + np.sqrt(b * b + 4 * c)), positive_root(y, z0, alpha, beta))


@mistake(
    q.radial_radius,
    en="Twice too large: put your root into the quadratic equation.",
    fr="Deux fois trop grand : reportez votre racine dans l'équation du second degré.",
)
def root_not_halved(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return 2 * positive_root(y, z0, alpha, beta)


@alternative(q.radial_radius)
def radius_by_bisection(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    return bisect(y, z0, alpha, beta)


@alternative(q.radial_radius)
def radius_with_torch(y: Any, z0: Any, alpha: float, beta: float) -> Any:
    import torch

    rho = torch.linalg.norm(torch.tensor(y) - torch.tensor(z0), dim=1)
    b = alpha + beta - rho
    root = torch.sqrt(b**2 + 4 * alpha * rho)
    return torch.where(b > 0, 2 * alpha * rho / (b + root), (root - b) / 2)
