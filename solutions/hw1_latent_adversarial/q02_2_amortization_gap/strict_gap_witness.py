"""Hidden twin of part 2.2.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q02_2_amortization_gap as q
from autograder.question import Function, Rng, alternative, hidden_law, mistake, reference
from solutions.hw1_latent_adversarial.q02_2_amortization_gap.amortization_gap import elbo_table, reached

LONGEST = 50
GAP = 0.01


@reference(q.strict_gap_witness)
def constant_encoder() -> tuple[Any, Any, Any]:
    symmetric = np.array([[0.4, 0.1], [0.1, 0.4]])
    return symmetric, 2 * symmetric, np.array([[0, 0]])


def read_situation(f: Function) -> tuple[Any, Any, Any] | None:
    """The arrays of an untrusted witness, if they describe a situation of the size that is allowed."""
    joint, family, encoders = (np.asarray(array, dtype=float) for array in f())
    if max(*joint.shape, *family.shape, *encoders.shape) > LONGEST or min(joint.size, encoders.size) == 0:
        return None
    fitting = joint.shape[1] == family.shape[1] and joint.shape[0] == encoders.shape[1] >= 2
    positive = np.isfinite(joint).all() and (joint > 0).all() and (family >= 0).all()
    normalised = (np.abs(family.sum(axis=1) - 1) <= 1.001e-6).all()
    named = np.isin(encoders, np.arange(len(family))).all()
    return (joint, family, encoders.astype(int)) if fitting and positive and normalised and named else None


def gaps_of_best(joint: Any, family: Any, encoders: Any) -> Any:
    """The gap of each datum, a row for each encoder that is best up to rounding."""
    elbo = elbo_table(joint, family)
    values = reached(elbo, encoders)
    totals = np.sum(values, axis=1)
    best = totals >= totals.max() - 1e-12 * max(1.0, abs(totals.max()))
    return elbo.max(axis=1) - values[best]


@hidden_law(
    q.strict_gap_witness,
    en="Nothing is lost in your example: for no datum does the gap exceed the limit. If it looks otherwise, "
    "check that the shapes fit together, that the joint is positive, that members sum to one, and that "
    "encoders name rows of the family.",
    fr="Rien n'est perdu dans votre exemple : l'écart ne dépasse le seuil pour aucune donnée. Si vous voyez "
    "autre chose, vérifiez que les formes concordent, que la loi jointe est strictement positive, que les "
    "membres ont pour somme un et que les encodeurs désignent des lignes de la famille.",
)
def one_datum_loses(f: Function, rng: Rng) -> tuple[Any, Any]:
    found = read_situation(f)
    return found is not None and bool((gaps_of_best(*found) > GAP).any()), True


@hidden_law(
    q.strict_gap_witness,
    en="Some datum loses by sharing the encoder, but no other is served perfectly. Compute `gap` with 2.2.1.",
    fr="Une donnée perd à partager l'encodeur, mais aucune autre n'est servie parfaitement. Calculez `gap` "
    "avec 2.2.1.",
)
def another_loses_nothing(f: Function, rng: Rng) -> tuple[Any, Any]:
    found = read_situation(f)
    gaps = np.zeros((1, 1)) if found is None else gaps_of_best(*found)
    return bool(((gaps > GAP).any(axis=1) & (gaps < 1e-9).any(axis=1)).any()), True


@mistake(
    q.strict_gap_witness,
    en="Your network can give each datum its own optimum. Leave it fewer choices.",
    fr="Votre réseau peut donner à chaque donnée son propre optimum. Laissez-lui moins de choix.",
)
def flexible_encoder() -> tuple[Any, Any, Any]:
    joint, family, _ = constant_encoder()
    return joint, family, np.array([[0, 1]])


@mistake(
    q.strict_gap_witness,
    en="With a single datum the encoder has nothing to share.",
    fr="Avec une seule donnée, l'encodeur n'a rien à partager.",
)
def single_datum() -> tuple[Any, Any, Any]:
    joint, family, _ = constant_encoder()
    return joint[:1], family, np.array([[1]])


@mistake(
    q.strict_gap_witness,
    en="Sum each row of your family: a member of $\\mathcal{Q}$ is a probability vector.",
    fr="Sommez chaque ligne de votre famille : un membre de $\\mathcal{Q}$ est un vecteur de probabilités.",
)
def family_not_normalised() -> tuple[Any, Any, Any]:
    joint, _, encoders = constant_encoder()
    return joint, np.array([[0.8, 0.8], [0.2, 0.8]]), encoders


@mistake(
    q.strict_gap_witness,
    en="Here the compromise costs every datum something. Let the encoder please one of them entirely.",
    fr="Ici, le compromis coûte à chaque donnée. Que l'encodeur en contente une entièrement.",
)
def all_lose() -> tuple[Any, Any, Any]:
    joint, family, _ = constant_encoder()
    return joint, np.vstack([family, [0.5, 0.5]]), np.array([[2, 2]])


@mistake(
    q.strict_gap_witness,
    en="Does every entry of `encoders` name a row of the family? They are counted from zero.",
    fr="Chaque élément de `encoders` désigne-t-il une ligne de la famille ? On les compte à partir de zéro.",
)
def counted_from_one() -> tuple[Any, Any, Any]:
    joint, family, _ = constant_encoder()
    return joint, family, np.array([[2, 2]])


@mistake(
    q.strict_gap_witness,
    en="A family with one member leaves per-datum inference no choice either.",
    fr="Une famille à un seul membre ne laisse pas non plus le choix à l'inférence par donnée.",
)
def family_of_one() -> tuple[Any, Any, Any]:
    joint, family, encoders = constant_encoder()
    return joint, family[:1], encoders


@alternative(q.strict_gap_witness)
def three_states() -> tuple[Any, Any, Any]:
    joint = np.array([[0.3, 0.2, 0.1], [0.01, 0.2, 0.4]])
    return joint, np.array([[0.5, 0.3, 0.2], [0.1, 0.3, 0.6]]), np.array([[1, 1]])


@alternative(q.strict_gap_witness)
def two_equal_encoders() -> tuple[Any, Any, Any]:
    joint, family, _ = constant_encoder()
    return joint, family, np.array([[0, 0], [1, 1]])


@alternative(q.strict_gap_witness)
def point_masses_at_any_scale() -> tuple[Any, Any, Any]:
    joint = 1e-280 * np.array([[9.0, 1.0], [1.0, 9.0], [8.0, 2.0]])
    return joint, np.eye(2), np.array([[0, 0, 0], [0, 0, 1]])
