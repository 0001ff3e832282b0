"""Hidden twin of part 5.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive.q05_alpha_divergence import gaussian_alpha_divergence as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.gaussian_alpha_divergence)
def by_completing_the_square(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any, alpha: float) -> Any:
    return _closed_form(mu1, sigma1, mu2, sigma2, alpha)


def _closed_form(
    mu1: Any, sigma1: Any, mu2: Any, sigma2: Any, alpha: float, mean_factor: float | None = None
) -> Any:
    a, b = (1 + alpha) / 2, (1 - alpha) / 2
    precision = a / sigma1**2 + b / sigma2**2
    factor = a * b if mean_factor is None else mean_factor
    with np.errstate(all="ignore"):
        square = factor * (mu1 - mu2) ** 2 / (sigma1**2 * sigma2**2 * precision)
        log_integral = -a * np.log(sigma1) - b * np.log(sigma2) - (np.log(precision) + square) / 2
        return np.where(precision > 0, -np.expm1(log_integral) / (a * b), np.inf)


def _draw_gaussians(rng: Rng, batch: int, alpha: float) -> dict[str, Any]:
    mu1, mu2 = rng.normal(size=(2, batch))
    sigma1, ratio = rng.uniform(0.6, 1.6, size=batch), rng.uniform(1.2, 1.5, size=batch)
    sigma2 = sigma1 * ratio ** rng.choice([-1.0, 1.0], size=batch)
    return {"mu1": mu1, "sigma1": sigma1, "mu2": mu2, "sigma2": sigma2, "alpha": alpha}


@cases(q.gaussian_alpha_divergence, count=2)
def alpha_inside(rng: Rng) -> dict[str, Any]:
    return _draw_gaussians(rng, 4, float(rng.choice([-1.0, 1.0]) * rng.uniform(0.3, 0.8)))


@cases(q.gaussian_alpha_divergence)
def alpha_zero(rng: Rng) -> dict[str, Any]:
    return _draw_gaussians(rng, 1, 0.0)


@cases(q.gaussian_alpha_divergence)
def some_diverge(rng: Rng) -> dict[str, Any]:
    drawn, sign = _draw_gaussians(rng, 4, 3.0), float(rng.choice([-1.0, 1.0]))
    ratio = np.array([0.5, 2.0, 1.2, 0.6]) ** sign
    return {**drawn, "mu2": drawn["mu1"] + 0.3, "sigma2": drawn["sigma1"] * ratio, "alpha": sign * 3.0}


@cases(q.gaussian_alpha_divergence)
def equal_deviations(rng: Rng) -> dict[str, Any]:
    drawn = _draw_gaussians(rng, 3, 0.5)
    return {**drawn, "sigma2": drawn["sigma1"].copy()}


@mistake(
    q.gaussian_alpha_divergence,
    en="For some pairs the integral diverges: what must hold for the coefficient of $x^2$ in the exponent?",
    ru="Для некоторых пар интеграл расходится: каким должен быть коэффициент при $x^2$ в показателе?",
)
def no_test_of_convergence(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any, alpha: float) -> Any:
    a, b = (1 + alpha) / 2, (1 - alpha) / 2
    precision = a / sigma1**2 + b / sigma2**2
    square = a * b * (mu1 - mu2) ** 2 / (sigma1**2 * sigma2**2 * precision)
    integral = np.exp(-square / 2) / (sigma1**a * sigma2**b * np.sqrt(np.abs(precision)))
    return (1 - integral) / (a * b)


@mistake(
    q.gaussian_alpha_divergence,
    en="NaN for some pairs: there the integral diverges. Which value does the statement ask for?",
    ru="NaN для некоторых пар: там интеграл расходится. Какое значение тогда требуется по условию?",
)
def nan_where_it_diverges(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any, alpha: float) -> Any:
    value = _closed_form(mu1, sigma1, mu2, sigma2, alpha)
    return np.where(np.isinf(value), np.nan, value)


@mistake(
    q.gaussian_alpha_divergence,
    en="Standard deviations stand where variances belong. Change the unit of length: does your value change?",
    ru="Стандартные отклонения стоят там, где должны быть дисперсии. Измените единицу длины: изменится ли "
    "значение?",
)
def deviations_for_variances(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any, alpha: float) -> Any:
    return _closed_form(mu1, np.sqrt(sigma1), mu2, np.sqrt(sigma2), alpha)


@mistake(
    q.gaussian_alpha_divergence,
    en=r"The exponents of the two densities are exchanged: let $\alpha$ come near $1$. Which divergence is "
    r"it?",
    ru=r"Показатели степеней двух плотностей переставлены: приблизьте $\alpha$ к $1$. Какая это дивергенция?",
)
def densities_confused(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any, alpha: float) -> Any:
    return _closed_form(mu2, sigma2, mu1, sigma1, alpha)


@mistake(
    q.gaussian_alpha_divergence,
    en="Complete the square once more: how do the exponents enter the term with the means?",
    ru="Выделите полный квадрат ещё раз: как показатели степеней входят в слагаемое со средними?",
)
def exponents_missing_in_square(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any, alpha: float) -> Any:
    return _closed_form(mu1, sigma1, mu2, sigma2, alpha, 1.0)


@mistake(
    q.gaussian_alpha_divergence,
    en="The term with the means is missing: take equal deviations and move one mean.",
    ru="Нет слагаемого со средними: возьмите равные отклонения и сдвиньте одно среднее.",
)
def means_ignored(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any, alpha: float) -> Any:
    return _closed_form(mu1, sigma1, mu2, sigma2, alpha, 0.0)


@mistake(
    q.gaussian_alpha_divergence,
    en=r"Your value does not depend on $\alpha$.",
    ru=r"Ваше значение не зависит от $\alpha$.",
)
def divergence_of_kullback(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any, alpha: float) -> Any:
    return np.log(sigma2 / sigma1) + (sigma1**2 + (mu1 - mu2) ** 2) / (2 * sigma2**2) - 0.5


@alternative(q.gaussian_alpha_divergence)
def by_log_normalisers(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any, alpha: float) -> Any:
    """Gaussians are an exponential family: the integral is a quotient of normalisers."""
    import torch

    mu1, sigma1, mu2, sigma2 = (torch.tensor(value) for value in (mu1, sigma1, mu2, sigma2))
    a, b = (1 + alpha) / 2, (1 - alpha) / 2

    def normaliser(linear: Any, precision: Any) -> Any:
        return linear**2 / (2 * precision) - torch.log(precision) / 2

    first, second = (mu1 / sigma1**2, sigma1**-2), (mu2 / sigma2**2, sigma2**-2)
    mixed = [a * x + b * y for x, y in zip(first, second, strict=True)]
    integral = torch.exp(normaliser(*mixed) - a * normaliser(*first) - b * normaliser(*second))
    return torch.where(mixed[1] > 0, (1 - integral) / (a * b), torch.inf)


@alternative(q.gaussian_alpha_divergence)
def by_quadrature(mu1: Any, sigma1: Any, mu2: Any, sigma2: Any, alpha: float) -> Any:
    a, b = (1 + alpha) / 2, (1 - alpha) / 2
    precision = a / sigma1**2 + b / sigma2**2
    centre = (a * mu1 / sigma1**2 + b * mu2 / sigma2**2) / precision
    width = 1 / np.sqrt(np.abs(precision))
    x = centre + width * np.linspace(-9, 9, 401)[:, None]
    logs = [
        -(((x - m) / s) ** 2) / 2 - np.log(s) - np.log(2 * np.pi) / 2
        for m, s in ((mu1, sigma1), (mu2, sigma2))
    ]
    integral = np.exp(a * logs[0] + b * logs[1]).sum(axis=0) * width * 18 / 400
    return np.where(precision > 0, (1 - integral) / (a * b), np.inf)
