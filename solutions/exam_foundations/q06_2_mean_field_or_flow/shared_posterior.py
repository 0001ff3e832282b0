"""Hidden twin of part 6.2.4."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations.q06_2_mean_field_or_flow import shared_posterior as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference


@reference(q.shared_posterior)
def geometric_mean(mu: Any, variances: Any) -> dict[str, Any]:
    precisions = 1 / variances
    shared = precisions.mean(axis=0)
    mean = (precisions * mu).mean(axis=0) / shared
    return {"mean": mean, "variance": 1 / shared, "gap": _mean_gap(mean, 1 / shared, mu, variances)}


def _mean_gap(mean: Any, variance: Any, mu: Any, variances: Any) -> Any:
    ratio = variance / variances
    return np.mean(np.sum(0.5 * (ratio - 1 - np.log(ratio) + (mean - mu) ** 2 / variances), axis=1))


@follows(q.shared_posterior, "gap")
def gap_of_own_posterior(lines: Any, mu: Any, variances: Any) -> Any:
    mean, variance = (np.reshape(lines[name], mu.shape[1]) for name in ("mean", "variance"))
    return _mean_gap(mean, variance, mu, variances)


@cases(q.shared_posterior, count=4)
def different_posteriors(rng: Rng) -> dict[str, Any]:
    shape = int(rng.integers(3, 6)), int(rng.integers(2, 4))
    return {"mu": rng.normal(size=shape), "variances": rng.uniform(0.2, 3.0, size=shape)}


@cases(q.shared_posterior)
def single_example(rng: Rng) -> dict[str, Any]:
    return {"mu": rng.normal(size=(1, 3)), "variances": rng.uniform(0.2, 3.0, size=(1, 3))}


@cases(q.shared_posterior)
def equal_variances_far_apart(rng: Rng) -> dict[str, Any]:
    return {"mu": np.array([[-20.0], [20.0]]) + rng.normal(), "variances": np.full((2, 1), 2.0)}


@mistake(
    q.shared_posterior,
    en=r"""
    Mean and variance of the mixture minimise the divergence in the other direction; here $q$ stands first.
    """,
    fr=r"""
    Moyenne et variance du mélange minimisent la divergence dans l'autre sens ; ici $q$ vient en premier.
    """,
)
def moments_of_mixture(mu: Any, variances: Any) -> dict[str, Any]:
    mean, variance = mu.mean(axis=0), variances.mean(axis=0) + mu.var(axis=0)
    return {"mean": mean, "variance": variance, "gap": _mean_gap(mean, variance, mu, variances)}


@mistake(
    q.shared_posterior,
    en="Should a posterior that is very wide pull at the common mean as hard as a narrow one?",
    fr="Un postérieur très large doit-il tirer sur la moyenne commune aussi fort qu'un étroit ?",
)
def plain_mean(mu: Any, variances: Any) -> dict[str, Any]:
    lines, mean = geometric_mean(mu, variances), mu.mean(axis=0)
    return {**lines, "mean": mean, "gap": _mean_gap(mean, lines["variance"], mu, variances)}


@mistake(
    q.shared_posterior,
    en="You average the variances. In which quantity is the divergence from the examples linear?",
    fr="Vous moyennez les variances. En quelle quantité la divergence aux exemples est-elle linéaire ?",
)
def mean_of_variances(mu: Any, variances: Any) -> dict[str, Any]:
    lines, variance = geometric_mean(mu, variances), variances.mean(axis=0)
    return {**lines, "variance": variance, "gap": _mean_gap(lines["mean"], variance, mu, variances)}


@mistake(
    q.shared_posterior,
    en="Your $q$ gets narrower with every example, as if all the data came from one $z$: give them twice.",
    fr=r"""
    Votre $q$ se resserre à chaque exemple, comme si toutes les données venaient d'un seul $z$ : donnez-les
    deux fois.
    """,
)
def product_of_posteriors(mu: Any, variances: Any) -> dict[str, Any]:
    lines = geometric_mean(mu, variances)
    variance = lines["variance"] / len(mu)
    return {**lines, "variance": variance, "gap": _mean_gap(lines["mean"], variance, mu, variances)}


@mistake(
    q.shared_posterior,
    en="Your gap grows when every example is given twice: a mean over the examples is asked.",
    fr=r"""
    Votre écart croît quand chaque exemple est donné deux fois : on demande une moyenne sur les exemples.
    """,
)
def gap_summed(mu: Any, variances: Any) -> dict[str, Any]:
    lines = geometric_mean(mu, variances)
    return {**lines, "gap": len(mu) * lines["gap"]}


@mistake(
    q.shared_posterior,
    en="No gap: can one Gaussian be the posterior of examples whose posteriors differ?",
    fr=r"""
    Aucun écart : une seule gaussienne peut-elle être le postérieur d'exemples dont les postérieurs
    diffèrent ?
    """,
)
def no_gap_at_all(mu: Any, variances: Any) -> dict[str, Any]:
    return {**geometric_mean(mu, variances), "gap": 0.0}


@alternative(q.shared_posterior)
def normaliser_of_geometric_mean(mu: Any, variances: Any) -> dict[str, Any]:
    a, b = np.mean(1 / variances, axis=0), np.mean(mu / variances, axis=0)
    c = np.mean(mu**2 / variances + np.log(variances), axis=0)
    return {"mean": b / a, "variance": 1 / a, "gap": 0.5 * np.sum(c - b**2 / a + np.log(a))}


@alternative(q.shared_posterior)
def shared_posterior_by_newton(mu: Any, variances: Any) -> dict[str, Any]:
    """A numerical minimum, as a student may find it who does not solve the equations."""
    import torch

    means, targets = torch.tensor(mu), torch.tensor(variances)
    mean, log_variance = means.mean(0).requires_grad_(), targets.mean(0).log().requires_grad_()
    for _ in range(30):
        ratio = log_variance.exp() / targets
        gap = (0.5 * (ratio - 1 - ratio.log() + (mean - means) ** 2 / targets)).sum(1).mean()
        slopes = torch.autograd.grad(gap, (mean, log_variance))
        with torch.no_grad():
            mean -= slopes[0] / (1 / targets).mean(0)
            log_variance -= slopes[1] / (0.5 * ratio.mean(0))
    return {"mean": mean, "variance": log_variance.exp(), "gap": gap}
