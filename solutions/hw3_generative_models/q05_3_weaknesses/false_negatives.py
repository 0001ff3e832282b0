"""Hidden twin of part 5.3.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q05_3_weaknesses as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.false_negatives)
def same_class(class_probabilities: Any, n: int) -> tuple[float, float]:
    p = class_probabilities
    return float(2 * (n - 1) * np.sum(p**2)), float(np.sum(p * (1 - (1 - p) ** (n - 1))))


@cases(q.false_negatives, count=2)
def unequal_classes(rng: Rng) -> dict[str, Any]:
    return {"class_probabilities": rng.dirichlet(np.ones(4)), "n": int(rng.integers(4, 12))}


@cases(q.false_negatives)
def imagenet(rng: Rng) -> dict[str, Any]:
    return {"class_probabilities": np.full(1000, 1e-3), "n": int(rng.integers(256, 4097))}


@cases(q.false_negatives)
def alone(rng: Rng) -> dict[str, Any]:
    return {"class_probabilities": rng.dirichlet(np.ones(3)), "n": 1}


@cases(q.false_negatives)
def one_class(rng: Rng) -> dict[str, Any]:
    return {"class_probabilities": np.ones(1), "n": int(rng.integers(2, 9))}


@cases(q.false_negatives)
def empty_class(rng: Rng) -> dict[str, Any]:
    return {"class_probabilities": np.append(rng.dirichlet(np.ones(2)), 0.0), "n": 3}


@cases(q.false_negatives, edge=True)
def alone_in_its_class(rng: Rng) -> dict[str, Any]:
    return {"class_probabilities": np.append(np.zeros(int(rng.integers(1, 4))), 1.0), "n": 1}


@alternative(q.false_negatives)
def through_logarithms(class_probabilities: Any, n: int) -> tuple[Any, Any]:
    if n == 1:
        return 0, 0
    met = -np.expm1((n - 1) * np.log1p(-class_probabilities))
    return 2 * (n - 1) * class_probabilities @ class_probabilities, class_probabilities @ met


@alternative(q.false_negatives)
def by_counting(class_probabilities: Any, n: int) -> tuple[float, float]:
    """Sums over the number of other images of the anchor's class, which is binomial."""
    expected, probability = 0.0, 0.0
    for p in np.unique(class_probabilities):
        share = p * np.sum(class_probabilities == p)
        chances = _binomial(n - 1, p)
        expected += share * sum(2 * k * chance for k, chance in enumerate(chances))
        probability += share * (1.0 - chances[0])
    return expected, probability


def _binomial(trials: int, p: float) -> Any:
    chances = np.append(1.0, np.zeros(trials))
    for _ in range(trials):
        chances[1:] = chances[1:] * (1 - p) + chances[:-1] * p
        chances[0] *= 1 - p
    return chances


@alternative(q.false_negatives)
def torch_complement(class_probabilities: Any, n: int) -> tuple[Any, Any]:
    import torch

    p = torch.as_tensor(class_probabilities)
    return (2 * n - 2) * p.square().sum(), 1 - (p * (1 - p).pow(n - 1)).sum()


@mistake(
    q.false_negatives,
    en="How many views does every other image bring into the batch?",
    fr="Combien de vues chaque autre image apporte-t-elle au lot ?",
)
def one_view_each(class_probabilities: Any, n: int) -> tuple[float, float]:
    return (n - 1) * float(np.sum(class_probabilities**2)), same_class(class_probabilities, n)[1]


@mistake(
    q.false_negatives,
    en="Does your count include the anchor's own second view? Try a batch of one image.",
    fr="Votre compte inclut-il la seconde vue de l'ancre elle-même ? Essayez un lot d'une seule image.",
)
def positive_counted(class_probabilities: Any, n: int) -> tuple[float, float]:
    return (2 * n - 1) * float(np.sum(class_probabilities**2)), same_class(class_probabilities, n)[1]


@mistake(
    q.false_negatives,
    en="That would hold if all classes were equally frequent. Try two classes, one of them very rare.",
    fr="Cela vaudrait si toutes les classes étaient équiprobables. Essayez deux classes, dont une très rare.",
)
def equally_frequent(class_probabilities: Any, n: int) -> tuple[float, float]:
    classes = len(class_probabilities)
    return 2 * (n - 1) / classes, 1 - (1 - 1 / classes) ** (n - 1)


@mistake(
    q.false_negatives,
    en="Your probability of no false negative treats the two views of one image as independent. Are they?",
    fr="Votre probabilité de n'avoir aucun faux négatif traite les deux vues d'une image comme "
    "indépendantes. Le sont-elles ?",
)
def views_independent(class_probabilities: Any, n: int) -> tuple[float, float]:
    p = class_probabilities
    return same_class(p, n)[0], float(np.sum(p * (1 - (1 - p) ** (2 * (n - 1)))))


@mistake(
    q.false_negatives,
    en="All other images are compared with the same anchor: are these events independent before you know "
    "its class?",
    fr="Toutes les autres images sont comparées à la même ancre : ces événements sont-ils indépendants "
    "avant d'en connaître la classe ?",
)
def class_not_conditioned(class_probabilities: Any, n: int) -> tuple[float, float]:
    collision = float(np.sum(class_probabilities**2))
    return 2 * (n - 1) * collision, 1 - (1 - collision) ** (n - 1)


@mistake(
    q.false_negatives,
    en="Should your second value grow or fall with the number of images?",
    fr="Votre seconde valeur devrait-elle croître ou décroître avec le nombre d'images ?",
)
def probability_of_none(class_probabilities: Any, n: int) -> tuple[float, float]:
    return same_class(class_probabilities, n)[0], 1 - same_class(class_probabilities, n)[1]


@mistake(
    q.false_negatives,
    en="Only one of the two values can exceed one. In which order are they asked for?",
    fr="Une seule des deux valeurs peut dépasser un. Dans quel ordre sont-elles demandées ?",
)
def order_exchanged(class_probabilities: Any, n: int) -> tuple[float, float]:
    expected, probability = same_class(class_probabilities, n)
    return probability, expected


@mistake(
    q.false_negatives,
    en="NaN for a single image of the only class: what does zero times the logarithm of zero give?",
    fr="NaN pour une seule image de la seule classe : que donne zéro fois le logarithme de zéro ?",
)
def logarithm_of_no_chance(class_probabilities: Any, n: int) -> tuple[Any, Any]:
    met = -np.expm1((n - 1) * np.log1p(-class_probabilities))
    return same_class(class_probabilities, n)[0], class_probabilities @ met
