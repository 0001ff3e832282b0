"""Hidden twin of question 1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q01_2_full_matrix as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw1_latent_adversarial.q01_reparametrisation import (
    STANDARD_NORMAL,
    gumbel,
    laplace,
    normal,
    own_line,
)


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


def _matrix(rng: Rng, size: int, sign: float) -> Any:
    """A matrix whose determinant has this sign and is neither near 0 nor near -1 or 1."""
    lower = np.tril(rng.normal(size=(size, size)), -1) + np.diag(rng.uniform(1.3, 2.2, size=size))
    upper = np.triu(rng.normal(scale=0.7, size=(size, size)), 1) + np.eye(size)
    upper[0] *= sign
    return lower @ upper


def _points(rng: Rng, S: Any, batch: int) -> dict[str, Any]:
    return {"z0": rng.normal(size=(batch, len(S))), "mu": rng.normal(size=len(S)), "S": S}


@cases(q.affine_reparametrisation_lines)
def orientation_kept(rng: Rng) -> dict[str, Any]:
    return _points(rng, _matrix(rng, 3, 1.0), 5)


@cases(q.affine_reparametrisation_lines, count=2)
def orientation_reversed(rng: Rng) -> dict[str, Any]:
    return _points(rng, _matrix(rng, int(rng.integers(2, 5)), -1.0), 4)


@cases(q.affine_reparametrisation_lines)
def triangular(rng: Rng) -> dict[str, Any]:
    return _points(rng, np.tril(rng.normal(size=(4, 4)), -1) + np.diag(rng.uniform(1.3, 2.2, size=4)), 3)


@cases(q.affine_reparametrisation_lines)
def single_number(rng: Rng) -> dict[str, Any]:
    return _points(rng, -rng.uniform(1.5, 2.5, size=(1, 1)), 1)


@cases(q.affine_reparametrisation_lines, edge=True)
def huge_determinant(rng: Rng) -> dict[str, Any]:
    return _points(rng, 1e6 * rng.normal(size=(60, 60)), 2)


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


@reference(q.affine_pushforward_log_density)
def pushforward(z: Any, mu: Any, S: Any, base: Any) -> Any:
    return base.log_density(np.linalg.solve(S, (z - mu).T).T) - np.linalg.slogdet(S)[1]


def _images(rng: Rng, S: Any, base: Any, batch: int) -> dict[str, Any]:
    given = _points(rng, S, batch)
    return {"z": given["mu"] + given["z0"] @ S.T, "mu": given["mu"], "S": S, "base": base}


@cases(q.affine_pushforward_log_density)
def normal_noise(rng: Rng) -> dict[str, Any]:
    return _images(rng, _matrix(rng, 3, 1.0), normal(rng), 5)


@cases(q.affine_pushforward_log_density, count=2)
def gumbel_noise(rng: Rng) -> dict[str, Any]:
    return _images(rng, _matrix(rng, int(rng.integers(2, 5)), -1.0), gumbel(rng), 4)


@cases(q.affine_pushforward_log_density)
def single_laplace(rng: Rng) -> dict[str, Any]:
    return _images(rng, -rng.uniform(1.5, 2.5, size=(1, 1)), laplace(rng), 1)


@cases(q.affine_pushforward_log_density, edge=True)
def huge_volume(rng: Rng) -> dict[str, Any]:
    return _images(rng, 1e7 * (rng.normal(size=(60, 60)) / 60 + np.eye(60)), normal(rng), 2)


@mistake(
    q.affine_pushforward_log_density,
    en="You are given `z` and need the noise that was sent to it: which matrix undoes $S$?",
    fr="On vous donne `z` et il vous faut le bruit qui y a été envoyé : quelle matrice défait $S$ ?",
)
def matrix_not_undone(z: Any, mu: Any, S: Any, base: Any) -> Any:
    return base.log_density((z - mu) @ S.T) - np.linalg.slogdet(S)[1]


@mistake(
    q.affine_pushforward_log_density,
    en="Right for a symmetric $S$ only. The points are rows: on which side does the matrix stand, and is it "
    "transposed?",
    fr="Juste seulement pour une matrice $S$ symétrique. Les points sont des lignes : de quel côté est "
    "la matrice, et est-elle transposée ?",
)
def inverse_transposed(z: Any, mu: Any, S: Any, base: Any) -> Any:
    return base.log_density((z - mu) @ np.linalg.inv(S)) - np.linalg.slogdet(S)[1]


@mistake(
    q.affine_pushforward_log_density,
    en="Where is $\\mu$? Move all the points and $\\mu$ together: the density must not change.",
    fr="Où est $\\mu$ ? Déplacez ensemble tous les points et $\\mu$ : la densité ne doit pas changer.",
)
def shift_forgotten(z: Any, mu: Any, S: Any, base: Any) -> Any:
    return base.log_density(np.linalg.solve(S, z.T).T) - np.linalg.slogdet(S)[1]


@mistake(
    q.affine_pushforward_log_density,
    en="Your answer does not look at `base`. Nothing in rule (1) says that the noise is normal.",
    fr="Votre réponse ne regarde pas `base`. Rien dans la règle (1) ne dit que le bruit est normal.",
)
def hard_coded_normal(z: Any, mu: Any, S: Any, base: Any) -> Any:
    return pushforward(z, mu, S, STANDARD_NORMAL)


@mistake(
    q.affine_pushforward_log_density,
    en="The determinant has an exponent that belongs to the covariance. Check the total mass for $K = 1$.",
    fr="Le déterminant a un exposant qui appartient à la covariance. Vérifiez la masse totale pour $K = 1$.",
)
def half_of_log_det(z: Any, mu: Any, S: Any, base: Any) -> Any:
    return pushforward(z, mu, S, base) + 0.5 * np.linalg.slogdet(S)[1]


@mistake(
    q.affine_pushforward_log_density,
    en="The volume factor acts the wrong way. Stretch a uniform law on an interval: does its density go up "
    "or down?",
    fr="Le facteur de volume agit dans le mauvais sens. Étirez une loi uniforme sur un intervalle : sa "
    "densité monte-t-elle ou descend-elle ?",
)
def volume_multiplied(z: Any, mu: Any, S: Any, base: Any) -> Any:
    return pushforward(z, mu, S, base) + 2 * np.linalg.slogdet(S)[1]


@mistake(
    q.affine_pushforward_log_density,
    en="NaN for a map that reverses the orientation: what do the bars in rule (1) do?",
    fr="NaN pour une application qui renverse l'orientation : à quoi servent les barres de la règle (1) ?",
)
def signed_volume(z: Any, mu: Any, S: Any, base: Any) -> Any:
    return base.log_density(np.linalg.solve(S, (z - mu).T).T) - np.log(np.linalg.det(S))


@mistake(
    q.affine_pushforward_log_density,
    en="With many coordinates the determinant leaves the range of a float64 before you take its logarithm. "
    "Is there a function that never forms it?",
    fr="Avec beaucoup de coordonnées, le déterminant sort du domaine d'un float64 avant que vous en preniez "
    "le logarithme. Y a-t-il une fonction qui ne le forme jamais ?",
)
def volume_before_log(z: Any, mu: Any, S: Any, base: Any) -> Any:
    return base.log_density(np.linalg.solve(S, (z - mu).T).T) - np.log(np.abs(np.linalg.det(S)))


@alternative(q.affine_pushforward_log_density)
def with_explicit_inverse(z: Any, mu: Any, S: Any, base: Any) -> Any:
    inverse = np.linalg.inv(S)
    return base.log_density((z - mu) @ inverse.T) + np.linalg.slogdet(inverse)[1]


@alternative(q.affine_pushforward_log_density)
def row_by_row_with_torch(z: Any, mu: Any, S: Any, base: Any) -> Any:
    import torch

    matrix, rows = torch.tensor(S), []
    for row in torch.tensor(z - mu):
        z0 = torch.linalg.solve(matrix, row)
        rows.append(base.log_density(z0.numpy()[None, :])[0] - torch.linalg.slogdet(matrix).logabsdet.item())
    return torch.tensor(rows)


@reference(q.same_density_witness)
def opposite(S: Any) -> dict[str, Any]:
    return {"other": -S, "factor": -np.eye(len(S))}


def _own_witness(lines: Any, S: Any) -> Any:
    """The student's matrix if it has the property that is asked for; the bounds leave room for float32."""
    other = own_line(lines, "other", S.shape)
    error = np.max(np.abs(other @ other.T - S @ S.T))
    if error > 1e-5 * np.max(np.abs(S @ S.T)) or np.max(np.abs(other - S)) <= 1e-3 * np.max(np.abs(S)):
        raise ValueError("not a witness")
    return other


@follows(q.same_density_witness, "other")
def any_witness(lines: Any, S: Any) -> Any:
    return _own_witness(lines, S)


@follows(q.same_density_witness, "factor")
def factor_of_own_witness(lines: Any, S: Any) -> Any:
    return np.linalg.solve(S, _own_witness(lines, S))


@cases(q.same_density_witness)
def full(rng: Rng) -> dict[str, Any]:
    return {"S": _matrix(rng, 3, -1.0)}


@cases(q.same_density_witness)
def cholesky_factor(rng: Rng) -> dict[str, Any]:
    return {"S": np.tril(rng.normal(size=(4, 4)), -1) + np.diag(rng.uniform(1.0, 2.0, size=4))}


@cases(q.same_density_witness)
def symmetric(rng: Rng) -> dict[str, Any]:
    root = _matrix(rng, 2, 1.0)
    return {"S": root + root.T + 3 * np.eye(2)}


@cases(q.same_density_witness)
def orthogonal(rng: Rng) -> dict[str, Any]:
    return {"S": np.linalg.qr(rng.normal(size=(3, 3)))[0]}


@cases(q.same_density_witness)
def positive_number(rng: Rng) -> dict[str, Any]:
    return {"S": rng.uniform(1e-3, 2e-3, size=(1, 1))}


@cases(q.same_density_witness)
def negative_number(rng: Rng) -> dict[str, Any]:
    return {"S": -rng.uniform(1.5, 2.5, size=(1, 1))}


def _from_other(S: Any, other: Any) -> dict[str, Any]:
    return {"other": other, "factor": np.linalg.solve(S, other)}


@mistake(
    q.same_density_witness,
    en="The other matrix does not give the same law: compare the covariances of its images and of those of "
    "$S$. On which side does the transpose stand?",
    fr="L'autre matrice ne donne pas la même loi : comparez la covariance de ses images à celle des images "
    "de $S$. De quel côté se trouve la transposée ?",
)
def transposed(S: Any) -> dict[str, Any]:
    return _from_other(S, S.T.copy())


@mistake(
    q.same_density_witness,
    en="You return $S$ itself: the same law, but no other matrix.",
    fr="Vous renvoyez $S$ elle-même : la même loi, mais pas une autre matrice.",
)
def itself(S: Any) -> dict[str, Any]:
    return _from_other(S, S.copy())


@mistake(
    q.same_density_witness,
    en="For some $S$ this is $S$ itself: which matrices are their own Cholesky factor?",
    fr="Pour certaines $S$, c'est $S$ elle-même : quelles matrices sont leur propre facteur de Cholesky ?",
)
def cholesky(S: Any) -> dict[str, Any]:
    return _from_other(S, np.linalg.cholesky(S @ S.T))


@mistake(
    q.same_density_witness,
    en="A change of order may leave $S$ as it is: try a single number.",
    fr="Un changement d'ordre peut laisser $S$ telle quelle : essayez un seul nombre.",
)
def reversed_columns(S: Any) -> dict[str, Any]:
    return _from_other(S, S[:, ::-1].copy())


@mistake(
    q.same_density_witness,
    en="The sign of a row changes the images: what becomes of the covariance of the first coordinate with "
    "the others?",
    fr="Le signe d'une ligne change les images : que devient la covariance de la première coordonnée avec "
    "les autres ?",
)
def row_flipped(S: Any) -> dict[str, Any]:
    signs = np.ones((len(S), 1))
    signs[0] = -1
    return _from_other(S, signs * S)


@mistake(
    q.same_density_witness,
    en="You turn the images, and their ellipse turns with them. What could be turned without anyone seeing "
    "it?",
    fr="Vous tournez les images, et leur ellipse tourne avec elles. Que pourrait-on tourner sans que cela se "
    "voie ?",
)
def images_turned(S: Any) -> dict[str, Any]:
    return _from_other(S, _turn(len(S)) @ S)


@mistake(
    q.same_density_witness,
    en="Your `other` is right, but your `factor` stands on the other side of $S$.",
    fr="Votre `other` est juste, mais votre `factor` se trouve de l'autre côté de $S$.",
)
def factor_on_the_left(S: Any) -> dict[str, Any]:
    other = S @ _turn(len(S))
    return {"other": other, "factor": other @ np.linalg.inv(S)}


@mistake(
    q.same_density_witness,
    en="Your `other` is right, but your `factor` leads back from it to $S$.",
    fr="Votre `other` est juste, mais votre `factor` ramène de celle-ci à $S$.",
)
def factor_of_the_way_back(S: Any) -> dict[str, Any]:
    other = S @ _turn(len(S))
    return {"other": other, "factor": np.linalg.solve(other, S)}


def _turn(size: int) -> Any:
    """An orthogonal matrix that is not its own inverse, but for a single number."""
    turn = np.roll(np.eye(size), 1, axis=1)
    turn[0] *= -1
    return turn


@alternative(q.same_density_witness)
def first_column_flipped(S: Any) -> dict[str, Any]:
    signs = np.ones(len(S))
    signs[0] = -1
    return {"other": S * signs, "factor": np.diag(signs)}


@alternative(q.same_density_witness)
def noise_turned(S: Any) -> dict[str, Any]:
    return {"other": S @ _turn(len(S)), "factor": _turn(len(S))}


@alternative(q.same_density_witness)
def noise_reflected_in_single_precision(S: Any) -> dict[str, Any]:
    direction = np.arange(1.0, len(S) + 1)
    mirror = np.eye(len(S)) - 2 * np.outer(direction, direction) / (direction @ direction)
    return {"other": (S @ mirror).astype(np.float32), "factor": mirror.astype(np.float32)}


@alternative(q.same_density_witness)
def opposite_with_torch(S: Any) -> dict[str, Any]:
    import torch

    other = -torch.tensor(S)
    return {"other": other, "factor": torch.linalg.solve(torch.tensor(S), other)}
