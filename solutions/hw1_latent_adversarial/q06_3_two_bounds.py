"""Hidden twin of question 6.3."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q06_3_two_bounds as q
from autograder.question import Rng, alternative, baseline, cases, follows, mistake, reference
from solutions.hw1_latent_adversarial.q06_variational_divergences import (
    first_bound,
    log_mean_exp,
    probabilities,
    second_bound,
)


@reference(q.compare_bounds)
def bounds_and_tangent(T: Any, p: Any, q: Any) -> dict[str, Any]:
    excess = log_mean_exp(T, q) - 1
    return {
        "R1": first_bound(T, p, q),
        "R2": second_bound(T, p, q),
        "tangent": np.exp(excess),
        "gap": np.expm1(excess) - excess,
    }


@follows(q.compare_bounds, "gap")
def own_difference(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["R2"], lines["R1"])


@cases(q.compare_bounds, count=2)
def several_critics(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(0.0, 1.5, size=(4, 5)), "p": probabilities(rng, 5), "q": probabilities(rng, 5)}


@cases(q.compare_bounds)
def one_critic(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(-1.0, 0.5, size=(1, 4)), "p": probabilities(rng, 4), "q": probabilities(rng, 4)}


@cases(q.compare_bounds)
def square_batch(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(0.0, 1.5, size=(3, 3)), "p": probabilities(rng, 3), "q": probabilities(rng, 3)}


@cases(q.compare_bounds)
def no_gap(rng: Rng) -> dict[str, Any]:
    T, p, q = rng.normal(size=(2, 4)), probabilities(rng, 4), probabilities(rng, 4)
    return {"T": T + (1 - log_mean_exp(T, q))[:, None], "p": p, "q": q}


@cases(q.compare_bounds, edge=True)
def large_but_finite(rng: Rng) -> dict[str, Any]:
    T = rng.normal(size=(2, 4)) + np.array([[600.0], [-600.0]])
    return {"T": T, "p": probabilities(rng, 4), "q": probabilities(rng, 4)}


@cases(q.compare_bounds, edge=True)
def out_of_range(rng: Rng) -> dict[str, Any]:
    T = rng.normal(size=(2, 4)) + np.array([[990.0], [-990.0]])
    return {"T": T, "p": probabilities(rng, 4), "q": probabilities(rng, 4)}


@mistake(
    q.compare_bounds,
    en="Line `gap` has the wrong sign: on your own two lines, which of the bounds is the larger one?",
    fr=r"""
    La ligne `gap` a le mauvais signe : sur vos deux propres lignes, laquelle des bornes est la plus grande ?
    """,
)
def other_order(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bounds_and_tangent(T, p, q)
    return {**lines, "gap": -lines["gap"]}


@mistake(
    q.compare_bounds,
    en="Lines `R1` and `R2` have changed places.",
    fr="Les lignes `R1` et `R2` ont échangé leurs places.",
)
def bounds_exchanged(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bounds_and_tangent(T, p, q)
    return {**lines, "R1": lines["R2"], "R2": lines["R1"]}


@mistake(
    q.compare_bounds,
    en="Line `R1`: compare the exponent under the second expectation with the definition.",
    fr="Ligne `R1` : comparez à la définition l'exposant sous la seconde espérance.",
)
def exponent_without_shift(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bounds_and_tangent(T, p, q)
    bound = T @ p - np.exp(T) @ q
    return {**lines, "R1": bound, "gap": lines["R2"] - bound}


@mistake(
    q.compare_bounds,
    en="Under which of the two distributions is each term averaged? The two are exchanged.",
    fr="Sous laquelle des deux lois chaque terme est-il moyenné ? Les deux sont échangées.",
)
def distributions_exchanged(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return {**bounds_and_tangent(T, q, p)}


@mistake(
    q.compare_bounds,
    en="Line `R2`: the logarithm stands inside the expectation; where does it stand in the definition?",
    fr="Ligne `R2` : le logarithme est à l'intérieur de l'espérance ; où est-il dans la définition ?",
)
def logarithm_inside(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bounds_and_tangent(T, p, q)
    bound = T @ p - T @ q
    return {**lines, "R2": bound, "gap": bound - lines["R1"]}


@mistake(
    q.compare_bounds,
    en="Line `R2` is infinite for large critics: the exponential overflows before its logarithm is taken.",
    fr=r"""
    La ligne `R2` est infinie pour de grands critiques : l'exponentielle déborde avant que l'on prenne son
    logarithme.
    """,
)
def logarithm_after_overflow(T: Any, p: Any, q: Any) -> dict[str, Any]:
    total = np.exp(T) @ q
    first, second = T @ p - total / np.e, T @ p - np.log(total)
    return {"R1": first, "R2": second, "tangent": total / np.e, "gap": second - first}


@mistake(
    q.compare_bounds,
    en="Line `tangent`: this line touches the logarithm at one. Where does the one that is asked touch it?",
    fr=r"""
    Ligne `tangent` : cette droite touche le logarithme en un. Où celle que l'on demande le touche-t-elle ?
    """,
)
def tangent_at_one(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return {**bounds_and_tangent(T, p, q), "tangent": np.exp(log_mean_exp(T, q)) - 1}


@mistake(
    q.compare_bounds,
    en="Line `tangent`: a constant is left over. Where does the line cut the vertical axis?",
    fr="Ligne `tangent` : il reste une constante. Où la droite coupe-t-elle l'axe vertical ?",
)
def tangent_lifted(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bounds_and_tangent(T, p, q)
    return {**lines, "tangent": 1 + lines["tangent"]}


@mistake(
    q.compare_bounds,
    en="Line `gap`: by your formula it vanishes for $T = 0$. Are your two bounds equal there?",
    fr="Ligne `gap` : par votre formule, il s'annule pour $T = 0$. Vos deux bornes y sont-elles égales ?",
)
def gap_of_tangent_at_one(T: Any, p: Any, q: Any) -> dict[str, Any]:
    log_Z = log_mean_exp(T, q)
    return {**bounds_and_tangent(T, p, q), "gap": np.expm1(log_Z) - log_Z}


@alternative(q.compare_bounds)
def difference_of_bounds(T: Any, p: Any, q: Any) -> dict[str, Any]:
    top = T.max(axis=1)
    log_Z = top + np.log(np.exp(T - top[:, None]) @ q)
    first, second = T @ p - np.exp(T - 1) @ q, T @ p - log_Z
    return {"R1": first, "R2": second, "tangent": np.exp(log_Z - 1), "gap": second - first}


@alternative(q.compare_bounds)
def torch_bounds(T: Any, p: Any, q: Any) -> dict[str, Any]:
    import torch

    critics, a, b = (torch.tensor(value, dtype=torch.float64) for value in (T, p, q))
    log_Z, mean = torch.logsumexp(critics + b.log(), dim=1), critics @ a
    tangent = torch.exp(log_Z - 1)
    return {"R1": mean - tangent, "R2": mean - log_Z, "tangent": tangent, "gap": tangent - log_Z}


@reference(q.best_shift)
def distance_to_touching_point(T: Any, q: Any) -> Any:
    occurring = np.where(q > 0, T, -np.inf)
    top = occurring.max(axis=1)
    return 1 - top - np.log(np.exp(occurring - top[:, None]) @ q)


@cases(q.best_shift, count=2)
def ordinary_critics(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(0.0, 1.5, size=(4, 5)), "q": probabilities(rng, 5)}


@cases(q.best_shift)
def single_critic(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(-1.0, 0.5, size=(1, 3)), "q": probabilities(rng, 3)}


@cases(q.best_shift)
def nothing_to_add(rng: Rng) -> dict[str, Any]:
    T, q = rng.normal(size=(2, 4)), probabilities(rng, 4)
    return {"T": T + distance_to_touching_point(T, q)[:, None], "q": q}


@cases(q.best_shift, edge=True)
def large_critics(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(size=(2, 4)) + np.array([[900.0], [-900.0]]), "q": probabilities(rng, 4)}


@cases(q.best_shift, edge=True)
def points_without_probability(rng: Rng) -> dict[str, Any]:
    T = rng.normal(size=(2, 4))
    T[:, 0] = 950.0
    return {"T": T, "q": np.insert(probabilities(rng, 3), 0, 0.0)}


@mistake(
    q.best_shift,
    en=r"""
    You made the expectation of $e^{T + c}$ equal to one: differentiate $R_1[T + c]$ with respect to $c$.
    """,
    fr="Vous avez rendu l'espérance de $e^{T + c}$ égale à un : dérivez $R_1[T + c]$ par rapport à $c$.",
)
def normalised_to_one(T: Any, q: Any) -> Any:
    return -log_mean_exp(T, q)


@mistake(
    q.best_shift,
    en="Should a critic that is already too large be raised further? Look at one sign again.",
    fr="Faut-il encore élever un critique déjà trop grand ? Regardez à nouveau un signe.",
)
def wrong_direction(T: Any, q: Any) -> Any:
    return 1 + log_mean_exp(T, q)


@mistake(
    q.best_shift,
    en="This is the constant with the opposite sign: is it added or taken away?",
    fr="C'est la constante de signe opposé : est-elle ajoutée ou retranchée ?",
)
def opposite_sign(T: Any, q: Any) -> Any:
    return log_mean_exp(T, q) - 1


@mistake(
    q.best_shift,
    en="You took the mean of the critic; the condition is on the mean of an exponential.",
    fr="Vous avez pris la moyenne du critique ; la condition porte sur la moyenne d'une exponentielle.",
)
def mean_of_critic(T: Any, q: Any) -> Any:
    return 1 - T @ q


@mistake(
    q.best_shift,
    en="No constant is added at all: compute both bounds for your critic and for a raised one.",
    fr=r"""
    Aucune constante n'est ajoutée : calculez les deux bornes pour votre critique et pour un critique élevé.
    """,
)
def no_shift(T: Any, q: Any) -> Any:
    return np.zeros(len(T))


@mistake(
    q.best_shift,
    en="Infinite or NaN for large critics: the exponential overflows before its logarithm is taken.",
    fr=r"""
    Infini ou NaN pour de grands critiques : l'exponentielle déborde avant que l'on prenne son logarithme.
    """,
)
def shift_after_overflow(T: Any, q: Any) -> Any:
    return 1 - np.log(np.exp(T) @ q)


@mistake(
    q.best_shift,
    en="Your expectation counts all points alike; under which distribution is it?",
    fr="Votre espérance compte tous les points de même ; sous quelle loi est-elle ?",
)
def uniform_expectation(T: Any, q: Any) -> Any:
    return 1 - log_mean_exp(T, np.full(q.shape, 1 / q.size))


@alternative(q.best_shift)
def torch_logsumexp(T: Any, q: Any) -> Any:
    import torch

    critics, log_q = torch.tensor(T, dtype=torch.float64), torch.log(torch.tensor(q, dtype=torch.float64))
    return 1 - torch.logsumexp(critics + log_q, dim=1)


@alternative(q.best_shift)
def shift_in_logarithms(T: Any, q: Any) -> Any:
    return 1 - log_mean_exp(T, q)


@baseline(q.best_shift)
def critic_by_critic(T: Any, q: Any) -> Any:
    shifts = []
    for critic in T:
        pairs = [(t, weight) for t, weight in zip(critic, q, strict=True) if weight > 0]
        top = max(t for t, _ in pairs)
        shifts.append(1 - top - np.log(sum(weight * np.exp(t - top) for t, weight in pairs)))
    return np.array(shifts)
