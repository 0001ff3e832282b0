"""Hidden twin of part 2.1.3."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np

from assignments.hw3_generative_models.q02_1_change_of_variables import affine_flow_kl as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.affine_flow_kl)
def affine_kl(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    kl_x = log(abs(a) / s) + (s**2 + (m - b) ** 2) / (2 * a**2) - 0.5
    mean, deviation = (m - b) / a, s / abs(a)
    kl_u = -log(deviation) + (deviation**2 + mean**2) / 2 - 0.5
    return kl_x, kl_u


def _affine(rng: Rng, sign: int) -> dict[str, Any]:
    scale = sign * rng.uniform(1.2, 2.5)
    return {"m": rng.normal() + 2.0, "s": rng.uniform(0.3, 0.9), "a": scale, "b": rng.normal() - 2.0}


@cases(q.affine_flow_kl, count=2)
def same_orientation(rng: Rng) -> dict[str, Any]:
    return _affine(rng, 1)


@cases(q.affine_flow_kl, count=2)
def mirrored(rng: Rng) -> dict[str, Any]:
    return _affine(rng, -1)


@cases(q.affine_flow_kl)
def equal_distributions(rng: Rng) -> dict[str, Any]:
    scale, shift = rng.uniform(0.5, 3.0), rng.normal()
    return {"m": shift, "s": scale, "a": -scale, "b": shift}


@cases(q.affine_flow_kl)
def narrow_data(rng: Rng) -> dict[str, Any]:
    return {"m": 0.0, "s": 1e-6 * rng.uniform(1.0, 2.0), "a": 1.0, "b": 0.0}


@cases(q.affine_flow_kl)
def far_apart(rng: Rng) -> dict[str, Any]:
    return {"m": 30.0 + rng.normal(), "s": 1.2, "a": 0.5, "b": -2.0}


@mistake(
    q.affine_flow_kl,
    en="The logarithm of a negative number: what is the standard deviation of $a U$ when $a < 0$?",
    fr="Le logarithme d'un nombre négatif : quel est l'écart-type de $a U$ quand $a < 0$ ?",
)
def log_of_negative_scale(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    kl = float(np.log(a / s)) + (s**2 + (m - b) ** 2) / (2 * a**2) - 0.5
    return kl, kl


@mistake(
    q.affine_flow_kl,
    en="The roles of the two distributions are exchanged: which of them weighs the integral?",
    fr="Les rôles des deux lois sont échangés : laquelle pondère l'intégrale ?",
)
def affine_roles_exchanged(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    kl = log(s / abs(a)) + (a**2 + (m - b) ** 2) / (2 * s**2) - 0.5
    return kl, kl


@mistake(
    q.affine_flow_kl,
    en="`kl_x` is right, `kl_u` is not: which mean does $F^{-1}(X)$ have?",
    fr="`kl_x` est juste, `kl_u` ne l'est pas : quelle moyenne a $F^{-1}(X)$ ?",
)
def latent_mean_not_scaled(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    deviation = s / abs(a)
    return affine_kl(m, s, a, b)[0], -log(deviation) + (deviation**2 + (m - b) ** 2) / 2 - 0.5


@mistake(
    q.affine_flow_kl,
    en="`kl_x` is right, `kl_u` is not: which standard deviation does $F^{-1}(X)$ have?",
    fr="`kl_x` est juste, `kl_u` ne l'est pas : quel écart-type a $F^{-1}(X)$ ?",
)
def latent_deviation_not_scaled(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    return affine_kl(m, s, a, b)[0], -log(s) + (s**2 + ((m - b) / a) ** 2) / 2 - 0.5


@mistake(
    q.affine_flow_kl,
    en="Make the two distributions equal: is your divergence zero then?",
    fr="Rendez les deux lois égales : votre divergence est-elle alors nulle ?",
)
def half_missing(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    kl_x, kl_u = affine_kl(m, s, a, b)
    return kl_x + 0.5, kl_u + 0.5


@mistake(
    q.affine_flow_kl,
    en="Variances and standard deviations are mixed up: if $u$ is multiplied by $a$, by what is its "
    "variance multiplied?",
    fr="Variances et écarts-types sont confondus : si l'on multiplie $u$ par $a$, par quoi sa variance "
    "est-elle multipliée ?",
)
def scale_as_variance(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    kl = log(abs(a) / s) / 2 + (s + (m - b) ** 2) / (2 * abs(a)) - 0.5
    return kl, kl


@mistake(
    q.affine_flow_kl,
    en="The sign of the logarithm: let $a$ become very large. Can a divergence be negative?",
    fr="Le signe du logarithme : faites croître $a$. Une divergence peut-elle être négative ?",
)
def log_inverted(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    kl_x, kl_u = affine_kl(m, s, a, b)
    return kl_x - 2 * log(abs(a) / s), kl_u - 2 * log(abs(a) / s)


@mistake(
    q.affine_flow_kl,
    en="Your quadratic term has lost a factor: which one stands in the exponent of a normal density?",
    fr="Votre terme quadratique a perdu un facteur : lequel figure dans l'exposant d'une densité normale ?",
)
def quadratic_not_halved(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    kl = log(abs(a) / s) + (s**2 + (m - b) ** 2) / a**2 - 0.5
    return kl, kl


@alternative(q.affine_flow_kl)
def from_torch(m: float, s: float, a: float, b: float) -> tuple[Any, Any]:
    import torch
    from torch.distributions import Normal, kl_divergence

    mean, deviation, scale, shift = (torch.tensor(v, dtype=torch.float64) for v in (m, s, a, b))
    base = Normal(torch.zeros((), dtype=torch.float64), torch.ones((), dtype=torch.float64))
    kl_x = kl_divergence(Normal(mean, deviation), Normal(shift, scale.abs()))
    return kl_x, kl_divergence(Normal((mean - shift) / scale, deviation / scale.abs()), base)


def _quadrature(mean: float, deviation: float, shift: float, scale: float) -> float:
    """KL between two normals by the trapezoidal rule over 12 standard deviations of the first."""
    z, step = np.linspace(-12.0, 12.0, 801, retstep=True)
    x = mean + deviation * z
    log_p = -0.5 * z**2 - np.log(deviation)
    log_q = -0.5 * ((x - shift) / scale) ** 2 - np.log(scale)
    return float(np.sum(np.exp(-0.5 * z**2) * (log_p - log_q)) * step / np.sqrt(2 * np.pi))


@alternative(q.affine_flow_kl)
def by_quadrature(m: float, s: float, a: float, b: float) -> tuple[float, float]:
    return _quadrature(m, s, b, abs(a)), _quadrature((m - b) / a, s / abs(a), 0.0, 1.0)
