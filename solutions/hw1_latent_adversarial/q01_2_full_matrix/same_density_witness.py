"""Hidden twin of part 1.2.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q01_2_full_matrix as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw1_latent_adversarial.q01_2_full_matrix.affine_reparametrisation_lines import draw_matrix
from solutions.hw1_latent_adversarial.q01_reparametrisation import own_line


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
    return {"S": draw_matrix(rng, 3, -1.0)}


@cases(q.same_density_witness)
def cholesky_factor(rng: Rng) -> dict[str, Any]:
    return {"S": np.tril(rng.normal(size=(4, 4)), -1) + np.diag(rng.uniform(1.0, 2.0, size=4))}


@cases(q.same_density_witness)
def symmetric(rng: Rng) -> dict[str, Any]:
    root = draw_matrix(rng, 2, 1.0)
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
