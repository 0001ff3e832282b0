"""Hidden twin of part 4.1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q04_1_estimator as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.gaussian_score)
def by_scaled_residual(z: Any, mu: Any, log_sigma: Any) -> Any:
    scaled = (z - mu) * np.exp(-log_sigma)
    return np.concatenate([scaled * np.exp(-log_sigma), scaled**2 - 1], axis=1)


def _draw_samples(rng: Rng, samples: int, d: int) -> dict[str, Any]:
    log_sigma = rng.uniform(0.2, 0.9, size=d) * rng.choice([-1.0, 1.0], size=d)
    return {"z": rng.normal(size=(samples, d)), "mu": rng.normal(size=d), "log_sigma": log_sigma}


@cases(q.gaussian_score, count=2)
def several_samples(rng: Rng) -> dict[str, Any]:
    return _draw_samples(rng, 5, 3)


@cases(q.gaussian_score)
def one_sample(rng: Rng) -> dict[str, Any]:
    return _draw_samples(rng, 1, 2)


@cases(q.gaussian_score)
def one_coordinate(rng: Rng) -> dict[str, Any]:
    return _draw_samples(rng, 3, 1)


@cases(q.gaussian_score)
def narrow_density(rng: Rng) -> dict[str, Any]:
    drawn = _draw_samples(rng, 3, 2)
    log_sigma = drawn["log_sigma"] - 7.0
    z = drawn["mu"] + np.exp(log_sigma) * drawn["z"]
    return {"z": z, "mu": drawn["mu"], "log_sigma": log_sigma}


@cases(q.gaussian_score, edge=True)
def no_samples(rng: Rng) -> dict[str, Any]:
    return _draw_samples(rng, 0, 3)


@mistake(
    q.gaussian_score,
    en=r"Check the power of the standard deviation in the derivatives with respect to $\mu$: which unit have "
    "they?",
    ru=r"Проверьте степень стандартного отклонения в производных по $\mu$: какова их размерность?",
)
def divided_by_sigma(z: Any, mu: Any, log_sigma: Any) -> Any:
    scaled = (z - mu) * np.exp(-log_sigma)
    return np.concatenate([scaled, scaled**2 - 1], axis=1)


@mistake(
    q.gaussian_score,
    en=r"The score must have mean zero: check the part that belongs to $\log \sigma$. Does the normaliser of "
    r"the "
    "density depend on it?",
    ru=r"Среднее score-функции должно быть равно нулю: проверьте часть, относящуюся к $\log \sigma$. Зависит "
    r"ли "
    "от неё нормировочный множитель плотности?",
)
def normaliser_forgotten(z: Any, mu: Any, log_sigma: Any) -> Any:
    return by_scaled_residual(z, mu, log_sigma) + np.repeat([0.0, 1.0], len(mu))


@mistake(
    q.gaussian_score,
    en=r"These are the derivatives with respect to $\sigma$. The parameter is its logarithm.",
    ru=r"Это производные по $\sigma$. Параметром является её логарифм.",
)
def with_respect_to_sigma(z: Any, mu: Any, log_sigma: Any) -> Any:
    return by_scaled_residual(z, mu, log_sigma) * np.exp(np.concatenate([0 * mu, -log_sigma]))


@mistake(
    q.gaussian_score,
    en="You read the logarithm of a standard deviation as the logarithm of a variance.",
    ru="Вы приняли логарифм стандартного отклонения за логарифм дисперсии.",
)
def logarithm_of_variance(z: Any, mu: Any, log_sigma: Any) -> Any:
    return by_scaled_residual(z, mu, log_sigma / 2) * np.repeat([1.0, 0.5], len(mu))


@mistake(
    q.gaussian_score,
    en=r"Wrong sign: if a sample lies above $\mu$, does its log-density rise or fall when $\mu$ grows?",
    ru=r"Неверный знак: если точка лежит выше $\mu$, растёт или убывает её логарифм плотности с ростом "
    r"$\mu$?",
)
def sign_reversed(z: Any, mu: Any, log_sigma: Any) -> Any:
    return -by_scaled_residual(z, mu, log_sigma)


@mistake(
    q.gaussian_score,
    en="Differentiate with respect to the parameters and hold the sample fixed, not the other way round.",
    ru="Дифференцируйте по параметрам при фиксированной точке выборки, а не наоборот.",
)
def with_respect_to_sample(z: Any, mu: Any, log_sigma: Any) -> Any:
    return by_scaled_residual(z, mu, log_sigma) * np.repeat([-1.0, 1.0], len(mu))


@mistake(
    q.gaussian_score,
    en=r"The order of the columns: the derivatives with respect to all means come first.",
    ru=r"Порядок столбцов: сначала идут производные по всем средним.",
)
def blocks_interleaved(z: Any, mu: Any, log_sigma: Any) -> Any:
    first, second = np.split(by_scaled_residual(z, mu, log_sigma), 2, axis=1)
    # In one dimension there is nothing to interleave; the halves exchanged are the same confusion.
    pair = [second, first] if len(mu) == 1 else [first, second]
    return np.stack(pair, axis=2).reshape(len(z), 2 * len(mu))


@alternative(q.gaussian_score)
def score_by_torch(z: Any, mu: Any, log_sigma: Any) -> Any:
    import torch

    samples, d = len(z), len(mu)
    phi = torch.tensor(np.tile(np.concatenate([mu, log_sigma]), (samples, 1)), requires_grad=True)
    law: Any = torch.distributions.Normal(phi[:, :d], phi[:, d:].exp())
    return torch.autograd.grad(law.log_prob(torch.tensor(z)).sum(), phi)[0]


@alternative(q.gaussian_score)
def score_in_loops(z: Any, mu: Any, log_sigma: Any) -> Any:
    sigma = np.exp(log_sigma)
    rows = [[*((x - mu) / sigma**2), *(((x - mu) ** 2 - sigma**2) / sigma**2)] for x in z]
    return np.array(rows).reshape(len(z), 2 * len(mu))
