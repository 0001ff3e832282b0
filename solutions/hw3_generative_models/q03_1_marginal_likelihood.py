"""Hidden twin of question 3.1."""

from __future__ import annotations

from math import log, pi
from typing import Any

import numpy as np

from assignments.hw3_generative_models import q03_1_marginal_likelihood as q
from autograder.question import Rng, alternative, cases, mistake, reference


def log_normal(x: Any, variance: float) -> Any:
    """Log-density of a centred normal variable."""
    return -0.5 * (np.log(2 * np.pi * variance) + x**2 / variance)


@reference(q.marginal_likelihood_obstacle)
def obstacle() -> dict[str, str]:
    return {
        "answer": "b",
        "a": "decoder_is_part_of_model",
        "b": "nonlinear_decoder_and_dimension",
        "c": "prior_is_chosen",
        "d": "gaussian_is_still_intractable",
    }


@cases(q.marginal_likelihood_obstacle)
def obstacle_key(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.marginal_likelihood_obstacle,
    en="In most VAEs the latent variable is a standard Gaussian. Is the integral easy then?",
    fr="Dans la plupart des VAE, la variable latente est une gaussienne centrée réduite. L'intégrale "
    "est-elle facile pour autant ?",
)
def not_gaussian() -> dict[str, str]:
    return {**obstacle(), "answer": "d"}


@mistake(
    q.marginal_likelihood_obstacle,
    en="Who writes down the decoder when a VAE is built?",
    fr="Qui écrit le décodeur quand on construit un VAE ?",
)
def unknown_decoder() -> dict[str, str]:
    return {**obstacle(), "answer": "a"}


@mistake(
    q.marginal_likelihood_obstacle,
    en="Where does the prior of a VAE come from: from the data, or from you?",
    fr="D'où vient la loi a priori d'un VAE : des données, ou de vous ?",
)
def unknown_prior() -> dict[str, str]:
    return {**obstacle(), "answer": "c"}


@mistake(
    q.marginal_likelihood_obstacle,
    en="The letter is right, but two of your reasons are exchanged: which distribution is each option about?",
    fr="La lettre est juste, mais deux de vos raisons sont échangées : de quelle loi parle chaque option ?",
)
def exchanged_reasons() -> dict[str, str]:
    return {**obstacle(), "a": obstacle()["c"], "c": obstacle()["a"]}


@mistake(
    q.marginal_likelihood_obstacle,
    en="The letter is right, but labels have no place in the integral: what would refute the last option?",
    fr="La lettre est juste, mais l'intégrale ne contient aucune étiquette : qu'est-ce qui réfuterait la "
    "dernière option ?",
)
def labels_for_gaussian() -> dict[str, str]:
    return {**obstacle(), "d": "no_labels"}


@reference(q.log_moment_ratio)
def moment_ratio(x: Any, sigma: float) -> Any:
    s = sigma**2
    return np.sum(
        np.log1p(s) - 0.5 * (np.log(s) + np.log(2 + s)) + x**2 / ((1 + s) * (2 + s)),
        axis=1,
    )


@cases(q.log_moment_ratio, count=3)
def ordinary_points(rng: Rng) -> dict[str, Any]:
    return {
        "x": rng.normal(size=(rng.integers(2, 5), rng.integers(2, 5))),
        "sigma": float(rng.uniform(0.3, 0.8)),
    }


@cases(q.log_moment_ratio)
def one_dimension(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(2.0, 1.0, size=(1, 1)), "sigma": float(rng.uniform(1.5, 2.5))}


@cases(q.log_moment_ratio)
def origin(rng: Rng) -> dict[str, Any]:
    return {"x": np.zeros((1, 2)), "sigma": float(rng.uniform(0.05, 0.1))}


@cases(q.log_moment_ratio, edge=True)
def many_dimensions(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(2, 600)), "sigma": float(rng.uniform(0.05, 0.1))}


@mistake(
    q.log_moment_ratio,
    en="This is the relative variance. What is asked differs from it by a constant inside the logarithm.",
    fr="C'est la variance relative. Ce qui est demandé en diffère d'une constante à l'intérieur du "
    "logarithme.",
)
def relative_variance(x: Any, sigma: float) -> Any:
    return np.log(np.expm1(moment_ratio(x, sigma)))


@mistake(
    q.log_moment_ratio,
    en="Repeat the same column twice: your value should double, not stay.",
    fr="Répétez deux fois la même colonne : votre valeur devrait doubler, et non rester la même.",
)
def mean_over_dimensions(x: Any, sigma: float) -> Any:
    return moment_ratio(x, sigma) / x.shape[1]


@mistake(
    q.log_moment_ratio,
    en="One of your terms does not grow with $D$: which one is a mean over the dimensions?",
    fr="Un de vos termes ne croît pas avec $D$ : lequel est une moyenne sur les dimensions ?",
)
def mean_of_squares(x: Any, sigma: float) -> Any:
    s = sigma**2
    return moment_ratio(0 * x, sigma) + np.mean(x**2, axis=1) / ((1 + s) * (2 + s))


@mistake(
    q.log_moment_ratio,
    en="If every weight were multiplied by ten, would your ratio change? Look at the power below the line.",
    fr="Si tous les poids étaient multipliés par dix, votre rapport changerait-il ? Regardez la puissance "
    "au dénominateur.",
)
def mean_not_squared(x: Any, sigma: float) -> Any:
    return moment_ratio(x, sigma) + np.sum(log_normal(x, 1 + sigma**2), axis=1)


@mistake(
    q.log_moment_ratio,
    en="Check the mean weight by itself: how much does $x$ vary once $z$ is integrated out?",
    fr="Vérifiez le poids moyen à part : combien $x$ varie-t-il une fois $z$ intégré ?",
)
def prior_variance_forgotten(x: Any, sigma: float) -> Any:
    mean = np.sum(log_normal(x, 1 + sigma**2) - log_normal(x, sigma**2), axis=1)
    return moment_ratio(x, sigma) + 2 * mean


@mistake(
    q.log_moment_ratio,
    en="The square of a density is no density. Check the second moment of one dimension on a fine grid.",
    fr="Le carré d'une densité n'est pas une densité. Vérifiez le second moment d'une dimension sur une "
    "grille fine.",
)
def square_taken_as_density(x: Any, sigma: float) -> Any:
    return np.sum(log_normal(x, 1 + sigma**2 / 2) - 2 * log_normal(x, 1 + sigma**2), axis=1)


@mistake(
    q.log_moment_ratio,
    en="Is `sigma` a variance here? Your value is right at one value of `sigma` only.",
    fr="`sigma` est-il ici une variance ? Votre valeur n'est juste que pour une seule valeur de `sigma`.",
)
def sigma_as_variance(x: Any, sigma: float) -> Any:
    return moment_ratio(x, sigma**0.5)


@mistake(
    q.log_moment_ratio,
    en="Infinite or NaN for many dimensions: a product of hundreds of densities leaves the range of floats.",
    fr="Infini ou NaN en grande dimension : un produit de centaines de densités sort du domaine des "
    "flottants.",
)
def product_of_densities(x: Any, sigma: float) -> Any:
    mean = np.prod(np.exp(log_normal(x, 1 + sigma**2)), axis=1)
    square = np.prod(np.exp(log_normal(x, 1 + sigma**2 / 2)) / (2 * np.sqrt(np.pi) * sigma), axis=1)
    return np.log(square / mean**2)


@alternative(q.log_moment_ratio)
def ratio_of_normal_densities(x: Any, sigma: float) -> Any:
    second = log_normal(x, 1 + sigma**2 / 2) - np.log(2 * np.sqrt(np.pi) * sigma)
    return np.sum(second - 2 * log_normal(x, 1 + sigma**2), axis=1)


@alternative(q.log_moment_ratio)
def grid_for_each_dimension(x: Any, sigma: float) -> Any:
    z, step = np.linspace(-12.0, 12.0, 1601, retstep=True)

    def moment(value: float, power: int) -> Any:
        terms = log_normal(z, 1.0) + power * log_normal(value - z, sigma**2)
        top = terms.max()
        return top + np.log(step * np.sum(np.exp(terms - top)))

    return np.array([sum(moment(value, 2) - 2 * moment(value, 1) for value in row) for row in x])


@alternative(q.log_moment_ratio)
def moments_with_torch(x: Any, sigma: float) -> Any:
    import torch

    x = torch.tensor(x, dtype=torch.float64)
    normal: Any = torch.distributions.Normal
    wide = normal(0.0, (1 + sigma**2) ** 0.5).log_prob(x)
    narrow = normal(0.0, (1 + sigma**2 / 2) ** 0.5).log_prob(x)
    return (narrow - 2 * wide - log(2 * pi**0.5 * sigma)).sum(1)
