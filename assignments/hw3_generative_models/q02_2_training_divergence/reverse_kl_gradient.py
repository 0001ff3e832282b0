"""Part 2.2.4."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from assignments.hw3_generative_models.q02_normalizing_flows import Mixture, Normal
from autograder.question import Function, Rng, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    Array: TypeAlias = Any  # what numpy's functions return to a type checker


@dataclass(frozen=True)
class LinearScore:
    """`score(x)`, the derivative of the log-density, for a normal with this mean and variance."""

    mean: float
    variance: float

    def __call__(self, x: Array) -> Array:
        return -(x - self.mean) / self.variance


@dataclass(frozen=True)
class CubicScore:
    """`score(x)`, the derivative of the log-density, for `Quartic(scale)` in one dimension."""

    scale: float

    def __call__(self, x: Array) -> Array:
        return -4 * x**3 / self.scale**4


@part(
    "2.2.4",
    points=1,
    en=r"""
    In one dimension and for $F(u) = a u + b$, with $a \neq 0$ of either sign, return the derivatives of the
    estimate in 2.2.3 with respect to $a$ and to $b$, for fixed samples `u`, here of shape `(n,)`.
    `score(x)` is the derivative $\frac{d}{dx} \log p_X(x)$ at each element of an array `x`.

    Example: `u = [-1, 0, 2]`, `a = 2`, `b = 0.5` and `LinearScore(mean=1.0, variance=4.0)` give
    `(0.291667, 0.041667)`.
    """,
    fr=r"""
    En dimension un et pour $F(u) = a u + b$, avec $a \neq 0$ de signe quelconque, renvoyez les dérivées de
    l'estimation de 2.2.3 par rapport à $a$ et à $b$, pour des échantillons `u` fixés, ici de forme `(n,)`.
    `score(x)` est la dérivée $\frac{d}{dx} \log p_X(x)$ en chaque élément d'un tableau `x`.

    Exemple : `u = [-1, 0, 2]`, `a = 2`, `b = 0.5` et `LinearScore(mean=1.0, variance=4.0)` donnent
    `(0.291667, 0.041667)`.
    """,
)
def reverse_kl_gradient(
    u: Float[Array, " n"], a: float, b: float, score: LinearScore | CubicScore
) -> tuple[float, float]:
    """The pair of derivatives with respect to a and to b."""
    raise NotImplementedError


@example(reverse_kl_gradient)
def three_base_samples() -> tuple[dict[str, Any], Any]:
    score = LinearScore(mean=1.0, variance=4.0)
    return {"u": np.array([-1.0, 0.0, 2.0]), "a": 2.0, "b": 0.5, "score": score}, (0.291667, 0.041667)


@law(
    reverse_kl_gradient,
    en=r"""
    At the flow that reproduces a normal $P_X$, the gradient is zero if the samples have mean $0$ and mean
    square $1$.
    """,
    fr=r"""
    Au flot qui reproduit une loi $P_X$ normale, le gradient est nul si les échantillons ont pour moyenne
    $0$ et pour moyenne des carrés $1$.
    """,
)
def stationary(f: Function, rng: Rng) -> tuple[Any, Any]:
    u = rng.normal(size=6)
    u = (u - u.mean()) / u.std()
    a, b = rng.uniform(0.5, 2.0), rng.normal()
    return (*f(u, a, b, LinearScore(b, a**2)), *f(u, -a, b, LinearScore(b, a**2))), (0.0,) * 4


@picture(
    reverse_kl_gradient,
    en=r"""
    Thick: a density $p_X$ with two modes. Dashed and dotted: $p_{F(U)}$ after $400$ steps of descent along
    your gradient, from $b = -2$ and from $b = 3$. Dash-dotted: the affine flow that minimises
    $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$.
    """,
    fr=r"""
    Trait épais : une densité $p_X$ à deux modes. Tirets et pointillés : $p_{F(U)}$ après $400$ pas de
    descente le long de votre gradient, depuis $b = -2$ et depuis $b = 3$. Trait mixte : le flot affine qui
    minimise $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$.
    """,
)
def two_descents(f: Function | None, figure: Any) -> None:
    data = Mixture(np.array([0.4, 0.6]), np.array([-2.0, 2.0]), np.array([0.6, 0.8]))

    def score(x: Array) -> Array:
        offsets = (np.asarray(x)[:, None] - data.means) / data.scales
        shares = data.weights / data.scales * np.exp(-0.5 * offsets**2)
        return -np.sum(shares * offsets / data.scales, axis=1) / np.sum(shares, axis=1)

    def density(mean: float, deviation: float) -> Array:
        return np.exp(Normal(np.array([mean]), np.array([[deviation**2]])).log_density(x[:, None]))

    x = np.linspace(-6.0, 9.0, 376)
    axes = figure.add_subplot()
    axes.plot(x, np.exp(data.log_density(x[:, None])), "k-", linewidth=3, label="$p_X$")
    centre = float(data.weights @ data.means)
    spread = float(np.sqrt(data.weights @ (data.scales**2 + (data.means - centre) ** 2)))
    axes.plot(
        x, density(centre, spread), "-.", color="tab:green", label=r"$\mathrm{KL}[P_X \,\|\, P_{F(U)}]$"
    )
    u = np.array([NormalDist().inv_cdf((i + 0.5) / 60) for i in range(60)])
    for start, style in ((-2.0, "--"), (3.0, ":")) if f is not None else ():
        a, b = 1.0, start
        for _ in range(400):
            slope_a, slope_b = f(u, a, b, score)  # type: ignore[misc]
            a, b = a - 0.05 * float(slope_a), b - 0.05 * float(slope_b)
        axes.plot(x, density(b, a), style, linewidth=2, label=rf"$b = {start:g} \to {b:.2f}, \; a = {a:.2f}$")
    axes.set(xlabel="$x$", ylim=(0, 0.8), xlim=(-6, 9))
    axes.legend(loc="upper right")
