"""Hidden twin of part 6.2.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw1_latent_adversarial import q06_2_donsker_varadhan as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference
from solutions.hw1_latent_adversarial.q06_variational_divergences import log_mean_exp, probabilities


@reference(q.tilted_density)
def tilt(T: Any, q: Any) -> Any:
    # A critic in a column: few long rows are reduced faster than many short ones.
    columns = np.array(T.T, dtype=float, order="C")
    columns[q == 0] = -np.inf
    weights = q[:, None] * np.exp(columns - columns.max(axis=0))
    return (weights / weights.sum(axis=0)).T


@cases(q.tilted_density, count=2)
def several_critics(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(0.0, 1.5, size=(4, 5)), "q": probabilities(rng, 5)}


@cases(q.tilted_density)
def as_many_critics_as_points(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(0.0, 1.5, size=(3, 3)), "q": probabilities(rng, 3)}


@cases(q.tilted_density)
def one_critic(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(size=(1, 4)), "q": probabilities(rng, 4)}


@cases(q.tilted_density)
def constant_critics(rng: Rng) -> dict[str, Any]:
    return {"T": np.full((2, 3), 1.0) * rng.normal(size=(2, 1)), "q": probabilities(rng, 3)}


@cases(q.tilted_density, edge=True)
def large_critics(rng: Rng) -> dict[str, Any]:
    return {"T": rng.normal(size=(3, 4)) + np.array([[1000.0], [-1000.0], [0.0]]), "q": probabilities(rng, 4)}


@cases(q.tilted_density, edge=True)
def points_without_probability(rng: Rng) -> dict[str, Any]:
    T = rng.normal(size=(2, 4))
    T[:, 3] = 900.0
    return {"T": T, "q": np.append(probabilities(rng, 3), 0.0)}


@cases(q.tilted_density, edge=True)
def critics_that_vary(rng: Rng) -> dict[str, Any]:
    T = rng.normal(size=(2, 4)) + np.array([-990.0, 990.0, -990.0, -990.0])
    return {"T": T, "q": probabilities(rng, 4)}


@mistake(
    q.tilted_density,
    en="This is a softmax of the critic: try a critic that is zero everywhere. What should come out?",
    fr="C'est une softmax du critique : essayez un critique nul partout. Que devrait-il en sortir ?",
)
def softmax_of_critic(T: Any, q: Any) -> Any:
    return tilt(T, np.full(q.shape, 1.0))


@mistake(
    q.tilted_density,
    en=r"""
    You return the factor $r$; the distribution that it makes of $q$ is asked. What does each row sum to?
    """,
    fr=r"""
    Vous renvoyez le facteur $r$ ; on demande la loi qu'il fait de $q$. Quelle est la somme de chaque ligne ?
    """,
)
def factor_alone(T: Any, q: Any) -> Any:
    return np.exp(T - log_mean_exp(T, q)[..., None])


@mistake(
    q.tilted_density,
    en="Infinite or NaN for large critics: what may be subtracted from a critic without changing the answer?",
    fr=r"""
    Infini ou NaN pour de grands critiques : que peut-on retrancher d'un critique sans changer la réponse ?
    """,
)
def overflowing_exponential(T: Any, q: Any) -> Any:
    weights = np.exp(T) * q
    return weights / weights.sum(axis=1, keepdims=True)


@mistake(
    q.tilted_density,
    en="All rows together sum to one: each critic makes a distribution of its own.",
    fr="Toutes les lignes ensemble ont pour somme un : chaque critique donne une loi à lui.",
)
def normalised_over_all(T: Any, q: Any) -> Any:
    weights = np.exp(T) * q
    return weights / weights.sum()


@mistake(
    q.tilted_density,
    en="Your columns sum to one, not your rows: over which axis does a critic have its points?",
    fr="Vos colonnes ont pour somme un, et non vos lignes : sur quel axe un critique a-t-il ses points ?",
)
def normalised_over_batch(T: Any, q: Any) -> Any:
    weights = np.exp(T) * q
    return weights / weights.sum(axis=0)


@mistake(
    q.tilted_density,
    en="Your normaliser counts all points alike; under which distribution is the expectation?",
    fr="Votre normalisation compte tous les points de même ; sous quelle loi est l'espérance ?",
)
def uniform_normaliser(T: Any, q: Any) -> Any:
    return np.exp(T) * q / np.exp(T).mean(axis=1, keepdims=True)


@mistake(
    q.tilted_density,
    en="You divide by the exponential of a mean; the mean of an exponential is meant.",
    fr="Vous divisez par l'exponentielle d'une moyenne ; il s'agit de la moyenne d'une exponentielle.",
)
def exponential_of_mean(T: Any, q: Any) -> Any:
    return np.exp(T - (T @ q)[:, None]) * q


@mistake(
    q.tilted_density,
    en="How far may a critic rise above the number that you subtract from it, its mean for instance?",
    fr="De combien un critique peut-il dépasser le nombre que vous lui retranchez, sa moyenne par exemple ?",
)
def mean_taken_out(T: Any, q: Any) -> Any:
    return overflowing_exponential.function(T - T.mean(axis=1, keepdims=True), q)


@mistake(
    q.tilted_density,
    en="You subtract the same number from all critics: what is left of a critic that lies far below another?",
    fr=r"""
    Vous retranchez le même nombre à tous les critiques : que reste-t-il d'un critique bien au-dessous d'un
    autre ?
    """,
)
def one_number_for_all_critics(T: Any, q: Any) -> Any:
    T = np.where(q > 0, T, -np.inf)
    return overflowing_exponential.function(T - T.max(), q)


@mistake(
    q.tilted_density,
    en="NaN where a critic is largest at a point of probability zero: does that point count in the sum?",
    fr=r"""
    NaN là où un critique est le plus grand en un point de probabilité nulle : compte-t-il dans la somme ?
    """,
)
def largest_of_all_points_taken_out(T: Any, q: Any) -> Any:
    return overflowing_exponential.function(T - T.max(axis=1, keepdims=True), q)


@alternative(q.tilted_density)
def torch_softmax(T: Any, q: Any) -> Any:
    import torch

    logits = torch.tensor(T, dtype=torch.float64) + torch.log(torch.tensor(q, dtype=torch.float64))
    return torch.softmax(logits, dim=-1)


@alternative(q.tilted_density)
def factor_in_logarithms(T: Any, q: Any) -> Any:
    return q * np.exp(np.where(q > 0, T, -np.inf) - log_mean_exp(T, q)[:, None])


@baseline(q.tilted_density)
def critic_by_critic(T: Any, q: Any) -> Any:
    rows = []
    for critic in T:
        top = max(t for t, weight in zip(critic, q, strict=True) if weight > 0)
        row = [w * np.exp(t - top) if w > 0 else 0.0 for t, w in zip(critic, q, strict=True)]
        rows.append([value / sum(row) for value in row])
    return np.array(rows)
