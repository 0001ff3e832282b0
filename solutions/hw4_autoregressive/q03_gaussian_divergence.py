"""Hidden twin of question 3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q03_gaussian_divergence as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference


@reference(q.multivariate_gaussian_kl)
def by_cholesky(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    L1, L2 = np.linalg.cholesky(Sigma1), np.linalg.cholesky(Sigma2)
    ratio = np.linalg.solve(L2, L1)
    residual = np.linalg.solve(L2, (mu2 - mu1)[..., None])
    diagonals = [np.diagonal(L, axis1=1, axis2=2) for L in (L1, L2)]
    lines = {
        "trace": (ratio**2).sum(axis=(1, 2)),
        "mahalanobis": (residual**2).sum(axis=(1, 2)),
        "logdet": 2 * (np.log(diagonals[1]) - np.log(diagonals[0])).sum(axis=1),
    }
    return {**lines, "kl": sum_of_own_terms.function(lines, mu1)}


@follows(q.multivariate_gaussian_kl, "kl")
def sum_of_own_terms(lines: Any, mu1: Any, **_: Any) -> Any:
    terms = [np.asarray(lines[name]) for name in ("trace", "mahalanobis", "logdet")]
    return 0.5 * (sum(terms) - mu1.shape[1])


def _draw(rng: Rng, batch: int, d: int) -> dict[str, Any]:
    factors = rng.normal(size=(2, batch, d, d))
    Sigma1, Sigma2 = factors @ factors.swapaxes(2, 3) + 0.3 * np.eye(d)
    mu1, mu2 = rng.normal(size=(2, batch, d))
    return {"mu1": mu1, "Sigma1": Sigma1, "mu2": mu2, "Sigma2": Sigma2}


@cases(q.multivariate_gaussian_kl, count=2)
def three_dimensions(rng: Rng) -> dict[str, Any]:
    return _draw(rng, 4, 3)


@cases(q.multivariate_gaussian_kl)
def one_pair(rng: Rng) -> dict[str, Any]:
    return _draw(rng, 1, 2)


@cases(q.multivariate_gaussian_kl)
def one_dimension(rng: Rng) -> dict[str, Any]:
    return _draw(rng, 3, 1)


@cases(q.multivariate_gaussian_kl)
def equal_gaussians(rng: Rng) -> dict[str, Any]:
    pair = _draw(rng, 2, 4)
    return {**pair, "mu2": pair["mu1"].copy(), "Sigma2": pair["Sigma1"].copy()}


@cases(q.multivariate_gaussian_kl, edge=True)
def hundred_dimensions(rng: Rng) -> dict[str, Any]:
    pair = _draw(rng, 1, 100)
    narrow = 1e-5 * (np.eye(100) + pair["Sigma1"] / 200)
    return {**pair, "mu2": pair["mu1"] + 1e-3, "Sigma1": narrow, "Sigma2": narrow + 1e-5 * np.eye(100)}


@cases(q.multivariate_gaussian_kl, edge=True)
def far_narrower_and_far_wider(rng: Rng) -> dict[str, Any]:
    pairs = _draw(rng, 2, 150)
    return {**pairs, "Sigma1": np.array([1e-12, 1e12])[:, None, None] * pairs["Sigma1"]}


@cases(q.multivariate_gaussian_kl, edge=True)
def nearly_singular(rng: Rng) -> dict[str, Any]:
    Sigma1, Sigma2 = (np.array([[[1.0, c], [c, 1.0]]]) for c in (0.9999, 0.9995))
    mu1 = rng.normal(size=(1, 2))
    return {"mu1": mu1, "Sigma1": Sigma1, "mu2": mu1 + 0.1, "Sigma2": Sigma2}


def _change(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any, **changed: Any) -> dict[str, Any]:
    """The right lines with some changed; the divergence is then made of the changed ones."""
    lines = {**by_cholesky(mu1, Sigma1, mu2, Sigma2), **changed}
    return lines if "kl" in changed else {**lines, "kl": sum_of_own_terms.function(lines, mu1)}


@mistake(
    q.multivariate_gaussian_kl,
    en=r"`logdet` has the wrong sign: take $d = 1$ and let $\Sigma_2$ grow. What must the divergence do?",
    ru=r"У `logdet` неверный знак: возьмите $d = 1$ и увеличивайте $\Sigma_2$. Как должна вести себя "
    "дивергенция?",
)
def logdet_reversed(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    logdet = by_cholesky(mu1, Sigma1, mu2, Sigma2)["logdet"]
    return _change(mu1, Sigma1, mu2, Sigma2, logdet=-logdet)


@mistake(
    q.multivariate_gaussian_kl,
    en="`logdet` is half of what it should be: covariances are given, not standard deviations, and the "
    "factor "
    "in front of all terms is left out.",
    ru="`logdet` вдвое меньше, чем нужно: даны ковариации, а не стандартные отклонения, и общий множитель "
    "перед слагаемыми не учитывается.",
)
def logdet_halved(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    logdet = by_cholesky(mu1, Sigma1, mu2, Sigma2)["logdet"]
    return _change(mu1, Sigma1, mu2, Sigma2, logdet=logdet / 2)


@mistake(
    q.multivariate_gaussian_kl,
    en="A term of `kl` is missing: insert two equal Gaussians. What is left?",
    ru="В `kl` не хватает слагаемого: подставьте два равных распределения. Что осталось?",
)
def dimension_missing(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    kl = by_cholesky(mu1, Sigma1, mu2, Sigma2)["kl"]
    return _change(mu1, Sigma1, mu2, Sigma2, kl=kl + mu1.shape[1] / 2)


@mistake(
    q.multivariate_gaussian_kl,
    en="`kl`: the dimension stands in the same bracket as the three terms. Insert two equal Gaussians.",
    ru="`kl`: размерность стоит в той же скобке, что и три слагаемых. Подставьте два равных распределения.",
)
def dimension_not_halved(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    kl = by_cholesky(mu1, Sigma1, mu2, Sigma2)["kl"]
    return _change(mu1, Sigma1, mu2, Sigma2, kl=kl - mu1.shape[1] / 2)


@mistake(
    q.multivariate_gaussian_kl,
    en="`kl` lacks one of your own lines: take equal means and let $\\Sigma_2$ grow. It must not fall "
    "below $0$.",
    ru="В `kl` не вошла одна из ваших строк: возьмите равные средние и увеличивайте $\\Sigma_2$. Значение не "
    "должно стать меньше $0$.",
)
def logdet_left_out(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    lines = by_cholesky(mu1, Sigma1, mu2, Sigma2)
    return {**lines, "kl": lines["kl"] - lines["logdet"] / 2}


@mistake(
    q.multivariate_gaussian_kl,
    en="`kl` is off by a constant factor: which one do the exponents of the densities carry?",
    ru="`kl` отличается постоянным множителем: какой множитель стоит в показателях экспонент плотностей?",
)
def factor_missing(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    return _change(mu1, Sigma1, mu2, Sigma2, kl=2 * by_cholesky(mu1, Sigma1, mu2, Sigma2)["kl"])


@mistake(
    q.multivariate_gaussian_kl,
    en="`mahalanobis`: which of the two log-densities contributes the difference of the means, and with "
    "which "
    "covariance?",
    ru="`mahalanobis`: какая из двух логарифмических плотностей даёт разность средних и с какой ковариацией?",
)
def difference_in_units_of_first(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    return _change(mu1, Sigma1, mu2, Sigma2, mahalanobis=by_cholesky(mu2, Sigma2, mu1, Sigma1)["mahalanobis"])


@mistake(
    q.multivariate_gaussian_kl,
    en="`mahalanobis` is a plain squared distance. Measure all in other units: does your value change?",
    ru="`mahalanobis` — просто квадрат расстояния. Перейдите к другим единицам измерения: изменится ли "
    "значение?",
)
def plain_distance(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    return _change(mu1, Sigma1, mu2, Sigma2, mahalanobis=((mu2 - mu1) ** 2).sum(axis=1))


@mistake(
    q.multivariate_gaussian_kl,
    en="`trace`: matrices are not divided element by element. What does division by a matrix mean here?",
    ru="`trace`: матрицы не делят поэлементно. Что здесь означает деление на матрицу?",
)
def elementwise_quotient(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    return _change(mu1, Sigma1, mu2, Sigma2, trace=np.trace(Sigma1 / Sigma2, axis1=1, axis2=2))


@mistake(
    q.multivariate_gaussian_kl,
    en="In a hundred dimensions a determinant underflows or overflows: how does one get its logarithm "
    "without it?",
    ru="В сотне измерений определитель обращается в нуль или переполняется: как найти его логарифм, не "
    "вычисляя самого определителя?",
)
def logarithm_of_determinant(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    logdet = np.log(np.linalg.det(Sigma2)) - np.log(np.linalg.det(Sigma1))
    return _change(mu1, Sigma1, mu2, Sigma2, logdet=logdet)


@mistake(q.multivariate_gaussian_kl, **logarithm_of_determinant.text)
def determinant_of_product(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    logdet = -np.log(np.linalg.det(np.linalg.solve(Sigma2, Sigma1)))
    return _change(mu1, Sigma1, mu2, Sigma2, logdet=logdet)


@mistake(
    q.multivariate_gaussian_kl,
    en="One number for the whole batch is returned, expected one for each pair.",
    ru="Возвращается одно число на весь пакет, а нужно по одному на каждую пару.",
)
def batch_summed(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    return {line: np.sum(value) for line, value in by_cholesky(mu1, Sigma1, mu2, Sigma2).items()}


@mistake(
    q.multivariate_gaussian_kl,
    en="Under which of the two Gaussians is the expectation taken, and whose covariance is inverted then?",
    ru="По какому из двух распределений берётся ожидание и чья ковариация тогда обращается?",
)
def roles_exchanged(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    return by_cholesky(mu2, Sigma2, mu1, Sigma1)  # type: ignore[no-any-return]


@mistake(
    q.multivariate_gaussian_kl,
    en="`trace` holds the common factor already; the first three lines are asked without it.",
    ru="В `trace` уже есть общий множитель; первые три строки нужны без него.",
)
def half_in_each_line(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    lines = by_cholesky(mu1, Sigma1, mu2, Sigma2)
    return {**{line: value / 2 for line, value in lines.items()}, "kl": lines["kl"]}


@mistake(
    q.multivariate_gaussian_kl,
    en="`trace` multiplies two covariances. Measure all in other units: does your value change?",
    ru="В `trace` перемножены две ковариации. Перейдите к другим единицам измерения: изменится ли значение?",
)
def covariance_for_precision(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    shift = mu2 - mu1
    square = np.einsum("bi,bij,bj->b", shift, Sigma2, shift)
    trace = np.trace(Sigma1 @ Sigma2, axis1=1, axis2=2)
    return _change(mu1, Sigma1, mu2, Sigma2, trace=trace, mahalanobis=square)


@alternative(q.multivariate_gaussian_kl)
def by_inverse(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    precision, difference = np.linalg.inv(Sigma2), mu2 - mu1
    trace = np.einsum("bij,bji->b", precision, Sigma1)
    square = np.einsum("bi,bij,bj->b", difference, precision, difference)
    logdet = np.linalg.slogdet(Sigma2)[1] - np.linalg.slogdet(Sigma1)[1]
    kl = 0.5 * (trace + square + logdet - mu1.shape[1])
    return {"trace": trace, "mahalanobis": square, "logdet": logdet, "kl": kl}


@alternative(q.multivariate_gaussian_kl)
def by_torch_distributions(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    import torch
    from torch.distributions import MultivariateNormal, kl_divergence

    mu1, Sigma1, mu2, Sigma2 = (torch.as_tensor(value) for value in (mu1, Sigma1, mu2, Sigma2))
    difference = (mu2 - mu1)[..., None]
    return {
        "trace": torch.linalg.solve(Sigma2, Sigma1).diagonal(dim1=1, dim2=2).sum(1),
        "mahalanobis": (difference * torch.linalg.solve(Sigma2, difference)).sum((1, 2)),
        "logdet": torch.linalg.slogdet(Sigma2)[1] - torch.linalg.slogdet(Sigma1)[1],
        "kl": kl_divergence(MultivariateNormal(mu1, Sigma1), MultivariateNormal(mu2, Sigma2)),
    }


@alternative(q.multivariate_gaussian_kl)
def in_common_eigenvectors(mu1: Any, Sigma1: Any, mu2: Any, Sigma2: Any) -> dict[str, Any]:
    """A change of coordinates makes the second covariance the identity and the first one diagonal."""
    values2, vectors2 = np.linalg.eigh(Sigma2)
    whiten = vectors2.swapaxes(1, 2) / np.sqrt(values2)[..., None]
    variances = np.linalg.eigvalsh(whiten @ Sigma1 @ whiten.swapaxes(1, 2))
    square = ((whiten @ (mu2 - mu1)[..., None]) ** 2).sum(axis=(1, 2))
    kl = 0.5 * (variances - 1 - np.log(variances)).sum(axis=1) + square / 2
    return {
        "trace": variances.sum(axis=1),
        "mahalanobis": square,
        "logdet": -np.log(variances).sum(axis=1),
        "kl": kl,
    }
