"""Hidden twin of part 1.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q01_gaussian_divergence as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw2_flows_diffusion.q01_gaussian_divergence.gaussian_kl import (
    closed_form,
    draw_laws,
    identical_laws,
)


@reference(q.larger_gaussian_kl)
def sign_of_difference(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return np.sign(sigma2 - sigma1).astype(int)


@cases(q.larger_gaussian_kl, count=2)
def unequal_deviations(rng: Rng) -> dict[str, Any]:
    return draw_laws(rng, 8)


@cases(q.larger_gaussian_kl)
def equal_deviations(rng: Rng) -> dict[str, Any]:
    laws = draw_laws(rng, 4)
    return {**laws, "sigma2": laws["sigma1"].copy()}


@cases(q.larger_gaussian_kl)
def equal_means(rng: Rng) -> dict[str, Any]:
    laws = draw_laws(rng, 4)
    return {**laws, "mu2": laws["mu1"].copy()}


@cases(q.larger_gaussian_kl)
def the_same_law(rng: Rng) -> dict[str, Any]:
    return identical_laws.draw(rng)  # type: ignore[no-any-return]


@cases(q.larger_gaussian_kl)
def one_sign(rng: Rng) -> dict[str, Any]:
    return draw_laws(rng, 1)


@cases(q.larger_gaussian_kl, edge=True)
def close_or_far_deviations(rng: Rng) -> dict[str, Any]:
    # Closer than a thousandth, the difference is cubic in the ratio and drowns in rounding errors.
    sigma1, sigma2 = np.array([1.0, 2.0, 1e4, 1e-4]), np.array([1.002, 1.996, 1e-4, 1e4])
    return {"mu1": rng.normal(size=4), "sigma1": sigma1, "mu2": rng.normal(size=4), "sigma2": sigma2}


@cases(q.larger_gaussian_kl, edge=True)
def deviations_that_hardly_differ(rng: Rng) -> dict[str, Any]:
    # The means are well apart, so that the difference is linear in that of the deviations.
    mu, sigma, gap = rng.normal(size=2), np.array([1.0, 2.0]), rng.uniform(1.0, 2.0, size=2)
    return {"mu1": mu, "sigma1": sigma, "mu2": mu + gap, "sigma2": sigma * np.array([1 + 2**-19, 1 - 2**-19])}


@mistake(
    q.larger_gaussian_kl,
    en="The sign is reversed: evaluate both divergences for one pair of laws.",
    fr="Le signe est inversé : évaluez les deux divergences pour un couple de lois.",
)
def sign_reversed(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return -sign_of_difference(mu1, sigma1, mu2, sigma2)


@mistake(
    q.larger_gaussian_kl,
    en="The divergence is not symmetric: evaluate both directions for one narrow and one wide law.",
    fr="La divergence n'est pas symétrique : évaluez les deux sens pour une loi étroite et une loi large.",
)
def always_equal(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return np.zeros(len(mu1), dtype=int)


@mistake(
    q.larger_gaussian_kl,
    en="You never return zero. Are there pairs of laws, at least the trivial ones, with equal divergences?",
    fr="Vous ne renvoyez jamais zéro. Y a-t-il des couples, au moins triviaux, aux divergences égales ?",
)
def never_equal(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return np.where(sigma2 > sigma1, 1, -1)


@mistake(
    q.larger_gaussian_kl,
    en="You return zero for identical laws only. Write the difference of the two divergences: which "
    "parameters can make it vanish?",
    fr="Vous ne renvoyez zéro que pour des lois identiques. Écrivez la différence des deux divergences : "
    "quels paramètres peuvent l'annuler ?",
)
def equal_for_one_law_only(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return np.where((mu1 == mu2) & (sigma1 == sigma2), 0, never_equal.function(mu1, sigma1, mu2, sigma2))


@mistake(
    q.larger_gaussian_kl,
    en="You decide by the means whether the divergences are equal. Move one mean only: what changes?",
    fr="Vous décidez de l'égalité d'après les moyennes. Déplacez une seule moyenne : que change-t-il ?",
)
def equal_for_equal_means(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return np.where(mu1 == mu2, 0, never_equal.function(mu1, sigma1, mu2, sigma2))


@mistake(
    q.larger_gaussian_kl,
    en="You return zero also where two numbers are only close. Compare exactly what decides the sign.",
    fr="Vous renvoyez aussi zéro quand deux nombres sont seulement proches. Comparez exactement ce qui "
    "décide du signe.",
)
def equal_when_close(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return np.where(np.isclose(sigma1, sigma2), 0, sign_of_difference(mu1, sigma1, mu2, sigma2))


@mistake(
    q.larger_gaussian_kl,
    en="You compare the means. Does the sign change in the mirror, when $x$ becomes $-x$?",
    fr="Vous comparez les moyennes. Le signe change-t-il dans le miroir, quand $x$ devient $-x$ ?",
)
def means_compared(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return np.sign(mu2 - mu1).astype(int)


@alternative(q.larger_gaussian_kl)
def difference_of_divergences(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    difference = closed_form(mu1, sigma1, mu2, sigma2) - closed_form(mu2, sigma2, mu1, sigma1)
    return np.where(np.abs(difference) < 1e-13, 0, np.sign(difference))


@alternative(q.larger_gaussian_kl)
def comparisons_with_torch(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    import torch

    return torch.sign(torch.as_tensor(sigma2) ** 2 - torch.as_tensor(sigma1) ** 2)
