"""Hidden twin of part 6.3.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q06_3_two_bounds as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference
from solutions.hw1_latent_adversarial.q06_variational_divergences import log_mean_exp, probabilities


@reference(q.best_shift)
def distance_to_touching_point(T: Any, q: Any) -> Any:
    # A critic in a column: few long rows are reduced faster than many short ones.
    occurring = T.T[q > 0]
    top = occurring.max(axis=0)
    return 1 - top - np.log(q[q > 0] @ np.exp(occurring - top))


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


@cases(q.best_shift, edge=True)
def critics_that_vary(rng: Rng) -> dict[str, Any]:
    T = rng.normal(size=(2, 4)) + np.array([[-990.0, 990.0, -990.0, -990.0], [-600.0, -600.0, 100.0, -600.0]])
    return {"T": T, "q": probabilities(rng, 4)}


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


def _with_number_taken_out(T: Any, q: Any, number: Any) -> Any:
    return 1 - number - np.log(np.exp(T - np.reshape(number, (-1, 1)))[:, q > 0] @ q[q > 0])


@mistake(
    q.best_shift,
    en="How far may a critic rise above the number that you take out of the sum, its mean for instance?",
    fr=r"""
    De combien un critique peut-il dépasser le nombre que vous sortez de la somme, sa moyenne par exemple ?
    """,
)
def mean_taken_out(T: Any, q: Any) -> Any:
    return _with_number_taken_out(T, q, T[:, q > 0].mean(axis=1))


@mistake(
    q.best_shift,
    en="You take the same number out of all critics: what is left of a critic that lies far below another?",
    fr=r"""
    Vous sortez le même nombre de tous les critiques : que reste-t-il d'un critique bien au-dessous d'un
    autre ?
    """,
)
def one_number_for_all_critics(T: Any, q: Any) -> Any:
    return _with_number_taken_out(T, q, T[:, q > 0].max())


@mistake(
    q.best_shift,
    en="Infinite where a critic is largest at a point of probability zero: does that point count in the sum?",
    fr=r"""
    Infini là où un critique est le plus grand en un point de probabilité nulle : compte-t-il dans la somme ?
    """,
)
def largest_of_all_points_taken_out(T: Any, q: Any) -> Any:
    return _with_number_taken_out(T, q, T.max(axis=1))


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
