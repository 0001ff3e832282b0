"""Homework 1 of a course on representation learning: latent variables, masks, adversarial divergences."""

from __future__ import annotations

from autograder.question import Assignment, Text

assignment = Assignment(
    title=Text(en="Latent variables and adversaries", fr="Variables latentes et adversaires"),
    source="sheet 000, winter 2019, seven questions, 100 points",
    text=Text(
        en=r"""
        Reparametrisation, amortised inference, importance weights, masked convolutions, discriminators and
        variational divergences. Each part asks for a small function. Fill in the stub, run the cell below it,
        and read what the check says: it tests laws that every right answer obeys. Hidden cases are marked
        after you hand in. All logarithms are natural; all arrays are float64 and have the batch first.
        """,
        fr=r"""
        Reparamétrisation, inférence amortie, poids d'importance, convolutions masquées, discriminateurs et
        divergences variationnelles. Chaque partie demande une petite fonction. Remplissez l'ébauche, exécutez
        la cellule qui la suit et lisez ce que dit la vérification : elle teste des lois que toute réponse
        juste respecte. Des cas cachés sont notés après la remise. Tous les logarithmes sont naturels ; tous
        les tableaux sont en float64, le lot en premier.
        """,
    ),
)
