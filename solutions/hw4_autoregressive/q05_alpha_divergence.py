"""Hidden twin of question 5."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q05_alpha_divergence as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference


@reference(q.alpha_divergence)
def by_expm1(p: Any, q: Any, alpha: float) -> Any:
    if alpha < 0:
        p, q, alpha = q, p, -alpha
    both, alone = (p > 0) & (q > 0), np.where(q == 0, p, 0.0)
    log_ratio = np.log(np.where(both, q, 1.0)) - np.log(np.where(both, p, 1.0))
    eps = (1 - alpha) / 2
    if eps == 0:
        value = -np.where(both, p * log_ratio, 0.0).sum(axis=1)
    else:
        kept = np.where(both, -p * np.expm1(eps * log_ratio), 0.0)
        value = (kept + alone).sum(axis=1) / (eps * (1 - eps))
    return np.where((alone > 0).any(axis=1) & (eps <= 0), np.inf, value)


def _draw_pairs(rng: Rng, batch: int, alpha: float, K: int = 4) -> dict[str, Any]:
    p, q_ = rng.dirichlet(2 * np.ones(K), size=(2, batch)) * 0.9 + 0.1 / K
    return {"p": p, "q": q_, "alpha": alpha}


@cases(q.alpha_divergence, count=2)
def between_the_limits(rng: Rng) -> dict[str, Any]:
    return _draw_pairs(rng, 3, float(rng.choice([-1.0, 1.0]) * rng.uniform(0.3, 0.8)))


@cases(q.alpha_divergence)
def one_pair_at_zero(rng: Rng) -> dict[str, Any]:
    return _draw_pairs(rng, 1, 0.0, 5)


@cases(q.alpha_divergence)
def beyond_the_limits(rng: Rng) -> dict[str, Any]:
    return _draw_pairs(rng, 3, float(rng.choice([-1.0, 1.0]) * rng.uniform(2.0, 4.0)))


@cases(q.alpha_divergence)
def upper_limit(rng: Rng) -> dict[str, Any]:
    return _draw_pairs(rng, 3, 1.0)


@cases(q.alpha_divergence)
def lower_limit(rng: Rng) -> dict[str, Any]:
    return _draw_pairs(rng, 3, -1.0)


@cases(q.alpha_divergence)
def near_the_limit(rng: Rng) -> dict[str, Any]:
    # Far apart, so that the first order in one minus alpha shows even in single precision.
    x, y = rng.uniform(0.65, 0.75, size=2)
    p, q_ = np.array([[x, 0.2, 0.8 - x]]), np.array([[0.8 - y, 0.2, y]])
    order = rng.permutation(3)
    return {"p": p[:, order], "q": q_[:, order], "alpha": 1 - 5e-4}


def _draw_dyadic(rng: Rng, alpha: float) -> dict[str, Any]:
    """Probabilities and an alpha with few bits, so that only the difference in the bracket is at stake."""
    p = np.array([[0.5, 0.25, 0.125, 0.125], [0.375, 0.375, 0.125, 0.125]])
    q_ = np.array([[0.125, 0.375, 0.25, 0.25], [0.0625, 0.1875, 0.25, 0.5]])
    order = rng.permutation(4)
    return {"p": p[:, order], "q": q_[:, rng.permutation(4)][:, order], "alpha": alpha}


@cases(q.alpha_divergence, edge=True)
def very_near_the_upper_limit(rng: Rng) -> dict[str, Any]:
    return _draw_dyadic(rng, 1 - 2.0**-40)


@cases(q.alpha_divergence, edge=True)
def very_near_the_lower_limit(rng: Rng) -> dict[str, Any]:
    return _draw_dyadic(rng, -1 + 2.0**-38)


def _draw_with_zeros(rng: Rng, alpha: float) -> dict[str, Any]:
    p = np.array([[0.5, 0.5, 0.0, 0.0], [0.0, 0.25, 0.75, 0.0], [0.25, 0.25, 0.5, 0.0]])
    q_ = np.array([[0.0, 0.375, 0.625, 0.0], [0.25, 0.25, 0.5, 0.0], [0.0, 0.25, 0.75, 0.0]])
    order = rng.permutation(4)
    return {"p": p[:, order], "q": q_[:, order], "alpha": alpha}


@cases(q.alpha_divergence, edge=True)
def zeros_between(rng: Rng) -> dict[str, Any]:
    return _draw_with_zeros(rng, 0.5)


@cases(q.alpha_divergence, edge=True)
def zeros_at_the_limit(rng: Rng) -> dict[str, Any]:
    return _draw_with_zeros(rng, 1.0)


@cases(q.alpha_divergence, edge=True)
def zeros_beyond(rng: Rng) -> dict[str, Any]:
    return _draw_with_zeros(rng, float(rng.choice([-2.0, 2.0])))


def _integral(p: Any, q: Any, alpha: float) -> Any:
    with np.errstate(all="ignore"):
        return (p ** ((1 + alpha) / 2) * q ** ((1 - alpha) / 2)).sum(axis=1)


@mistake(
    q.alpha_divergence,
    en="Near the limits all digits are lost: which of your steps subtracts two nearly equal numbers?",
    ru="Вблизи предельных значений теряются все знаки: на каком шаге вычитаются два почти равных числа?",
)
def formula_as_printed(p: Any, q: Any, alpha: float) -> Any:
    if abs(alpha) == 1:
        return by_expm1(p, q, alpha)
    return 4 / (1 - alpha**2) * (1 - _integral(p, q, alpha))


@mistake(
    q.alpha_divergence,
    en=r"The two limits are exchanged: compute the value at $\alpha = 0.999$. Which divergence is it near?",
    ru=r"Пределы переставлены: вычислите значение при $\alpha = 0.999$. К какой дивергенции оно близко?",
)
def limits_exchanged(p: Any, q: Any, alpha: float) -> Any:
    return by_expm1(p, q, -alpha if abs(alpha) == 1 else alpha)


@mistake(
    q.alpha_divergence,
    en=r"Both limits are the same in your answer; at one of them the other density weighs the logarithm.",
    ru=r"Оба предела у вас одинаковы; в одном из них логарифм усредняется по другой плотности.",
)
def one_limit_for_both(p: Any, q: Any, alpha: float) -> Any:
    return by_expm1(p, q, 1.0 if abs(alpha) == 1 else alpha)


@mistake(
    q.alpha_divergence,
    en=r"The exponents of the two densities are exchanged: which divergence do you approach for $\alpha$ "
    r"near $1$?",
    ru=r"Показатели степеней двух плотностей переставлены: к какой дивергенции вы приближаетесь при "
    r"$\alpha$, "
    r"близком к $1$?",
)
def exponents_exchanged(p: Any, q: Any, alpha: float) -> Any:
    return by_expm1(q, p, alpha)


@mistake(
    q.alpha_divergence,
    en=r"At two special values the formula is $0 / 0$: return the limit there.",
    ru=r"При двух особых значениях формула даёт $0 / 0$: верните там предел.",
)
def nothing_at_the_limits(p: Any, q: Any, alpha: float) -> Any:
    return by_expm1(p, q, alpha) * (np.nan if abs(alpha) == 1 else 1.0)


@mistake(
    q.alpha_divergence,
    en=r"Near $1$ you return the limit itself. How does the error depend on $1 - \alpha$?",
    ru=r"Вблизи $1$ вы возвращаете сам предел. Как ошибка зависит от $1 - \alpha$?",
)
def limit_too_early(p: Any, q: Any, alpha: float) -> Any:
    return by_expm1(p, q, float(np.sign(alpha)) if abs(1 - abs(alpha)) < 1e-3 else alpha)


@mistake(
    q.alpha_divergence,
    en=r"The factor in front of the bracket: your value does not approach the one at the limit. Compare the "
    r"two "
    r"for $\alpha$ near $1$.",
    ru=r"Множитель перед скобкой: ваше значение не приближается к предельному. Сравните их при $\alpha$, "
    r"близком "
    r"к $1$.",
)
def prefactor_without_four(p: Any, q: Any, alpha: float) -> Any:
    return by_expm1(p, q, alpha) / (1 if abs(alpha) == 1 else 4)


@mistake(
    q.alpha_divergence,
    en="A value that is impossible under one density only is left out. Which term does it contribute, and "
    "can "
    "that be infinite?",
    ru="Значение, невозможное лишь в одном из распределений, пропущено. Какое слагаемое оно даёт и может ли "
    "оно "
    "быть бесконечным?",
)
def zeros_skipped(p: Any, q: Any, alpha: float) -> Any:
    both = (p > 0) & (q > 0)
    return by_expm1(np.where(both, p, 0.0), np.where(both, q, 0.0), alpha)


@mistake(
    q.alpha_divergence,
    en="This is a related divergence, that of Rényi: the formula here contains no logarithm of the integral.",
    ru="Это родственная дивергенция Реньи: в данной формуле нет логарифма интеграла.",
)
def renyi_divergence(p: Any, q: Any, alpha: float) -> Any:
    if abs(alpha) == 1:
        return by_expm1(p, q, alpha)
    with np.errstate(all="ignore"):
        return np.log(_integral(p, q, alpha)) * 2 / (alpha - 1)


@alternative(q.alpha_divergence)
def row_by_row_with_torch(p: Any, q: Any, alpha: float) -> Any:
    import torch

    first, second = (p, q) if alpha >= 0 else (q, p)
    eps = (1 - abs(alpha)) / 2
    values = []
    for a, b in zip(torch.tensor(first), torch.tensor(second), strict=True):
        a, b = a[a + b > 0], b[a + b > 0]
        alone, common = a[b == 0].sum(), (a > 0) & (b > 0)
        a, log_ratio = a[common], torch.log(b[common] / a[common])
        if eps <= 0 and alone > 0:
            values.append(torch.tensor(float("inf"), dtype=torch.float64))
        elif eps == 0:
            values.append(-(a * log_ratio).sum())
        else:
            values.append((alone - (a * torch.expm1(eps * log_ratio)).sum()) / (eps * (1 - eps)))
    return torch.stack(values)


@alternative(q.alpha_divergence)
def with_long_decimals(p: Any, q: Any, alpha: float) -> Any:
    """The formula as it is printed, in fifty digits."""
    from decimal import Decimal, localcontext

    if abs(alpha) == 1:
        return by_expm1(p, q, alpha)
    with localcontext() as context:
        context.prec = 50
        up, down = ((1 + s * Decimal(alpha)) / 2 for s in (1, -1))
        values = []
        for row in zip(p, q, strict=True):
            pairs = [(Decimal(float(a)), Decimal(float(b))) for a, b in zip(*row, strict=True)]
            lost = any((a > 0 == b and down < 0) or (b > 0 == a and up < 0) for a, b in pairs)
            terms = sum((up * a.ln() + down * b.ln()).exp() for a, b in pairs if a > 0 and b > 0)
            values.append(np.inf if lost else float((1 - terms) / (up * down)))
    return np.array(values)


@reference(q.alpha_expansion_lines)
def proof(p: Any, q: Any, eps: float) -> dict[str, Any]:
    log_ratio = np.log(q) - np.log(p)
    mean = p @ log_ratio
    return {
        "prefactor": 1 / (eps * (1 - eps)),
        "integral": p @ np.exp(eps * log_ratio),
        "linearised": 1 + eps * mean,
        "remainder": p @ (np.expm1(eps * log_ratio) - eps * log_ratio) / eps**2,
        "limit": -mean,
        "slope": -mean - p @ log_ratio**2 / 2,
    }


@follows(q.alpha_expansion_lines, "remainder")
def from_own_lines(lines: Any, eps: float, **_: Any) -> Any:
    return np.subtract(lines["integral"], lines["linearised"]) / eps**2


def _draw_lines(rng: Rng, K: int, eps: float) -> dict[str, Any]:
    p, q_ = rng.dirichlet(2 * np.ones(K), size=2) * 0.9 + 0.1 / K
    return {"p": p, "q": q_, "eps": eps}


@cases(q.alpha_expansion_lines, count=2)
def alpha_below_one(rng: Rng) -> dict[str, Any]:
    return _draw_lines(rng, 5, rng.uniform(0.1, 0.4))


@cases(q.alpha_expansion_lines)
def alpha_above_one(rng: Rng) -> dict[str, Any]:
    return _draw_lines(rng, 4, -rng.uniform(0.1, 0.4))


@cases(q.alpha_expansion_lines)
def alpha_below_minus_one(rng: Rng) -> dict[str, Any]:
    return _draw_lines(rng, 3, rng.uniform(1.3, 1.8))


@cases(q.alpha_expansion_lines)
def small_eps(rng: Rng) -> dict[str, Any]:
    return _draw_lines(rng, 4, 1e-3)


@cases(q.alpha_expansion_lines)
def equal_distributions(rng: Rng) -> dict[str, Any]:
    drawn = _draw_lines(rng, 3, 0.3)
    return {**drawn, "q": drawn["p"].copy()}


def _change(p: Any, q: Any, eps: float, **changed: Any) -> dict[str, Any]:
    lines = {**proof(p, q, eps), **changed}
    return lines if "remainder" in changed else {**lines, "remainder": from_own_lines.function(lines, eps)}


@mistake(
    q.alpha_expansion_lines,
    en=r"`prefactor`: $\alpha$ is not $\varepsilon$. Express one by the other first.",
    ru=r"`prefactor`: $\alpha$ — это не $\varepsilon$. Сначала выразите одно через другое.",
)
def prefactor_with_eps_for_alpha(p: Any, q: Any, eps: float) -> dict[str, Any]:
    return _change(p, q, eps, prefactor=4 / (1 - eps**2))


@mistake(
    q.alpha_expansion_lines,
    en=r"`prefactor` is only its leading term for small $\varepsilon$; the whole factor is asked.",
    ru=r"`prefactor` — лишь главный член при малом $\varepsilon$; нужен весь множитель.",
)
def leading_prefactor(p: Any, q: Any, eps: float) -> dict[str, Any]:
    return _change(p, q, eps, prefactor=1 / eps)


@mistake(
    q.alpha_expansion_lines,
    en=r"`integral`: which of the two densities has an exponent that vanishes with $\varepsilon$?",
    ru=r"`integral`: у какой из двух плотностей показатель степени обращается в нуль вместе с $\varepsilon$?",
)
def integral_exchanged(p: Any, q: Any, eps: float) -> dict[str, Any]:
    return _change(p, q, eps, integral=q @ (p / q) ** eps)


@mistake(
    q.alpha_expansion_lines,
    en="`linearised`: check the sign of the linear term. Which sign has the mean logarithm under $p$?",
    ru="`linearised`: проверьте знак линейного члена. Какой знак у среднего логарифма по $p$?",
)
def linear_term_reversed(p: Any, q: Any, eps: float) -> dict[str, Any]:
    return _change(p, q, eps, linearised=2 - proof(p, q, eps)["linearised"])


@mistake(
    q.alpha_expansion_lines,
    en=r"`remainder` is compared with $\varepsilon$, and tends to zero. It should be compared with a higher "
    r"power.",
    ru=r"`remainder` сравнивается с $\varepsilon$ и стремится к нулю. Сравнивать нужно с более высокой "
    r"степенью.",
)
def remainder_over_eps(p: Any, q: Any, eps: float) -> dict[str, Any]:
    return _change(p, q, eps, remainder=eps * proof(p, q, eps)["remainder"])


@mistake(
    q.alpha_expansion_lines,
    en=r"`limit` has the wrong direction: which density weighs the logarithm for $\alpha$ near $1$?",
    ru=r"`limit` взят не в том направлении: по какой плотности усредняется логарифм при $\alpha$, близком к "
    r"$1$?",
)
def other_direction(p: Any, q: Any, eps: float) -> dict[str, Any]:
    return {**proof(p, q, eps), "limit": proof(q, p, eps)["limit"], "slope": proof(q, p, eps)["slope"]}


@mistake(
    q.alpha_expansion_lines,
    en=r"`limit` has the wrong sign. Can a divergence be negative?",
    ru=r"У `limit` неверный знак. Может ли дивергенция быть отрицательной?",
)
def limit_negative(p: Any, q: Any, eps: float) -> dict[str, Any]:
    return _change(p, q, eps, limit=-proof(p, q, eps)["limit"])


@mistake(
    q.alpha_expansion_lines,
    en=r"`slope`: the prefactor depends on $\varepsilon$, too. Expand it to the same order.",
    ru=r"`slope`: множитель перед скобкой тоже зависит от $\varepsilon$. Разложите его до того же порядка.",
)
def prefactor_not_expanded(p: Any, q: Any, eps: float) -> dict[str, Any]:
    lines = proof(p, q, eps)
    return {**lines, "slope": lines["slope"] - lines["limit"]}


@mistake(
    q.alpha_expansion_lines,
    en="`slope`: look at the second term of the exponential series again, with its coefficient.",
    ru="`slope`: посмотрите ещё раз на второй член ряда экспоненты и его коэффициент.",
)
def half_missing(p: Any, q: Any, eps: float) -> dict[str, Any]:
    lines = proof(p, q, eps)
    return {**lines, "slope": 2 * lines["slope"] - lines["limit"]}


@mistake(
    q.alpha_expansion_lines,
    en="`slope`: the bracket is one *minus* the integral. Check the sign of the second order.",
    ru="`slope`: в скобках единица *минус* интеграл. Проверьте знак члена второго порядка.",
)
def second_order_reversed(p: Any, q: Any, eps: float) -> dict[str, Any]:
    lines = proof(p, q, eps)
    return {**lines, "slope": 2 * lines["limit"] - lines["slope"]}


@mistake(
    q.alpha_expansion_lines,
    en="`slope` contains a variance of the logarithm, where a second moment belongs.",
    ru="`slope` содержит дисперсию логарифма там, где должен стоять второй момент.",
)
def variance_for_second_moment(p: Any, q: Any, eps: float) -> dict[str, Any]:
    lines = proof(p, q, eps)
    return {**lines, "slope": lines["slope"] + lines["limit"] ** 2 / 2}


@mistake(
    q.alpha_expansion_lines,
    en=r"`slope` belongs to an expansion in powers of $1 - \alpha$. Which small number is asked?",
    ru=r"`slope` относится к разложению по степеням $1 - \alpha$. По какой малой величине нужно разложение?",
)
def powers_of_other_number(p: Any, q: Any, eps: float) -> dict[str, Any]:
    lines = proof(p, q, eps)
    return {**lines, "slope": lines["slope"] / 2}


@alternative(q.alpha_expansion_lines)
def with_powers(p: Any, q: Any, eps: float) -> dict[str, Any]:
    alpha, mean, square = 1 - 2 * eps, np.sum(p * np.log(p / q)), np.sum(p * np.log(p / q) ** 2)
    integral = np.sum(p ** ((1 + alpha) / 2) * q ** ((1 - alpha) / 2))
    return {
        "prefactor": 4 / (1 - alpha**2),
        "integral": integral,
        "linearised": 1 - eps * mean,
        "remainder": (integral - (1 - eps * mean)) / eps**2,
        "limit": mean,
        "slope": mean - square / 2,
    }


@alternative(q.alpha_expansion_lines)
def expansion_by_torch(p: Any, q: Any, eps: float) -> dict[str, Any]:
    """The coefficients are derivatives at zero of the integral, taken automatically."""
    import torch

    p, log_ratio = torch.tensor(p), torch.tensor(np.log(q / p))

    def integral(e: Any) -> Any:
        return (p * torch.exp(e * log_ratio)).sum()

    zero = torch.zeros((), dtype=torch.float64, requires_grad=True)
    (first,) = torch.autograd.grad(integral(zero), zero, create_graph=True)
    (second,) = torch.autograd.grad(first, zero)
    linearised = 1 + eps * first
    return {
        "prefactor": 1 / (eps * (1 - eps)),
        "integral": integral(eps),
        "linearised": linearised,
        "remainder": (integral(eps) - linearised) / eps**2,
        "limit": -first,
        "slope": -first - second / 2,
    }


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
