"""Part 3.2b.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, example, law, part

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@part(
    "3.2b.2",
    points=1.5,
    en=r"""
    Find the $q$ for which the evidence lower bound (ELBO) is tight: given `log_joint`, return
    $\log q(z \mid x)$ of the same shape, such that ELBO and $\log p(x)$ are equal. Each row of $q$ sums to
    one. Log-joints may be near $-5000$, for all states or some, and `-inf` for states that are impossible,
    but at least one state of each row is possible.

    Example: with a single state the answer is `[[0.0]]`, whatever `log_joint` is.
    """,
    fr=r"""
    Trouvez le $q$ pour lequel la borne inférieure de l'évidence (ELBO) est atteinte : étant donné
    `log_joint`, renvoyez $\log q(z \mid x)$, de même forme, tel que l'ELBO et $\log p(x)$ soient égaux.
    Chaque ligne de $q$ somme à un. Les log-jointes peuvent avoisiner $-5000$, pour tous les états ou
    certains, et valoir `-inf` pour des états impossibles, mais chaque ligne a au moins un état possible.

    Exemple : avec un seul état, la réponse est `[[0.0]]`, quel que soit `log_joint`.
    """,
)
def tight_log_q(log_joint: Float[Array, "batch K"]) -> Float[Array, "batch K"]:
    """Log-probabilities of the q that leaves no gap, one row for each example, in nats."""
    raise NotImplementedError


@example(tight_log_q)
def single_state() -> tuple[dict[str, Any], Any]:
    return {"log_joint": np.array([[-2.0]])}, np.array([[0.0]])


@law(tight_log_q, en="Each row of $q$ sums to one.", fr="Chaque ligne de $q$ somme à un.")
def rows_sum_to_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    return np.exp(f(rng.normal(size=(4, 3)))).sum(axis=1), np.ones(4)


@law(
    tight_log_q,
    en=r"The expectation of $\log w$ under your $q$ is $\log p(x)$.",
    fr=r"L'espérance de $\log w$ sous votre $q$ est $\log p(x)$.",
)
def no_gap(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_joint = rng.normal(size=(4, 3))
    log_q = np.asarray(f(log_joint))
    return np.sum(np.exp(log_q) * (log_joint - log_q), axis=1), np.logaddexp.reduce(log_joint, axis=1)
