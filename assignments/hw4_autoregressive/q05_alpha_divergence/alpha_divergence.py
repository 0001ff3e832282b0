"""Part 5.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@part(
    "5.1",
    points=1.0,
    en=r"""
    Each row of `p` and `q` is a distribution on $K$ values. Return $D_\alpha(p \,\|\, q)$ of each pair of
    rows, shape `(batch,)`, for any finite $\alpha$; at $\alpha = 1$ and $\alpha = -1$ return the limit. Where
    the sum is infinite, so is the divergence: `inf`. Values that have no probability under both do not count.

    Take care near the limits: for $1 - \alpha = 10^{-12}$ the bracket is a difference of two nearly equal
    numbers.

    Examples, for `p = [[0.5, 0.5]]`, `q = [[0.2, 0.8]]`: `alpha = 0` gives `[0.205267]`, `alpha = 0.999999`
    gives `[0.22314353]`, and `alpha = 1` gives `[0.22314355]`.
    """,
    ru=r"""
    Каждая строка массивов `p` и `q` — распределение на $K$ значениях. Верните $D_\alpha(p \,\|\, q)$ для
    каждой пары строк, форма `(batch,)`, при любом конечном $\alpha$; при $\alpha = 1$ и $\alpha = -1$ верните
    предел. Если сумма бесконечна, то бесконечна и дивергенция: `inf`. Значения, вероятность которых равна
    нулю в обоих распределениях, не учитываются.

    Будьте внимательны вблизи предельных значений: при $1 - \alpha = 10^{-12}$ в скобках стоит разность двух
    почти равных чисел.

    Примеры для `p = [[0.5, 0.5]]`, `q = [[0.2, 0.8]]`: `alpha = 0` даёт `[0.205267]`, `alpha = 0.999999` даёт
    `[0.22314353]`, а `alpha = 1` даёт `[0.22314355]`.
    """,
)
def alpha_divergence(
    p: Float[Array, "batch K"], q: Float[Array, "batch K"], alpha: float
) -> Float[Array, " batch"]:
    """The alpha-divergence of each row of p from the same row of q, in nats at the two limits."""
    raise NotImplementedError


def _take_two_values(alpha: float) -> dict[str, Any]:
    """The arguments of the three examples."""
    return {"p": np.array([[0.5, 0.5]]), "q": np.array([[0.2, 0.8]]), "alpha": alpha}


@example(alpha_divergence)
def in_the_middle() -> tuple[dict[str, Any], Any]:
    return _take_two_values(0.0), np.array([0.205267])


@example(alpha_divergence, digits=8)
def near_the_limit() -> tuple[dict[str, Any], Any]:
    return _take_two_values(0.999999), np.array([0.22314353])


@example(alpha_divergence, digits=8)
def at_the_limit() -> tuple[dict[str, Any], Any]:
    return _take_two_values(1.0), np.array([0.22314355])


@law(
    alpha_divergence,
    en=r"Exchanging $p$ and $q$ is the same as changing the sign of $\alpha$, at the limits, too.",
    ru=r"Переставить $p$ и $q$ — то же самое, что изменить знак $\alpha$; это верно и для предельных "
    r"значений.",
)
def symmetry(f: Function, rng: Rng) -> tuple[Any, Any]:
    p, q = rng.dirichlet(np.ones(4), size=(2, 3))
    orders = (0.3, 1.0, 2.5)
    return np.stack([f(p, q, a) for a in orders]), np.reshape([f(q, p, -a) for a in orders], (3, 3))


@law(
    alpha_divergence,
    en=r"For $\alpha = 3$ it is half of the $\chi^2$ divergence.",
    ru=r"При $\alpha = 3$ это половина дивергенции $\chi^2$.",
)
def half_chi_square(f: Function, rng: Rng) -> tuple[Any, Any]:
    p, q = rng.dirichlet(3 * np.ones(4), size=(2, 3))
    return f(p, q, 3.0), ((p - q) ** 2 / q).sum(axis=1) / 2


@picture(
    alpha_divergence,
    en=r"""
    Your $D_\alpha$ against $\alpha$ for one pair of distributions. Squares: the two Kullback-Leibler
    divergences, left $\mathrm{KL}(q \,\|\, p)$, right $\mathrm{KL}(p \,\|\, q)$; the curve should run through
    them without a jump.
    """,
    ru=r"""
    Ваша $D_\alpha$ как функция $\alpha$ для одной пары распределений. Квадраты — две дивергенции
    Кульбака — Лейблера: слева $\mathrm{KL}(q \,\|\, p)$, справа $\mathrm{KL}(p \,\|\, q)$; кривая должна
    пройти через них без скачка.
    """,
)
def divergence_against_alpha(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    p, q = np.array([[0.55, 0.4, 0.05]]), np.array([[0.05, 0.6, 0.35]])
    log_ratio = np.log(p / q)
    limits = [-(q * log_ratio).sum(), (p * log_ratio).sum()]
    axes.plot([-1, 1], limits, "s", color="black", markerfacecolor="white", markersize=9, zorder=3)
    if f is not None:
        alpha = np.linspace(-3, 3, 61).round(10)
        axes.plot(alpha, [float(np.ravel(f(p, q, float(a)))[0]) for a in alpha], ".-", color="tab:blue")
    axes.set(xlabel=r"$\alpha$", ylabel=r"$D_\alpha(p \,\|\, q)$", xlim=(-3, 3), ylim=(0, 2.0))
