"""Hidden twin of part 5.1.2."""

from __future__ import annotations

from math import exp, log
from typing import Any

import numpy as np

from assignments.hw3_generative_models import q05_1_summary as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference
from solutions.hw3_generative_models.q05_simclr_review import cross_entropies, without_self


def _similarities(first: Any, second: Any) -> Any:
    views = np.concatenate([first, second])
    views = views / np.linalg.norm(views, axis=1, keepdims=True)
    return views @ views.T


def _partners(n: int) -> Any:
    return np.roll(np.arange(2 * n), n)


@reference(q.nt_xent)
def contrastive_loss(z1: Any, z2: Any, tau: float) -> float:
    logits = _similarities(z1, z2) / tau
    np.fill_diagonal(logits, -np.inf)
    return float(np.mean(cross_entropies(logits, _partners(len(z1)))))


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


@cases(q.nt_xent, edge=True)
def cold_and_far_apart(rng: Rng) -> dict[str, Any]:
    z1 = np.array([[1.0, rng.uniform(0.0, 0.1), 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    return {"z1": z1, "z2": z1 @ np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 2.0]]), "tau": 1e-3}


@alternative(q.nt_xent)
def softmax_as_logarithms(z1: Any, z2: Any, tau: float) -> Any:
    logits = without_self(_similarities(z1, z2) / tau)
    right = logits[np.arange(len(logits)), _partners(len(z1))]
    return np.mean(np.logaddexp.reduce(logits, axis=1) - right)


@baseline(q.nt_xent)
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
    logits = without_self(views @ views.T / tau)
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
    return np.mean(cross_entropies(_similarities(z1, z2) / tau, _partners(len(z1))))


@mistake(
    q.nt_xent,
    en="The right candidate takes part in the softmax, too. Can your loss become negative?",
    fr="La bonne candidate participe aussi au softmax. Votre perte peut-elle devenir négative ?",
)
def positive_not_in_softmax(z1: Any, z2: Any, tau: float) -> Any:
    logits, right = without_self(_similarities(z1, z2) / tau), _partners(len(z1))
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
    return np.mean(cross_entropies(without_self(views @ views.T / tau), _partners(len(z1))))


@mistake(
    q.nt_xent,
    en="Exchange `z1` and `z2`: does your value change? Which views have been anchors?",
    fr="Échangez `z1` et `z2` : votre valeur change-t-elle ? Quelles vues ont servi d'ancre ?",
)
def first_views_as_anchors(z1: Any, z2: Any, tau: float) -> Any:
    logits = without_self(_similarities(z1, z2) / tau)
    return np.mean(cross_entropies(logits, _partners(len(z1)))[: len(z1)])


@mistake(
    q.nt_xent,
    en="A row of `z1` is contrasted with the other rows of `z1`, too. How many candidates does your "
    "softmax have?",
    fr="Une ligne de `z1` est aussi opposée aux autres lignes de `z1`. Combien de candidates votre softmax "
    "a-t-il ?",
)
def other_array_only(z1: Any, z2: Any, tau: float) -> Any:
    logits = _similarities(z1, z2)[: len(z1), len(z1) :] / tau
    return np.mean(cross_entropies(logits, np.arange(len(z1))))


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
    logits = without_self(_similarities(z1, z2) / tau)
    return np.mean(cross_entropies(logits, np.arange(len(logits)) ^ 1))


@mistake(
    q.nt_xent,
    en="NaN at a small temperature: infinity divided by infinity. What leaves a softmax as it is and keeps "
    "the exponents small?",
    fr="NaN à basse température : l'infini divisé par l'infini. Qu'est-ce qui laisse un softmax inchangé "
    "et garde les exposants petits ?",
)
def overflow_in_ratio(z1: Any, z2: Any, tau: float) -> Any:
    weights = np.exp(without_self(_similarities(z1, z2) / tau))
    right = weights[np.arange(len(weights)), _partners(len(z1))]
    return np.mean(-np.log(right / weights.sum(axis=1)))


@mistake(
    q.nt_xent,
    en="Infinite at a small temperature. What can be taken out of a sum of exponentials before they are "
    "computed?",
    fr="Infini à basse température. Que peut-on sortir d'une somme d'exponentielles avant de les calculer ?",
)
def overflow_in_sum(z1: Any, z2: Any, tau: float) -> Any:
    logits = without_self(_similarities(z1, z2) / tau)
    right = logits[np.arange(len(logits)), _partners(len(z1))]
    return np.mean(np.log(np.exp(logits).sum(axis=1)) - right)


@mistake(
    q.nt_xent,
    en=r"""
    Both views of other images are candidates: your rows of `z1` are contrasted with those of `z2` alone.
    """,
    fr="Les deux vues des autres images sont candidates : vous n'opposez les lignes de `z1` qu'à `z2`.",
)
def across_views_only(z1: Any, z2: Any, tau: float) -> Any:
    logits, right = _similarities(z1, z2)[: len(z1), len(z1) :] / tau, np.arange(len(z1))
    return (np.mean(cross_entropies(logits, right)) + np.mean(cross_entropies(logits.T, right))) / 2


@mistake(
    q.nt_xent,
    en=r"""
    You take the largest similarity of all out of each softmax: what is left where no candidate is near it?
    """,
    fr=r"""
    Vous sortez de chaque softmax la plus grande similarité possible : et si nul candidat n'en approche ?
    """,
)
def largest_possible_taken_out(z1: Any, z2: Any, tau: float) -> Any:
    similarities = _similarities(z1, z2)
    right = similarities[np.arange(len(similarities)), _partners(len(z1))]
    return np.mean(np.log(np.exp(without_self((similarities - 1) / tau)).sum(axis=1)) - (right - 1) / tau)


def _probabilities(z1: Any, z2: Any, tau: float) -> Any:
    logits = without_self(_similarities(z1, z2) / tau)
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights[np.arange(len(weights)), _partners(len(z1))] / weights.sum(axis=1)


@mistake(
    q.nt_xent,
    en="A tiny probability underflows to 0 before you take its logarithm. Is the probability itself needed?",
    fr="Une probabilité minuscule tombe à 0 avant que vous preniez son logarithme. Est-elle nécessaire ?",
)
def logarithm_after_softmax(z1: Any, z2: Any, tau: float) -> Any:
    return -np.mean(np.log(_probabilities(z1, z2, tau)))


@mistake(
    q.nt_xent,
    en="Finite, but large losses are cut off: a small constant inside the logarithm is not a stable formula.",
    fr=r"""
    Fini, mais les grandes pertes sont coupées : une petite constante dans le logarithme ne stabilise rien.
    """,
)
def small_number_in_log(z1: Any, z2: Any, tau: float) -> Any:
    return -np.mean(np.log(_probabilities(z1, z2, tau) + 1e-12))
