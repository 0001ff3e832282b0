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


@cases(q.tight_log_q, edge=True)
def examples_of_unequal_size(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(size=(3, 4)) + np.array([[0.0], [-5000.0], [-900.0]])}


@cases(q.tight_log_q, edge=True)
def states_of_unequal_size(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(size=(2, 3)) + np.array([-5000.0, 0.0, -5000.0])}


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


@mistake(
    q.tight_log_q,
    en="You take the same number out of all examples: what is left of one whose joints are far smaller?",
    fr=r"""
    Vous sortez le même nombre de tous les exemples : que reste-t-il de celui dont les conjointes sont bien
    plus petites ?
    """,
)
def one_number_for_all_examples(log_joint: Any) -> Any:
    return rows_underflow.function(log_joint - log_joint.max())


@mistake(
    q.tight_log_q,
    en="How far may a state rise above the number that you take out of its row, the mean for instance?",
    fr="De combien un état peut-il dépasser le nombre que vous sortez de sa ligne, la moyenne par exemple ?",
)
def mean_taken_out(log_joint: Any) -> Any:
    shifted = log_joint - log_joint.mean(axis=1, keepdims=True, where=log_joint > -np.inf)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@mistake(
    q.tight_log_q,
    en="A tiny probability underflows to 0 before you take its logarithm: its state is not impossible.",
    fr="Une probabilité minuscule tombe à 0 avant que vous preniez son logarithme : l'état reste possible.",
)
def logarithm_after_softmax(log_joint: Any) -> Any:
    return rows_underflow.function(log_joint - log_joint.max(axis=1, keepdims=True))


@mistake(
    q.tight_log_q,
    en=r"""
    Infinite for examples whose joints are far smaller than those of another: what do you take out of each?
    """,
    fr="Infini pour les exemples dont les conjointes sont bien plus petites que celles d'un autre : que "
    "sortez-vous de chacun ?",
)
def one_number_in_logarithms(log_joint: Any) -> Any:
    shifted = log_joint - log_joint.max()
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@mistake(
    q.tight_log_q,
    en="A small number inside the logarithm makes an impossible state possible.",
    fr="Un petit nombre dans le logarithme rend possible un état impossible.",
)
def small_number_in_log(log_joint: Any) -> Any:
    return np.log(np.exp(posterior(log_joint)) + 1e-12)


@alternative(q.tight_log_q)
def softmax_with_torch(log_joint: Any) -> Any:
    import torch

    return torch.log_softmax(torch.tensor(log_joint), 1)


@alternative(q.tight_log_q)
def largest_taken_out(log_joint: Any) -> Any:
    shifted = log_joint - log_joint.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
