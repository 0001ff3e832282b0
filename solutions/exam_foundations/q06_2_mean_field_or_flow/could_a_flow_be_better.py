"""Hidden twin of answer 6.2.5."""

from __future__ import annotations

from assignments.exam_foundations.q06_2_mean_field_or_flow import could_a_flow_be_better as q
from autograder.question import Text, rubric

could_a_flow_be_better_rubric = rubric(
    q.could_a_flow_be_better,
    (
        0.5,
        Text(
            en=r"""
            Even the optimal mean field misses the dependences between latent variables (and is a Gaussian),
            so that a gap remains.
            """,
            fr=r"""
            Même optimal, le champ moyen manque les dépendances entre variables latentes (et reste gaussien) :
            il subsiste un écart.
            """,
        ),
    ),
    (
        1.0,
        Text(
            en=r"""
            The flow makes each latent variable depend on the earlier ones, with a tractable density: a richer
            family, hence possibly a tighter bound.
            """,
            fr=r"""
            Le flot fait dépendre chaque variable latente des précédentes, avec une densité calculable : une
            famille plus riche, d'où une borne éventuellement plus serrée.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            It is not sure to be better: its encoder is shared by all examples (amortisation gap, imperfect
            optimisation), and factorised posteriors leave nothing to win.
            """,
            fr=r"""
            Il n'est pas sûr d'être meilleur : son encodeur est partagé par tous les exemples (écart
            d'amortissement, optimisation imparfaite), et des postérieurs factorisés ne laissent rien à
            gagner.
            """,
        ),
    ),
)
