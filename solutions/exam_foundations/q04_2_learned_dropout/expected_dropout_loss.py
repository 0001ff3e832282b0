"""Hidden twin of part 4.2.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q04_2_learned_dropout as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.exam_foundations.q04_regularisation import all_masks, mask_probabilities


@reference(q.expected_dropout_loss)
def bias_and_variance(X: Any, y: Any, w: Any, p: Any, inverted: bool) -> Any:
    mean, variance = _moments(p, inverted)
    return np.mean((y - X @ (mean * w)) ** 2) + np.mean(X**2 @ (variance * w**2))


def _moments(p: Any, inverted: bool) -> tuple[Any, Any]:
    """Mean and variance of each mask, rescaled or not."""
    return (np.ones_like(p), p / (1 - p)) if inverted else (1 - p, p * (1 - p))


def _draw_data(rng: Rng, examples: int, units: int) -> dict[str, Any]:
    X, w = (
        rng.normal(size=(examples, units)),
        rng.uniform(0.5, 1.5, size=units) * rng.choice([-1, 1], size=units),
    )
    return {"X": X, "y": X @ w + 0.3 * rng.normal(size=examples), "w": w}


@cases(q.expected_dropout_loss, count=2)
def plain_masks(rng: Rng) -> dict[str, Any]:
    units = int(rng.integers(2, 5))
    return {**_draw_data(rng, 6, units), "p": rng.uniform(0.1, 0.9, size=units), "inverted": False}


@cases(q.expected_dropout_loss, count=2)
def rescaled_masks(rng: Rng) -> dict[str, Any]:
    units = int(rng.integers(2, 5))
    return {**_draw_data(rng, 5, units), "p": rng.uniform(0.1, 0.8, size=units), "inverted": True}


@cases(q.expected_dropout_loss)
def all_dropped(rng: Rng) -> dict[str, Any]:
    return {**_draw_data(rng, 4, 3), "p": np.ones(3), "inverted": False}


@cases(q.expected_dropout_loss)
def single_example(rng: Rng) -> dict[str, Any]:
    return {**_draw_data(rng, 1, 2), "p": np.array([0.0, 0.35]), "inverted": False}


@cases(q.expected_dropout_loss)
def single_unit(rng: Rng) -> dict[str, Any]:
    return {**_draw_data(rng, 4, 1), "p": rng.uniform(0.1, 0.8, size=1), "inverted": True}


@mistake(
    q.expected_dropout_loss,
    en="That is the loss of the average network. Is the average of a square the square of the average?",
    fr="C'est le coût du réseau moyen. La moyenne d'un carré est-elle le carré de la moyenne ?",
)
def loss_of_the_average(X: Any, y: Any, w: Any, p: Any, inverted: bool) -> Any:
    return np.mean((y - X @ (_moments(p, inverted)[0] * w)) ** 2)


@mistake(
    q.expected_dropout_loss,
    en="Read again of what $p_i$ is the probability, and try $p = 0$.",
    fr="Relisez de quoi $p_i$ est la probabilité, et essayez $p = 0$.",
)
def keep_probabilities(X: Any, y: Any, w: Any, p: Any, inverted: bool) -> Any:
    return bias_and_variance(X, y, w, 1 - p, inverted)


@mistake(
    q.expected_dropout_loss,
    en="In your version all units are dropped together: what does independence change in the variance?",
    fr="Dans votre version, les unités tombent toutes ensemble : que change l'indépendance à la variance ?",
)
def one_mask_for_all(X: Any, y: Any, w: Any, p: Any, inverted: bool) -> Any:
    mean, variance = _moments(p, inverted)
    return np.mean((y - X @ (mean * w)) ** 2) + np.mean((X @ (np.sqrt(variance) * w)) ** 2)


@mistake(
    q.expected_dropout_loss,
    en="Check the variance of a mask: what should it be when the unit is always dropped?",
    fr="Vérifiez la variance d'un masque : que devrait-elle valoir si l'unité est toujours abandonnée ?",
)
def wrong_variance(X: Any, y: Any, w: Any, p: Any, inverted: bool) -> Any:
    mean, _ = _moments(p, inverted)
    variance = p / (1 - p) ** 2 if inverted else p
    return np.mean((y - X @ (mean * w)) ** 2) + np.mean(X**2 @ (variance * w**2))


@mistake(
    q.expected_dropout_loss,
    en="The loss is averaged over the examples: try the same example twice.",
    fr="Le coût est moyenné sur les exemples : essayez deux fois le même exemple.",
)
def sum_over_examples(X: Any, y: Any, w: Any, p: Any, inverted: bool) -> Any:
    return len(X) * bias_and_variance(X, y, w, p, inverted)


@mistake(
    q.expected_dropout_loss,
    en="The kept units are not rescaled: what is the mean of a mask with `inverted=True`?",
    fr="Les unités gardées ne sont pas remises à l'échelle : quelle est la moyenne d'un masque avec "
    "`inverted=True` ?",
)
def never_rescaled(X: Any, y: Any, w: Any, p: Any, inverted: bool) -> Any:
    return bias_and_variance(X, y, w, p, False)


@mistake(
    q.expected_dropout_loss,
    en="The mean of a rescaled mask is right, its variance is not: a factor in a variance counts twice.",
    fr="La moyenne d'un masque remis à l'échelle est juste, pas sa variance : un facteur y compte deux fois.",
)
def variance_not_rescaled(X: Any, y: Any, w: Any, p: Any, inverted: bool) -> Any:
    mean, _ = _moments(p, inverted)
    return np.mean((y - X @ (mean * w)) ** 2) + np.mean(X**2 @ (p * (1 - p) * w**2))


@alternative(q.expected_dropout_loss)
def mask_by_mask(X: Any, y: Any, w: Any, p: Any, inverted: bool) -> Any:
    scale = 1 / (1 - p) if inverted else np.ones_like(p)
    losses = [np.mean((y - X @ (mask * scale * w)) ** 2) for mask in all_masks(len(p))]
    return mask_probabilities(p) @ np.array(losses)


@alternative(q.expected_dropout_loss)
def second_moments_in_torch(X: Any, y: Any, w: Any, p: Any, inverted: bool) -> Any:
    import torch

    X, y, w, p = (torch.tensor(value, dtype=torch.float64) for value in (X, y, w, p))
    keep = 1 - p
    mean = torch.ones_like(p) if inverted else keep
    square = 1 / keep if inverted else keep
    second = torch.outer(mean, mean)
    second[range(len(p)), range(len(p))] = square
    weighted = X * w
    return (y**2).mean() - 2 * (y * (weighted @ mean)).mean() + ((weighted @ second) * weighted).sum(1).mean()
