"""Hidden twin of part 5.4.2."""

from __future__ import annotations

from math import exp, log
from typing import Any

import numpy as np

from assignments.hw3_generative_models import q05_4_reflections as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw3_generative_models.q05_simclr_review import cross_entropies, without_self


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
    en="A tiny probability underflows to 0 before you take its logarithm. Is the probability itself needed?",
    fr="Une probabilité minuscule tombe à 0 avant que vous preniez son logarithme. Est-elle nécessaire ?",
)
def logarithm_after_softmax(scores: Any) -> Any:
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.log(len(scores)) + np.mean(np.log(np.diag(weights) / weights.sum(axis=1)))


@mistake(
    q.infonce_bound,
    en="You take the same number out of all rows: what is left of a row whose scores are far smaller?",
    fr="Vous sortez le même nombre de toutes les lignes : que reste-t-il de celle dont les scores sont bien "
    "plus petits ?",
)
def one_number_for_all_rows(scores: Any) -> Any:
    return sum_overflows.function(scores - scores.max())


@mistake(q.infonce_bound, **one_number_for_all_rows.text)
def one_number_in_ratio(scores: Any) -> Any:
    return ratio_overflows.function(scores - scores.max())
