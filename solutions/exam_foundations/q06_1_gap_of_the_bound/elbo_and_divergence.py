"""Hidden twin of part 6.1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q06_1_gap_of_the_bound as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw3_generative_models.q03_variational_bounds import expect, log_probabilities


@reference(q.elbo_and_divergence)
def both_sides(log_joint: Any, log_q: Any) -> dict[str, Any]:
    log_px = np.logaddexp.reduce(log_joint, axis=1)
    log_posterior = log_joint - log_px[:, None]
    elbo, kl = expect(log_q, log_joint - log_q), expect(log_q, log_q - log_posterior)
    return {"log_px": log_px, "log_posterior": log_posterior, "elbo": elbo, "kl": kl}


def _draw_model(rng: Rng, batch: int, states: int, level: float = -3.0) -> dict[str, Any]:
    log_joint = rng.normal(level, 1.0, size=(batch, states))
    return {"log_joint": log_joint, "log_q": log_probabilities(rng, batch, states)}


@cases(q.elbo_and_divergence, count=2)
def ordinary_model(rng: Rng) -> dict[str, Any]:
    return _draw_model(rng, int(rng.integers(2, 5)), int(rng.integers(3, 6)))


@cases(q.elbo_and_divergence)
def lone_example(rng: Rng) -> dict[str, Any]:
    return _draw_model(rng, 1, 4)


@cases(q.elbo_and_divergence)
def posterior_itself(rng: Rng) -> dict[str, Any]:
    log_joint = rng.normal(-3.0, 1.0, size=(2, 4))
    return {"log_joint": log_joint, "log_q": log_joint - np.logaddexp.reduce(log_joint, axis=1)[:, None]}


@cases(q.elbo_and_divergence)
def single_state(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-3.0, 1.0, size=(2, 1)), "log_q": np.zeros((2, 1))}


@cases(q.elbo_and_divergence, edge=True)
def deep(rng: Rng) -> dict[str, Any]:
    return _draw_model(rng, 2, 3, level=-5000.0)


@cases(q.elbo_and_divergence, edge=True)
def levels_far_apart(rng: Rng) -> dict[str, Any]:
    drawn = _draw_model(rng, 2, 3, level=-5000.0)
    drawn["log_joint"][0, 1:] += 4997.0
    return drawn


@cases(q.elbo_and_divergence, edge=True)
def states_never_drawn(rng: Rng) -> dict[str, Any]:
    """The first row: q is zero where the joint is not; the second: both are zero."""
    log_joint = rng.normal(-2.0, 1.0, size=(2, 4))
    log_joint[1, 3] = -np.inf
    return {"log_joint": log_joint, "log_q": np.append(log_probabilities(rng, 2, 3), [[-np.inf]] * 2, axis=1)}


@cases(q.elbo_and_divergence, edge=True)
def impossible_state_drawn(rng: Rng) -> dict[str, Any]:
    drawn = _draw_model(rng, 2, 3)
    drawn["log_joint"][0, 1] = -np.inf
    return drawn


@mistake(
    q.elbo_and_divergence,
    en="For very small joints the exponential is zero: take the largest out before you exponentiate.",
    fr="Pour de très petites jointes, l'exponentielle vaut zéro : sortez d'abord la plus grande.",
)
def sum_underflows(log_joint: Any, log_q: Any) -> dict[str, Any]:
    log_px = np.log(np.exp(log_joint).sum(axis=1))
    posterior = log_joint - log_px[:, None]
    elbo, kl = expect(log_q, log_joint - log_q), expect(log_q, log_q - posterior)
    return {"log_px": log_px, "log_posterior": posterior, "elbo": elbo, "kl": kl}


@mistake(
    q.elbo_and_divergence,
    en="You take the largest joint of the whole batch out: what is left of an example whose joints are all "
    "far smaller?",
    fr="Vous sortez la plus grande jointe de tout le lot : que reste-t-il d'un exemple dont toutes les "
    "jointes sont bien plus petites ?",
)
def one_maximum_for_all(log_joint: Any, log_q: Any) -> dict[str, Any]:
    top = np.max(log_joint)
    log_px = top + np.log(np.exp(log_joint - top).sum(axis=1))
    posterior = log_joint - log_px[:, None]
    return {**both_sides(log_joint, log_q), "log_px": log_px, "log_posterior": posterior}


@mistake(
    q.elbo_and_divergence,
    en="A posterior may round to $0$ while its logarithm is finite: how do you get the logarithm without it?",
    fr="Un postérieur peut s'arrondir à $0$ alors que son logarithme est fini : comment obtenir ce dernier "
    "sans lui ?",
)
def logarithm_of_rounded_posterior(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = both_sides(log_joint, log_q)
    posterior = np.log(np.exp(lines["log_posterior"]))
    return {**lines, "log_posterior": posterior, "kl": expect(log_q, log_q - posterior)}


@mistake(
    q.elbo_and_divergence,
    en="A mean over the states stands where a sum belongs: try a joint with equal entries.",
    fr="Une moyenne sur les états remplace une somme : essayez une jointe aux éléments égaux.",
)
def mean_over_states(log_joint: Any, log_q: Any) -> dict[str, Any]:
    log_px = np.logaddexp.reduce(log_joint, axis=1) - np.log(log_joint.shape[1])
    posterior = log_joint - log_px[:, None]
    return {**both_sides(log_joint, log_q), "log_px": log_px, "log_posterior": posterior}


@mistake(
    q.elbo_and_divergence,
    en="Do the probabilities of a row of your posterior sum to one?",
    fr="Les probabilités d'une ligne de votre postérieur somment-elles à un ?",
)
def joint_for_posterior(log_joint: Any, log_q: Any) -> dict[str, Any]:
    kl = expect(log_q, log_q - log_joint)
    return {**both_sides(log_joint, log_q), "log_posterior": log_joint.copy(), "kl": kl}


@mistake(
    q.elbo_and_divergence,
    en="One of the two terms of the bound is missing: should a more spread out $q$ be rewarded?",
    fr="Un des deux termes de la borne manque : un $q$ plus étalé devrait-il être récompensé ?",
)
def entropy_forgotten(log_joint: Any, log_q: Any) -> dict[str, Any]:
    return {**both_sides(log_joint, log_q), "elbo": expect(log_q, log_joint)}


@mistake(
    q.elbo_and_divergence,
    en="You average with the posterior. Under which distribution is the bound an expectation?",
    fr="Vous moyennez avec le postérieur. Sous quelle loi la borne est-elle une espérance ?",
)
def average_under_posterior(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = both_sides(log_joint, log_q)
    return {**lines, "elbo": expect(lines["log_posterior"], log_joint - log_q)}


@mistake(
    q.elbo_and_divergence,
    en="All states count alike in your bound: which weights belong there?",
    fr="Tous les états comptent également dans votre borne : quels poids y ont leur place ?",
)
def unweighted_bound(log_joint: Any, log_q: Any) -> dict[str, Any]:
    return {**both_sides(log_joint, log_q), "elbo": (log_joint - log_q).mean(axis=1)}


@mistake(
    q.elbo_and_divergence,
    en="NaN where $q$ has a zero: what does such a state contribute to an expectation under $q$?",
    fr="NaN là où $q$ a un zéro : que contribue un tel état à une espérance sous $q$ ?",
)
def zero_times_infinity(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines, q_z = both_sides(log_joint, log_q), np.exp(log_q)
    elbo = np.sum(q_z * (log_joint - log_q), axis=1)
    return {**lines, "elbo": elbo, "kl": np.sum(q_z * (log_q - lines["log_posterior"]), axis=1)}


@mistake(
    q.elbo_and_divergence,
    en="The arguments of your divergence are exchanged: under which distribution is the expectation taken?",
    fr="Les arguments de votre divergence sont échangés : sous quelle loi l'espérance est-elle prise ?",
)
def divergence_reversed(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = both_sides(log_joint, log_q)
    return {**lines, "kl": expect(lines["log_posterior"], lines["log_posterior"] - log_q)}


@mistake(
    q.elbo_and_divergence,
    en="Can a divergence be negative?",
    fr="Une divergence peut-elle être négative ?",
)
def negative_divergence(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = both_sides(log_joint, log_q)
    return {**lines, "kl": -lines["kl"]}


@alternative(q.elbo_and_divergence)
def state_by_state(log_joint: Any, log_q: Any) -> dict[str, Any]:
    rows = []
    for joint, log_weights in zip(log_joint, log_q, strict=True):
        log_px = max(joint) + np.log(sum(np.exp(value - max(joint)) for value in joint))
        drawn = [(np.exp(w), a, w) for a, w in zip(joint, log_weights, strict=True) if np.exp(w) > 0]
        elbo = sum(p * (a - w) for p, a, w in drawn)
        rows.append((log_px, joint - log_px, elbo, sum(p * (w - a + log_px) for p, a, w in drawn)))
    names = ("log_px", "log_posterior", "elbo", "kl")
    return {name: np.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


@alternative(q.elbo_and_divergence)
def both_sides_with_torch(log_joint: Any, log_q: Any) -> dict[str, Any]:
    import torch

    joint, weights = torch.tensor(log_joint), torch.tensor(np.exp(log_q))
    posterior = torch.log_softmax(joint, 1)
    entropy = torch.special.entr(weights).sum(1)

    def cross(values: Any) -> Any:
        return torch.where(weights > 0, weights * values, 0.0).sum(1)

    elbo, kl = cross(joint) + entropy, -entropy - cross(posterior)
    return {"log_px": torch.logsumexp(joint, 1), "log_posterior": posterior, "elbo": elbo, "kl": kl}
