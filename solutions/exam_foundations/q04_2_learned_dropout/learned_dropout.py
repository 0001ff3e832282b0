"""Hidden twin of answer 4.2.3."""

from __future__ import annotations

from assignments.exam_foundations import q04_2_learned_dropout as q
from autograder.question import Text, rubric

learned_dropout_rubric = rubric(
    q.learned_dropout,
    (
        0.5,
        Text(
            en=r"""
            No: noise only hurts the training loss (the expectation is affine in each $p_i$), so that the
            probabilities go to a corner; useful units get $p_i = 0$, and no regularisation is left.
            """,
            fr=r"""
            Non : le bruit ne fait que nuire au coût d'entraînement (l'espérance est affine en chaque $p_i$),
            et les probabilités vont donc dans un coin ; les unités utiles ont $p_i = 0$, et il ne reste
            aucune régularisation.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            A further pitfall (units with $p_i = 1$ are lost for good: a smaller network without noise that
            overfits) or a remedy (choose $p$ on validation data, or with a prior or penalty on $p$).
            """,
            fr=r"""
            Un autre écueil (des unités à $p_i = 1$ sont perdues pour de bon : un réseau plus petit, sans
            bruit, qui surapprend) ou un remède (choisir $p$ sur des données de validation, ou avec un a
            priori ou une pénalité sur $p$).
            """,
        ),
    ),
)
