"""Hidden twin of part 1.1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q01_1_diagonal_scale as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw1_latent_adversarial.q01_1_diagonal_scale.reparametrisation_lines import (
    draw_points,
    log_normal,
)
from solutions.hw1_latent_adversarial.q01_reparametrisation import gumbel, laplace, normal


@reference(q.diagonal_pushforward_log_density)
def pushforward(z: Any, mu: Any, sigma: Any, base: Any) -> Any:
    return base.log_density((z - mu) / sigma) - np.sum(np.log(sigma))


def _push_case(rng: Rng, base: Any, batch: int, size: int, scale: float = 1.0) -> dict[str, Any]:
    given = draw_points(rng, batch, size, scale)
    z = given["mu"] + given["sigma"] * given["z0"]
    return {"z": z, "mu": given["mu"], "sigma": given["sigma"], "base": base}


@cases(q.diagonal_pushforward_log_density)
def normal_noise(rng: Rng) -> dict[str, Any]:
    return _push_case(rng, normal(rng), 6, 3)


@cases(q.diagonal_pushforward_log_density, count=2)
def gumbel_noise(rng: Rng) -> dict[str, Any]:
    return _push_case(rng, gumbel(rng), 4, int(rng.integers(2, 5)))


@cases(q.diagonal_pushforward_log_density)
def single_laplace(rng: Rng) -> dict[str, Any]:
    return _push_case(rng, laplace(rng), 1, 1)


@cases(q.diagonal_pushforward_log_density, edge=True)
def tiny_volume(rng: Rng) -> dict[str, Any]:
    return _push_case(rng, normal(rng), 2, 100, 1e-4)


@cases(q.diagonal_pushforward_log_density, edge=True)
def huge_volume(rng: Rng) -> dict[str, Any]:
    return _push_case(rng, laplace(rng), 2, 100, 1e4)


@mistake(
    q.diagonal_pushforward_log_density,
    en="The density of the noise is evaluated at an image. Rule (1) speaks of a pair of points: which noise "
    "was sent to `z`?",
    fr="La densité du bruit est évaluée en une image. La règle (1) parle d'une paire de points : quel bruit "
    "a été envoyé sur `z` ?",
)
def noise_density_at_image(z: Any, mu: Any, sigma: Any, base: Any) -> Any:
    return base.log_density(z) - np.sum(np.log(sigma))


@mistake(
    q.diagonal_pushforward_log_density,
    en="You send an image through $g$ once more. Which way do you have to go to find its noise?",
    fr="Vous envoyez une image encore une fois par $g$. Dans quel sens aller pour trouver son bruit ?",
)
def forward_once_more(z: Any, mu: Any, sigma: Any, base: Any) -> Any:
    return base.log_density(mu + sigma * z) - np.sum(np.log(sigma))


@mistake(
    q.diagonal_pushforward_log_density,
    en="You divide by a variance to find the noise. Send your result through $g$: do you get `z` back?",
    fr="Vous divisez par une variance pour trouver le bruit. Envoyez votre résultat par $g$ : "
    "retrouvez-vous `z` ?",
)
def divided_by_variance(z: Any, mu: Any, sigma: Any, base: Any) -> Any:
    return base.log_density((z - mu) / sigma**2) - np.sum(np.log(sigma))


@mistake(
    q.diagonal_pushforward_log_density,
    en="Right for symmetric noise only: try your inverse of $g$ on a single number.",
    fr="Juste seulement pour un bruit symétrique : essayez votre inverse de $g$ sur un seul nombre.",
)
def mirrored_inverse(z: Any, mu: Any, sigma: Any, base: Any) -> Any:
    return base.log_density((mu - z) / sigma) - np.sum(np.log(sigma))


@mistake(
    q.diagonal_pushforward_log_density,
    en="Your answer does not look at `base`. Nothing in rule (1) says that the noise is normal.",
    fr="Votre réponse ne regarde pas `base`. Rien dans la règle (1) ne dit que le bruit est normal.",
)
def hard_coded_normal(z: Any, mu: Any, sigma: Any, base: Any) -> Any:
    return log_normal(z, mu, sigma)


@mistake(
    q.diagonal_pushforward_log_density,
    en="The volume factor acts the wrong way. Stretch a uniform law on an interval: does its density go up "
    "or down?",
    fr="Le facteur de volume agit dans le mauvais sens. Étirez une loi uniforme sur un intervalle : sa "
    "densité monte-t-elle ou descend-elle ?",
)
def volume_multiplied(z: Any, mu: Any, sigma: Any, base: Any) -> Any:
    return base.log_density((z - mu) / sigma) + np.sum(np.log(sigma))


@mistake(
    q.diagonal_pushforward_log_density,
    en="Does your density integrate to one? Rule (1) has a second factor.",
    fr="L'intégrale de votre densité vaut-elle un ? La règle (1) a un second facteur.",
)
def volume_forgotten(z: Any, mu: Any, sigma: Any, base: Any) -> Any:
    return base.log_density((z - mu) / sigma)


@mistake(
    q.diagonal_pushforward_log_density,
    en="With many coordinates the product of the scales leaves the range of a float64. Which operation "
    "should come first?",
    fr="Avec beaucoup de coordonnées, le produit des échelles sort du domaine d'un float64. Quelle opération "
    "doit venir en premier ?",
)
def product_of_scales(z: Any, mu: Any, sigma: Any, base: Any) -> Any:
    return base.log_density((z - mu) / sigma) - np.log(np.prod(sigma))


@mistake(
    q.diagonal_pushforward_log_density,
    en="Where is $\\mu$? Move all the points and $\\mu$ together: the density must not change.",
    fr="Où est $\\mu$ ? Déplacez ensemble tous les points et $\\mu$ : la densité ne doit pas changer.",
)
def shift_forgotten(z: Any, mu: Any, sigma: Any, base: Any) -> Any:
    return base.log_density(z / sigma) - np.sum(np.log(sigma))


@mistake(
    q.diagonal_pushforward_log_density,
    en="Your volume factor is that of the variances. By how much does $g$ stretch an interval for $K = 1$?",
    fr="Votre facteur de volume est celui des variances. De combien $g$ étire-t-elle un intervalle pour "
    "$K = 1$ ?",
)
def volume_of_variances(z: Any, mu: Any, sigma: Any, base: Any) -> Any:
    return base.log_density((z - mu) / sigma) - 2 * np.sum(np.log(sigma))


@mistake(
    q.diagonal_pushforward_log_density,
    en="Your volume factor is an average over the coordinates. How does the volume of a box depend on its "
    "sides?",
    fr="Votre facteur de volume est une moyenne sur les coordonnées. Comment le volume d'une boîte dépend-il "
    "de ses côtés ?",
)
def volume_averaged(z: Any, mu: Any, sigma: Any, base: Any) -> Any:
    return base.log_density((z - mu) / sigma) - np.mean(np.log(sigma))


@alternative(q.diagonal_pushforward_log_density)
def one_row_at_a_time(z: Any, mu: Any, sigma: Any, base: Any) -> Any:
    return [base.log_density((row[None, :] - mu) / sigma)[0] - np.log(sigma).sum() for row in z]


@alternative(q.diagonal_pushforward_log_density)
def volume_with_torch(z: Any, mu: Any, sigma: Any, base: Any) -> Any:
    import torch

    return torch.from_numpy(base.log_density((z - mu) / sigma)) - torch.tensor(sigma).log().sum()
