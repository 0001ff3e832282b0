"""Hidden twin of answer 4.5.3."""

from __future__ import annotations

from assignments.hw3_generative_models import q04_5_equal_losses as q
from autograder.question import Text, rubric

why_losses_mislead_rubric = rubric(
    q.why_losses_mislead,
    (
        0.5,
        Text(
            en="Each loss is measured against the present opponent, which changes during the training.",
            fr="Chaque perte se mesure à l'adversaire du moment, qui change au cours de l'entraînement.",
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            Concludes that equal numbers say nothing about the absolute quality: a weak generator against a
            weak discriminator can give the same losses as a good one against a good one.
            """,
            fr=r"""
            Conclut que des nombres égaux ne disent rien de la qualité absolue : un générateur faible face à
            un discriminateur faible peut donner les mêmes pertes qu'un bon face à un bon.
            """,
        ),
    ),
)
