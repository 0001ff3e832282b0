"""Hidden twin of part 3.2a.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models.q03_2_evidence_lower_bound import elbo_decomposition as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw3_generative_models.q03_variational_bounds import log_probabilities


@reference(q.elbo_decomposition)
def decomposition(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    q_z = np.exp(log_q)
    kl = np.sum(q_z * (log_q - log_posterior), axis=1)
    neg_elbo = np.sum(q_z * (log_q - log_joint), axis=1)
    constant = np.sum(q_z, axis=1) * log_px
    return {
        "kl_definition": kl,
        "kl_bayes": neg_elbo + constant,
        "neg_elbo": neg_elbo,
        "constant": constant,
        "log_px": kl - neg_elbo,
    }


@follows(q.elbo_decomposition, "log_px")
def marginal_from_own_lines(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["kl_definition"], lines["neg_elbo"])


@cases(q.elbo_decomposition, count=3)
def inconsistent(rng: Rng) -> dict[str, Any]:
    batch, states = rng.integers(2, 5), rng.integers(2, 6)
    log_joint, log_posterior, log_q = rng.normal(-1.0, 1.0, size=(3, batch, states))
    return {
        "log_px": rng.normal(size=batch),
        "log_joint": log_joint,
        "log_posterior": log_posterior,
        "log_q": log_q,
    }


@cases(q.elbo_decomposition)
def inconsistent_single(rng: Rng) -> dict[str, Any]:
    log_joint, log_posterior, log_q = rng.normal(-1.0, 1.0, size=(3, 1, 4))
    return {
        "log_px": rng.normal(size=1),
        "log_joint": log_joint,
        "log_posterior": log_posterior,
        "log_q": log_q,
    }


@cases(q.elbo_decomposition)
def consistent(rng: Rng) -> dict[str, Any]:
    log_joint = rng.normal(-3.0, 1.0, size=(3, 4))
    log_px = np.logaddexp.reduce(log_joint, axis=1)
    return {
        "log_px": log_px,
        "log_joint": log_joint,
        "log_posterior": log_joint - log_px[:, None],
        "log_q": log_probabilities(rng, 3, 4),
    }


@mistake(
    q.elbo_decomposition,
    en="In the divergence, which of the two distributions weighs the sum?",
    fr="Dans la divergence, laquelle des deux lois pondère la somme ?",
)
def reversed_kl(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = decomposition(log_px, log_joint, log_posterior, log_q)
    kl = np.sum(np.exp(log_posterior) * (log_posterior - log_q), axis=1)
    return {**lines, "kl_definition": kl, "log_px": kl - lines["neg_elbo"]}


@mistake(
    q.elbo_decomposition,
    en="After the rule of Bayes the marginal stands on the wrong side of the fraction in your line.",
    fr="Après la règle de Bayes, la marginale est du mauvais côté de la fraction dans votre ligne.",
)
def sign_of_marginal(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = decomposition(log_px, log_joint, log_posterior, log_q)
    return {**lines, "kl_bayes": lines["neg_elbo"] - lines["constant"], "constant": -lines["constant"]}


@mistake(
    q.elbo_decomposition,
    en="Express the posterior by the joint and the marginal once more; test your rule on two numbers.",
    fr="Exprimez encore une fois le postérieur par la jointe et la marginale ; testez votre règle sur "
    "deux nombres.",
)
def inverted_bayes(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = decomposition(log_px, log_joint, log_posterior, log_q)
    bayes = np.sum(np.exp(log_q) * (log_q + log_joint - log_px[:, None]), axis=1)
    return {**lines, "kl_bayes": bayes}


@mistake(
    q.elbo_decomposition,
    en="The size of this line is right, its sign is not: which of the two is a term of the divergence?",
    fr="La valeur absolue de cette ligne est juste, pas son signe : lequel des deux est un terme de la "
    "divergence ?",
)
def elbo_not_negated(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = decomposition(log_px, log_joint, log_posterior, log_q)
    return {**lines, "neg_elbo": -lines["neg_elbo"]}


@mistake(
    q.elbo_decomposition,
    en="Evaluate the line literally: the $q$ that is given need not sum to one.",
    fr="Évaluez la ligne littéralement : le $q$ donné ne somme pas forcément à un.",
)
def assumes_normalised(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = decomposition(log_px, log_joint, log_posterior, log_q)
    return {**lines, "kl_bayes": lines["neg_elbo"] + log_px, "constant": log_px}


@mistake(
    q.elbo_decomposition,
    en="Solve the identity for the marginal again; on a consistent model you can check the result.",
    fr="Résolvez à nouveau l'identité pour la marginale ; sur un modèle cohérent, vous pouvez vérifier le "
    "résultat.",
)
def sum_for_marginal(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = decomposition(log_px, log_joint, log_posterior, log_q)
    return {**lines, "log_px": lines["kl_definition"] + lines["neg_elbo"]}


@mistake(
    q.elbo_decomposition,
    en="You return the `log_px` that is given: make it from `kl_definition` and `neg_elbo` only.",
    fr="Vous renvoyez le `log_px` donné : formez-le avec `kl_definition` et `neg_elbo` seulement.",
)
def marginal_as_given(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    return {**decomposition(log_px, log_joint, log_posterior, log_q), "log_px": log_px}


@mistake(
    q.elbo_decomposition,
    en="In `kl_definition` all states count alike, as if they had been drawn: what is the sum weighted by?",
    fr="Dans `kl_definition`, tous les états comptent de même, comme s'ils avaient été tirés : par quoi la "
    "somme est-elle pondérée ?",
)
def plain_mean(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    kl, neg_elbo = (np.mean(log_q - other, axis=1) for other in (log_posterior, log_joint))
    own = {"kl_definition": kl, "kl_bayes": neg_elbo + log_px, "neg_elbo": neg_elbo, "constant": log_px}
    return {**own, "log_px": kl - neg_elbo}


@alternative(q.elbo_decomposition)
def decomposition_by_einsum(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    q_z, sums = np.exp(log_q), "bk,bk->b"
    return {
        "kl_definition": np.einsum(sums, q_z, log_q - log_posterior),
        "kl_bayes": np.einsum(sums, q_z, log_q + log_px[:, None] - log_joint),
        "neg_elbo": np.einsum(sums, q_z, log_q - log_joint),
        "constant": np.einsum("bk,b->b", q_z, log_px),
        "log_px": np.einsum(sums, q_z, log_joint - log_posterior),
    }


@alternative(q.elbo_decomposition)
def decomposition_with_torch(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    import torch

    px, joint, posterior, log_q = (torch.tensor(a) for a in (log_px, log_joint, log_posterior, log_q))
    weights = log_q.exp()
    kl, neg_elbo = (weights * (log_q - posterior)).sum(1), (weights * (log_q - joint)).sum(1)
    bayes = (weights * (log_q + px[:, None] - joint)).sum(1)
    constant = (weights * px[:, None]).sum(1)
    return {
        "kl_definition": kl,
        "kl_bayes": bayes,
        "neg_elbo": neg_elbo,
        "constant": constant,
        "log_px": kl - neg_elbo,
    }
