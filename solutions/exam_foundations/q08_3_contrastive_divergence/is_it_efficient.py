"""Hidden twin of answer 8.3.3."""

from __future__ import annotations

from assignments.exam_foundations import q08_3_contrastive_divergence as q
from autograder.question import Text, rubric

is_it_efficient_rubric = rubric(
    q.is_it_efficient,
    (
        0.5,
        Text(
            en=r"""
            The gradient of $\log P(x)$ with respect to $W_{ijk}$ is a difference of two expectations of
            $x_i y_j z_k$: under $P(x, y, z)$ minus under $P(y, z \mid x)$, with the right sign for this
            energy.
            """,
            fr=r"""
            Le gradient de $\log P(x)$ par rapport à $W_{ijk}$ est une différence de deux espérances de
            $x_i y_j z_k$ : sous $P(x, y, z)$ moins sous $P(y, z \mid x)$, avec le bon signe pour cette
            énergie.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            The positive phase has no closed form, since $y$ and $z$ are dependent given $x$: it needs its own
            Gibbs sampling (or mean field) with $x$ clamped.
            """,
            fr=r"""
            La phase positive n'a pas de forme close, car $y$ et $z$ sont dépendants sachant $x$ : elle
            demande son propre échantillonnage de Gibbs (ou un champ moyen), $x$ étant fixé.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            A conclusion that weighs cost and bias against the restricted machine. Both verdicts earn it: yes,
            block-parallel but noisier and more biased; or no, not as efficient, because of the positive
            phase.
            """,
            fr=r"""
            Une conclusion qui pèse le coût et le biais face à la machine restreinte. Les deux verdicts
            conviennent : oui, parallèle par blocs mais plus bruité et plus biaisé ; ou non, moins efficace, à
            cause de la phase positive.
            """,
        ),
    ),
)
