"""The final exam of a course on deep learning: foundations, in eight questions."""

from __future__ import annotations

from autograder.question import Assignment, Text

assignment = Assignment(
    title=Text(
        en="Foundations of deep learning: final exam", fr="Fondements de l'apprentissage profond : examen"
    ),
    source="sheet 002, final exam, eight questions, 100 points",
    text=Text(
        en=r"""
        Convolution arithmetic, recurrent networks, optimisers, regularisation, contractive autoencoders,
        variational inference, adversarial networks and Boltzmann machines; three hours. Each part asks for a
        small function; fill in its stub. Some parts ask for a few lines of prose. All logarithms are natural;
        all arrays are float64 and have the batch first.
        """,
        fr=r"""
        Arithmétique des convolutions, réseaux récurrents, optimiseurs, régularisation, autoencodeurs
        contractifs, inférence variationnelle, réseaux antagonistes et machines de Boltzmann ; trois heures.
        Chaque partie demande une petite fonction ; remplissez son ébauche. Certaines parties demandent
        quelques lignes de prose. Tous les logarithmes sont naturels ; tous les tableaux sont en float64, le
        lot en premier.
        """,
    ),
    exam=True,
)
