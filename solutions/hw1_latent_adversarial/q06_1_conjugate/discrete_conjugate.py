"""Hidden twin of part 6.1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q06_1_conjugate as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference


@reference(q.discrete_conjugate)
def largest_over_points(x: Any, fx: Any, slopes: Any) -> Any:
    # All values are one product of matrices, a slope in each column.
    values = np.column_stack([x, -fx]) @ np.stack([slopes, np.ones(len(slopes))])
    return values.max(axis=0)


@cases(q.discrete_conjugate)
def parabola(rng: Rng) -> dict[str, Any]:
    x = np.linspace(-2.0, 2.5, 12)
    return {"x": x, "fx": rng.uniform(0.5, 2.0) * x**2, "slopes": rng.uniform(-4.0, 5.0, size=6)}


@cases(q.discrete_conjugate, count=2)
def unsorted_and_not_convex(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=9), "fx": rng.normal(size=9), "slopes": rng.normal(0.0, 2.0, size=5)}


@cases(q.discrete_conjugate)
def one_slope_only(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=5), "fx": rng.normal(size=5), "slopes": rng.uniform(0.5, 2.0, size=1)}


@cases(q.discrete_conjugate)
def one_point_only(rng: Rng) -> dict[str, Any]:
    return {"x": rng.uniform(0.5, 2.0, size=1), "fx": rng.normal(size=1), "slopes": rng.normal(size=4)}


@mistake(
    q.discrete_conjugate,
    en="This is the smallest value over the points: which line below the graph is the highest?",
    fr="C'est la plus petite valeur sur les points : quelle droite sous le graphe est la plus haute ?",
)
def smallest_over_points(x: Any, fx: Any, slopes: Any) -> Any:
    return np.min(np.outer(slopes, x) - fx, axis=1)


@mistake(
    q.discrete_conjugate,
    en="The two terms have changed their signs: which one is subtracted in the definition?",
    fr="Les deux termes ont changé de signe : lequel est retranché dans la définition ?",
)
def terms_exchanged(x: Any, fx: Any, slopes: Any) -> Any:
    return np.max(fx - np.outer(slopes, x), axis=1)


@mistake(
    q.discrete_conjugate,
    en="You have one value for each point; one for each slope is asked. Over what does the supremum run?",
    fr="Vous avez une valeur par point ; on en demande une par pente. Sur quoi porte le supremum ?",
)
def largest_over_slopes(x: Any, fx: Any, slopes: Any) -> Any:
    return np.max(np.outer(slopes, x) - fx, axis=0)


@mistake(
    q.discrete_conjugate,
    en="This is where the supremum is attained; its value is asked.",
    fr="C'est l'endroit où le supremum est atteint ; on demande sa valeur.",
)
def where_attained(x: Any, fx: Any, slopes: Any) -> Any:
    return x[np.argmax(np.outer(slopes, x) - fx, axis=1)]


@mistake(
    q.discrete_conjugate,
    en="This is an average over the points, not a supremum.",
    fr="C'est une moyenne sur les points, pas un supremum.",
)
def average_over_points(x: Any, fx: Any, slopes: Any) -> Any:
    return np.mean(np.outer(slopes, x) - fx, axis=1)


@mistake(
    q.discrete_conjugate,
    en="Add a constant to the function: your conjugate does not notice. Which term is missing?",
    fr="Ajoutez une constante à la fonction : votre conjuguée ne le remarque pas. Quel terme manque ?",
)
def function_forgotten(x: Any, fx: Any, slopes: Any) -> Any:
    return np.max(np.outer(slopes, x), axis=1)


@mistake(
    q.discrete_conjugate,
    en="You took a supremum of each term on its own: both must be at the same point.",
    fr="Vous avez pris un supremum de chaque terme séparément : les deux doivent être au même point.",
)
def two_suprema(x: Any, fx: Any, slopes: Any) -> Any:
    return np.max(np.outer(slopes, x), axis=1) - np.min(fx)


@mistake(
    q.discrete_conjugate,
    en="Right for convex functions only: you stop at the first point after which the values fall.",
    fr="Juste pour les fonctions convexes seulement : vous vous arrêtez au premier point après lequel les "
    "valeurs baissent.",
)
def first_summit(x: Any, fx: Any, slopes: Any) -> Any:
    order = np.argsort(x)
    values = np.outer(slopes, x[order]) - fx[order]
    falls = np.append(np.diff(values, axis=1) < 0, np.ones((len(slopes), 1), dtype=bool), axis=1)
    return values[np.arange(len(slopes)), np.argmax(falls, axis=1)]


@mistake(
    q.discrete_conjugate,
    en=r"""
    Right for convex functions only: are the slopes between neighbouring points of any function in order?
    """,
    fr="Juste pour les fonctions convexes seulement : les pentes entre points voisins de toute fonction "
    "sont-elles dans l'ordre ?",
)
def search_among_slopes(x: Any, fx: Any, slopes: Any) -> Any:
    order = np.argsort(x)
    at = order[np.searchsorted(np.diff(fx[order]) / np.diff(x[order]), slopes)]
    return slopes * x[at] - fx[at]


@baseline(q.discrete_conjugate)
def slope_by_slope(x: Any, fx: Any, slopes: Any) -> Any:
    return [max(slope * a - b for a, b in zip(x, fx, strict=True)) for slope in slopes]


@alternative(q.discrete_conjugate)
def points_in_rows(x: Any, fx: Any, slopes: Any) -> Any:
    return (x[:, None] * slopes[None, :] - fx[:, None]).max(axis=0)


@alternative(q.discrete_conjugate)
def one_row_of_points_after_another(x: Any, fx: Any, slopes: Any) -> Any:
    return np.array([np.max(slope * x - fx) for slope in slopes])


@alternative(q.discrete_conjugate)
def torch_amax(x: Any, fx: Any, slopes: Any) -> Any:
    import torch

    points, values, rates = (torch.tensor(a, dtype=torch.float64) for a in (x, fx, slopes))
    return (rates[:, None] * points[None, :] - values[None, :]).amax(dim=1)
