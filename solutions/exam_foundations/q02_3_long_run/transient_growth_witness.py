"""Hidden twin of part 2.3.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q02_3_long_run as q
from autograder.question import Function, Rng, alternative, hidden_law, mistake, reference


@reference(q.transient_growth_witness)
def large_corner() -> Any:
    return np.array([[0.5, 200.0], [0.0, 0.5]])


@hidden_law(
    q.transient_growth_witness,
    en=r"""
    The matrix does not do both: compute $\|W^t\|_2$ for $t = 1, \dots, 100$, and $\|W^{1000}\|_2$.
    """,
    fr=r"""
    La matrice ne fait pas les deux : calculez $\|W^t\|_2$ pour $t = 1, \dots, 100$, et $\|W^{1000}\|_2$.
    """,
)
def rises_and_vanishes(f: Function, rng: Rng) -> tuple[Any, Any]:
    W = np.asarray(f(), dtype=float)
    sizes = W.ndim == 2 and W.shape[0] == W.shape[1] and 2 <= len(W) <= 20
    # The bounds are met up to rounding, so a matrix that meets them exactly passes.
    if not sizes or not np.all(np.abs(W) <= 1e6 * (1 + 1e-9)):
        return False, True
    return _rises(W) and _norm(np.linalg.matrix_power(W, 1000)) <= 1e-3 * (1 + 1e-6), True


def _rises(W: Any) -> bool:
    power = np.eye(len(W))
    for _ in range(100):
        power = W @ power
        if _norm(power) >= 100 * (1 - 1e-9):
            return True
    return False


def _norm(matrix: Any) -> float:
    """The spectral norm; infinite where an entry has overflowed."""
    return float(np.linalg.norm(matrix, 2)) if np.isfinite(matrix).all() else np.inf


@mistake(
    q.transient_growth_witness,
    en="The powers of this matrix never come down again: where are its eigenvalues?",
    fr="Les puissances de cette matrice ne redescendent jamais : où sont ses valeurs propres ?",
)
def multiple_of_the_identity() -> Any:
    return 100.0 * np.eye(2)


@mistake(
    q.transient_growth_witness,
    en="Its eigenvectors are at right angles, so the norm of its powers only falls.",
    fr="Ses vecteurs propres sont orthogonaux : la norme de ses puissances ne fait que décroître.",
)
def normal_contraction() -> Any:
    return 0.9 * np.eye(2)


@mistake(
    q.transient_growth_witness,
    en="For a symmetric matrix the norm is the largest modulus of an eigenvalue: yours has a large one.",
    fr=r"""
    Pour une matrice symétrique, la norme est le plus grand module d'une valeur propre : il est grand ici.
    """,
)
def symmetric_with_large_entries() -> Any:
    return np.array([[0.5, 100.0], [100.0, 0.5]])


@mistake(
    q.transient_growth_witness,
    en="The idea is right, but the powers do not rise high enough.",
    fr="L'idée est juste, mais les puissances ne montent pas assez haut.",
)
def corner_too_small() -> Any:
    return np.array([[0.5, 1.0], [0.0, 0.5]])


@alternative(q.transient_growth_witness)
def shift() -> Any:
    return 1e6 * np.eye(20, k=1)


@alternative(q.transient_growth_witness)
def slow_rise() -> Any:
    return 0.9 * np.eye(5) + np.eye(5, k=1)


@alternative(q.transient_growth_witness)
def exactly_one_hundred() -> Any:
    import torch

    return torch.tensor([[0, 100], [0, 0]])


@alternative(q.transient_growth_witness)
def nearly_parallel_eigenvectors() -> Any:
    basis = np.array([[1.0, 1.0], [0.0, 1e-3]])
    return basis @ np.diag([0.9, -0.5]) @ np.linalg.inv(basis)
