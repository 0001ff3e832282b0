"""Hidden twin of question 2.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q02_3_long_run as q
from assignments.exam_foundations.q02_linear_rnn import scale_to_radius
from autograder.question import Function, Rng, alternative, cases, hidden_law, mistake, reference


@reference(q.steady_state)
def fixed_point(W: Any, U: Any, b: Any, x: Any) -> Any:
    return np.linalg.solve(np.eye(len(W)) - W, (x @ U.T + b).T).T


def _network(rng: Rng, W: Any, M: int, batch: int) -> dict[str, Any]:
    N = len(W)
    return {"W": W, "U": rng.normal(size=(N, M)), "b": rng.normal(size=N), "x": rng.normal(size=(batch, M))}


@cases(q.steady_state, count=2)
def random_network(rng: Rng) -> dict[str, Any]:
    return _network(rng, scale_to_radius(rng.normal(size=(4, 4)), 0.85), 2, 3)


@cases(q.steady_state)
def far_from_normal(rng: Rng) -> dict[str, Any]:
    return _network(rng, np.array([[0.5, rng.uniform(20.0, 40.0)], [0.0, -0.6]]), 2, 2)


@cases(q.steady_state)
def scalar_network(rng: Rng) -> dict[str, Any]:
    return _network(rng, np.array([[rng.uniform(0.3, 0.9)]]), 3, 1)


@cases(q.steady_state)
def without_recurrence(rng: Rng) -> dict[str, Any]:
    return _network(rng, np.zeros((3, 3)), 2, 2)


@mistake(
    q.steady_state,
    en="Put $h_t = h_{t-1} = h$ into the recurrence and solve again; watch a sign.",
    fr="Mettez $h_t = h_{t-1} = h$ dans la récurrence et résolvez de nouveau ; attention à un signe.",
)
def plus_for_minus(W: Any, U: Any, b: Any, x: Any) -> Any:
    return fixed_point(-W, U, b, x)


@mistake(
    q.steady_state,
    en="The bias is missing: it drives the state at every step as the input does.",
    fr="Le biais manque : il entraîne l'état à chaque pas comme le fait l'entrée.",
)
def limit_without_bias(W: Any, U: Any, b: Any, x: Any) -> Any:
    return fixed_point(W, U, 0 * b, x)


@mistake(
    q.steady_state,
    en="This is the state after one step from zero. What does a state satisfy that no longer changes?",
    fr="C'est l'état après un pas à partir de zéro. À quoi satisfait un état qui ne change plus ?",
)
def one_step_from_zero(W: Any, U: Any, b: Any, x: Any) -> Any:
    return x @ U.T + b


@mistake(
    q.steady_state,
    en="This holds for $N = 1$ only: the components of the limit solve a system of equations.",
    fr="Cela ne vaut que pour $N = 1$ : les composantes de la limite résolvent un système d'équations.",
)
def entry_by_entry(W: Any, U: Any, b: Any, x: Any) -> Any:
    return (x @ U.T + b) @ (1 / (1 - W)).T


@mistake(
    q.steady_state,
    en="The states of the batch are rows: is your matrix on the right side of them, and not its transpose?",
    fr="Les états du lot sont des lignes : votre matrice est-elle du bon côté, et non sa transposée ?",
)
def limit_transposed(W: Any, U: Any, b: Any, x: Any) -> Any:
    return fixed_point(W.T, U, b, x)


@alternative(q.steady_state)
def long_recurrence(W: Any, U: Any, b: Any, x: Any) -> Any:
    h, drive = np.zeros((len(x), len(W))), x @ U.T + b
    for _ in range(400):
        h = h @ W.T + drive
    return h


@alternative(q.steady_state)
def inverse_in_torch(W: Any, U: Any, b: Any, x: Any) -> Any:
    import torch

    W, U, b, x = (torch.tensor(array, dtype=torch.float64) for array in (W, U, b, x))
    inverse = torch.linalg.inv(torch.eye(len(W), dtype=torch.float64) - W)
    return torch.stack([inverse @ (U @ row + b) for row in x])


@reference(q.power_regime)
def regime_by_eigenvalues(W: Any) -> str:
    values = np.linalg.eigvals(W)
    radius = np.max(np.abs(values))
    if abs(radius - 1) > 0.02:
        return "vanishes" if radius < 1 else "explodes"
    unit = values[np.abs(np.abs(values) - 1) <= 0.02]
    if any(_lacks_eigenvectors(W, value, unit) for value in unit):
        return "grows"
    return "converges" if np.all(np.abs(unit - 1) < 0.02) else "oscillates"


def _lacks_eigenvectors(W: Any, value: complex, unit: Any) -> bool:
    """Whether the eigenvalue is repeated more often than it has independent eigenvectors."""
    equal = unit[np.abs(unit - value) < 0.02]
    shifted = W - (np.mean(equal) / abs(np.mean(equal))) * np.eye(len(W))
    singular_values = np.linalg.svd(shifted, compute_uv=False)
    return bool(np.sum(singular_values < 1e-4 * max(1.0, singular_values[0])) < len(equal))


def _turn(angle: float) -> Any:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _in_another_basis(rng: Rng, W: Any) -> Any:
    basis = np.linalg.qr(rng.normal(size=W.shape))[0]
    return basis @ W @ basis.T


@cases(q.power_regime)
def hump_before_the_end(rng: Rng) -> dict[str, Any]:
    return {"W": np.array([[0.5, rng.uniform(50.0, 100.0)], [0.0, 0.5]])}


@cases(q.power_regime)
def contracting_rotation(rng: Rng) -> dict[str, Any]:
    return {"W": _in_another_basis(rng, 0.9 * np.diag([1.0, -1.0, 0.5]))}


@cases(q.power_regime)
def rotation(rng: Rng) -> dict[str, Any]:
    return {"W": _turn(rng.uniform(0.4, 1.2))}


@cases(q.power_regime)
def transition_probabilities(rng: Rng) -> dict[str, Any]:
    first, second = rng.uniform(0.2, 0.4, size=2)
    return {"W": np.array([[1 - first, first], [second, 1 - second]])}


@cases(q.power_regime)
def projection_and_more(rng: Rng) -> dict[str, Any]:
    return {"W": _in_another_basis(rng, np.diag([1.0, 1.0, 0.5, -0.3]))}


@cases(q.power_regime)
def eigenvalue_minus_one(rng: Rng) -> dict[str, Any]:
    return {"W": _in_another_basis(rng, np.diag([-1.0, 1.0, rng.uniform(0.2, 0.6)]))}


@cases(q.power_regime)
def shear(rng: Rng) -> dict[str, Any]:
    W = np.diag([1.0, 1.0, 0.2])
    W[0, 1] = rng.uniform(0.5, 2.0)
    return {"W": _in_another_basis(rng, W)}


@cases(q.power_regime)
def shear_and_turn(rng: Rng) -> dict[str, Any]:
    turn = _turn(rng.uniform(0.4, 1.2))
    return {"W": np.block([[turn, np.eye(2)], [np.zeros((2, 2)), turn]])}


@cases(q.power_regime)
def growing_rotation(rng: Rng) -> dict[str, Any]:
    return {"W": 1.1 * _turn(rng.uniform(0.9, 1.3))}


@cases(q.power_regime)
def small_determinant(rng: Rng) -> dict[str, Any]:
    return {"W": np.diag([-rng.uniform(1.5, 2.0), 1e-4, 0.3])}


@cases(q.power_regime)
def growth_without_trace(rng: Rng) -> dict[str, Any]:
    W = np.full((3, 3), rng.uniform(0.7, 0.9))
    return {"W": W - np.diag(np.diag(W))}


@cases(q.power_regime)
def number_one(rng: Rng) -> dict[str, Any]:
    return {"W": np.ones((1, 1))}


def _by_size(size: float, W: Any) -> str:
    """The regime by a single number in place of the largest modulus; right where that number is one."""
    if abs(size - 1) > 0.02:
        return "vanishes" if size < 1 else "explodes"
    return str(regime_by_eigenvalues(W))


@mistake(
    q.power_regime,
    en="You go by the largest singular value: follow the powers of `[[0.5, 100], [0, 0.5]]` for a while.",
    fr="Vous jugez par la plus grande valeur singulière : suivez les puissances de `[[0.5, 100], [0, 0.5]]`.",
)
def by_singular_value(W: Any) -> str:
    return _by_size(float(np.linalg.norm(W, 2)), W)


@mistake(
    q.power_regime,
    en="You go by real parts: what do the powers of a negative number, or of a rotation, do?",
    fr=r"""
    Vous jugez par les parties réelles : que font les puissances d'un nombre négatif, ou d'une rotation ?
    """,
)
def by_real_part(W: Any) -> str:
    return _by_size(np.max(np.linalg.eigvals(W).real), W)


@mistake(
    q.power_regime,
    en="You go by the determinant: one direction may grow while another is crushed.",
    fr="Vous jugez par le déterminant : une direction peut croître pendant qu'une autre est écrasée.",
)
def by_determinant(W: Any) -> str:
    return _by_size(abs(np.linalg.det(W)), W)


@mistake(
    q.power_regime,
    en="You go by the trace: what does it say of a matrix with the eigenvalues $1.5$ and $-1.5$?",
    fr="Vous jugez par la trace : que dit-elle d'une matrice de valeurs propres $1.5$ et $-1.5$ ?",
)
def by_trace(W: Any) -> str:
    return _by_size(abs(np.trace(W)) / len(W), W)


@mistake(
    q.power_regime,
    en="You go by the largest entry, which another basis would change: does the regime depend on it?",
    fr="Vous jugez par le plus grand coefficient, qu'une autre base change ; le régime en dépend-il ?",
)
def by_largest_entry(W: Any) -> str:
    return _by_size(np.max(np.abs(W)), W)


@mistake(
    q.power_regime,
    en="A modulus of one is not the whole story: compute a few powers of `[[1, 1], [0, 1]]`.",
    fr="Un module égal à un ne dit pas tout : calculez quelques puissances de `[[1, 1], [0, 1]]`.",
)
def eigenvectors_not_counted(W: Any) -> str:
    values = np.linalg.eigvals(W)
    unit = values[np.abs(np.abs(values) - 1) <= 0.02]
    return _by_size(np.max(np.abs(values)), np.diag(unit) if len(unit) else W)


@mistake(
    q.power_regime,
    en="Bounded powers need not have a limit: what do those of a rotation do?",
    fr="Des puissances bornées n'ont pas forcément de limite : que font celles d'une rotation ?",
)
def every_bounded_one_converges(W: Any) -> str:
    word = str(regime_by_eigenvalues(W))
    return "converges" if word == "oscillates" else word


@mistake(
    q.power_regime,
    en="A repeated eigenvalue may still have enough eigenvectors: what do the powers of the identity do?",
    fr=r"""
    Une valeur propre multiple peut avoir assez de vecteurs propres : que font les puissances de l'identité ?
    """,
)
def every_repeated_one_grows(W: Any) -> str:
    values = np.linalg.eigvals(W)
    unit = values[np.abs(np.abs(values) - 1) <= 0.02]
    repeated = np.sum(np.abs(unit[:, None] - unit) < 0.02) > len(unit)
    word = str(regime_by_eigenvalues(W))
    return "grows" if repeated and word in ("converges", "oscillates") else word


@alternative(q.power_regime)
def by_squaring(W: Any) -> str:
    power, size, sizes = np.array(W, dtype=float), 0.0, []
    for _ in range(21):
        norm = np.linalg.norm(power)
        power, size = power / norm, size + np.log(norm)
        sizes.append(size)
        power, size = power @ power, 2 * size
        if np.linalg.norm(power) == 0:
            return "vanishes"
    if abs(sizes[-1]) > 1e3:
        return "vanishes" if sizes[-1] < 0 else "explodes"
    if sizes[15] - sizes[11] > 1.5:
        return "grows"
    late = np.linalg.matrix_power(W, 2**12)
    return "converges" if np.linalg.norm(W @ late - late) < 1e-6 else "oscillates"


@alternative(q.power_regime)
def by_powers_in_torch(W: Any) -> str:
    import torch

    matrix = torch.tensor(W, dtype=torch.float64)
    early, late = (torch.linalg.matrix_power(matrix, t) for t in (512, 1024))
    if late.norm() < 1e-6:
        return "vanishes"
    if not late.isfinite().all() or late.norm() > 1e6:
        return "explodes"
    if late.norm() > 1.5 * early.norm():
        return "grows"
    return "converges" if torch.allclose(matrix @ late, late, atol=1e-8) else "oscillates"


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
