"""Hidden twin of part 6.3.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q06_3_two_bounds as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
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


@cases(q.compare_bounds, edge=True)
def critics_that_vary(rng: Rng) -> dict[str, Any]:
    T = rng.normal(size=(2, 4)) + np.array([[-990.0, 990.0, -990.0, -990.0], [-600.0, -600.0, 100.0, -600.0]])
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


@mistake(
    q.compare_bounds,
    en="Line `R1`: is the one subtracted in the exponent, or after the exponential?",
    fr="Ligne `R1` : le un est-il retranché dans l'exposant, ou après l'exponentielle ?",
)
def one_outside_exponent(T: Any, p: Any, q: Any) -> dict[str, Any]:
    lines = bounds_and_tangent(T, p, q)
    bound = T @ p - np.expm1(T) @ q
    return {**lines, "R1": bound, "gap": lines["R2"] - bound}


def _with_number_taken_out(T: Any, p: Any, q: Any, number: Any) -> dict[str, Any]:
    log_Z = number + np.log(np.exp(T - np.reshape(number, (-1, 1))) @ q)
    return {**bounds_and_tangent(T, p, q), "R2": T @ p - log_Z}


@mistake(
    q.compare_bounds,
    en="Line `R2`: how far may a critic rise above the number that you take out, its mean for instance?",
    fr=r"""
    Ligne `R2` : de combien un critique peut-il dépasser le nombre que vous sortez, sa moyenne par exemple ?
    """,
)
def mean_taken_out(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return _with_number_taken_out(T, p, q, T.mean(axis=1))


@mistake(
    q.compare_bounds,
    en=r"""
    Line `R2`: you take the same number out of all critics; what is left of a critic that lies far below
    another?
    """,
    fr=r"""
    Ligne `R2` : vous sortez le même nombre de tous les critiques ; que reste-t-il d'un critique bien
    au-dessous d'un autre ?
    """,
)
def one_number_for_all_critics(T: Any, p: Any, q: Any) -> dict[str, Any]:
    return _with_number_taken_out(T, p, q, T.max())


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
