"""Hidden twin of part 3.2.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q03_2_reconstruction_and_divergences as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.gaussian_posterior)
def gaussian(x_t: Any, x0: Any, t: int, betas: Any) -> tuple[Any, float]:
    log_kept = np.cumsum(np.log1p(-betas))
    before, after, beta = -np.expm1(log_kept[t - 2]), -np.expm1(log_kept[t - 1]), betas[t - 1]
    from_x0 = np.exp(log_kept[t - 2] / 2) * beta / after
    return from_x0 * x0 + np.sqrt(1 - beta) * before / after * x_t, float(before / after * beta)


def draw_pixels(rng: Rng, *shape: int) -> dict[str, Any]:
    return {"x_t": rng.normal(size=shape), "x0": rng.normal(size=shape)}


@cases(q.gaussian_posterior, count=2)
def short_schedule(rng: Rng) -> dict[str, Any]:
    return {**draw_pixels(rng, 4), "t": 3, "betas": rng.uniform(0.05, 0.5, size=6)}


@cases(q.gaussian_posterior)
def image_at_second_step(rng: Rng) -> dict[str, Any]:
    return {**draw_pixels(rng, 2, 3, 3), "t": 2, "betas": rng.uniform(0.1, 0.4, size=3)}


@cases(q.gaussian_posterior)
def last_step_of_one_pixel(rng: Rng) -> dict[str, Any]:
    return {**draw_pixels(rng, 1), "t": 5, "betas": rng.uniform(0.05, 0.5, size=5)}


@cases(q.gaussian_posterior, edge=True)
def start_of_long_schedule(rng: Rng) -> dict[str, Any]:
    return {**draw_pixels(rng, 3), "t": 2, "betas": np.linspace(1e-4, 0.02, 1000)}


@cases(q.gaussian_posterior, edge=True)
def end_of_long_schedule(rng: Rng) -> dict[str, Any]:
    return {**draw_pixels(rng, 3), "t": 1000, "betas": np.linspace(1e-4, 0.02, 1000)}


@mistake(
    q.gaussian_posterior,
    en="Everything is one step too late: which $\\beta$ does `betas[0]` hold?",
    fr="Tout vient un pas trop tard : quel $\\beta$ contient `betas[0]` ?",
)
def one_step_late(x_t: Any, x0: Any, t: int, betas: Any) -> Any:
    return gaussian(x_t, x0, t + 1, np.append(betas, betas[-1]))


@mistake(
    q.gaussian_posterior,
    en="The mean is right; a variance is asked for, not a standard deviation.",
    fr="La moyenne est juste ; on demande une variance, pas un écart-type.",
)
def deviation(x_t: Any, x0: Any, t: int, betas: Any) -> tuple[Any, float]:
    mean, var = gaussian(x_t, x0, t, betas)
    return mean, float(np.sqrt(var))


@mistake(
    q.gaussian_posterior,
    en="The mean is right; the variance is that of a forward step. Does knowing $x_0$ not make you surer?",
    fr="La moyenne est juste ; la variance est celle d'un pas direct. Connaître $x_0$ ne rend-il pas plus "
    "sûr ?",
)
def forward_variance(x_t: Any, x0: Any, t: int, betas: Any) -> tuple[Any, float]:
    return gaussian(x_t, x0, t, betas)[0], float(betas[t - 1])


@mistake(
    q.gaussian_posterior,
    en="The two weights are exchanged: when $\\beta_t$ is very small, to which of the two is $x_{t-1}$ "
    "close?",
    fr="Les deux poids sont échangés : quand $\\beta_t$ est très petit, duquel des deux $x_{t-1}$ est-il "
    "proche ?",
)
def weights_exchanged(x_t: Any, x0: Any, t: int, betas: Any) -> Any:
    return gaussian(x0, x_t, t, betas)


@mistake(
    q.gaussian_posterior,
    en="The weights of the mean lack their square roots: what multiplies $x_{t-1}$ in the mean of $x_t$?",
    fr="Il manque les racines carrées aux poids de la moyenne : qu'est-ce qui multiplie $x_{t-1}$ dans la "
    "moyenne de $x_t$ ?",
)
def roots_forgotten(x_t: Any, x0: Any, t: int, betas: Any) -> tuple[Any, float]:
    kept = np.cumprod(1 - betas)
    before, after, beta = 1 - kept[t - 2], 1 - kept[t - 1], betas[t - 1]
    mean = kept[t - 2] * beta / after * x0 + (1 - beta) * before / after * x_t
    return mean, gaussian(x_t, x0, t, betas)[1]


@mistake(
    q.gaussian_posterior,
    en="The weight of $x_0$ belongs to another time: how much of $x_0$ is left in $x_{t-1}$?",
    fr="Le poids de $x_0$ est celui d'un autre instant : que reste-t-il de $x_0$ dans $x_{t-1}$ ?",
)
def signal_of_the_later_step(x_t: Any, x0: Any, t: int, betas: Any) -> tuple[Any, float]:
    mean, var = gaussian(x_t, x0, t, betas)
    from_x0 = mean - gaussian(x_t, 0 * x0, t, betas)[0]
    return mean + (np.sqrt(1 - betas[t - 1]) - 1) * from_x0, var


@mistake(
    q.gaussian_posterior,
    en="This is a forward step from $x_t$. The posterior goes back, and it knows $x_0$.",
    fr="C'est un pas direct depuis $x_t$. Le postérieur va en arrière, et il connaît $x_0$.",
)
def forward_step(x_t: Any, x0: Any, t: int, betas: Any) -> tuple[Any, float]:
    return np.sqrt(1 - betas[t - 1]) * x_t, float(betas[t - 1])


@mistake(
    q.gaussian_posterior,
    en="You use what a single step keeps. How much of $x_0$ is left after all the steps up to $t$?",
    fr="Vous utilisez ce que garde un seul pas. Que reste-t-il de $x_0$ après tous les pas jusqu'à $t$ ?",
)
def kept_by_one_step(x_t: Any, x0: Any, t: int, betas: Any) -> tuple[Any, float]:
    before, beta = betas[t - 2], betas[t - 1]
    return np.sqrt(1 - before) * x0 + np.sqrt(1 - beta) * before / beta * x_t, float(before)


@alternative(q.gaussian_posterior)
def gaussian_by_products(x_t: Any, x0: Any, t: int, betas: Any) -> tuple[Any, Any]:
    alpha = 1 - betas
    kept = np.cumprod(alpha)
    from_x0 = np.sqrt(kept[t - 2]) * betas[t - 1] / (1 - kept[t - 1])
    from_x_t = np.sqrt(alpha[t - 1]) * (1 - kept[t - 2]) / (1 - kept[t - 1])
    return from_x0 * x0 + from_x_t * x_t, (1 - kept[t - 2]) / (1 - kept[t - 1]) * betas[t - 1]


@alternative(q.gaussian_posterior)
def gaussian_by_precisions(x_t: Any, x0: Any, t: int, betas: Any) -> tuple[Any, Any]:
    import torch

    beta, kept = float(betas[t - 1]), float(np.prod(1 - betas[: t - 1]))
    precision = 1 / (1 - kept) + (1 - beta) / beta
    pull = kept**0.5 / (1 - kept) * torch.tensor(x0) + (1 - beta) ** 0.5 / beta * torch.tensor(x_t)
    return pull / precision, 1 / precision
