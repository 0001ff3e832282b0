"""Part 2.1.1."""

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
    "2.1.1",
    points=1,
    rtol=1e-5,  # a Jacobian by finite differences is a right answer
    atol=1e-6,
    en=r"""
    Return $\log p_{F(U)}(x)$ for each row of `x`. The density may be too small for a float64 even where its
    logarithm is harmless.

    Example: `AffineFlow(np.array([[2.0]]), np.array([1.0]))` is $F(u) = 2u + 1$. With the base
    `Normal(np.zeros(1), np.eye(1))`, `x = [[1], [3]]` gives `[-1.612086, -2.112086]`.
    """,
    fr=r"""
    Renvoyez $\log p_{F(U)}(x)$ pour chaque ligne de `x`. La densité peut être trop petite pour un float64
    même là où son logarithme est inoffensif.

    Exemple : `AffineFlow(np.array([[2.0]]), np.array([1.0]))` est $F(u) = 2u + 1$. Avec la loi de base
    `Normal(np.zeros(1), np.eye(1))`, `x = [[1], [3]]` donne `[-1.612086, -2.112086]`.
    """,
)
def pushforward_log_density(
    x: Float[Array, "n d"], flow: AffineFlow | SinhArcsinhFlow | CurvedFlow, base: Normal | Mixture | Quartic
) -> Float[Array, " n"]:
    """Log-density of F(U) at each row of x, in nats."""
    raise NotImplementedError


@example(pushforward_log_density)
def two_points() -> tuple[dict[str, Any], Any]:
    return {"x": np.array([[1.0], [3.0]]), **double_and_move()}, np.array([-1.612086, -2.112086])


@law(
    pushforward_log_density,
    en="The density of $F(U)$ integrates to $1$ over the data space.",
    fr="La densité de $F(U)$ a pour intégrale $1$ sur l'espace des données.",
)
def total_mass(f: Function, rng: Rng) -> tuple[Any, Any]:
    flow = SinhArcsinhFlow(rng.uniform(0.6, 0.8), rng.uniform(0.2, 0.6))
    x, step = np.linspace(-15.0, 15.0, 301, retstep=True)
    log_density = np.asarray(f(x[:, None], flow, Normal(np.zeros(1), np.eye(1))))
    return step * np.sum(np.exp(log_density)), 1.0


@law(
    pushforward_log_density,
    en="Each row is treated by itself: alone in a batch, it gives what it gives among others.",
    fr="Chaque ligne est traitée à part : seule dans un lot, elle donne ce qu'elle donne parmi d'autres.",
)
def rows_apart(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, flow, base = rng.normal(size=(4, 2)), CurvedFlow(1.5, 0.3), Normal(np.zeros(2), np.eye(2))
    return f(x[2:3], flow, base), f(x, flow, base)[2:3]
