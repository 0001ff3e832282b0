"""Part 2.2.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from assignments.hw3_generative_models.q02_normalizing_flows import (
    AffineFlow,
    CurvedFlow,
    Mixture,
    Normal,
    Quartic,
    SinhArcsinhFlow,
    double_and_move,
)
from autograder.question import Function, Rng, example, law, part

if TYPE_CHECKING:
    from jaxtyping import Float

    Array: TypeAlias = Any  # what numpy's functions return to a type checker


@part(
    "2.2.2",
    points=0.75,
    rtol=1e-5,  # a Jacobian by finite differences is a right answer
    atol=1e-6,
    en=r"""
    The rows of `x` are samples of $P_X$, whose density is unknown. Return the estimate of the part of
    $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$ that depends on $F$, with the sign with which it is minimised.

    Example: for $F(u) = 2u + 1$ and a standard normal base, `x = [[1], [3]]` gives `1.862086`.
    """,
    fr=r"""
    Les lignes de `x` sont des échantillons de $P_X$, dont la densité est inconnue. Renvoyez l'estimation de
    la partie de $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$ qui dépend de $F$, avec le signe pour lequel on la
    minimise.

    Exemple : pour $F(u) = 2u + 1$ et une normale centrée réduite comme loi de base, `x = [[1], [3]]` donne
    `1.862086`.
    """,
)
def forward_kl_objective(
    x: Float[Array, "n d"], flow: AffineFlow | SinhArcsinhFlow | CurvedFlow, base: Normal | Mixture | Quartic
) -> float:
    """The objective of the forward divergence for these data samples, one number, in nats per sample."""
    raise NotImplementedError


@example(forward_kl_objective)
def two_data_samples() -> tuple[dict[str, Any], Any]:
    return {"x": np.array([[1.0], [3.0]]), **double_and_move()}, 1.862086


@law(
    forward_kl_objective,
    en=r"""
    In a unit of length $c$ times smaller, the numbers in data and flow are $c$ times larger; the objective
    is larger by $d \log c$.
    """,
    fr=r"""
    Dans une unité de longueur $c$ fois plus petite, les nombres des données et du flot sont $c$ fois plus
    grands ; l'objectif augmente de $d \log c$.
    """,
)
def change_of_unit(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, matrix, shift = rng.normal(size=(5, 2)), rng.normal(size=(2, 2)) + 2 * np.eye(2), rng.normal(size=2)
    base = Normal(np.zeros(2), np.eye(2))
    larger = f(10 * x, AffineFlow(10 * matrix, 10 * shift), base)
    return larger, f(x, AffineFlow(matrix, shift), base) + 2 * np.log(10)


@law(
    forward_kl_objective,
    en=r"""
    With a curved flow, too: if the first coordinate alone has a unit $c$ times smaller, `scale` is $c$ times
    larger, and the objective is larger by $\log c$.
    """,
    fr=r"""
    Avec un flot courbe aussi : si la première coordonnée seule a une unité $c$ fois plus petite, `scale` est
    $c$ fois plus grand, et l'objectif augmente de $\log c$.
    """,
)
def unit_of_one_coordinate(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, base = rng.uniform(size=(5, 2)), Normal(np.zeros(2), np.eye(2))
    larger = f(x * np.array([10.0, 1.0]), CurvedFlow(15.0, 0.4), base)
    return larger, f(x, CurvedFlow(1.5, 0.4), base) + np.log(10)
