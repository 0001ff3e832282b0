"""Hidden twin of part 1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q01_gaussian_divergence as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference


@reference(q.gaussian_kl)
def closed_form(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    ratio, shift = sigma2 / sigma1, (mu2 - mu1) / sigma1
    return 0.5 * (ratio * ratio + shift * shift - 1) - np.log(ratio)


@baseline(q.gaussian_kl)
def pair_by_pair(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    divergences = []
    for m1, s1, m2, s2 in zip(mu1, sigma1, mu2, sigma2, strict=True):
        quadratic = (s2**2 + (m2 - m1) ** 2) / (2 * s1**2)
        divergences.append(np.log(s1) - np.log(s2) + quadratic - 0.5)
    return np.array(divergences)


def draw_laws(rng: Rng, size: int) -> dict[str, Any]:
    """Pairs of laws with different means and standard deviations that are well apart."""
    mu1, sigma1 = rng.normal(size=size), rng.uniform(0.4, 2.5, size=size)
    ratio = rng.uniform(1.3, 2.5, size=size) ** rng.choice([-1, 1], size=size)
    gap = rng.uniform(0.4, 2.0, size=size) * rng.choice([-1, 1], size=size)
    return {"mu1": mu1, "sigma1": sigma1, "mu2": mu1 + gap, "sigma2": ratio * sigma1}


@cases(q.gaussian_kl, count=2)
def ordinary_pairs(rng: Rng) -> dict[str, Any]:
    return draw_laws(rng, 7)


@cases(q.gaussian_kl)
def one_pair(rng: Rng) -> dict[str, Any]:
    return draw_laws(rng, 1)


@cases(q.gaussian_kl)
def identical_laws(rng: Rng) -> dict[str, Any]:
    mu, sigma = rng.normal(size=3), rng.uniform(0.3, 3.0, size=3)
    return {"mu1": mu, "sigma1": sigma, "mu2": mu.copy(), "sigma2": sigma.copy()}


@cases(q.gaussian_kl, edge=True)
def narrow_and_wide(rng: Rng) -> dict[str, Any]:
    mu1, mu2 = rng.normal(size=(2, 3))
    sigma1, sigma2 = np.array([1e8, 3.0, 1e-3]), np.array([1e-8, 1e-8, 2.0])
    return {"mu1": mu1, "sigma1": sigma1, "mu2": mu2, "sigma2": sigma2}


@mistake(
    q.gaussian_kl,
    en="This is the other divergence. Under which law is the expectation, and which index does it have?",
    fr="C'est l'autre divergence. Sous quelle loi prend-on l'espérance, et quel est son indice ?",
)
def direction_swapped(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return closed_form(mu2, sigma2, mu1, sigma1)


@mistake(
    q.gaussian_kl,
    en="Too large by a constant factor: work out by hand the case of unit variances and means that differ "
    "by one.",
    fr="Trop grand d'un facteur constant : traitez à la main le cas de variances unité et de moyennes "
    "distantes de un.",
)
def half_missing(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return 2 * closed_form(mu1, sigma1, mu2, sigma2)


@mistake(
    q.gaussian_kl,
    en="Variances and standard deviations are mixed up: which of the two do the functions receive?",
    fr="Variances et écarts-types sont confondus : lesquels les fonctions reçoivent-elles ?",
)
def sigma_as_variance(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return closed_form(mu1, np.sqrt(sigma1), mu2, np.sqrt(sigma2))


@mistake(
    q.gaussian_kl,
    en="Which density provides the square whose expectation is taken, and so its denominator? Follow one "
    "index through your lines.",
    fr="Quelle densité fournit le carré dont on prend l'espérance, et donc son dénominateur ? Suivez un "
    "indice le long de vos lignes.",
)
def denominator_of_q(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    quadratic = (sigma2**2 + (mu2 - mu1) ** 2) / (2 * sigma2**2)
    return np.log(sigma1 / sigma2) + quadratic - 0.5


@mistake(
    q.gaussian_kl,
    en=r"The sign of the logarithm: let $\sigma_1$ become very large. Can a divergence be negative?",
    fr=r"Le signe du logarithme : faites croître $\sigma_1$. Une divergence peut-elle être négative ?",
)
def log_inverted(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return closed_form(mu1, sigma1, mu2, sigma2) - 2 * np.log(sigma1 / sigma2)


@mistake(
    q.gaussian_kl,
    en="Make the two laws equal: is your divergence zero? The entropy of $q$ has a term without parameters.",
    fr="Rendez les deux lois égales : la divergence est-elle nulle ? L'entropie de $q$ a un terme sans "
    "paramètre.",
)
def constant_forgotten(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return closed_form(mu1, sigma1, mu2, sigma2) + 0.5


@mistake(
    q.gaussian_kl,
    en="The logarithm of a ratio of variances, or of standard deviations? Check the factor in front of it.",
    fr="Le logarithme d'un rapport de variances, ou d'écarts-types ? Vérifiez le facteur qui le précède.",
)
def half_a_logarithm(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return closed_form(mu1, sigma1, mu2, sigma2) - 0.5 * np.log(sigma1 / sigma2)


@mistake(
    q.gaussian_kl,
    en=r"A constant with $\pi$ is left over: do the constants of the two densities not cancel?",
    fr=r"Il reste une constante avec $\pi$ : les constantes des deux densités ne se simplifient-elles pas ?",
)
def pi_left_over(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return closed_form(mu1, sigma1, mu2, sigma2) + 0.5 * np.log(np.pi)


@mistake(
    q.gaussian_kl,
    en="One number for the whole batch is returned, expected one for each pair of laws.",
    fr="Un seul nombre est renvoyé pour tout le lot, on en attend un par couple de lois.",
)
def summed_over_batch(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return np.sum(closed_form(mu1, sigma1, mu2, sigma2))


@mistake(
    q.gaussian_kl,
    en="Your quadratic term has lost a factor: which one stands in the exponent of a normal density?",
    fr="Votre terme quadratique a perdu un facteur : lequel figure dans l'exposant d'une densité normale ?",
)
def quadratic_not_halved(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    quadratic = (sigma2**2 + (mu2 - mu1) ** 2) / sigma1**2
    return np.log(sigma1 / sigma2) + quadratic - 0.5


@mistake(q.gaussian_kl, **constant_forgotten.text)
def constant_not_halved(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return closed_form(mu1, sigma1, mu2, sigma2) - 0.5


@mistake(q.gaussian_kl, **half_a_logarithm.text)
def logarithm_of_variances(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return closed_form(mu1, sigma1, mu2, sigma2) + np.log(sigma1 / sigma2)


@alternative(q.gaussian_kl)
def with_variances(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    p, q_ = sigma1**2, sigma2**2
    return 0.5 * (np.log(p / q_) + (q_ + (mu2 - mu1) ** 2) / p - 1)


@alternative(q.gaussian_kl)
def by_torch_distributions(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    import torch
    from torch.distributions import Normal, kl_divergence

    mu1, sigma1, mu2, sigma2 = (torch.as_tensor(value) for value in (mu1, sigma1, mu2, sigma2))
    return kl_divergence(Normal(mu2, sigma2), Normal(mu1, sigma1))


@alternative(q.gaussian_kl)
def by_two_nodes(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    """The logarithm of the ratio is quadratic, so that the Gauss-Hermite rule with two nodes is exact."""
    x = mu2 + sigma2 * np.array([[-1.0], [1.0]])
    log_q, log_p = -np.log(sigma2) - 0.5, -np.log(sigma1) - 0.5 * ((x - mu1) / sigma1) ** 2
    return np.mean(log_q - log_p, axis=0)
