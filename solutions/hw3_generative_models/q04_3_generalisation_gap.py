"""Hidden twin of question 4.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q04_3_generalisation_gap as q
from autograder.question import (
    Rng,
    alternative,
    cases,
    mistake,
    reference,
)


@reference(q.generalisation_gap)
def regularise() -> dict[str, str]:
    return {
        "answer": "b",
        "a": "only_models_data",
        "b": "noise_against_overfitting",
        "c": "only_a_nonlinearity",
        "d": "only_fits_faster",
    }


@cases(q.generalisation_gap)
def gap_key(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.generalisation_gap,
    en="Look at the accuracy on the training set: is the optimisation what fails?",
    fr="Regardez le taux de réussite à l'entraînement : est-ce l'optimisation qui échoue ?",
)
def better_optimiser() -> dict[str, str]:
    return {**regularise(), "answer": "d"}


@mistake(
    q.generalisation_gap,
    en="Give the phenomenon its name first. Does learning to generate images act against it?",
    fr="Nommez d'abord le phénomène. Apprendre à engendrer des images agit-il contre lui ?",
)
def generative_model() -> dict[str, str]:
    return {**regularise(), "answer": "a"}


@mistake(
    q.generalisation_gap,
    en="Give the phenomenon its name first. Does another nonlinearity act against it?",
    fr="Nommez d'abord le phénomène. Une autre non-linéarité agit-elle contre lui ?",
)
def other_activation() -> dict[str, str]:
    return {**regularise(), "answer": "c"}


@mistake(
    q.generalisation_gap,
    en="The letter is right, the reason is not: does it make the training set easier or harder to fit?",
    fr=r"""
    La lettre est bonne, pas la raison : le jeu d'entraînement devient-il plus facile ou plus dur à ajuster ?
    """,
)
def fits_faster() -> dict[str, str]:
    return {**regularise(), "b": "only_fits_faster"}


@reference(q.dropout)
def inverted_dropout(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(u >= p, x / (1 - p), 0.0) if training else np.array(x)


@cases(q.dropout, count=2)
def ordinary_units(rng: Rng) -> dict[str, Any]:
    shape = (3, 4)
    p = rng.uniform(0.25, 0.45)
    return {"x": rng.normal(size=shape), "u": _spread(rng, shape), "p": p, "training": True}


@cases(q.dropout)
def nearly_all_dropped(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(2, 8)), "u": _spread(rng, (2, 8)), "p": 0.91, "training": True}


@cases(q.dropout)
def nothing_dropped(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(1, 5)), "u": _spread(rng, (1, 5)), "p": 0.0, "training": True}


@cases(q.dropout)
def evaluated(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=(2, 3, 2)), "u": _spread(rng, (2, 3, 2)), "p": 0.8, "training": False}


@cases(q.dropout, edge=True)
def at_the_threshold(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=3), "u": np.array([0.25, 0.24, 0.26]), "p": 0.25, "training": True}


@cases(q.dropout, edge=True)
def infinite_unit(rng: Rng) -> dict[str, Any]:
    return {"x": np.array([np.inf, rng.normal()]), "u": np.array([0.1, 0.9]), "p": 0.5, "training": True}


@cases(q.dropout, edge=True)
def infinite_unit_kept(rng: Rng) -> dict[str, Any]:
    x = np.array([np.inf, -np.inf, rng.normal()])
    return {"x": x, "u": np.array([0.1, 0.9, 0.8]), "p": 0.5, "training": True}


def _spread(rng: Rng, shape: tuple[int, ...]) -> Any:
    """Evenly spaced uniforms in random order, so that units on both sides of `p` occur."""
    size = int(np.prod(shape))
    return rng.permutation((np.arange(size) + rng.uniform(0.4, 0.6)) / size).reshape(shape)


@mistake(
    q.dropout,
    en="Compare the mean output over many draws of `u` with the input.",
    fr="Comparez la sortie moyenne sur beaucoup de tirages de `u` avec l'entrée.",
)
def no_rescaling(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(u >= p, x, 0.0) if training else x


@mistake(
    q.dropout,
    en="This is the classic variant, which scales in evaluation. In the inverted one, where is it done?",
    fr="C'est la variante classique, qui met à l'échelle en évaluation. Où le fait la variante inversée ?",
)
def scaled_in_evaluation(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(u >= p, x, 0.0) if training else x * (1 - p)


@mistake(
    q.dropout,
    en="Try a very small `p`: most units should survive. Of what is it the probability?",
    fr="Essayez un `p` très petit : la plupart des unités doivent survivre. De quoi est-il la probabilité ?",
)
def probability_of_keeping(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(u < p, x / max(p, 1e-300), 0.0) if training else x


@mistake(
    q.dropout,
    en=r"""
    The right units survive, but with the wrong factor: test the expectation for a `p` other than one half.
    """,
    fr=r"""
    Les bonnes unités survivent, mais avec un mauvais facteur : testez l'espérance pour un `p` autre qu'un
    demi.
    """,
)
def divided_by_drop_probability(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(u >= p, x / np.float64(p), 0.0) if training else x


@mistake(
    q.dropout,
    en="Your evaluation still drops units; call it twice with different `u`.",
    fr="Votre évaluation abandonne encore des unités ; appelez-la deux fois avec des `u` différents.",
)
def active_in_evaluation(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(u >= p, x / (1 - p), 0.0)


@mistake(
    q.dropout,
    en="What does a product with a mask of zeros give where the unit is infinite?",
    fr="Que donne un produit par un masque de zéros là où l'unité est infinie ?",
)
def product_with_mask(x: Any, u: Any, p: float, training: bool) -> Any:
    return x * (u >= p) / (1 - p) if training else x


@mistake(
    q.dropout,
    en="Read again what happens to a unit whose `u` is exactly `p`.",
    fr="Relisez ce qu'il advient d'une unité dont le `u` vaut exactement `p`.",
)
def strict_threshold(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(u > p, x / (1 - p), 0.0) if training else x


@mistake(
    q.dropout,
    en="What replaces NaN may replace infinity, too: what becomes of an infinite unit that is kept?",
    fr="Ce qui remplace NaN peut remplacer aussi l'infini : que devient une unité infinie que l'on garde ?",
)
def repaired_product(x: Any, u: Any, p: float, training: bool) -> Any:
    units = product_with_mask.function(x, u, p, training)
    return np.where(np.isfinite(units), units, 0.0) if training else x


@alternative(q.dropout)
def dropped_first(x: Any, u: Any, p: float, training: bool) -> Any:
    return np.where(np.asarray(u) < p, 0.0, np.asarray(x) / (1 - p)) if training else x * 1.0


@alternative(q.dropout)
def unit_by_unit(x: Any, u: Any, p: float, training: bool) -> Any:
    if not training:
        return x.copy()
    kept = [value / (1 - p) if noise >= p else 0.0 for value, noise in zip(x.ravel(), u.ravel(), strict=True)]
    return np.array(kept).reshape(x.shape)


@alternative(q.dropout)
def masked_fill(x: Any, u: Any, p: float, training: bool) -> Any:
    import torch

    units = torch.from_numpy(np.array(x))
    return (units / (1 - p)).masked_fill(torch.from_numpy(np.array(u)) < p, 0.0) if training else units
