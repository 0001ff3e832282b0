"""Hidden twin of part 3.1.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q03_1_adagrad_rmsprop as q
from autograder.question import Rng, alternative, hidden_law, mistake, reference
from solutions.exam_foundations.q03_optimisers import moving_average


@reference(q.rate_recovery_witness)
def one_large_gradient() -> Any:
    return np.concatenate([[1.0], np.full(79, 1e-3)])


def _growth(f: Any) -> float:
    """By what the effective rate has grown in the last step; NaN if the gradients are not as asked."""
    grads = np.asarray(f(), dtype=float).ravel()
    if not 2 <= grads.size <= 100 or not np.isfinite(grads).all() or (grads == 0).any():
        return float("nan")
    squares = moving_average((grads / np.abs(grads).max())[:, None] ** 2, 0.9)[:, 0]
    with np.errstate(all="ignore"):
        return float(np.sqrt(squares[0] / squares[-1]))


@hidden_law(
    q.rate_recovery_witness,
    en="The gradients are not as asked (2 to 100, finite, none zero), or the rate of RMSprop has not grown.",
    fr=r"""
    Les gradients ne sont pas conformes (de 2 à 100, finis, aucun nul), ou le taux de RMSprop n'a pas grandi.
    """,
)
def rate_has_grown(f: Any, rng: Rng) -> tuple[Any, Any]:
    return bool(_growth(f) > 1.01), True


@hidden_law(
    q.rate_recovery_witness,
    en="The effective rate has grown, but not tenfold: compute the first and the last one with 3.1.2.",
    fr="Le taux effectif a grandi, mais pas dix fois : calculez le premier et le dernier avec 3.1.2.",
)
def rate_has_grown_tenfold(f: Any, rng: Rng) -> tuple[Any, Any]:
    return bool(_growth(f) >= 10 * (1 - 1e-9)), True


@mistake(
    q.rate_recovery_witness,
    en="With equal gradients the average grows towards their square: does the rate rise or fall?",
    fr="Avec des gradients égaux, la moyenne croît vers leur carré : le taux monte-t-il ou descend-il ?",
)
def equal_gradients() -> Any:
    return np.ones(100)


@mistake(
    q.rate_recovery_witness,
    en="Larger gradients raise the average: what does that do to the rate?",
    fr="Des gradients plus grands élèvent la moyenne : qu'en résulte-t-il pour le taux ?",
)
def growing_gradients() -> Any:
    return np.arange(1.0, 101.0)


@mistake(
    q.rate_recovery_witness,
    en="There are zeros among your gradients; tiny ones are allowed.",
    fr="Il y a des zéros parmi vos gradients ; de tout petits sont permis.",
)
def zeros_in_the_tail() -> Any:
    return np.concatenate([[1.0], np.zeros(99)])


@mistake(
    q.rate_recovery_witness,
    en="The first gradient is not forgotten yet: how many steps does the memory last?",
    fr="Le premier gradient n'est pas encore oublié : combien de pas la mémoire dure-t-elle ?",
)
def forgotten_too_soon() -> Any:
    return np.concatenate([[1.0], np.full(9, 1e-3)])


@mistake(
    q.rate_recovery_witness,
    en="By which factor must the average of the squares shrink, and how small are your last gradients?",
    fr=r"""
    De quel facteur la moyenne des carrés doit-elle diminuer, et quelle est la taille de vos derniers
    gradients ?
    """,
)
def tail_too_large() -> Any:
    return np.concatenate([[1.0], np.full(99, 0.1)])


@alternative(q.rate_recovery_witness)
def fading_gradients() -> Any:
    return 1e200 * 0.8 ** np.arange(100)


@alternative(q.rate_recovery_witness)
def alternating_tail() -> Any:
    return np.concatenate([[-2.0, 2.0], 1e-9 * (-1.0) ** np.arange(60)])
