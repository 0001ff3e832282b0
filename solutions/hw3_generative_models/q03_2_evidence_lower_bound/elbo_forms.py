"""Hidden twin of part 3.2a.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models.q03_2_evidence_lower_bound import elbo_forms as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw3_generative_models.q03_variational_bounds import expect, log_probabilities


@reference(q.elbo_forms)
def forms(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    recon, kl_prior = expect(log_q, log_likelihood), expect(log_q, log_q - log_prior)
    entropy = -expect(log_q, log_q)
    return {
        "recon": recon,
        "kl_prior": kl_prior,
        "recon_minus_kl": recon - kl_prior,
        "entropy": entropy,
        "energy_plus_entropy": expect(log_q, log_likelihood + log_prior) + entropy,
        "joint_form": expect(log_q, log_likelihood + log_prior - log_q),
    }


@follows(q.elbo_forms, "recon_minus_kl")
def difference_of_own_lines(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["recon"], lines["kl_prior"])


@follows(q.elbo_forms, "energy_plus_entropy")
def sum_with_own_entropy(lines: Any, log_likelihood: Any, log_prior: Any, log_q: Any) -> Any:
    return np.add(expect(log_q, log_likelihood + log_prior), lines["entropy"])


@cases(q.elbo_forms, count=3)
def ordinary_forms(rng: Rng) -> dict[str, Any]:
    shape = int(rng.integers(2, 5)), int(rng.integers(2, 6))
    log_prior, log_q = log_probabilities(rng, *shape), log_probabilities(rng, *shape)
    return {"log_likelihood": rng.normal(-2.0, 1.0, size=shape), "log_prior": log_prior, "log_q": log_q}


@cases(q.elbo_forms)
def prior_as_posterior(rng: Rng) -> dict[str, Any]:
    log_prior = log_probabilities(rng, 1, 3)
    return {"log_likelihood": rng.normal(size=(1, 3)), "log_prior": log_prior, "log_q": log_prior.copy()}


@cases(q.elbo_forms, edge=True)
def states_never_drawn(rng: Rng) -> dict[str, Any]:
    shape = (2, 4)
    log_q = np.append(log_probabilities(rng, 2, 3), [[-np.inf]] * 2, axis=1)
    return {
        "log_likelihood": rng.normal(-2.0, 1.0, size=shape),
        "log_prior": log_probabilities(rng, *shape),
        "log_q": log_q,
    }


@cases(q.elbo_forms, edge=True)
def states_without_prior(rng: Rng) -> dict[str, Any]:
    drawn = states_never_drawn.draw(rng)
    drawn["log_prior"][:, 3] = drawn["log_likelihood"][0, 3] = -np.inf
    return {**drawn}


@mistake(
    q.elbo_forms,
    en="Which of the two distributions weighs the divergence inside the ELBO? The other forms tell you.",
    fr="Laquelle des deux lois pondère la divergence dans l'ELBO ? Les autres formes vous le disent.",
)
def reversed_prior_kl(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    lines = forms(log_likelihood, log_prior, log_q)
    kl_prior = expect(log_prior, log_prior - log_q)
    return {**lines, "kl_prior": kl_prior, "recon_minus_kl": lines["recon"] - kl_prior}


@mistake(
    q.elbo_forms,
    en="Compare the three forms on one example: should a $q$ far from the prior gain or lose?",
    fr="Comparez les trois formes sur un exemple : un $q$ éloigné de l'a priori doit-il y gagner ou y "
    "perdre ?",
)
def kl_added(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    lines = forms(log_likelihood, log_prior, log_q)
    return {**lines, "recon_minus_kl": lines["recon"] + lines["kl_prior"]}


@mistake(
    q.elbo_forms,
    en="Can the entropy of a discrete distribution be negative? Test it on a fair coin.",
    fr="L'entropie d'une loi discrète peut-elle être négative ? Essayez avec une pièce équilibrée.",
)
def negative_entropy(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    lines = forms(log_likelihood, log_prior, log_q)
    total = lines["energy_plus_entropy"] - 2 * lines["entropy"]
    return {**lines, "entropy": -lines["entropy"], "energy_plus_entropy": total}


@mistake(
    q.elbo_forms,
    en="Under which distribution is the reconstruction term averaged: where do the codes come from?",
    fr="Sous quelle loi moyenne-t-on le terme de reconstruction : d'où viennent les codes ?",
)
def reconstruction_under_prior(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    lines = forms(log_likelihood, log_prior, log_q)
    recon = expect(log_prior, log_likelihood)
    return {**lines, "recon": recon, "recon_minus_kl": recon - lines["kl_prior"]}


@mistake(
    q.elbo_forms,
    en="The energy is a joint: does yours still know the prior?",
    fr="L'énergie est celle d'une loi jointe : la vôtre connaît-elle encore l'a priori ?",
)
def energy_without_prior(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    lines = forms(log_likelihood, log_prior, log_q)
    return {**lines, "energy_plus_entropy": lines["recon"] + lines["entropy"]}


@mistake(
    q.elbo_forms,
    en="NaN where $q$ has a zero: what is the limit of $t \\log t$ as $t$ goes to zero?",
    fr="NaN là où $q$ a un zéro : quelle est la limite de $t \\log t$ quand $t$ tend vers zéro ?",
)
def zero_times_infinity(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    q_z = np.exp(log_q)
    kl_prior, entropy = np.sum(q_z * (log_q - log_prior), axis=1), -np.sum(q_z * log_q, axis=1)
    lines = forms(log_likelihood, log_prior, log_q)
    return {**lines, "kl_prior": kl_prior, "recon_minus_kl": lines["recon"] - kl_prior, "entropy": entropy}


@mistake(
    q.elbo_forms,
    en="In `recon` all states count alike, as if they had been drawn: what is the sum weighted by?",
    fr="Dans `recon`, tous les états comptent de même, comme s'ils avaient été tirés : par quoi la somme "
    "est-elle pondérée ?",
)
def plain_mean_of_likelihoods(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    lines, recon = forms(log_likelihood, log_prior, log_q), np.mean(log_likelihood, axis=1)
    return {**lines, "recon": recon, "recon_minus_kl": recon - lines["kl_prior"]}


@mistake(
    q.elbo_forms,
    en="NaN where $q$ has a zero and so has what is averaged: does zero times infinity count as zero?",
    fr="NaN là où $q$ a un zéro et ce que l'on moyenne aussi : zéro fois l'infini compte-t-il pour zéro ?",
)
def only_log_q_guarded(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    def mean(values: Any) -> Any:
        return np.sum(np.exp(log_q) * values, axis=1)

    guarded, log_joint = np.where(log_q > -np.inf, log_q, 0.0), log_likelihood + log_prior
    recon, kl_prior, entropy = mean(log_likelihood), mean(guarded - log_prior), -mean(guarded)
    own = {"recon": recon, "kl_prior": kl_prior, "recon_minus_kl": recon - kl_prior, "entropy": entropy}
    return {**own, "energy_plus_entropy": mean(log_joint) + entropy, "joint_form": mean(log_joint - guarded)}


@alternative(q.elbo_forms)
def forms_by_loops(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    rows = []
    for likelihood, prior, log_weights in zip(log_likelihood, log_prior, log_q, strict=True):
        states = [
            (np.exp(w), a, b, w)
            for a, b, w in zip(likelihood, prior, log_weights, strict=True)
            if w > -np.inf
        ]
        recon = sum(p * a for p, a, _, _ in states)
        cross, entropy = sum(p * b for p, _, b, _ in states), -sum(p * w for p, _, _, w in states)
        kl_prior, elbo = -entropy - cross, recon + cross + entropy
        rows.append([recon, kl_prior, elbo, entropy, elbo, elbo])
    names = ("recon", "kl_prior", "recon_minus_kl", "entropy", "energy_plus_entropy", "joint_form")
    return dict(zip(names, np.array(rows).T, strict=True))


@alternative(q.elbo_forms)
def forms_with_torch(log_likelihood: Any, log_prior: Any, log_q: Any) -> dict[str, Any]:
    import torch

    likelihood, prior, weights = (torch.tensor(a) for a in (log_likelihood, log_prior, np.exp(log_q)))
    drawn = weights > 0
    recon, cross = ((weights * torch.where(drawn, a, 0.0)).sum(1) for a in (likelihood, prior))
    entropy = torch.special.entr(weights).sum(1)
    return {
        "recon": recon,
        "kl_prior": -entropy - cross,
        "recon_minus_kl": recon + entropy + cross,
        "entropy": entropy,
        "energy_plus_entropy": recon + cross + entropy,
        "joint_form": recon + cross + entropy,
    }
