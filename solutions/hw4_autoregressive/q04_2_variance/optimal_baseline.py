"""Hidden twin of part 4.2.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q04_2_variance as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference


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


@mistake(
    q.optimal_baseline,
    en="`baseline` is right, but `var_without` takes all the values for equally likely.",
    ru="`baseline` верна, но `var_without` вычислена так, как если бы все значения были равновероятны.",
)
def variances_without_weights(values: Any, score: Any, weights: Any) -> dict[str, Any]:
    lines = by_second_moments(values, score, weights)
    rests = {"var_without": values, "var_with": values - lines["baseline"]}
    return {**lines, **{name: np.var(rest * score) for name, rest in rests.items()}}


@mistake(
    q.optimal_baseline,
    en="`baseline` is the plain mean of the values: neither the weights nor the score enter.",
    ru="`baseline` — простое среднее значений: ни веса, ни score-функция в неё не входят.",
)
def plain_mean(values: Any, score: Any, weights: Any) -> dict[str, Any]:
    return _with_baseline(np.mean(values), values, score, weights)


@mistake(
    q.optimal_baseline,
    en="`baseline` changes when the score is multiplied by a number: an average is divided by its weights.",
    ru="`baseline` меняется, если умножить score-функцию на число: среднее делят на сумму его весов.",
)
def weights_do_not_sum_to_one(values: Any, score: Any, weights: Any) -> dict[str, Any]:
    return _with_baseline(weights @ (values * score**2), values, score, weights)


@mistake(
    q.optimal_baseline,
    en="`var_without` is a standard deviation: in which units is a variance measured?",
    ru="`var_without` — стандартное отклонение: в каких единицах измеряется дисперсия?",
)
def standard_deviations(values: Any, score: Any, weights: Any) -> dict[str, Any]:
    lines = by_second_moments(values, score, weights)
    return {**lines, **{name: np.sqrt(lines[name]) for name in ("var_without", "var_with")}}


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
