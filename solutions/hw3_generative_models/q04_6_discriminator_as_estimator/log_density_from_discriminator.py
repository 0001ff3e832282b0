"""Hidden twin of part 4.6b.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models.q04_6_discriminator_as_estimator import (
    log_density_from_discriminator as q,
)
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw3_generative_models.q04_adversarial_networks import naive_sigmoid


@reference(q.log_density_from_discriminator)
def add_log_odds(log_f0: Any, logit: Any) -> Any:
    return log_f0 + logit


@cases(q.log_density_from_discriminator, count=3)
def ordinary_points(rng: Rng) -> dict[str, Any]:
    return {"log_f0": rng.normal(-2.0, 1.0, size=6), "logit": rng.normal(0.0, 2.0, size=6)}


@cases(q.log_density_from_discriminator)
def one_point(rng: Rng) -> dict[str, Any]:
    return {"log_f0": rng.normal(-2.0, 1.0, size=1), "logit": rng.uniform(1.0, 3.0, size=1)}


@cases(q.log_density_from_discriminator, edge=True)
def certain_discriminator(rng: Rng) -> dict[str, Any]:
    logit = np.array([800.0, -800.0, 2.0]) + rng.normal(size=3)
    return {"log_f0": np.array([-3.0, -900.0, 0.0]), "logit": logit}


@cases(q.log_density_from_discriminator, edge=True)
def far_in_the_tail(rng: Rng) -> dict[str, Any]:
    return {"log_f0": np.array([-1e5, -5.0]), "logit": np.array([40.0, -60.0]) + rng.normal(size=2)}


@mistake(
    q.log_density_from_discriminator,
    en="For large logits a probability is rounded to 0 or 1 on the way: can you do without it?",
    fr=r"""
    Pour de grands logits, une probabilité est arrondie à 0 ou 1 en chemin : pouvez-vous vous en passer ?
    """,
)
def through_probabilities(log_f0: Any, logit: Any) -> Any:
    d = naive_sigmoid(logit)
    return log_f0 + np.log(d / (1 - d))


@mistake(
    q.log_density_from_discriminator,
    en="Through densities both ways: for values far in the tail, what is left of the density itself?",
    fr="Par les densités elles-mêmes : très loin dans la queue, que reste-t-il de la densité ?",
)
def through_densities(log_f0: Any, logit: Any) -> Any:
    return np.log(np.exp(log_f0) * np.exp(logit))


@mistake(
    q.log_density_from_discriminator,
    en="Where the discriminator is nearly sure of real samples, which of the two densities is the larger?",
    fr=r"""
    Là où le discriminateur est presque sûr d'un échantillon réel, laquelle des deux densités est la plus
    grande ?
    """,
)
def inverse_ratio(log_f0: Any, logit: Any) -> Any:
    return log_f0 - logit


@mistake(
    q.log_density_from_discriminator,
    en="A probability is not a ratio of densities: can your factor ever exceed one?",
    fr="Une probabilité n'est pas un rapport de densités : votre facteur peut-il dépasser un ?",
)
def probability_for_odds(log_f0: Any, logit: Any) -> Any:
    return log_f0 - np.logaddexp(0.0, -logit)


@mistake(
    q.log_density_from_discriminator,
    en="The known density enters twice. The raised 2 on the sheet marks a footnote.",
    fr="La densité connue intervient deux fois. Le petit 2 sur la feuille est un appel de note.",
)
def footnote_as_square(log_f0: Any, logit: Any) -> Any:
    return 2 * log_f0 + logit


@alternative(q.log_density_from_discriminator)
def difference_of_log_sigmoids(log_f0: Any, logit: Any) -> Any:
    return log_f0 - np.logaddexp(0.0, -logit) + np.logaddexp(0.0, logit)


@alternative(q.log_density_from_discriminator)
def torch_sum(log_f0: Any, logit: Any) -> Any:
    import torch

    return torch.tensor(log_f0, dtype=torch.float64) + torch.tensor(logit, dtype=torch.float64)


@alternative(q.log_density_from_discriminator)
def point_by_point(log_f0: Any, logit: Any) -> Any:
    return [a + b for a, b in zip(log_f0, logit, strict=True)]
