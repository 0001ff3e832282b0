"""Hidden twin of parts 5.3.1 and 5.3.3."""

from __future__ import annotations

from typing import Any

from assignments.hw3_generative_models import q05_3_weaknesses as q
from autograder.question import Rng, Text, alternative, cases, mistake, reference, rubric
from solutions.hw3_generative_models.q05_simclr_review import flip


@reference(q.weaknesses_claims)
def weaknesses() -> dict[str, bool]:
    truths = {"a1", "b2", "c1", "d1"}
    return {label: label in truths for label in ("a1", "a2", "b1", "b2", "c1", "c2", "d1", "d2")}


@cases(q.weaknesses_claims)
def weaknesses_key(rng: Rng) -> dict[str, Any]:
    return {}


@alternative(q.weaknesses_claims)
def weaknesses_in_integers() -> dict[str, int]:
    return {label: int(value) for label, value in weaknesses().items()}


@mistake(
    q.weaknesses_claims,
    en="Find the figure with one bar for each batch size and number of epochs, and read off the shortest "
    "training.",
    fr="Cherchez la figure avec une barre par taille de lot et par nombre d'époques, et lisez-y "
    "l'entraînement le plus court.",
)
def batch_does_not_matter() -> dict[str, bool]:
    return flip(weaknesses(), "a1")


@mistake(
    q.weaknesses_claims,
    en="What would one have to know about two images to be sure of that? Does the method know it?",
    fr="Que faudrait-il savoir de deux images pour en être sûr ? La méthode le sait-elle ?",
)
def true_negatives_only() -> dict[str, bool]:
    return flip(weaknesses(), "a2")


@mistake(
    q.weaknesses_claims,
    en="Read the columns of the transfer table one by one: what is predicted on each data set?",
    fr="Lisez une à une les colonnes du tableau de transfert : que prédit-on sur chaque jeu de données ?",
)
def detection_benchmark() -> dict[str, bool]:
    return flip(weaknesses(), "b1")


@mistake(
    q.weaknesses_claims,
    en="Count the columns of the transfer table, and see what is measured in each.",
    fr="Comptez les colonnes du tableau de transfert, et voyez ce que chacune mesure.",
)
def fewer_data_sets() -> dict[str, bool]:
    return flip(weaknesses(), "b2")


@mistake(
    q.weaknesses_claims,
    en="The last lines of the algorithm say what is returned once training is over.",
    fr="Les dernières lignes de l'algorithme disent ce qui est renvoyé une fois l'entraînement terminé.",
)
def head_is_kept() -> dict[str, bool]:
    return flip(weaknesses(), "c1")


@mistake(
    q.weaknesses_claims,
    en="Is that explanation a proof, or a conjecture supported by experiments?",
    fr="Cette explication est-elle une démonstration, ou une conjecture appuyée par des expériences ?",
)
def proof_for_head() -> dict[str, bool]:
    return flip(weaknesses(), "c2")


@mistake(
    q.weaknesses_claims,
    en="What do the authors say themselves about the parts of their framework, in the introduction and in "
    "the related work?",
    fr="Que disent les auteurs eux-mêmes des éléments de leur cadre, dans l'introduction et dans les "
    "travaux connexes ?",
)
def all_new() -> dict[str, bool]:
    return flip(weaknesses(), "d1")


@mistake(
    q.weaknesses_claims,
    en="How old are the oldest references of the section on related work?",
    fr="De quand datent les plus anciennes références de la section sur les travaux connexes ?",
)
def invented_here() -> dict[str, bool]:
    return flip(weaknesses(), "d2")


weaknesses_rubric = rubric(
    q.written_weaknesses,
    (
        0.6,
        Text(
            en="(a) A concrete improvement, with its reason (compute and batch size, false negatives, "
            "hand-made augmentations).",
            fr="(a) Une amélioration concrète, avec sa raison (calcul et taille de lot, faux négatifs, "
            "augmentations choisies à la main).",
        ),
    ),
    (
        0.6,
        Text(
            en="(b) A comparison or data set that is missing, with its reason (detection, segmentation, "
            "other kinds of data).",
            fr="(b) Une comparaison ou un jeu de données absent, avec sa raison (détection, segmentation, "
            "autres types de données).",
        ),
    ),
    (
        0.6,
        Text(
            en="(c) A design choice or a passage that is not explained well (why the head helps is shown "
            "only empirically).",
            fr="(c) Un choix de conception ou un passage mal expliqué (pourquoi la tête aide n'est montré "
            "qu'empiriquement).",
        ),
    ),
    (
        0.6,
        Text(
            en="(d) A judgement of novelty that names the earlier work (instance discrimination, InfoNCE, "
            "augmentations).",
            fr="(d) Un jugement sur la nouveauté qui nomme les travaux antérieurs (discrimination "
            "d'instances, InfoNCE, augmentations).",
        ),
    ),
    (
        0.6,
        Text(
            en="(e) The importance of the problem, with a reason (labels are scarce or expensive).",
            fr="(e) L'importance du problème, avec une raison (les étiquettes sont rares ou chères).",
        ),
    ),
    (
        0.5,
        Text(
            en="Fairness: limits of the method are kept apart from limits of the evaluation.",
            fr="Équité : les limites de la méthode sont distinguées de celles de l'évaluation.",
        ),
    ),
)
