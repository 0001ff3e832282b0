"""Hidden twin of part 2.1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q02_1_outputs as q
from autograder.question import Rng, alternative, baseline, cases, device_reference, mistake, reference


def _log_sigmoid(u: Any) -> Any:
    return -np.logaddexp(0.0, -u)


def _log_sum_exp(values: Any) -> Any:
    return np.logaddexp.reduce(values, axis=-1)


def _log_weights(logits: Any) -> Any:
    return logits - _log_sum_exp(logits)[..., None]


def _log_masses(x: Any, mu: Any, inverse: Any, half: float = 0.5, open_ends: bool = True) -> Any:
    """Log of the mass of each component in the interval around x, without a difference of near values."""
    x = np.asarray(x)[:, None]
    upper, lower = (x + half - mu) * inverse, (x - half - mu) * inverse
    inner = _log_sigmoid(upper) + _log_sigmoid(-lower) + np.log(-np.expm1(-2 * half * inverse))
    if not open_ends:
        return inner
    return np.where(x == 0, _log_sigmoid(upper), np.where(x == 255, _log_sigmoid(-lower), inner))


@reference(q.discretised_mixture_log_prob)
def log_prob_by_factors(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    x, inverse = np.asarray(x)[:, None], np.exp(-log_s)
    below, above = _quick_log_sigmoid((x + 0.5 - mu) * inverse), _quick_log_sigmoid((mu - x + 0.5) * inverse)
    inner = below + above + np.log(-np.expm1(-inverse))
    masses = np.where(x == 0, below, np.where(x == 255, above, inner))
    return _quick_log_sum_exp(logits + masses) - _quick_log_sum_exp(logits)


def _quick_log_sigmoid(u: Any) -> Any:
    return np.minimum(u, 0.0) - np.log1p(np.exp(-np.abs(u)))


def _quick_log_sum_exp(values: Any) -> Any:
    top = values.max(axis=1)
    return top + np.log(np.exp(values - top[:, None]).sum(axis=1))


@baseline(q.discretised_mixture_log_prob)
def value_by_value(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    answer = []
    for n in range(len(x)):
        terms = []
        for k in range(logits.shape[1]):
            inverse = np.exp(-log_s[n, k])
            upper, lower = (x[n] + 0.5 - mu[n, k]) * inverse, (x[n] - 0.5 - mu[n, k]) * inverse
            if x[n] == 0:
                mass = _log_sigmoid(upper)
            elif x[n] == 255:
                mass = _log_sigmoid(-lower)
            else:
                mass = _log_sigmoid(upper) + _log_sigmoid(-lower) + np.log(-np.expm1(-inverse))
            terms.append(logits[n, k] + mass)
        answer.append(_log_sum_exp(terms) - _log_sum_exp(logits[n]))
    return np.array(answer)


@device_reference(q.discretised_mixture_log_prob)
def log_prob_on_a_device(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    import torch

    x, inverse, log_sigmoid = x[:, None], torch.exp(-log_s), torch.nn.functional.logsigmoid
    below, above = log_sigmoid((x + 0.5 - mu) * inverse), log_sigmoid((mu - x + 0.5) * inverse)
    inner = below + above + torch.log(-torch.expm1(-inverse))
    masses = torch.where(x == 0, below, torch.where(x == 255, above, inner))
    return torch.logsumexp(torch.log_softmax(logits, dim=1) + masses, dim=1)


@alternative(q.discretised_mixture_log_prob)
def log_prob_with_logaddexp(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    return _log_sum_exp(_log_weights(logits) + _log_masses(x, mu, np.exp(-log_s)))


def _draw_mixtures(rng: Rng, x: Any, K: int) -> dict[str, Any]:
    """Mixtures with a component near each value, so that a plain difference keeps its digits."""
    shape = (len(x), K)
    mu = x[:, None] + rng.uniform(-8.0, 8.0, size=shape)
    return {"x": x, "logits": rng.normal(size=shape), "mu": mu, "log_s": rng.uniform(0.5, 1.5, size=shape)}


@cases(q.discretised_mixture_log_prob, count=2)
def values_and_both_ends(rng: Rng) -> dict[str, Any]:
    x = np.concatenate([rng.integers(1, 255, size=3), [0, 255]])
    return _draw_mixtures(rng, rng.permutation(x), 3)


@cases(q.discretised_mixture_log_prob)
def single_value(rng: Rng) -> dict[str, Any]:
    return _draw_mixtures(rng, rng.integers(1, 255, size=1), 4)


@cases(q.discretised_mixture_log_prob)
def single_component(rng: Rng) -> dict[str, Any]:
    return _draw_mixtures(rng, np.array([int(rng.integers(1, 255)), 0, 255]), 1)


@cases(q.discretised_mixture_log_prob, edge=True)
def far_from_the_means(rng: Rng) -> dict[str, Any]:
    x, shape = np.array([0, 255, 30, 200]), (4, 2)
    mu, log_s = rng.uniform(95.0, 105.0, size=shape), rng.uniform(-2.2, -1.8, size=shape)
    return {"x": x, "logits": rng.normal(size=shape), "mu": mu, "log_s": log_s}


@cases(q.discretised_mixture_log_prob, edge=True)
def extreme_scales(rng: Rng) -> dict[str, Any]:
    mu = np.array([100.0, 100.0, 10.5, 10.5])[:, None] + rng.uniform(-0.01, 0.01, size=(4, 1))
    log_s, logits = np.array([[7.0], [7.0], [-7.0], [-7.0]]), np.zeros((4, 1))
    return {"x": np.array([0, 130, 10, 12]), "logits": logits, "mu": mu, "log_s": log_s}


@cases(q.discretised_mixture_log_prob, edge=True)
def near_and_far_at_once(rng: Rng) -> dict[str, Any]:
    """A value near the last of its components, one far from all, and one near a component of tiny weight."""
    mu = np.array([[10.0, 20.0, 250.3], [150.0, 160.0, 170.0], [20.0, 60.0, 199.4]])
    logits = rng.normal(size=(3, 3)) + np.array([[0.0], [0.0], [1.0]]) * [1000.0, 0.0, 0.0]
    log_s = rng.uniform(-2.1, -1.9, size=(3, 3))
    return {"x": np.array([250, 0, 200]), "logits": logits, "mu": mu, "log_s": log_s}


@mistake(
    q.discretised_mixture_log_prob,
    en="Far from the means both values of $F$ round to the same number. Work with logarithms throughout.",
    ru="Вдали от средних оба значения $F$ округляются до одного числа. Работайте с логарифмами до конца.",
)
def log_of_the_difference(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    return np.log(_plain_probability(x, logits, mu, log_s))


def _plain_probability(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    x = x[:, None]
    upper, lower = (1 / (1 + np.exp(-(x + side - mu) / np.exp(log_s))) for side in (0.5, -0.5))
    masses = np.where(x == 255, 1.0, upper) - np.where(x == 0, 0.0, lower)
    return np.sum(np.exp(_log_weights(logits)) * masses, axis=1)


@mistake(
    q.discretised_mixture_log_prob,
    en="Clamping hides how improbable a value is: all improbable values get the same number.",
    ru="Отсечение скрывает, насколько значение маловероятно: все такие значения получают одно число.",
)
def probability_clamped(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    return np.log(np.maximum(_plain_probability(x, logits, mu, log_s), 1e-12))


@mistake(
    q.discretised_mixture_log_prob,
    en="You take one maximum out of the whole batch: what is left of a value that is far less probable?",
    ru="Вы выносите один максимум на весь пакет: что останется от значения, которое много менее вероятно?",
)
def one_maximum_for_all(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    terms = _log_weights(logits) + _log_masses(x, mu, np.exp(-log_s))
    return terms.max() + np.log(np.exp(terms - terms.max()).sum(axis=1))


@mistake(
    q.discretised_mixture_log_prob,
    en="Your sum over the components overflows: by which of the terms of a value must all be divided?",
    ru="Ваша сумма по компонентам переполняется: на какое из слагаемых одного значения нужно делить все?",
)
def first_term_taken_out(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    terms = _log_weights(logits) + _log_masses(x, mu, np.exp(-log_s))
    return terms[:, 0] + np.log(np.exp(terms - terms[:, :1]).sum(axis=1))


@mistake(
    q.discretised_mixture_log_prob,
    en="NaN for logits near $1000$: what is the exponential of such a number? A shift changes no weight.",
    ru="NaN при логитах около $1000$: чему равна экспонента такого числа и какой сдвиг не меняет весов?",
)
def exponentials_of_raw_logits(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    weights = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return _log_sum_exp(np.log(weights) + _log_masses(x, mu, np.exp(-log_s)))


@mistake(
    q.discretised_mixture_log_prob,
    en="A weight may round to $0$ while its logarithm is finite: write $\\log \\pi_k$ with the logits.",
    ru="Вес может округлиться до $0$, хотя его логарифм конечен: выразите $\\log \\pi_k$ через логиты.",
)
def logarithm_of_rounded_weights(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    weights = np.exp(_log_weights(logits))
    return _log_sum_exp(np.log(weights) + _log_masses(x, mu, np.exp(-log_s)))


@mistake(
    q.discretised_mixture_log_prob,
    en="This is the density at $x$; the probability of a value is the mass of an interval.",
    ru="Это плотность в точке $x$; вероятность значения — это масса отрезка.",
)
def density_at_the_value(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    u = (x[:, None] - mu) * np.exp(-log_s)
    return _log_sum_exp(_log_weights(logits) + _log_sigmoid(u) + _log_sigmoid(-u) - log_s)


@mistake(
    q.discretised_mixture_log_prob,
    en="The ends are not open: add up your probabilities of all 256 values when a mean is near an end.",
    ru="Края не открыты: сложите вероятности всех 256 значений, когда среднее лежит у края.",
)
def ends_closed(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    return _log_sum_exp(_log_weights(logits) + _log_masses(x, mu, np.exp(-log_s), open_ends=False))


@mistake(
    q.discretised_mixture_log_prob,
    en="Your weights do not sum to one: add a constant to all logits. Does your result change?",
    ru="Сумма ваших весов не равна единице: прибавьте ко всем логитам константу. Изменился ли результат?",
)
def softmax_forgotten(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    return _log_sum_exp(logits + _log_masses(x, mu, np.exp(-log_s)))


@mistake(
    q.discretised_mixture_log_prob,
    en="You normalise the weights over the batch: the sum runs over the components of one value.",
    ru="Вы нормируете веса по пакету: сумма должна идти по компонентам одного значения.",
)
def softmax_over_the_batch(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    return _log_sum_exp(_log_weights(logits.T).T + _log_masses(x, mu, np.exp(-log_s)))


@mistake(
    q.discretised_mixture_log_prob,
    en="You average logarithms: a mixture adds probabilities, not their logarithms.",
    ru="Вы усредняете логарифмы: в смеси складываются вероятности, а не их логарифмы.",
)
def logarithms_averaged(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    return np.sum(np.exp(_log_weights(logits)) * _log_masses(x, mu, np.exp(-log_s)), axis=1)


@mistake(
    q.discretised_mixture_log_prob,
    en="You use the logarithm of the scale as the scale: what happens when it is negative?",
    ru="Вы используете логарифм масштаба как сам масштаб: что будет, если он отрицателен?",
)
def logarithm_for_scale(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    return _log_sum_exp(_log_weights(logits) + _log_masses(x, mu, 1 / log_s))


@mistake(
    q.discretised_mixture_log_prob,
    en="Your intervals overlap: how long is the interval that belongs to one value?",
    ru="Ваши отрезки перекрываются: какова длина отрезка, отвечающего одному значению?",
)
def intervals_too_long(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    return _log_sum_exp(_log_weights(logits) + _log_masses(x, mu, np.exp(-log_s), half=1.0))


@alternative(q.discretised_mixture_log_prob)
def log_prob_of_torch(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    import torch

    values, logits, mu, log_s = (torch.as_tensor(v).double() for v in (x[:, None], logits, mu, log_s))
    inverse, log_sigmoid = torch.exp(-log_s), torch.nn.functional.logsigmoid
    upper, lower = (values + 0.5 - mu) * inverse, (values - 0.5 - mu) * inverse
    masses = log_sigmoid(upper) + log_sigmoid(-lower) + torch.log(-torch.expm1(-inverse))
    masses = torch.where(values == 0, log_sigmoid(upper), masses)
    masses = torch.where(values == 255, log_sigmoid(-lower), masses)
    return torch.logsumexp(torch.log_softmax(logits, dim=1) + masses, dim=1)


@alternative(q.discretised_mixture_log_prob)
def log_prob_by_reflection(x: Any, logits: Any, mu: Any, log_s: Any) -> Any:
    """Differences of log-sigmoids, on the side of the mean where both are small."""
    scale = np.exp(log_s)
    upper, lower = (x[:, None] + 0.5 - mu) / scale, (x[:, None] - 0.5 - mu) / scale
    upper, lower = np.where(x[:, None] == 255, np.inf, upper), np.where(x[:, None] == 0, -np.inf, lower)
    flip = upper + lower > 0
    big = _log_sigmoid(np.where(flip, -lower, upper))
    small = _log_sigmoid(np.where(flip, -upper, lower))
    return _log_sum_exp(_log_weights(logits) + big + np.log1p(-np.exp(small - big)))
