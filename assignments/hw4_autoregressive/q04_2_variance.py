"""Question 4.2: why the variance of the score-function estimator is huge.

Source: sheet 004, latent variable models, question 2b (2 points).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, picture, written

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="4.2", title=Text(en="Its variance", ru="Дисперсия оценки"))


@derivation(
    "4.2.1",
    points=0.75,
    lines={"gradient": 1.0, "var_score": 2.0, "var_reparam": 1.0},
    key="var_score",
    en=r"""
    An example in which all is exact. Let $z_1, \dots, z_D$ be independent,
    $z_j \sim \mathcal{N}(\mu_j, \sigma^2)$, with all $\mu_j$ equal to `mu`, and
    $f(z) = \sum_{j=1}^{D} (c_0 + c_1 z_j + c_2 z_j^2)$ with `c = (c_0, c_1, c_2)`; $f$ stands for the bracket
    of the ELBO, one term a pixel. Two estimators of $\partial\, \mathbb{E}[f(z)] / \partial \mu_1$ from a
    single sample compete: the score-function estimator (without a baseline) and the reparametrised one, with
    $z_j = \mu_j + \sigma \varepsilon_j$. Return

    - `gradient`: the derivative itself
    - `var_score`: the variance of the score-function estimator
    - `var_reparam`: the variance of the reparametrised estimator

    Example: `mu = 1`, `sigma = 0.5`, `c = [-10, 1, 0.5]`, `D = 3` give `2`, `2491.6875`, `0.25`.
    """,
    ru=r"""
    Пример, в котором всё вычисляется точно. Пусть $z_1, \dots, z_D$ независимы,
    $z_j \sim \mathcal{N}(\mu_j, \sigma^2)$, все $\mu_j$ равны `mu`, и
    $f(z) = \sum_{j=1}^{D} (c_0 + c_1 z_j + c_2 z_j^2)$, где `c = (c_0, c_1, c_2)`; функция $f$ играет роль
    скобки в ELBO, по слагаемому на пиксель. Сравниваются две оценки производной
    $\partial\, \mathbb{E}[f(z)] / \partial \mu_1$ по одной точке выборки: оценка через score-функцию (без
    сдвига) и оценка с репараметризацией $z_j = \mu_j + \sigma \varepsilon_j$. Верните

    - `gradient`: саму производную
    - `var_score`: дисперсию оценки через score-функцию
    - `var_reparam`: дисперсию оценки с репараметризацией

    Пример: `mu = 1`, `sigma = 0.5`, `c = [-10, 1, 0.5]`, `D = 3` дают `2`, `2491.6875`, `0.25`.
    """,
)
def estimator_variances(mu: float, sigma: float, c: Float[Array, " three"], D: int) -> dict[str, float]:
    """The derivative with respect to the first mean and the variances of two estimators of it."""
    raise NotImplementedError


@example(estimator_variances)
def three_terms() -> tuple[dict[str, Any], Any]:
    lines = {"gradient": 2.0, "var_score": 2491.6875, "var_reparam": 0.25}
    return {"mu": 1.0, "sigma": 0.5, "c": np.array([-10.0, 1.0, 0.5]), "D": 3}, lines


LINES = ("gradient", "var_score", "var_reparam")


@law(
    estimator_variances,
    en="A constant added to $f$ changes neither the gradient nor the variance of the reparametrised "
    "estimator.",
    ru="Постоянная, прибавленная к $f$, не меняет ни производной, ни дисперсии оценки с репараметризацией.",
)
def constant_added(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu, c = rng.normal(), rng.normal(size=3)
    after, before = f(mu, 0.7, c + np.array([50.0, 0.0, 0.0]), 4), f(mu, 0.7, c, 4)
    names = ("gradient", "var_reparam")
    return {name: after[name] for name in names}, {name: np.reshape(before[name], ()) for name in names}


@law(
    estimator_variances,
    en="If $f$ is multiplied by $3$, so is the gradient; the variances are multiplied by $9$.",
    ru="При умножении $f$ на $3$ производная умножается на то же число, а дисперсии — на $9$.",
)
def multiplied(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu, c = rng.normal(), rng.normal(size=3)
    after, before = f(mu, 0.7, 3 * c, 5), f(mu, 0.7, c, 5)
    factors = dict(zip(LINES, (3.0, 9.0, 9.0), strict=True))
    return {name: after[name] for name in LINES}, {
        name: factors[name] * np.reshape(before[name], ()) for name in LINES
    }


@picture(
    estimator_variances,
    en=r"""
    Your variances against the number of terms $D$, on logarithmic axes: score function (discs) and
    reparametrisation (squares). Dotted: the square of the gradient. The dashed lines grow like $D$ and $D^2$.
    """,
    ru=r"""
    Ваши дисперсии в зависимости от числа слагаемых $D$ в логарифмическом масштабе: оценка через score-функцию
    (кружки) и репараметризация (квадраты). Точечная линия — квадрат производной. Штриховые линии растут как
    $D$ и $D^2$.
    """,
)
def variances_against_terms(f: Function | None, figure: Any) -> None:
    axes, D = figure.add_subplot(), 2 ** np.arange(11)
    for power in (1, 2):
        axes.plot(D, 10.0 * D**power, "--", color="0.75", linewidth=1)
    if f is not None:
        values = [f(0.5, 0.8, np.array([-2.0, 1.0, 0.5]), int(d)) for d in D]
        score, reparam, gradient = (
            np.array([float(np.ravel(v[name])[0]) for v in values])
            for name in ("var_score", "var_reparam", "gradient")
        )
        axes.plot(D, score, "o-", color="tab:blue", label=r"$\nabla \log q$")
        axes.plot(D, reparam, "s-", color="black", label=r"$\mu + \sigma \varepsilon$")
        axes.plot(D, gradient**2, ":", color="black")
        axes.legend(loc="upper left")
    axes.set(xscale="log", yscale="log", xlabel="$D$", ylabel=r"$\mathrm{Var}$", ylim=(0.1, 1e8))


@derivation(
    "4.2.2",
    points=0.5,
    lines={"baseline": 2.0, "var_without": 1.0, "var_with": 1.0},
    key="baseline",
    en=r"""
    A constant $b$ subtracted from $f$ does not change the expectation of the estimator $f s$, where $s$ is
    the score, but it changes the variance. Let $z$ have finitely many values: `values` holds $f$, `score`
    holds $s$ (a single parameter) and `weights` the probabilities; $\mathbb{E}[s] = 0$. Return

    - `baseline`: the $b$ for which the variance of $(f - b)\, s$ is smallest
    - `var_without`: the variance of $f s$
    - `var_with`: the variance of $(f - b)\, s$ with your $b$

    Example: `values = [10, 12]`, `score = [2, -1]`, `weights = [1/3, 2/3]` give `10.6667`, `227.5556`, `0`.
    """,
    ru=r"""
    Если вычесть из $f$ постоянную $b$, ожидание оценки $f s$, где $s$ — score-функция, не изменится, а
    дисперсия изменится. Пусть $z$ принимает конечное число значений: `values` содержит $f$, `score` — $s$
    (параметр один), а `weights` — вероятности; $\mathbb{E}[s] = 0$. Верните

    - `baseline`: то $b$, при котором дисперсия величины $(f - b)\, s$ минимальна
    - `var_without`: дисперсию величины $f s$
    - `var_with`: дисперсию величины $(f - b)\, s$ при вашем $b$

    Пример: `values = [10, 12]`, `score = [2, -1]`, `weights = [1/3, 2/3]` дают `10.6667`, `227.5556`, `0`.
    """,
)
def optimal_baseline(
    values: Float[Array, " n"], score: Float[Array, " n"], weights: Float[Array, " n"]
) -> dict[str, float]:
    """The constant that makes the variance smallest, and the variances without and with it."""
    raise NotImplementedError


@example(optimal_baseline, digits=4)
def two_values() -> tuple[dict[str, Any], Any]:
    values, score, weights = np.array([10.0, 12.0]), np.array([2.0, -1.0]), np.array([1 / 3, 2 / 3])
    lines = {"baseline": 10.6667, "var_without": 227.5556, "var_with": 0.0}
    return {"values": values, "score": score, "weights": weights}, lines


def _draw_scores(rng: Rng, n: int) -> tuple[Any, Any, Any]:
    weights, score = rng.dirichlet(2 * np.ones(n)), rng.normal(size=n)
    return rng.normal(size=n), score - weights @ score, weights


@law(
    optimal_baseline,
    en="A number added to all values is added to `baseline`, too; the smallest variance stays as it is.",
    ru="Число, прибавленное ко всем значениям, прибавляется и к `baseline`; наименьшая дисперсия не "
    "меняется.",
)
def values_shifted(f: Function, rng: Rng) -> tuple[Any, Any]:
    values, score, weights = _draw_scores(rng, 5)
    after, before = f(values + 7.0, score, weights), f(values, score, weights)
    return {name: after[name] for name in ("baseline", "var_with")}, {
        "baseline": np.reshape(before["baseline"], ()) + 7.0,
        "var_with": np.reshape(before["var_with"], ()),
    }


@law(
    optimal_baseline,
    en="With a multiple of the score the best constant is the same, and the variances grow like its square.",
    ru="Если умножить score-функцию на число, наилучшая постоянная не изменится, а дисперсии умножатся на "
    "его "
    "квадрат.",
)
def score_multiplied(f: Function, rng: Rng) -> tuple[Any, Any]:
    values, score, weights = _draw_scores(rng, 4)
    after, before = f(values, 3 * score, weights), f(values, score, weights)
    factors = {"baseline": 1.0, "var_without": 9.0, "var_with": 9.0}
    return {name: after[name] for name in factors}, {
        name: factor * np.reshape(before[name], ()) for name, factor in factors.items()
    }


@picture(
    optimal_baseline,
    en=r"""
    The terms $(f - b)\, s$ of three hundred samples against $z$, with $b = 0$ (left) and with your baseline
    (right); black discs are positive, white ones negative. Solid: their mean. Note the scales.
    """,
    ru=r"""
    Слагаемые $(f - b)\, s$ для трёхсот точек в зависимости от $z$ при $b = 0$ (слева) и при вашей постоянной
    (справа); чёрные кружки положительны, белые отрицательны. Сплошная линия — их среднее. Обратите внимание
    на масштаб.
    """,
)
def terms_of_both_signs(f: Function | None, figure: Any) -> None:
    noise = np.random.default_rng(5).normal(size=300)
    noise = (noise - noise.mean()) / noise.std()
    z = 0.5 + 0.7 * noise
    values, score = -100 + z - z**2, noise / 0.7
    panels = figure.subplots(1, 2)
    baselines = [0.0]
    if f is not None:
        baselines.append(float(np.ravel(f(values, score, np.full(300, 1 / 300))["baseline"])[0]))
    for axes, b in zip(panels, baselines, strict=False):
        terms = (values - b) * score
        axes.scatter(
            z, terms, s=12, c=np.where(terms > 0, "black", "white"), edgecolor="black", linewidth=0.5
        )
        axes.axhline(terms.mean(), color="tab:blue")
        axes.set_title(f"$b = {b:.2f}$")
    for axes in panels:
        axes.set(xlabel="$z$", ylabel=r"$(f - b)\, s$")


why_the_variance_is_huge = written(
    "4.2.3",
    points=0.75,
    words=(50, 150),
    letters="abc",
    en=r"""
    Explain in 50 to 150 words why the score-function estimator of the ELBO's gradient for images scatters so
    much more than the reparametrised one. Begin a paragraph with each letter.

    - (a) Of which order of magnitude is the bracket $\log p(x, z) - \log q(z \mid x)$, and which sign has it?
    - (b) Which signs and which mean has the score, and what happens in the sum over the samples?
    - (c) What does the reparametrised estimator use that this one does not, or what does a baseline remedy?
    """,
    ru=r"""
    Объясните (от 50 до 150 слов), почему для изображений оценка градиента ELBO через score-функцию обладает
    намного большим разбросом, чем оценка с репараметризацией. Начните с каждой буквы отдельный абзац.

    - (a) Какого порядка величина скобки $\log p(x, z) - \log q(z \mid x)$ и какой у неё знак?
    - (b) Какие знаки и какое среднее у score-функции и что происходит в сумме по точкам выборки?
    - (c) Что использует оценка с репараметризацией и не использует эта, или что исправляет вычитание
      постоянной?
    """,
)
