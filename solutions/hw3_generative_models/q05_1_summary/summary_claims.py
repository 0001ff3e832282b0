"""Hidden twin of part 5.1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q05_1_summary as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw3_generative_models.q05_simclr_review import flip


@reference(q.summary_claims)
def summary() -> dict[str, bool]:
    truths = {"a2", "b1", "b3", "c2"}
    return {label: label in truths for label in ("a1", "a2", "b1", "b2", "b3", "c1", "c2", "c3")}


@cases(q.summary_claims)
def summary_key(rng: Rng) -> dict[str, Any]:
    return {}


@alternative(q.summary_claims)
def summary_in_integers() -> dict[str, int]:
    return {label: int(value) for label, value in summary().items()}


@alternative(q.summary_claims)
def summary_in_numpy() -> dict[str, Any]:
    return {label: np.bool_(value) for label, value in summary().items()}


@mistake(
    q.summary_claims,
    en="That is another family of self-supervised methods. What does the loss of this paper compare?",
    fr="C'est une autre famille de méthodes auto-supervisées. Que compare la perte de cet article ?",
)
def reconstruction() -> dict[str, bool]:
    return flip(summary(), "a1")


@mistake(
    q.summary_claims,
    en="Look at the matrix of pairs of augmentations again: compare its diagonal with the best entry.",
    fr="Reprenez la matrice des paires d'augmentations : comparez sa diagonale à sa meilleure case.",
)
def one_augmentation() -> dict[str, bool]:
    return flip(summary(), "b1")


@mistake(
    q.summary_claims,
    en="Where do the negatives of an anchor come from? The abstract says what the method does without.",
    fr="D'où viennent les négatifs d'une ancre ? Le résumé de l'article dit de quoi la méthode se passe.",
)
def memory_bank() -> dict[str, bool]:
    return flip(summary(), "b2")


@mistake(
    q.summary_claims,
    en="Read the third finding of the abstract again: what is contrastive learning compared with there?",
    fr="Relisez le troisième constat du résumé de l'article : à quoi l'apprentissage contrastif y est-il "
    "comparé ?",
)
def batch_size_alike() -> dict[str, bool]:
    return flip(summary(), "b3")


@mistake(
    q.summary_claims,
    en="The table of linear evaluation has a row for each width of the network. In which one does the "
    "number stand?",
    fr="Le tableau de l'évaluation linéaire a une ligne par largeur du réseau. Dans laquelle figure ce "
    "nombre ?",
)
def standard_width() -> dict[str, bool]:
    return flip(summary(), "c1")


@mistake(
    q.summary_claims,
    en="Draw a batch of two images with all its views, and count what the anchor is contrasted with.",
    fr="Dessinez un lot de deux images avec toutes ses vues, et comptez ce à quoi l'ancre est opposée.",
)
def half_of_negatives() -> dict[str, bool]:
    return flip(summary(), "c3")
