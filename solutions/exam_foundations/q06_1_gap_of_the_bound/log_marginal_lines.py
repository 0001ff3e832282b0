"""Hidden twin of part 6.1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q06_1_gap_of_the_bound as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw3_generative_models.q03_variational_bounds import log_probabilities


@reference(q.log_marginal_lines)
def proof(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    q_z, bayes = np.exp(log_q), log_joint - log_posterior
    elbo = np.sum(q_z * (log_joint - log_q), axis=1)
    kl = np.sum(q_z * (log_q - log_posterior), axis=1)
    return {
        "bayes": bayes,
        "expectation": np.sum(q_z * bayes, axis=1),
        "constant": np.sum(q_z, axis=1) * log_px,
        "elbo": elbo,
        "kl": kl,
        "log_px": elbo + kl,
    }


@follows(q.log_marginal_lines, "expectation")
def expectation_of_own_line(lines: Any, log_q: Any, **_: Any) -> Any:
    bayes = np.asarray(lines["bayes"])
    if bayes.shape != log_q.shape or not bayes.any():
        raise ValueError("nothing whose expectation could be taken")
    return np.sum(np.exp(log_q) * bayes, axis=1)


# One own line at a time: two lines of nothing but zeros would otherwise earn a third one.
@follows(q.log_marginal_lines, "log_px")
def claim_with_own_elbo(lines: Any, **arguments: Any) -> Any:
    return np.add(lines["elbo"], proof(**arguments)["kl"])


@follows(q.log_marginal_lines, "log_px")
def claim_with_own_divergence(lines: Any, **arguments: Any) -> Any:
    return np.add(proof(**arguments)["elbo"], lines["kl"])


def _draw_apart(rng: Rng, batch: int, states: int) -> dict[str, Any]:
    """Four arrays that do not fit together."""
    log_joint, log_posterior, log_q = rng.normal(-1.0, 1.0, size=(3, batch, states))
    log_px = rng.normal(-2.0, 1.0, size=batch)
    return {"log_px": log_px, "log_joint": log_joint, "log_posterior": log_posterior, "log_q": log_q}


@cases(q.log_marginal_lines, count=3)
def inconsistent(rng: Rng) -> dict[str, Any]:
    return _draw_apart(rng, int(rng.integers(2, 5)), int(rng.integers(2, 6)))


@cases(q.log_marginal_lines)
def inconsistent_single(rng: Rng) -> dict[str, Any]:
    return _draw_apart(rng, 1, 4)


@cases(q.log_marginal_lines)
def consistent(rng: Rng) -> dict[str, Any]:
    log_joint = rng.normal(-3.0, 1.0, size=(3, 4))
    log_px = np.logaddexp.reduce(log_joint, axis=1)
    posterior, log_q = log_joint - log_px[:, None], log_probabilities(rng, 3, 4)
    return {"log_px": log_px, "log_joint": log_joint, "log_posterior": posterior, "log_q": log_q}


@mistake(
    q.log_marginal_lines,
    en="In the rule of Bayes, what is divided by what? Test yours on two numbers.",
    fr="Dans la règle de Bayes, qu'est-ce qui est divisé par quoi ? Testez la vôtre sur deux nombres.",
)
def fraction_turned_round(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = proof(log_px, log_joint, log_posterior, log_q)
    return {**lines, "bayes": -lines["bayes"], "expectation": -lines["expectation"]}


@mistake(
    q.log_marginal_lines,
    en=r"""
    Joint and posterior are multiplied in your line: which of them is the product of the other and $p(x)$?
    """,
    fr="Votre ligne multiplie jointe et postérieur : lequel est le produit de l'autre et de $p(x)$ ?",
)
def product_for_ratio(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    bayes = log_joint + log_posterior
    lines = proof(log_px, log_joint, log_posterior, log_q)
    return {**lines, "bayes": bayes, "expectation": np.sum(np.exp(log_q) * bayes, axis=1)}


@mistake(
    q.log_marginal_lines,
    en="All states count alike in your expectation. Which weights belong there?",
    fr="Tous les états comptent également dans votre espérance. Quels poids y ont leur place ?",
)
def uniform_weights(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = proof(log_px, log_joint, log_posterior, log_q)
    elbo, kl = (log_joint - log_q).mean(axis=1), (log_q - log_posterior).mean(axis=1)
    expectation = lines["bayes"].mean(axis=1)
    return {**lines, "expectation": expectation, "elbo": elbo, "kl": kl, "log_px": elbo + kl}


@mistake(
    q.log_marginal_lines,
    en="The expectation of a constant is this constant only if the weights sum to one; here they need not.",
    fr=r"""
    L'espérance d'une constante n'est cette constante que si les poids somment à un ; ici, pas forcément.
    """,
)
def constant_taken_out(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    return {**proof(log_px, log_joint, log_posterior, log_q), "constant": log_px}


@mistake(
    q.log_marginal_lines,
    en="You write down the claim. Evaluate each line by its own formula, from the arrays that it names.",
    fr="Vous écrivez ce qu'il faut démontrer. Évaluez chaque ligne par sa propre formule, avec les tableaux "
    "qu'elle nomme.",
)
def claim_assumed(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = proof(log_px, log_joint, log_posterior, log_q)
    return {**lines, "expectation": log_px, "constant": log_px, "log_px": log_px}


@mistake(
    q.log_marginal_lines,
    en="You have rescaled $q$. Use the array as it is given: it need not sum to one.",
    fr="Vous avez renormalisé $q$. Prenez le tableau tel quel : il ne somme pas forcément à un.",
)
def rescaled_q(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> Any:
    return proof(log_px, log_joint, log_posterior, log_q - np.logaddexp.reduce(log_q, axis=1, keepdims=True))


@mistake(
    q.log_marginal_lines,
    en="Your first expectation has lost its denominator.",
    fr="Votre première espérance a perdu son dénominateur.",
)
def elbo_without_q(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = proof(log_px, log_joint, log_posterior, log_q)
    elbo = np.sum(np.exp(log_q) * log_joint, axis=1)
    return {**lines, "elbo": elbo, "log_px": elbo + lines["kl"]}


@mistake(
    q.log_marginal_lines,
    en=r"""
    Your divergence has the wrong sign on a consistent model: is the minus sign of the claim a part of it?
    """,
    fr="Votre divergence a le mauvais signe sur un modèle cohérent : le signe moins de l'énoncé en fait-il "
    "partie ?",
)
def minus_sign_left_out(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = proof(log_px, log_joint, log_posterior, log_q)
    return {**lines, "kl": -lines["kl"]}


@mistake(
    q.log_marginal_lines,
    en="Under which of the two distributions is the second expectation of the claim taken?",
    fr="Sous laquelle des deux lois la deuxième espérance de l'énoncé est-elle prise ?",
)
def reversed_divergence(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = proof(log_px, log_joint, log_posterior, log_q)
    kl = np.sum(np.exp(log_posterior) * (log_posterior - log_q), axis=1)
    return {**lines, "kl": kl, "log_px": lines["elbo"] + kl}


@mistake(
    q.log_marginal_lines,
    en="Solve the claim for its left-hand side again: on a consistent model, is the bound above or below it?",
    fr="Revenez au membre de gauche de l'énoncé : sur un modèle cohérent, la borne est-elle au-dessus ou "
    "au-dessous ?",
)
def divergence_subtracted(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = proof(log_px, log_joint, log_posterior, log_q)
    return {**lines, "log_px": lines["elbo"] - lines["kl"]}


@alternative(q.log_marginal_lines)
def proof_by_einsum(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    q_z, sums = np.exp(log_q), "bk,bk->b"
    expectation = np.einsum(sums, q_z, log_joint - log_posterior)
    return {
        "bayes": log_joint - log_posterior,
        "expectation": expectation,
        "constant": np.einsum("bk,b->b", q_z, log_px),
        "elbo": np.einsum(sums, q_z, np.log(np.exp(log_joint) / q_z)),
        "kl": -np.einsum(sums, q_z, np.log(np.exp(log_posterior) / q_z)),
        "log_px": expectation,
    }


@alternative(q.log_marginal_lines)
def proof_with_torch(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    import torch

    px, joint, posterior, log_q = (torch.tensor(a) for a in (log_px, log_joint, log_posterior, log_q))
    weights = log_q.exp()
    elbo, kl = (weights * (joint - log_q)).sum(1), (weights * (log_q - posterior)).sum(1)
    return {
        "bayes": joint - posterior,
        "expectation": (weights * (joint - posterior)).sum(1),
        "constant": (weights * px[:, None]).sum(1),
        "elbo": elbo,
        "kl": kl,
        "log_px": elbo + kl,
    }
