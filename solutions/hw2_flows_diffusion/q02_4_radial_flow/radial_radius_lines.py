"""Hidden twin of part 2.4.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion.q02_4_radial_flow import radial_radius_lines as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference


@reference(q.radial_radius_lines)
def radius_lines(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    scale = (alpha + beta + r) / (alpha + r)
    slope = (r * r + 2 * alpha * r + alpha * (alpha + beta)) / (alpha + r) ** 2
    return {"scale": scale, "rho": r * scale, "drho": slope}


@follows(q.radial_radius_lines, "rho")
def radius_from_own_scale(lines: Any, r: Any, **_: Any) -> Any:
    return r * np.asarray(lines["scale"])


@cases(q.radial_radius_lines, count=2)
def outward(rng: Rng) -> dict[str, Any]:
    r, alpha = rng.uniform(0.1, 5.0, size=int(rng.integers(2, 6))), float(rng.uniform(0.5, 2.0))
    return {"r": r, "alpha": alpha, "beta": float(rng.uniform(0.5, 2.0))}


@cases(q.radial_radius_lines)
def inward(rng: Rng) -> dict[str, Any]:
    alpha = float(rng.uniform(0.5, 2.0))
    return {"r": rng.uniform(0.1, 5.0, size=4), "alpha": alpha, "beta": -0.6 * alpha}


@cases(q.radial_radius_lines)
def at_the_limit(rng: Rng) -> dict[str, Any]:
    alpha = float(rng.uniform(0.5, 2.0))
    return {"r": np.array([0.0, rng.uniform(0.5, 2.0), 50.0]), "alpha": alpha, "beta": -alpha}


@cases(q.radial_radius_lines)
def one_radius(rng: Rng) -> dict[str, Any]:
    return {"r": rng.uniform(0.5, 3.0, size=1), "alpha": 1.0, "beta": float(rng.uniform(0.5, 1.5))}


@mistake(
    q.radial_radius_lines,
    en="Your slope is right only if the factor does not depend on $r$: compare it with a finite difference.",
    fr="Votre pente n'est juste que si le facteur ne dépend pas de $r$ : comparez-la à une différence finie.",
)
def factor_held_fixed(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    lines = radius_lines(r, alpha, beta)
    return {**lines, "drho": lines["scale"]}


@mistake(
    q.radial_radius_lines,
    en=r"""
    A sign in the derivative of the quotient: for $\beta > 0$, should the radius grow faster than $r$ or not?
    """,
    fr=r"""
    Un signe dans la dérivée du quotient : pour $\beta > 0$, le rayon doit-il croître plus vite que $r$ ou
    non ?
    """,
)
def slope_sign(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    return {**radius_lines(r, alpha, beta), "drho": 1 - alpha * beta / (alpha + r) ** 2}


@mistake(
    q.radial_radius_lines,
    en="Differentiating a quotient does something to its denominator; a finite difference shows it.",
    fr="Dériver un quotient change quelque chose à son dénominateur ; une différence finie le montre.",
)
def denominator_not_squared(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    return {**radius_lines(r, alpha, beta), "drho": 1 + alpha * beta / (alpha + r)}


@mistake(
    q.radial_radius_lines,
    en=r"""
    Your new radius is the old one, as if the flow only turned the points. What is the norm of $y - z_0$?
    """,
    fr=r"""
    Votre nouveau rayon est l'ancien, comme si le flot ne faisait que tourner les points. Quelle est la norme
    de $y - z_0$ ?
    """,
)
def radius_kept(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    return {**radius_lines(r, alpha, beta), "rho": r.copy()}


@mistake(
    q.radial_radius_lines,
    en="Your factor is the same at every radius: what became of the denominator?",
    fr="Votre facteur est le même à tout rayon : qu'est devenu le dénominateur ?",
)
def constant_factor(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    scale = np.full(len(r), 1 + beta)
    return {"scale": scale, "rho": r * scale, "drho": scale}


@mistake(
    q.radial_radius_lines,
    en="This is the factor of the displacement alone; the point itself is also still there.",
    fr="C'est le facteur du déplacement seul ; le point lui-même est encore là, lui aussi.",
)
def displacement_only(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    scale = beta / (alpha + r)
    return {"scale": scale, "rho": r * scale, "drho": alpha * beta / (alpha + r) ** 2}


@mistake(
    q.radial_radius_lines,
    en="In `drho` only the denominator is differentiated, but the numerator depends on $r$ as well.",
    fr="Dans `drho`, seul le dénominateur est dérivé, mais le numérateur dépend aussi de $r$.",
)
def numerator_held_fixed(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    return {**radius_lines(r, alpha, beta), "drho": 1 - beta * r / (alpha + r) ** 2}


@alternative(q.radial_radius_lines)
def as_sums(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    rho = r + beta * r / (alpha + r)
    return {"scale": 1 + beta / (alpha + r), "rho": rho, "drho": 1 + alpha * beta / (alpha + r) ** 2}


@alternative(q.radial_radius_lines)
def slope_by_autograd(r: Any, alpha: float, beta: float) -> dict[str, Any]:
    import torch

    radius = torch.tensor(r, requires_grad=True)
    scale = 1 + beta / (alpha + radius)
    (slope,) = torch.autograd.grad((radius * scale).sum(), radius)
    return {"scale": scale, "rho": radius * scale, "drho": slope}
