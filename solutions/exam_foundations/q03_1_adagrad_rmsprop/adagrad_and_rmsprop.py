"""Hidden twin of answer 3.1.4."""

from __future__ import annotations

from assignments.exam_foundations import q03_1_adagrad_rmsprop as q
from autograder.question import Text, rubric

adagrad_and_rmsprop_rubric = rubric(
    q.adagrad_and_rmsprop,
    (
        0.5,
        Text(
            en="Shared: each parameter has its own rate, divided by the root of its accumulated squared "
            "gradients.",
            fr="En commun : chaque paramètre a son propre taux, divisé par la racine de ses gradients carrés "
            "accumulés.",
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            The difference, with equations: a sum, $v_t = v_{t-1} + g_t^2$, against an exponential average,
            $v_t = \rho v_{t-1} + (1 - \rho) g_t^2$.
            """,
            fr=r"""
            La différence, avec les équations : une somme, $v_t = v_{t-1} + g_t^2$, contre une moyenne
            exponentielle, $v_t = \rho v_{t-1} + (1 - \rho) g_t^2$.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            The rate of Adagrad never rises (no solution of 3.1.3) and may become tiny too early; RMSprop
            forgets within about $1 / (1 - \rho)$ steps, and its rate can rise again.
            """,
            fr=r"""
            Le taux d'Adagrad ne remonte jamais (3.1.3 n'a pas de solution) et peut devenir infime trop tôt ;
            RMSprop oublie en $1 / (1 - \rho)$ pas environ, et son taux peut remonter.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en="Adagrad for convex problems or sparse gradients, RMSprop for non-convex or changing ones "
            "(deep networks).",
            fr="Adagrad pour des problèmes convexes ou des gradients creux, RMSprop pour des problèmes non "
            "convexes ou changeants (réseaux profonds).",
        ),
    ),
)
