"""Hidden twin of question 5.2."""

from __future__ import annotations

from typing import Any

from assignments.hw3_generative_models import q05_2_strengths as q
from autograder.question import Rng, Text, alternative, cases, mistake, reference, rubric
from solutions.hw3_generative_models.q05_simclr_review import flip


@reference(q.strengths_claims)
def strengths() -> dict[str, bool]:
    truths = {"a2", "b1", "c1", "d2", "e2"}
    return {label: label in truths for label in ("a1", "a2", "b1", "b2", "c1", "c2", "d1", "d2", "e1", "e2")}


@cases(q.strengths_claims)
def strengths_key(rng: Rng) -> dict[str, Any]:
    return {}


@alternative(q.strengths_claims)
def strengths_in_integers() -> dict[str, int]:
    return {label: int(value) for label, value in strengths().items()}


@mistake(
    q.strengths_claims,
    en="Which theorem would that be? Look at how the paper supports its three main findings.",
    fr="De quel théorème s'agirait-il ? Voyez comment l'article étaye ses trois constats principaux.",
)
def convergence_theorem() -> dict[str, bool]:
    return flip(strengths(), "a1")


@mistake(
    q.strengths_claims,
    en="The paper tabulates the gradients of several losses. Differentiate yours with respect to the score "
    "of one negative.",
    fr="L'article dresse un tableau des gradients de plusieurs pertes. Dérivez la vôtre par rapport au "
    "score d'un négatif.",
)
def equal_weights() -> dict[str, bool]:
    return flip(strengths(), "a2")


@mistake(
    q.strengths_claims,
    en="Find the mark of the supervised network in the first figure, and see which of the others reach its "
    "height.",
    fr="Cherchez la marque du réseau supervisé dans la première figure, et voyez quels autres atteignent "
    "sa hauteur.",
)
def gap_remains() -> dict[str, bool]:
    return flip(strengths(), "b1")


@mistake(
    q.strengths_claims,
    en="With which supervised network does the abstract compare, and was there no better one in 2020?",
    fr="À quel réseau supervisé le résumé de l'article compare-t-il, et n'en existait-il pas de meilleur "
    "en 2020 ?",
)
def beats_everything() -> dict[str, bool]:
    return flip(strengths(), "b2")


@mistake(
    q.strengths_claims,
    en="Look at the figure with two ways in which a pair of crops may lie. Which tasks of earlier work are "
    "they?",
    fr="Regardez la figure qui montre deux dispositions possibles de deux recadrages. À quelles tâches "
    "antérieures correspondent-elles ?",
)
def unrelated_tasks() -> dict[str, bool]:
    return flip(strengths(), "c1")


@mistake(
    q.strengths_claims,
    en="Which encoder do the authors take, and where does it come from?",
    fr="Quel encodeur les auteurs prennent-ils, et d'où vient-il ?",
)
def special_architecture() -> dict[str, bool]:
    return flip(strengths(), "c2")


@mistake(
    q.strengths_claims,
    en="Find the batch size and the hardware in the section on training: would they fit into the memory "
    "you have in mind?",
    fr="Cherchez la taille de lot et le matériel dans la section sur l'entraînement : tiendraient-ils dans "
    "la mémoire à laquelle vous pensez ?",
)
def single_gpu() -> dict[str, bool]:
    return flip(strengths(), "d1")


@mistake(
    q.strengths_claims,
    en="Look at the section on the projection head once more, and at the bars of its figure.",
    fr="Reprenez la section sur la tête de projection, et les barres de sa figure.",
)
def no_ablation_of_head() -> dict[str, bool]:
    return flip(strengths(), "e1")


strengths_rubric = rubric(
    q.written_strengths,
    (
        0.5,
        Text(
            en="(a) Theory, with a reason from the paper (no theorem; empirical insight, the analysis of "
            "gradients of the loss).",
            fr="(a) Théorie, avec une raison tirée de l'article (pas de théorème ; constats empiriques, "
            "analyse des gradients de la perte).",
        ),
    ),
    (
        0.5,
        Text(
            en="(b) Empirical advance, with a reason (the gap to supervised features, few labels).",
            fr="(b) Avancée empirique, avec une raison (l'écart avec les caractéristiques supervisées, peu "
            "d'étiquettes).",
        ),
    ),
    (
        0.5,
        Text(
            en="(c) Formulation, with a reason (earlier tasks become choices of augmentation).",
            fr="(c) Formulation, avec une raison (les tâches antérieures deviennent des choix "
            "d'augmentation).",
        ),
    ),
    (
        0.5,
        Text(
            en="(d) Practice, with a reason (a simple algorithm, public code and checkpoints).",
            fr="(d) Pratique, avec une raison (algorithme simple, code et modèles entraînés publics).",
        ),
    ),
    (
        0.5,
        Text(
            en="(e) Experiments, with a reason (one-factor ablations; linear, semi-supervised and transfer "
            "evaluation).",
            fr="(e) Expériences, avec une raison (ablations facteur par facteur ; évaluations linéaire, "
            "semi-supervisée et par transfert).",
        ),
    ),
    (
        0.5,
        Text(
            en="(f) Usefulness, with a reason (a strong and simple baseline for later work).",
            fr="(f) Utilité, avec une raison (un point de comparaison simple et fort pour la suite).",
        ),
    ),
    (
        0.5,
        Text(
            en="A balanced conclusion. Any opinion that is well founded counts.",
            fr="Une conclusion équilibrée. Toute opinion bien fondée compte.",
        ),
    ),
)
