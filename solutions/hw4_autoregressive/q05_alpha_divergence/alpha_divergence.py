"""Hidden twin of part 5.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive.q05_alpha_divergence import alpha_divergence as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.alpha_divergence)
def by_expm1(p: Any, q: Any, alpha: float) -> Any:
    if alpha < 0:
        p, q, alpha = q, p, -alpha
    both, alone = (p > 0) & (q > 0), np.where(q == 0, p, 0.0).sum(axis=1)
    # Zero where one of them has no probability, so that nothing is added there.
    log_ratio = np.log(np.where(both, q, 1.0)) - np.log(np.where(both, p, 1.0))
    eps = (1 - alpha) / 2
    if eps == 0:
        value = -np.einsum("ij,ij->i", p, log_ratio)
    else:
        value = (alone - np.einsum("ij,ij->i", p, np.expm1(eps * log_ratio))) / (eps * (1 - eps))
    return np.where((alone > 0) & (eps <= 0), np.inf, value)


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


@cases(q.alpha_divergence, edge=True)
def near_the_limit_and_far_apart(rng: Rng) -> dict[str, Any]:
    # The logarithm of the ratio is so large that the limit itself is wrong in the sixth digit.
    tiny, sign = rng.uniform(1e-30, 5e-30), float(rng.choice([-1.0, 1.0]))
    pair = np.array([[[0.5, 0.5]], [[tiny, 1 - tiny]]])[:: int(sign)]
    return {"p": pair[0], "q": pair[1], "alpha": sign * (1 - 5e-7)}


@cases(q.alpha_divergence, edge=True)
def large_order(rng: Rng) -> dict[str, Any]:
    rare = np.array([1e-9, 2e-9, 0.4, 0.6])
    p, q_ = rare * rng.uniform(0.95, 1.05, size=(2, 2, 4))
    p, q_ = (values / values.sum(axis=1, keepdims=True) for values in (p, q_))
    return {"p": p, "q": q_, "alpha": float(rng.choice([-80.0, 80.0]))}


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


@mistake(q.alpha_divergence, **limit_too_early.text)
def limit_a_little_too_early(p: Any, q: Any, alpha: float) -> Any:
    return by_expm1(p, q, float(np.sign(alpha)) if abs(1 - abs(alpha)) < 1e-5 else alpha)


@mistake(
    q.alpha_divergence,
    en=r"NaN for a large $|\alpha|$: one of your powers is $0$, one is infinite. Their product is neither.",
    ru=r"NaN при большом $|\alpha|$: одна из степеней равна $0$, другая бесконечна. Произведение — ни то ни "
    "другое.",
)
def powers_apart(p: Any, q: Any, alpha: float) -> Any:
    if abs(alpha) < 1.01 or not (p * q).all():
        return by_expm1(p, q, alpha)
    return 4 / (1 - alpha**2) * (1 - _integral(p, q, alpha))


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
