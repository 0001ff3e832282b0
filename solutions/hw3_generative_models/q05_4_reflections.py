"""Hidden twin of question 5.4."""

from __future__ import annotations

from math import exp, log
from typing import Any

import numpy as np

from assignments.hw3_generative_models import q05_4_reflections as q
from autograder.question import Rng, Text, alternative, cases, mistake, reference, rubric
from solutions.hw3_generative_models.q05_simclr_review import cross_entropies, flip, without_self


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


@reference(q.infonce_bound)
def information(scores: Any) -> float:
    n = len(scores)
    return float(np.log(n) - np.mean(cross_entropies(scores, np.arange(n))))


@cases(q.infonce_bound, count=2)
def some_scores(rng: Rng) -> dict[str, Any]:
    n = int(rng.integers(3, 7))
    return {"scores": rng.normal(size=(n, n)) + np.eye(n)}


@cases(q.infonce_bound)
def one_pair(rng: Rng) -> dict[str, Any]:
    return {"scores": rng.normal(size=(1, 1))}


@cases(q.infonce_bound)
def constant_scores(rng: Rng) -> dict[str, Any]:
    return {"scores": np.full((5, 5), rng.normal())}


@cases(q.infonce_bound, edge=True)
def perfect_critic(rng: Rng) -> dict[str, Any]:
    return {"scores": rng.normal(size=(4, 4)) + 1e4 * np.eye(4)}


@cases(q.infonce_bound, edge=True)
def misled_critic(rng: Rng) -> dict[str, Any]:
    return {"scores": rng.normal(size=(3, 3)) - 1e4 * np.eye(3)}


@cases(q.infonce_bound, edge=True)
def rows_of_unequal_size(rng: Rng) -> dict[str, Any]:
    return {"scores": rng.normal(size=(3, 3)) + np.array([[1e4], [-1e4], [0.0]])}


@alternative(q.infonce_bound)
def torch_log_softmax(scores: Any) -> Any:
    import torch

    table = torch.as_tensor(scores)
    return log(len(table)) - torch.nn.functional.cross_entropy(table, torch.arange(len(table)))


@alternative(q.infonce_bound)
def against_mean_of_row(scores: Any) -> Any:
    top = scores.max(axis=1)
    mean = np.mean(np.exp(scores - top[:, None]), axis=1)
    return np.mean(np.diag(scores) - top - np.log(mean))


@alternative(q.infonce_bound)
def row_by_row(scores: Any) -> float:
    total = 0.0
    for i, row in enumerate(scores.tolist()):
        top = max(row)
        total += row[i] - top - log(sum(exp(score - top) for score in row))
    return log(len(scores)) + total / len(scores)


@mistake(
    q.infonce_bound,
    en="Over what is your softmax normalised: the candidates of one $x_i$, or the rows of one $y_j$?",
    fr="Sur quoi votre softmax est-il normalisé : les candidats d'un même $x_i$, ou les lignes d'un même "
    "$y_j$ ?",
)
def over_columns(scores: Any) -> Any:
    return information(scores.T)


@mistake(
    q.infonce_bound,
    en="You average over both directions of the softmax, as image-text models do. Which one is asked for?",
    fr="Vous moyennez les deux directions du softmax, comme le font les modèles image-texte. Laquelle est "
    "demandée ?",
)
def both_directions(scores: Any) -> Any:
    return (information(scores) + information(scores.T)) / 2


@mistake(
    q.infonce_bound,
    en="Scores that are all equal say nothing about the pairs. What does your function give for them?",
    fr="Des scores tous égaux ne disent rien des paires. Que donne votre fonction dans ce cas ?",
)
def without_log_n(scores: Any) -> Any:
    return -np.mean(cross_entropies(scores, np.arange(len(scores))))


@mistake(
    q.infonce_bound,
    en="This is the loss itself. Should a better critic make an estimate of information larger or smaller?",
    fr="C'est la perte elle-même. Un meilleur critique devrait-il augmenter ou diminuer une estimation "
    "d'information ?",
)
def loss_itself(scores: Any) -> Any:
    return np.mean(cross_entropies(scores, np.arange(len(scores))))


@mistake(
    q.infonce_bound,
    en="The right candidate takes part in the softmax, too. Can your estimate rise without limit?",
    fr="Le bon candidat participe aussi au softmax. Votre estimation peut-elle croître sans limite ?",
)
def right_one_left_out(scores: Any) -> Any:
    return np.log(len(scores)) + np.mean(np.diag(scores) - np.logaddexp.reduce(without_self(scores), axis=1))


@mistake(
    q.infonce_bound,
    en="Over the pairs, is it a sum or a mean? Repeat the same pairs and see how your value grows.",
    fr="Sur les paires, est-ce une somme ou une moyenne ? Répétez les mêmes paires et voyez comment croît "
    "votre valeur.",
)
def sum_over_pairs(scores: Any) -> Any:
    return np.log(len(scores)) - np.sum(cross_entropies(scores, np.arange(len(scores))))


@mistake(
    q.infonce_bound,
    en="Large scores give NaN: infinity divided by infinity. What leaves a softmax as it is and keeps the "
    "exponents small?",
    fr="De grands scores donnent NaN : l'infini divisé par l'infini. Qu'est-ce qui laisse un softmax "
    "inchangé et garde les exposants petits ?",
)
def ratio_overflows(scores: Any) -> Any:
    weights = np.exp(scores)
    return np.log(len(scores)) + np.mean(np.log(np.diag(weights) / weights.sum(axis=1)))


@mistake(
    q.infonce_bound,
    en="Large scores give an infinite value. What can be taken out of a sum of exponentials before they "
    "are computed?",
    fr="De grands scores donnent une valeur infinie. Que peut-on sortir d'une somme d'exponentielles avant "
    "de les calculer ?",
)
def sum_overflows(scores: Any) -> Any:
    return np.log(len(scores)) + np.mean(np.diag(scores) - np.log(np.exp(scores).sum(axis=1)))


@mistake(
    q.infonce_bound,
    en="A very small probability is lost before you take its logarithm. Can you compute the logarithm "
    "directly?",
    fr="Une très petite probabilité est perdue avant que vous n'en preniez le logarithme. Pouvez-vous "
    "calculer celui-ci directement ?",
)
def small_number_in_log(scores: Any) -> Any:
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.log(len(scores)) + np.mean(np.log(np.diag(weights) / weights.sum(axis=1) + 1e-12))


@mistake(
    q.infonce_bound,
    en="You take the same number out of all rows: what is left of a row whose scores are far smaller?",
    fr="Vous sortez le même nombre de toutes les lignes : que reste-t-il de celle dont les scores sont bien "
    "plus petits ?",
)
def one_number_for_all_rows(scores: Any) -> Any:
    return sum_overflows.function(scores - scores.max())


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
