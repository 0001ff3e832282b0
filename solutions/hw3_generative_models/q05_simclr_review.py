"""Hidden twin of question 5."""

from __future__ import annotations

from math import exp, log
from typing import Any

import numpy as np

from assignments.hw3_generative_models import q05_simclr_review as q
from autograder.question import Rng, Text, alternative, cases, mistake, reference, rubric


def _flip(key: dict[str, bool], label: str) -> dict[str, bool]:
    return {**key, label: not key[label]}


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
    return _flip(summary(), "a1")


@mistake(
    q.summary_claims,
    en="Look at the matrix of pairs of augmentations again: compare its diagonal with the best entry.",
    fr="Reprenez la matrice des paires d'augmentations : comparez sa diagonale à sa meilleure case.",
)
def one_augmentation() -> dict[str, bool]:
    return _flip(summary(), "b1")


@mistake(
    q.summary_claims,
    en="Where do the negatives of an anchor come from? The abstract says what the method does without.",
    fr="D'où viennent les négatifs d'une ancre ? Le résumé de l'article dit de quoi la méthode se passe.",
)
def memory_bank() -> dict[str, bool]:
    return _flip(summary(), "b2")


@mistake(
    q.summary_claims,
    en="Read the third finding of the abstract again: what is contrastive learning compared with there?",
    fr="Relisez le troisième constat du résumé de l'article : à quoi l'apprentissage contrastif y est-il "
    "comparé ?",
)
def batch_size_alike() -> dict[str, bool]:
    return _flip(summary(), "b3")


@mistake(
    q.summary_claims,
    en="The table of linear evaluation has a row for each width of the network. In which one does the "
    "number stand?",
    fr="Le tableau de l'évaluation linéaire a une ligne par largeur du réseau. Dans laquelle figure ce "
    "nombre ?",
)
def standard_width() -> dict[str, bool]:
    return _flip(summary(), "c1")


@mistake(
    q.summary_claims,
    en="Draw a batch of two images with all its views, and count what the anchor is contrasted with.",
    fr="Dessinez un lot de deux images avec toutes ses vues, et comptez ce à quoi l'ancre est opposée.",
)
def half_of_negatives() -> dict[str, bool]:
    return _flip(summary(), "c3")


def _similarities(first: Any, second: Any) -> Any:
    views = np.concatenate([first, second])
    views = views / np.linalg.norm(views, axis=1, keepdims=True)
    return views @ views.T


def _partners(n: int) -> Any:
    return np.roll(np.arange(2 * n), n)


def _without_self(logits: Any) -> Any:
    return np.where(np.eye(len(logits), dtype=bool), -np.inf, logits)


def _cross_entropies(logits: Any, right: Any) -> Any:
    return np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(logits)), right]


@reference(q.nt_xent)
def contrastive_loss(z1: Any, z2: Any, tau: float) -> float:
    logits = _without_self(_similarities(z1, z2) / tau)
    return float(np.mean(_cross_entropies(logits, _partners(len(z1)))))


@cases(q.nt_xent, count=2)
def ordinary_batch(rng: Rng) -> dict[str, Any]:
    z1, z2 = rng.normal(size=(2, 5, 4)) * rng.uniform(0.1, 10.0, size=(2, 5, 1))
    return {"z1": z1, "z2": z2, "tau": float(rng.uniform(0.2, 0.8))}


@cases(q.nt_xent)
def one_image(rng: Rng) -> dict[str, Any]:
    z1, z2 = rng.normal(size=(2, 1, 3))
    return {"z1": z1, "z2": z2, "tau": 0.5}


@cases(q.nt_xent)
def equal_views(rng: Rng) -> dict[str, Any]:
    z1 = rng.normal(size=(3, 2))
    return {"z1": z1, "z2": 2.0 * z1, "tau": 0.1}


@cases(q.nt_xent)
def one_dimension(rng: Rng) -> dict[str, Any]:
    z1 = np.array([[1.0], [-2.0]]) * rng.uniform(0.5, 2.0)
    return {"z1": z1, "z2": np.array([[3.0], [-1.0]]), "tau": 1.0}


@cases(q.nt_xent, edge=True)
def small_temperature(rng: Rng) -> dict[str, Any]:
    z1, z2 = rng.normal(size=(2, 4, 3))
    z2[0] = 2.0 * z1[0]  # a similarity of 1 at least once, so that a bare exponential overflows
    return {"z1": z1, "z2": z2, "tau": 1e-3}


@alternative(q.nt_xent)
def double_loop(z1: Any, z2: Any, tau: float) -> float:
    views, n = [*z1, *z2], len(z1)
    total = 0.0
    for i, anchor in enumerate(views):
        logits = [
            float(anchor @ other) / (float(np.sqrt(anchor @ anchor)) * float(np.sqrt(other @ other))) / tau
            for other in views
        ]
        right = logits[(i + n) % (2 * n)]
        logits.pop(i)
        top = max(logits)
        total += top + log(sum(exp(value - top) for value in logits)) - right
    return total / (2 * n)


@alternative(q.nt_xent)
def torch_cross_entropy(z1: Any, z2: Any, tau: float) -> Any:
    import torch
    from torch.nn.functional import cross_entropy, normalize

    views = normalize(torch.cat([torch.as_tensor(z1), torch.as_tensor(z2)]), dim=1)
    logits = views @ views.T / tau
    logits.fill_diagonal_(-torch.inf)
    return cross_entropy(logits, torch.arange(len(views)).roll(len(z1)))


@alternative(q.nt_xent)
def interleaved(z1: Any, z2: Any, tau: float) -> Any:
    views = np.stack([z1, z2], axis=1).reshape(2 * len(z1), -1)
    views = views / np.sqrt(np.sum(views**2, axis=1, keepdims=True))
    logits = _without_self(views @ views.T / tau)
    top = logits.max(axis=1)
    log_sum = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
    return np.mean(log_sum - logits[np.arange(len(views)), np.arange(len(views)) ^ 1])


@mistake(
    q.nt_xent,
    en="Is an anchor its own candidate? For a single image with two views, what should the loss be?",
    fr="L'ancre est-elle sa propre candidate ? Pour une seule image à deux vues, que devrait valoir la "
    "perte ?",
)
def self_among_candidates(z1: Any, z2: Any, tau: float) -> Any:
    return np.mean(_cross_entropies(_similarities(z1, z2) / tau, _partners(len(z1))))


@mistake(
    q.nt_xent,
    en="The right candidate takes part in the softmax, too. Can your loss become negative?",
    fr="La bonne candidate participe aussi au softmax. Votre perte peut-elle devenir négative ?",
)
def positive_not_in_softmax(z1: Any, z2: Any, tau: float) -> Any:
    logits, right = _without_self(_similarities(z1, z2) / tau), _partners(len(z1))
    negatives = logits.copy()
    negatives[np.arange(len(logits)), right] = -np.inf
    return np.mean(np.logaddexp.reduce(negatives, axis=1) - logits[np.arange(len(logits)), right])


@mistake(
    q.nt_xent,
    en="Multiply one view by ten: a cosine similarity does not change. Does your loss?",
    fr="Multipliez une vue par dix : une similarité cosinus ne change pas. Et votre perte ?",
)
def dot_products(z1: Any, z2: Any, tau: float) -> Any:
    views = np.concatenate([z1, z2])
    return np.mean(_cross_entropies(_without_self(views @ views.T / tau), _partners(len(z1))))


@mistake(
    q.nt_xent,
    en="Exchange `z1` and `z2`: does your value change? Which views have been anchors?",
    fr="Échangez `z1` et `z2` : votre valeur change-t-elle ? Quelles vues ont servi d'ancre ?",
)
def first_views_as_anchors(z1: Any, z2: Any, tau: float) -> Any:
    logits = _without_self(_similarities(z1, z2) / tau)
    return np.mean(_cross_entropies(logits, _partners(len(z1)))[: len(z1)])


@mistake(
    q.nt_xent,
    en="A row of `z1` is contrasted with the other rows of `z1`, too. How many candidates does your "
    "softmax have?",
    fr="Une ligne de `z1` est aussi opposée aux autres lignes de `z1`. Combien de candidates votre softmax "
    "a-t-il ?",
)
def other_array_only(z1: Any, z2: Any, tau: float) -> Any:
    logits = _similarities(z1, z2)[: len(z1), len(z1) :] / tau
    return np.mean(_cross_entropies(logits, np.arange(len(z1))))


@mistake(
    q.nt_xent,
    en="Put every image into the batch twice over: a mean hardly grows, yours does. What do you divide by?",
    fr="Mettez chaque image deux fois dans le lot : une moyenne ne croît guère, la vôtre si. Par quoi "
    "divisez-vous ?",
)
def sum_over_anchors(z1: Any, z2: Any, tau: float) -> Any:
    return contrastive_loss(z1, z2, tau) * 2 * len(z1)


@mistake(
    q.nt_xent,
    en="Two views for each image, yet you divide by the number of images: of what is this the mean?",
    fr="Deux vues par image, mais vous divisez par le nombre d'images : de quoi est-ce la moyenne ?",
)
def mean_over_images(z1: Any, z2: Any, tau: float) -> Any:
    return contrastive_loss(z1, z2, tau) * 2


@mistake(
    q.nt_xent,
    en="A lower temperature should make the softmax sharper. Does it make yours flatter?",
    fr="Une température plus basse devrait rendre le softmax plus piqué. Rend-elle le vôtre plus plat ?",
)
def multiplied_by_temperature(z1: Any, z2: Any, tau: float) -> Any:
    return contrastive_loss(z1, z2, 1 / tau)


@mistake(
    q.nt_xent,
    en="Does your value depend on the temperature at all?",
    fr="Votre valeur dépend-elle seulement de la température ?",
)
def without_temperature(z1: Any, z2: Any, tau: float) -> Any:
    return contrastive_loss(z1, z2, 1.0)


@mistake(
    q.nt_xent,
    en="Which row holds the other view of an image after you stacked the arrays? Print the index of each "
    "partner.",
    fr="Quelle ligne contient l'autre vue d'une image une fois les tableaux empilés ? Affichez l'indice de "
    "chaque partenaire.",
)
def neighbour_as_partner(z1: Any, z2: Any, tau: float) -> Any:
    logits = _without_self(_similarities(z1, z2) / tau)
    return np.mean(_cross_entropies(logits, np.arange(len(logits)) ^ 1))


@mistake(
    q.nt_xent,
    en="NaN at a small temperature: infinity divided by infinity. What leaves a softmax as it is and keeps "
    "the exponents small?",
    fr="NaN à basse température : l'infini divisé par l'infini. Qu'est-ce qui laisse un softmax inchangé "
    "et garde les exposants petits ?",
)
def overflow_in_ratio(z1: Any, z2: Any, tau: float) -> Any:
    weights = np.exp(_without_self(_similarities(z1, z2) / tau))
    right = weights[np.arange(len(weights)), _partners(len(z1))]
    return np.mean(-np.log(right / weights.sum(axis=1)))


@mistake(
    q.nt_xent,
    en="Infinite at a small temperature. What can be taken out of a sum of exponentials before they are "
    "computed?",
    fr="Infini à basse température. Que peut-on sortir d'une somme d'exponentielles avant de les calculer ?",
)
def overflow_in_sum(z1: Any, z2: Any, tau: float) -> Any:
    logits = _without_self(_similarities(z1, z2) / tau)
    right = logits[np.arange(len(logits)), _partners(len(z1))]
    return np.mean(np.log(np.exp(logits).sum(axis=1)) - right)


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
    return _flip(strengths(), "a1")


@mistake(
    q.strengths_claims,
    en="The paper tabulates the gradients of several losses. Differentiate yours with respect to the score "
    "of one negative.",
    fr="L'article dresse un tableau des gradients de plusieurs pertes. Dérivez la vôtre par rapport au "
    "score d'un négatif.",
)
def equal_weights() -> dict[str, bool]:
    return _flip(strengths(), "a2")


@mistake(
    q.strengths_claims,
    en="Find the mark of the supervised network in the first figure, and see which of the others reach its "
    "height.",
    fr="Cherchez la marque du réseau supervisé dans la première figure, et voyez quels autres atteignent "
    "sa hauteur.",
)
def gap_remains() -> dict[str, bool]:
    return _flip(strengths(), "b1")


@mistake(
    q.strengths_claims,
    en="With which supervised network does the abstract compare, and was there no better one in 2020?",
    fr="À quel réseau supervisé le résumé de l'article compare-t-il, et n'en existait-il pas de meilleur "
    "en 2020 ?",
)
def beats_everything() -> dict[str, bool]:
    return _flip(strengths(), "b2")


@mistake(
    q.strengths_claims,
    en="Look at the figure with two ways in which a pair of crops may lie. Which tasks of earlier work are "
    "they?",
    fr="Regardez la figure qui montre deux dispositions possibles de deux recadrages. À quelles tâches "
    "antérieures correspondent-elles ?",
)
def unrelated_tasks() -> dict[str, bool]:
    return _flip(strengths(), "c1")


@mistake(
    q.strengths_claims,
    en="Which encoder do the authors take, and where does it come from?",
    fr="Quel encodeur les auteurs prennent-ils, et d'où vient-il ?",
)
def special_architecture() -> dict[str, bool]:
    return _flip(strengths(), "c2")


@mistake(
    q.strengths_claims,
    en="Find the batch size and the hardware in the section on training: would they fit into the memory "
    "you have in mind?",
    fr="Cherchez la taille de lot et le matériel dans la section sur l'entraînement : tiendraient-ils dans "
    "la mémoire à laquelle vous pensez ?",
)
def single_gpu() -> dict[str, bool]:
    return _flip(strengths(), "d1")


@mistake(
    q.strengths_claims,
    en="Look at the section on the projection head once more, and at the bars of its figure.",
    fr="Reprenez la section sur la tête de projection, et les barres de sa figure.",
)
def no_ablation_of_head() -> dict[str, bool]:
    return _flip(strengths(), "e1")


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
    return _flip(weaknesses(), "a1")


@mistake(
    q.weaknesses_claims,
    en="What would one have to know about two images to be sure of that? Does the method know it?",
    fr="Que faudrait-il savoir de deux images pour en être sûr ? La méthode le sait-elle ?",
)
def true_negatives_only() -> dict[str, bool]:
    return _flip(weaknesses(), "a2")


@mistake(
    q.weaknesses_claims,
    en="Read the columns of the transfer table one by one: what is predicted on each data set?",
    fr="Lisez une à une les colonnes du tableau de transfert : que prédit-on sur chaque jeu de données ?",
)
def detection_benchmark() -> dict[str, bool]:
    return _flip(weaknesses(), "b1")


@mistake(
    q.weaknesses_claims,
    en="Count the columns of the transfer table, and see what is measured in each.",
    fr="Comptez les colonnes du tableau de transfert, et voyez ce que chacune mesure.",
)
def fewer_data_sets() -> dict[str, bool]:
    return _flip(weaknesses(), "b2")


@mistake(
    q.weaknesses_claims,
    en="The last lines of the algorithm say what is returned once training is over.",
    fr="Les dernières lignes de l'algorithme disent ce qui est renvoyé une fois l'entraînement terminé.",
)
def head_is_kept() -> dict[str, bool]:
    return _flip(weaknesses(), "c1")


@mistake(
    q.weaknesses_claims,
    en="Is that explanation a proof, or a conjecture supported by experiments?",
    fr="Cette explication est-elle une démonstration, ou une conjecture appuyée par des expériences ?",
)
def proof_for_head() -> dict[str, bool]:
    return _flip(weaknesses(), "c2")


@mistake(
    q.weaknesses_claims,
    en="What do the authors say themselves about the parts of their framework, in the introduction and in "
    "the related work?",
    fr="Que disent les auteurs eux-mêmes des éléments de leur cadre, dans l'introduction et dans les "
    "travaux connexes ?",
)
def all_new() -> dict[str, bool]:
    return _flip(weaknesses(), "d1")


@mistake(
    q.weaknesses_claims,
    en="How old are the oldest references of the section on related work?",
    fr="De quand datent les plus anciennes références de la section sur les travaux connexes ?",
)
def invented_here() -> dict[str, bool]:
    return _flip(weaknesses(), "d2")


@reference(q.false_negatives)
def same_class(class_probabilities: Any, n: int) -> tuple[float, float]:
    p = class_probabilities
    return float(2 * (n - 1) * np.sum(p**2)), float(np.sum(p * (1 - (1 - p) ** (n - 1))))


@cases(q.false_negatives, count=2)
def unequal_classes(rng: Rng) -> dict[str, Any]:
    return {"class_probabilities": rng.dirichlet(np.ones(4)), "n": int(rng.integers(4, 12))}


@cases(q.false_negatives)
def imagenet(rng: Rng) -> dict[str, Any]:
    return {"class_probabilities": np.full(1000, 1e-3), "n": int(rng.integers(256, 4097))}


@cases(q.false_negatives)
def alone(rng: Rng) -> dict[str, Any]:
    return {"class_probabilities": rng.dirichlet(np.ones(3)), "n": 1}


@cases(q.false_negatives)
def one_class(rng: Rng) -> dict[str, Any]:
    return {"class_probabilities": np.ones(1), "n": int(rng.integers(2, 9))}


@cases(q.false_negatives)
def empty_class(rng: Rng) -> dict[str, Any]:
    return {"class_probabilities": np.append(rng.dirichlet(np.ones(2)), 0.0), "n": 3}


@alternative(q.false_negatives)
def through_logarithms(class_probabilities: Any, n: int) -> tuple[Any, Any]:
    if n == 1:
        return 0, 0
    with np.errstate(divide="ignore"):
        met = -np.expm1((n - 1) * np.log1p(-class_probabilities))
    return 2 * (n - 1) * class_probabilities @ class_probabilities, class_probabilities @ met


@alternative(q.false_negatives)
def by_counting(class_probabilities: Any, n: int) -> tuple[float, float]:
    """Sums over the number of other images of the anchor's class, which is binomial."""
    expected, probability = 0.0, 0.0
    for p in np.unique(class_probabilities):
        share = p * np.sum(class_probabilities == p)
        chances = _binomial(n - 1, p)
        expected += share * sum(2 * k * chance for k, chance in enumerate(chances))
        probability += share * (1.0 - chances[0])
    return expected, probability


def _binomial(trials: int, p: float) -> Any:
    chances = np.zeros(trials + 1)
    chances[0] = 1.0
    for _ in range(trials):
        chances[1:] = chances[1:] * (1 - p) + chances[:-1] * p
        chances[0] *= 1 - p
    return chances


@alternative(q.false_negatives)
def torch_complement(class_probabilities: Any, n: int) -> tuple[Any, Any]:
    import torch

    p = torch.as_tensor(class_probabilities)
    return (2 * n - 2) * p.square().sum(), 1 - (p * (1 - p).pow(n - 1)).sum()


@mistake(
    q.false_negatives,
    en="How many views does every other image bring into the batch?",
    fr="Combien de vues chaque autre image apporte-t-elle au lot ?",
)
def one_view_each(class_probabilities: Any, n: int) -> tuple[float, float]:
    expected, probability = same_class(class_probabilities, n)
    return expected / 2, probability


@mistake(
    q.false_negatives,
    en="Does your count include the anchor's own second view? Try a batch of one image.",
    fr="Votre compte inclut-il la seconde vue de l'ancre elle-même ? Essayez un lot d'une seule image.",
)
def positive_counted(class_probabilities: Any, n: int) -> tuple[float, float]:
    collision = float(np.sum(class_probabilities**2))
    return (2 * n - 1) * collision, same_class(class_probabilities, n)[1]


@mistake(
    q.false_negatives,
    en="That would hold if all classes were equally frequent. Try two classes, one of them very rare.",
    fr="Cela vaudrait si toutes les classes étaient équiprobables. Essayez deux classes, dont une très rare.",
)
def equally_frequent(class_probabilities: Any, n: int) -> tuple[float, float]:
    classes = len(class_probabilities)
    return 2 * (n - 1) / classes, 1 - (1 - 1 / classes) ** (n - 1)


@mistake(
    q.false_negatives,
    en="Your probability of no false negative treats the two views of one image as independent. Are they?",
    fr="Votre probabilité de n'avoir aucun faux négatif traite les deux vues d'une image comme "
    "indépendantes. Le sont-elles ?",
)
def views_independent(class_probabilities: Any, n: int) -> tuple[float, float]:
    p = class_probabilities
    return same_class(p, n)[0], float(np.sum(p * (1 - (1 - p) ** (2 * (n - 1)))))


@mistake(
    q.false_negatives,
    en="All other images are compared with the same anchor: are these events independent before you know "
    "its class?",
    fr="Toutes les autres images sont comparées à la même ancre : ces événements sont-ils indépendants "
    "avant d'en connaître la classe ?",
)
def class_not_conditioned(class_probabilities: Any, n: int) -> tuple[float, float]:
    collision = float(np.sum(class_probabilities**2))
    return 2 * (n - 1) * collision, 1 - (1 - collision) ** (n - 1)


@mistake(
    q.false_negatives,
    en="Should your second value grow or fall with the number of images?",
    fr="Votre seconde valeur devrait-elle croître ou décroître avec le nombre d'images ?",
)
def probability_of_none(class_probabilities: Any, n: int) -> tuple[float, float]:
    expected, probability = same_class(class_probabilities, n)
    return expected, 1 - probability


@mistake(
    q.false_negatives,
    en="Only one of the two values can exceed one. In which order are they asked for?",
    fr="Une seule des deux valeurs peut dépasser un. Dans quel ordre sont-elles demandées ?",
)
def order_exchanged(class_probabilities: Any, n: int) -> tuple[float, float]:
    expected, probability = same_class(class_probabilities, n)
    return probability, expected


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
    return _flip(reflections(), "a1")


@mistake(
    q.reflections_claims,
    en="Which sign can minus a log-probability have? Give part 5.4.2 the best scores that you can think of.",
    fr="Quel signe peut avoir l'opposé d'une log-probabilité ? Donnez à la partie 5.4.2 les meilleurs "
    "scores imaginables.",
)
def above_its_ceiling() -> dict[str, bool]:
    return _flip(reflections(), "a2")


@mistake(
    q.reflections_claims,
    en="Where would the prior, the likelihood and the approximate posterior stand in this loss?",
    fr="Où figureraient dans cette perte l'a priori, la vraisemblance et le postérieur approché ?",
)
def variational_bound() -> dict[str, bool]:
    return _flip(reflections(), "a3")


@mistake(
    q.reflections_claims,
    en="Use the rule of Bayes: given $x$ and the candidates, how probable is it that the $j$-th is the "
    "true partner?",
    fr="Utilisez la règle de Bayes : étant donnés $x$ et les candidats, avec quelle probabilité le "
    "$j$-ième est-il le vrai partenaire ?",
)
def no_density_ratio() -> dict[str, bool]:
    return _flip(reflections(), "a4")


@mistake(
    q.reflections_claims,
    en="Look up how BYOL and SimSiam avoid that all views get the same vector.",
    fr="Cherchez comment BYOL et SimSiam évitent que toutes les vues reçoivent le même vecteur.",
)
def negatives_always() -> dict[str, bool]:
    return _flip(reflections(), "b1")


@mistake(
    q.reflections_claims,
    en="Without augmentation, what would the two views of one image be, and how hard would the task be?",
    fr="Sans augmentation, que seraient les deux vues d'une image, et quelle serait la difficulté de la "
    "tâche ?",
)
def without_augmentation() -> dict[str, bool]:
    return _flip(reflections(), "b3")


@mistake(
    q.reflections_claims,
    en="Read both rows of the table on the strength of colour distortion: one of them belongs to "
    "supervised training.",
    fr="Lisez les deux lignes du tableau sur la force de la distorsion des couleurs : l'une concerne "
    "l'entraînement supervisé.",
)
def same_augmentation() -> dict[str, bool]:
    return _flip(reflections(), "b4")


@reference(q.infonce_bound)
def information(scores: Any) -> float:
    n = len(scores)
    return float(np.log(n) - np.mean(_cross_entropies(scores, np.arange(n))))


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
    return -np.mean(_cross_entropies(scores, np.arange(len(scores))))


@mistake(
    q.infonce_bound,
    en="This is the loss itself. Should a better critic make an estimate of information larger or smaller?",
    fr="C'est la perte elle-même. Un meilleur critique devrait-il augmenter ou diminuer une estimation "
    "d'information ?",
)
def loss_itself(scores: Any) -> Any:
    return np.mean(_cross_entropies(scores, np.arange(len(scores))))


@mistake(
    q.infonce_bound,
    en="The right candidate takes part in the softmax, too. Can your estimate rise without limit?",
    fr="Le bon candidat participe aussi au softmax. Votre estimation peut-elle croître sans limite ?",
)
def right_one_left_out(scores: Any) -> Any:
    return np.log(len(scores)) + np.mean(np.diag(scores) - np.logaddexp.reduce(_without_self(scores), axis=1))


@mistake(
    q.infonce_bound,
    en="Over the pairs, is it a sum or a mean? Repeat the same pairs and see how your value grows.",
    fr="Sur les paires, est-ce une somme ou une moyenne ? Répétez les mêmes paires et voyez comment croît "
    "votre valeur.",
)
def sum_over_pairs(scores: Any) -> Any:
    return np.log(len(scores)) - np.sum(_cross_entropies(scores, np.arange(len(scores))))


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
