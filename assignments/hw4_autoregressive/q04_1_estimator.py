"""Question 4.1: the score-function estimator of the gradient.

Source: sheet 004, latent variable models, question 2a (2 points).
Paper: Williams, "Simple Statistical Gradient-Following Algorithms", Machine Learning 1992, theorem 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="4.1", title=Text(en="The estimator", ru="Оценка"))


@part(
    "4.1.1",
    points=0.5,
    en=r"""
    Let $q$ be a Gaussian on $\mathbb{R}^D$ with independent coordinates, with the parameters
    $\phi = (\mu, \log \sigma)$. Row $s$ of `z` is a sample. Return its score: row $s$ holds the derivatives
    of $\log q(z_s)$ with respect to $\mu_1, \dots, \mu_D$, followed by those with respect to
    $\log \sigma_1, \dots, \log \sigma_D$. There may be no samples; the shape is then `(0, 2D)`.

    Example: `z = [[1, 0]]`, `mu = [0, 0]`, `log_sigma = [0, 0.6931]` (standard deviations $1$ and $2$) give
    `[[1, 0, 0, -1]]`.
    """,
    ru=r"""
    Пусть $q$ — гауссовское распределение на $\mathbb{R}^D$ с независимыми координатами и параметрами
    $\phi = (\mu, \log \sigma)$. Строка $s$ массива `z` — это выборочная точка. Верните её score-функцию: в
    строке $s$ стоят производные $\log q(z_s)$ по $\mu_1, \dots, \mu_D$, а за ними — производные по
    $\log \sigma_1, \dots, \log \sigma_D$. Выборка может быть пустой; тогда форма — `(0, 2D)`.

    Пример: `z = [[1, 0]]`, `mu = [0, 0]`, `log_sigma = [0, 0.6931]` (стандартные отклонения $1$ и $2$) дают
    `[[1, 0, 0, -1]]`.
    """,
)
def gaussian_score(
    z: Float[Array, "samples D"], mu: Float[Array, " D"], log_sigma: Float[Array, " D"]
) -> Float[Array, "samples two_D"]:
    """The gradient of the log-density at each sample with respect to mu, then log sigma."""
    raise NotImplementedError


@example(gaussian_score)
def one_sample() -> tuple[dict[str, Any], Any]:
    z, log_sigma = np.array([[1.0, 0.0]]), np.array([0.0, 0.6931])
    return {"z": z, "mu": np.zeros(2), "log_sigma": log_sigma}, np.array([[1.0, 0.0, 0.0, -1.0]])


def _log_density(z: Array, mu: Array, log_sigma: Array) -> Any:
    scaled = (z - mu) / np.exp(log_sigma)
    return (-0.5 * scaled**2 - log_sigma - 0.5 * np.log(2 * np.pi)).sum(axis=1)


def _differences(function: Function, phi: Array, h: float = 1e-5) -> Any:
    """Central differences with respect to each parameter, along the last axis."""
    steps = h * np.eye(len(phi))
    return np.stack([(function(phi + step) - function(phi - step)) / (2 * h) for step in steps], axis=-1)


def _score_by_differences(z: Array, mu: Array, log_sigma: Array) -> Any:
    d = len(mu)
    return _differences(lambda phi: _log_density(z, phi[:d], phi[d:]), np.concatenate([mu, log_sigma]))


@law(
    gaussian_score,
    en="The score agrees with differences of the log-density for nearby parameters.",
    ru="Score-функция совпадает с разностями логарифма плотности при близких значениях параметров.",
)
def nearby_parameters(f: Function, rng: Rng) -> tuple[Any, Any]:
    z, mu, log_sigma = rng.normal(size=(4, 2)), rng.normal(size=2), 0.4 * rng.normal(size=2)
    return f(z, mu, log_sigma), _score_by_differences(z, mu, log_sigma)


@law(
    gaussian_score,
    en="The score has mean zero under $q$ (three nodes integrate a square exactly; one is added to all).",
    ru="Среднее score-функции по $q$ равно нулю (три узла интегрируют квадрат точно; всюду прибавлена "
    "единица).",
)
def zero_on_average(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu, log_sigma = rng.normal(size=1), 0.4 * rng.normal(size=1)
    z = mu + np.exp(log_sigma) * np.sqrt(3) * np.array([[-1.0], [0.0], [1.0]])
    return np.array([1, 4, 1]) / 6 @ (1 + np.asarray(f(z, mu, log_sigma))), np.ones(2)


@part(
    "4.1.2",
    points=0.75,
    en=r"""
    Derive the Monte-Carlo estimate of $\nabla_\phi \mathcal{L}$. For `samples` values $z_s$ that were drawn
    from $q(z \mid x, \phi)$ you receive $\log p(x, z_s)$, $\log q(z_s \mid x, \phi)$ and the score, one row a
    sample. Return the estimate, shape `(parameters,)`: the mean over the samples. Subtract the number
    `baseline` from the factor that multiplies the score, and leave out the term whose expectation is zero for
    every $q$, so that one product remains under the mean.

    Example: `log_joint = [-3, -1]`, `log_q = [-1, -2]`, `score = [[1, 0], [-1, 2]]`, `baseline = 0` give
    `[-1.5, 1]`.
    """,
    ru=r"""
    Выведите оценку Монте-Карло для $\nabla_\phi \mathcal{L}$. Для `samples` точек $z_s$, взятых из
    $q(z \mid x, \phi)$, даны $\log p(x, z_s)$, $\log q(z_s \mid x, \phi)$ и score-функция, по строке на
    точку. Верните оценку формы `(parameters,)` — среднее по точкам. Вычтите число `baseline` из множителя при
    score-функции и отбросьте слагаемое, ожидание которого равно нулю при любом $q$, чтобы под средним
    осталось одно произведение.

    Пример: `log_joint = [-3, -1]`, `log_q = [-1, -2]`, `score = [[1, 0], [-1, 2]]`, `baseline = 0` дают
    `[-1.5, 1]`.
    """,
)
def elbo_gradient_estimate(
    log_joint: Float[Array, " samples"],
    log_q: Float[Array, " samples"],
    score: Float[Array, "samples parameters"],
    baseline: float,
) -> Float[Array, " parameters"]:
    """The score-function estimate of the gradient of the ELBO, for ascent."""
    raise NotImplementedError


@example(elbo_gradient_estimate)
def two_samples() -> tuple[dict[str, Any], Any]:
    log_densities = {"log_joint": np.array([-3.0, -1.0]), "log_q": np.array([-1.0, -2.0])}
    score = np.array([[1.0, 0.0], [-1.0, 2.0]])
    return {**log_densities, "score": score, "baseline": 0.0}, np.array([-1.5, 1.0])


@law(
    elbo_gradient_estimate,
    en=r"If each state occurs exactly as often as $q$ says, the estimate is the gradient, for every "
    r"baseline.",
    ru=r"Если каждое состояние встречается ровно так часто, как велит $q$, то оценка при любом сдвиге равна "
    "градиенту.",
)
def right_on_average(f: Function, rng: Rng) -> tuple[Any, Any]:
    q, log_joint = np.array([0.25, 0.5, 0.25]), rng.normal(size=3)

    def elbo(logits: Array) -> Any:
        log_q = logits - np.logaddexp.reduce(logits)
        return np.exp(log_q) @ (log_joint - log_q)

    states = np.array([0, 1, 1, 2])
    return f(log_joint[states], np.log(q)[states], np.eye(3)[states] - q, 0.7), _differences(elbo, np.log(q))


@law(
    elbo_gradient_estimate,
    en="A joint log-density and a baseline that are both larger by the same number give the same estimate.",
    ru="Если увеличить логарифм совместной плотности и сдвиг на одно и то же число, оценка не изменится.",
)
def shifted_together(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_joint, log_q, score = rng.normal(size=5), rng.normal(size=5), rng.normal(size=(5, 3))
    return f(log_joint + 4.0, log_q, score, 4.0), np.reshape(f(log_joint, log_q, score, 0.0), 3)


@speed(
    elbo_gradient_estimate,
    sizes=(1000, 2000, 4000),
    unit=Text(en="the number of samples", ru="число точек выборки"),
    growth=1,
    within=8,
    milliseconds=0.11,
    en="A Python loop over samples or parameters is what usually costs more.",
    ru="Дороже обычно обходится цикл Python по точкам или параметрам.",
)
def fifty_parameters(rng: Rng, samples: int) -> dict[str, Any]:
    log_joint, log_q = rng.normal(-6.0, 1.0, size=samples), rng.normal(-2.0, 1.0, size=samples)
    # A score whose mean is far from zero, so that the sum over samples does not cancel.
    score = rng.normal(1.0, 1.0, size=(samples, 50))
    return {"log_joint": log_joint, "log_q": log_q, "score": score, "baseline": -1.0}


@picture(
    elbo_gradient_estimate,
    en=r"""
    The ELBO over the plane of $\mu$ and $\log \sigma$ (the darker, the higher) for the posterior
    $\mathcal{N}(1, 0.6^2)$ (cross). Grey: the gradient at some points; blue: your estimates from two hundred
    samples each.
    """,
    ru=r"""
    ELBO на плоскости $\mu$ и $\log \sigma$ (чем темнее, тем больше) для апостериорного распределения
    $\mathcal{N}(1, 0.6^2)$ (крестик). Серые стрелки — градиент в нескольких точках, синие — ваши оценки, по
    двести точек на каждую.
    """,
)
def arrows_on_the_plane(f: Function | None, figure: Any) -> None:
    axes, target = figure.add_subplot(), (np.array([1.0]), np.log([0.6]))
    mu, log_sigma = np.meshgrid(np.linspace(-0.5, 2.5, 7), np.linspace(-1.0, 0.2, 4))
    fine = np.meshgrid(np.linspace(-0.9, 2.9, 80), np.linspace(-1.2, 0.5, 60))
    elbo = fine[1] - 0.5 * (np.exp(2 * fine[1]) + (fine[0] - 1) ** 2) / 0.36
    axes.contourf(*fine, elbo, levels=12, cmap="Greys", alpha=0.5)
    exact = np.stack([(1 - mu) / 0.36, 1 - np.exp(2 * log_sigma) / 0.36])
    axes.quiver(mu, log_sigma, *exact, color="0.35", angles="xy", width=0.006, scale=60)
    axes.plot(1.0, target[1][0], "x", color="black")
    if f is not None:
        noise = np.random.default_rng(3).normal(size=(200, 1))
        for point in zip(mu.ravel(), log_sigma.ravel(), strict=True):
            phi = np.reshape(point, (2, 1))
            z = phi[0] + np.exp(phi[1]) * noise
            values = (_log_density(z, *target), _log_density(z, *phi), _score_by_differences(z, *phi))
            estimate = np.ravel(f(*values, 0.0))
            axes.quiver(*point, *estimate, color="tab:blue", angles="xy", width=0.003, scale=60)
    axes.set(xlabel=r"$\mu$", ylabel=r"$\log\,\sigma$")


@derivation(
    "4.1.3",
    points=0.75,
    lines={"elbo": 1.0, "score_term": 2.0, "inside_term": 1.0, "total": 1.0},
    key="score_term",
    en=r"""
    For a $z$ with $K$ states the integrals of your derivation are sums. The parameters are `logits`, with
    $q = \mathrm{softmax}(\phi)$, and `log_joint` holds $\log p(x, z)$. Return exactly, without samples:

    - `elbo`: $\mathcal{L}(\phi)$, a number
    - `score_term`: the integral in which $\nabla_\phi$ falls on $q$ in front of the bracket, shape `(K,)`
    - `inside_term`: the integral in which $\nabla_\phi$ falls on the bracket, shape `(K,)`; this is what one
      gets by interchanging gradient and expectation
    - `total`: the gradient of $\mathcal{L}$, shape `(K,)`

    Logits may be near $1000$. Example: `logits = [0, 0]` and joint probabilities $(0.1, 0.3)$ have an ELBO of
    `-1.0601` and a gradient of `[-0.2747, 0.2747]`.
    """,
    ru=r"""
    Если у $z$ всего $K$ состояний, интегралы вашего вывода — суммы. Параметры — `logits`, причём
    $q = \mathrm{softmax}(\phi)$, а `log_joint` содержит $\log p(x, z)$. Верните точные значения, без выборки:

    - `elbo`: $\mathcal{L}(\phi)$, число
    - `score_term`: интеграл, в котором $\nabla_\phi$ действует на множитель $q$ перед скобкой, форма `(K,)`
    - `inside_term`: интеграл, в котором $\nabla_\phi$ действует на скобку, форма `(K,)`; именно он
      получается, если внести градиент под знак ожидания
    - `total`: градиент $\mathcal{L}$, форма `(K,)`

    Логиты могут быть близки к $1000$. Пример: для `logits = [0, 0]` и совместных вероятностей
    $(0.1, 0.3)$ ELBO равна `-1.0601`, а градиент равен `[-0.2747, 0.2747]`.
    """,
)
def score_gradient_lines(
    logits: Float[Array, " K"], log_joint: Float[Array, " K"]
) -> dict[str, float | Float[Array, " K"]]:
    """The ELBO in nats, the two integrals of its gradient and the gradient itself."""
    raise NotImplementedError


@example(score_gradient_lines, digits=4)
def two_states() -> tuple[dict[str, Any], Any]:
    lines = {"elbo": -1.0601, "total": np.array([-0.2747, 0.2747])}
    return {"logits": np.zeros(2), "log_joint": np.log([0.1, 0.3])}, lines


@law(
    score_gradient_lines,
    en="`total` agrees with differences of your own `elbo` for nearby logits (compute in double precision).",
    ru="`total` совпадает с разностями вашей же величины `elbo` при близких логитах (считайте с двойной "
    "точностью).",
)
def gradient_of_own_elbo(f: Function, rng: Rng) -> tuple[Any, Any]:
    logits, log_joint = rng.normal(size=4), rng.normal(size=4)
    right = _differences(lambda phi: float(f(phi, log_joint)["elbo"]), logits)
    return f(logits, log_joint)["total"], right


@law(
    score_gradient_lines,
    en="Adding the same number to all logits changes no line.",
    ru="Если прибавить ко всем логитам одно и то же число, ни одна строка не изменится.",
)
def common_shift(f: Function, rng: Rng) -> tuple[Any, Any]:
    logits, log_joint = rng.normal(size=3), rng.normal(size=3)
    before, after = f(logits, log_joint), f(logits + 900.0, log_joint)
    shapes = {"elbo": (), "score_term": 3, "inside_term": 3, "total": 3}
    return {line: after[line] for line in shapes}, {
        line: np.reshape(before[line], shape) for line, shape in shapes.items()
    }
