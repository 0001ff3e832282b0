"""Part 5.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, derivation, example, law, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


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
    - `integral`: the integral of the definition, as it stands
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
    - `integral`: интеграл из определения, как он есть
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


@example(alpha_expansion_lines, digits=4)
def one_tenth() -> tuple[dict[str, Any], Any]:
    integral = {"integral": 0.9803, "linearised": 0.9777, "remainder": 0.2597}
    lines = {"prefactor": 11.1111, **integral, "limit": 0.2231, "slope": -0.0420}
    return {"p": np.array([0.5, 0.5]), "q": np.array([0.2, 0.8]), "eps": 0.1}, lines


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
