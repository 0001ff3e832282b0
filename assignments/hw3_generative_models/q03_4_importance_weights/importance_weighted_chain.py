"""Part 3.4a.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, derivation, example, law

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@derivation(
    "3.4a.2",
    points=4,
    lines={"L_k": 2.0, "log_mean_of_average": 1.0, "log_mean_of_one": 1.0, "log_px": 1.0},
    key="L_k",
    en=r"""
    Show link by link that $\mathcal{L}_k$ never exceeds $\log p(x)$. For one example with a finite latent
    space draw $z_1, \dots, z_k$ independently from $q$, so that a state may occur more than once, and return
    four single numbers:

    - `L_k`: $\mathcal{L}_k = \mathbb{E} \left[ \log \frac{1}{k} \sum_{j=1}^k w_j \right]$, exactly, over all
      samples of $k$ states
    - `log_mean_of_average`: what Jensen's inequality makes of it
    - `log_mean_of_one`: the logarithm of the expectation of a single weight under $q$
    - `log_px`: $\log p(x)$, from `log_joint` alone

    `log_joint` and `log_q` have the shape `(K,)`, and $K^k$ is at most 300. $q$ sums to one and may miss
    states; log-joints may be near $-5000$, for all states or some, or `-inf` where $q > 0$, and then
    $\mathcal{L}_k$ is `-inf`.

    Example: joint $(0.1, 0.3)$, $q = (0.5, 0.5)$ and $k = 2$ give `-0.9882`, and `-0.9163` for the other
    three.
    """,
    fr=r"""
    Montrez maillon par maillon que $\mathcal{L}_k$ ne dépasse jamais $\log p(x)$. Pour un exemple à espace
    latent fini, tirez $z_1, \dots, z_k$ indépendamment selon $q$, de sorte qu'un état peut revenir plusieurs
    fois, et renvoyez quatre nombres :

    - `L_k` : $\mathcal{L}_k = \mathbb{E} \left[ \log \frac{1}{k} \sum_{j=1}^k w_j \right]$, exactement, sur
      tous les échantillons de $k$ états
    - `log_mean_of_average` : ce que l'inégalité de Jensen en fait
    - `log_mean_of_one` : le logarithme de l'espérance d'un seul poids sous $q$
    - `log_px` : $\log p(x)$, à partir de `log_joint` seul

    `log_joint` et `log_q` ont la forme `(K,)`, et $K^k$ vaut au plus 300. $q$ somme à un et peut manquer des
    états ; les log-jointes peuvent avoisiner $-5000$, pour tous les états ou certains, ou valoir `-inf` là où
    $q > 0$, et alors $\mathcal{L}_k$ vaut `-inf`.

    Exemple : la jointe $(0.1, 0.3)$, $q = (0.5, 0.5)$ et $k = 2$ donnent `-0.9882`, puis `-0.9163` pour les
    trois autres.
    """,
)
def importance_weighted_chain(
    log_joint: Float[Array, " K"], log_q: Float[Array, " K"], k: int
) -> dict[str, float]:
    """The exact bound with k samples and the links up to the log-marginal, single numbers in nats."""
    raise NotImplementedError


@example(importance_weighted_chain, digits=4)
def two_samples_of_two_states() -> tuple[dict[str, Any], Any]:
    links = dict.fromkeys(("log_mean_of_average", "log_mean_of_one", "log_px"), -0.9163)
    return {"log_joint": np.log([0.1, 0.3]), "log_q": np.log([0.5, 0.5]), "k": 2}, {"L_k": -0.9882, **links}


@law(
    importance_weighted_chain,
    en="No link of the chain goes down, not even when $q$ misses a state.",
    fr="Aucun maillon de la chaîne ne descend, même quand $q$ manque un état.",
)
def links_go_up(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_q = np.append(np.log(rng.dirichlet(np.ones(3))), -np.inf)
    lines = f(rng.normal(size=4), log_q, 2)
    links = np.stack([lines[name] for name in ("L_k", "log_mean_of_average", "log_mean_of_one", "log_px")])
    return links, np.maximum.accumulate(np.nan_to_num(links))


@law(
    importance_weighted_chain,
    en=r"Multiplying $p(x, z)$ by $e^c$ adds $c$ to every line.",
    fr=r"Multiplier $p(x, z)$ par $e^c$ ajoute $c$ à chaque ligne.",
)
def chain_is_scaled(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_joint, log_q = rng.normal(size=3), np.log(rng.dirichlet(np.ones(3)))
    before, after = f(log_joint, log_q, 3), f(log_joint - 5.0, log_q, 3)
    names = ("L_k", "log_mean_of_average", "log_mean_of_one", "log_px")
    moved = {name: np.reshape(before[name], ()) - 5.0 for name in names}
    return {name: after[name] for name in names}, moved
