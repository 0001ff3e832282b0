"""Hidden twin of part 3.4b.1."""

from __future__ import annotations

from itertools import combinations, product
from math import comb, log
from typing import Any

import numpy as np

from assignments.hw3_generative_models.q03_4_importance_weights import subset_average as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference
from solutions.hw3_generative_models.q03_4_importance_weights.importance_weighted_bound import log_mean_exp


def subset_means(log_w: Any, m: int) -> Any:
    """Log of the mean weight of every subset of size m, one column each."""
    columns = np.array(list(combinations(range(log_w.shape[1]), m)))
    chosen = log_w[:, columns]
    top = chosen.max(axis=2)
    return top + np.log(np.exp(chosen - top[:, :, None]).mean(axis=2))


@reference(q.subset_average)
def average_of_subsets(log_w: Any, m: int) -> Any:
    return np.mean(subset_means(log_w, m), axis=1)


@cases(q.subset_average)
def pairs_of_four(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 2.0, size=(3, 4)), "m": 2}


@cases(q.subset_average)
def triples_of_five(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 2.0, size=(2, 5)), "m": 3}


@cases(q.subset_average)
def all_at_once(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(3, 4)), "m": 4}


@cases(q.subset_average)
def one_at_a_time(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(3, 4)), "m": 1}


@cases(q.subset_average)
def equal_in_a_row(rng: Rng) -> dict[str, Any]:
    return {"log_w": np.repeat(rng.normal(size=(2, 1)), 5, axis=1), "m": 3}


@cases(q.subset_average)
def only_weight(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(1, 1)), "m": 1}


@cases(q.subset_average, edge=True)
def extreme_subsets(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 5.0, size=(2, 4)) + np.array([[1e4], [-1e4]]), "m": 3}


@cases(q.subset_average, edge=True)
def weights_that_vary(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(2, 4)) + np.array([0.0, -9000.0, 3.0, -9000.0]), "m": 2}


@mistake(
    q.subset_average,
    en="You average the subset means first and take one logarithm at the end; each subset has a logarithm "
    "of its own.",
    fr="Vous moyennez d'abord les sous-ensembles, puis prenez un seul logarithme ; chacun a pourtant le "
    "sien.",
)
def log_of_average(log_w: Any, m: int) -> Any:
    return log_mean_exp(subset_means(log_w, m))


@mistake(
    q.subset_average,
    en="Do you take neighbours only? Permute the columns and count your subsets.",
    fr="Ne prenez-vous que des voisins ? Permutez les colonnes et comptez vos sous-ensembles.",
)
def consecutive_only(log_w: Any, m: int) -> Any:
    windows = range(log_w.shape[1] - m + 1)
    return np.mean([log_mean_exp(log_w[:, start : start + m]) for start in windows], axis=0)


@mistake(
    q.subset_average,
    en="A subset does not contain an element twice: what should happen when $m = K$?",
    fr="Un sous-ensemble ne contient pas deux fois un élément : que doit-il se passer quand $m = K$ ?",
)
def with_repetition(log_w: Any, m: int) -> Any:
    draws = product(range(log_w.shape[1]), repeat=m)
    return np.mean([log_mean_exp(log_w[:, list(draw)]) for draw in draws], axis=0)


@mistake(
    q.subset_average,
    en="Try equal weights: the value should be their common logarithm, whatever $m$ is.",
    fr="Essayez des poids égaux : la valeur devrait être leur logarithme commun, quel que soit $m$.",
)
def sum_within_subset(log_w: Any, m: int) -> Any:
    return average_of_subsets(log_w, m) + np.log(m)


@mistake(
    q.subset_average,
    en="You take a single subset. Permute the columns: the value must not change.",
    fr="Vous prenez un seul sous-ensemble. Permutez les colonnes : la valeur ne doit pas changer.",
)
def first_subset(log_w: Any, m: int) -> Any:
    return log_mean_exp(log_w[:, :m])


@mistake(
    q.subset_average,
    en="You add the subsets up: with equal weights the value grows with their number.",
    fr="Vous additionnez les sous-ensembles : avec des poids égaux, la valeur croît avec leur nombre.",
)
def sum_over_subsets(log_w: Any, m: int) -> Any:
    return np.sum(subset_means(log_w, m), axis=1)


@mistake(
    q.subset_average,
    en="Your value is the same for every $m$: is the logarithm taken before or after the mean of a subset?",
    fr="Votre valeur est la même pour tout $m$ : le logarithme est-il pris avant ou après la moyenne d'un "
    "sous-ensemble ?",
)
def logs_averaged(log_w: Any, m: int) -> Any:
    return np.mean(log_w, axis=1)


@mistake(
    q.subset_average,
    en="Infinite for extreme log-weights: what can be taken out of a sum before exponentiating?",
    fr="Infini pour des log-poids extrêmes : que peut-on sortir d'une somme avant l'exponentielle ?",
)
def subsets_overflow(log_w: Any, m: int) -> Any:
    columns = np.array(list(combinations(range(log_w.shape[1]), m)))
    return np.mean(np.log(np.mean(np.exp(log_w)[:, columns], axis=2)), axis=1)


@mistake(
    q.subset_average,
    en="You take the largest weight of the row out of every subset: what is left of a subset without it?",
    fr=r"""
    Vous sortez de chaque sous-ensemble le plus grand poids de la ligne : qu'en reste-t-il sans ce poids ?
    """,
)
def largest_of_row_taken_out(log_w: Any, m: int) -> Any:
    top = log_w.max(axis=1)
    return top + subsets_overflow.function(log_w - top[:, None], m)


@mistake(
    q.subset_average,
    en="You take the same number out of all rows: what is left of a subset whose weights are far smaller?",
    fr="Vous sortez le même nombre de toutes les lignes : que reste-t-il d'un sous-ensemble de poids bien "
    "plus petits ?",
)
def one_number_for_all_rows(log_w: Any, m: int) -> Any:
    return log_w.max() + subsets_overflow.function(log_w - log_w.max(), m)


@mistake(
    q.subset_average,
    en="How far may a log-weight rise above the number that you take out of its subset, the mean for "
    "instance?",
    fr="De combien un log-poids peut-il dépasser le nombre que vous sortez de son sous-ensemble, la moyenne "
    "par exemple ?",
)
def mean_taken_out(log_w: Any, m: int) -> Any:
    chosen = log_w[:, np.array(list(combinations(range(log_w.shape[1]), m)))]
    middle = chosen.mean(axis=2)
    return np.mean(middle + np.log(np.exp(chosen - middle[:, :, None]).mean(axis=2)), axis=1)


@alternative(q.subset_average)
def subsets_added_as_logarithms(log_w: Any, m: int) -> Any:
    columns = np.array(list(combinations(range(log_w.shape[1]), m)))
    return np.mean(np.logaddexp.reduce(log_w[:, columns], axis=2) - np.log(m), axis=1)


@alternative(q.subset_average)
def subset_after_subset(log_w: Any, m: int) -> Any:
    subsets = combinations(range(log_w.shape[1]), m)
    return np.mean([log_mean_exp(log_w[:, list(subset)]) for subset in subsets], axis=0)


@baseline(q.subset_average)
def subsets_by_loops(log_w: Any, m: int) -> Any:
    values = []
    for row in log_w:
        total = 0.0
        for subset in combinations(row, m):
            top = max(subset)
            total += top + np.log(np.mean(np.exp(np.array(subset) - top)))
        values.append(total / comb(len(row), m))
    return np.array(values)


@alternative(q.subset_average)
def subsets_with_torch(log_w: Any, m: int) -> Any:
    import torch

    columns = torch.combinations(torch.arange(log_w.shape[1]), m)
    return (torch.logsumexp(torch.tensor(log_w)[:, columns], 2) - log(m)).mean(1)


@alternative(q.subset_average)
def subsets_by_recursion(log_w: Any, m: int) -> Any:
    def total(rest: Any, size: int, log_sum: Any) -> Any:
        if size == 0:
            return log_sum - np.log(m)
        starts = range(rest.shape[1] - size + 1)
        return sum(total(rest[:, i + 1 :], size - 1, np.logaddexp(log_sum, rest[:, i])) for i in starts)

    return total(log_w, m, np.full(len(log_w), -np.inf)) / comb(log_w.shape[1], m)
