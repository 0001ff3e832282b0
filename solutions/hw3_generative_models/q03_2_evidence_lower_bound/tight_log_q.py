"""Hidden twin of part 3.2b.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models.q03_2_evidence_lower_bound import tight_log_q as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.tight_log_q)
def posterior(log_joint: Any) -> Any:
    return log_joint - np.logaddexp.reduce(log_joint, axis=1, keepdims=True)


@cases(q.tight_log_q, count=3)
def ordinary_rows(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-2.0, 2.0, size=(rng.integers(1, 5), rng.integers(2, 6)))}


@cases(q.tight_log_q)
def impossible_state(rng: Rng) -> dict[str, Any]:
    return {"log_joint": np.array([[rng.normal(), -np.inf, rng.normal()]])}


@cases(q.tight_log_q)
def only_state(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(size=(2, 1))}


@cases(q.tight_log_q, edge=True)
def deep_rows(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-5000.0, 2.0, size=(2, 3))}


@mistake(
    q.tight_log_q,
    en="A uniform $q$ leaves a gap. What must the weights have in common for Jensen's inequality to be an "
    "equality?",
    fr="Un $q$ uniforme laisse un écart. Qu'est-ce que les poids doivent avoir en commun pour que "
    "l'inégalité de Jensen soit une égalité ?",
)
def uniform_q(log_joint: Any) -> Any:
    return np.full(log_joint.shape, -np.log(log_joint.shape[1]))


@mistake(
    q.tight_log_q,
    en="All the probability stands on the best state. Compute the gap: the other states are missing from it.",
    fr="Toute la probabilité est sur le meilleur état. Calculez l'écart : les autres états y manquent.",
)
def best_state_only(log_joint: Any) -> Any:
    return np.where(log_joint == log_joint.max(axis=1, keepdims=True), 0.0, -np.inf)


@mistake(
    q.tight_log_q,
    en="Do the probabilities of a row of yours sum to one?",
    fr="Les probabilités d'une de vos lignes somment-elles à un ?",
)
def not_normalised(log_joint: Any) -> Any:
    return log_joint.copy()


@mistake(
    q.tight_log_q,
    en="The rows sum to one, but over the batch: which axis holds the states?",
    fr="Les sommes font un, mais le long du lot : quel axe contient les états ?",
)
def normalised_over_batch(log_joint: Any) -> Any:
    return log_joint - np.logaddexp.reduce(log_joint, axis=0, keepdims=True)


@mistake(
    q.tight_log_q,
    en="Your $q$ is flatter than it should be: compare the ratio of two of its probabilities with that of "
    "their joints.",
    fr="Votre $q$ est plus plat qu'il ne devrait : comparez le rapport de deux de ses probabilités à "
    "celui de leurs jointes.",
)
def tempered(log_joint: Any) -> Any:
    return posterior(log_joint / 2)


@mistake(
    q.tight_log_q,
    en="These are probabilities; what is asked for are their logarithms.",
    fr="Ce sont des probabilités ; on demande leurs logarithmes.",
)
def probabilities(log_joint: Any) -> Any:
    return np.exp(posterior(log_joint))


@mistake(
    q.tight_log_q,
    en="NaN for very small joints: normalise before you exponentiate, or take the largest out first.",
    fr="NaN pour de très petites jointes : normalisez avant l'exponentielle, ou sortez d'abord la plus "
    "grande.",
)
def rows_underflow(log_joint: Any) -> Any:
    return np.log(np.exp(log_joint) / np.exp(log_joint).sum(axis=1, keepdims=True))


@alternative(q.tight_log_q)
def softmax_with_torch(log_joint: Any) -> Any:
    import torch

    return torch.log_softmax(torch.tensor(log_joint), 1)


@alternative(q.tight_log_q)
def shifted_softmax(log_joint: Any) -> Any:
    unnormalised = np.exp(log_joint - log_joint.max(axis=1, keepdims=True))
    return np.log(unnormalised / unnormalised.sum(axis=1, keepdims=True))
