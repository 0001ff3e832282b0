"""Hidden twin of parts 5.4.1 and 5.4.3."""

from __future__ import annotations

from typing import Any

from assignments.hw3_generative_models import q05_4_reflections as q
from autograder.question import Rng, Text, alternative, cases, mistake, reference, rubric
from solutions.hw3_generative_models.q05_simclr_review import flip


@reference(q.reflections_claims)
def reflections() -> dict[str, bool]:
    truths = {"a1", "a4", "b1", "b2"}
    return {label: label in truths for label in ("a1", "a2", "a3", "a4", "b1", "b2", "b3", "b4")}


@cases(q.reflections_claims)
def reflections_key(rng: Rng) -> dict[str, Any]:
    return {}


@alternative(q.reflections_claims)
def reflections_in_integers() -> dict[str, int]:
    return {label: int(value) for label, value in reflections().items()}


@mistake(
    q.reflections_claims,
    en="Write the loss of one anchor as minus a log-probability: among how many outcomes is it?",
    fr="Écrivez la perte d'une ancre comme l'opposé d'une log-probabilité : parmi combien d'issues ?",
)
def not_a_classifier() -> dict[str, bool]:
    return flip(reflections(), "a1")


@mistake(
    q.reflections_claims,
    en="Which sign can minus a log-probability have? Give part 5.4.2 the best scores that you can think of.",
    fr="Quel signe peut avoir l'opposé d'une log-probabilité ? Donnez à la partie 5.4.2 les meilleurs "
    "scores imaginables.",
)
def above_its_ceiling() -> dict[str, bool]:
    return flip(reflections(), "a2")


@mistake(
    q.reflections_claims,
    en="Where would the prior, the likelihood and the approximate posterior stand in this loss?",
    fr="Où figureraient dans cette perte l'a priori, la vraisemblance et le postérieur approché ?",
)
def variational_bound() -> dict[str, bool]:
    return flip(reflections(), "a3")


@mistake(
    q.reflections_claims,
    en="Use the rule of Bayes: given $x$ and the candidates, how probable is it that the $j$-th is the "
    "true partner?",
    fr="Utilisez la règle de Bayes : étant donnés $x$ et les candidats, avec quelle probabilité le "
    "$j$-ième est-il le vrai partenaire ?",
)
def no_density_ratio() -> dict[str, bool]:
    return flip(reflections(), "a4")


@mistake(
    q.reflections_claims,
    en="Look up how BYOL and SimSiam avoid that all views get the same vector.",
    fr="Cherchez comment BYOL et SimSiam évitent que toutes les vues reçoivent le même vecteur.",
)
def negatives_always() -> dict[str, bool]:
    return flip(reflections(), "b1")


@mistake(
    q.reflections_claims,
    en="Without augmentation, what would the two views of one image be, and how hard would the task be?",
    fr="Sans augmentation, que seraient les deux vues d'une image, et quelle serait la difficulté de la "
    "tâche ?",
)
def without_augmentation() -> dict[str, bool]:
    return flip(reflections(), "b3")


@mistake(
    q.reflections_claims,
    en="Read both rows of the table on the strength of colour distortion: one of them belongs to "
    "supervised training.",
    fr="Lisez les deux lignes du tableau sur la force de la distorsion des couleurs : l'une concerne "
    "l'entraînement supervisé.",
)
def same_augmentation() -> dict[str, bool]:
    return flip(reflections(), "b4")


reflections_rubric = rubric(
    q.written_reflections,
    (
        1.25,
        Text(
            en="(a) Two correct links to the course, explained (cross entropy over views, InfoNCE and "
            "mutual information, density ratio and GAN discriminator, noise-contrastive estimation, metric "
            "learning, augmentation as regularisation). One link: 0.6.",
            fr="(a) Deux liens corrects avec le cours, expliqués (entropie croisée sur les vues, InfoNCE "
            "et information mutuelle, rapport de densités et discriminateur de GAN, estimation contrastive "
            "par le bruit, apprentissage de métrique, augmentation comme régularisation). Un seul lien : "
            "0,6.",
        ),
    ),
    (
        1.0,
        Text(
            en="(b) A plausible direction beyond the paper, with a reason (no negatives, momentum queue, "
            "clustering, image and text, theory).",
            fr="(b) Une direction plausible au-delà de l'article, avec une raison (sans négatifs, file à "
            "moment, regroupement, image et texte, théorie).",
        ),
    ),
    (
        1.25,
        Text(
            en="(c) An idea of one's own that can be tested: the change, the data and the measurement are "
            "named.",
            fr="(c) Une idée personnelle que l'on peut tester : le changement, les données et la mesure "
            "sont nommés.",
        ),
    ),
)
