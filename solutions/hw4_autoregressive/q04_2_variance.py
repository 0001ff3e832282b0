"""Hidden twin of question 4.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q04_2_variance as q
from autograder.question import Rng, Text, alternative, cases, follows, mistake, reference, rubric


def _variances(
    mu: float, sigma: float, c: Any, D: int, fourth: float = 3.0, sixth: float = 15.0
) -> dict[str, Any]:
    """The lines, with the fourth and the sixth moment of a standard normal variable."""
    a0, a1, a2 = c[0] + c[1] * mu + c[2] * mu**2, sigma * (c[1] + 2 * c[2] * mu), c[2] * sigma**2
    rest_mean, rest_variance = (D - 1) * (a0 + a2), (D - 1) * (a1**2 + (fourth - 1) * a2**2)
    own = a0**2 + fourth * (a1**2 + 2 * a0 * a2) + sixth * a2**2
    square = rest_mean**2 + rest_variance + 2 * rest_mean * (a0 + fourth * a2) + own
    gradient = c[1] + 2 * c[2] * mu
    return {
        "gradient": gradient,
        "var_score": square / sigma**2 - gradient**2,
        "var_reparam": 4 * c[2] ** 2 * sigma**2,
    }


@reference(q.estimator_variances)
def by_moments(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    return _variances(mu, sigma, c, D)


def _draw(rng: Rng, D: int) -> dict[str, Any]:
    c = rng.uniform(0.4, 1.5, size=3) * np.array([-1.0, 1.0, 1.0])
    return {"mu": rng.uniform(0.3, 1.0), "sigma": rng.choice([0.5, 0.7, 1.4]), "c": c, "D": D}


@cases(q.estimator_variances, count=2)
def some_terms(rng: Rng) -> dict[str, Any]:
    return _draw(rng, int(rng.integers(3, 8)))


@cases(q.estimator_variances)
def one_term(rng: Rng) -> dict[str, Any]:
    return _draw(rng, 1)


@cases(q.estimator_variances)
def hundred_terms(rng: Rng) -> dict[str, Any]:
    return _draw(rng, 100)


@cases(q.estimator_variances)
def constant_function(rng: Rng) -> dict[str, Any]:
    return {**_draw(rng, 4), "c": np.array([rng.uniform(-9.0, -5.0), 0.0, 0.0])}


@cases(q.estimator_variances)
def linear_function(rng: Rng) -> dict[str, Any]:
    drawn = _draw(rng, 3)
    return {**drawn, "c": drawn["c"] * np.array([1.0, 1.0, 0.0])}


def _change(mu: float, sigma: float, c: Any, D: int, **changed: Any) -> dict[str, Any]:
    return {**_variances(mu, sigma, c, D), **changed}


@mistake(
    q.estimator_variances,
    en="`var_score` is the mean of the square of the estimator: what is missing to a variance?",
    ru="`var_score` — это средний квадрат оценки: чего не хватает до дисперсии?",
)
def mean_square(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    lines = _variances(mu, sigma, c, D)
    return {**lines, "var_score": lines["var_score"] + lines["gradient"] ** 2}


@mistake(
    q.estimator_variances,
    en="Your `var_score` does not depend on $D$. Which terms of $f$ does the score of $z_1$ multiply?",
    ru="Ваша величина `var_score` не зависит от $D$. На какие слагаемые $f$ умножается score-функция точки "
    "$z_1$?",
)
def first_term_only(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    return _change(mu, sigma, c, D, var_score=_variances(mu, sigma, c, 1)["var_score"])


@mistake(
    q.estimator_variances,
    en="`var_score`: how does the score with respect to a mean scale with $\\sigma$?",
    ru="`var_score`: как производная логарифма плотности по среднему зависит от $\\sigma$?",
)
def score_in_units_of_sigma(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    return _change(mu, sigma, c, D, var_score=sigma**2 * _variances(mu, sigma, c, D)["var_score"])


@mistake(
    q.estimator_variances,
    en="`var_score`: the other terms of $f$ enter not only with their variance. Is their mean zero?",
    ru="`var_score`: остальные слагаемые $f$ входят не только своей дисперсией. Равно ли нулю их среднее?",
)
def other_terms_centred(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    own = _variances(mu, sigma, c, 1)["var_score"]
    variance = (sigma * (c[1] + 2 * c[2] * mu)) ** 2 + 2 * (c[2] * sigma**2) ** 2
    return _change(mu, sigma, c, D, var_score=own + (D - 1) * variance / sigma**2)


@mistake(
    q.estimator_variances,
    en="`var_score`: look up the fourth and the sixth moment of a standard normal variable.",
    ru="`var_score`: вспомните четвёртый и шестой моменты стандартной нормальной величины.",
)
def moments_all_one(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    return _change(mu, sigma, c, D, var_score=_variances(mu, sigma, c, D, 1.0, 1.0)["var_score"])


@mistake(
    q.estimator_variances,
    en="`var_reparam`: differentiate the quadratic term of $f$ before you take the variance.",
    ru="`var_reparam`: продифференцируйте квадратичное слагаемое $f$, прежде чем брать дисперсию.",
)
def factor_of_derivative_missing(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    return _change(mu, sigma, c, D, var_reparam=(c[2] * sigma) ** 2)


@mistake(
    q.estimator_variances,
    en="`var_reparam` grows with $D$ in your answer. Which terms of $f$ does $\\mu_1$ move?",
    ru="`var_reparam` у вас растёт с $D$. Какие слагаемые $f$ меняются вместе с $\\mu_1$?",
)
def reparametrised_all_terms(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    return _change(mu, sigma, c, D, var_reparam=4 * D * (c[2] * sigma) ** 2)


@mistake(
    q.estimator_variances,
    en="`gradient` is the derivative with respect to all the means at once; one of them is asked.",
    ru="`gradient` — производная по всем средним сразу, а нужна по одному.",
)
def all_means_moved(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    return _change(mu, sigma, c, D, gradient=D * (c[1] + 2 * c[2] * mu))


@alternative(q.estimator_variances)
def by_quadrature(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    nodes, weights = np.polynomial.hermite_e.hermegauss(10)
    weights = weights / weights.sum()
    term = np.polynomial.polynomial.polyval(mu + sigma * nodes, c)
    mean, variance = weights @ term, weights @ term**2 - (weights @ term) ** 2
    # The sum of the other terms is independent of the first: two moments of it are enough.
    square = (term + (D - 1) * mean) ** 2 + (D - 1) * variance
    gradient = weights @ (term * nodes) / sigma
    slope = c[1] + 2 * c[2] * (mu + sigma * nodes)
    return {
        "gradient": gradient,
        "var_score": weights @ (square * nodes**2) / sigma**2 - gradient**2,
        "var_reparam": weights @ (slope - gradient) ** 2,
    }


@reference(q.optimal_baseline)
def by_second_moments(values: Any, score: Any, weights: Any) -> dict[str, Any]:
    baseline = weights @ (values * score**2) / (weights @ score**2)
    lines = {"baseline": baseline, "var_without": _variance(values * score, weights)}
    return {**lines, "var_with": variance_with_own.function(lines, values, score, weights)}


def _variance(x: Any, weights: Any) -> Any:
    return weights @ (x - weights @ x) ** 2


@follows(q.optimal_baseline, "var_with")
def variance_with_own(lines: Any, values: Any, score: Any, weights: Any) -> Any:
    return _variance((values - np.reshape(lines["baseline"], ())) * score, weights)


def _draw_scores(rng: Rng, n: int, offset: float = 0.0) -> dict[str, Any]:
    weights, score = rng.dirichlet(3 * np.ones(n)), rng.normal(size=n)
    return {
        "values": offset + rng.normal(3.0, 1.0, size=n),
        "score": score - weights @ score,
        "weights": weights,
    }


@cases(q.optimal_baseline, count=3)
def six_values(rng: Rng) -> dict[str, Any]:
    return _draw_scores(rng, 6)


@cases(q.optimal_baseline)
def two_values(rng: Rng) -> dict[str, Any]:
    return _draw_scores(rng, 2)


@cases(q.optimal_baseline)
def large_offset(rng: Rng) -> dict[str, Any]:
    return _draw_scores(rng, 5, -1000.0)


@cases(q.optimal_baseline)
def constant_values(rng: Rng) -> dict[str, Any]:
    return {**_draw_scores(rng, 4), "values": np.full(4, rng.uniform(-9.0, -5.0))}


def _with_baseline(baseline: Any, values: Any, score: Any, weights: Any) -> dict[str, Any]:
    lines = {**by_second_moments(values, score, weights), "baseline": baseline}
    return {**lines, "var_with": variance_with_own.function(lines, values, score, weights)}


@mistake(
    q.optimal_baseline,
    en="`baseline` is the mean of $f$. That is close, but samples with a large score matter more: "
    "differentiate "
    "the variance with respect to $b$.",
    ru="`baseline` — среднее значение $f$. Это близко к истине, но точки с большой score-функцией важнее: "
    "продифференцируйте дисперсию по $b$.",
)
def mean_of_values(values: Any, score: Any, weights: Any) -> dict[str, Any]:
    return _with_baseline(weights @ values, values, score, weights)


@mistake(
    q.optimal_baseline,
    en="`baseline` is computed as if all the values were equally likely.",
    ru="`baseline` вычислена так, как если бы все значения были равновероятны.",
)
def weights_ignored(values: Any, score: Any, weights: Any) -> dict[str, Any]:
    return by_second_moments(values, score, np.full(len(score), 1 / len(score)))  # type: ignore[no-any-return]


@mistake(
    q.optimal_baseline,
    en="`baseline`: the estimate enters the variance squared. How often does each factor then occur?",
    ru="`baseline`: в дисперсию входит квадрат оценки. Сколько раз тогда встречается каждый множитель?",
)
def score_not_squared(values: Any, score: Any, weights: Any) -> dict[str, Any]:
    return _with_baseline(weights @ (values * score) / (weights @ score**2), values, score, weights)


@mistake(
    q.optimal_baseline,
    en="`var_without` is the variance of $f$ alone. What is the estimator made of?",
    ru="`var_without` — дисперсия самой $f$. Из чего состоит оценка?",
)
def variance_of_values(values: Any, score: Any, weights: Any) -> dict[str, Any]:
    lines = by_second_moments(values, score, weights)
    return {**lines, "var_without": _variance(values, weights), "var_with": _variance(values, weights)}


@mistake(
    q.optimal_baseline,
    en="`var_with` is the mean of the square of the estimator: what is missing to a variance?",
    ru="`var_with` — это средний квадрат оценки: чего не хватает до дисперсии?",
)
def square_not_centred(values: Any, score: Any, weights: Any) -> dict[str, Any]:
    lines = by_second_moments(values, score, weights)
    return {**lines, "var_with": weights @ ((values - lines["baseline"]) * score) ** 2}


@mistake(
    q.optimal_baseline,
    en="`var_without` is the mean of the square of the estimator: what is missing to a variance?",
    ru="`var_without` — это средний квадрат оценки: чего не хватает до дисперсии?",
)
def second_moments(values: Any, score: Any, weights: Any) -> dict[str, Any]:
    lines = by_second_moments(values, score, weights)
    squares = [weights @ ((values - b) * score) ** 2 for b in (0.0, lines["baseline"])]
    return {**lines, "var_without": squares[0], "var_with": squares[1]}


@alternative(q.optimal_baseline)
def by_least_squares(values: Any, score: Any, weights: Any) -> dict[str, Any]:
    root = np.sqrt(weights)
    baseline = np.linalg.lstsq((root * score)[:, None], root * score * values, rcond=None)[0][0]
    return {
        "baseline": baseline,
        "var_without": np.cov(values * score, aweights=weights, ddof=0),
        "var_with": np.cov((values - baseline) * score, aweights=weights, ddof=0),
    }


@alternative(q.optimal_baseline)
def bottom_of_parabola(values: Any, score: Any, weights: Any) -> dict[str, Any]:
    """The variance is a parabola in b: three of its points determine it."""
    middle = values.mean()
    left, centre, right = (_variance((values - middle - b) * score, weights) for b in (-1.0, 0.0, 1.0))
    baseline = middle + (left - right) / (2 * (left - 2 * centre + right))
    return _with_baseline(baseline, values, score, weights)


variance_rubric = rubric(
    q.why_the_variance_is_huge,
    (
        0.25,
        Text(
            en=r"""
            (a) A sum over all pixels: hundreds or thousands in size, nearly always of the same sign
            (negative), and nearly the same for all samples.
            """,
            ru=r"""
            (a) Это сумма по всем пикселям: сотни и тысячи по модулю, почти всегда одного знака
            (отрицательного) и почти одинаковая для всех точек.
            """,
        ),
    ),
    (
        0.25,
        Text(
            en=r"""
            (b) The score has both signs and mean zero (size $1 / \sigma$): large terms of both signs must
            cancel to a small gradient, and with few samples they do not.
            """,
            ru=r"""
            (b) Score-функция принимает значения обоих знаков, её среднее равно нулю (порядок $1 / \sigma$):
            большие слагаемые разных знаков должны сократиться до малого градиента, а при малой выборке этого
            не происходит.
            """,
        ),
    ),
    (
        0.25,
        Text(
            en=r"""
            (c) Reparametrisation uses the derivative of $\log p(x, z)$ in $z$, which tells a direction and
            does not see constants; the score function uses values only. Or: a constant adds its square to the
            variance, and a baseline removes it without changing the mean.
            """,
            ru=r"""
            (c) Репараметризация использует производную $\log p(x, z)$ по $z$, которая указывает направление и
            не замечает постоянных; оценка через score-функцию использует лишь значения. Или: постоянная
            добавляет к дисперсии свой квадрат, а её вычитание убирает его, не меняя среднего.
            """,
        ),
    ),
)
