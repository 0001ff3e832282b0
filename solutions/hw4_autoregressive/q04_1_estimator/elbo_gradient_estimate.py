"""Hidden twin of part 4.1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q04_1_estimator as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference


@reference(q.elbo_gradient_estimate)
def mean_of_products(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return (log_joint - log_q - baseline) @ score / len(score)


@baseline(q.elbo_gradient_estimate)
def term_by_term(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    estimate = np.zeros(score.shape[1])
    for s in range(len(score)):
        for i in range(score.shape[1]):
            estimate[i] += (log_joint[s] - log_q[s] - baseline) * score[s, i]
    return estimate / len(score)


def _draw_values(rng: Rng, samples: int, parameters: int, baseline: float) -> dict[str, Any]:
    return {
        "log_joint": rng.normal(-6.0, 1.0, size=samples),
        "log_q": rng.normal(-2.0, 1.0, size=samples),
        "score": rng.normal(size=(samples, parameters)),
        "baseline": baseline,
    }


@cases(q.elbo_gradient_estimate, count=2)
def without_baseline(rng: Rng) -> dict[str, Any]:
    return _draw_values(rng, 6, 3, 0.0)


@cases(q.elbo_gradient_estimate, count=2)
def with_baseline(rng: Rng) -> dict[str, Any]:
    return _draw_values(rng, 5, 2, rng.uniform(-5.0, -1.0))


@cases(q.elbo_gradient_estimate)
def single_sample(rng: Rng) -> dict[str, Any]:
    return _draw_values(rng, 1, 4, rng.uniform(-5.0, -1.0))


@cases(q.elbo_gradient_estimate)
def single_parameter(rng: Rng) -> dict[str, Any]:
    return _draw_values(rng, 4, 1, rng.uniform(-5.0, -1.0))


@mistake(
    q.elbo_gradient_estimate,
    en="The bracket of the ELBO has two terms; one of them is missing in your estimate.",
    ru="В скобках ELBO два слагаемых; в вашей оценке не хватает одного из них.",
)
def log_q_missing(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return mean_of_products(log_joint, 0 * log_q, score, baseline)


@mistake(
    q.elbo_gradient_estimate,
    en="Check the sign of the second term in the bracket of the ELBO.",
    ru="Проверьте знак второго слагаемого в скобках ELBO.",
)
def log_q_added(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return mean_of_products(log_joint, -log_q, score, baseline)


@mistake(
    q.elbo_gradient_estimate,
    en="In the bracket stands the logarithm of a ratio, not the ratio of the densities.",
    ru="В скобках стоит логарифм отношения, а не отношение плотностей.",
)
def ratio_without_logarithm(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return mean_of_products(np.exp(log_joint - log_q), 0 * log_q, score, baseline)


@mistake(
    q.elbo_gradient_estimate,
    en="The mean of a product is not the product of the means.",
    ru="Среднее произведения не равно произведению средних.",
)
def product_of_means(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return np.mean(log_joint - log_q - baseline) * score.mean(axis=0)


@mistake(
    q.elbo_gradient_estimate,
    en="The derivative of the bracket itself is still there. Which expectation has it? The statement says "
    "what "
    "to do with such terms.",
    ru="Осталась производная самой скобки. Каково её ожидание? В условии сказано, как поступать с такими "
    "слагаемыми.",
)
def inside_term_kept(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return mean_of_products(log_joint, log_q, score, baseline) - score.mean(axis=0)


@mistake(
    q.elbo_gradient_estimate,
    en="The mean over the samples is asked: take each sample twice. Does your estimate change?",
    ru="Требуется среднее по точкам: возьмите каждую точку дважды. Изменилась ли оценка?",
)
def summed_over_samples(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return mean_of_products(log_joint, log_q, score, baseline) * len(score)


@mistake(
    q.elbo_gradient_estimate,
    en="One row for each sample is returned; their mean is asked.",
    ru="Возвращается по строке на каждую точку, а нужно их среднее.",
)
def not_averaged(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return (log_joint - log_q - baseline)[:, None] * score


@mistake(
    q.elbo_gradient_estimate,
    en="Which sign must the baseline have so that it makes the factor of the score small?",
    ru="Какой знак должен быть у сдвига, чтобы множитель при score-функции стал малым?",
)
def baseline_added(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return mean_of_products(log_joint, log_q, score, -baseline)


@mistake(
    q.elbo_gradient_estimate,
    en="The baseline is not used: what would one subtract it from?",
    ru="Сдвиг не используется: из чего его следовало бы вычесть?",
)
def baseline_ignored(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return mean_of_products(log_joint, log_q, score, 0.0)


@mistake(
    q.elbo_gradient_estimate,
    en="This is the gradient for descent. The ELBO is to be raised.",
    ru="Это градиент для спуска. ELBO нужно увеличивать.",
)
def for_descent(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return -mean_of_products(log_joint, log_q, score, baseline)


@alternative(q.elbo_gradient_estimate)
def gradient_of_surrogate(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    """A linear function of parameters at zero whose gradient is the estimate."""
    import torch

    phi = torch.zeros(score.shape[1], dtype=torch.float64, requires_grad=True)
    surrogate = torch.tensor(log_joint - log_q - baseline) * (torch.tensor(score) @ phi)
    return torch.autograd.grad(surrogate.mean(), phi)[0]


@alternative(q.elbo_gradient_estimate)
def estimate_in_loops(log_joint: Any, log_q: Any, score: Any, baseline: float) -> Any:
    return [
        sum((lj - lq - baseline) * s for lj, lq, s in zip(log_joint, log_q, column, strict=True)) / len(score)
        for column in score.T
    ]
