"""Hidden twin of part 6.2.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q06_2_donsker_varadhan as q
from autograder.question import Rng, cases, mistake
from solutions.hw1_latent_adversarial.q06_2_donsker_varadhan.proof import bound_and_gap
from solutions.hw1_latent_adversarial.q06_variational_divergences import probabilities, times_log_ratio


@cases(q.donsker_varadhan_lines, count=2)
def sums_other_than_one(rng: Rng) -> dict[str, Any]:
    p, q = rng.uniform(0.3, 1.5, size=(2, 5))
    return {"T": rng.normal(0.5, 1.2, size=5), "p": p, "q": q}


@cases(q.donsker_varadhan_lines)
def any_critic(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(0.0, 1.5, size=4), "p": probabilities(rng, 4), "q": probabilities(rng, 4)}


@cases(q.donsker_varadhan_lines)
def critic_without_gap(rng: Rng) -> dict[str, Any]:
    p, q = probabilities(rng, 4), probabilities(rng, 4)
    return {"T": np.log(p / q) + rng.uniform(1.0, 3.0), "p": p, "q": q}


@cases(q.donsker_varadhan_lines)
def only_one_point(rng: Rng) -> dict[str, Any]:
    return {"T": rng.uniform(0.5, 2.0, size=1), "p": np.ones(1), "q": np.ones(1)}


@cases(q.donsker_varadhan_lines, edge=True)
def huge_critic(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(size=4) + 900.0, "p": probabilities(rng, 4), "q": probabilities(rng, 4)}


@cases(q.donsker_varadhan_lines, edge=True)
def hugely_negative_critic(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(size=3) - 900.0, "p": probabilities(rng, 3), "q": probabilities(rng, 3)}


@cases(q.donsker_varadhan_lines, edge=True)
def points_that_p_lacks(rng: Rng) -> dict[str, Any]:
    p = np.append(probabilities(rng, 2), [0.0, 0.0])
    return {"T": rng.normal(size=4), "p": p, "q": probabilities(rng, 4)}


@cases(q.donsker_varadhan_lines, edge=True)
def critic_that_varies(rng: Rng) -> dict[str, Any]:
    T = rng.normal(size=4) + np.array([-990.0, 990.0, 989.0, -990.0])
    return {"T": T, "p": probabilities(rng, 4), "q": probabilities(rng, 4)}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `log_Z`: the logarithm of a mean of exponentials is not the mean. Try a critic with two values.",
    fr=r"""
    Ligne `log_Z` : le logarithme d'une moyenne d'exponentielles n'est pas la moyenne. Essayez un critique à
    deux valeurs.
    """,
)
def mean_for_log_mean_exp(T: Any, p: Any, q: Any) -> dict[str, Any]:
    log_Z = np.sum(q * T)
    lines = bound_and_gap(T, p, q)
    return {**lines, "log_Z": log_Z, "R2": np.sum(p * T) - log_Z, "rq": q * np.exp(T - log_Z)}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `log_Z`: under which distribution is the expectation in $Z$?",
    fr="Ligne `log_Z` : sous quelle loi est l'espérance dans $Z$ ?",
)
def normaliser_under_p(T: Any, p: Any, q: Any) -> dict[str, Any]:
    log_Z = np.log(np.sum(p * np.exp(T)))
    return {**bound_and_gap(T, p, q), "log_Z": log_Z, "R2": np.sum(p * T) - log_Z}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `log_Z`: this is $Z$ itself.",
    fr="Ligne `log_Z` : c'est $Z$ lui-même.",
)
def normaliser_for_logarithm(T: Any, p: Any, q: Any) -> dict[str, Any]:
    total = np.sum(q * np.exp(T))
    return {**bound_and_gap(T, p, q), "log_Z": total, "R2": np.sum(p * T) - np.log(total)}


@mistake(
    q.donsker_varadhan_lines,
    en="Infinite for large critics: the exponential overflows before its logarithm is taken.",
    fr="Infini pour de grands critiques : l'exponentielle déborde avant que l'on prenne son logarithme.",
)
def logarithm_after_overflow(T: Any, p: Any, q: Any) -> dict[str, Any]:
    log_Z = np.log(np.sum(q * np.exp(T)))
    return {**bound_and_gap(T, p, q), "log_Z": log_Z, "R2": np.sum(p * T) - log_Z}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `R2`: under which distribution is the first expectation?",
    fr="Ligne `R2` : sous quelle loi est la première espérance ?",
)
def first_mean_under_q(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bound_and_gap(T, p, q)
    return {**lines, "R2": np.sum(q * T) - lines["log_Z"]}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `R2`: you subtract the normaliser and not its logarithm; compare with the definition.",
    fr="Ligne `R2` : vous retranchez la normalisation et non son logarithme ; comparez à la définition.",
)
def normaliser_not_logged(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bound_and_gap(T, p, q)
    return {**lines, "R2": np.sum(p * T) - np.exp(lines["log_Z"])}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `R2`: this is the other bound, $R_1$.",
    fr="Ligne `R2` : c'est l'autre borne, $R_1$.",
)
def the_other_bound(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bound_and_gap(T, p, q)
    return {**lines, "R2": np.sum(p * T) - np.exp(lines["log_Z"] - 1)}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `rq`: this is the factor $r$ without the distribution that it reweights.",
    fr="Ligne `rq` : c'est le facteur $r$ sans la loi qu'il repondère.",
)
def factor_without_law(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bound_and_gap(T, p, q)
    return {**lines, "rq": np.exp(T - lines["log_Z"])}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `kl_p_rq` is in the other direction: the expectation is under the first of the two.",
    fr="La ligne `kl_p_rq` est dans l'autre sens : l'espérance est sous la première des deux lois.",
)
def tilted_divergence_reversed(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bound_and_gap(T, p, q)
    return {**lines, "kl_p_rq": np.sum(lines["rq"] * np.log(lines["rq"] / p))}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `kl_pq` is in the other direction: the expectation is under the first of the two.",
    fr="La ligne `kl_pq` est dans l'autre sens : l'espérance est sous la première des deux lois.",
)
def divergence_from_q(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bound_and_gap(T, p, q)
    other = np.sum(times_log_ratio(q, p))
    return {**lines, "kl_pq": other, "gap": other - lines["R2"]}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `gap` has the wrong sign: a lower bound subtracted from what it bounds cannot be negative.",
    fr=r"""
    La ligne `gap` a le mauvais signe : une borne inférieure retranchée de ce qu'elle borne n'est pas
    négative.
    """,
)
def gap_negative(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bound_and_gap(T, p, q)
    return {**lines, "gap": -lines["gap"]}


@mistake(
    q.donsker_varadhan_lines,
    en=r"""
    Line `gap`: for distributions it equals `kl_p_rq`, but here it is asked from the two lines that it
    names; in the checks the sums are not one.
    """,
    fr=r"""
    Ligne `gap` : pour des lois, elle est égale à `kl_p_rq`, mais elle est demandée ici à partir des deux
    lignes qu'elle nomme ; dans les tests, les sommes ne valent pas un.
    """,
)
def gap_by_the_theorem(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bound_and_gap(T, p, q)
    return {**lines, "gap": lines["kl_p_rq"]}


@mistake(
    q.donsker_varadhan_lines,
    en="Your `kl_p_rq` repeats `gap`: it is asked from `p` and `rq`; in the checks the sums are not one.",
    fr="Votre `kl_p_rq` répète `gap` : il est demandé à partir de `p` et `rq` ; dans les vérifications, les "
    "sommes ne valent pas un.",
)
def gap_copied(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bound_and_gap(T, p, q)
    return {**lines, "kl_p_rq": lines["gap"]}


@mistake(
    q.donsker_varadhan_lines,
    en=r"""
    Line `T_tight`: there is no gap for this critic, but is its $Z$ the one of the critic that you were given?
    """,
    fr=r"""
    Ligne `T_tight` : ce critique ne laisse pas d'écart, mais son $Z$ est-il celui du critique donné ?
    """,
)
def tight_without_constant(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return {**bound_and_gap(T, p, q), "T_tight": np.log(p / q)}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `T_tight`: a one was added, as in the best critic of $R_1$. What does this do to $Z$?",
    fr="Ligne `T_tight` : un un a été ajouté, comme au meilleur critique de $R_1$. Quel effet sur $Z$ ?",
)
def tight_for_first_bound(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return {**bound_and_gap(T, p, q), "T_tight": 1 + np.log(p / q)}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `T_tight`: with this sign of the constant, compute its $Z$ and compare.",
    fr="Ligne `T_tight` : avec ce signe de la constante, calculez son $Z$ et comparez.",
)
def constant_subtracted(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bound_and_gap(T, p, q)
    return {**lines, "T_tight": np.log(p / q) - lines["log_Z"]}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `T_tight`: should this critic be large where $p$ is larger, or where $q$ is?",
    fr="Ligne `T_tight` : ce critique doit-il être grand là où $p$ est plus grande, ou là où $q$ l'est ?",
)
def tight_ratio_inverted(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bound_and_gap(T, p, q)
    return {**lines, "T_tight": np.log(q / p) + lines["log_Z"]}


@mistake(
    q.donsker_varadhan_lines,
    en="NaN where $p$ vanishes: what does such a point contribute to a divergence from $p$?",
    fr="NaN là où $p$ s'annule : que contribue un tel point à une divergence à partir de $p$ ?",
)
def nan_where_p_vanishes(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bound_and_gap(T, p, q)
    kl_pq = np.sum(p * np.log(p / q))
    own = {"kl_p_rq": np.sum(p * np.log(p / lines["rq"])), "kl_pq": kl_pq, "gap": kl_pq - lines["R2"]}
    return {**lines, **own}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `log_Z` counts all points alike; under which distribution is the expectation?",
    fr="La ligne `log_Z` compte tous les points de même ; sous quelle loi est l'espérance ?",
)
def uniform_normaliser(T: Any, p: Any, q: Any) -> dict[str, Any]:
    log_Z = np.log(np.mean(np.exp(T)))
    return {**bound_and_gap(T, p, q), "log_Z": log_Z, "R2": np.sum(p * T) - log_Z}


@mistake(
    q.donsker_varadhan_lines,
    en="Line `kl_p_rq`: `rq` underflows to 0 before its logarithm is taken; add logarithms instead.",
    fr="Ligne `kl_p_rq` : `rq` tombe à 0 avant que l'on prenne son logarithme ; ajoutez des logarithmes.",
)
def logarithm_after_underflow(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bound_and_gap(T, p, q)
    return {**lines, "kl_p_rq": np.sum(times_log_ratio(p, lines["rq"]))}


@mistake(
    q.donsker_varadhan_lines,
    en="You divide `p` and `q` by their sums first; each line is asked for the numbers that are given.",
    fr="Vous divisez d'abord `p` et `q` par leurs sommes ; évaluez chaque ligne avec les nombres donnés.",
)
def normalised_first(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return {**bound_and_gap(T, p / p.sum(), q / q.sum())}
