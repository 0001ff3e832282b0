"""Hidden twin of part 6.2.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations.q06_2_mean_field_or_flow import exact_autoregressive_step as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.exam_foundations.q06_2_mean_field_or_flow.best_mean_field import (
    correlation_matrix,
    draw_covariance,
)


@reference(q.exact_autoregressive_step)
def cholesky_step(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    factor = np.linalg.cholesky(Sigma)
    log_base = -0.5 * np.sum(eps**2, axis=1) - 0.5 * len(mu) * np.log(2 * np.pi)
    return {"z": mu + eps @ factor.T, "log_q": log_base - np.sum(np.log(np.diag(factor)))}


def _draw_noise(rng: Rng, n: int, D: int) -> dict[str, Any]:
    return {"eps": rng.normal(size=(n, D)), "mu": rng.normal(size=D), "Sigma": draw_covariance(rng, D)}


@cases(q.exact_autoregressive_step, count=2)
def noise_and_posterior(rng: Rng) -> dict[str, Any]:
    return _draw_noise(rng, int(rng.integers(4, 7)), int(rng.integers(3, 5)))


@cases(q.exact_autoregressive_step)
def single_noise(rng: Rng) -> dict[str, Any]:
    return _draw_noise(rng, 1, 2)


@cases(q.exact_autoregressive_step)
def single_latent(rng: Rng) -> dict[str, Any]:
    return {"eps": rng.normal(size=(2, 1)), "mu": rng.normal(size=1), "Sigma": np.array([[4.0]])}


@cases(q.exact_autoregressive_step)
def thin_posterior(rng: Rng) -> dict[str, Any]:
    return {"eps": rng.normal(size=(3, 2)), "mu": rng.normal(size=2), "Sigma": correlation_matrix(0.999)}


@mistake(
    q.exact_autoregressive_step,
    en="The order is reversed: which noise variables may the first latent variable use?",
    fr="L'ordre est inversé : quelles variables de bruit la première variable latente peut-elle utiliser ?",
)
def factor_transposed(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    return {**cholesky_step(eps, mu, Sigma), "z": mu + eps @ np.linalg.cholesky(Sigma)}


@mistake(
    q.exact_autoregressive_step,
    en="The distribution is right, but each of your latent variables depends on all the noise.",
    fr="La loi est juste, mais chacune de vos variables latentes dépend de tout le bruit.",
)
def symmetric_root(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    values, vectors = np.linalg.eigh(Sigma)
    z = mu + eps @ (vectors * np.sqrt(values)) @ vectors.T
    return {**cholesky_step(eps, mu, Sigma), "z": z}


@mistake(
    q.exact_autoregressive_step,
    en="Each variance is right, but are your latent variables correlated at all?",
    fr="Chaque variance est juste, mais vos variables latentes sont-elles seulement corrélées ?",
)
def scaling_only(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    scale = np.sqrt(np.diag(Sigma))
    log_base = cholesky_step(eps, 0 * mu, np.eye(len(mu)))["log_q"]
    return {"z": mu + eps * scale, "log_q": log_base - np.sum(np.log(scale))}


@mistake(
    q.exact_autoregressive_step,
    en="Compute the covariance of your images: is it the one that is asked, or its square?",
    fr="Calculez la covariance de vos images : est-ce celle demandée, ou son carré ?",
)
def covariance_as_factor(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    return {**cholesky_step(eps, mu, Sigma), "z": mu + eps @ Sigma}


@mistake(
    q.exact_autoregressive_step,
    en="Does stretching the noise make the density at a point larger or smaller?",
    fr="Étirer le bruit rend-il la densité en un point plus grande ou plus petite ?",
)
def volume_multiplied(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = cholesky_step(eps, mu, Sigma)
    return {**lines, "log_q": lines["log_q"] + np.linalg.slogdet(Sigma)[1]}


@mistake(
    q.exact_autoregressive_step,
    en="This is the density of the noise; a change of variables takes the change of volume into account.",
    fr="C'est la densité du bruit ; un changement de variables tient compte du changement de volume.",
)
def volume_forgotten(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = cholesky_step(eps, mu, Sigma)
    return {**lines, "log_q": lines["log_q"] + 0.5 * np.linalg.slogdet(Sigma)[1]}


@mistake(
    q.exact_autoregressive_step,
    en="You take the log-determinant of the covariance; which matrix maps the noise to $z$?",
    fr="Vous prenez le log-déterminant de la covariance ; quelle matrice envoie le bruit sur $z$ ?",
)
def determinant_of_covariance(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = cholesky_step(eps, mu, Sigma)
    return {**lines, "log_q": lines["log_q"] - 0.5 * np.linalg.slogdet(Sigma)[1]}


@mistake(
    q.exact_autoregressive_step,
    en="The density of your noise does not integrate to one: a constant that depends on $D$ is missing.",
    fr="La densité de votre bruit n'a pas pour intégrale un : il manque une constante qui dépend de $D$.",
)
def constant_forgotten(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    lines = cholesky_step(eps, mu, Sigma)
    return {**lines, "log_q": lines["log_q"] + 0.5 * len(mu) * np.log(2 * np.pi)}


@alternative(q.exact_autoregressive_step)
def one_conditional_after_the_other(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    z, log_q = np.zeros_like(eps), np.zeros(len(eps))
    for j in range(len(mu)):
        slope = np.linalg.solve(Sigma[:j, :j], Sigma[:j, j])
        scale = np.sqrt(Sigma[j, j] - Sigma[:j, j] @ slope)
        z[:, j] = mu[j] + (z[:, :j] - mu[:j]) @ slope + scale * eps[:, j]
        log_q -= 0.5 * eps[:, j] ** 2 + np.log(scale * np.sqrt(2 * np.pi))
    return {"z": z, "log_q": log_q}


@alternative(q.exact_autoregressive_step)
def step_with_torch(eps: Any, mu: Any, Sigma: Any) -> dict[str, Any]:
    import torch

    target = torch.distributions.MultivariateNormal(torch.tensor(mu), torch.tensor(Sigma))
    z = target.loc + torch.tensor(eps) @ target.scale_tril.T
    log_q = target.log_prob(z)  # type: ignore[no-untyped-call]
    return {"z": z, "log_q": log_q}
