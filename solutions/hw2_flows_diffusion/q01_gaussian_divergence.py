"""Hidden twin of question 1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q01_gaussian_divergence as q
from autograder.question import Rng, alternative, baseline, cases, follows, mistake, reference

LOG_2PI = np.log(2 * np.pi)


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


def _laws(rng: Rng, size: int) -> dict[str, Any]:
    """Pairs of laws with different means and standard deviations that are well apart."""
    mu1, sigma1 = rng.normal(size=size), rng.uniform(0.4, 2.5, size=size)
    ratio = rng.uniform(1.3, 2.5, size=size) ** rng.choice([-1, 1], size=size)
    gap = rng.uniform(0.4, 2.0, size=size) * rng.choice([-1, 1], size=size)
    return {"mu1": mu1, "sigma1": sigma1, "mu2": mu1 + gap, "sigma2": ratio * sigma1}


@cases(q.gaussian_kl, count=2)
def ordinary_pairs(rng: Rng) -> dict[str, Any]:
    return _laws(rng, 7)


@cases(q.gaussian_kl)
def one_pair(rng: Rng) -> dict[str, Any]:
    return _laws(rng, 1)


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


@reference(q.gaussian_kl_lines)
def proof(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    square = sigma2**2 + (mu2 - mu1) ** 2
    return {
        "expected_log_q": -0.5 * LOG_2PI - np.log(sigma2) - 0.5,
        "expected_square": square,
        "expected_log_p": -0.5 * LOG_2PI - np.log(sigma1) - square / (2 * sigma1**2),
        "kl_qp": closed_form(mu1, sigma1, mu2, sigma2),
        "kl_pq": closed_form(mu2, sigma2, mu1, sigma1),
    }


@follows(q.gaussian_kl_lines, "expected_log_p")
def log_density_of_own_square(lines: Any, sigma1: Any, **_: Any) -> Any:
    return -0.5 * LOG_2PI - np.log(sigma1) - np.asarray(lines["expected_square"]) / (2 * sigma1**2)


@follows(q.gaussian_kl_lines, "kl_qp")
def difference_of_own_lines(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["expected_log_q"], lines["expected_log_p"])


@cases(q.gaussian_kl_lines, count=2)
def lines_of_ordinary_pairs(rng: Rng) -> dict[str, Any]:
    return _laws(rng, 5)


@cases(q.gaussian_kl_lines)
def lines_of_one_pair(rng: Rng) -> dict[str, Any]:
    return _laws(rng, 1)


@cases(q.gaussian_kl_lines)
def lines_of_identical_laws(rng: Rng) -> dict[str, Any]:
    return identical_laws.draw(rng)  # type: ignore[no-any-return]


def _change(lines: dict[str, Any], sigma1: Any, **changed: Any) -> dict[str, Any]:
    """The lines with some of them changed, and what follows from those computed again."""
    lines = {**lines, **changed}
    if "expected_log_p" not in changed:
        lines["expected_log_p"] = log_density_of_own_square.function(lines, sigma1)
    if "kl_qp" not in changed:
        lines["kl_qp"] = lines["expected_log_q"] - lines["expected_log_p"]
    return lines


@mistake(
    q.gaussian_kl_lines,
    en=r"`expected_square` is the variance alone. When does the mean of $q$ make $x$ far from $\mu_1$?",
    fr=r"`expected_square` est la seule variance. Quand la moyenne de $q$ éloigne-t-elle $x$ de $\mu_1$ ?",
)
def mean_part_missing(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    return _change(proof(mu1, sigma1, mu2, sigma2), sigma1, expected_square=sigma2**2)


@mistake(
    q.gaussian_kl_lines,
    en="`expected_square` is the square of the expectation, not the expectation of the square.",
    fr="`expected_square` est le carré de l'espérance, et non l'espérance du carré.",
)
def variance_part_missing(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    return _change(proof(mu1, sigma1, mu2, sigma2), sigma1, expected_square=(mu2 - mu1) ** 2)


@mistake(
    q.gaussian_kl_lines,
    en="`expected_log_p` is the expectation of the right logarithm under the wrong law.",
    fr="`expected_log_p` est l'espérance du bon logarithme sous la mauvaise loi.",
)
def log_density_under_p(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    average = -0.5 * LOG_2PI - np.log(sigma1) - 0.5
    return _change(proof(mu1, sigma1, mu2, sigma2), sigma1, expected_log_p=average)


@mistake(
    q.gaussian_kl_lines,
    en="`expected_square` is averaged under the wrong law: which of the two does $x$ come from?",
    fr="`expected_square` est moyenné sous la mauvaise loi : de laquelle des deux vient $x$ ?",
)
def square_under_p(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    return _change(proof(mu1, sigma1, mu2, sigma2), sigma1, expected_square=sigma1**2)


@mistake(
    q.gaussian_kl_lines,
    en="`expected_log_q` is the entropy. How are the entropy and the expected logarithm related?",
    fr="`expected_log_q` est l'entropie. Quel est le lien entre l'entropie et l'espérance du logarithme ?",
)
def entropy_itself(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    lines = proof(mu1, sigma1, mu2, sigma2)
    return _change(lines, sigma1, expected_log_q=-lines["expected_log_q"])


@mistake(
    q.gaussian_kl_lines,
    en="`expected_log_q` lacks the contribution of the square in the exponent; its expectation is not zero.",
    fr="Il manque à `expected_log_q` l'apport du carré dans l'exposant ; son espérance n'est pas nulle.",
)
def exponent_forgotten(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    return _change(proof(mu1, sigma1, mu2, sigma2), sigma1, expected_log_q=-0.5 * LOG_2PI - np.log(sigma2))


@mistake(
    q.gaussian_kl_lines,
    en="`kl_qp` has the wrong sign: which logarithm is subtracted from which? Can it be negative?",
    fr="`kl_qp` a le mauvais signe : lequel des logarithmes soustrait-on de l'autre ? Peut-il être négatif ?",
)
def difference_reversed(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    lines = proof(mu1, sigma1, mu2, sigma2)
    return {**lines, "kl_qp": -lines["kl_qp"]}


@mistake(
    q.gaussian_kl_lines,
    en="`kl_pq` is a copy of `kl_qp`. Compute it for one pair of laws: a divergence is no distance.",
    fr="`kl_pq` est une copie de `kl_qp`. Calculez-la pour un couple de lois : une divergence n'est pas une "
    "distance.",
)
def assumed_symmetric(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    lines = proof(mu1, sigma1, mu2, sigma2)
    return {**lines, "kl_pq": lines["kl_qp"]}


@mistake(
    q.gaussian_kl_lines,
    en="`kl_qp` is the divergence in the other direction: its expectation is under $q$. Check `kl_pq`, too.",
    fr="`kl_qp` est la divergence dans l'autre sens : son espérance est sous $q$. Vérifiez aussi `kl_pq`.",
)
def directions_exchanged(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    lines = proof(mu1, sigma1, mu2, sigma2)
    return {**lines, "kl_qp": lines["kl_pq"], "kl_pq": lines["kl_qp"]}


@mistake(
    q.gaussian_kl_lines,
    en="`kl_pq` is negative: in the other direction the law that weighs the logarithm changes, too.",
    fr="`kl_pq` est négatif : dans l'autre sens, la loi qui pondère le logarithme change aussi.",
)
def assumed_antisymmetric(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    lines = proof(mu1, sigma1, mu2, sigma2)
    return {**lines, "kl_pq": -lines["kl_qp"]}


@alternative(q.gaussian_kl_lines)
def divergence_by_subtraction(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    lines = proof(mu1, sigma1, mu2, sigma2)
    return {**lines, "kl_qp": lines["expected_log_q"] - lines["expected_log_p"]}


@alternative(q.gaussian_kl_lines)
def lines_with_torch(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    import torch
    from torch.distributions import Normal, kl_divergence

    mu1, sigma1, mu2, sigma2 = (torch.as_tensor(value) for value in (mu1, sigma1, mu2, sigma2))
    p: Any = Normal(mu1, sigma1)
    q_: Any = Normal(mu2, sigma2)
    square = q_.variance + (q_.mean - p.mean) ** 2
    return {
        "expected_log_q": -q_.entropy(),
        "expected_square": square,
        "expected_log_p": p.log_prob(p.mean) - square / (2 * p.variance),
        "kl_qp": kl_divergence(q_, p),
        "kl_pq": kl_divergence(p, q_),
    }


@reference(q.larger_gaussian_kl)
def sign_of_difference(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> Any:
    return np.sign(sigma2 - sigma1).astype(int)


@cases(q.larger_gaussian_kl, count=2)
def unequal_deviations(rng: Rng) -> dict[str, Any]:
    return _laws(rng, 8)


@cases(q.larger_gaussian_kl)
def equal_deviations(rng: Rng) -> dict[str, Any]:
    laws = _laws(rng, 4)
    return {**laws, "sigma2": laws["sigma1"].copy()}


@cases(q.larger_gaussian_kl)
def equal_means(rng: Rng) -> dict[str, Any]:
    laws = _laws(rng, 4)
    return {**laws, "mu2": laws["mu1"].copy()}


@cases(q.larger_gaussian_kl)
def the_same_law(rng: Rng) -> dict[str, Any]:
    return identical_laws.draw(rng)  # type: ignore[no-any-return]


@cases(q.larger_gaussian_kl)
def one_sign(rng: Rng) -> dict[str, Any]:
    return _laws(rng, 1)


@cases(q.larger_gaussian_kl, edge=True)
def close_or_far_deviations(rng: Rng) -> dict[str, Any]:
    # Closer than a thousandth, the difference is cubic in the ratio and drowns in rounding errors.
    sigma1, sigma2 = np.array([1.0, 2.0, 1e4, 1e-4]), np.array([1.002, 1.996, 1e-4, 1e4])
    return {"mu1": rng.normal(size=4), "sigma1": sigma1, "mu2": rng.normal(size=4), "sigma2": sigma2}


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
