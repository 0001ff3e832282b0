"""Hidden twin of question 5."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q05_optimal_discriminator as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.optimal_discriminator)
def sigmoid_of_log_ratio(log_f0: Any, log_f1: Any) -> Any:
    return np.exp(-np.logaddexp(0.0, log_f0 - log_f1))


@cases(q.optimal_discriminator, count=2)
def ordinary_densities(rng: Rng) -> dict[str, Any]:
    log_f0, log_f1 = rng.normal(-1.5, 1.5, size=(2, 6))
    return {"log_f0": log_f0, "log_f1": log_f1}


@cases(q.optimal_discriminator)
def one_point(rng: Rng) -> dict[str, Any]:
    log_f0 = rng.normal(-2.0, 1.0, size=1)
    return {"log_f0": log_f0, "log_f1": log_f0 + rng.uniform(0.7, 2.0)}


@cases(q.optimal_discriminator)
def equal_densities(rng: Rng) -> dict[str, Any]:
    log_f = rng.normal(-2.0, 1.0, size=3)
    return {"log_f0": log_f, "log_f1": log_f.copy()}


@cases(q.optimal_discriminator, edge=True)
def tiny_densities(rng: Rng) -> dict[str, Any]:
    return {"log_f0": rng.normal(-1e4, 1.5, size=4), "log_f1": rng.normal(-1e4, 1.5, size=4)}


@cases(q.optimal_discriminator, edge=True)
def huge_densities(rng: Rng) -> dict[str, Any]:
    return {"log_f0": rng.normal(900.0, 1.5, size=4), "log_f1": rng.normal(900.0, 1.5, size=4)}


@cases(q.optimal_discriminator, edge=True)
def nearly_sure(rng: Rng) -> dict[str, Any]:
    log_f0 = rng.normal(-1.0, 0.3, size=3)
    return {"log_f0": log_f0, "log_f1": log_f0 + np.array([-41.0, 60.0, -38.0]) + rng.uniform(size=3)}


@cases(q.optimal_discriminator, edge=True)
def quite_sure(rng: Rng) -> dict[str, Any]:
    return {"log_f0": np.array([0.0, -2000.0]), "log_f1": np.array([-1500.0, rng.uniform(-3.0, 0.0)])}


@cases(q.optimal_discriminator, edge=True)
def tiny_beside_huge(rng: Rng) -> dict[str, Any]:
    level = np.array([-1e4, 900.0, 0.0])
    return {"log_f0": level + rng.normal(size=3), "log_f1": level + rng.normal(size=3)}


@mistake(
    q.optimal_discriminator,
    en="Your $D$ is large where $p_0$ has more mass. Of which distribution is it the probability?",
    fr="Votre $D$ est grand là où $p_0$ a plus de masse. De quelle loi est-il la probabilité ?",
)
def labels_exchanged(log_f0: Any, log_f1: Any) -> Any:
    return sigmoid_of_log_ratio(log_f1, log_f0)


@mistake(
    q.optimal_discriminator,
    en="Your values can exceed one: is this a probability, or something else that compares two densities?",
    fr=r"""
    Vos valeurs peuvent dépasser un : est-ce une probabilité, ou autre chose qui compare deux densités ?
    """,
)
def ratio_of_densities(log_f0: Any, log_f1: Any) -> Any:
    return np.exp(log_f1 - log_f0)


@mistake(
    q.optimal_discriminator,
    en=r"""
    NaN or zero over zero when both densities are tiny or huge: does the answer need the densities
    themselves, or only how they compare?
    """,
    fr=r"""
    NaN ou zéro sur zéro quand les deux densités sont minuscules ou énormes : la réponse a-t-elle besoin des
    densités elles-mêmes, ou seulement de leur comparaison ?
    """,
)
def through_densities(log_f0: Any, log_f1: Any) -> Any:
    return np.exp(log_f1) / (np.exp(log_f0) + np.exp(log_f1))


@mistake(
    q.optimal_discriminator,
    en="A tiny $D$ comes out as zero: what is left of it in a difference of two numbers near one?",
    fr="Un $D$ minuscule devient zéro : qu'en reste-t-il dans une différence de deux nombres proches de un ?",
)
def one_minus_the_other(log_f0: Any, log_f1: Any) -> Any:
    return 1 - 1 / (1 + np.exp(log_f1 - log_f0))


@mistake(
    q.optimal_discriminator,
    en="This is the logarithm of the probability; the probability itself is asked.",
    fr="C'est le logarithme de la probabilité ; on demande la probabilité elle-même.",
)
def log_of_probability(log_f0: Any, log_f1: Any) -> Any:
    return -np.logaddexp(0.0, log_f0 - log_f1)


@mistake(
    q.optimal_discriminator,
    en="This is the logit of the discriminator: values below zero are no probabilities.",
    fr="C'est le logit du discriminateur : des valeurs au-dessous de zéro ne sont pas des probabilités.",
)
def logit_for_probability(log_f0: Any, log_f1: Any) -> Any:
    return log_f1 - log_f0


@mistake(
    q.optimal_discriminator,
    en=r"""
    You put the difference of the densities into a sigmoid. Multiply both densities by ten: should the answer
    change?
    """,
    fr=r"""
    Vous mettez la différence des densités dans une sigmoïde. Multipliez les deux densités par dix : la
    réponse doit-elle changer ?
    """,
)
def difference_of_densities(log_f0: Any, log_f1: Any) -> Any:
    return 1 / (1 + np.exp(np.exp(log_f0) - np.exp(log_f1)))


@mistake(
    q.optimal_discriminator,
    en="You took a quotient of log-densities. Multiply both densities by ten: should the answer change?",
    fr=r"""
    Vous avez pris un quotient de log-densités. Multipliez les deux densités par dix : la réponse doit-elle
    changer ?
    """,
)
def quotient_of_logarithms(log_f0: Any, log_f1: Any) -> Any:
    return log_f1 / (log_f0 + log_f1)


@mistake(
    q.optimal_discriminator,
    en=r"""
    You take the same factor out of the densities of all points: what is left of a point that is tiny beside
    another one?
    """,
    fr=r"""
    Vous sortez le même facteur des densités de tous les points : que reste-t-il d'un point minuscule à côté
    d'un autre ?
    """,
)
def one_factor_for_all_points(log_f0: Any, log_f1: Any) -> Any:
    top = max(log_f0.max(), log_f1.max())
    return through_densities.function(log_f0 - top, log_f1 - top)


@alternative(q.optimal_discriminator)
def plain_sigmoid(log_f0: Any, log_f1: Any) -> Any:
    return 1 / (1 + np.exp(log_f0 - log_f1))


@alternative(q.optimal_discriminator)
def torch_sigmoid(log_f0: Any, log_f1: Any) -> Any:
    import torch

    return torch.sigmoid(torch.tensor(log_f1 - log_f0, dtype=torch.float64))


@alternative(q.optimal_discriminator)
def larger_density_taken_out(log_f0: Any, log_f1: Any) -> Any:
    top = np.maximum(log_f0, log_f1)
    zero, one = np.exp(log_f0 - top), np.exp(log_f1 - top)
    return one / (zero + one)


@alternative(q.optimal_discriminator)
def softmax_of_two(log_f0: Any, log_f1: Any) -> Any:
    import torch

    return torch.softmax(torch.tensor(np.stack([log_f0, log_f1]), dtype=torch.float64), dim=0)[1]
