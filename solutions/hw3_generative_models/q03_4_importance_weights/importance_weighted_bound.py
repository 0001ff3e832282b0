"""Hidden twin of part 3.4a.1."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np

from assignments.hw3_generative_models.q03_4_importance_weights import importance_weighted_bound as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference


@reference(q.importance_weighted_bound)
def log_mean_exp(log_w: Any) -> Any:
    # An example in a column: few long rows are reduced faster than many short ones.
    columns = np.ascontiguousarray(log_w.T)
    top = columns.max(axis=0)
    return top + np.log(np.exp(columns - top).mean(axis=0))


@cases(q.importance_weighted_bound, count=3)
def ordinary_weights(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 2.0, size=(rng.integers(4, 7), rng.integers(2, 4)))}


@cases(q.importance_weighted_bound)
def one_example(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(1, 5))}


@cases(q.importance_weighted_bound)
def one_weight(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(4, 1))}


@cases(q.importance_weighted_bound, edge=True)
def extreme_weights(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(4, 3)) + np.array([[1e4], [-1e4], [800.0], [-800.0]])}


@cases(q.importance_weighted_bound, edge=True)
def weights_of_zero(rng: Rng) -> dict[str, Any]:
    log_w = rng.normal(size=(3, 4))
    log_w[:, 0] = log_w[0, 2] = -np.inf
    return {"log_w": log_w}


@cases(q.importance_weighted_bound, edge=True)
def weights_that_vary(rng: Rng) -> dict[str, Any]:
    level = np.array([[1e4, -1e4, 0.0], [-1e4, -9000.0, -1e4]])
    return {"log_w": rng.normal(size=(2, 3)) + level}


@alternative(q.importance_weighted_bound)
def with_a_number_in_single_precision(log_w: Any) -> Any:
    """As `torch.log(torch.tensor(K))` is: torch takes the logarithm of an integer in single precision."""
    return np.logaddexp.reduce(log_w, axis=1) - np.float64(np.float32(log(log_w.shape[1])))


@mistake(
    q.importance_weighted_bound,
    en="This is the ELBO: the mean of the logs, not the log of the mean.",
    fr="C'est l'ELBO : la moyenne des logs, pas le log de la moyenne.",
)
def mean_of_logs(log_w: Any) -> Any:
    return np.mean(log_w, axis=1)


@mistake(
    q.importance_weighted_bound,
    en="Your value grows with $K$ even when all weights are equal.",
    fr="Votre valeur croît avec $K$ même quand tous les poids sont égaux.",
)
def sum_instead_of_mean(log_w: Any) -> Any:
    return np.logaddexp.reduce(log_w, axis=1)


@mistake(
    q.importance_weighted_bound,
    en="Which axis holds the weights of one example? Try a batch with a single row.",
    fr="Quel axe contient les poids d'un même exemple ? Essayez un lot d'une seule ligne.",
)
def other_axis(log_w: Any) -> Any:
    return np.logaddexp.reduce(log_w, axis=0) - np.log(log_w.shape[0])


@mistake(
    q.importance_weighted_bound,
    en="You average over the batch inside the logarithm: each example keeps a bound of its own.",
    fr="Vous moyennez sur le lot à l'intérieur du logarithme : chaque exemple garde sa propre borne.",
)
def pooled_batch(log_w: Any) -> Any:
    return np.full(len(log_w), np.logaddexp.reduce(log_w, axis=None) - np.log(log_w.size))


@mistake(
    q.importance_weighted_bound,
    en="The weights are averaged, but where is the logarithm? Values of a bound of $\\log p(x)$ may be "
    "negative.",
    fr="Les poids sont moyennés, mais où est le logarithme ? Une borne de $\\log p(x)$ peut être négative.",
)
def mean_without_log(log_w: Any) -> Any:
    return np.mean(np.exp(log_w), axis=1)


@mistake(
    q.importance_weighted_bound,
    en="Infinite or NaN for large log-weights: what can be taken out of the sum before exponentiating?",
    fr="Infini ou NaN pour de grands log-poids : que peut-on sortir de la somme avant l'exponentielle ?",
)
def weights_overflow(log_w: Any) -> Any:
    return np.log(np.mean(np.exp(log_w), axis=1))


def _with_number_taken_out(log_w: Any, number: Any) -> Any:
    return number + np.log(np.mean(np.exp(log_w - np.reshape(number, (-1, 1))), axis=1))


@mistake(
    q.importance_weighted_bound,
    en="How far may a log-weight rise above the number that you take out of its row, the mean for instance?",
    fr=r"""
    De combien un log-poids peut-il dépasser le nombre que vous sortez de sa ligne, la moyenne par exemple ?
    """,
)
def mean_taken_out(log_w: Any) -> Any:
    return _with_number_taken_out(log_w, log_w.mean(axis=1, where=log_w > -np.inf))


@mistake(q.importance_weighted_bound, **mean_taken_out.text)
def mean_of_all_taken_out(log_w: Any) -> Any:
    return _with_number_taken_out(log_w, log_w.mean(axis=1))


@mistake(
    q.importance_weighted_bound,
    en="You take the same number out of all examples: what is left of one whose weights are far smaller?",
    fr=r"""
    Vous sortez le même nombre de tous les exemples : que reste-t-il de celui dont les poids sont bien plus
    petits ?
    """,
)
def one_number_for_all_examples(log_w: Any) -> Any:
    return _with_number_taken_out(log_w, log_w.max())


@alternative(q.importance_weighted_bound)
def weights_added_as_logarithms(log_w: Any) -> Any:
    return np.logaddexp.reduce(log_w, axis=1) - np.log(log_w.shape[1])


@alternative(q.importance_weighted_bound)
def weights_with_scipy(log_w: Any) -> Any:
    from scipy.special import logsumexp  # type: ignore[import-untyped]

    return logsumexp(log_w, axis=1) - np.log(log_w.shape[1])


@alternative(q.importance_weighted_bound)
def weights_with_torch(log_w: Any) -> Any:
    import torch

    return torch.logsumexp(torch.tensor(log_w), 1) - log(log_w.shape[1])


@baseline(q.importance_weighted_bound)
def weights_one_by_one(log_w: Any) -> Any:
    bounds = []
    for row in log_w:
        total = -np.inf
        for value in row:
            total = np.logaddexp(total, value)
        bounds.append(total - np.log(len(row)))
    return np.array(bounds)
