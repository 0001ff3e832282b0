"""Hidden twin of question 4.2."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from assignments.exam_foundations import q04_2_learned_dropout as q
from autograder.question import Rng, Text, alternative, cases, mistake, reference, rubric
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


@reference(q.best_drop_probabilities)
def best_corner(X: Any, y: Any, w: Any) -> Any:
    corners = all_masks(len(w))
    return corners[np.argmin(_corner_losses(X, y, w))]


def _corner_losses(X: Any, y: Any, w: Any) -> Any:
    """The loss where the units of each row of `all_masks` are dropped for certain."""
    return np.mean((y - (1 - all_masks(len(w))) * w @ X.T) ** 2, axis=1)


def _draw_clear(rng: Rng, examples: int, units: int, noise: float) -> dict[str, Any]:
    """Data whose best corner is clearly better than all others, and neither keeps nor drops all units."""
    while True:
        X, weights = rng.normal(size=(examples, units)), rng.normal(size=units)
        data = {"X": X, "y": X @ weights, "w": weights + noise * rng.normal(size=units)}
        losses = np.sort(_corner_losses(**data))
        if losses[1] > losses[0] + 0.02 and 0 < best_corner(**data).sum() < units:
            return data


@cases(q.best_drop_probabilities, count=3)
def poor_weights(rng: Rng) -> dict[str, Any]:
    return _draw_clear(rng, 8, int(rng.integers(3, 6)), 1.5)


@cases(q.best_drop_probabilities)
def units_that_interact(rng: Rng) -> dict[str, Any]:
    """The first unit is enough, but as long as the two others are there it seems to be one too many."""
    w = np.append(1.0, rng.permutation([0.6, 0.5])) * rng.uniform(0.5, 2.0)
    return {"X": np.ones((2, 3)), "y": np.full(2, w[0]), "w": w}


@cases(q.best_drop_probabilities)
def good_weights(rng: Rng) -> dict[str, Any]:
    X, w = rng.normal(size=(10, 4)), rng.uniform(0.5, 1.5, size=4) * np.array([1, -1, 1, -1])
    return {"X": X, "y": X @ w, "w": w}


@cases(q.best_drop_probabilities)
def one_harmful_unit(rng: Rng) -> dict[str, Any]:
    return {"X": np.ones((3, 1)), "y": -rng.uniform(0.5, 1.5, size=3), "w": np.ones(1)}


@mistake(
    q.best_drop_probabilities,
    en="Is it always best to keep a unit? Think of one whose weight has the wrong sign.",
    fr="Vaut-il toujours mieux garder une unité ? Pensez à une unité dont le poids a le mauvais signe.",
)
def all_kept(X: Any, y: Any, w: Any) -> Any:
    return np.zeros(len(w))


@mistake(
    q.best_drop_probabilities,
    en="How does the expected loss depend on a single $p_i$ when the others are fixed? Draw the curve.",
    fr="Comment l'espérance du coût dépend-elle d'un seul $p_i$ quand les autres sont fixés ? Tracez la "
    "courbe.",
)
def half_dropped(X: Any, y: Any, w: Any) -> Any:
    return np.full(len(w), 0.5)


@mistake(
    q.best_drop_probabilities,
    en="The sign of a weight alone says nothing: it depends on the data.",
    fr="Le signe d'un poids seul ne dit rien : cela dépend des données.",
)
def negative_weights_dropped(X: Any, y: Any, w: Any) -> Any:
    return (w < 0) * 1.0


@mistake(
    q.best_drop_probabilities,
    en="The units interact: deciding on one after the other may end in a corner that is not the best.",
    fr="Les unités interagissent : décider l'une après l'autre peut finir dans un coin qui n'est pas le "
    "meilleur.",
)
def one_after_the_other(X: Any, y: Any, w: Any) -> Any:
    p = np.zeros(len(w))
    for i in range(len(w)):
        dropped = np.where(np.arange(len(w)) == i, 1.0, p)
        if bias_and_variance(X, y, w, dropped, False) < bias_and_variance(X, y, w, p, False):
            p = dropped
    return p


@mistake(
    q.best_drop_probabilities,
    en="You return the masks of the best network: what does a mask of one mean, and what $p_i = 1$?",
    fr="Vous renvoyez les masques du meilleur réseau : que signifie un masque égal à un, et que signifie "
    "$p_i = 1$ ?",
)
def masks_for_probabilities(X: Any, y: Any, w: Any) -> Any:
    return 1 - best_corner(X, y, w)


@alternative(q.best_drop_probabilities)
def best_subset(X: Any, y: Any, w: Any) -> Any:
    units = range(len(w))
    subsets = [list(subset) for size in range(len(w) + 1) for subset in combinations(units, size)]
    kept = min(subsets, key=lambda subset: float(np.sum((y - X[:, subset] @ w[subset]) ** 2)))
    return [float(i not in kept) for i in units]


@alternative(q.best_drop_probabilities)
def unit_by_unit(X: Any, y: Any, w: Any) -> Any:
    """Splits on the first unit: it is kept or dropped, and then the rest is as good as can be."""

    def best(i: int, output: Any) -> tuple[float, list[float]]:
        if i == len(w):
            return float(np.mean((y - output) ** 2)), []
        keep, drop = best(i + 1, output + X[:, i] * w[i]), best(i + 1, output)
        return (keep[0], [0.0, *keep[1]]) if keep[0] < drop[0] else (drop[0], [1.0, *drop[1]])

    return np.array(best(0, np.zeros(len(y)))[1])


learned_dropout_rubric = rubric(
    q.learned_dropout,
    (
        0.5,
        Text(
            en=r"""
            No: noise only hurts the training loss (the expectation is affine in each $p_i$), so that the
            probabilities go to a corner; useful units get $p_i = 0$, and no regularisation is left.
            """,
            fr=r"""
            Non : le bruit ne fait que nuire au coût d'entraînement (l'espérance est affine en chaque $p_i$),
            et les probabilités vont donc dans un coin ; les unités utiles ont $p_i = 0$, et il ne reste
            aucune régularisation.
            """,
        ),
    ),
    (
        0.5,
        Text(
            en=r"""
            A further pitfall (units with $p_i = 1$ are lost for good: a smaller network without noise that
            overfits) or a remedy (choose $p$ on validation data, or with a prior or penalty on $p$).
            """,
            fr=r"""
            Un autre écueil (des unités à $p_i = 1$ sont perdues pour de bon : un réseau plus petit, sans
            bruit, qui surapprend) ou un remède (choisir $p$ sur des données de validation, ou avec un a
            priori ou une pénalité sur $p$).
            """,
        ),
    ),
)
