"""Hidden twin of part 1.2.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q01_2_full_matrix as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw1_latent_adversarial.q01_2_full_matrix.affine_reparametrisation_lines import (
    draw_matrix,
    draw_points,
)
from solutions.hw1_latent_adversarial.q01_reparametrisation import STANDARD_NORMAL, gumbel, laplace, normal


@reference(q.affine_pushforward_log_density)
def pushforward(z: Any, mu: Any, S: Any, base: Any) -> Any:
    return base.log_density(np.linalg.solve(S, (z - mu).T).T) - np.linalg.slogdet(S)[1]


def _images(rng: Rng, S: Any, base: Any, batch: int) -> dict[str, Any]:
    given = draw_points(rng, S, batch)
    return {"z": given["mu"] + given["z0"] @ S.T, "mu": given["mu"], "S": S, "base": base}


@cases(q.affine_pushforward_log_density)
def normal_noise(rng: Rng) -> dict[str, Any]:
    return _images(rng, draw_matrix(rng, 3, 1.0), normal(rng), 5)


@cases(q.affine_pushforward_log_density, count=2)
def gumbel_noise(rng: Rng) -> dict[str, Any]:
    return _images(rng, draw_matrix(rng, int(rng.integers(2, 5)), -1.0), gumbel(rng), 4)


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


@mistake(
    q.affine_pushforward_log_density,
    en="Does your density integrate to one? Rule (1) has a second factor.",
    fr="L'intégrale de votre densité vaut-elle un ? La règle (1) a un second facteur.",
)
def volume_forgotten(z: Any, mu: Any, S: Any, base: Any) -> Any:
    return base.log_density(np.linalg.solve(S, (z - mu).T).T)


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
