"""Hidden twin of part 4.6.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q04_6_regularised_stability as q
from assignments.hw2_flows_diffusion.q04_3_eigenvalues import sort_by_imaginary_part
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw2_flows_diffusion.q04_gan_dynamics import jacobian


@reference(q.regularised_gan_eigenvalues)
def penalised_eigenvalues(gamma: Any) -> Any:
    turn = np.sqrt(np.maximum((1 - gamma) * (1 + gamma), 0)) / 2
    fast = (gamma + np.sqrt(np.maximum((gamma - 1) * (gamma + 1), 0))) / 2
    # The product of the two is 1/4: dividing keeps the digits that a subtraction would lose.
    slow = np.divide(0.25, fast, out=np.zeros_like(fast), where=gamma > 1)
    pair = np.where(gamma > 1, (-fast, -slow), (-gamma / 2 - 1j * turn, -gamma / 2 + 1j * turn))
    return sort_by_imaginary_part(np.stack([np.full(len(gamma), -0.5), *pair], axis=1))


@cases(q.regularised_gan_eigenvalues)
def weak_penalties(rng: Rng) -> dict[str, Any]:
    return {"gamma": rng.uniform(0.1, 0.9, size=3)}


@cases(q.regularised_gan_eigenvalues)
def strong_penalties(rng: Rng) -> dict[str, Any]:
    return {"gamma": rng.uniform(1.2, 8.0, size=3)}


@cases(q.regularised_gan_eigenvalues, count=2)
def weak_and_strong(rng: Rng) -> dict[str, Any]:
    return {"gamma": np.concatenate([rng.uniform(1.5, 4.0, size=2), rng.uniform(0.2, 0.8, size=2)])}


@cases(q.regularised_gan_eigenvalues)
def one_penalty(rng: Rng) -> dict[str, Any]:
    return {"gamma": rng.uniform(1.5, 4.0, size=1)}


@cases(q.regularised_gan_eigenvalues)
def no_penalty(rng: Rng) -> dict[str, Any]:
    return {"gamma": np.array([0.0, rng.uniform(0.2, 0.8)])}


@cases(q.regularised_gan_eigenvalues, edge=True)
def coinciding(rng: Rng) -> dict[str, Any]:
    return {"gamma": np.array([1.0, rng.uniform(1.5, 4.0)])}


@cases(q.regularised_gan_eigenvalues, edge=True)
def overwhelming(rng: Rng) -> dict[str, Any]:
    return {"gamma": 10 ** rng.uniform(7.5, 8.0, size=2)}


@cases(q.regularised_gan_eigenvalues, edge=True)
def small_and_large(rng: Rng) -> dict[str, Any]:
    return {"gamma": np.append(10 ** rng.uniform([5.6, 5.7, 6.2], [5.8, 5.9, 6.8]), 0.5)}


def rows_of(psi_1: Any, first: Any, second: Any) -> Any:
    return sort_by_imaginary_part(np.stack(np.broadcast_arrays(psi_1, first, second), axis=1))


@mistake(
    q.regularised_gan_eigenvalues,
    en="NaN for large $\\gamma$: there the number under your root is negative, and the eigenvalues are real.",
    fr=r"""
    NaN pour $\gamma$ grand : le nombre sous votre racine y est négatif, et les valeurs propres sont réelles.
    """,
)
def root_of_a_negative(gamma: Any) -> Any:
    root = np.sqrt(1 - gamma**2) * np.where(gamma < 1, 1j, 1)
    return rows_of(-0.5, (-gamma - root) / 2, (-gamma + root) / 2)


@mistake(
    q.regularised_gan_eigenvalues,
    en="Always complex: what happens when the discriminant changes its sign?",
    fr="Toujours complexes : que se passe-t-il quand le discriminant change de signe ?",
)
def always_complex(gamma: Any) -> Any:
    turn = 1j * np.sqrt(np.abs(1 - gamma**2))
    return rows_of(-0.5, (-gamma - turn) / 2, (-gamma + turn) / 2)


@mistake(
    q.regularised_gan_eigenvalues,
    en="Always real: what happens when the discriminant is negative?",
    fr="Toujours réelles : que se passe-t-il quand le discriminant est négatif ?",
)
def always_real(gamma: Any) -> Any:
    root = np.sqrt(np.maximum(gamma**2 - 1, 0))
    return rows_of(-0.5, (-gamma - root) / 2, (-gamma + root) / 2)


@mistake(
    q.regularised_gan_eigenvalues,
    en="Two of your real parts have the wrong sign: compare the sum of the eigenvalues with the trace.",
    fr="Deux de vos parties réelles ont le mauvais signe : comparez la somme des valeurs propres à la trace.",
)
def growing_modes(gamma: Any) -> Any:
    root = np.sqrt(gamma**2 - 1 + 0j)
    return rows_of(-0.5, (gamma - root) / 2, (gamma + root) / 2)


@mistake(
    q.regularised_gan_eigenvalues,
    en="The discriminant is not that of your matrix: what is the product of its two off-diagonal entries?",
    fr=r"""
    Le discriminant n'est pas celui de votre matrice : quel est le produit de ses deux termes hors diagonale ?
    """,
)
def other_discriminant(gamma: Any) -> Any:
    root = np.sqrt(gamma**2 - 4 + 0j)
    return rows_of(-0.5, (-gamma - root) / 2, (-gamma + root) / 2)


@mistake(
    q.regularised_gan_eigenvalues,
    en="Your eigenvalues are those of half the penalty: compare with your matrix of 4.5.1.",
    fr=r"""
    Vos valeurs propres sont celles d'une pénalité deux fois plus faible : comparez à votre matrice de 4.5.1.
    """,
)
def half_of_gamma(gamma: Any) -> Any:
    return penalised_eigenvalues(gamma / 2)


@mistake(
    q.regularised_gan_eigenvalues,
    en="A matrix with three rows has three eigenvalues; one variable is not coupled to the others.",
    fr="Une matrice à trois lignes a trois valeurs propres ; une variable n'est pas couplée aux autres.",
)
def only_two(gamma: Any) -> Any:
    root = np.sqrt(gamma**2 - 1 + 0j)
    return sort_by_imaginary_part(np.stack([(-gamma - root) / 2, (-gamma + root) / 2], axis=1))


@mistake(
    q.regularised_gan_eigenvalues,
    en="One variable is not coupled to the others: read its eigenvalue off the matrix again.",
    fr="Une variable n'est pas couplée aux autres : relisez sa valeur propre dans la matrice.",
)
def offset_halved(gamma: Any) -> Any:
    root = np.sqrt(gamma**2 - 1 + 0j)
    return rows_of(-0.25, (-gamma - root) / 2, (-gamma + root) / 2)


@mistake(
    q.regularised_gan_eigenvalues,
    en="The right numbers, but not in the order that is asked for: sort each row.",
    fr="Les bons nombres, mais pas dans l'ordre demandé : triez chaque ligne.",
)
def rows_not_sorted(gamma: Any) -> Any:
    root = np.sqrt(gamma**2 - 1 + 0j)
    return np.stack([np.full(len(gamma), -0.5 + 0j), (-gamma + root) / 2, (-gamma - root) / 2], axis=1)


@mistake(
    q.regularised_gan_eigenvalues,
    en=r"""
    Right, but for very large $\gamma$ the slowest mode is lost in a subtraction: what is the product of the
    two roots?
    """,
    fr=r"""
    Juste, mais pour $\gamma$ très grand le mode le plus lent se perd dans une soustraction : quel est le
    produit des deux racines ?
    """,
)
def cancelling_difference(gamma: Any) -> Any:
    root = np.sqrt(gamma**2 - 1 + 0j)
    return rows_of(-0.5, (-gamma - root) / 2, (-gamma + root) / 2)


@alternative(q.regularised_gan_eigenvalues)
def penalised_by_numpy(gamma: Any) -> Any:
    matrices = np.stack([jacobian(np.zeros(3), value) for value in gamma])
    return sort_by_imaginary_part(np.linalg.eigvals(matrices))


@alternative(q.regularised_gan_eigenvalues)
def one_gamma_at_a_time(gamma: Any) -> Any:
    rows = []
    for value in gamma:
        fast = (value + np.sqrt(value**2 - 1 + 0j)) / 2
        rows.append(sorted([-0.5 + 0j, -fast, -0.25 / fast], key=lambda z: (z.imag, z.real)))
    return rows
