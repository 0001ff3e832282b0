"""Question 3: the divergence between two multivariate Gaussians.

Source: sheet 004, latent variable models, question 1 (2 points).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="3",
    title=Text(
        en="The divergence between two Gaussians", ru="Дивергенция между двумя гауссовскими распределениями"
    ),
    text=Text(
        en=r"""
        Let $p_1 = \mathcal{N}(\mu_1, \Sigma_1)$ and $p_2 = \mathcal{N}(\mu_2, \Sigma_2)$ on $\mathbb{R}^d$,
        with positive definite covariance matrices. Derive a closed form of $\mathrm{KL}(p_1 \,\|\, p_2)$ on
        paper: write the logarithm of the ratio of the densities, then take the expectation of each of its
        terms.
        """,
        ru=r"""
        Пусть $p_1 = \mathcal{N}(\mu_1, \Sigma_1)$ и $p_2 = \mathcal{N}(\mu_2, \Sigma_2)$ — распределения на
        $\mathbb{R}^d$ с положительно определёнными ковариационными матрицами. Выведите на бумаге явную
        формулу для $\mathrm{KL}(p_1 \,\|\, p_2)$: запишите логарифм отношения плотностей и возьмите
        математическое ожидание каждого слагаемого.
        """,
    ),
)


@derivation(
    "3.1",
    points=2.0,
    lines={"trace": 1.0, "mahalanobis": 1.0, "logdet": 1.0, "kl": 2.0},
    key="kl",
    en=r"""
    Return the terms of your formula and the divergence, each of shape `(batch,)`, for `batch` pairs of
    Gaussians (row $i$ of each argument belongs to pair $i$):

    - `trace`: the term with the trace of a product of matrices
    - `mahalanobis`: the quadratic form of $\mu_2 - \mu_1$
    - `logdet`: the difference of the two logarithms of determinants, with the sign that it has in your
      formula
    - `kl`: the divergence, in nats

    Give the first three without the common factor $\frac{1}{2}$. In hundreds of dimensions a determinant may
    be smaller or larger than any floating-point number; its logarithm is not.

    Example: `mu1 = [[0, 0]]`, `Sigma1 = [[[1, 0], [0, 1]]]`, `mu2 = [[1, 0]]`, `Sigma2 = [[[2, 0], [0, 1]]]`
    give `1.5`, `0.5`, `0.6931`, `0.3466`.
    """,
    ru=r"""
    Верните слагаемые вашей формулы и саму дивергенцию, каждую величину формы `(batch,)`, для `batch` пар
    гауссовских распределений (строка $i$ каждого аргумента относится к паре $i$):

    - `trace`: слагаемое, содержащее след произведения матриц
    - `mahalanobis`: квадратичная форма от $\mu_2 - \mu_1$
    - `logdet`: разность двух логарифмов определителей с тем знаком, с которым она входит в вашу формулу
    - `kl`: дивергенция, в натах

    Первые три величины верните без общего множителя $\frac{1}{2}$. В пространстве сотен измерений
    определитель может оказаться меньше или больше любого числа с плавающей точкой, а его логарифм — нет.

    Пример: `mu1 = [[0, 0]]`, `Sigma1 = [[[1, 0], [0, 1]]]`, `mu2 = [[1, 0]]`, `Sigma2 = [[[2, 0], [0, 1]]]`
    дают `1.5`, `0.5`, `0.6931`, `0.3466`.
    """,
)
def multivariate_gaussian_kl(
    mu1: Float[Array, "batch d"],
    Sigma1: Float[Array, "batch d d"],
    mu2: Float[Array, "batch d"],
    Sigma2: Float[Array, "batch d d"],
) -> dict[str, Float[Array, " batch"]]:
    """The divergence of the first Gaussian of each pair from the second, in nats, and its terms."""
    raise NotImplementedError


@example(multivariate_gaussian_kl, digits=4)
def one_pair_in_the_plane() -> tuple[dict[str, Any], Any]:
    means = {"mu1": np.zeros((1, 2)), "mu2": np.array([[1.0, 0.0]])}
    covariances = {"Sigma1": np.eye(2)[None], "Sigma2": np.diag([2.0, 1.0])[None]}
    terms = {"trace": 1.5, "mahalanobis": 0.5, "logdet": 0.6931, "kl": 0.3466}
    return {**means, **covariances}, {name: np.array([value]) for name, value in terms.items()}


def _draw_covariances(rng: Rng, batch: int, d: int) -> Any:
    factor = rng.normal(size=(batch, d, d))
    return factor @ factor.swapaxes(1, 2) + 0.3 * np.eye(d)


@law(
    multivariate_gaussian_kl,
    en=r"The same invertible map $x \mapsto A x + b$ of both Gaussians changes none of the four values.",
    ru=r"Одно и то же обратимое отображение $x \mapsto A x + b$ обоих распределений не меняет ни одной из "
    "четырёх величин.",
)
def common_map(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu1, mu2, b = rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), rng.normal(size=3)
    Sigma1, Sigma2 = _draw_covariances(rng, 2, 3), _draw_covariances(rng, 2, 3)
    A = rng.normal(size=(3, 3)) + 2 * np.eye(3)
    before = f(mu1, Sigma1, mu2, Sigma2)
    after = f(mu1 @ A.T + b, A @ Sigma1 @ A.T, mu2 @ A.T + b, A @ Sigma2 @ A.T)
    lines = ("trace", "mahalanobis", "logdet", "kl")
    return {line: after[line] for line in lines}, {line: np.reshape(before[line], 2) for line in lines}


@law(
    multivariate_gaussian_kl,
    en="A Gaussian does not diverge from itself.",
    ru="Дивергенция распределения с самим собой равна нулю.",
)
def same_gaussian(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu, Sigma = rng.normal(size=(3, 2)), _draw_covariances(rng, 3, 2)
    return 1 + np.asarray(f(mu, Sigma, mu, Sigma)["kl"]), np.ones(3)


@picture(
    multivariate_gaussian_kl,
    en=r"""
    Two Gaussians in the plane, left: $p_1$ (solid) and $p_2$ (dashed). Right: what your terms contribute,
    with the factor $\frac{1}{2}$ and the trace measured from its value for equal covariances, and your
    divergence (hatched), which is their sum.
    """,
    ru=r"""
    Слева — два гауссовских распределения на плоскости: $p_1$ (сплошная линия) и $p_2$ (штриховая). Справа —
    вклад ваших слагаемых с множителем $\frac{1}{2}$ (след отсчитывается от своего значения при равных
    ковариациях) и ваша дивергенция (штриховка), которая равна их сумме.
    """,
)
def ellipses_and_terms(f: Function | None, figure: Any) -> None:
    plane, bars = figure.subplots(1, 2)
    mu1, mu2 = np.array([0.0, 0.0]), np.array([1.5, 0.6])
    Sigma1, Sigma2 = np.array([[1.0, 0.6], [0.6, 0.8]]), np.array([[1.6, -0.5], [-0.5, 0.9]])
    angle = np.linspace(0, 2 * np.pi, 100)
    circle = np.stack([np.cos(angle), np.sin(angle)])
    for mu, Sigma, style, name in ((mu1, Sigma1, "-", "$p_1$"), (mu2, Sigma2, "--", "$p_2$")):
        plane.plot(*(mu[:, None] + np.linalg.cholesky(Sigma) @ circle), style, color="black", label=name)
        plane.plot(*mu, "+", color="black")
    plane.set(aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
    plane.legend()
    bars.axhline(0.0, color="black", linewidth=0.8)
    bars.set_xticks(range(4), [r"$\mathrm{tr}$", r"$(\mu_2 - \mu_1)^2$", r"$\log\det$", r"$\mathrm{KL}$"])
    bars.set(xlim=(-0.6, 3.6), ylim=(-1.5, 3.0))
    if f is not None:
        lines = f(mu1[None], Sigma1[None], mu2[None], Sigma2[None])
        trace, square, logdet, kl = (
            float(np.ravel(lines[name])[0]) for name in ("trace", "mahalanobis", "logdet", "kl")
        )
        bars.bar(range(3), [trace / 2 - 1, square / 2, logdet / 2], color="0.75", edgecolor="black")
        bars.bar(3, kl, color="white", edgecolor="tab:blue", hatch="//")
