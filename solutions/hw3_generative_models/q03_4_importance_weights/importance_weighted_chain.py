"""Hidden twin of part 3.4a.2."""

from __future__ import annotations

from itertools import combinations, combinations_with_replacement, product
from math import factorial, log, prod
from typing import Any

import numpy as np

from assignments.hw3_generative_models.q03_4_importance_weights import importance_weighted_chain as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw3_generative_models.q03_4_importance_weights.importance_weighted_bound import log_mean_exp
from solutions.hw3_generative_models.q03_variational_bounds import log_probabilities


def exact_bound(log_w: Any, log_q: Any, k: int) -> float:
    """The bound from the distribution of the sum of k weights, grown one draw at a time."""
    log_w, log_q = log_w[log_q > -np.inf], log_q[log_q > -np.inf]
    log_sum, log_chance = log_w, log_q
    for _ in range(k - 1):
        log_sum = np.logaddexp.outer(log_sum, log_w).ravel()
        log_chance = np.add.outer(log_chance, log_q).ravel()
    return float(np.sum(np.exp(log_chance) * (log_sum - np.log(k))))


@reference(q.importance_weighted_chain)
def chain(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    mean = float(np.logaddexp.reduce(log_joint[log_q > -np.inf]))
    return {
        "L_k": exact_bound(log_joint - log_q, log_q, k),
        "log_mean_of_average": mean,
        "log_mean_of_one": mean,
        "log_px": float(np.logaddexp.reduce(log_joint)),
    }


@follows(q.importance_weighted_chain, "log_mean_of_one")
def one_weight_from_own_average(lines: Any, **_: Any) -> Any:
    return np.asarray(lines["log_mean_of_average"])


@cases(q.importance_weighted_chain)
def three_states_three_draws(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-2.0, 1.5, size=3), "log_q": log_probabilities(rng, 3), "k": 3}


@cases(q.importance_weighted_chain, count=2)
def states_that_q_misses(rng: Rng) -> dict[str, Any]:
    log_q = np.append(-np.inf, log_probabilities(rng, 3))
    return {"log_joint": rng.normal(-2.0, 1.0, size=4), "log_q": log_q, "k": 2}


@cases(q.importance_weighted_chain)
def one_draw(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-2.0, 1.0, size=5), "log_q": log_probabilities(rng, 5), "k": 1}


@cases(q.importance_weighted_chain)
def many_draws(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-2.0, 2.0, size=2), "log_q": log_probabilities(rng, 2), "k": 7}


@cases(q.importance_weighted_chain)
def equal_weights(rng: Rng) -> dict[str, Any]:
    log_q = log_probabilities(rng, 3)
    return {"log_joint": log_q - 1.5, "log_q": log_q, "k": 3}


@cases(q.importance_weighted_chain, edge=True)
def deep_states(rng: Rng) -> dict[str, Any]:
    return {"log_joint": rng.normal(-5000.0, 1.0, size=3), "log_q": log_probabilities(rng, 3), "k": 2}


@cases(q.importance_weighted_chain, edge=True)
def impossible_draw(rng: Rng) -> dict[str, Any]:
    return {"log_joint": np.array([rng.normal(-2.0), -np.inf]), "log_q": log_probabilities(rng, 2), "k": 2}


@cases(q.importance_weighted_chain, edge=True)
def deep_state_among_others(rng: Rng) -> dict[str, Any]:
    log_joint = rng.normal(size=3) + np.array([0.0, -5000.0, -3.0])
    return {"log_joint": log_joint, "log_q": log_probabilities(rng, 3), "k": 2}


@mistake(
    q.importance_weighted_chain,
    en="This value does not depend on $q$: is the logarithm taken before the expectation, or after it?",
    fr="Cette valeur ne dépend pas de $q$ : le logarithme est-il pris avant ou après l'espérance ?",
)
def marginal_for_bound(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    lines = chain(log_joint, log_q, k)
    return {**lines, "L_k": lines["log_px"]}


@mistake(
    q.importance_weighted_chain,
    en="Your bound is the same for every $k$: average the $k$ weights before the logarithm.",
    fr="Votre borne est la même pour tout $k$ : moyennez les $k$ poids avant le logarithme.",
)
def elbo_for_every_k(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    return {**chain(log_joint, log_q, k), "L_k": exact_bound(log_joint - log_q, log_q, 1)}


@mistake(
    q.importance_weighted_chain,
    en="For equal weights your bound lies above $\\log p(x)$, the more so the larger $k$ is.",
    fr="Pour des poids égaux, votre borne dépasse $\\log p(x)$, d'autant plus que $k$ est grand.",
)
def sum_of_weights(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    lines = chain(log_joint, log_q, k)
    return {**lines, "L_k": lines["L_k"] + log(k)}


@mistake(
    q.importance_weighted_chain,
    en="May the same state be drawn twice among the $k$ samples? Reread how they are drawn.",
    fr="Un même état peut-il être tiré deux fois parmi les $k$ échantillons ? Relisez comment on les tire.",
)
def drawn_without_replacement(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    states = [i for i in range(len(log_q)) if log_q[i] > -np.inf]
    subsets = [list(subset) for subset in combinations(states, min(k, len(states)))]
    chances = np.array([np.exp(log_q[subset].sum()) for subset in subsets])
    means = np.array([log_mean_exp((log_joint - log_q)[None, subset])[0] for subset in subsets])
    return {**chain(log_joint, log_q, k), "L_k": float(chances @ means / chances.sum())}


@mistake(
    q.importance_weighted_chain,
    en="Scale the joint by a factor: the bound must move with it. Yours does not.",
    fr="Multipliez la jointe par un facteur : la borne doit bouger avec elle. La vôtre ne bouge pas.",
)
def self_normalised(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    lines = chain(log_joint, log_q, k)
    return {**lines, "L_k": lines["L_k"] - lines["log_px"]}


def _unordered_samples(log_joint: Any, log_q: Any, k: int) -> tuple[Any, Any]:
    """The probability of each sample in one of its orders, and the log of its mean weight."""
    states = [i for i in range(len(log_q)) if log_q[i] > -np.inf]
    samples = [list(sample) for sample in combinations_with_replacement(states, k)]
    chances = np.array([np.exp(log_q[sample].sum()) for sample in samples])
    return chances, np.array([log_mean_exp((log_joint - log_q)[None, sample])[0] for sample in samples])


@mistake(
    q.importance_weighted_chain,
    en="In how many orders can the same states be drawn? Do the probabilities of your samples sum to one?",
    fr="Dans combien d'ordres peut-on tirer les mêmes états ? Les probabilités de vos échantillons "
    "somment-elles à un ?",
)
def orders_not_counted(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    chances, means = _unordered_samples(log_joint, log_q, k)
    return {**chain(log_joint, log_q, k), "L_k": float(chances @ means)}


@mistake(
    q.importance_weighted_chain,
    en="$(1, 2)$ and $(2, 1)$ are two samples: to divide by the sum of your probabilities is no remedy.",
    fr="$(1, 2)$ et $(2, 1)$ sont deux échantillons : diviser par la somme de vos probabilités n'y remédie "
    "pas.",
)
def orders_not_counted_but_rescaled(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    chances, means = _unordered_samples(log_joint, log_q, k)
    return {**chain(log_joint, log_q, k), "L_k": float(chances @ means / chances.sum())}


@mistake(
    q.importance_weighted_chain,
    en="A draw from $q$ is weighted by more than the joint: what does its importance weight divide by?",
    fr="Un tirage de $q$ n'est pas pondéré par la seule jointe : par quoi son poids d'importance est-il "
    "divisé ?",
)
def weights_not_divided(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    return {**chain(log_joint, log_q, k), "L_k": exact_bound(log_joint, log_q, k)}


@mistake(
    q.importance_weighted_chain,
    en="You equate an expectation under $q$ with $\\log p(x)$; put a zero into $q$ and compute both.",
    fr="Vous identifiez une espérance sous $q$ à $\\log p(x)$ ; mettez un zéro dans $q$ et calculez les "
    "deux.",
)
def marginal_for_every_link(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    lines = chain(log_joint, log_q, k)
    return {**lines, "log_mean_of_average": lines["log_px"], "log_mean_of_one": lines["log_px"]}


@mistake(
    q.importance_weighted_chain,
    en="This link grows with $k$: what is the mean of an average of weights that all have the same mean?",
    fr="Ce maillon croît avec $k$ : quelle est l'espérance d'une moyenne de poids qui ont tous la même "
    "espérance ?",
)
def mean_of_sum(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    lines = chain(log_joint, log_q, k)
    return {**lines, "log_mean_of_average": lines["log_mean_of_average"] + log(k)}


@mistake(
    q.importance_weighted_chain,
    en="In this link you are still on the lower side of Jensen's inequality.",
    fr="Dans ce maillon, vous êtes encore du côté inférieur de l'inégalité de Jensen.",
)
def log_still_inside(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    lines, elbo = chain(log_joint, log_q, k), exact_bound(log_joint - log_q, log_q, 1)
    return {**lines, "log_mean_of_average": lines["L_k"], "log_mean_of_one": elbo}


@mistake(
    q.importance_weighted_chain,
    en="Your expectation of the weight is taken under the posterior. From which distribution are the "
    "states drawn?",
    fr="Votre espérance du poids est prise sous le postérieur. Selon quelle loi les états sont-ils tirés ?",
)
def expectation_under_posterior(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    lines = chain(log_joint, log_q, k)
    mean = float(np.logaddexp.reduce((2 * log_joint - log_q)[log_q > -np.inf])) - lines["log_px"]
    return {**lines, "log_mean_of_average": mean, "log_mean_of_one": mean}


@mistake(
    q.importance_weighted_chain,
    en="Minus infinity or NaN for very small joints: keep every sum of weights in logarithms.",
    fr="Moins l'infini ou NaN pour de très petites jointes : gardez chaque somme de poids en logarithmes.",
)
def chain_underflows(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    drawn = np.exp(log_q) > 0
    weights, q_z = np.exp(log_joint[drawn] - log_q[drawn]), np.exp(log_q[drawn])
    sums, chances = weights, q_z
    for _ in range(k - 1):
        sums, chances = np.add.outer(sums, weights).ravel(), np.multiply.outer(chances, q_z).ravel()
    mean = float(np.log(q_z @ weights))
    bound = float(np.sum(chances * np.log(sums / k)))
    log_px = float(np.log(np.sum(np.exp(log_joint))))
    return {"L_k": bound, "log_mean_of_average": mean, "log_mean_of_one": mean, "log_px": log_px}


@mistake(
    q.importance_weighted_chain,
    en="You take the largest weight of all out of each sample: what is left of a sample of small weights?",
    fr=r"""
    Vous sortez de chaque échantillon le plus grand de tous les poids : que reste-t-il d'un échantillon de
    petits poids ?
    """,
)
def largest_of_all_taken_out(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    top = (log_joint - log_q)[log_q > -np.inf].max()
    bound = top + chain_underflows.function(log_joint - top, log_q, k)["L_k"]
    return {**chain(log_joint, log_q, k), "L_k": bound}


@alternative(q.importance_weighted_chain)
def chain_by_enumeration(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    log_w = [a - b for a, b in zip(log_joint, log_q, strict=True) if b > -np.inf]
    q_z = [np.exp(b) for b in log_q if b > -np.inf]
    top = max(log_w)
    bound = mean = 0.0
    for sample in product(range(len(q_z)), repeat=k):
        chance = prod(q_z[i] for i in sample)
        average = np.logaddexp.reduce([log_w[i] for i in sample]) - log(k)
        bound += chance * average
        mean += chance * np.exp(average - top)
    one = top + log(sum(p * np.exp(w - top) for p, w in zip(q_z, log_w, strict=True)))
    return {
        "L_k": bound,
        "log_mean_of_average": top + log(mean),
        "log_mean_of_one": one,
        "log_px": float(np.logaddexp.reduce(log_joint)),
    }


@alternative(q.importance_weighted_chain)
def chain_by_counts(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    states = [i for i in range(len(log_q)) if log_q[i] > -np.inf]
    bound = 0.0
    for sample in combinations_with_replacement(states, k):
        orders = factorial(k) / prod(factorial(sample.count(i)) for i in states)
        chance = orders * np.exp(sum(log_q[i] for i in sample))
        bound += chance * (np.logaddexp.reduce([log_joint[i] - log_q[i] for i in sample]) - np.log(k))
    return {**chain(log_joint, log_q, k), "L_k": bound}


@alternative(q.importance_weighted_chain)
def chain_with_torch(log_joint: Any, log_q: Any, k: int) -> dict[str, Any]:
    import torch

    drawn = torch.tensor(log_q > -np.inf)
    joint, log_q = torch.tensor(log_joint), torch.tensor(log_q)
    draws = torch.cartesian_prod(*[torch.arange(int(drawn.sum()))] * k).reshape(-1, k)
    log_w, log_chance = (joint - log_q)[drawn][draws], log_q[drawn][draws].sum(1)
    average = torch.logsumexp(log_w, 1) - log(k)
    return {
        "L_k": (log_chance.exp() * average).sum(),
        "log_mean_of_average": torch.logsumexp(log_chance + average, 0),
        "log_mean_of_one": torch.logsumexp(joint[drawn], 0),
        "log_px": torch.logsumexp(joint, 0),
    }
