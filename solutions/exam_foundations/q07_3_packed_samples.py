"""Hidden twin of question 7.3."""

from __future__ import annotations

from itertools import combinations_with_replacement, product
from math import factorial
from typing import Any

import numpy as np

from assignments.exam_foundations import q07_3_packed_samples as q
from autograder.question import Rng, Text, alternative, cases, hidden_law, mistake, reference, rubric


@reference(q.packed_total_variation)
def all_packs(p_data: Any, p_g: Any, m: int) -> Any:
    return 0.5 * np.sum(np.abs(packs(p_data, m) - packs(p_g, m)))


def packs(p: Any, m: int) -> Any:
    """The probabilities of all packs of m outcomes."""
    found = np.ones(1)
    for _ in range(m):
        found = np.outer(found, p).ravel()
    return found


@cases(q.packed_total_variation, count=3)
def ordinary_packs(rng: Rng) -> dict[str, Any]:
    p_data, p_g = rng.dirichlet(np.ones(4), size=2)
    return {"p_data": p_data, "p_g": p_g, "m": int(rng.integers(3, 5))}


@cases(q.packed_total_variation)
def single_sample(rng: Rng) -> dict[str, Any]:
    p_data, p_g = rng.dirichlet(np.ones(5), size=2)
    return {"p_data": p_data, "p_g": p_g, "m": 1}


@cases(q.packed_total_variation)
def perfect_generator(rng: Rng) -> dict[str, Any]:
    p_data = rng.dirichlet(np.ones(3))
    return {"p_data": p_data, "p_g": p_data.copy(), "m": 2}


@cases(q.packed_total_variation, edge=True)
def missing_modes(rng: Rng) -> dict[str, Any]:
    p_data, p_g = rng.dirichlet(np.ones(4)), rng.dirichlet(np.ones(2))
    return {"p_data": np.append(p_data, 0.0), "p_g": np.concatenate([[0.0], p_g, [0.0, 0.0]]), "m": 3}


@mistake(
    q.packed_total_variation,
    en="What is the distance of two generators that share no outcome? Compare with yours.",
    fr="Quelle est la distance de deux lois qui n'ont aucune issue commune ? Comparez avec la vôtre.",
)
def half_forgotten(p_data: Any, p_g: Any, m: int) -> Any:
    return 2 * all_packs(p_data, p_g, m)


@mistake(
    q.packed_total_variation,
    en="Yours grows without end with $m$: can a total variation distance do that?",
    fr="La vôtre croît sans fin avec $m$ : une distance en variation totale le peut-elle ?",
)
def proportional_to_m(p_data: Any, p_g: Any, m: int) -> Any:
    return m * all_packs(p_data, p_g, 1)


@mistake(
    q.packed_total_variation,
    en="Yours depends on the distance for one sample only; then collapsed and spread would look the same.",
    fr="La vôtre ne dépend que de la distance pour un échantillon : effondré ou non, tout se ressemblerait.",
)
def bound_of_independent_chances(p_data: Any, p_g: Any, m: int) -> Any:
    return 1 - (1 - all_packs(p_data, p_g, 1)) ** m


@mistake(
    q.packed_total_variation,
    en="Do the probabilities of all your packs sum to one? A pack has an order.",
    fr="Les probabilités de tous vos paquets ont-elles pour somme un ? Un paquet a un ordre.",
)
def unordered_packs(p_data: Any, p_g: Any, m: int) -> Any:
    kinds = [list(kind) for kind in combinations_with_replacement(range(len(p_data)), m)]
    return 0.5 * sum(abs(np.prod(p_data[kind]) - np.prod(p_g[kind])) for kind in kinds)


@mistake(
    q.packed_total_variation,
    en="Your distance does not depend on $m$: are the samples of a pack copies of one another?",
    fr="Votre distance ne dépend pas de $m$ : les échantillons d'un paquet sont-ils des copies ?",
)
def copies_of_one_sample(p_data: Any, p_g: Any, m: int) -> Any:
    return all_packs(p_data, p_g, 1)


@mistake(
    q.packed_total_variation,
    en="You keep only the packs whose samples are all alike: what about the mixed ones?",
    fr="Vous ne gardez que les paquets d'échantillons tous pareils : et les paquets mélangés ?",
)
def pure_packs(p_data: Any, p_g: Any, m: int) -> Any:
    return 0.5 * np.sum(np.abs(p_data**m - p_g**m))


@mistake(
    q.packed_total_variation,
    en="Raising probabilities to a power and normalising again sharpens them; it does not draw twice.",
    fr="Élever des probabilités à une puissance et renormaliser les durcit ; ce n'est pas tirer deux fois.",
)
def sharpened(p_data: Any, p_g: Any, m: int) -> Any:
    return all_packs(p_data**m / np.sum(p_data**m), p_g**m / np.sum(p_g**m), 1)


@mistake(
    q.packed_total_variation,
    en="NaN where an outcome has probability zero: do you need logarithms for a product?",
    fr="NaN là où une issue est de probabilité nulle : faut-il des logarithmes pour un produit ?",
)
def product_by_logarithms(p_data: Any, p_g: Any, m: int) -> Any:
    counts = np.array(
        [np.bincount(pack, minlength=len(p_data)) for pack in product(range(len(p_data)), repeat=m)]
    )
    return 0.5 * np.sum(np.abs(np.exp(counts @ np.log(p_data)) - np.exp(counts @ np.log(p_g))))


@alternative(q.packed_total_variation)
def pack_by_pack(p_data: Any, p_g: Any, m: int) -> Any:
    total = 0.0
    for pack in product(range(len(p_data)), repeat=m):
        index = list(pack)
        total += min(np.prod(p_data[index]), np.prod(p_g[index]))
    return 1 - total


@alternative(q.packed_total_variation)
def kinds_with_their_orders(p_data: Any, p_g: Any, m: int) -> Any:
    total = 0.0
    for kind in combinations_with_replacement(range(len(p_data)), m):
        counts = np.bincount(kind, minlength=len(p_data))
        orders = factorial(m) / np.prod([factorial(count) for count in counts])
        total += orders * abs(np.prod(p_data**counts) - np.prod(p_g**counts))
    return total / 2


@alternative(q.packed_total_variation)
def outer_products_with_torch(p_data: Any, p_g: Any, m: int) -> Any:
    import torch

    data, generated = (torch.tensor(p, dtype=torch.float64) for p in (p_data, p_g))
    real = fake = torch.ones(1, dtype=torch.float64)
    for _ in range(m):
        real, fake = torch.kron(real, data), torch.kron(fake, generated)
    return (real - fake).clamp(min=0).sum()


@reference(q.packing_witness)
def one_of_four_is_missing() -> dict[str, Any]:
    return example([0.25] * 4, [0, 1 / 3, 1 / 3, 1 / 3], [0.375, 0.375, 0.125, 0.125])


def example(p_data: Any, collapsed: Any, spread: Any) -> dict[str, Any]:
    return {"p_data": np.array(p_data), "collapsed": np.array(collapsed), "spread": np.array(spread)}


def are_probabilities(*arrays: Any) -> bool:
    """Whether the arrays are distributions over the same 2 to 10 outcomes."""
    if any(array.shape != arrays[0].shape for array in arrays) or not 2 <= arrays[0].size <= 10:
        return False
    values = np.stack(arrays)
    return bool((values >= 0).all() and (np.abs(values.sum(axis=1) - 1) <= 1.001e-6).all())


@hidden_law(
    q.packing_witness,
    en="One of the four conditions is broken: compute the distances for one sample and for two with 7.3.1.",
    fr="L'une des quatre conditions n'est pas remplie : calculez avec 7.3.1 les distances pour un et deux.",
)
def packs_tell_them_apart(f: Any, rng: Rng) -> tuple[Any, Any]:
    answer = f()
    data, collapsed, spread = (np.asarray(answer[key], float) for key in ("p_data", "collapsed", "spread"))
    if not are_probabilities(data, collapsed, spread):
        return [False] * 4, [True] * 4
    first, second = ([all_packs(data, p, m) for p in (collapsed, spread)] for m in (1, 2))
    conditions = [
        abs(first[0] - first[1]) <= 1.001e-6 and first[0] >= 0.1 - 1e-9,
        bool(np.any((collapsed <= 0) & (data >= 0.1 - 1e-9))),
        bool(np.all(spread >= data / 2 - 1e-9)),
        second[0] - second[1] >= 0.05 - 1e-9,
    ]
    return [bool(condition) for condition in conditions], [True] * 4


@mistake(
    q.packing_witness,
    en="Both generators lose a mode: what would one look like that keeps them all, but in wrong proportions?",
    fr="Les deux générateurs perdent un mode : comment les garder tous, mais en de mauvaises proportions ?",
)
def both_collapsed() -> dict[str, Any]:
    return example([0.25] * 4, [0, 1 / 3, 1 / 3, 1 / 3], [1 / 3, 0, 1 / 3, 1 / 3])


@mistake(
    q.packing_witness,
    en="One sample already tells these two generators apart: which distance has each at $m = 1$?",
    fr="Un seul échantillon distingue déjà ces deux générateurs : à quelle distance sont-ils pour $m = 1$ ?",
)
def unequal_from_the_start() -> dict[str, Any]:
    return example([0.25] * 4, [0, 1 / 3, 1 / 3, 1 / 3], [0.3, 0.3, 0.2, 0.2])


@mistake(
    q.packing_witness,
    en="A generator that is exact has distance zero: the two distances for one sample must be the same.",
    fr="Un générateur exact est à distance nulle : les distances pour un échantillon doivent être égales.",
)
def perfect_spread() -> dict[str, Any]:
    return example([0.25] * 4, [0, 1 / 3, 1 / 3, 1 / 3], [0.25] * 4)


@mistake(
    q.packing_witness,
    en="Each outcome is still drawn by your collapsed generator: no mode is missing.",
    fr="Chaque issue est encore tirée par votre générateur effondré : aucun mode ne manque.",
)
def nothing_is_missing() -> dict[str, Any]:
    return example([0.2] * 5, [0.01, 0.2475, 0.2475, 0.2475, 0.2475], [0.295, 0.295, 0.1367, 0.1367, 0.1366])


@alternative(q.packing_witness)
def one_of_five_is_missing() -> dict[str, Any]:
    return example([0.2] * 5, [0, 0.25, 0.25, 0.25, 0.25], [0.3, 0.3, 0.4 / 3, 0.4 / 3, 0.4 / 3])


@alternative(q.packing_witness)
def unequal_data() -> dict[str, Any]:
    return example([0.3, 0.3, 0.4], [0.0, 0.45, 0.55], [0.6, 0.15, 0.25])


how_packs_help_rubric = rubric(
    q.how_packs_help,
    (
        1,
        Text(
            en=r"""
            The discriminator receives several samples jointly (concatenated), all real or all generated, and
            gives one verdict; the rest of the training is unchanged.
            """,
            fr=r"""
            Le discriminateur reçoit plusieurs échantillons conjointement (concaténés), tous réels ou tous
            engendrés, et rend un seul verdict ; le reste de l'entraînement est inchangé.
            """,
        ),
    ),
    (
        1,
        Text(
            en=r"""
            Lack of diversity is invisible in one sample but shows in a pack (repeated or missing modes): the
            product distributions $P^m$ and $Q^m$ are compared, and they differ more for a collapsed generator
            than for a spread one, which is thus penalised less.
            """,
            fr=r"""
            Le manque de diversité est invisible dans un échantillon mais apparaît dans un paquet (modes
            répétés ou absents) : on compare les lois produits $P^m$ et $Q^m$, qui diffèrent davantage pour un
            générateur effondré que pour un générateur étalé, ainsi moins pénalisé.
            """,
        ),
    ),
)
