"""Hidden twin of part 6.1.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q06_1_conjugate as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw1_latent_adversarial.q06_variational_divergences import (
    first_bound,
    probabilities,
    times_log_ratio,
)


@reference(q.variational_kl_lines)
def best_critic_lines(T: Any, p: Any, q: Any) -> dict[str, Any]:
    with np.errstate(divide="ignore"):
        T_star = 1 + np.log(p) - np.log(q)
    pointwise_sup = times_log_ratio(p, q)
    return {
        "R1": first_bound(T, p, q),
        "T_star": T_star,
        "pointwise_sup": pointwise_sup,
        "kl": np.sum(pointwise_sup),
    }


@follows(q.variational_kl_lines, "pointwise_sup")
def contribution_of_own_critic(lines: Any, T: Any, p: Any, q: Any) -> Any:
    own = np.asarray(lines["T_star"])
    return p * own - q * np.exp(own - 1)


@follows(q.variational_kl_lines, "kl")
def sum_of_own_suprema(lines: Any, **_: Any) -> Any:
    return np.sum(lines["pointwise_sup"])


@cases(q.variational_kl_lines, count=2)
def not_normalised(rng: Rng) -> dict[str, Any]:
    p, q = rng.uniform(0.2, 1.5, size=(2, 5))
    return {"T": rng.normal(0.0, 1.5, size=5), "p": p, "q": q}


@cases(q.variational_kl_lines)
def two_distributions(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(size=4), "p": probabilities(rng, 4), "q": probabilities(rng, 4)}


@cases(q.variational_kl_lines)
def equal_distributions(rng: Rng) -> dict[str, Any]:
    p = probabilities(rng, 4)
    return {"T": rng.normal(size=4), "p": p, "q": p.copy()}


@cases(q.variational_kl_lines)
def a_single_point(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(size=1), "p": np.ones(1), "q": np.ones(1)}


@cases(q.variational_kl_lines, edge=True)
def points_that_p_misses(rng: Rng) -> dict[str, Any]:
    p = np.append(probabilities(rng, 3), [0.0, 0.0])
    return {"T": rng.normal(size=5), "p": p, "q": probabilities(rng, 5)}


@cases(q.variational_kl_lines, edge=True)
def points_that_q_misses(rng: Rng) -> dict[str, Any]:
    share = rng.uniform(0.2, 0.8)
    return {
        "T": rng.normal(size=3),
        "p": np.array([share, 1 - share, 0.0]),
        "q": np.array([0.0, share, 1 - share]),
    }


@mistake(
    q.variational_kl_lines,
    en="Line `R1`: compare the exponent under the second expectation with the definition.",
    fr="Ligne `R1` : comparez à la définition l'exposant sous la seconde espérance.",
)
def exponent_without_shift(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return {**best_critic_lines(T, p, q), "R1": np.sum(p * T) - np.sum(q * np.exp(T))}


@mistake(
    q.variational_kl_lines,
    en="Line `R1`: is the one subtracted in the exponent, or after the exponential?",
    fr="Ligne `R1` : le un est-il retranché dans l'exposant, ou après l'exponentielle ?",
)
def one_outside_exponent(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return {**best_critic_lines(T, p, q), "R1": np.sum(p * T) - np.sum(q * (np.exp(T) - 1))}


@mistake(
    q.variational_kl_lines,
    en="Line `R1`: under which of the two distributions is each term averaged?",
    fr="Ligne `R1` : sous laquelle des deux lois chaque terme est-il moyenné ?",
)
def expectations_exchanged(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return {**best_critic_lines(T, p, q), "R1": first_bound(T, q, p)}


@mistake(
    q.variational_kl_lines,
    en="Line `R1`: the second expectation counts all points alike; where is its distribution?",
    fr="Ligne `R1` : la seconde espérance compte tous les points de même ; où est sa loi ?",
)
def uniform_second_mean(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return {**best_critic_lines(T, p, q), "R1": np.sum(p * T) - np.mean(np.exp(T - 1))}


@mistake(
    q.variational_kl_lines,
    en="Line `R1`: with your sign the bound grows with the critic without end.",
    fr="Ligne `R1` : avec votre signe, la borne croît sans fin avec le critique.",
)
def second_term_added(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return {**best_critic_lines(T, p, q), "R1": np.sum(p * T) + np.sum(q * np.exp(T - 1))}


@mistake(
    q.variational_kl_lines,
    en=r"""
    Line `pointwise_sup`: your critic is right, but the value is not what it gives. Put it into both terms.
    """,
    fr=r"""
    Ligne `pointwise_sup` : votre critique est juste, mais la valeur n'est pas celle qu'il donne. Mettez-le
    dans les deux termes.
    """,
)
def second_term_of_shifted_critic(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = best_critic_lines(T, p, q)
    sup = lines["pointwise_sup"] - p / np.e
    return {**lines, "pointwise_sup": sup, "kl": np.sum(sup)}


@mistake(
    q.variational_kl_lines,
    en=r"""
    Line `T_star`: this is the best critic up to a constant, but $R_1$ feels constants. Put it into the
    derivative with respect to $t$.
    """,
    fr=r"""
    Ligne `T_star` : c'est le meilleur critique à une constante près, mais $R_1$ sent les constantes.
    Mettez-le dans la dérivée par rapport à $t$.
    """,
)
def critic_without_one(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = best_critic_lines(T, p, q)
    sup = lines["pointwise_sup"] - p / np.e
    return {**lines, "T_star": lines["T_star"] - 1, "pointwise_sup": sup, "kl": np.sum(sup)}


@mistake(
    q.variational_kl_lines,
    en="Line `T_star`: the stationarity condition still stands under an exponential; solve it for $t$.",
    fr=r"""
    Ligne `T_star` : la condition de stationnarité est encore sous une exponentielle ; résolvez-la pour $t$.
    """,
)
def ratio_for_critic(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return {**best_critic_lines(T, p, q), "T_star": p / q}


@mistake(
    q.variational_kl_lines,
    en="Line `T_star`: should the critic be large where $p$ is larger, or where $q$ is?",
    fr="Ligne `T_star` : le critique doit-il être grand là où $p$ est plus grande, ou là où $q$ l'est ?",
)
def divergence_reversed(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return {**best_critic_lines(T, q, p), "R1": first_bound(T, p, q)}


@mistake(
    q.variational_kl_lines,
    en="Line `pointwise_sup`: without the factor in front of the logarithm. What is multiplied by $q$ here?",
    fr=r"""
    Ligne `pointwise_sup` : il manque le facteur devant le logarithme. Qu'est-ce qui est multiplié par $q$
    ici ?
    """,
)
def log_ratio_without_weight(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = best_critic_lines(T, p, q)
    return {**lines, "pointwise_sup": lines["T_star"] - 1, "kl": np.sum(lines["T_star"] - 1)}


@mistake(
    q.variational_kl_lines,
    en=r"""
    NaN where a distribution vanishes: to what does $p(x)\, t - q(x)\, e^{t - 1}$ tend there as $t$ goes to
    your `T_star`?
    """,
    fr=r"""
    NaN là où une loi s'annule : vers quoi tend $p(x)\, t - q(x)\, e^{t - 1}$ quand $t$ va vers votre
    `T_star` ?
    """,
)
def zero_times_logarithm(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = best_critic_lines(T, p, q)
    sup = p * np.log(p / q)
    return {**lines, "pointwise_sup": sup, "kl": np.sum(sup)}


@mistake(
    q.variational_kl_lines,
    en=r"""
    A small number was added to avoid zeros; it changes the answer. Treat the zeros as cases of their own.
    """,
    fr=r"""
    Un petit nombre a été ajouté pour éviter les zéros ; il change la réponse. Traitez les zéros comme des
    cas à part.
    """,
)
def smoothed_zeros(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return {**best_critic_lines(T, p + 1e-8, q + 1e-8), "R1": first_bound(T, p, q)}


@alternative(q.variational_kl_lines)
def point_by_point(T: Any, p: Any, q: Any) -> dict[str, Any]:
    bound, critic, suprema = 0.0, [], []
    for t, a, b in zip(T, p, q, strict=True):
        bound += a * t - b * np.exp(t - 1)
        if a == 0:
            critic.append(-np.inf)
            suprema.append(0.0)
        elif b == 0:
            critic.append(np.inf)
            suprema.append(np.inf)
        else:
            best = 1 + np.log(a / b)
            critic.append(best)
            suprema.append(a * best - b * np.exp(best - 1))
    return {"R1": bound, "T_star": critic, "pointwise_sup": suprema, "kl": sum(suprema)}


@alternative(q.variational_kl_lines)
def torch_xlogy(T: Any, p: Any, q: Any) -> dict[str, Any]:
    import torch

    critic, a, b = (torch.tensor(value, dtype=torch.float64) for value in (T, p, q))
    sup = torch.xlogy(a, a) - torch.xlogy(a, b)
    bound = (a * critic).sum() - (b * torch.exp(critic - 1)).sum()
    return {"R1": bound, "T_star": 1 + torch.log(a / b), "pointwise_sup": sup, "kl": sup.sum()}
