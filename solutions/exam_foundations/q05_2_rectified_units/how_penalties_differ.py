"""Hidden twin of answer 5.2.4."""

from __future__ import annotations

from assignments.exam_foundations import q05_2_rectified_units as q
from autograder.question import Text, rubric

how_penalties_differ_rubric = rubric(
    q.how_penalties_differ,
    (
        0.5,
        Text(
            en="Only the weights of units that are active at an input are penalised for it.",
            fr="Pour une entrée, seuls les poids des unités qui y sont actives sont pénalisés.",
        ),
    ),
    (
        0.5,
        Text(
            en="So the penalty depends on the data and, through the pattern of activity, on the bias.",
            fr="La pénalité dépend donc des données et, à travers les unités actives, du biais.",
        ),
    ),
    (
        1.0,
        Text(
            en=r"""
            One consequence, correct and explained: the decay of a unit is proportional to how often it is
            active; or dead units keep their weights for free; or the penalty can be lowered by switching
            units off (sparsity); or a decoder with weights of its own and the bias are not penalised.
            """,
            fr=r"""
            Une conséquence juste et expliquée : la pénalisation d'une unité est proportionnelle à la
            fréquence à laquelle elle est active ; ou les unités mortes gardent leurs poids sans rien payer ;
            ou l'on peut réduire la pénalité en éteignant des unités (parcimonie) ; ou un décodeur qui a ses
            propres poids et le biais ne sont pas pénalisés.
            """,
        ),
    ),
)
