"""Hidden twin of part 4.6a.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models.q04_6_discriminator_as_estimator import jensen_shannon_from_logits as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference
from solutions.hw3_generative_models.q04_adversarial_networks import log_sigmoid, naive_sigmoid


@reference(q.jensen_shannon_from_logits)
def divergence_from_logits(logits_1: Any, logits_0: Any) -> Any:
    return np.log(2.0) - 0.5 * (_mean_softplus(-logits_1) + _mean_softplus(logits_0))


def _mean_softplus(values: Any) -> Any:
    return np.mean(np.maximum(values, 0.0) + np.log1p(np.exp(-np.abs(values))))


@cases(q.jensen_shannon_from_logits, count=2)
def unequal_samples(rng: Rng) -> dict[str, Any]:
    return {"logits_1": rng.normal(1.5, 1.0, size=7), "logits_0": rng.normal(-1.0, 1.0, size=4)}


@cases(q.jensen_shannon_from_logits)
def misled_discriminator(rng: Rng) -> dict[str, Any]:
    return {"logits_1": rng.normal(-2.0, 1.0, size=3), "logits_0": rng.normal(2.5, 1.0, size=5)}


@cases(q.jensen_shannon_from_logits)
def one_sample_each(rng: Rng) -> dict[str, Any]:
    return {"logits_1": rng.normal(size=1), "logits_0": rng.normal(size=1)}


@cases(q.jensen_shannon_from_logits)
def never_decides(rng: Rng) -> dict[str, Any]:
    return {"logits_1": np.zeros(3), "logits_0": np.zeros(2)}


@cases(q.jensen_shannon_from_logits, edge=True)
def separated(rng: Rng) -> dict[str, Any]:
    return {"logits_1": np.array([800.0, 1e4]), "logits_0": np.array([-900.0]) - rng.uniform()}


@cases(q.jensen_shannon_from_logits, edge=True)
def wrongly_separated(rng: Rng) -> dict[str, Any]:
    return {"logits_1": np.array([-800.0]) - rng.uniform(), "logits_0": np.array([700.0, 1e4])}


@mistake(
    q.jensen_shannon_from_logits,
    en=r"""
    Try two samples that are perfectly told apart: is your value the largest that the divergence can take?
    """,
    fr=r"""
    Essayez deux échantillons parfaitement séparés : votre valeur est-elle la plus grande que prenne la
    divergence ?
    """,
)
def value_not_halved(logits_1: Any, logits_0: Any) -> Any:
    return 2 * divergence_from_logits(logits_1, logits_0) - np.log(2.0)


@mistake(
    q.jensen_shannon_from_logits,
    en="Try a discriminator that never decides: what should the divergence be? A constant is missing.",
    fr=r"""
    Essayez un discriminateur qui ne tranche jamais : que doit valoir la divergence ? Il manque une constante.
    """,
)
def constant_missing(logits_1: Any, logits_0: Any) -> Any:
    return divergence_from_logits(logits_1, logits_0) - np.log(2.0)


@mistake(
    q.jensen_shannon_from_logits,
    en="Try a discriminator that never decides: your divergence is not zero. Was everything divided alike?",
    fr=r"""
    Essayez un discriminateur qui ne tranche jamais : votre divergence n'est pas nulle. A-t-on tout divisé
    de même ?
    """,
)
def constant_not_halved(logits_1: Any, logits_0: Any) -> Any:
    return divergence_from_logits(logits_1, logits_0) + np.log(2.0)


@mistake(
    q.jensen_shannon_from_logits,
    en="Your value would be right if the two samples changed names: which one is labelled real?",
    fr=r"""
    Votre valeur serait juste si les deux échantillons échangeaient leurs noms : lequel porte l'étiquette
    réel ?
    """,
)
def labels_exchanged(logits_1: Any, logits_0: Any) -> Any:
    return divergence_from_logits(logits_0, logits_1)


@mistake(
    q.jensen_shannon_from_logits,
    en="Infinite or NaN for large logits: take the logarithm of the sigmoid in one step.",
    fr="Infini ou NaN pour de grands logits : prenez le logarithme de la sigmoïde en une seule étape.",
)
def unstable_logarithm(logits_1: Any, logits_0: Any) -> Any:
    real, fake = np.log(naive_sigmoid(logits_1)), np.log(1 - naive_sigmoid(logits_0))
    return np.log(2.0) + 0.5 * np.mean(real) + 0.5 * np.mean(fake)


@mistake(
    q.jensen_shannon_from_logits,
    en=r"""
    You pooled the samples: double one of the two and the weight of its expectation should stay the same.
    """,
    fr=r"""
    Vous avez réuni les échantillons : doublez l'un des deux, le poids de son espérance ne doit pas changer.
    """,
)
def pooled_mean(logits_1: Any, logits_0: Any) -> Any:
    losses = np.concatenate([np.logaddexp(0.0, -logits_1), np.logaddexp(0.0, logits_0)])
    return np.log(2.0) - np.mean(losses)


@mistake(
    q.jensen_shannon_from_logits,
    en="Below zero your estimate is cut off; the statement says what to return when a discriminator is poor.",
    fr=r"""
    Votre estimation est tronquée sous zéro ; l'énoncé dit que renvoyer quand un discriminateur est mauvais.
    """,
)
def clipped_at_zero(logits_1: Any, logits_0: Any) -> Any:
    return max(divergence_from_logits(logits_1, logits_0), 0.0)


@mistake(
    q.jensen_shannon_from_logits,
    en="Put every sample twice in the batch: an estimate of an expectation should stay the same.",
    fr="Mettez chaque échantillon deux fois dans le lot : l'estimation d'une espérance ne doit pas changer.",
)
def sums_for_means(logits_1: Any, logits_0: Any) -> Any:
    return np.log(2.0) - 0.5 * (np.logaddexp(0.0, -logits_1).sum() + np.logaddexp(0.0, logits_0).sum())


@alternative(q.jensen_shannon_from_logits)
def from_cross_entropies(logits_1: Any, logits_0: Any) -> Any:
    import torch

    real, fake = (torch.tensor(logits, dtype=torch.float64) for logits in (logits_1, logits_0))
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    total = loss(real, torch.ones_like(real)) + loss(fake, torch.zeros_like(fake))
    return torch.log(torch.tensor(2.0, dtype=torch.float64)) - 0.5 * total


@alternative(q.jensen_shannon_from_logits)
def expectations_added_as_logarithms(logits_1: Any, logits_0: Any) -> Any:
    value = -np.mean(np.logaddexp(0.0, -logits_1)) - np.mean(np.logaddexp(0.0, logits_0))
    return np.log(2.0) + 0.5 * value


@baseline(q.jensen_shannon_from_logits)
def sample_by_sample(logits_1: Any, logits_0: Any) -> Any:
    real = sum(np.log(2.0) + log_sigmoid(value) for value in logits_1) / len(logits_1)
    fake = sum(np.log(2.0) + log_sigmoid(-value) for value in logits_0) / len(logits_0)
    return (real + fake) / 2
