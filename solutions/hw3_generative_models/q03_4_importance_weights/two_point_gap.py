"""Hidden twin of part 3.4b.2."""

from __future__ import annotations

from math import cosh, log
from typing import Any

import numpy as np

from assignments.hw3_generative_models.q03_4_importance_weights import two_point_gap as q
from autograder.question import Rng, alternative, cases, mistake, reference


def log_mean_of_two(a: float, b: float) -> float:
    return float(np.logaddexp(np.log(a), np.log(b)) - np.log(2))


@reference(q.two_point_gap)
def gap_of_two_points(a: float, b: float, pi: float) -> float:
    return 2 * pi * (1 - pi) * (log_mean_of_two(a, b) - 0.5 * (log(a) + log(b)))


@cases(q.two_point_gap, count=3)
def two_weights(rng: Rng) -> dict[str, Any]:
    a, b = rng.uniform(0.1, 1.0), rng.uniform(2.0, 9.0)
    return {"a": float(a), "b": float(b), "pi": float(rng.uniform(0.1, 0.4))}


@cases(q.two_point_gap)
def same_weight(rng: Rng) -> dict[str, Any]:
    a = float(rng.uniform(1.0, 3.0))
    return {"a": a, "b": a, "pi": float(rng.uniform(0.2, 0.8))}


@cases(q.two_point_gap)
def certain_weight(rng: Rng) -> dict[str, Any]:
    return {
        "a": float(rng.uniform(0.1, 1.0)),
        "b": float(rng.uniform(2.0, 9.0)),
        "pi": float(rng.integers(2)),
    }


@cases(q.two_point_gap, edge=True)
def huge_weights(rng: Rng) -> dict[str, Any]:
    return {"a": float(rng.uniform(1.0, 9.0)) * 1e299, "b": 1e200, "pi": 0.4}


@cases(q.two_point_gap, edge=True)
def tiny_weights(rng: Rng) -> dict[str, Any]:
    return {"a": float(rng.uniform(1.0, 9.0)) * 1e-300, "b": 1e-200, "pi": 0.4}


@cases(q.two_point_gap, edge=True)
def distant_weights(rng: Rng) -> dict[str, Any]:
    return {"a": float(rng.uniform(1.0, 9.0)) * 1e299, "b": 1e-300, "pi": 0.3}


@cases(q.two_point_gap, edge=True)
def distant_weights_exchanged(rng: Rng) -> dict[str, Any]:
    return {"a": 1e-300, "b": float(rng.uniform(1.0, 9.0)) * 1e299, "pi": 0.3}


@mistake(
    q.two_point_gap,
    en="In how many orders can two draws give one weight of each kind?",
    fr="Dans combien d'ordres deux tirages peuvent-ils donner un poids de chaque sorte ?",
)
def one_order_only(a: float, b: float, pi: float) -> Any:
    return 0.5 * gap_of_two_points(a, b, pi)


@mistake(
    q.two_point_gap,
    en="How often are the two weights of a pair different at all? Try a weight that is certain.",
    fr="À quelle fréquence les deux poids d'une paire diffèrent-ils ? Essayez un poids certain.",
)
def chance_of_pair_forgotten(a: float, b: float, pi: float) -> float:
    return log_mean_of_two(a, b) - 0.5 * (log(a) + log(b))


@mistake(
    q.two_point_gap,
    en="Set both weights equal: the gap should vanish.",
    fr="Prenez deux poids égaux : l'écart devrait s'annuler.",
)
def sum_of_pair(a: float, b: float, pi: float) -> Any:
    return gap_of_two_points(a, b, pi) + 2 * pi * (1 - pi) * log(2)


@mistake(
    q.two_point_gap,
    en="Which of the two bounds is the larger one? The difference should not be negative.",
    fr="Laquelle des deux bornes est la plus grande ? La différence ne devrait pas être négative.",
)
def first_minus_second(a: float, b: float, pi: float) -> Any:
    return -gap_of_two_points(a, b, pi)


@mistake(
    q.two_point_gap,
    en="This is how far the ELBO is from $\\log p(x)$. How many weights does the other bound average?",
    fr="C'est la distance de l'ELBO à $\\log p(x)$. Combien de poids l'autre borne moyenne-t-elle ?",
)
def gap_to_marginal(a: float, b: float, pi: float) -> float:
    return float(np.log(pi * a + (1 - pi) * b) - pi * np.log(a) - (1 - pi) * np.log(b))


@mistake(
    q.two_point_gap,
    en="Infinite or NaN for extreme weights, although the gap is finite: work with the logarithms of both.",
    fr="Infini ou NaN pour des poids extrêmes, alors que l'écart est fini : travaillez avec leurs "
    "logarithmes.",
)
def product_overflows(a: float, b: float, pi: float) -> float:
    return float(2 * pi * (1 - pi) * (np.log((a + b) / 2) - 0.5 * np.log(np.float64(a) * b)))


@mistake(
    q.two_point_gap,
    en="Infinite when one weight is many times the other: a ratio of weights leaves the range of floats, "
    "too.",
    fr="Infini quand un poids vaut bien des fois l'autre : un rapport de poids sort lui aussi du domaine "
    "des flottants.",
)
def ratio_overflows(a: float, b: float, pi: float) -> float:
    ratio = np.sqrt(np.float64(a) / b)
    return float(2 * pi * (1 - pi) * np.log((ratio + 1 / ratio) / 2))


@mistake(
    q.two_point_gap,
    en="Infinite when $b$ is many times $a$: a ratio of weights leaves the range of floats, too.",
    fr="Infini quand $b$ vaut bien des fois $a$ : un rapport de poids sort aussi du domaine des flottants.",
)
def second_over_first(a: float, b: float, pi: float) -> float:
    log_mean = np.log(a) + np.log1p(np.float64(b) / a) - np.log(2)
    return float(2 * pi * (1 - pi) * (log_mean - 0.5 * (np.log(a) + np.log(b))))


@mistake(
    q.two_point_gap,
    en=r"""
    This is the bound with two samples itself: what is left when the one with a single sample is taken off?
    """,
    fr="C'est la borne à deux échantillons elle-même : que reste-t-il une fois ôtée celle à un seul ?",
)
def second_bound_itself(a: float, b: float, pi: float) -> float:
    alone = pi**2 * log(a) + (1 - pi) ** 2 * log(b)
    return alone + 2 * pi * (1 - pi) * log_mean_of_two(a, b)


@alternative(q.two_point_gap)
def gap_by_cosh(a: float, b: float, pi: float) -> float:
    half = 0.5 * abs(log(a) - log(b))
    return 2 * pi * (1 - pi) * (log(cosh(half)) if half < 300 else half - log(2))


@alternative(q.two_point_gap)
def gap_by_four_pairs(a: float, b: float, pi: float) -> float:
    first = pi * log(a) + (1 - pi) * log(b)
    second = pi**2 * log(a) + (1 - pi) ** 2 * log(b) + 2 * pi * (1 - pi) * log_mean_of_two(a, b)
    return second - first


@alternative(q.two_point_gap)
def gap_with_torch(a: float, b: float, pi: float) -> Any:
    import torch

    logs = torch.tensor([a, b], dtype=torch.float64).log()
    return 2 * pi * (1 - pi) * (torch.logsumexp(logs, 0) - log(2) - logs.mean())
