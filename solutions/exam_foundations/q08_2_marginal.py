"""Hidden twin of question 8.2."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from assignments.exam_foundations import q08_2_marginal as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference
from solutions.exam_foundations.q08_trilinear_boltzmann_machine import draw_units


@reference(q.log_unnormalised_marginal)
def smaller_group_enumerated(W: Any, x: Any) -> Any:
    terms = log_terms(couplings(W, x))
    top = terms.max(axis=1)
    return top + np.log(np.sum(np.exp(terms - top[:, None]), axis=1))


def couplings(W: Any, x: Any) -> Any:
    """The machine of y and z that is left for each x, with the smaller group first."""
    left = np.tensordot(x, W, axes=1)
    return left if W.shape[1] <= W.shape[2] else left.transpose(0, 2, 1)


def log_terms(left: Any) -> Any:
    """The logarithm of the sum over the second group, for each x and each state of the first group."""
    states = np.array(list(product((0.0, 1.0), repeat=left.shape[1])))
    fields = -states @ left
    return np.einsum("ijk->ij", np.maximum(fields, 0.0) + np.log1p(np.exp(-np.abs(fields))))


@alternative(q.log_unnormalised_marginal)
def with_logaddexp(W: Any, x: Any) -> Any:
    left = couplings(W, x)
    states = np.array(list(product((0.0, 1.0), repeat=left.shape[1])))
    fields = -np.einsum("sj,bjk->bsk", states, left)
    return np.logaddexp.reduce(np.logaddexp(0.0, fields).sum(axis=2), axis=1)


@cases(q.log_unnormalised_marginal, count=2)
def small_machines(rng: Rng) -> dict[str, Any]:
    sizes = (3, *(int(n) for n in rng.integers(2, 5, size=2)))
    return {"W": rng.normal(size=sizes), "x": np.concatenate([np.ones((1, 3)), draw_units(rng, 3, 3)])}


@cases(q.log_unnormalised_marginal)
def larger_first_group(rng: Rng) -> dict[str, Any]:
    return {"W": rng.normal(size=(2, 7, 2)), "x": np.array([[1.0, 0.0], [1.0, 1.0]])}


@cases(q.log_unnormalised_marginal)
def larger_second_group(rng: Rng) -> dict[str, Any]:
    return {"W": rng.normal(size=(2, 3, 6)), "x": np.array([[0.0, 1.0], [0.0, 0.0]])}


@cases(q.log_unnormalised_marginal)
def one_unit_each(rng: Rng) -> dict[str, Any]:
    return {"W": rng.normal(0.0, 2.0, size=(1, 1, 1)), "x": np.ones((1, 1))}


@cases(q.log_unnormalised_marginal, edge=True)
def large_weights(rng: Rng) -> dict[str, Any]:
    W = rng.choice([-1.0, 1.0], size=(2, 3, 4)) * rng.uniform(300.0, 500.0, size=(2, 3, 4))
    W[:, 0, 0] = -500.0  # so that some term overflows, whatever is drawn
    return {"W": W, "x": np.array([[1.0, 1.0], [1.0, 0.0]])}


@cases(q.log_unnormalised_marginal, edge=True)
def loud_row_beside_a_silent_one(rng: Rng) -> dict[str, Any]:
    # One hidden state outweighs all the others, so that their mean is no better taken out than a common top.
    W = rng.uniform(400.0, 500.0, size=(2, 3, 4))
    W[:, 0, 0] = -500.0
    return {"W": W, "x": np.array([[1.0, 1.0], [0.0, 0.0]])}


@cases(q.log_unnormalised_marginal, edge=True)
def very_large_second_group(rng: Rng) -> dict[str, Any]:
    return {"W": rng.normal(size=(2, 3, 40)), "x": np.array([[1.0, 1.0]])}


@cases(q.log_unnormalised_marginal, edge=True)
def very_large_first_group(rng: Rng) -> dict[str, Any]:
    return {"W": rng.normal(size=(2, 40, 3)), "x": np.array([[1.0, 1.0]])}


@mistake(
    q.log_unnormalised_marginal,
    en="Your formula treats all pairs of $y$ and $z$ as independent units: compare with a sum over all "
    "states.",
    fr="Votre formule traite les paires de $y$ et $z$ comme des unités indépendantes : comparez à la somme.",
)
def softplus_of_each_pair(W: Any, x: Any) -> Any:
    return np.logaddexp(0.0, -couplings(W, x)).sum(axis=(1, 2))


@mistake(
    q.log_unnormalised_marginal,
    en="Only one state of the first hidden group is left in your sum; try $x = 0$ and count the states.",
    fr="Votre somme ne garde qu'un état du premier groupe caché ; essayez $x = 0$ et comptez les états.",
)
def first_group_all_on(W: Any, x: Any) -> Any:
    return np.logaddexp(0.0, -couplings(W, x).sum(axis=1)).sum(axis=1)


@mistake(
    q.log_unnormalised_marginal,
    en="Increase an entry of $W$: does the sum of $e^{-E}$ grow or shrink, and yours?",
    fr="Augmentez un élément de $W$ : la somme des $e^{-E}$ croît-elle ou décroît-elle, et la vôtre ?",
)
def sign_lost(W: Any, x: Any) -> Any:
    return smaller_group_enumerated(-W, x)


@mistake(
    q.log_unnormalised_marginal,
    en="You keep the best state of one group; all of them are to be added.",
    fr="Vous gardez le meilleur état d'un groupe ; il faut les additionner tous.",
)
def best_term_only(W: Any, x: Any) -> Any:
    return log_terms(couplings(W, x)).max(axis=1)


@mistake(
    q.log_unnormalised_marginal,
    en="Is the logarithm taken before or after the sum over the states?",
    fr="Le logarithme est-il pris avant ou après la somme sur les états ?",
)
def sum_of_logarithms(W: Any, x: Any) -> Any:
    return log_terms(couplings(W, x)).sum(axis=1)


@mistake(
    q.log_unnormalised_marginal,
    en="At $x = 0$ every hidden state counts 1. You have taken a mean somewhere, not a sum.",
    fr="En $x = 0$, chaque état caché compte 1. Vous avez pris quelque part une moyenne, pas une somme.",
)
def mean_over_states(W: Any, x: Any) -> Any:
    terms = log_terms(couplings(W, x))
    return np.logaddexp.reduce(terms, axis=1) - np.log(terms.shape[1])


@mistake(
    q.log_unnormalised_marginal,
    en="One state is missing from your sum: is 'all units off' a state?",
    fr="Il manque un état dans votre somme : « toutes les unités éteintes » est-il un état ?",
)
def off_state_left_out(W: Any, x: Any) -> Any:
    return np.logaddexp.reduce(log_terms(couplings(W, x))[:, 1:], axis=1)


@mistake(
    q.log_unnormalised_marginal,
    en="This is the number before the logarithm; for large machines it will not fit.",
    fr="C'est le nombre avant le logarithme ; pour de grandes machines, il débordera.",
)
def logarithm_forgotten(W: Any, x: Any) -> Any:
    return np.exp(smaller_group_enumerated(W, x))


@mistake(
    q.log_unnormalised_marginal,
    en="Infinity for large weights: what can be taken out of the sum before you exponentiate?",
    fr="L'infini pour de grands poids : que peut-on sortir de la somme avant de prendre l'exponentielle ?",
)
def overflow(W: Any, x: Any) -> Any:
    left = couplings(W, x)
    states = np.array(list(product((0.0, 1.0), repeat=left.shape[1])))
    return np.log(np.prod(1 + np.exp(-np.einsum("sj,bjk->bsk", states, left)), axis=2).sum(axis=1))


@mistake(
    q.log_unnormalised_marginal,
    en="You take one maximum out of the whole batch: what is left of a row whose terms are all far smaller?",
    fr="Vous sortez un seul maximum de tout le lot : que reste-t-il d'une ligne dont tous les termes sont "
    "bien plus petits ?",
)
def one_maximum_for_all(W: Any, x: Any) -> Any:
    terms = log_terms(couplings(W, x))
    return terms.max() + np.log(np.exp(terms - terms.max()).sum(axis=1))


@alternative(q.log_unnormalised_marginal)
def state_by_state(W: Any, x: Any) -> Any:
    found = []
    for left in couplings(W, x):
        total = -np.inf
        for state in product((0.0, 1.0), repeat=len(left)):
            field = -(np.array(state) @ left)
            softplus = np.maximum(field, 0) + np.log1p(np.exp(-np.abs(field)))
            total = np.logaddexp(total, softplus.sum())
        found.append(total)
    return np.array(found)


row_by_row_and_state_by_state = baseline(q.log_unnormalised_marginal)(state_by_state.function)


@alternative(q.log_unnormalised_marginal)
def with_torch(W: Any, x: Any) -> Any:
    import torch

    left = torch.tensor(couplings(W, x))
    states = torch.cartesian_prod(*[torch.tensor([0.0, 1.0], dtype=torch.float64)] * left.shape[1])
    field = -torch.einsum("sj,bjk->bsk", states.reshape(-1, left.shape[1]), left)
    return torch.logsumexp(torch.logaddexp(torch.zeros_like(field), field).sum(2), 1)


@reference(q.count_terms)
def powers_of_two(M: int, K: int) -> Any:
    return 2 ** (M + K), 2 ** min(M, K), M + K


@cases(q.count_terms, count=2)
def larger_y(rng: Rng) -> dict[str, Any]:
    return {"M": int(rng.integers(8, 14)), "K": int(rng.integers(3, 6))}


@cases(q.count_terms, count=2)
def larger_z(rng: Rng) -> dict[str, Any]:
    return {"M": int(rng.integers(3, 6)), "K": int(rng.integers(15, 40))}


@cases(q.count_terms)
def empty_group(rng: Rng) -> dict[str, Any]:
    return {"M": 0, "K": int(rng.integers(2, 9))}


@mistake(
    q.count_terms,
    en="You enumerate one group and sum the other: which of the two choices leaves fewer terms?",
    fr="Vous énumérez un groupe et sommez l'autre : lequel des deux choix laisse moins de termes ?",
)
def larger_group_enumerated(M: int, K: int) -> Any:
    return 2 ** (M + K), 2 ** max(M, K), M + K


@mistake(
    q.count_terms,
    en="Your second count is always for the same group; exchange the sizes of the two.",
    fr="Votre deuxième compte vise toujours le même groupe ; échangez les tailles des deux.",
)
def always_the_second_group_summed(M: int, K: int) -> Any:
    return 2 ** (M + K), 2**M, M + K


@mistake(
    q.count_terms,
    en="A state of all hidden units is a state of $y$ together with one of $z$: do the numbers add up?",
    fr="Un état de toutes les unités cachées est un état de $y$ avec un état de $z$ : s'additionnent-ils ?",
)
def states_added(M: int, K: int) -> Any:
    return 2**M + 2**K, 2 ** min(M, K), M + K


@mistake(
    q.count_terms,
    en="How many states does a group of three binary units have? List them.",
    fr="Combien d'états a un groupe de trois unités binaires ? Énumérez-les.",
)
def units_for_states(M: int, K: int) -> Any:
    return M * K, min(M, K), M + K


@mistake(
    q.count_terms,
    en="In a restricted machine the hidden units are independent given $x$: is a sum over states left?",
    fr="Dans une machine restreinte, les unités cachées sont indépendantes sachant $x$ : que reste-t-il ?",
)
def restricted_machine_enumerated(M: int, K: int) -> Any:
    return 2 ** (M + K), 2 ** min(M, K), 2 ** (M + K)


@mistake(
    q.count_terms,
    en="After one group has been summed out, are the units of the other independent? Your sum says so.",
    fr="Un groupe sommé, les unités de l'autre sont-elles indépendantes ? Votre somme le prétend.",
)
def linear_after_all(M: int, K: int) -> Any:
    return 2 ** (M + K), M + K, M + K


@alternative(q.count_terms)
def shifted_bits(M: int, K: int) -> Any:
    return 1 << (M + K), 1 << min(M, K), M + K


@alternative(q.count_terms)
def as_an_array(M: int, K: int) -> Any:
    return np.array([2.0 ** (M + K), min(2.0**M, 2.0**K), float(M + K)])
