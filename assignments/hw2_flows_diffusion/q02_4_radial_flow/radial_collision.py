"""Part 2.4.4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, law, part

if TYPE_CHECKING:
    from autograder.question import Array


@part(
    "2.4.4",
    points=0.5,
    en=r"""
    Show that the condition is needed: choose an $\alpha > 0$, a $\beta < -\alpha$, a centre and two different
    points with the same image. Return a dictionary with the numbers `alpha` and `beta` and the arrays `z0`,
    `z` and `z_other`, all three of shape `(d,)` with a $d \le 100$ of your choice.

    The images must agree to $10^{-8}$ times the distance between the two points, and this distance must be at
    least $10^{-3}\,|\alpha + \beta|$. Any such pair is right.
    """,
    fr=r"""
    Montrez que la condition est nécessaire : choisissez un $\alpha > 0$, un $\beta < -\alpha$, un centre et
    deux points distincts de même image. Renvoyez un dictionnaire avec les nombres `alpha` et `beta` et les
    tableaux `z0`, `z` et `z_other`, tous trois de forme `(d,)` avec un $d \le 100$ de votre choix.

    Les images doivent coïncider à $10^{-8}$ fois la distance des deux points près, et cette distance doit
    être d'au moins $10^{-3}\,|\alpha + \beta|$. Toute paire de ce genre est juste.
    """,
)
def radial_collision() -> dict[str, float | Array]:
    """A radial flow that is not injective, and two points with the same image."""
    raise NotImplementedError


@law(
    radial_collision,
    en=r"$\beta$ breaks the condition, and the two points differ.",
    fr=r"$\beta$ viole la condition, et les deux points diffèrent.",
)
def condition_is_broken(f: Function, rng: Rng) -> tuple[Any, Any]:
    answer = f()
    distance = np.linalg.norm(np.subtract(answer["z"], answer["z_other"]))
    alpha, beta = float(answer["alpha"]), float(answer["beta"])
    conditions = alpha > 0, beta < -alpha, distance >= 1e-3 * abs(alpha + beta)
    axes = [np.ndim(answer[name]) for name in ("z0", "z", "z_other")]
    return (axes, *conditions), ([1, 1, 1], True, True, True)
