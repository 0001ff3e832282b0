"""Hidden twin of answer 3.2.4."""

from __future__ import annotations

from assignments.exam_foundations import q03_2_rmsprop_adam as q
from autograder.question import Text, rubric

rmsprop_and_adam_rubric = rubric(
    q.rmsprop_and_adam,
    (
        0.5,
        Text(
            en="Shared: both divide each coordinate by the root of an exponential average of its squared "
            "gradients.",
            fr="En commun : tous deux divisent chaque coordonnée par la racine d'une moyenne exponentielle "
            "de ses gradients carrés.",
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            Adam also averages the gradients, $m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t$, and steps along
            this momentum instead of $g_t$.
            """,
            fr=r"""
            Adam moyenne aussi les gradients, $m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t$, et avance selon ce
            moment au lieu de $g_t$.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            Adam corrects both averages, by $1 - \beta_1^t$ and $1 - \beta_2^t$, since they start at zero and
            are too small at first.
            """,
            fr=r"""
            Adam corrige les deux moyennes, par $1 - \beta_1^t$ et $1 - \beta_2^t$, car elles partent de zéro
            et sont d'abord trop petites.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            A consequence: the first steps of RMSprop are too long, by up to $1 / \sqrt{1 - \rho}$, those of
            Adam have the length of the rate; or: the momentum damps noise and oscillations.
            """,
            fr=r"""
            Une conséquence : les premiers pas de RMSprop sont trop longs, jusqu'à $1 / \sqrt{1 - \rho}$ fois,
            ceux d'Adam ont la longueur du taux ; ou : le moment amortit le bruit et les oscillations.
            """,
        ),
    ),
)
