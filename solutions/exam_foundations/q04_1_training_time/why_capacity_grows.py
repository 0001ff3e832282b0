"""Hidden twin of answer 4.1.3."""

from __future__ import annotations

from assignments.exam_foundations import q04_1_training_time as q
from autograder.question import Text, rubric

why_capacity_grows_rubric = rubric(
    q.why_capacity_grows,
    (
        0.5,
        Text(
            en=r"""
            The weights that can be reached lie in a neighbourhood of the start that grows with $\tau$: the
            distance is at most the sum of the lengths of the steps, $\mathrm{lr} \sum_t \|g_t\|$.
            """,
            fr=r"""
            Les poids accessibles sont dans un voisinage du départ qui grandit avec $\tau$ : la distance est
            au plus la somme des longueurs des pas, $\mathrm{lr} \sum_t \|g_t\|$.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en="Training starts at small weights, where the network is simple, nearly linear; complicated "
            "functions need large weights.",
            fr="L'entraînement part de petits poids, où le réseau est simple, presque linéaire ; des "
            "fonctions compliquées demandent de grands poids.",
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            Stopping early acts like weight decay of strength about $1 / (\mathrm{lr} \cdot \tau)$: the longer
            the training, the weaker the decay (directions of small curvature are learned last).
            """,
            fr=r"""
            L'arrêt prématuré agit comme une décroissance des poids de force $1 / (\mathrm{lr} \cdot \tau)$
            environ : plus l'entraînement est long, plus elle est faible (les directions de faible courbure
            s'apprennent en dernier).
            """,
        ),
    ),
)
