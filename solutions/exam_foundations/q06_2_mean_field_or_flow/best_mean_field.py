"""Hidden twin of part 6.2.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations.q06_2_mean_field_or_flow import best_mean_field as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference


def draw_covariance(rng: Rng, D: int) -> Any:
    factor = rng.normal(size=(D, D))
    return factor @ factor.T + 0.2 * np.eye(D)


def correlation_matrix(rho: float) -> Any:
    return np.array([[1.0, rho], [rho, 1.0]])


def _divergence(mean: Any, variance: Any, mu: Any, Sigma: Any) -> Any:
    """KL of the factorised Gaussian from N(mu, Sigma)."""
    precision, centred = np.linalg.inv(Sigma), np.asarray(mean) - mu
    spread = np.sum(np.diag(precision) * variance) + centred @ precision @ centred - len(mu)
    return 0.5 * (spread + np.linalg.slogdet(Sigma)[1] - np.sum(np.log(variance)))


@reference(q.best_mean_field)
def mean_field(mu: Any, Sigma: Any) -> dict[str, Any]:
    precisions = np.diag(np.linalg.inv(Sigma))
    gap = 0.5 * (np.sum(np.log(precisions)) + np.linalg.slogdet(Sigma)[1])
    return {"mean": mu.copy(), "variance": 1 / precisions, "gap": gap}


@follows(q.best_mean_field, "gap")
def divergence_of_own_variance(lines: Any, mu: Any, Sigma: Any) -> Any:
    return _divergence(mu, np.reshape(lines["variance"], len(mu)), mu, Sigma)


@cases(q.best_mean_field, count=3)
def correlated_posterior(rng: Rng) -> dict[str, Any]:
    D = int(rng.integers(3, 6))
    return {"mu": rng.normal(size=D), "Sigma": draw_covariance(rng, D)}


@cases(q.best_mean_field)
def strongly_correlated(rng: Rng) -> dict[str, Any]:
    return {"mu": rng.normal(size=2), "Sigma": correlation_matrix(float(rng.choice([-0.999, 0.999])))}


@cases(q.best_mean_field)
def single_variable(rng: Rng) -> dict[str, Any]:
    return {"mu": rng.normal(size=1), "Sigma": rng.uniform(2.0, 4.0, size=(1, 1))}


@cases(q.best_mean_field)
def different_scales(rng: Rng) -> dict[str, Any]:
    return {"mu": rng.normal(size=2), "Sigma": np.array([[1e-4, 5e-3], [5e-3, 1.0]])}


@mistake(
    q.best_mean_field,
    en="These variances minimise the divergence in the other direction. Which of the two is in the gap?",
    fr="Ces variances minimisent la divergence dans l'autre sens. Laquelle des deux est dans l'écart ?",
)
def marginal_variances(mu: Any, Sigma: Any) -> dict[str, Any]:
    variance = np.diag(Sigma).copy()
    return {"mean": mu, "variance": variance, "gap": _divergence(mu, variance, mu, Sigma)}


@mistake(
    q.best_mean_field,
    en="Check a diagonal covariance: mean field is exact then. Are your values variances or their inverses?",
    fr=r"""
    Essayez une covariance diagonale : le champ moyen est alors exact. Vos valeurs sont-elles des variances
    ou leurs inverses ?
    """,
)
def precisions_returned(mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = mean_field(mu, Sigma)
    return {**lines, "variance": 1 / lines["variance"]}


@mistake(
    q.best_mean_field,
    en="Measure the latent variables in another unit: yours grow like standard deviations.",
    fr="Mesurez les variables latentes dans une autre unité : les vôtres croissent comme des écarts-types.",
)
def standard_deviations(mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = mean_field(mu, Sigma)
    return {**lines, "variance": np.sqrt(lines["variance"])}


@mistake(
    q.best_mean_field,
    en="The gap is a divergence: can it be negative?",
    fr="L'écart est une divergence : peut-il être négatif ?",
)
def gap_below_zero(mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = mean_field(mu, Sigma)
    return {**lines, "gap": -lines["gap"]}


@mistake(
    q.best_mean_field,
    en="Your gap has lost a factor that stands in front of every term of a Gaussian log-density.",
    fr="Votre écart a perdu un facteur qui précède chaque terme d'une log-densité gaussienne.",
)
def factor_forgotten(mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = mean_field(mu, Sigma)
    return {**lines, "gap": 2 * lines["gap"]}


@mistake(
    q.best_mean_field,
    en="A factorised density cannot be exact when the latent variables are correlated.",
    fr="Une densité factorisée ne peut être exacte quand les variables latentes sont corrélées.",
)
def gap_denied(mu: Any, Sigma: Any) -> dict[str, Any]:
    return {**mean_field(mu, Sigma), "gap": 0.0}


@alternative(q.best_mean_field)
def conditional_variances(mu: Any, Sigma: Any) -> dict[str, Any]:
    variance = []
    for j in range(len(mu)):
        rest = [k for k in range(len(mu)) if k != j]
        explained = Sigma[j, rest] @ np.linalg.solve(Sigma[np.ix_(rest, rest)], Sigma[rest, j]) if rest else 0
        variance.append(Sigma[j, j] - explained)
    return {"mean": mu, "variance": variance, "gap": _divergence(mu, np.array(variance), mu, Sigma)}


@alternative(q.best_mean_field)
def mean_field_with_torch(mu: Any, Sigma: Any) -> dict[str, Any]:
    import torch
    from torch.distributions import MultivariateNormal, kl_divergence

    mean, cov = torch.tensor(mu), torch.tensor(Sigma)
    variance = 1 / torch.cholesky_inverse(torch.linalg.cholesky(cov)).diagonal()
    gap = kl_divergence(MultivariateNormal(mean, torch.diag(variance)), MultivariateNormal(mean, cov))
    return {"mean": mean, "variance": variance, "gap": gap}
