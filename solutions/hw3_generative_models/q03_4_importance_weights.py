"""Hidden twin of question 3.4."""

from __future__ import annotations

from itertools import combinations, combinations_with_replacement, product
from math import comb, cosh, factorial, log, prod
from typing import Any

import numpy as np

from assignments.hw3_generative_models import q03_4_importance_weights as q
from autograder.question import Rng, alternative, baseline, cases, follows, mistake, reference
from solutions.hw3_generative_models.q03_variational_bounds import log_probabilities


@reference(q.importance_weighted_bound)
def log_mean_exp(log_w: Any) -> Any:
    top = log_w.max(axis=1)
    return top + np.log(np.exp(log_w - top[:, None]).mean(axis=1))


@cases(q.importance_weighted_bound, count=3)
def ordinary_weights(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 2.0, size=(rng.integers(4, 7), rng.integers(2, 4)))}


@cases(q.importance_weighted_bound)
def one_example(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(1, 5))}


@cases(q.importance_weighted_bound)
def one_weight(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(4, 1))}


@cases(q.importance_weighted_bound, edge=True)
def extreme_weights(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(4, 3)) + np.array([[1e4], [-1e4], [800.0], [-800.0]])}


@cases(q.importance_weighted_bound, edge=True)
def weights_of_zero(rng: Rng) -> dict[str, Any]:
    log_w = rng.normal(size=(3, 4))
    log_w[:, 0] = log_w[0, 2] = -np.inf
    return {"log_w": log_w}


@mistake(
    q.importance_weighted_bound,
    en="This is the ELBO: the mean of the logs, not the log of the mean.",
    fr="C'est l'ELBO : la moyenne des logs, pas le log de la moyenne.",
)
def mean_of_logs(log_w: Any) -> Any:
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
    en="Which axis holds the weights of one example? Try a batch with a single row.",
    fr="Quel axe contient les poids d'un même exemple ? Essayez un lot d'une seule ligne.",
)
def other_axis(log_w: Any) -> Any:
    return np.logaddexp.reduce(log_w, axis=0) - np.log(log_w.shape[0])


@mistake(
    q.importance_weighted_bound,
    en="You average over the batch inside the logarithm: each example keeps a bound of its own.",
    fr="Vous moyennez sur le lot à l'intérieur du logarithme : chaque exemple garde sa propre borne.",
)
def pooled_batch(log_w: Any) -> Any:
    return np.full(len(log_w), np.logaddexp.reduce(log_w, axis=None) - np.log(log_w.size))


@mistake(
    q.importance_weighted_bound,
    en="The weights are averaged, but where is the logarithm? Values of a bound of $\\log p(x)$ may be "
    "negative.",
    fr="Les poids sont moyennés, mais où est le logarithme ? Une borne de $\\log p(x)$ peut être négative.",
)
def mean_without_log(log_w: Any) -> Any:
    return np.mean(np.exp(log_w), axis=1)


@mistake(
    q.importance_weighted_bound,
    en="Infinite or NaN for large log-weights: what can be taken out of the sum before exponentiating?",
    fr="Infini ou NaN pour de grands log-poids : que peut-on sortir de la somme avant l'exponentielle ?",
)
def weights_overflow(log_w: Any) -> Any:
    return np.log(np.mean(np.exp(log_w), axis=1))


@alternative(q.importance_weighted_bound)
def weights_added_as_logarithms(log_w: Any) -> Any:
    return np.logaddexp.reduce(log_w, axis=1) - np.log(log_w.shape[1])


@alternative(q.importance_weighted_bound)
def weights_with_scipy(log_w: Any) -> Any:
    from scipy.special import logsumexp  # type: ignore[import-untyped]

    return logsumexp(log_w, axis=1) - np.log(log_w.shape[1])


@alternative(q.importance_weighted_bound)
def weights_with_torch(log_w: Any) -> Any:
    import torch

    return torch.logsumexp(torch.tensor(log_w), 1) - log(log_w.shape[1])


@baseline(q.importance_weighted_bound)
def weights_one_by_one(log_w: Any) -> Any:
    bounds = []
    for row in log_w:
        total = -np.inf
        for value in row:
            total = np.logaddexp(total, value)
        bounds.append(total - np.log(len(row)))
    return np.array(bounds)


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


@mistake(
    q.importance_weighted_chain,
    en="In how many orders can the same states be drawn? Do the probabilities of your samples sum to one?",
    fr="Dans combien d'ordres peut-on tirer les mêmes états ? Les probabilités de vos échantillons "
    "somment-elles à un ?",
)
def orders_not_counted(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    states = [i for i in range(len(log_q)) if log_q[i] > -np.inf]
    samples = [list(sample) for sample in combinations_with_replacement(states, k)]
    chances = np.array([np.exp(log_q[sample].sum()) for sample in samples])
    means = np.array([log_mean_exp((log_joint - log_q)[None, sample])[0] for sample in samples])
    return {**chain(log_joint, log_q, k), "L_k": float(chances @ means)}


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


@alternative(q.importance_weighted_chain)
def chain_by_enumeration(log_joint: Any, log_q: Any, k: int) -> dict[str, float]:
    log_w = [a - b for a, b in zip(log_joint, log_q, strict=True) if b > -np.inf]
    q_z = [np.exp(b) for b in log_q if b > -np.inf]
    top = max(log_w)
    bound = mean = 0.0
    for sample in product(range(len(q_z)), repeat=k):
        chance, average = prod(q_z[i] for i in sample), sum(np.exp(log_w[i] - top) for i in sample) / k
        bound += chance * (top + np.log(average))
        mean += chance * average
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


def subset_means(log_w: Any, m: int) -> Any:
    """Log of the mean weight of every subset of size m, one column each."""
    columns = np.array(list(combinations(range(log_w.shape[1]), m)))
    chosen = log_w[:, columns]
    top = chosen.max(axis=2)
    return top + np.log(np.exp(chosen - top[:, :, None]).mean(axis=2))


@reference(q.subset_average)
def average_of_subsets(log_w: Any, m: int) -> Any:
    return np.mean(subset_means(log_w, m), axis=1)


@cases(q.subset_average)
def pairs_of_four(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 2.0, size=(3, 4)), "m": 2}


@cases(q.subset_average)
def triples_of_five(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 2.0, size=(2, 5)), "m": 3}


@cases(q.subset_average)
def all_at_once(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(3, 4)), "m": 4}


@cases(q.subset_average)
def one_at_a_time(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(3, 4)), "m": 1}


@cases(q.subset_average)
def equal_in_a_row(rng: Rng) -> dict[str, Any]:
    return {"log_w": np.repeat(rng.normal(size=(2, 1)), 5, axis=1), "m": 3}


@cases(q.subset_average)
def only_weight(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(size=(1, 1)), "m": 1}


@cases(q.subset_average, edge=True)
def extreme_subsets(rng: Rng) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 5.0, size=(2, 4)) + np.array([[1e4], [-1e4]]), "m": 3}


@mistake(
    q.subset_average,
    en="You average the subset means first and take one logarithm at the end; each subset has a logarithm "
    "of its own.",
    fr="Vous moyennez d'abord les sous-ensembles, puis prenez un seul logarithme ; chacun a pourtant le "
    "sien.",
)
def log_of_average(log_w: Any, m: int) -> Any:
    return log_mean_exp(subset_means(log_w, m))


@mistake(
    q.subset_average,
    en="Do you take neighbours only? Permute the columns and count your subsets.",
    fr="Ne prenez-vous que des voisins ? Permutez les colonnes et comptez vos sous-ensembles.",
)
def consecutive_only(log_w: Any, m: int) -> Any:
    windows = range(log_w.shape[1] - m + 1)
    return np.mean([log_mean_exp(log_w[:, start : start + m]) for start in windows], axis=0)


@mistake(
    q.subset_average,
    en="A subset does not contain an element twice: what should happen when $m = K$?",
    fr="Un sous-ensemble ne contient pas deux fois un élément : que doit-il se passer quand $m = K$ ?",
)
def with_repetition(log_w: Any, m: int) -> Any:
    draws = product(range(log_w.shape[1]), repeat=m)
    return np.mean([log_mean_exp(log_w[:, list(draw)]) for draw in draws], axis=0)


@mistake(
    q.subset_average,
    en="Try equal weights: the value should be their common logarithm, whatever $m$ is.",
    fr="Essayez des poids égaux : la valeur devrait être leur logarithme commun, quel que soit $m$.",
)
def sum_within_subset(log_w: Any, m: int) -> Any:
    return average_of_subsets(log_w, m) + np.log(m)


@mistake(
    q.subset_average,
    en="You take a single subset. Permute the columns: the value must not change.",
    fr="Vous prenez un seul sous-ensemble. Permutez les colonnes : la valeur ne doit pas changer.",
)
def first_subset(log_w: Any, m: int) -> Any:
    return log_mean_exp(log_w[:, :m])


@mistake(
    q.subset_average,
    en="You add the subsets up: with equal weights the value grows with their number.",
    fr="Vous additionnez les sous-ensembles : avec des poids égaux, la valeur croît avec leur nombre.",
)
def sum_over_subsets(log_w: Any, m: int) -> Any:
    return np.sum(subset_means(log_w, m), axis=1)


@mistake(
    q.subset_average,
    en="Your value is the same for every $m$: is the logarithm taken before or after the mean of a subset?",
    fr="Votre valeur est la même pour tout $m$ : le logarithme est-il pris avant ou après la moyenne d'un "
    "sous-ensemble ?",
)
def logs_averaged(log_w: Any, m: int) -> Any:
    return np.mean(log_w, axis=1)


@mistake(
    q.subset_average,
    en="Infinite for extreme log-weights: what can be taken out of a sum before exponentiating?",
    fr="Infini pour des log-poids extrêmes : que peut-on sortir d'une somme avant l'exponentielle ?",
)
def subsets_overflow(log_w: Any, m: int) -> Any:
    columns = np.array(list(combinations(range(log_w.shape[1]), m)))
    return np.mean(np.log(np.mean(np.exp(log_w)[:, columns], axis=2)), axis=1)


@alternative(q.subset_average)
def subsets_added_as_logarithms(log_w: Any, m: int) -> Any:
    columns = np.array(list(combinations(range(log_w.shape[1]), m)))
    return np.mean(np.logaddexp.reduce(log_w[:, columns], axis=2) - np.log(m), axis=1)


@alternative(q.subset_average)
def subset_after_subset(log_w: Any, m: int) -> Any:
    subsets = combinations(range(log_w.shape[1]), m)
    return np.mean([log_mean_exp(log_w[:, list(subset)]) for subset in subsets], axis=0)


@baseline(q.subset_average)
def subsets_by_loops(log_w: Any, m: int) -> Any:
    values = []
    for row in log_w:
        top, total = row.max(), 0.0
        for subset in combinations(row, m):
            total += top + np.log(np.mean(np.exp(np.array(subset) - top)))
        values.append(total / comb(len(row), m))
    return np.array(values)


@alternative(q.subset_average)
def subsets_with_torch(log_w: Any, m: int) -> Any:
    import torch

    columns = torch.combinations(torch.arange(log_w.shape[1]), m)
    return (torch.logsumexp(torch.tensor(log_w)[:, columns], 2) - log(m)).mean(1)


@alternative(q.subset_average)
def subsets_by_recursion(log_w: Any, m: int) -> Any:
    def total(rest: Any, size: int, log_sum: Any) -> Any:
        if size == 0:
            return log_sum - np.log(m)
        starts = range(rest.shape[1] - size + 1)
        return sum(total(rest[:, i + 1 :], size - 1, np.logaddexp(log_sum, rest[:, i])) for i in starts)

    return total(log_w, m, np.full(len(log_w), -np.inf)) / comb(log_w.shape[1], m)


def log_mean_of_two(a: float, b: float) -> float:
    return float(np.logaddexp(np.log(a), np.log(b)) - np.log(2))


@reference(q.two_point_gap)
def gap_of_two_points(a: float, b: float, pi: float) -> float:
    return 2 * pi * (1 - pi) * (log_mean_of_two(a, b) - 0.5 * (log(a) + log(b)))


@cases(q.two_point_gap, count=3)
def two_weights(rng: Rng) -> dict[str, Any]:
    a, b = rng.uniform(0.1, 1.0), rng.uniform(2.0, 9.0)
    return {"a": float(a), "b": float(b), "pi": float(rng.uniform(0.1, 0.4))}


@cases(q.two_point_gap)
def same_weight(rng: Rng) -> dict[str, Any]:
    a = float(rng.uniform(1.0, 3.0))
    return {"a": a, "b": a, "pi": float(rng.uniform(0.2, 0.8))}


@cases(q.two_point_gap)
def certain_weight(rng: Rng) -> dict[str, Any]:
    return {
        "a": float(rng.uniform(0.1, 1.0)),
        "b": float(rng.uniform(2.0, 9.0)),
        "pi": float(rng.integers(2)),
    }


@cases(q.two_point_gap, edge=True)
def huge_weights(rng: Rng) -> dict[str, Any]:
    return {"a": float(rng.uniform(1.0, 9.0)) * 1e299, "b": 1e200, "pi": 0.4}


@cases(q.two_point_gap, edge=True)
def tiny_weights(rng: Rng) -> dict[str, Any]:
    return {"a": float(rng.uniform(1.0, 9.0)) * 1e-300, "b": 1e-200, "pi": 0.4}


@cases(q.two_point_gap, edge=True)
def distant_weights(rng: Rng) -> dict[str, Any]:
    return {"a": float(rng.uniform(1.0, 9.0)) * 1e299, "b": 1e-300, "pi": 0.3}


@mistake(
    q.two_point_gap,
    en="In how many orders can two draws give one weight of each kind?",
    fr="Dans combien d'ordres deux tirages peuvent-ils donner un poids de chaque sorte ?",
)
def one_order_only(a: float, b: float, pi: float) -> Any:
    return 0.5 * gap_of_two_points(a, b, pi)


@mistake(
    q.two_point_gap,
    en="How often are the two weights of a pair different at all? Try a weight that is certain.",
    fr="À quelle fréquence les deux poids d'une paire diffèrent-ils ? Essayez un poids certain.",
)
def chance_of_pair_forgotten(a: float, b: float, pi: float) -> float:
    return log_mean_of_two(a, b) - 0.5 * (log(a) + log(b))


@mistake(
    q.two_point_gap,
    en="Set both weights equal: the gap should vanish.",
    fr="Prenez deux poids égaux : l'écart devrait s'annuler.",
)
def sum_of_pair(a: float, b: float, pi: float) -> Any:
    return gap_of_two_points(a, b, pi) + 2 * pi * (1 - pi) * log(2)


@mistake(
    q.two_point_gap,
    en="Which of the two bounds is the larger one? The difference should not be negative.",
    fr="Laquelle des deux bornes est la plus grande ? La différence ne devrait pas être négative.",
)
def first_minus_second(a: float, b: float, pi: float) -> Any:
    return -gap_of_two_points(a, b, pi)


@mistake(
    q.two_point_gap,
    en="This is how far the ELBO is from $\\log p(x)$. How many weights does the other bound average?",
    fr="C'est la distance de l'ELBO à $\\log p(x)$. Combien de poids l'autre borne moyenne-t-elle ?",
)
def gap_to_marginal(a: float, b: float, pi: float) -> float:
    return float(np.log(pi * a + (1 - pi) * b) - pi * np.log(a) - (1 - pi) * np.log(b))


@mistake(
    q.two_point_gap,
    en="Infinite or NaN for extreme weights, although the gap is finite: work with the logarithms of both.",
    fr="Infini ou NaN pour des poids extrêmes, alors que l'écart est fini : travaillez avec leurs "
    "logarithmes.",
)
def product_overflows(a: float, b: float, pi: float) -> float:
    return float(2 * pi * (1 - pi) * (np.log((a + b) / 2) - 0.5 * np.log(np.float64(a) * b)))


@mistake(
    q.two_point_gap,
    en="Infinite when one weight is many times the other: a ratio of weights leaves the range of floats, "
    "too.",
    fr="Infini quand un poids vaut bien des fois l'autre : un rapport de poids sort lui aussi du domaine "
    "des flottants.",
)
def ratio_overflows(a: float, b: float, pi: float) -> float:
    ratio = np.sqrt(np.float64(a) / b)
    return float(2 * pi * (1 - pi) * np.log((ratio + 1 / ratio) / 2))


@alternative(q.two_point_gap)
def gap_by_cosh(a: float, b: float, pi: float) -> float:
    half = 0.5 * abs(log(a) - log(b))
    return 2 * pi * (1 - pi) * (log(cosh(half)) if half < 300 else half - log(2))


@alternative(q.two_point_gap)
def gap_by_four_pairs(a: float, b: float, pi: float) -> float:
    first = pi * log(a) + (1 - pi) * log(b)
    second = pi**2 * log(a) + (1 - pi) ** 2 * log(b) + 2 * pi * (1 - pi) * log_mean_of_two(a, b)
    return second - first


@alternative(q.two_point_gap)
def gap_with_torch(a: float, b: float, pi: float) -> Any:
    import torch

    logs = torch.tensor([a, b], dtype=torch.float64).log()
    return 2 * pi * (1 - pi) * (torch.logsumexp(logs, 0) - log(2) - logs.mean())
