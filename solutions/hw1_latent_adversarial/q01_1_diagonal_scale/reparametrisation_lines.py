"""Hidden twin of part 1.1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q01_1_diagonal_scale as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw1_latent_adversarial.q01_reparametrisation import STANDARD_NORMAL, own_line


def log_normal(z: Any, mu: Any, sigma: Any) -> Any:
    """Log-density of a normal law with independent coordinates; `sigma` holds standard deviations."""
    return STANDARD_NORMAL.log_density((z - mu) / sigma) - np.sum(np.log(sigma))


@reference(q.reparametrisation_lines)
def proof(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    z, log_abs_det, log_q0 = mu + sigma * z0, np.sum(np.log(sigma)), STANDARD_NORMAL.log_density(z0)
    return {
        "z": z,
        "jacobian": np.diag(sigma),
        "log_abs_det": log_abs_det,
        "log_q0": log_q0,
        "log_q": log_q0 - log_abs_det,
        "log_target": log_normal(z, mu, sigma),
    }


@follows(q.reparametrisation_lines, "log_abs_det")
def determinant_of_own_jacobian(lines: Any, mu: Any, **_: Any) -> Any:
    return np.linalg.slogdet(own_line(lines, "jacobian", (len(mu), len(mu))))[1]


@follows(q.reparametrisation_lines, "log_q")
def rule_on_own_lines(lines: Any, z0: Any, **_: Any) -> Any:
    return own_line(lines, "log_q0", (len(z0),)) - own_line(lines, "log_abs_det", ())


@follows(q.reparametrisation_lines, "log_target")
def target_at_own_images(lines: Any, z0: Any, mu: Any, sigma: Any) -> Any:
    return log_normal(own_line(lines, "z", z0.shape), mu, sigma)


def draw_points(rng: Rng, batch: int, size: int, scale: float = 1.0) -> dict[str, Any]:
    mu, sigma = scale * rng.normal(size=size), scale * rng.uniform(0.3, 2.5, size=size)
    return {"z0": rng.normal(size=(batch, size)), "mu": mu, "sigma": sigma}


@cases(q.reparametrisation_lines, count=3)
def ordinary_points(rng: Rng) -> dict[str, Any]:
    return draw_points(rng, int(rng.integers(2, 7)), int(rng.integers(2, 6)))


@cases(q.reparametrisation_lines)
def single_point(rng: Rng) -> dict[str, Any]:
    return draw_points(rng, 1, 1)


@cases(q.reparametrisation_lines, edge=True)
def tiny_scales(rng: Rng) -> dict[str, Any]:
    return draw_points(rng, 2, 100, 1e-4)


@cases(q.reparametrisation_lines, edge=True)
def huge_scales(rng: Rng) -> dict[str, Any]:
    return draw_points(rng, 2, 100, 1e4)


@mistake(
    q.reparametrisation_lines,
    en="In `log_abs_det`, take the determinant of the matrix of the line above, not that of the covariance.",
    fr="Dans `log_abs_det`, prenez le déterminant de la matrice de la ligne précédente, pas celui de la "
    "covariance.",
)
def determinant_of_covariance(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    lines = proof(z0, mu, sigma)
    log_abs_det = 2 * lines["log_abs_det"]
    return {**lines, "log_abs_det": log_abs_det, "log_q": lines["log_q0"] - log_abs_det}


@mistake(
    q.reparametrisation_lines,
    en="Which one multiplies the noise, the standard deviation or the variance? Simulate one coordinate and "
    "compute the variance of its images.",
    fr="Qu'est-ce qui multiplie le bruit, l'écart-type ou la variance ? Simulez une coordonnée et calculez "
    "la variance de ses images.",
)
def variance_as_scale(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    lines = proof(z0, mu, sigma**2)
    return {**lines, "log_target": log_normal(lines["z"], mu, sigma)}


@mistake(
    q.reparametrisation_lines,
    en="A Jacobian is a matrix: all partial derivatives of each coordinate of $g$, the zeros included.",
    fr="Une jacobienne est une matrice : toutes les dérivées partielles de chaque coordonnée de $g$, zéros "
    "compris.",
)
def jacobian_as_vector(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    return {**proof(z0, mu, sigma), "jacobian": sigma.copy()}


@mistake(
    q.reparametrisation_lines,
    en="The determinant is right for a few coordinates, but with many it leaves the range of a float64 "
    "before you take its logarithm. Is the determinant itself needed?",
    fr="Le déterminant est juste pour quelques coordonnées, mais s'il y en a beaucoup, il sort du domaine "
    "d'un float64 avant que vous en preniez le logarithme. Faut-il le déterminant lui-même ?",
)
def product_before_log(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    lines, log_abs_det = proof(z0, mu, sigma), np.log(np.prod(sigma))
    return {**lines, "log_abs_det": log_abs_det, "log_q": lines["log_q0"] - log_abs_det}


@mistake(
    q.reparametrisation_lines,
    en="`log_q0` is off by a constant: does your density of the noise integrate to one?",
    fr="`log_q0` est décalé d'une constante : l'intégrale de votre densité du bruit vaut-elle un ?",
)
def unnormalised_noise(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    lines, log_q0 = proof(z0, mu, sigma), -0.5 * np.sum(z0**2, axis=1)
    return {**lines, "log_q0": log_q0, "log_q": log_q0 - lines["log_abs_det"]}


@mistake(
    q.reparametrisation_lines,
    en="The constant of `log_q0` is that of one coordinate. Compare a point in one and in two dimensions.",
    fr="La constante de `log_q0` est celle d'une seule coordonnée. Comparez un point en une et en deux "
    "dimensions.",
)
def constant_of_one_coordinate(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    lines, log_q0 = proof(z0, mu, sigma), -0.5 * np.sum(z0**2, axis=1) - 0.5 * np.log(2 * np.pi)
    return {**lines, "log_q0": log_q0, "log_q": log_q0 - lines["log_abs_det"]}


@mistake(
    q.reparametrisation_lines,
    en="The coordinates of the noise are independent: how do their log-densities combine into `log_q0`?",
    fr="Les coordonnées du bruit sont indépendantes : comment leurs log-densités se combinent-elles en "
    "`log_q0` ?",
)
def mean_over_coordinates(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    lines = proof(z0, mu, sigma)
    log_q0 = lines["log_q0"] / len(mu)
    return {**lines, "log_q0": log_q0, "log_q": log_q0 - lines["log_abs_det"]}


@mistake(
    q.reparametrisation_lines,
    en="In `log_q` the volume factor acts the wrong way. Stretch a uniform law on an interval: does its "
    "density go up or down?",
    fr="Dans `log_q`, le facteur de volume agit dans le mauvais sens. Étirez une loi uniforme sur un "
    "intervalle : sa densité monte-t-elle ou descend-elle ?",
)
def volume_factor_reversed(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    lines = proof(z0, mu, sigma)
    return {**lines, "log_q": lines["log_q0"] + lines["log_abs_det"]}


@mistake(
    q.reparametrisation_lines,
    en="The exponent of `log_target` is too large: compare with the normal density in one dimension.",
    fr="L'exposant de `log_target` est trop grand : comparez à la densité normale en dimension un.",
)
def target_without_half(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    lines = proof(z0, mu, sigma)
    return {**lines, "log_target": lines["log_target"] - 0.5 * np.sum(z0**2, axis=1)}


@mistake(
    q.reparametrisation_lines,
    en="`log_target` divides by a volume that is too large: integrate its density over one coordinate.",
    fr="`log_target` divise par un volume trop grand : intégrez sa densité sur une coordonnée.",
)
def target_without_root(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    lines = proof(z0, mu, sigma)
    return {**lines, "log_target": lines["log_target"] - lines["log_abs_det"]}


@mistake(
    q.reparametrisation_lines,
    en="The exponent of `log_q0` is too large: compare with the normal density in one dimension.",
    fr="L'exposant de `log_q0` est trop grand : comparez à la densité normale en dimension un.",
)
def noise_without_half(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    lines = proof(z0, mu, sigma)
    log_q0 = lines["log_q0"] - 0.5 * np.sum(z0**2, axis=1)
    return {**lines, "log_q0": log_q0, "log_q": log_q0 - lines["log_abs_det"]}


@mistake(
    q.reparametrisation_lines,
    en="`log_q` is still the density of the noise. What does a map that stretches the space do to it?",
    fr="`log_q` est encore la densité du bruit. Qu'en fait une application qui étire l'espace ?",
)
def volume_forgotten(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    lines = proof(z0, mu, sigma)
    return {**lines, "log_q": lines["log_q0"].copy()}


@mistake(
    q.reparametrisation_lines,
    en="The exponent of `log_target` changes with the unit of length: by what is the square divided?",
    fr="L'exposant de `log_target` change avec l'unité de longueur : par quoi le carré est-il divisé ?",
)
def target_divided_by_deviation(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    lines = proof(z0, mu, sigma)
    return {**lines, "log_target": lines["log_target"] + 0.5 * np.sum((1 - sigma) * z0**2, axis=1)}


@alternative(q.reparametrisation_lines)
def point_by_point(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    def log_density(point: Any, means: Any, scales: Any) -> float:
        terms = zip(point, means, scales, strict=True)
        return float(sum(-(((x - m) / s) ** 2 + np.log(2 * np.pi)) / 2 - np.log(s) for x, m, s in terms))

    size, z = len(mu), [[m + s * x for x, m, s in zip(row, mu, sigma, strict=True)] for row in z0]
    jacobian = [[sigma[i] if i == j else 0.0 for j in range(size)] for i in range(size)]
    log_abs_det = sum(float(np.log(s)) for s in sigma)
    log_q0 = [log_density(row, np.zeros(size), np.ones(size)) for row in z0]
    log_q = [value - log_abs_det for value in log_q0]
    log_target = [log_density(row, mu, sigma) for row in z]
    values = (z, jacobian, log_abs_det, log_q0, log_q, log_target)
    return dict(zip(q.reparametrisation_lines.lines.weights, values, strict=True))  # type: ignore[union-attr]


@alternative(q.reparametrisation_lines)
def with_torch_distributions(z0: Any, mu: Any, sigma: Any) -> dict[str, Any]:
    import torch

    normal_law: Any = torch.distributions.Normal
    noise, mean, scale = torch.tensor(z0), torch.tensor(mu), torch.tensor(sigma)
    z, jacobian = mean + scale * noise, torch.diag(scale)
    log_abs_det = torch.linalg.slogdet(jacobian).logabsdet
    log_q0 = normal_law(torch.zeros_like(mean), torch.ones_like(mean)).log_prob(noise).sum(1)
    return {
        "z": z,
        "jacobian": jacobian,
        "log_abs_det": log_abs_det,
        "log_q0": log_q0,
        "log_q": log_q0 - log_abs_det,
        "log_target": normal_law(mean, scale).log_prob(z).sum(1),
    }
