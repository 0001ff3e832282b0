"""Hidden twin of part 1.2.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q01_2_full_matrix as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw1_latent_adversarial.q01_reparametrisation import STANDARD_NORMAL, own_line


@reference(q.affine_reparametrisation_lines)
def derive(z0: Any, mu: Any, S: Any) -> dict[str, Any]:
    log_abs_det = np.linalg.slogdet(S)[1]
    return {
        "z": mu + z0 @ S.T,
        "jacobian": S.copy(),
        "log_abs_det": log_abs_det,
        "cov": S @ S.T,
        "log_q": STANDARD_NORMAL.log_density(z0) - log_abs_det,
    }


@follows(q.affine_reparametrisation_lines, "log_abs_det")
def determinant_of_own_jacobian(lines: Any, S: Any, **_: Any) -> Any:
    return np.linalg.slogdet(own_line(lines, "jacobian", S.shape))[1]


@follows(q.affine_reparametrisation_lines, "cov")
def covariance_from_own_jacobian(lines: Any, S: Any, **_: Any) -> Any:
    jacobian = own_line(lines, "jacobian", S.shape)
    return jacobian @ jacobian.T


@follows(q.affine_reparametrisation_lines, "log_q")
def rule_on_own_determinant(lines: Any, z0: Any, **_: Any) -> Any:
    return STANDARD_NORMAL.log_density(z0) - own_line(lines, "log_abs_det", ())


def draw_matrix(rng: Rng, size: int, sign: float) -> Any:
    """A matrix whose determinant has this sign and is neither near 0 nor near -1 or 1."""
    lower = np.tril(rng.normal(size=(size, size)), -1) + np.diag(rng.uniform(1.3, 2.2, size=size))
    upper = np.triu(rng.normal(scale=0.7, size=(size, size)), 1) + np.eye(size)
    upper[0] *= sign
    return lower @ upper


def draw_points(rng: Rng, S: Any, batch: int) -> dict[str, Any]:
    return {"z0": rng.normal(size=(batch, len(S))), "mu": rng.normal(size=len(S)), "S": S}


@cases(q.affine_reparametrisation_lines)
def orientation_kept(rng: Rng) -> dict[str, Any]:
    return draw_points(rng, draw_matrix(rng, 3, 1.0), 5)


@cases(q.affine_reparametrisation_lines, count=2)
def orientation_reversed(rng: Rng) -> dict[str, Any]:
    return draw_points(rng, draw_matrix(rng, int(rng.integers(2, 5)), -1.0), 4)


@cases(q.affine_reparametrisation_lines)
def triangular(rng: Rng) -> dict[str, Any]:
    return draw_points(rng, np.tril(rng.normal(size=(4, 4)), -1) + np.diag(rng.uniform(1.3, 2.2, size=4)), 3)


@cases(q.affine_reparametrisation_lines)
def single_number(rng: Rng) -> dict[str, Any]:
    return draw_points(rng, -rng.uniform(1.5, 2.5, size=(1, 1)), 1)


@cases(q.affine_reparametrisation_lines, edge=True)
def huge_determinant(rng: Rng) -> dict[str, Any]:
    return draw_points(rng, 1e6 * rng.normal(size=(60, 60)), 2)


@mistake(
    q.affine_reparametrisation_lines,
    en="In `z` the points are rows, and $S$ has to act on each of them as on a column: compare one row with "
    "`S @ z0[0]`.",
    fr="Dans `z`, les points sont des lignes, et $S$ doit agir sur chacune comme sur une colonne : comparez "
    "une ligne à `S @ z0[0]`.",
)
def points_on_the_left(z0: Any, mu: Any, S: Any) -> dict[str, Any]:
    return {**derive(z0, mu, S), "z": mu + z0 @ S}


@mistake(
    q.affine_reparametrisation_lines,
    en="Rows and columns of `jacobian` are exchanged: move one coordinate of `z0` and see which numbers of "
    "$S$ come into play.",
    fr="Les lignes et les colonnes de `jacobian` sont échangées : déplacez une coordonnée de `z0` et voyez "
    "quels nombres de $S$ interviennent.",
)
def jacobian_transposed(z0: Any, mu: Any, S: Any) -> dict[str, Any]:
    return {**derive(z0, mu, S), "jacobian": S.T.copy()}


def _with_determinant(z0: Any, mu: Any, S: Any, log_abs_det: Any) -> dict[str, Any]:
    """The derivation with another determinant, and what follows from it."""
    log_q = STANDARD_NORMAL.log_density(z0) - log_abs_det
    return {**derive(z0, mu, S), "log_abs_det": log_abs_det, "log_q": log_q}


@mistake(
    q.affine_reparametrisation_lines,
    en="`log_abs_det` is NaN for a map that reverses the orientation. What do the bars in rule (1) do?",
    fr="`log_abs_det` est NaN pour une application qui renverse l'orientation. À quoi servent les barres de "
    "la règle (1) ?",
)
def log_of_signed_determinant(z0: Any, mu: Any, S: Any) -> dict[str, Any]:
    return _with_determinant(z0, mu, S, np.log(np.linalg.det(S)))


@mistake(
    q.affine_reparametrisation_lines,
    en="Right for small matrices, but the determinant of a large one leaves the range of a float64 before "
    "you take its logarithm. Is there a function that never forms it?",
    fr="Juste pour de petites matrices, mais le déterminant d'une grande sort du domaine d'un float64 avant "
    "que vous en preniez le logarithme. Y a-t-il une fonction qui ne le forme jamais ?",
)
def determinant_before_log(z0: Any, mu: Any, S: Any) -> dict[str, Any]:
    return _with_determinant(z0, mu, S, np.log(np.abs(np.linalg.det(S))))


@mistake(
    q.affine_reparametrisation_lines,
    en="`log_abs_det` is about the Jacobian, not about the covariance. How are the two determinants related?",
    fr="`log_abs_det` concerne la jacobienne, pas la covariance. Quel est le lien entre les deux "
    "déterminants ?",
)
def determinant_of_covariance(z0: Any, mu: Any, S: Any) -> dict[str, Any]:
    return _with_determinant(z0, mu, S, np.linalg.slogdet(S @ S.T)[1])


@mistake(
    q.affine_reparametrisation_lines,
    en="`cov` is symmetric, but is it the covariance of the images? Simulate a few thousand of them for a "
    "triangular $S$.",
    fr="`cov` est symétrique, mais est-ce la covariance des images ? Simulez-en quelques milliers pour une "
    "matrice $S$ triangulaire.",
)
def covariance_of_transposed(z0: Any, mu: Any, S: Any) -> dict[str, Any]:
    return {**derive(z0, mu, S), "cov": S.T @ S}


@mistake(
    q.affine_reparametrisation_lines,
    en="`cov` treats the coordinates of the noise as if they never mixed: look at an entry off the diagonal.",
    fr="`cov` traite les coordonnées du bruit comme si elles ne se mélangeaient jamais : regardez un "
    "coefficient hors de la diagonale.",
)
def squared_entries(z0: Any, mu: Any, S: Any) -> dict[str, Any]:
    return {**derive(z0, mu, S), "cov": S**2}


@mistake(
    q.affine_reparametrisation_lines,
    en="In `log_q` the volume factor acts the wrong way. Stretch a uniform law on an interval: does its "
    "density go up or down?",
    fr="Dans `log_q`, le facteur de volume agit dans le mauvais sens. Étirez une loi uniforme sur un "
    "intervalle : sa densité monte-t-elle ou descend-elle ?",
)
def volume_factor_reversed(z0: Any, mu: Any, S: Any) -> dict[str, Any]:
    lines = derive(z0, mu, S)
    return {**lines, "log_q": lines["log_q"] + 2 * lines["log_abs_det"]}


@mistake(
    q.affine_reparametrisation_lines,
    en="In `log_q` the density of the noise is evaluated at the images. Which two points does rule (1) link?",
    fr="Dans `log_q`, la densité du bruit est évaluée aux images. Quels sont les deux points que la règle "
    "(1) relie ?",
)
def noise_density_at_images(z0: Any, mu: Any, S: Any) -> dict[str, Any]:
    lines = derive(z0, mu, S)
    return {**lines, "log_q": STANDARD_NORMAL.log_density(lines["z"]) - lines["log_abs_det"]}


@mistake(
    q.affine_reparametrisation_lines,
    en="`log_q` is still the density of the noise. What does a map that stretches the space do to it?",
    fr="`log_q` est encore la densité du bruit. Qu'en fait une application qui étire l'espace ?",
)
def volume_forgotten(z0: Any, mu: Any, S: Any) -> dict[str, Any]:
    return {**derive(z0, mu, S), "log_q": STANDARD_NORMAL.log_density(z0)}


@alternative(q.affine_reparametrisation_lines)
def by_singular_values(z0: Any, mu: Any, S: Any) -> dict[str, Any]:
    log_abs_det = np.sum(np.log(np.linalg.svd(S, compute_uv=False)))
    return {
        "z": mu + np.einsum("ij,bj->bi", S, z0),
        "jacobian": S.tolist(),
        "log_abs_det": float(log_abs_det),
        "cov": np.einsum("ik,jk->ij", S, S),
        "log_q": -0.5 * np.sum(z0**2 + np.log(2 * np.pi), axis=1) - log_abs_det,
    }


@alternative(q.affine_reparametrisation_lines)
def with_torch_distributions(z0: Any, mu: Any, S: Any) -> dict[str, Any]:
    import torch

    law: Any = torch.distributions.MultivariateNormal
    differentiate: Any = torch.autograd.functional.jacobian
    noise, mean, matrix = torch.tensor(z0), torch.tensor(mu), torch.tensor(S)
    z, cov = mean + (matrix @ noise.T).T, matrix @ matrix.T
    return {
        "z": z,
        "jacobian": differentiate(lambda point: mean + matrix @ point, noise[0]),
        "log_abs_det": torch.logdet(cov) / 2,
        "cov": cov,
        "log_q": law(mean, cov).log_prob(z),
    }
