"""Hidden twin of part 3.2b.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models.q03_2_evidence_lower_bound import elbo_by_jensen as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw3_generative_models.q03_variational_bounds import expect, log_probabilities


@reference(q.elbo_by_jensen)
def jensen(log_joint: Any, log_q: Any) -> dict[str, Any]:
    log_px = np.logaddexp.reduce(log_joint, axis=1)
    elbo = expect(log_q, log_joint - log_q)
    drawn = np.where(np.exp(log_q) > 0, log_joint, -np.inf)
    return {
        "log_px": log_px,
        "log_mean_weight": np.logaddexp.reduce(drawn, axis=1),
        "elbo": elbo,
        "gap": log_px - elbo,
    }


@follows(q.elbo_by_jensen, "gap")
def gap_of_own_lines(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["log_px"], lines["elbo"])


@cases(q.elbo_by_jensen)
def ordinary_joint(rng: Rng) -> dict[str, Any]:
    shape = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    return {"log_joint": rng.normal(-3.0, 1.0, size=shape), "log_q": log_probabilities(rng, *shape)}


@cases(q.elbo_by_jensen, count=3)
def missing_states(rng: Rng) -> dict[str, Any]:
    log_q = np.append(log_probabilities(rng, 2, 3), [[-np.inf]] * 2, axis=1)
    return {"log_joint": rng.normal(-3.0, 1.0, size=(2, 4)), "log_q": log_q}


@cases(q.elbo_by_jensen)
def tight(rng: Rng) -> dict[str, Any]:
    log_joint = rng.normal(-3.0, 1.0, size=(1, 4))
    return {"log_joint": log_joint, "log_q": log_joint - np.logaddexp.reduce(log_joint, axis=1)}


@cases(q.elbo_by_jensen)
def single_state(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-3.0, 1.0, size=(1, 1)), "log_q": np.zeros((1, 1))}


@cases(q.elbo_by_jensen, edge=True)
def deep(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-5000.0, 1.0, size=(2, 3)), "log_q": log_probabilities(rng, 2, 3)}


@cases(q.elbo_by_jensen, edge=True)
def joints_of_unequal_size(rng: Rng) -> dict[str, Any]:
    level = np.array([[-5000.0, 0.0, -5000.0], [-5000.0, -5000.0, -5000.0], [-900.0, -900.0, -900.0]])
    log_q = log_probabilities(rng, 3, 3)
    log_q[0] = np.insert(log_probabilities(rng, 2), 1, -np.inf)
    return {"log_joint": rng.normal(size=(3, 3)) + level, "log_q": log_q}


@cases(q.elbo_by_jensen, edge=True)
def impossible_states(rng: Rng) -> dict[str, Any]:
    drawn = missing_states.draw(rng)
    drawn["log_joint"][:, 3] = -np.inf
    return {**drawn}


@mistake(
    q.elbo_by_jensen,
    en="A state that $q$ never draws cannot contribute to an expectation under $q$: put a zero into $q$ "
    "and compare.",
    fr="Un état que $q$ ne tire jamais ne peut contribuer à une espérance sous $q$ : mettez un zéro dans "
    "$q$ et comparez.",
)
def mean_weight_is_marginal(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    return {**lines, "log_mean_weight": lines["log_px"]}


@mistake(
    q.elbo_by_jensen,
    en="A negative gap would put the bound above $\\log p(x)$. Is the logarithm convex or concave?",
    fr="Un écart négatif placerait la borne au-dessus de $\\log p(x)$. Le logarithme est-il convexe ou "
    "concave ?",
)
def jensen_turned_round(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    return {**lines, "gap": -lines["gap"]}


@mistake(
    q.elbo_by_jensen,
    en="Your mean of the weights gives every state the same share; from which distribution are the states "
    "drawn?",
    fr="Votre moyenne des poids donne la même part à chaque état ; selon quelle loi les états sont-ils "
    "tirés ?",
)
def uniform_mean(log_joint: Any, log_q: Any) -> dict[str, Any]:
    mean = np.logaddexp.reduce(log_joint - log_q, axis=1) - np.log(log_q.shape[1])
    return {**jensen(log_joint, log_q), "log_mean_weight": mean}


@mistake(
    q.elbo_by_jensen,
    en="What stands inside the logarithm is a ratio; your bound has lost its denominator.",
    fr="Ce qui est dans le logarithme est un rapport ; votre borne a perdu son dénominateur.",
)
def weight_without_q(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    elbo = expect(log_q, log_joint)
    return {**lines, "elbo": elbo, "gap": lines["log_px"] - elbo}


@mistake(
    q.elbo_by_jensen,
    en="Here the expectation is still inside the logarithm: what does Jensen's inequality exchange?",
    fr="Ici l'espérance est encore dans le logarithme : qu'est-ce que l'inégalité de Jensen échange ?",
)
def log_still_outside(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    return {**lines, "elbo": lines["log_mean_weight"], "gap": lines["log_px"] - lines["log_mean_weight"]}


@mistake(
    q.elbo_by_jensen,
    en="Minus infinity for very small joints: what can be taken out of the sum before exponentiating?",
    fr="Moins l'infini pour de très petites jointes : que peut-on sortir de la somme avant l'exponentielle ?",
)
def joint_underflows(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    log_px = np.log(np.sum(np.exp(log_joint), axis=1))
    return {**lines, "log_px": log_px, "gap": log_px - lines["elbo"]}


@mistake(
    q.elbo_by_jensen,
    en="`elbo` gives every state the same share; from which distribution are the states drawn?",
    fr="`elbo` donne la même part à chaque état ; selon quelle loi les états sont-ils tirés ?",
)
def uniform_bound(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines, elbo = jensen(log_joint, log_q), np.mean(log_joint - log_q, axis=1)
    return {**lines, "elbo": elbo, "gap": lines["log_px"] - elbo}


def _with_number_taken_out(log_joint: Any, log_q: Any, number: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    log_px = number + np.log(np.sum(np.exp(log_joint - np.reshape(number, (-1, 1))), axis=1))
    return {**lines, "log_px": log_px, "gap": log_px - lines["elbo"]}


@mistake(
    q.elbo_by_jensen,
    en="`log_px`: how far may a state rise above the number that you take out, the mean for instance?",
    fr="`log_px` : de combien un état peut-il dépasser le nombre que vous sortez, la moyenne par exemple ?",
)
def mean_taken_out(log_joint: Any, log_q: Any) -> dict[str, Any]:
    return _with_number_taken_out(log_joint, log_q, log_joint.mean(axis=1))


@mistake(
    q.elbo_by_jensen,
    en="`log_px`: you take the same number out of all examples; what is left of one with smaller joints?",
    fr=r"""
    `log_px` : vous sortez le même nombre de tous les exemples ; que reste-t-il de celui dont les conjointes
    sont plus petites ?
    """,
)
def one_number_for_all_examples(log_joint: Any, log_q: Any) -> dict[str, Any]:
    return _with_number_taken_out(log_joint, log_q, log_joint.max())


@mistake(
    q.elbo_by_jensen,
    en="`log_mean_weight`: you take out the largest weight of all; what if $q$ never draws that state?",
    fr="`log_mean_weight` : vous sortez le plus grand poids de tous ; et si $q$ ne tire jamais cet état ?",
)
def largest_state_taken_out(log_joint: Any, log_q: Any) -> dict[str, Any]:
    top = log_joint.max(axis=1, keepdims=True)
    drawn = np.where(log_q > -np.inf, np.exp(log_joint - top), 0.0)
    return {**jensen(log_joint, log_q), "log_mean_weight": top[:, 0] + np.log(drawn.sum(axis=1))}


@mistake(
    q.elbo_by_jensen,
    en="`elbo` is NaN where $q$ has a zero and so has the joint: does zero times infinity count as zero?",
    fr=r"""
    `elbo` est NaN là où $q$ a un zéro et la conjointe aussi : zéro fois l'infini compte-t-il pour zéro ?
    """,
)
def only_log_q_guarded(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines, guarded = jensen(log_joint, log_q), np.where(log_q > -np.inf, log_q, 0.0)
    elbo = np.sum(np.exp(log_q) * (log_joint - guarded), axis=1)
    return {**lines, "elbo": elbo, "gap": lines["log_px"] - elbo}


@alternative(q.elbo_by_jensen)
def jensen_by_loops(log_joint: Any, log_q: Any) -> dict[str, Any]:
    rows = []
    for joint, log_weights in zip(log_joint, log_q, strict=True):
        top, drawn = joint.max(), np.exp(log_weights) > 0
        log_px = top + np.log(np.exp(joint - top).sum())
        log_w, q_z = joint[drawn] - log_weights[drawn], np.exp(log_weights[drawn])
        mean = log_w.max() + np.log(q_z @ np.exp(log_w - log_w.max()))
        rows.append([log_px, mean, q_z @ log_w, log_px - q_z @ log_w])
    return dict(zip(("log_px", "log_mean_weight", "elbo", "gap"), np.array(rows).T, strict=True))


@alternative(q.elbo_by_jensen)
def jensen_with_torch(log_joint: Any, log_q: Any) -> dict[str, Any]:
    import torch

    joint, log_q = torch.tensor(log_joint), torch.tensor(log_q)
    log_w = torch.where(log_q > -torch.inf, joint - log_q, -torch.inf)
    log_px = torch.logsumexp(joint, 1)
    elbo = torch.where(log_q > -torch.inf, log_q.exp() * log_w, 0.0).sum(1)
    return {
        "log_px": log_px,
        "log_mean_weight": torch.logsumexp(log_w + log_q, 1),
        "elbo": elbo,
        "gap": log_px - elbo,
    }
