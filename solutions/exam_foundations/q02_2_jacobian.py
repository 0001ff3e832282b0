"""Hidden twin of question 2.2."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np

from assignments.exam_foundations import q02_2_jacobian as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference


@reference(q.state_jacobian)
def jacobian_power(W: Any, t: int) -> Any:
    return np.linalg.matrix_power(np.asarray(W, dtype=float), t)


@baseline(q.state_jacobian)
def matrix_by_matrix(W: Any, t: int) -> Any:
    jacobians = []
    for matrix in W:
        J = np.eye(len(matrix))
        for _ in range(t):
            J = matrix @ J
        jacobians.append(J)
    return np.array(jacobians)


@cases(q.state_jacobian)
def random_matrices(rng: Rng) -> dict[str, Any]:
    return {"W": rng.normal(size=(3, 4, 4)) / 2, "t": 7}


@cases(q.state_jacobian)
def one_step(rng: Rng) -> dict[str, Any]:
    return {"W": rng.normal(size=(2, 3, 3)), "t": 1}


@cases(q.state_jacobian)
def one_step_of_a_nilpotent_matrix(rng: Rng) -> dict[str, Any]:
    """Whatever inverts the eigenvectors gives zeros here, without rounding errors: the mistake has a name."""
    return {"W": np.array([[[0.0, rng.uniform(1.0, 3.0)], [0.0, 0.0]]]), "t": 1}


@cases(q.state_jacobian)
def too_few_eigenvectors(rng: Rng) -> dict[str, Any]:
    value = rng.uniform(0.85, 0.95)
    return {"W": np.array([[[value, 1.0], [0.0, value]]]), "t": 40}


@cases(q.state_jacobian)
def rotations(rng: Rng) -> dict[str, Any]:
    angles = rng.uniform(0.3, 1.2, size=2)
    cosine, sine = np.cos(angles), np.sin(angles)
    return {"W": np.array([[cosine, -sine], [sine, cosine]]).transpose(2, 0, 1), "t": 5}


@cases(q.state_jacobian)
def singular_matrices(rng: Rng) -> dict[str, Any]:
    W = np.zeros((2, 3, 3))
    W[:, [0, 1], [1, 2]] = rng.uniform(1.0, 2.0, size=(2, 2))
    return {"W": W, "t": 2}


@cases(q.state_jacobian)
def negative_scalar(rng: Rng) -> dict[str, Any]:
    return {"W": -rng.uniform(0.5, 1.5, size=(2, 1, 1)), "t": 3}


@cases(q.state_jacobian, edge=True)
def no_step(rng: Rng) -> dict[str, Any]:
    return {"W": rng.normal(size=(2, 3, 3)), "t": 0}


@mistake(
    q.state_jacobian,
    en="Each entry is raised to the power $t$: try `[[0, 1], [0, 0]]`, which applied twice gives zero.",
    fr="Chaque coefficient est élevé à la puissance $t$ : essayez `[[0, 1], [0, 0]]`, nulle au carré.",
)
def jacobian_of_entries(W: Any, t: int) -> Any:
    return W**t


@mistake(
    q.state_jacobian,
    en="Rows and columns are exchanged: which of the two belongs to the components of $h_t$?",
    fr="Lignes et colonnes sont échangées : lesquelles correspondent aux composantes de $h_t$ ?",
)
def jacobian_transposed(W: Any, t: int) -> Any:
    return np.swapaxes(jacobian_power(W, t), 1, 2)


@mistake(
    q.state_jacobian,
    en="One step is missing: what is the derivative after a single step?",
    fr="Il manque un pas : quelle est la dérivée après un seul pas ?",
)
def one_step_missing(W: Any, t: int) -> Any:
    return jacobian_power(W, max(t - 1, 0))


@mistake(
    q.state_jacobian,
    en="Does the chain rule add the derivatives of the steps or multiply them?",
    fr="La règle de la chaîne ajoute-t-elle les dérivées des pas, ou les multiplie-t-elle ?",
)
def steps_added(W: Any, t: int) -> Any:
    return t * W


@mistake(
    q.state_jacobian,
    en="Not every matrix has a basis of eigenvectors: how many has `[[0.9, 1], [0, 0.9]]`?",
    fr="Toute matrice n'a pas une base de vecteurs propres : combien en a `[[0.9, 1], [0, 0.9]]` ?",
)
def power_in_a_basis_of_eigenvectors(W: Any, t: int) -> Any:
    values, vectors = np.linalg.eig(W)
    return np.real((vectors * values[:, None] ** t) @ np.linalg.pinv(vectors))


@mistake(
    q.state_jacobian,
    en="The imaginary parts of the eigenvalues are dropped: what does that do to a rotation?",
    fr="Les parties imaginaires des valeurs propres sont omises : qu'en est-il alors d'une rotation ?",
)
def imaginary_parts_dropped(W: Any, t: int) -> Any:
    values, vectors = np.linalg.eig(W)
    return np.real((vectors * np.real(values)[:, None] ** t) @ np.linalg.pinv(vectors))


@alternative(q.state_jacobian)
def one_factor_a_step(W: Any, t: int) -> Any:
    J = np.zeros_like(W) + np.eye(W.shape[1])
    for _ in range(t):
        J = W @ J
    return J


@alternative(q.state_jacobian)
def autograd_through_time(W: Any, t: int) -> Any:
    import torch

    matrices = torch.tensor(W, dtype=torch.float64)
    start = torch.zeros(matrices.shape[1], dtype=torch.float64)
    return torch.stack([torch.func.jacrev(_run(matrix, t))(start) for matrix in matrices])


def _run(matrix: Any, t: int) -> Any:
    """The state after t steps as a function of the first one, with an arbitrary drive."""

    def last_state(h: Any) -> Any:
        for step in range(t):
            h = matrix @ h + step
        return h.clone()

    return last_state


@reference(q.time_varying_jacobian)
def newest_factor_leftmost(W: Any) -> Any:
    J = np.eye(W.shape[1])
    for step in W:
        J = step @ J
    return J


@cases(q.time_varying_jacobian, count=2)
def four_matrices(rng: Rng) -> dict[str, Any]:
    return {"W": rng.normal(size=(4, 3, 3))}


@cases(q.time_varying_jacobian)
def long_chain(rng: Rng) -> dict[str, Any]:
    return {"W": rng.normal(size=(20, 2, 2))}


@cases(q.time_varying_jacobian)
def single_matrix(rng: Rng) -> dict[str, Any]:
    return {"W": rng.normal(size=(1, 4, 4))}


@cases(q.time_varying_jacobian)
def one_singular_factor(rng: Rng) -> dict[str, Any]:
    W = rng.normal(size=(3, 2, 2))
    W[1, 1] = 2 * W[1, 0]
    return {"W": W}


@cases(q.time_varying_jacobian, edge=True)
def no_matrix(rng: Rng) -> dict[str, Any]:
    return {"W": np.zeros((0, 3, 3))}


@mistake(
    q.time_varying_jacobian,
    en="Which matrix acts on $h_0$ first, and where does it stand in the product?",
    fr="Quelle matrice agit d'abord sur $h_0$, et où est-elle dans le produit ?",
)
def oldest_factor_leftmost(W: Any) -> Any:
    return newest_factor_leftmost(W[::-1])


@mistake(
    q.time_varying_jacobian,
    en="Rows belong to the components of $h_T$, columns to those of $h_0$: yours are the other way round.",
    fr="Les lignes sont celles de $h_T$, les colonnes celles de $h_0$ : les vôtres sont inversées.",
)
def product_transposed(W: Any) -> Any:
    return newest_factor_leftmost(W).T


@mistake(
    q.time_varying_jacobian,
    en="This would hold if all the matrices were equal: test two that do not commute.",
    fr="Cela vaudrait si toutes les matrices étaient égales : essayez-en deux qui ne commutent pas.",
)
def power_of_the_mean(W: Any) -> Any:
    return np.linalg.matrix_power(W.mean(axis=0), len(W)) if len(W) else np.eye(W.shape[1])


@mistake(
    q.time_varying_jacobian,
    en="The entries are multiplied one by one: how does the chain rule join the Jacobians of two maps?",
    fr=r"""
    Les coefficients sont multipliés un à un : comment la règle de la chaîne joint-elle deux jacobiennes ?
    """,
)
def product_of_entries(W: Any) -> Any:
    return np.prod(W, axis=0)


@mistake(
    q.time_varying_jacobian,
    en="The last matrix alone is the derivative with respect to $h_{T-1}$; what of the steps before?",
    fr="La dernière matrice seule est la dérivée par rapport à $h_{T-1}$ ; et les pas précédents ?",
)
def last_step_alone(W: Any) -> Any:
    return W[-1] if len(W) else np.eye(W.shape[1])


@alternative(q.time_varying_jacobian)
def reduced_from_the_left(W: Any) -> Any:
    return reduce(np.matmul, W[::-1], np.eye(W.shape[1]))


@alternative(q.time_varying_jacobian)
def autograd_of_the_chain(W: Any) -> Any:
    import torch

    matrices = torch.tensor(W, dtype=torch.float64)

    def last_state(h: Any) -> Any:
        for matrix in matrices:
            h = matrix @ h + 1
        return h.clone()

    start = torch.zeros(matrices.shape[1], dtype=torch.float64)
    return torch.func.jacrev(last_state)(start)
