"""Part 5.3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, example, law, part

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


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


@example(gaussian_alpha_divergence)
def unit_distance() -> tuple[dict[str, Any], Any]:
    first = {"mu1": np.zeros(1), "sigma1": np.ones(1)}
    return {**first, "mu2": np.ones(1), "sigma2": np.ones(1), "alpha": 0.0}, np.array([0.470012])


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
