"""Hidden twin of question 4.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q04_3_eigenvalues as q
from autograder.question import Rng, alternative, cases, hidden_law, mistake, reference
from solutions.hw2_flows_diffusion.q04_gan_dynamics import draw_states, jacobian, velocity


@reference(q.gan_eigenvalues)
def eigenvalues() -> Any:
    return np.array([-0.5j, -0.5, 0.5j])


@cases(q.gan_eigenvalues)
def eigenvalues_key(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.gan_eigenvalues,
    en=r"""
    These would be the eigenvalues of a symmetric matrix; recheck a sign in your characteristic polynomial.
    """,
    fr="Ce seraient les valeurs propres d'une matrice symétrique ; revoyez un signe dans votre polynôme "
    "caractéristique.",
)
def of_a_symmetric_matrix() -> Any:
    return np.array([-0.5, -0.5, 0.5], complex)


@mistake(
    q.gan_eigenvalues,
    en="A matrix with three rows has three eigenvalues.",
    fr="Une matrice à trois lignes a trois valeurs propres.",
)
def two_of_three() -> Any:
    return np.array([-0.5j, 0.5j])


@mistake(
    q.gan_eigenvalues,
    en="One variable is not coupled to the others: read its eigenvalue off the matrix again.",
    fr="Une variable n'est pas couplée aux autres : relisez sa valeur propre dans la matrice.",
)
def half_of_the_real_one() -> Any:
    return np.array([-0.5j, -0.25, 0.5j])


@mistake(
    q.gan_eigenvalues,
    en="Twice too large: what is the value of the logistic function at zero?",
    fr="Deux fois trop grandes : quelle est la valeur de la fonction logistique en zéro ?",
)
def twice_too_large() -> Any:
    return 2 * eigenvalues()


@mistake(
    q.gan_eigenvalues,
    en="Your eigenvalues sum to a positive number: compare with the trace of the matrix.",
    fr="Vos valeurs propres ont une somme positive : comparez à la trace de la matrice.",
)
def opposite_signs() -> Any:
    return np.array([-0.5j, 0.5, 0.5j])


@mistake(
    q.gan_eigenvalues,
    en="The right numbers, but not in the order that is asked for.",
    fr="Les bons nombres, mais pas dans l'ordre demandé.",
)
def not_sorted() -> Any:
    return np.array([-0.5, -0.5j, 0.5j])


@alternative(q.gan_eigenvalues)
def eigenvalues_by_numpy() -> Any:
    return sorted(np.linalg.eigvals(jacobian(np.zeros(3))), key=lambda z: (z.imag, z.real))


@alternative(q.gan_eigenvalues)
def eigenvalues_by_torch() -> Any:
    import torch

    return torch.tensor([-0.5j, -0.5, 0.5j], dtype=torch.complex128)


@reference(q.conserved_quantity_witness)
def squared_radius() -> Any:
    return np.diag([1.0, 0.0, 1.0])


@hidden_law(
    q.conserved_quantity_witness,
    en=r"""
    Your quantity is not conserved: is $Q$ symmetric, finite and not zero? Then differentiate $s^\top Q s$
    with respect to time, and put the velocity in.
    """,
    fr=r"""
    Votre quantité n'est pas conservée : $Q$ est-elle symétrique, finie et non nulle ? Dérivez alors
    $s^\top Q s$ par rapport au temps, et mettez-y la vitesse.
    """,
)
def stays_constant(f: Any, rng: Rng) -> tuple[Any, Any]:
    matrix = np.asarray(f(), dtype=float)
    size = np.max(np.abs(matrix), initial=0.0)
    if matrix.shape != (3, 3) or not 0 < size < np.inf:
        return False, True
    form, state = matrix / size, draw_states(rng, 20)
    change = np.einsum("bi,ij,bj->b", velocity(state), form, state)
    return bool(np.abs(form - form.T).max() < 1e-9 and np.abs(change).max() < 1e-6), True


@mistake(
    q.conserved_quantity_witness,
    en=r"""
    The offset of the critic does not stay on this sphere: which of the components pull against each other?
    """,
    fr=r"""
    L'ordonnée du critique ne reste pas sur cette sphère : quelles composantes tirent l'une contre l'autre ?
    """,
)
def full_norm() -> Any:
    return np.eye(3)


@mistake(
    q.conserved_quantity_witness,
    en="A quantity that is constant on hyperbolas; do the trajectories look like that?",
    fr="Une quantité constante sur des hyperboles ; les trajectoires y ressemblent-elles ?",
)
def difference_of_squares() -> Any:
    return np.diag([1.0, 0.0, -1.0])


@mistake(
    q.conserved_quantity_witness,
    en=r"""
    The product changes whenever one factor grows faster than the other: follow it along the picture of 4.1.1.
    """,
    fr="Le produit change dès qu'un facteur croît plus vite que l'autre : suivez-le sur l'image de 4.1.1.",
)
def product_of_both() -> Any:
    return np.array([[0, 0, 0.5], [0, 0, 0], [0.5, 0, 0]])


@mistake(
    q.conserved_quantity_witness,
    en="Zero is conserved, but it says nothing.",
    fr="Zéro est conservé, mais ne dit rien.",
)
def nothing_at_all() -> Any:
    return np.zeros((3, 3))


@alternative(q.conserved_quantity_witness)
def other_scale() -> Any:
    return [[-3e4, 0, 0], [0, 0, 0], [0, 0, -3e4]]


@alternative(q.conserved_quantity_witness)
def tiny_form_in_torch() -> Any:
    import torch

    return torch.diag(torch.tensor([1e-12, 0.0, 1e-12], dtype=torch.float64))
