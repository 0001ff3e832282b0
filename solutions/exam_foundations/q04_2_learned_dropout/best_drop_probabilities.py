"""Hidden twin of part 4.2.2."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from assignments.exam_foundations import q04_2_learned_dropout as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.exam_foundations.q04_2_learned_dropout.expected_dropout_loss import bias_and_variance
from solutions.exam_foundations.q04_regularisation import all_masks


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
def two_traps(rng: Rng) -> dict[str, Any]:
    """As above, beside three units of which the first is nearly enough, and the two others are exactly."""
    w = np.array([1.0, 0.6, 0.5, 0.9, 0.52, 0.48]) * np.repeat(rng.uniform(0.5, 2.0, size=2), 3)
    return {"X": np.kron(np.eye(2), np.ones(3)), "y": np.array([w[0], w[4] + w[5]]), "w": w}


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


@mistake(q.best_drop_probabilities, **one_after_the_other.text)
def settled_from_all_dropped(X: Any, y: Any, w: Any) -> Any:
    return _settle(np.ones(len(w)), X, y, w)


@mistake(q.best_drop_probabilities, **one_after_the_other.text)
def better_of_two_starts(X: Any, y: Any, w: Any) -> Any:
    ends = [_settle(start, X, y, w) for start in (np.zeros(len(w)), np.ones(len(w)))]
    return min(ends, key=lambda p: float(bias_and_variance(X, y, w, p, False)))


def _settle(p: Any, X: Any, y: Any, w: Any) -> Any:
    """The corner in which deciding on one unit after the other comes to rest."""
    for _ in range(10):
        for i in range(len(w)):
            ends = [np.where(np.arange(len(w)) == i, value, p) for value in (0.0, 1.0)]
            p = min(ends, key=lambda end: float(bias_and_variance(X, y, w, end, False)))
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
