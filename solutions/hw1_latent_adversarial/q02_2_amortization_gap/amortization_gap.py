"""Hidden twin of part 2.2.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q02_2_amortization_gap as q
from autograder.question import Rng, alternative, baseline, cases, follows, mistake, reference
from solutions.hw1_latent_adversarial.q02_1_expected_log_likelihood.expected_log_likelihood_lines import (
    divergence,
    times_log,
)


def elbo_table(joint: Any, family: Any) -> Any:
    return np.log(joint) @ family.T - np.sum(times_log(family, family), axis=1)


def reached(elbo: Any, encoders: Any) -> Any:
    """The ELBO of each encoder (row) on each datum (column)."""
    return elbo[np.arange(len(elbo)), encoders]


def finish(elbo: Any, log_px: Any, own: Any) -> dict[str, Any]:
    """All lines, for an encoder that reaches these ELBOs."""
    amortized, instance = log_px - own, log_px - elbo.max(axis=1)
    return {
        "elbo": elbo,
        "log_px": log_px,
        "kl_amortized": amortized,
        "kl_instance": instance,
        "gap": amortized - instance,
    }


@reference(q.amortization_gap)
def both_divergences(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    elbo = elbo_table(joint, family)
    values = reached(elbo, encoders)
    return finish(elbo, np.log(joint.sum(axis=1)), values[np.argmax(values.sum(axis=1))])


@follows(q.amortization_gap, "kl_instance")
def best_of_own_table(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["log_px"], np.max(lines["elbo"], axis=1))


@follows(q.amortization_gap, "gap")
def difference_of_own_divergences(lines: Any, joint: Any, **_: Any) -> Any:
    return np.reshape(np.subtract(lines["kl_amortized"], lines["kl_instance"]), len(joint))


def situation(rng: Rng, data: int, states: int, members: int, encoders: int) -> dict[str, Any]:
    return {
        "joint": rng.uniform(0.02, 0.5, size=(data, states)),
        "family": rng.dirichlet(np.ones(states), size=members),
        "encoders": rng.integers(0, members, size=(encoders, data)),
    }


def _tells_apart(joint: Any, family: Any, encoders: Any) -> bool:
    """Whether the best encoder differs from the first, the worst, the one with the best single datum, ..."""
    values = reached(elbo_table(joint, family), encoders)
    totals = np.sum(values, axis=1)
    best, runner_up = np.argsort(totals)[::-1][:2]
    others = {0, int(np.argmin(totals)), int(np.argmax(values.max(axis=1)))}
    below = values.max(axis=0) - values[best] > 0.05
    return best not in others and totals[best] - totals[runner_up] > 0.05 and bool(below.any())


def _telling(rng: Rng, *sizes: int) -> dict[str, Any]:
    while not _tells_apart(**(drawn := situation(rng, *sizes))):
        pass
    return drawn


@cases(q.amortization_gap, count=2)
def ordinary_encoders(rng: Rng) -> dict[str, Any]:
    return _telling(rng, 4, 3, 5, 4)


@cases(q.amortization_gap)
def many_encoders(rng: Rng) -> dict[str, Any]:
    return _telling(rng, 5, 4, 6, 12)


@cases(q.amortization_gap)
def one_datum(rng: Rng) -> dict[str, Any]:
    return situation(rng, 1, 3, 4, 2)


@cases(q.amortization_gap)
def one_member(rng: Rng) -> dict[str, Any]:
    return situation(rng, 3, 3, 1, 1)


@cases(q.amortization_gap, edge=True)
def members_with_zeros(rng: Rng) -> dict[str, Any]:
    drawn = _telling(rng, 3, 3, 4, 5)
    return {**drawn, "family": np.vstack([drawn["family"][:-1], np.eye(3)[rng.integers(3)]])}


@mistake(
    q.amortization_gap,
    en="`kl_amortized` uses the encoder that fits one datum best. How many data does the criterion of "
    "$\\phi^*$ hear?",
    fr="`kl_amortized` prend l'encodeur qui convient le mieux à une donnée. Combien de données le critère de "
    "$\\phi^*$ écoute-t-il ?",
)
def best_for_one_datum(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    elbo = elbo_table(joint, family)
    values = reached(elbo, encoders)
    return finish(elbo, np.log(joint.sum(axis=1)), values[np.argmax(values.max(axis=1))])


@mistake(
    q.amortization_gap,
    en="`kl_amortized` uses the worst encoder. Is the criterion of $\\phi^*$ maximised or minimised?",
    fr="`kl_amortized` prend le pire encodeur. Le critère de $\\phi^*$ est-il maximisé ou minimisé ?",
)
def worst_encoder(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    elbo = elbo_table(joint, family)
    values = reached(elbo, encoders)
    return finish(elbo, np.log(joint.sum(axis=1)), values[np.argmin(values.sum(axis=1))])


@mistake(
    q.amortization_gap,
    en="`kl_amortized` uses the first encoder, whatever it is worth. Change the order of the rows of "
    "`encoders`: should anything change?",
    fr="`kl_amortized` prend le premier encodeur, quoi qu'il vaille. Changez l'ordre des lignes de "
    "`encoders` : quelque chose devrait-il changer ?",
)
def first_encoder(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    elbo = elbo_table(joint, family)
    return finish(elbo, np.log(joint.sum(axis=1)), reached(elbo, encoders)[0])


@mistake(
    q.amortization_gap,
    en="In `kl_amortized` each datum has an encoder of its own. How many networks are trained?",
    fr="Dans `kl_amortized`, chaque donnée a son propre encodeur. Combien de réseaux entraîne-t-on ?",
)
def encoder_for_each_datum(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    elbo = elbo_table(joint, family)
    return finish(elbo, np.log(joint.sum(axis=1)), reached(elbo, encoders).max(axis=0))


@mistake(
    q.amortization_gap,
    en="`kl_amortized` averages over the encoders. Which of them does training choose?",
    fr="`kl_amortized` moyenne sur les encodeurs. Lequel l'entraînement choisit-il ?",
)
def mean_encoder(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    elbo = elbo_table(joint, family)
    return finish(elbo, np.log(joint.sum(axis=1)), reached(elbo, encoders).mean(axis=0))


@mistake(
    q.amortization_gap,
    en="`elbo` rewards a $q$ that stands on the best state alone. Put the posterior in the family: is its "
    "ELBO the evidence?",
    fr="`elbo` récompense un $q$ concentré sur le meilleur état. Mettez le postérieur dans la famille : son "
    "ELBO atteint-il l'évidence ?",
)
def elbo_without_entropy(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    elbo = np.log(joint) @ family.T
    values = reached(elbo, encoders)
    return finish(elbo, np.log(joint.sum(axis=1)), values[np.argmax(values.sum(axis=1))])


@mistake(
    q.amortization_gap,
    en="The divergence is turned round: what is missing between `elbo` and `log_px`, line by line?",
    fr="La divergence est renversée : que manque-t-il entre `elbo` et `log_px`, ligne par ligne ?",
)
def divergence_reversed(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    lines = both_divergences(joint, family, encoders)
    posterior = joint / joint.sum(axis=1, keepdims=True)
    turned = divergence(posterior[:, None], family[None])
    values = reached(lines["elbo"], encoders)
    amortized = reached(turned, encoders)[np.argmax(values.sum(axis=1))]
    instance = turned.min(axis=1)
    return {**lines, "kl_amortized": amortized, "kl_instance": instance, "gap": amortized - instance}


@mistake(
    q.amortization_gap,
    en="Your `gap` is negative. Which of the two could choose more freely?",
    fr="Votre `gap` est négatif. Laquelle des deux pouvait choisir plus librement ?",
)
def smaller_minus_larger(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    lines = both_divergences(joint, family, encoders)
    return {**lines, "gap": -lines["gap"]}


@mistake(
    q.amortization_gap,
    en="Your `log_px` is the same for all data. What is summed in the evidence of one datum?",
    fr="Votre `log_px` est le même pour toutes les données. Que somme-t-on dans l'évidence d'une donnée ?",
)
def evidence_of_all_data(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    lines = both_divergences(joint, family, encoders)
    return {**lines, "log_px": np.full(len(joint), np.log(joint.sum()))}


@mistake(
    q.amortization_gap,
    en="NaN for members of the family with a zero: what is the limit of $t \\log t$ as $t$ goes to zero?",
    fr="NaN pour les membres de la famille qui ont un zéro : quelle est la limite de $t \\log t$ quand $t$ "
    "tend vers zéro ?",
)
def zero_times_log_zero(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    elbo = np.log(joint) @ family.T - np.sum(family * np.log(family), axis=1)
    values = reached(elbo, encoders)
    return finish(elbo, np.log(joint.sum(axis=1)), values[np.argmax(values.sum(axis=1))])


@baseline(q.amortization_gap)
def gap_by_loops(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    pairs = [[list(zip(member, row, strict=True)) for member in family] for row in joint]
    elbo = [[sum(p * np.log(j / p) for p, j in pair if p > 0) for pair in row] for row in pairs]
    totals = [sum(row[member] for row, member in zip(elbo, names, strict=True)) for names in encoders]
    chosen = encoders[totals.index(max(totals))]
    log_px = [np.log(sum(row)) for row in joint]
    amortized = [px - row[member] for px, row, member in zip(log_px, elbo, chosen, strict=True)]
    instance = [px - max(row) for px, row in zip(log_px, elbo, strict=True)]
    gap = [a - b for a, b in zip(amortized, instance, strict=True)]
    values = (np.array(elbo), log_px, amortized, instance, gap)
    return dict(zip(("elbo", "log_px", "kl_amortized", "kl_instance", "gap"), values, strict=True))


@alternative(q.amortization_gap)
def divergences_first(joint: Any, family: Any, encoders: Any) -> dict[str, Any]:
    import torch

    joint, family, names = torch.tensor(joint), torch.tensor(family), torch.tensor(encoders)
    log_px = joint.sum(1).log()
    posterior = joint / joint.sum(1, keepdim=True)
    missing = (torch.xlogy(family, family) - torch.xlogy(family, posterior[:, None])).sum(2)
    by_encoder = missing.gather(1, names.T).T
    amortized, instance = by_encoder[by_encoder.sum(1).argmin()], missing.amin(1)
    return {
        "elbo": log_px[:, None] - missing,
        "log_px": log_px,
        "kl_amortized": amortized,
        "kl_instance": instance,
        "gap": amortized - instance,
    }
