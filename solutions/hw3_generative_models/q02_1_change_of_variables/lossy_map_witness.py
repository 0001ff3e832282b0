"""Hidden twin of part 2.1.4."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models.q02_1_change_of_variables import lossy_map_witness as q
from autograder.question import Function, Rng, alternative, hidden_law, mistake, reference


@reference(q.lossy_map_witness)
def merged_pair() -> tuple[Any, Any, Any]:
    return np.array([0.9, 0.1]), np.array([0.1, 0.9]), np.array([0, 0])


def _read_witness(f: Function) -> tuple[Any, Any, Any] | None:
    """The arrays of an untrusted witness, if their sizes and labels are in order."""
    p, second, labels = (np.asarray(array, dtype=float) for array in f())
    sizes = 2 <= p.size <= 1000 and p.shape == second.shape == labels.shape == (p.size,)
    if not sizes or not np.isfinite(labels).all() or (labels != np.round(labels)).any():
        return None
    return p, second, labels


def _is_distribution(values: Any) -> bool:
    return bool(np.all(values > 0) and np.all(values <= 1) and abs(np.sum(values) - 1) <= 1e-6)


def _divergence(p: Any, other: Any) -> float:
    return float(np.sum(p * (np.log(p) - np.log(other))))


@hidden_law(
    q.lossy_map_witness,
    en="The three arrays should have the same length, at least 2 and at most 1000, and the labels should "
    "be integers.",
    fr="Les trois tableaux doivent avoir la même longueur, de 2 à 1000, et les étiquettes doivent être "
    "des entiers.",
)
def same_length(f: Function, rng: Rng) -> tuple[Any, Any]:
    return _read_witness(f) is not None, True


@hidden_law(
    q.lossy_map_witness,
    en="`p` and `q` should be distributions: every number above zero, and a sum of one.",
    fr="`p` et `q` doivent être des lois : des nombres tous strictement positifs, de somme un.",
)
def distributions(f: Function, rng: Rng) -> tuple[Any, Any]:
    witness = _read_witness(f)
    return witness is not None and _is_distribution(witness[0]) and _is_distribution(witness[1]), True


@hidden_law(
    q.lossy_map_witness,
    en="No two atoms share a label, so the map can be inverted. How could anything be lost?",
    fr="Aucune étiquette n'est partagée : l'application est inversible. Que pourrait-elle perdre ?",
)
def shared_label(f: Function, rng: Rng) -> tuple[Any, Any]:
    witness = _read_witness(f)
    return witness is not None and np.unique(witness[2]).size < witness[2].size, True


@hidden_law(
    q.lossy_map_witness,
    en="The map loses too little: compute both divergences of your example.",
    fr="L'application perd trop peu : calculez les deux divergences de votre exemple.",
)
def loses_enough(f: Function, rng: Rng) -> tuple[Any, Any]:
    witness = _read_witness(f)
    if witness is None or not (_is_distribution(witness[0]) and _is_distribution(witness[1])):
        return False, True
    p, other, labels = witness
    place = np.unique(labels, return_inverse=True)[1]
    after = _divergence(np.bincount(place, p), np.bincount(place, other))
    return _divergence(p, other) - after >= 0.1 - 1e-9, True


@mistake(
    q.lossy_map_witness,
    en="Each atom has its own label: this map can be inverted.",
    fr="Chaque atome a sa propre étiquette : cette application est inversible.",
)
def permutation() -> tuple[Any, Any, Any]:
    return np.array([0.9, 0.1]), np.array([0.1, 0.9]), np.array([1, 0])


@mistake(
    q.lossy_map_witness,
    en="The two distributions are equal: there is nothing to lose.",
    fr="Les deux lois sont égales : il n'y a rien à perdre.",
)
def nothing_to_lose() -> tuple[Any, Any, Any]:
    return np.array([0.5, 0.5]), np.array([0.5, 0.5]), np.array([0, 0])


@mistake(
    q.lossy_map_witness,
    en="Compare the ratio of the two probabilities among the atoms that you merge. When does merging lose "
    "something?",
    fr="Comparez le rapport des deux probabilités entre les atomes que vous fusionnez. Quand la fusion "
    "perd-elle quelque chose ?",
)
def merged_at_equal_ratio() -> tuple[Any, Any, Any]:
    return np.array([0.2, 0.2, 0.6]), np.array([0.4, 0.4, 0.2]), np.array([0, 0, 1])


@mistake(
    q.lossy_map_witness,
    en="One of the probabilities is zero; the divergence is then at a limit. Keep them all positive.",
    fr="L'une des probabilités est nulle ; la divergence est alors un cas limite. Gardez-les toutes "
    "strictement positives.",
)
def zero_probability() -> tuple[Any, Any, Any]:
    return np.array([1.0, 0.0]), np.array([0.5, 0.5]), np.array([0, 0])


@alternative(q.lossy_map_witness)
def two_of_three() -> tuple[Any, Any, Any]:
    return np.array([0.7, 0.1, 0.2]), np.array([0.1, 0.7, 0.2]), np.array([5, 5, -2])


@alternative(q.lossy_map_witness)
def two_pairs() -> tuple[Any, Any, Any]:
    return [0.4, 0.1, 0.4, 0.1], [0.1, 0.4, 0.1, 0.4], [0, 0, 1, 1]


@alternative(q.lossy_map_witness)
def parity_of_many() -> tuple[Any, Any, Any]:
    p = np.linspace(1.0, 9.0, 400)
    return p / p.sum(), p[::-1] / p.sum(), np.arange(400) % 2
