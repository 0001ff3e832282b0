"""Hidden twin of question 6.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q06_1_conjugate as q
from autograder.question import Rng, alternative, baseline, cases, follows, mistake, reference
from solutions.hw1_latent_adversarial.q06_variational_divergences import (
    first_bound,
    probabilities,
    times_log_ratio,
)


@reference(q.conjugate_of_u_log_u)
def stationary_point(t: Any) -> Any:
    u = np.exp(t - 1)
    return u, u.copy()


@cases(q.conjugate_of_u_log_u, count=2)
def ordinary_slopes(rng: Rng) -> dict[str, Any]:
    return {"t": rng.uniform(-3.0, 4.0, size=6)}


@cases(q.conjugate_of_u_log_u)
def one_slope(rng: Rng) -> dict[str, Any]:
    return {"t": rng.uniform(-1.0, 0.5, size=1)}


@cases(q.conjugate_of_u_log_u)
def slopes_by_name(rng: Rng) -> dict[str, Any]:
    return {"t": np.array([0.0, 1.0, -50.0, 100.0])}


@mistake(
    q.conjugate_of_u_log_u,
    en=r"""
    The derivative of $u \log u$ has two terms; you set it to zero with one of them. Put your maximiser back
    into the derivative.
    """,
    fr=r"""
    La dérivée de $u \log u$ a deux termes ; vous l'avez annulée avec un seul. Remettez votre maximiseur dans
    la dérivée.
    """,
)
def one_term_of_derivative(t: Any) -> Any:
    return np.exp(t), np.exp(t)


@mistake(
    q.conjugate_of_u_log_u,
    en=r"""
    The value is right, but the supremum is not attained there: put your maximiser into $u t - u \log u$.
    """,
    fr=r"""
    La valeur est juste, mais le supremum n'est pas atteint là : mettez votre maximiseur dans
    $u t - u \log u$.
    """,
)
def other_maximiser(t: Any) -> Any:
    return np.exp(t - 1), np.exp(t)


@mistake(
    q.conjugate_of_u_log_u,
    en="Your second array holds the logarithm of the maximiser.",
    fr="Votre second tableau contient le logarithme du maximiseur.",
)
def log_of_maximiser(t: Any) -> Any:
    return np.exp(t - 1), t - 1


@mistake(
    q.conjugate_of_u_log_u,
    en="You put the maximiser into the first term only; what does the second one subtract?",
    fr="Vous avez mis le maximiseur dans le premier terme seulement ; que retranche le second ?",
)
def first_term_only(t: Any) -> Any:
    return t * np.exp(t - 1), np.exp(t - 1)


@mistake(
    q.conjugate_of_u_log_u,
    en="Solve the condition for $\\log u$ once more: on which side does the constant end up?",
    fr="Résolvez encore la condition pour $\\log u$ : de quel côté la constante arrive-t-elle ?",
)
def constant_on_wrong_side(t: Any) -> Any:
    return np.exp(t + 1), np.exp(t + 1)


@mistake(
    q.conjugate_of_u_log_u,
    en="The sign is that of $f - u t$: it is a supremum of $u t - f$ that is asked.",
    fr="Le signe est celui de $f - u t$ : on demande un supremum de $u t - f$.",
)
def negative_value(t: Any) -> Any:
    return -np.exp(t - 1), np.exp(t - 1)


@alternative(q.conjugate_of_u_log_u)
def whole_expression(t: Any) -> Any:
    u = np.exp(t) / np.e
    return u * t - u * np.log(u), u


@alternative(q.conjugate_of_u_log_u)
def torch_exponential(t: Any) -> Any:
    import torch

    u = torch.exp(torch.tensor(t, dtype=torch.float64) - 1)
    return u, u


@reference(q.discrete_conjugate)
def largest_over_points(x: Any, fx: Any, slopes: Any) -> Any:
    return np.max(np.outer(slopes, x) - fx, axis=1)


@cases(q.discrete_conjugate)
def parabola(rng: Rng) -> dict[str, Any]:
    x = np.linspace(-2.0, 2.5, 12)
    return {"x": x, "fx": rng.uniform(0.5, 2.0) * x**2, "slopes": rng.uniform(-4.0, 5.0, size=6)}


@cases(q.discrete_conjugate, count=2)
def unsorted_and_not_convex(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=9), "fx": rng.normal(size=9), "slopes": rng.normal(0.0, 2.0, size=5)}


@cases(q.discrete_conjugate)
def one_slope_only(rng: Rng) -> dict[str, Any]:
    return {"x": rng.normal(size=5), "fx": rng.normal(size=5), "slopes": rng.uniform(0.5, 2.0, size=1)}


@cases(q.discrete_conjugate)
def one_point_only(rng: Rng) -> dict[str, Any]:
    return {"x": rng.uniform(0.5, 2.0, size=1), "fx": rng.normal(size=1), "slopes": rng.normal(size=4)}


@mistake(
    q.discrete_conjugate,
    en="This is the smallest value over the points: which line below the graph is the highest?",
    fr="C'est la plus petite valeur sur les points : quelle droite sous le graphe est la plus haute ?",
)
def smallest_over_points(x: Any, fx: Any, slopes: Any) -> Any:
    return np.min(np.outer(slopes, x) - fx, axis=1)


@mistake(
    q.discrete_conjugate,
    en="The two terms have changed their signs: which one is subtracted in the definition?",
    fr="Les deux termes ont changé de signe : lequel est retranché dans la définition ?",
)
def terms_exchanged(x: Any, fx: Any, slopes: Any) -> Any:
    return np.max(fx - np.outer(slopes, x), axis=1)


@mistake(
    q.discrete_conjugate,
    en="You have one value for each point; one for each slope is asked. Over what does the supremum run?",
    fr="Vous avez une valeur par point ; on en demande une par pente. Sur quoi porte le supremum ?",
)
def largest_over_slopes(x: Any, fx: Any, slopes: Any) -> Any:
    return np.max(np.outer(slopes, x) - fx, axis=0)


@mistake(
    q.discrete_conjugate,
    en="This is where the supremum is attained; its value is asked.",
    fr="C'est l'endroit où le supremum est atteint ; on demande sa valeur.",
)
def where_attained(x: Any, fx: Any, slopes: Any) -> Any:
    return x[np.argmax(np.outer(slopes, x) - fx, axis=1)]


@mistake(
    q.discrete_conjugate,
    en="This is an average over the points, not a supremum.",
    fr="C'est une moyenne sur les points, pas un supremum.",
)
def average_over_points(x: Any, fx: Any, slopes: Any) -> Any:
    return np.mean(np.outer(slopes, x) - fx, axis=1)


@mistake(
    q.discrete_conjugate,
    en="Add a constant to the function: your conjugate does not notice. Which term is missing?",
    fr="Ajoutez une constante à la fonction : votre conjuguée ne le remarque pas. Quel terme manque ?",
)
def function_forgotten(x: Any, fx: Any, slopes: Any) -> Any:
    return np.max(np.outer(slopes, x), axis=1)


@mistake(
    q.discrete_conjugate,
    en="You took a supremum of each term on its own: both must be at the same point.",
    fr="Vous avez pris un supremum de chaque terme séparément : les deux doivent être au même point.",
)
def two_suprema(x: Any, fx: Any, slopes: Any) -> Any:
    return np.max(np.outer(slopes, x), axis=1) - np.min(fx)


@baseline(q.discrete_conjugate)
def slope_by_slope(x: Any, fx: Any, slopes: Any) -> Any:
    return [max(slope * a - b for a, b in zip(x, fx, strict=True)) for slope in slopes]


@alternative(q.discrete_conjugate)
def points_in_rows(x: Any, fx: Any, slopes: Any) -> Any:
    return (x[:, None] * slopes[None, :] - fx[:, None]).max(axis=0)


@alternative(q.discrete_conjugate)
def one_row_of_points_after_another(x: Any, fx: Any, slopes: Any) -> Any:
    return np.array([np.max(slope * x - fx) for slope in slopes])


@alternative(q.discrete_conjugate)
def torch_amax(x: Any, fx: Any, slopes: Any) -> Any:
    import torch

    points, values, rates = (torch.tensor(a, dtype=torch.float64) for a in (x, fx, slopes))
    return (rates[:, None] * points[None, :] - values[None, :]).amax(dim=1)


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
