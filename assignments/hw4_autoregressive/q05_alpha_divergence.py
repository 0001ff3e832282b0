"""Question 5: the alpha-divergences, and the two Kullback-Leibler divergences as their limits.

Source: sheet 004, latent variable models, question 3 (3 points).
Paper: Minka, "Divergence Measures and Message Passing", 2005, section 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="5",
    title=Text(en="Alpha-divergences", ru="Альфа-дивергенции"),
    text=Text(
        en=r"""
        For a number $\alpha$ other than $1$ and $-1$,

        $$D_\alpha(p \,\|\, q) = \frac{4}{1 - \alpha^2} \left( 1 - \int p(x)^{\frac{1 + \alpha}{2}}\,
        q(x)^{\frac{1 - \alpha}{2}}\, dx \right).$$

        Prove on paper that it tends to $\mathrm{KL}(p \,\|\, q)$ for $\alpha \to 1$ and to
        $\mathrm{KL}(q \,\|\, p)$ for $\alpha \to -1$, by the expansion
        $t^\varepsilon = 1 + \varepsilon \ln t + O(\varepsilon^2)$. Part 5.2 goes through the lines of the
        proof.
        """,
        ru=r"""
        Для числа $\alpha$, отличного от $1$ и $-1$, положим

        $$D_\alpha(p \,\|\, q) = \frac{4}{1 - \alpha^2} \left( 1 - \int p(x)^{\frac{1 + \alpha}{2}}\,
        q(x)^{\frac{1 - \alpha}{2}}\, dx \right).$$

        Докажите на бумаге, что эта величина стремится к $\mathrm{KL}(p \,\|\, q)$ при $\alpha \to 1$ и к
        $\mathrm{KL}(q \,\|\, p)$ при $\alpha \to -1$, пользуясь разложением
        $t^\varepsilon = 1 + \varepsilon \ln t + O(\varepsilon^2)$. Часть 5.2 проходит по строкам
        доказательства.
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet admits every $\alpha$ from $-\infty$ to $+\infty$. At $\pm 1$ the formula is $0 / 0$ and
        stands for its limit; for $\alpha \to \pm\infty$ it is infinite unless $p = q$. And the expansion
        holds for each $x$ alone: under the integral the limit from below ($\alpha < 1$) is always right,
        while from above $D_\alpha$ may be infinite although $\mathrm{KL}(p \,\|\, q)$ is not. Here $x$ has
        finitely many values, or the densities are Gaussian.
        """,
        ru=r"""
        В листке допускается любое $\alpha$ от $-\infty$ до $+\infty$. При $\pm 1$ формула даёт $0 / 0$ и
        понимается как предел; при $\alpha \to \pm\infty$ она бесконечна, если только не $p = q$. Кроме того,
        разложение верно при каждом отдельном $x$: под знаком интеграла предел снизу ($\alpha < 1$) законен
        всегда, а сверху $D_\alpha$ может быть бесконечной, хотя $\mathrm{KL}(p \,\|\, q)$ конечна. Здесь $x$
        принимает конечное число значений либо плотности гауссовские.
        """,
    ),
)


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


@derivation(
    "5.2",
    points=1.5,
    lines={
        "prefactor": 1.0,
        "integral": 1.0,
        "linearised": 1.0,
        "remainder": 1.0,
        "limit": 2.0,
        "slope": 1.0,
    },
    key="limit",
    en=r"""
    Put $\varepsilon = (1 - \alpha) / 2$ and write the integrand as $p$ times a power of $q / p$. For one pair
    of distributions on $K$ values, all of them possible under both, and a number `eps` other than $0$ and $1$
    (it may be negative), return the lines of the proof:

    - `prefactor`: the factor in front of the bracket, as a function of $\varepsilon$
    - `integral`: the integral, as it stands
    - `linearised`: what the expansion makes of it, without $O(\varepsilon^2)$
    - `remainder`: what `linearised` leaves out of `integral`, divided by $\varepsilon^2$; it has to stay
      bounded
    - `limit`: $c_0$ in $D_\alpha = c_0 + c_1 \varepsilon + O(\varepsilon^2)$
    - `slope`: $c_1$ in the same expansion; both the integral and the prefactor contribute

    Example: `p = [0.5, 0.5]`, `q = [0.2, 0.8]`, `eps = 0.1` give `11.1111`, `0.9803`, `0.9777`, `0.2597`,
    `0.2231`, `-0.0420`.
    """,
    ru=r"""
    Положите $\varepsilon = (1 - \alpha) / 2$ и запишите подынтегральное выражение как $p$, умноженное на
    степень отношения $q / p$. Для одной пары распределений на $K$ значениях, каждое из которых возможно в
    обоих, и числа `eps`, отличного от $0$ и $1$ (оно может быть отрицательным), верните строки
    доказательства:

    - `prefactor`: множитель перед скобкой как функция $\varepsilon$
    - `integral`: интеграл как он есть
    - `linearised`: то, во что его превращает разложение, без $O(\varepsilon^2)$
    - `remainder`: то, чего `linearised` не учитывает в `integral`, делённое на $\varepsilon^2$; эта величина
      должна оставаться ограниченной
    - `limit`: $c_0$ в разложении $D_\alpha = c_0 + c_1 \varepsilon + O(\varepsilon^2)$
    - `slope`: $c_1$ в том же разложении; вклад вносят и интеграл, и множитель перед скобкой

    Пример: `p = [0.5, 0.5]`, `q = [0.2, 0.8]`, `eps = 0.1` дают `11.1111`, `0.9803`, `0.9777`, `0.2597`,
    `0.2231`, `-0.0420`.
    """,
)
def alpha_expansion_lines(p: Float[Array, " K"], q: Float[Array, " K"], eps: float) -> dict[str, float]:
    """The lines of the proof for alpha near one, and the first two coefficients of the expansion."""
    raise NotImplementedError


@law(
    alpha_expansion_lines,
    en=r"`integral` is `linearised` and $\varepsilon^2$ times `remainder`.",
    ru=r"`integral` складывается из `linearised` и произведения $\varepsilon^2$ на `remainder`.",
)
def remainder_completes(f: Function, rng: Rng) -> tuple[Any, Any]:
    lines = f(*rng.dirichlet(2 * np.ones(4), size=2), -0.4)
    return lines["integral"], np.reshape(lines["linearised"], ()) + 0.16 * np.reshape(lines["remainder"], ())


@law(
    alpha_expansion_lines,
    en=r"For a small $\varepsilon$ the divergence made of your `prefactor` and `integral` agrees with your "
    r"`limit` and `slope`.",
    ru=r"При малом $\varepsilon$ дивергенция, составленная из ваших `prefactor` и `integral`, согласуется с "
    r"вашими `limit` и `slope`.",
)
def two_terms(f: Function, rng: Rng) -> tuple[Any, Any]:
    lines = f(*rng.dirichlet(4 * np.ones(4), size=2), 2e-4)
    divergence = np.multiply(lines["prefactor"], 1 - np.asarray(lines["integral"]))
    return divergence, np.reshape(lines["limit"] + 2e-4 * np.asarray(lines["slope"]), ())


@picture(
    alpha_expansion_lines,
    en=r"""
    The distance of $D_\alpha$, made of your `prefactor` and `integral`, from your `limit` (discs) and from
    `limit` and `slope` together (squares), on logarithmic axes. The dashed lines fall like $\varepsilon$ and
    $\varepsilon^2$.
    """,
    ru=r"""
    Расстояние от $D_\alpha$, составленной из ваших `prefactor` и `integral`, до вашего `limit` (кружки) и до
    разложения с двумя членами, `limit` и `slope` (квадраты), в логарифмическом масштабе. Штриховые линии
    убывают как $\varepsilon$ и $\varepsilon^2$.
    """,
)
def distance_from_limit(f: Function | None, figure: Any) -> None:
    axes, eps = figure.add_subplot(), 10.0 ** np.linspace(-3.5, -0.7, 10)
    for power in (1, 2):
        axes.plot(eps, 0.3 * eps**power, "--", color="0.75", linewidth=1)
    if f is not None:
        p, q = np.array([0.8, 0.15, 0.05]), np.array([0.05, 0.35, 0.6])
        rows = [f(p, q, float(e)) for e in eps]
        prefactor, integral, limit, slope = (
            np.array([float(np.ravel(row[name])[0]) for row in rows])
            for name in ("prefactor", "integral", "limit", "slope")
        )
        distance = prefactor * (1 - integral) - limit
        axes.plot(eps, np.abs(distance) + 1e-16, "o-", color="tab:blue", label="$c_0$")
        axes.plot(
            eps, np.abs(distance - slope * eps) + 1e-16, "s-", color="black", label=r"$c_0 + c_1 \varepsilon$"
        )
        axes.legend(loc="upper left")
    axes.set(xscale="log", yscale="log", xlabel=r"$\varepsilon$", ylim=(1e-9, 1.0))


@part(
    "5.3",
    points=0.5,
    en=r"""
    Find $D_\alpha$ of two Gaussians in closed form: complete the square in the exponent of the integrand.
    Pair $i$ consists of $p = \mathcal{N}(\mu_{1i}, \sigma_{1i}^2)$ and
    $q = \mathcal{N}(\mu_{2i}, \sigma_{2i}^2)$; return $D_\alpha(p \,\|\, q)$, shape `(batch,)`, for a finite
    $\alpha$ other than $1$ and $-1$. Where the integral diverges, return `inf`.

    Example: `mu1 = [0]`, `sigma1 = [1]`, `mu2 = [1]`, `sigma2 = [1]`, `alpha = 0` give `[0.470012]`.
    """,
    ru=r"""
    Найдите $D_\alpha$ двух гауссовских распределений в явном виде: выделите полный квадрат в показателе
    подынтегрального выражения. Пара $i$ состоит из $p = \mathcal{N}(\mu_{1i}, \sigma_{1i}^2)$ и
    $q = \mathcal{N}(\mu_{2i}, \sigma_{2i}^2)$; верните $D_\alpha(p \,\|\, q)$, форма `(batch,)`, для
    конечного $\alpha$, отличного от $1$ и $-1$. Если интеграл расходится, верните `inf`.

    Пример: `mu1 = [0]`, `sigma1 = [1]`, `mu2 = [1]`, `sigma2 = [1]`, `alpha = 0` дают `[0.470012]`.
    """,
)
def gaussian_alpha_divergence(
    mu1: Float[Array, " batch"],
    sigma1: Float[Array, " batch"],
    mu2: Float[Array, " batch"],
    sigma2: Float[Array, " batch"],
    alpha: float,
) -> Float[Array, " batch"]:
    """The alpha-divergence of the first Gaussian of each pair from the second."""
    raise NotImplementedError


@law(
    gaussian_alpha_divergence,
    en=r"The same shift and the same unit of length for both densities change nothing.",
    ru=r"Общий сдвиг и общая смена единицы длины для обеих плотностей ничего не меняют.",
)
def other_units(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu1, mu2 = rng.normal(size=(2, 4))
    sigma1, sigma2 = rng.uniform(0.8, 1.3, size=(2, 4))
    after = f(3 * mu1 + 2, 3 * sigma1, 3 * mu2 + 2, 3 * sigma2, 0.4)
    return after, np.reshape(f(mu1, sigma1, mu2, sigma2, 0.4), 4)


@law(
    gaussian_alpha_divergence,
    en=r"Exchanging the densities is the same as changing the sign of $\alpha$.",
    ru=r"Переставить плотности — то же самое, что изменить знак $\alpha$.",
)
def densities_exchanged(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu1, mu2 = rng.normal(size=(2, 3))
    sigma1, sigma2 = rng.uniform(0.8, 1.3, size=(2, 3))
    return f(mu1, sigma1, mu2, sigma2, 0.6), np.reshape(f(mu2, sigma2, mu1, sigma1, -0.6), 3)
