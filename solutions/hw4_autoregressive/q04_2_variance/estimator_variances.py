"""Hidden twin of part 4.2.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q04_2_variance as q
from autograder.question import Rng, alternative, cases, mistake, reference


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


def _variance_of_term(mu: float, sigma: float, c: Any) -> Any:
    return (sigma * (c[1] + 2 * c[2] * mu)) ** 2 + 2 * (c[2] * sigma**2) ** 2


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
    return _change(mu, sigma, c, D, var_score=own + (D - 1) * _variance_of_term(mu, sigma, c) / sigma**2)


@mistake(
    q.estimator_variances,
    en="`var_score`: the other terms of $f$ vary, too.",
    ru="`var_score`: остальные слагаемые $f$ тоже случайны.",
)
def other_terms_constant(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    lines = _variances(mu, sigma, c, D)
    return {**lines, "var_score": lines["var_score"] - (D - 1) * _variance_of_term(mu, sigma, c) / sigma**2}


@mistake(
    q.estimator_variances,
    en="`var_score`: $f$ squared also holds products of its first term with the others. Have they mean zero?",
    ru="`var_score`: в квадрат $f$ входят и произведения первого слагаемого на остальные. Равно ли нулю их "
    "среднее?",
)
def products_with_first_term_missing(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    own, mean = _variances(mu, sigma, c, 1)["var_score"], c[0] + c[1] * mu + c[2] * (mu**2 + sigma**2)
    rest = ((D - 1) * mean) ** 2 + (D - 1) * _variance_of_term(mu, sigma, c)
    return _change(mu, sigma, c, D, var_score=own + rest / sigma**2)


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


@mistake(
    q.estimator_variances,
    en="`var_score` is a standard deviation: in which units is a variance measured?",
    ru="`var_score` — стандартное отклонение: в каких единицах измеряется дисперсия?",
)
def standard_deviations(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    lines = _variances(mu, sigma, c, D)
    return {**lines, **{name: np.sqrt(lines[name]) for name in ("var_score", "var_reparam")}}


@mistake(
    q.estimator_variances,
    en="`var_reparam` is a standard deviation: multiply $f$ by $3$. By which factor must it grow?",
    ru="`var_reparam` — стандартное отклонение: умножьте $f$ на $3$. Во сколько раз она должна вырасти?",
)
def deviation_of_derivative(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    return _change(mu, sigma, c, D, var_reparam=abs(2 * c[2] * sigma))


@mistake(
    q.estimator_variances,
    en="`var_reparam` is the mean of the square of the estimator: what is missing to a variance?",
    ru="`var_reparam` — это средний квадрат оценки: чего не хватает до дисперсии?",
)
def mean_square_of_derivative(mu: float, sigma: float, c: Any, D: int) -> dict[str, Any]:
    lines = _variances(mu, sigma, c, D)
    return {**lines, "var_reparam": lines["var_reparam"] + lines["gradient"] ** 2}


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
