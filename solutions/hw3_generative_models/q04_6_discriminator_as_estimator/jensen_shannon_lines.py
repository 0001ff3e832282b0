"""Hidden twin of part 4.6a.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models.q04_6_discriminator_as_estimator import jensen_shannon_lines as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw3_generative_models.q04_adversarial_networks import times_log


@reference(q.jensen_shannon_lines)
def divergence_lines(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    total = f0 + f1
    d_star = np.where(total > 0, f1 / np.where(total > 0, total, 1.0), 0.5)
    value = np.sum(weights * (times_log(f1, d_star) + times_log(f0, 1 - d_star)))
    kl0, kl1 = (_kl(density, total / 2, weights) for density in (f0, f1))
    return {
        "D_star": d_star,
        "value": value,
        "kl0": kl0,
        "kl1": kl1,
        "jsd": 0.5 * (kl0 + kl1),
        "jsd_from_value": 0.5 * value + np.log(2.0),
    }


def _kl(density: Any, other: Any, weights: Any) -> Any:
    return np.sum(weights * (times_log(density, density) - times_log(density, other)))


@follows(q.jensen_shannon_lines, "value")
def value_of_own_discriminator(lines: Any, f0: Any, f1: Any, weights: Any) -> Any:
    d = np.asarray(lines["D_star"])
    return np.sum(weights * (times_log(f1, d) + times_log(f0, 1 - d)))


@follows(q.jensen_shannon_lines, "jsd")
def mean_of_own_divergences(lines: Any, **_: Any) -> Any:
    return 0.5 * (lines["kl0"] + lines["kl1"])


@follows(q.jensen_shannon_lines, "jsd_from_value")
def relation_to_own_value(lines: Any, **_: Any) -> Any:
    return 0.5 * lines["value"] + np.log(2.0)


@cases(q.jensen_shannon_lines)
def two_normals(rng: Rng) -> dict[str, Any]:
    x, step = np.linspace(-9.0, 9.0, 121, retstep=True)
    mean, sigma = rng.uniform(0.5, 2.0), rng.uniform(0.5, 0.9)
    f0 = np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi)
    f1 = np.exp(-0.5 * ((x - mean) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
    return {"f0": f0, "f1": f1, "weights": np.full(121, step)}


@cases(q.jensen_shannon_lines)
def discrete_laws(rng: Rng) -> dict[str, Any]:
    f0, f1 = rng.dirichlet(np.ones(6), size=2)
    return {"f0": f0, "f1": f1, "weights": np.ones(6)}


@cases(q.jensen_shannon_lines, count=2)
def not_normalised(rng: Rng) -> dict[str, Any]:
    f0, f1, weights = rng.uniform(0.2, 2.0, size=(3, 4))
    return {"f0": f0, "f1": f1, "weights": weights}


@cases(q.jensen_shannon_lines)
def equal_laws(rng: Rng) -> dict[str, Any]:
    density = rng.dirichlet(np.ones(5))
    return {"f0": density, "f1": density.copy(), "weights": np.ones(5)}


@cases(q.jensen_shannon_lines, edge=True)
def disjoint_supports(rng: Rng) -> dict[str, Any]:
    return {"f0": np.array([1.0, 0.0]), "f1": np.array([0.0, 1.0]), "weights": np.ones(2)}


@cases(q.jensen_shannon_lines, edge=True)
def zeros_of_both(rng: Rng) -> dict[str, Any]:
    share = rng.uniform(0.2, 0.8)
    f0, f1 = np.array([share, 1 - share, 0.0, 0.0]), np.array([0.0, 0.5, 0.5, 0.0])
    return {"f0": f0, "f1": f1, "weights": np.ones(4)}


@mistake(
    q.jensen_shannon_lines,
    en="Your discriminator is large where generated samples are. Which density stands beside $\\log D$?",
    fr="Votre discriminateur est grand pour les échantillons engendrés. Quelle densité va avec $\\log D$ ?",
)
def probability_of_fake(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    return {**lines, "D_star": 1 - lines["D_star"]}


@mistake(
    q.jensen_shannon_lines,
    en="In your value the two expectations are exchanged: under which law is $\\log D$ averaged?",
    fr="Dans votre valeur, les deux espérances sont échangées : sous quelle loi moyenne-t-on $\\log D$ ?",
)
def expectations_exchanged(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    d = lines["D_star"]
    value = np.sum(weights * (times_log(f0, d) + times_log(f1, 1 - d)))
    return {**lines, "value": value, "jsd_from_value": 0.5 * value + np.log(2.0)}


@mistake(
    q.jensen_shannon_lines,
    en="Your two divergences compare the laws with each other; read the second argument in the definition.",
    fr="Vos deux divergences comparent les lois entre elles ; lisez le second argument dans la définition.",
)
def without_mixture(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    kl0, kl1 = _kl(f0, f1, weights), _kl(f1, f0, weights)
    return {**divergence_lines(f0, f1, weights), "kl0": kl0, "kl1": kl1, "jsd": 0.5 * (kl0 + kl1)}


@mistake(
    q.jensen_shannon_lines,
    en="What does your mixture integrate to?",
    fr="Combien vaut l'intégrale de votre mélange ?",
)
def mixture_not_halved(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    kl0, kl1 = _kl(f0, f0 + f1, weights), _kl(f1, f0 + f1, weights)
    return {**divergence_lines(f0, f1, weights), "kl0": kl0, "kl1": kl1, "jsd": 0.5 * (kl0 + kl1)}


@mistake(
    q.jensen_shannon_lines,
    en=r"""
    For disjoint laws your divergence exceeds its largest possible value: how are the two parts combined?
    """,
    fr=r"""
    Pour des lois disjointes, votre divergence dépasse son maximum : comment combine-t-on les deux parties ?
    """,
)
def sum_of_divergences(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    return {**lines, "jsd": lines["kl0"] + lines["kl1"]}


@mistake(
    q.jensen_shannon_lines,
    en="Solve the relation between the value and the divergence once more, and test it on two disjoint laws.",
    fr=r"""
    Résolvez encore une fois la relation entre valeur et divergence, et testez-la sur deux lois disjointes.
    """,
)
def relation_not_halved(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    return {**lines, "jsd_from_value": lines["value"] + np.log(2.0)}


@mistake(
    q.jensen_shannon_lines,
    en="Test your relation on two equal laws: what should the divergence be?",
    fr="Testez votre relation sur deux lois égales : que doit valoir la divergence ?",
)
def relation_without_constant(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    return {**lines, "jsd_from_value": 0.5 * lines["value"]}


@mistake(
    q.jensen_shannon_lines,
    en="Your divergence is in bits; which logarithm does this sheet use?",
    fr="Votre divergence est en bits ; quel logarithme cette feuille emploie-t-elle ?",
)
def divergence_in_bits(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    return {**lines, "jsd": lines["jsd"] / np.log(2.0)}


@mistake(
    q.jensen_shannon_lines,
    en="NaN where a density vanishes: what does such a node contribute?",
    fr="NaN là où une densité s'annule : que contribue un tel nœud ?",
)
def zero_times_log(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    d = lines["D_star"]
    value = np.sum(weights * (f1 * np.log(d) + f0 * np.log(1 - d)))
    kl0, kl1 = (np.sum(weights * f * np.log(2 * f / (f0 + f1))) for f in (f0, f1))
    own = {"value": value, "kl0": kl0, "kl1": kl1, "jsd": 0.5 * (kl0 + kl1)}
    return {**lines, **own, "jsd_from_value": 0.5 * value + np.log(2.0)}


@mistake(
    q.jensen_shannon_lines,
    en="`value` is a plain sum over the nodes: what are the weights for?",
    fr="`value` est une simple somme sur les nœuds : à quoi servent les poids ?",
)
def weights_unused(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    return divergence_lines(f0, f1, np.ones_like(weights))  # type: ignore[no-any-return]


@mistake(
    q.jensen_shannon_lines,
    en="The constant is the one that belongs to the value: is the value one divergence, or a sum of two?",
    fr="La constante est celle de la valeur : la valeur est-elle une divergence, ou la somme de deux ?",
)
def relation_of_sum(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    return {**lines, "jsd_from_value": lines["value"] + np.log(4.0)}


@mistake(
    q.jensen_shannon_lines,
    en="Your last line repeats `jsd`: it is asked from `value` alone; in the checks the sums are not one.",
    fr=r"""
    Votre dernière ligne répète `jsd` : elle est demandée à partir de `value` seule ; dans les vérifications,
    les sommes ne valent pas un.
    """,
)
def definition_copied(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    lines = divergence_lines(f0, f1, weights)
    return {**lines, "jsd_from_value": lines["jsd"]}


@alternative(q.jensen_shannon_lines)
def node_by_node(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    d_star, value, kl0, kl1 = [], 0.0, 0.0, 0.0
    for fake, real, weight in zip(f0, f1, weights, strict=True):
        total = fake + real
        d_star.append(real / total if total > 0 else 0.5)
        if real > 0:
            value += weight * real * np.log(real / total)
            kl1 += weight * real * np.log(2 * real / total)
        if fake > 0:
            value += weight * fake * np.log(fake / total)
            kl0 += weight * fake * np.log(2 * fake / total)
    last = {"jsd": (kl0 + kl1) / 2, "jsd_from_value": value / 2 + np.log(2.0)}
    return {"D_star": d_star, "value": value, "kl0": kl0, "kl1": kl1, **last}


@alternative(q.jensen_shannon_lines)
def torch_lines(f0: Any, f1: Any, weights: Any) -> dict[str, Any]:
    import torch

    fake, real, w = (torch.tensor(value, dtype=torch.float64) for value in (f0, f1, weights))
    d = torch.nan_to_num(real / (fake + real), nan=0.5)
    value = (w * (torch.xlogy(real, d) + torch.xlogy(fake, 1 - d))).sum()
    kl0, kl1 = ((w * (torch.xlogy(f, f) - torch.xlogy(f, (fake + real) / 2))).sum() for f in (fake, real))
    last = {"jsd": (kl0 + kl1) / 2, "jsd_from_value": value / 2 + np.log(2.0)}
    return {"D_star": d, "value": value, "kl0": kl0, "kl1": kl1, **last}
