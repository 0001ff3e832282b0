"""Hidden twin of question 3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw3_generative_models import q03_variational_bounds as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference


@reference(q.marginal_likelihood_obstacle)
def obstacle() -> dict[str, str]:
    return {
        "answer": "b",
        "a": "decoder_is_part_of_model",
        "b": "nonlinear_decoder_and_dimension",
        "c": "prior_is_chosen",
        "d": "gaussian_is_still_intractable",
    }


@cases(q.marginal_likelihood_obstacle)
def key(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.marginal_likelihood_obstacle,
    en="In most VAEs the latent variable is a standard Gaussian. Is the integral easy then?",
    fr="Dans la plupart des VAE, la variable latente est une gaussienne centrée réduite. L'intégrale est-elle alors facile ?",
)
def not_gaussian() -> dict[str, str]:
    return {**obstacle(), "answer": "d"}


@mistake(
    q.marginal_likelihood_obstacle,
    en="Who specifies the decoder?",
    fr="Qui spécifie le décodeur ?",
)
def unknown_decoder() -> dict[str, str]:
    return {**obstacle(), "answer": "a"}


@mistake(
    q.marginal_likelihood_obstacle,
    en="Who specifies the prior?",
    fr="Qui spécifie l'a priori ?",
)
def unknown_prior() -> dict[str, str]:
    return {**obstacle(), "answer": "c"}


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
def from_own_lines(lines: Any, **_: Any) -> Any:
    return lines["kl_definition"] - lines["neg_elbo"]


@cases(q.elbo_decomposition, count=3)
def inconsistent(rng: Rng) -> dict[str, Any]:
    log_joint, log_posterior, log_q = rng.normal(-1.0, 1.0, size=(3, 4, 5))
    return {"log_px": rng.normal(size=4), "log_joint": log_joint, "log_posterior": log_posterior, "log_q": log_q}


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
    en="After the rule of Bayes the marginal has the opposite sign in your line.",
    fr="Après la règle de Bayes, la marginale a le signe opposé dans votre ligne.",
)
def sign_of_marginal(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    lines = decomposition(log_px, log_joint, log_posterior, log_q)
    return {**lines, "kl_bayes": lines["neg_elbo"] - lines["constant"]}


@mistake(
    q.elbo_decomposition,
    en="Evaluate the line literally: the $q$ that is given need not sum to one.",
    fr="Évaluez la ligne littéralement : le $q$ donné ne somme pas forcément à un.",
)
def assumes_normalised(log_px: Any, log_joint: Any, log_posterior: Any, log_q: Any) -> dict[str, Any]:
    return {**decomposition(log_px, log_joint, log_posterior, log_q), "constant": log_px}


@reference(q.importance_weighted_bound)
def log_mean_exp(log_w: Any) -> Any:
    return np.logaddexp.reduce(log_w, axis=1) - np.log(log_w.shape[1])


@cases(q.importance_weighted_bound, count=3)
def ordinary(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(6, 4))}


@cases(q.importance_weighted_bound, edge=True)
def extreme(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 1e4, size=(6, 4))}


@mistake(
    q.importance_weighted_bound,
    en="This is the ELBO: the mean of the logs, not the log of the mean.",
    fr="C'est l'ELBO : la moyenne des logs, pas le log de la moyenne.",
)
def elbo(log_w: Any) -> Any:
    return np.mean(log_w, axis=1)


@mistake(
    q.importance_weighted_bound,
    en="Your value grows with $K$ even when all weights are equal.",
    fr="Votre valeur croît avec $K$ même quand tous les poids sont égaux.",
)
def sum_instead_of_mean(log_w: Any) -> Any:
    return np.logaddexp.reduce(log_w, axis=1)


@mistake(
    q.importance_weighted_bound,
    en="Infinite or NaN for large log-weights: what can be taken out of the sum before exponentiating?",
    fr="Infini ou NaN pour de grands log-poids : que peut-on sortir de la somme avant l'exponentielle ?",
)
def overflow(log_w: Any) -> Any:
    return np.log(np.mean(np.exp(log_w), axis=1))


@alternative(q.importance_weighted_bound)
def shifted(log_w: Any) -> Any:
    top = log_w.max(axis=1, keepdims=True)
    return (top + np.log(np.exp(log_w - top).mean(axis=1, keepdims=True)))[:, 0]
