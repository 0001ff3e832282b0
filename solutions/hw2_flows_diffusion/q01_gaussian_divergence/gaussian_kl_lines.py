"""Hidden twin of part 1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q01_gaussian_divergence as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw2_flows_diffusion.q01_gaussian_divergence.gaussian_kl import (
    closed_form,
    draw_laws,
    identical_laws,
)

LOG_2PI = np.log(2 * np.pi)


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
    return draw_laws(rng, 5)


@cases(q.gaussian_kl_lines)
def lines_of_one_pair(rng: Rng) -> dict[str, Any]:
    return draw_laws(rng, 1)


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


@mistake(
    q.gaussian_kl_lines,
    en="`expected_log_q` lacks a constant. It cancels in the divergence, but this line is asked by itself.",
    fr="Il manque une constante à `expected_log_q`. Elle se simplifie dans la divergence, mais cette ligne "
    "est demandée pour elle-même.",
)
def constants_left_out(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    lines = proof(mu1, sigma1, mu2, sigma2)
    names = ("expected_log_q", "expected_log_p")
    return {**lines, **{name: lines[name] + 0.5 * LOG_2PI for name in names}}


@mistake(
    q.gaussian_kl_lines,
    en="In `expected_log_q` the density is divided by a variance: what stands in front of the exponential?",
    fr="Dans `expected_log_q`, on divise la densité par une variance : qu'y a-t-il devant l'exponentielle ?",
)
def density_divided_by_variance(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any) -> dict[str, Any]:
    lines = proof(mu1, sigma1, mu2, sigma2)
    return _change(lines, sigma1, expected_log_q=lines["expected_log_q"] - np.log(sigma2))


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
