"""Hidden twin of question 3.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q03_3_bound_with_a_code as q
from autograder.question import Rng, alternative, baseline, cases, follows, mistake, reference
from solutions.hw2_flows_diffusion.q03_diffusion_models import expect


def finish(lines: dict[str, Any]) -> dict[str, Any]:
    return {**lines, "gap": lines["log_evidence"] - lines["elbo"]}


@reference(q.joint_bound)
def jensen(log_joint: Any, log_q: Any) -> dict[str, Any]:
    drawn = log_q > -np.inf
    joint, log_weight = log_joint[drawn], log_q[drawn]
    return finish(
        {
            "log_evidence": _log_sum(log_joint),
            "log_mean_weight": _log_sum(joint),
            "elbo": np.exp(log_weight) @ (joint - log_weight),
        }
    )


def _log_sum(logs: Any) -> Any:
    top = np.max(logs)
    return top + np.log(np.sum(np.exp(logs - top)))


@follows(q.joint_bound, "gap")
def gap_of_own_lines(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["log_evidence"], lines["elbo"])


def draw_joint(rng: Rng, *shape: int) -> dict[str, Any]:
    log_q = np.log(rng.dirichlet(np.ones(int(np.prod(shape))))).reshape(shape)
    return {"log_joint": rng.normal(-3.0, 1.0, size=shape), "log_q": log_q}


@cases(q.joint_bound, count=2)
def code_and_two_steps(rng: Rng) -> dict[str, Any]:
    return draw_joint(rng, 2, 3, 3)


@cases(q.joint_bound)
def code_and_one_step(rng: Rng) -> dict[str, Any]:
    return draw_joint(rng, 4, 2)


@cases(q.joint_bound)
def one_code_four_steps(rng: Rng) -> dict[str, Any]:
    return draw_joint(rng, 1, 2, 2, 2, 2)


@cases(q.joint_bound)
def exact_posterior(rng: Rng) -> dict[str, Any]:
    log_joint = rng.normal(-3.0, 1.0, size=(2, 3))
    return {"log_joint": log_joint, "log_q": log_joint - np.logaddexp.reduce(log_joint, axis=None)}


@cases(q.joint_bound, edge=True)
def tiny_joint(rng: Rng) -> dict[str, Any]:
    pair = draw_joint(rng, 2, 3)
    return {**pair, "log_joint": pair["log_joint"] - 900.0}


@cases(q.joint_bound, edge=True)
def missed_configurations(rng: Rng) -> dict[str, Any]:
    weights = rng.dirichlet(np.ones(6)).reshape(2, 3)
    weights[0, 1] = weights[1, 2] = 0.0
    with np.errstate(divide="ignore"):
        log_q = np.log(weights / weights.sum())
    return {"log_joint": rng.normal(-2.0, 1.0, size=(2, 3)), "log_q": log_q}


@cases(q.joint_bound, edge=True)
def only_improbable_ones_drawn(rng: Rng) -> dict[str, Any]:
    log_joint, missed = rng.normal(-900.0, 1.0, size=6), int(rng.integers(6))
    log_q = np.insert(np.log(rng.dirichlet(np.ones(5))), missed, -np.inf)
    log_joint[missed] = rng.normal(-2.0, 1.0)
    return {"log_joint": log_joint.reshape(2, 3), "log_q": log_q.reshape(2, 3)}


@mistake(
    q.joint_bound,
    en="`log_evidence` still has one value for each $z$. Which latents must be summed out?",
    fr="`log_evidence` a encore une valeur par $z$. Sur quelles latentes faut-il sommer ?",
)
def code_not_summed_out(log_joint: Any, log_q: Any) -> dict[str, Any]:
    steps = tuple(range(1, np.ndim(log_joint)))
    return finish({**jensen(log_joint, log_q), "log_evidence": np.log(np.sum(np.exp(log_joint), axis=steps))})


@mistake(
    q.joint_bound,
    en="`log_evidence` is the largest configuration, not the sum of all of them.",
    fr="`log_evidence` est la plus grande configuration, pas la somme de toutes.",
)
def best_configuration(log_joint: Any, log_q: Any) -> dict[str, Any]:
    return finish({**jensen(log_joint, log_q), "log_evidence": np.max(log_joint)})


@mistake(
    q.joint_bound,
    en="`elbo` is the energy alone: what does the denominator of the weight contribute?",
    fr="`elbo` n'est que l'énergie : qu'apporte le dénominateur du poids ?",
)
def entropy_forgotten(log_joint: Any, log_q: Any) -> dict[str, Any]:
    return finish({**jensen(log_joint, log_q), "elbo": expect(np.exp(log_q), log_joint)})


@mistake(
    q.joint_bound,
    en="The entropy enters `elbo` with the wrong sign: should a spread-out $q$ lose by it?",
    fr="L'entropie entre dans `elbo` avec le mauvais signe : un $q$ étalé doit-il y perdre ?",
)
def entropy_subtracted(log_joint: Any, log_q: Any) -> dict[str, Any]:
    return finish({**jensen(log_joint, log_q), "elbo": expect(np.exp(log_q), log_joint + log_q)})


@mistake(
    q.joint_bound,
    en="In `elbo` the logarithm is still outside of the expectation: what did Jensen's inequality change?",
    fr="Dans `elbo`, le logarithme est encore hors de l'espérance : qu'a changé l'inégalité de Jensen ?",
)
def log_outside(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    return finish({**lines, "elbo": lines["log_mean_weight"]})


@mistake(
    q.joint_bound,
    en="`log_mean_weight` counts configurations that $q$ never draws.",
    fr="`log_mean_weight` compte des configurations que $q$ ne tire jamais.",
)
def mean_weight_is_evidence(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    return {**lines, "log_mean_weight": lines["log_evidence"]}


@mistake(
    q.joint_bound,
    en="Right on moderate values, but $e^{-900}$ is zero in float64. Stay among logarithms.",
    fr="Juste pour des valeurs modérées, mais $e^{-900}$ vaut zéro en float64. Restez parmi les logarithmes.",
)
def sums_of_exponentials(log_joint: Any, log_q: Any) -> dict[str, Any]:
    drawn = np.where(np.exp(log_q) > 0, np.exp(log_joint), 0.0)
    sums = {"log_evidence": np.log(np.sum(np.exp(log_joint))), "log_mean_weight": np.log(np.sum(drawn))}
    return finish({**jensen(log_joint, log_q), **sums})


@mistake(
    q.joint_bound,
    en="`log_mean_weight` takes out the largest joint of all: what is left if $q$ never draws that "
    "configuration?",
    fr="`log_mean_weight` met en facteur la plus grande jointe de toutes : que reste-t-il si $q$ ne tire "
    "jamais cette configuration ?",
)
def one_maximum_for_both(log_joint: Any, log_q: Any) -> dict[str, Any]:
    top = np.max(log_joint)
    drawn = np.where(np.exp(log_q) > 0, np.exp(log_joint - top), 0.0)
    return finish({**jensen(log_joint, log_q), "log_mean_weight": top + np.log(np.sum(drawn))})


@mistake(
    q.joint_bound,
    en="NaN where $q$ has a zero: how much does a configuration that is never drawn add to an expectation?",
    fr="NaN là où $q$ a un zéro : que rapporte à une espérance une configuration jamais tirée ?",
)
def zero_times_infinity(log_joint: Any, log_q: Any) -> dict[str, Any]:
    return finish({**jensen(log_joint, log_q), "elbo": np.sum(np.exp(log_q) * (log_joint - log_q))})


@mistake(
    q.joint_bound,
    en="`gap` has the wrong sign: which of the two is the lower one?",
    fr="`gap` a le mauvais signe : lequel des deux est le plus bas ?",
)
def gap_turned_over(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    return {**lines, "gap": -lines["gap"]}


@mistake(
    q.joint_bound,
    en="`gap` is the divergence in the other direction: under which distribution did you average?",
    fr="`gap` est la divergence dans l'autre sens : sous quelle loi avez-vous moyenné ?",
)
def gap_under_posterior(log_joint: Any, log_q: Any) -> dict[str, Any]:
    lines = jensen(log_joint, log_q)
    log_posterior = log_joint - lines["log_evidence"]
    return {**lines, "gap": np.sum(np.exp(log_posterior) * (log_posterior - log_q))}


@baseline(q.joint_bound)
def jensen_on_flat_lists(log_joint: Any, log_q: Any) -> dict[str, Any]:
    top, high = float(np.max(log_joint)), float(np.max(log_joint[log_q > -np.inf]))
    pairs = list(zip(np.ravel(log_joint).tolist(), np.ravel(log_q).tolist(), strict=True))
    everything = sum(np.exp(joint - top) for joint, _ in pairs)
    drawn = sum(np.exp(joint - high) for joint, log_weight in pairs if log_weight > -np.inf)
    elbo = sum(np.exp(w) * (joint - w) for joint, w in pairs if w > -np.inf)
    evidence, gap = top + np.log(everything), 0.0
    for joint, w in pairs:
        gap += np.exp(w) * (w - joint + evidence) if w > -np.inf else 0.0
    return {"log_evidence": evidence, "log_mean_weight": high + np.log(drawn), "elbo": elbo, "gap": gap}


@alternative(q.joint_bound)
def jensen_by_logaddexp(log_joint: Any, log_q: Any) -> dict[str, Any]:
    weights = np.exp(log_q)
    terms = np.where(weights > 0, weights * (log_joint - log_q), 0.0)
    return finish(
        {
            "log_evidence": np.logaddexp.reduce(log_joint, axis=None),
            "log_mean_weight": np.logaddexp.reduce(log_joint[weights > 0]),
            "elbo": np.sum(terms),
        }
    )


@alternative(q.joint_bound)
def jensen_with_torch(log_joint: Any, log_q: Any) -> dict[str, Any]:
    import torch

    joint, log_weights = torch.from_numpy(log_joint).flatten(), torch.from_numpy(log_q).flatten()
    weights, drawn = log_weights.exp(), log_weights > -torch.inf
    elbo = (weights * joint).sum() + torch.special.entr(weights).sum()
    evidence = torch.logsumexp(joint, 0)
    mean_weight = torch.logsumexp(joint[drawn], 0)
    return {"log_evidence": evidence, "log_mean_weight": mean_weight, "elbo": elbo, "gap": evidence - elbo}
