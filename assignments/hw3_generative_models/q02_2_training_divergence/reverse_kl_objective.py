"""Part 2.2.3."""

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
    "2.2.3",
    points=1,
    en=r"""
    The rows of `u` are samples of $P_U$; `data` gives $\log p_X$, possibly up to a constant. Return the
    estimate of $D_{\mathrm{KL}}[P_{F(U)} \,\|\, P_X]$. Keep every term, even one that does not depend on
    $F$; only the normalising constant of `data` may be missing.

    Example: for $F(u) = 2u + 1$ and standard normals $P_U$ and $P_X$, `u = [[0], [1]]` gives `1.556853`.
    """,
    fr=r"""
    Les lignes de `u` sont des échantillons de $P_U$ ; `data` donne $\log p_X$, éventuellement à une
    constante près. Renvoyez l'estimation de $D_{\mathrm{KL}}[P_{F(U)} \,\|\, P_X]$. Gardez tous les termes,
    même ceux qui ne dépendent pas de $F$ ; seule la constante de normalisation de `data` peut manquer.

    Exemple : pour $F(u) = 2u + 1$ et des normales centrées réduites $P_U$ et $P_X$, `u = [[0], [1]]` donne
    `1.556853`.
    """,
)
def reverse_kl_objective(
    u: Float[Array, "n d"],
    flow: AffineFlow | SinhArcsinhFlow | CurvedFlow,
    base: Normal | Mixture | Quartic,
    data: Normal | Mixture | Quartic,
) -> float:
    """The estimate of the reverse divergence from these base samples, one number, in nats per sample."""
    raise NotImplementedError


@example(reverse_kl_objective)
def two_base_samples() -> tuple[dict[str, Any], Any]:
    data = Normal(np.zeros(1), np.eye(1))
    return {"u": np.array([[0.0], [1.0]]), **double_and_move(), "data": data}, 1.556853


@law(
    reverse_kl_objective,
    en="If the flow reproduces the data exactly, the estimate is $0$, whatever the samples.",
    fr="Si le flot reproduit exactement les données, l'estimation vaut $0$, pour tout échantillon.",
)
def zero_for_any_sample(f: Function, rng: Rng) -> tuple[Any, Any]:
    matrix, shift = rng.normal(size=(2, 2)) + 2 * np.eye(2), rng.normal(size=2)
    base, data = Normal(np.zeros(2), np.eye(2)), Normal(shift, matrix @ matrix.T)
    return f(rng.normal(size=(5, 2)), AffineFlow(matrix, shift), base, data), 0.0


@law(
    reverse_kl_objective,
    en="With a curved flow, too: if the first coordinate alone has another unit, in the flow and in the data "
    "alike, the estimate stays the same.",
    fr="Avec un flot courbe aussi : si seule la première coordonnée change d'unité, dans le flot comme dans "
    "les données, l'estimation ne change pas.",
)
def unit_of_one_coordinate(f: Function, rng: Rng) -> tuple[Any, Any]:
    u, base, unit = rng.normal(size=(5, 2)), Normal(np.zeros(2), np.eye(2)), np.array([10.0, 1.0])
    data, same = Normal(np.ones(2), np.eye(2)), Normal(unit, np.diag(unit**2))
    return f(u, CurvedFlow(15.0, 0.4), base, same), f(u, CurvedFlow(1.5, 0.4), base, data)
