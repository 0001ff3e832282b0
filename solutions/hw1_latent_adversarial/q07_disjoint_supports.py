"""Hidden twin of question 7."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q07_disjoint_supports as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.jensen_shannon_of_shifted_uniforms)
def share_that_does_not_overlap(theta: Any) -> Any:
    return np.log(2.0) * np.minimum(np.abs(theta), 1.0)


@cases(q.jensen_shannon_of_shifted_uniforms, count=2)
def overlapping(rng: Rng) -> dict[str, Any]:
    return {"theta": rng.uniform(0.05, 0.95, size=5) * np.array([1, -1, 1, -1, 1])}


@cases(q.jensen_shannon_of_shifted_uniforms)
def parted(rng: Rng) -> dict[str, Any]:
    return {"theta": rng.uniform(1.2, 3.0, size=4) * np.array([1, -1, 1, -1])}


@cases(q.jensen_shannon_of_shifted_uniforms)
def no_shift(rng: Rng) -> dict[str, Any]:
    return {"theta": np.array([0.0, rng.uniform(0.2, 0.4)])}


@cases(q.jensen_shannon_of_shifted_uniforms)
def one_shift(rng: Rng) -> dict[str, Any]:
    return {"theta": rng.uniform(0.5, 0.9, size=1)}


@cases(q.jensen_shannon_of_shifted_uniforms)
def just_touching(rng: Rng) -> dict[str, Any]:
    return {"theta": np.array([1.0, -1.0, 50.0 + rng.uniform()])}


@mistake(
    q.jensen_shannon_of_shifted_uniforms,
    en="Your divergence is the same for all shifts: what is it when the two intervals are one?",
    fr="Votre divergence est la même pour tous les décalages : que vaut-elle quand les deux intervalles se "
    "confondent ?",
)
def always_disjoint(theta: Any) -> Any:
    return np.full(np.shape(theta), np.log(2.0))


@mistake(
    q.jensen_shannon_of_shifted_uniforms,
    en="You treat every shift as if nothing overlapped: what does the overlap contribute?",
    fr="Vous traitez tout décalage comme si rien ne se recouvrait : que contribue la partie commune ?",
)
def disjoint_unless_equal(theta: Any) -> Any:
    return np.where(theta == 0, 0.0, np.log(2.0))


@mistake(
    q.jensen_shannon_of_shifted_uniforms,
    en="Your divergence grows without end: can it change once the intervals have parted?",
    fr="Votre divergence croît sans fin : peut-elle encore changer quand les intervalles se sont séparés ?",
)
def grows_without_end(theta: Any) -> Any:
    return np.log(2.0) * np.abs(theta)


@mistake(
    q.jensen_shannon_of_shifted_uniforms,
    en="Negative for a shift to the left: does the direction matter, and can a divergence be negative?",
    fr="Négatif pour un décalage à gauche : le sens compte-t-il, et une divergence peut-elle être négative ?",
)
def sign_of_shift_kept(theta: Any) -> Any:
    return np.log(2.0) * np.minimum(theta, 1.0)


@mistake(
    q.jensen_shannon_of_shifted_uniforms,
    en="Shifts to the left all count as none. Draw the two intervals for a negative shift.",
    fr=r"""
    Les décalages à gauche comptent tous pour rien. Dessinez les deux intervalles pour un décalage négatif.
    """,
)
def left_shifts_lost(theta: Any) -> Any:
    return np.log(2.0) * np.clip(theta, 0.0, 1.0)


@mistake(
    q.jensen_shannon_of_shifted_uniforms,
    en="Your divergence is in bits; which logarithm does this sheet use?",
    fr="Votre divergence est en bits ; quel logarithme cette feuille emploie-t-elle ?",
)
def in_bits(theta: Any) -> Any:
    return np.minimum(np.abs(theta), 1.0)


@mistake(
    q.jensen_shannon_of_shifted_uniforms,
    en="Largest where the two laws coincide: which part of the mass is it that counts?",
    fr="La plus grande là où les deux lois coïncident : quelle part de la masse est celle qui compte ?",
)
def share_that_overlaps(theta: Any) -> Any:
    return np.log(2.0) * (1 - np.minimum(np.abs(theta), 1.0))


@mistake(
    q.jensen_shannon_of_shifted_uniforms,
    en="Twice too large: with what weight does each of the two divergences enter the definition?",
    fr=r"""
    Deux fois trop grand : avec quel poids chacune des deux divergences entre-t-elle dans la définition ?
    """,
)
def sum_of_divergences(theta: Any) -> Any:
    return 2 * np.log(2.0) * np.minimum(np.abs(theta), 1.0)


@mistake(
    q.jensen_shannon_of_shifted_uniforms,
    en="This is the Jensen-Shannon distance, a root (some libraries return it); the divergence is asked.",
    fr=r"""
    C'est la distance de Jensen-Shannon, une racine (certaines bibliothèques la rendent) ; on demande la
    divergence.
    """,
)
def root_of_divergence(theta: Any) -> Any:
    return np.sqrt(share_that_does_not_overlap(theta))


@mistake(
    q.jensen_shannon_of_shifted_uniforms,
    en="Half of what it should be: how many divergences does the definition average?",
    fr="La moitié de ce qu'il faut : de combien de divergences la définition fait-elle la moyenne ?",
)
def one_divergence_only(theta: Any) -> Any:
    return share_that_does_not_overlap(theta) / 2


@alternative(q.jensen_shannon_of_shifted_uniforms)
def torch_clamp(theta: Any) -> Any:
    import torch

    shift = torch.tensor(theta, dtype=torch.float64).abs()
    return torch.clamp(shift, max=1.0) * np.log(2.0)


@alternative(q.jensen_shannon_of_shifted_uniforms)
def stretch_by_stretch(theta: Any) -> Any:
    def divergence(shift: float) -> float:
        edges = sorted({0.0, 1.0, shift, shift + 1.0})
        total = 0.0
        for left, right in zip(edges, edges[1:], strict=False):
            middle = (left + right) / 2
            f0, f1 = float(0 < middle < 1), float(shift < middle < shift + 1)
            for density in (f0, f1):
                if density > 0:
                    total += 0.5 * (right - left) * density * float(np.log(2 * density / (f0 + f1)))
        return total

    return [divergence(shift) for shift in theta]


@alternative(q.jensen_shannon_of_shifted_uniforms)
def log_two_minus_overlap(theta: Any) -> Any:
    overlap = np.clip(np.minimum(1.0, theta + 1.0) - np.maximum(0.0, theta), 0.0, None)
    return np.log(2.0) - overlap * np.log(2.0)
