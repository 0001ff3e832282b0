"""Hidden twin of answer 5.1.3."""

from __future__ import annotations

from assignments.hw3_generative_models import q05_1_summary as q
from autograder.question import Text, rubric

summary_rubric = rubric(
    q.written_summary,
    (
        1.0,
        Text(
            en="(a) The topic and the setting: visual representations learnt without labels, by making two "
            "views of one image agree.",
            fr="(a) Le sujet et le cadre : des représentations visuelles apprises sans étiquettes, en "
            "faisant concorder deux vues d'une même image.",
        ),
    ),
    (
        1.0,
        Text(
            en="(b) At least two of the four findings: composition of augmentations; learnable nonlinear "
            "head; normalised loss with a temperature; large batches and long training. One finding: 0.5.",
            fr="(b) Au moins deux des quatre constats : composition d'augmentations ; tête non linéaire "
            "apprise ; perte normalisée avec température ; grands lots et entraînement long. Un seul "
            "constat : 0,5.",
        ),
    ),
    (
        0.75,
        Text(
            en="(c) The pipeline is complete: augment, encode, project, contrast within the batch, discard "
            "the head.",
            fr="(c) La chaîne est complète : augmenter, encoder, projeter, opposer au sein du lot, "
            "abandonner la tête.",
        ),
    ),
    (
        0.75,
        Text(
            en="(c) Two results that are right and say to what they refer (for instance 76.5 % top-1, "
            "linear evaluation, ResNet-50 of width 4; 85.8 % top-5 with 1 % of the labels). Take away 0.25 "
            "if the summary judges.",
            fr="(c) Deux résultats justes, qui disent à quoi ils se rapportent (par exemple 76,5 % top-1, "
            "évaluation linéaire, ResNet-50 de largeur 4 ; 85,8 % top-5 avec 1 % des étiquettes). Retirer "
            "0,25 si le résumé porte un jugement.",
        ),
    ),
)
