"""Part 4.6a.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, derivation, example, law

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@derivation(
    "4.6a.2",
    points=3,
    lines=["D_star", "value", "kl0", "kl1", "jsd", "jsd_from_value"],
    key="jsd_from_value",
    en=r"""
    The lines from the best discriminator to the divergence, evaluated at nodes $x_i$: the arrays `f0` and
    `f1` hold $f_0(x_i)$ and $f_1(x_i)$, `weights` the quadrature weights $w_i$, and every integral is a
    sum $\sum_i w_i (\dots)$.
    Return a dictionary with

    - `D_star`: at each node, the number $D$ that maximises $f_1 \log D + f_0 \log(1 - D)$;
    - `value`: $V[D^*]$;
    - `kl0` and `kl1`: $\mathrm{KL}(p_0 \,\|\, \mu)$ and $\mathrm{KL}(p_1 \,\|\, \mu)$, from the densities;
    - `jsd`: the divergence from its definition, by means of `kl0` and `kl1`;
    - `jsd_from_value`: the divergence from `value` alone, by the relation that you derived for densities.

    Evaluate each line by its own formula: in the checks `f0` and `f1` need not integrate to one, and then
    the last two lines differ. Where a density is zero, its term is zero; where both are zero,
    $D^* = \frac{1}{2}$.

    Example: `f0 = [0.5, 0.5]`, `f1 = [0.25, 0.75]`, `weights = [1, 1]` have `value` $-1.318650$ and `jsd`
    $0.033822$.
    """,
    fr=r"""
    Les lignes qui mènent du meilleur discriminateur à la divergence, évaluées en des nœuds $x_i$ : les
    tableaux `f0` et `f1` contiennent $f_0(x_i)$ et $f_1(x_i)$, `weights` les poids de quadrature $w_i$, et
    toute intégrale est une somme $\sum_i w_i (\dots)$. Renvoyez un dictionnaire avec

    - `D_star` : en chaque nœud, le nombre $D$ qui maximise $f_1 \log D + f_0 \log(1 - D)$ ;
    - `value` : $V[D^*]$ ;
    - `kl0` et `kl1` : $\mathrm{KL}(p_0 \,\|\, \mu)$ et $\mathrm{KL}(p_1 \,\|\, \mu)$, à partir des densités ;
    - `jsd` : la divergence par sa définition, au moyen de `kl0` et `kl1` ;
    - `jsd_from_value` : la divergence à partir de `value` seule, par la relation que vous avez établie pour
      des densités.

    Évaluez chaque ligne par sa propre formule : dans les tests, `f0` et `f1` n'ont pas forcément une
    intégrale égale à un, et les deux dernières lignes diffèrent alors. Là où une densité est nulle, son
    terme est nul ; là où les deux le sont, $D^* = \frac{1}{2}$.

    Exemple : `f0 = [0.5, 0.5]`, `f1 = [0.25, 0.75]`, `weights = [1, 1]` ont `value` $-1.318650$ et `jsd`
    $0.033822$.
    """,
)
def jensen_shannon_lines(
    f0: Float[Array, " n"], f1: Float[Array, " n"], weights: Float[Array, " n"]
) -> dict[str, Any]:
    """The best discriminator at each node, and the five numbers of the derivation, in nats."""
    raise NotImplementedError


@example(jensen_shannon_lines)
def two_nodes() -> tuple[dict[str, Any], Any]:
    f0, f1 = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    return {"f0": f0, "f1": f1, "weights": np.ones(2)}, {"value": -1.318650, "jsd": 0.033822}


@law(
    jensen_shannon_lines,
    en="For distributions that sum to one, the last two lines agree.",
    fr="Pour des lois de somme un, les deux dernières lignes sont égales.",
)
def two_ways_to_divergence(f: Function, rng: Rng) -> tuple[Any, Any]:
    lines = f(*rng.dirichlet(np.ones(5), size=2), np.ones(5))
    return lines["jsd"], lines["jsd_from_value"]


@law(
    jensen_shannon_lines,
    en="When the two distributions change places, the divergences `kl0` and `kl1` do too, and `value` stays.",
    fr=r"""
    Quand les deux lois échangent leurs places, les divergences `kl0` et `kl1` aussi, et `value` demeure.
    """,
)
def exchanged_densities(f: Function, rng: Rng) -> tuple[Any, Any]:
    f0, f1 = rng.dirichlet(np.ones(5), size=2)
    there, back = f(f0, f1, np.ones(5)), f(f1, f0, np.ones(5))
    keys = ("kl0", "kl1", "value")
    return tuple(there[key] for key in keys), tuple(back[key] for key in ("kl1", "kl0", "value"))
