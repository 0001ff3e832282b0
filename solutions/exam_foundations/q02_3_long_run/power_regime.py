"""Hidden twin of part 2.3.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q02_3_long_run as q
from autograder.question import Rng, alternative, cases, mistake, reference


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
def mirrored_shear(rng: Rng) -> dict[str, Any]:
    W = np.diag([-1.0, -1.0, 0.2])
    W[0, 1] = rng.uniform(0.5, 2.0)
    return {"W": _in_another_basis(rng, W)}


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


@cases(q.power_regime)
def eigenvector_missing_elsewhere(rng: Rng) -> dict[str, Any]:
    W = np.diag([1.0, 0.5, 0.5, 0.0, 0.0])
    W[1, 2], W[3:, 3:] = rng.uniform(2.0, 3.0), 0.6 * _turn(rng.uniform(0.4, 1.2))
    return {"W": _in_another_basis(rng, W)}


@cases(q.power_regime, edge=True)
def slow_decay(rng: Rng) -> dict[str, Any]:
    return {"W": np.array([[0.95, rng.uniform(30.0, 50.0)], [0.0, 0.95]])}


@cases(q.power_regime, edge=True)
def slow_explosion(rng: Rng) -> dict[str, Any]:
    return {"W": 1.05 * _turn(rng.uniform(0.4, 1.2))}


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
    en="The matrix lacks an eigenvector, but of which eigenvalue? Compute powers of `[[0.5, 1], [0, 0.5]]`.",
    fr="Il manque un vecteur propre, mais de quelle valeur propre ? Calculez quelques puissances de "
    "`[[0.5, 1], [0, 0.5]]`.",
)
def any_missing_eigenvector_grows(W: Any) -> str:
    word, vectors = str(regime_by_eigenvalues(W)), np.linalg.eig(W)[1]
    lacking = np.linalg.svd(vectors, compute_uv=False)[-1] < 1e-6
    return "grows" if lacking and word in ("converges", "oscillates") else word


@mistake(
    q.power_regime,
    en="Some eigenvalues make the powers turn or jump: does that last when their modulus is below one?",
    fr="Certaines valeurs propres font tourner ou sauter les puissances : cela dure-t-il si leur module est "
    "inférieur à un ?",
)
def any_complex_one_oscillates(W: Any) -> str:
    word, values = str(regime_by_eigenvalues(W)), np.linalg.eigvals(W)
    return "oscillates" if word == "converges" and np.abs(values.imag).max() > 1e-6 else word


@mistake(
    q.power_regime,
    en="Your tolerance takes a modulus for one that is not: how near to one may the others come?",
    fr="Votre tolérance prend pour un module égal à un ce qui ne l'est pas : jusqu'où les autres s'en "
    "approchent-ils ?",
)
def wide_tolerance(W: Any) -> str:
    radius = np.max(np.abs(np.linalg.eigvals(W)))
    return str(regime_by_eigenvalues(W / radius if 0.02 < abs(radius - 1) < 0.09 else W))


@mistake(
    q.power_regime,
    en="Any eigenvalue of modulus one may lack eigenvectors: compute a few powers of `[[-1, 1], [0, -1]]`.",
    fr=r"""
    Toute valeur propre de module un peut manquer de vecteurs propres : calculez quelques puissances de
    `[[-1, 1], [0, -1]]`.
    """,
)
def eigenvectors_of_one_counted(W: Any) -> str:
    word, values = str(regime_by_eigenvalues(W)), np.linalg.eigvals(W)
    ones = values[np.abs(values - 1) < 0.02]
    grows = len(ones) > 0 and _lacks_eigenvectors(W, 1.0, ones)
    return "oscillates" if word == "grows" and not grows else word


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
