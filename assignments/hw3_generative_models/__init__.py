"""Homework 3 of a course on representation learning: autoregressive models, flows, VAEs, GANs, SimCLR."""

from __future__ import annotations

from autograder.question import Assignment, Text

assignment = Assignment(
    title=Text(en="Generative models", fr="Modèles génératifs"),
    source="sheet 003, autumn 2023, five questions, 100 points",
    text=Text(
        en=r"""
        Masked convolutions, normalizing flows, variational bounds, adversarial networks and a paper review.
        Each part asks for a small function. Fill in the stub, run the cell below it, and read what the check
        says: it tests laws that every right answer obeys. Hidden cases are marked after you hand in. All
        logarithms are natural; all arrays are float64 and have the batch first.
        """,
        fr=r"""
        Convolutions masquées, flots normalisants, bornes variationnelles, réseaux antagonistes et une revue
        d'article. Chaque partie demande une petite fonction. Remplissez l'ébauche, exécutez la cellule qui la
        suit et lisez ce que dit la vérification : elle teste des lois que toute réponse juste respecte. Des
        cas cachés sont notés après la remise. Tous les logarithmes sont naturels ; tous les tableaux sont en
        float64, le lot en premier.
        """,
    ),
)
