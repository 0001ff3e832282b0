"""Hidden twin of part 5.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive.q05_alpha_divergence import alpha_expansion_lines as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference


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
