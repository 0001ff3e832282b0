"""Part 3.4b.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.question import Function, Rng, example, law, part


@part(
    "3.4b.2",
    points=3,
    en=r"""
    How much tighter is it? Let a single importance weight be $a$ with probability $\pi$ and $b$ otherwise.
    Return $\mathcal{L}_2 - \mathcal{L}_1$ in closed form, a single number. $a$ and $b$ are positive, and
    $0 \le \pi \le 1$; they may be as large as $10^{300}$ or as small as $10^{-300}$.

    Example: $a = 1$, $b = 3$ and $\pi = 0.5$ give `0.0719`.
    """,
    fr=r"""
    De combien est-elle plus serrée ? Soit un poids d'importance qui vaut $a$ avec probabilité $\pi$ et $b$
    sinon. Renvoyez $\mathcal{L}_2 - \mathcal{L}_1$ sous forme close, un seul nombre. $a$ et $b$ sont
    positifs, et $0 \le \pi \le 1$ ; ils peuvent être aussi grands que $10^{300}$ ou aussi petits que
    $10^{-300}$.

    Exemple : $a = 1$, $b = 3$ et $\pi = 0.5$ donnent `0.0719`.
    """,
)
def two_point_gap(a: float, b: float, pi: float) -> float:
    """By how much two samples tighten the bound of one, in nats."""
    raise NotImplementedError


@example(two_point_gap, digits=4)
def one_and_three() -> tuple[dict[str, Any], Any]:
    return {"a": 1.0, "b": 3.0, "pi": 0.5}, 0.0719


@law(
    two_point_gap,
    en=r"Exchanging $a$ and $b$ together with $\pi$ and $1 - \pi$ changes nothing.",
    fr=r"Échanger $a$ et $b$ en même temps que $\pi$ et $1 - \pi$ ne change rien.",
)
def names_are_exchanged(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(0.4, 2.5, 0.3), np.reshape(f(2.5, 0.4, 0.7), ())


@law(
    two_point_gap,
    en="Multiplying both weights by the same factor changes nothing.",
    fr="Multiplier les deux poids par un même facteur ne change rien.",
)
def unit_is_free(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(60.0, 7.0, 0.2), f(6.0, 0.7, 0.2)
