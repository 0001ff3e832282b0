"""Homework 2 of a course on representation learning: flows, diffusion, the dynamics of GANs, SimCLR."""

from __future__ import annotations

from autograder.question import Assignment, Text

assignment = Assignment(
    title=Text(en="Flows and diffusion", fr="Flots et diffusion"),
    source="sheet 001, autumn 2022, five questions, 71 points",
    text=Text(
        en=r"""
        Divergences between Gaussians, normalizing flows and their inverses, diffusion models, the dynamics of
        adversarial training and a paper review. Each part asks for a small function. Fill in the stub, run
        the cell below it, and read what the check says: it tests laws that every right answer obeys. Hidden
        cases are marked after you hand in. All logarithms are natural; all arrays are float64 and have the
        batch first.
        """,
        fr=r"""
        Divergences entre gaussiennes, flots normalisants et leurs inverses, modèles de diffusion, dynamique
        de l'entraînement antagoniste et une revue d'article. Chaque partie demande une petite fonction.
        Remplissez l'ébauche, exécutez la cellule qui la suit et lisez ce que dit la vérification : elle teste
        des lois que toute réponse juste respecte. Des cas cachés sont notés après la remise. Tous les
        logarithmes sont naturels ; tous les tableaux sont en float64, le lot en premier.
        """,
    ),
)
