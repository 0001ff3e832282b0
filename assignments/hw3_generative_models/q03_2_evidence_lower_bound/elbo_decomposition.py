"""Part 3.2a.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw3_generative_models.q03_2_evidence_lower_bound import list_lines
from autograder.question import Function, Rng, derivation, example, law

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@derivation(
    "3.2a.1",
    points=2.5,
    lines=["kl_definition", "kl_bayes", "neg_elbo", "constant", "log_px"],
    key="kl_bayes",
    en=r"""
    Expand $\mathrm{KL}(q(z \mid x) \,\|\, p(z \mid x))$ until $\log p(x)$ stands alone, and return the value
    of each line for each example, shape `(batch,)`:

    - `kl_definition`: the divergence by its definition, from `log_q` and `log_posterior`
    - `kl_bayes`: the same sum after the rule of Bayes, from `log_q`, `log_px` and `log_joint`
    - `neg_elbo`: the terms of `kl_bayes` without $\log p(x)$
    - `constant`: the terms of `kl_bayes` with $\log p(x)$
    - `log_px`: what the identity gives for $\log p(x)$, from `kl_definition` and `neg_elbo`

    Evaluate each line literally, from the arrays that it names. They need not fit together, and $q$ need not
    sum to one: then the lines differ, and the check can tell which one is wrong.

    Example: `log_px = [-1]`, `log_joint = [[-2, -3]]`, `log_posterior = [[-0.5, -1.5]]` and `log_q` of
    $(0.4, 0.6)$ give `0.4270`, `0.9270`, `1.9270`, `-1.0000`, `-1.5000`.
    """,
    fr=r"""
    Développez $\mathrm{KL}(q(z \mid x) \,\|\, p(z \mid x))$ jusqu'à isoler $\log p(x)$, et renvoyez la
    valeur de chaque ligne pour chaque exemple, de forme `(batch,)` :

    - `kl_definition` : la divergence par sa définition, à partir de `log_q` et `log_posterior`
    - `kl_bayes` : la même somme après la règle de Bayes, à partir de `log_q`, `log_px` et `log_joint`
    - `neg_elbo` : les termes de `kl_bayes` sans $\log p(x)$
    - `constant` : les termes de `kl_bayes` avec $\log p(x)$
    - `log_px` : ce que l'identité donne pour $\log p(x)$, à partir de `kl_definition` et `neg_elbo`

    Évaluez chaque ligne littéralement, avec les tableaux qu'elle nomme. Ceux-ci ne sont pas forcément
    cohérents, et $q$ ne somme pas forcément à un : les lignes diffèrent alors, et la vérification peut dire
    laquelle est fausse.

    Exemple : `log_px = [-1]`, `log_joint = [[-2, -3]]`, `log_posterior = [[-0.5, -1.5]]` et `log_q` de
    $(0.4, 0.6)$ donnent `0.4270`, `0.9270`, `1.9270`, `-1.0000`, `-1.5000`.
    """,
)
def elbo_decomposition(
    log_px: Float[Array, " batch"],
    log_joint: Float[Array, "batch K"],
    log_posterior: Float[Array, "batch K"],
    log_q: Float[Array, "batch K"],
) -> dict[str, Float[Array, " batch"]]:
    """The five lines of the decomposition, one value for each example, in nats."""
    raise NotImplementedError


@example(elbo_decomposition, digits=4)
def inconsistent_arrays() -> tuple[dict[str, Any], Any]:
    log_joint, log_posterior = np.array([[-2.0, -3.0]]), np.array([[-0.5, -1.5]])
    given = {"log_px": np.array([-1.0]), "log_q": np.log([[0.4, 0.6]])}
    terms = list_lines(kl_definition=0.4270, kl_bayes=0.9270, neg_elbo=1.9270, constant=-1.0, log_px=-1.5)
    return {"log_joint": log_joint, "log_posterior": log_posterior, **given}, terms


@law(
    elbo_decomposition,
    en=r"On a consistent model the last line is $\log p(x)$, whatever $q$ is.",
    fr=r"Sur un modèle cohérent, la dernière ligne est $\log p(x)$, quel que soit $q$.",
)
def identity(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_joint, log_q = rng.normal(size=(4, 3)), np.log(rng.dirichlet(np.ones(3), size=4))
    log_px = np.logaddexp.reduce(log_joint, axis=1)
    return f(log_px, log_joint, log_joint - log_px[:, None], log_q)["log_px"], log_px


@law(
    elbo_decomposition,
    en="The two terms add up to the line before them, even on arrays that do not fit together.",
    fr="Les deux termes ont pour somme la ligne qui les précède, même sur des tableaux incohérents.",
)
def terms_add_up(f: Function, rng: Rng) -> tuple[Any, Any]:
    lines = f(rng.normal(size=4), *rng.normal(size=(3, 4, 3)))
    return np.add(lines["neg_elbo"], lines["constant"]), lines["kl_bayes"]
