"""Hidden twin of part 3.1.1."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q03_1_diffusion_bound as q
from autograder.question import Rng, alternative, baseline, cases, follows, mistake, reference
from solutions.hw2_flows_diffusion.q03_diffusion_models import (
    bound_by_paths,
    diffuse,
    draw_sparse,
    draw_tables,
    expect,
    generate,
)


def finish(lines: dict[str, Any]) -> dict[str, Any]:
    """The first three lines with the two that follow from them."""
    elbo = lines["prior_term"] + np.sum(lines["ratio_terms"])
    return {**lines, "elbo": elbo, "gap": lines["log_px0"] - elbo}


@reference(q.diffusion_bound_lines)
def bound(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    marginals = diffuse(x0, fwd)
    pairs = marginals[:-1, :, None] * fwd
    ratios = np.log(np.swapaxes(rev, 1, 2)) - np.log(fwd)
    return finish(
        {
            "log_px0": np.log(generate(rev, pT)[0, x0]),
            "prior_term": expect(marginals[-1], np.log(pT)),
            "ratio_terms": expect(pairs, ratios, axis=(1, 2)),
        }
    )


@baseline(q.diffusion_bound_lines)
def sums_over_paths(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    steps, states = fwd.shape[:2]
    evidence, prior_term, terms = 0.0, 0.0, np.zeros(steps)
    for path in product(range(states), repeat=steps):
        pairs = list(zip((x0, *path), path, range(steps), strict=False))
        q_path = np.prod([fwd[t, i, j] for i, j, t in pairs])
        evidence += pT[path[-1]] * np.prod([rev[t, j, i] for i, j, t in pairs])
        prior_term += q_path * np.log(pT[path[-1]])
        for i, j, t in pairs:
            terms[t] += q_path * np.log(rev[t, j, i] / fwd[t, i, j]) if q_path > 0 else 0.0
    return finish({"log_px0": np.log(evidence), "prior_term": prior_term, "ratio_terms": terms})


@follows(q.diffusion_bound_lines, "elbo")
def sum_of_own_terms(lines: Any, **_: Any) -> Any:
    return np.add(lines["prior_term"], np.sum(lines["ratio_terms"]))


@follows(q.diffusion_bound_lines, "gap")
def gap_of_own_lines(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["log_px0"], lines["elbo"])


@cases(q.diffusion_bound_lines, count=2)
def three_states(rng: Rng) -> dict[str, Any]:
    return draw_tables(rng, 3, 3)


@cases(q.diffusion_bound_lines)
def many_steps(rng: Rng) -> dict[str, Any]:
    return draw_tables(rng, 2, 7)


@cases(q.diffusion_bound_lines)
def one_step(rng: Rng) -> dict[str, Any]:
    return draw_tables(rng, 4, 1)


@cases(q.diffusion_bound_lines)
def one_state(rng: Rng) -> dict[str, Any]:
    return draw_tables(rng, 1, 2)


@cases(q.diffusion_bound_lines, edge=True)
def impossible_steps(rng: Rng) -> dict[str, Any]:
    return draw_sparse(rng, 3)


@mistake(
    q.diffusion_bound_lines,
    en="`rev[t-1]` has the later state in its rows: in your ratio, do both kernels see the same pair of "
    "states?",
    fr="`rev[t-1]` a l'état le plus tardif en ligne : dans votre rapport, les deux noyaux voient-ils le même "
    "couple d'états ?",
)
def reverse_not_transposed(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    return finish(
        bound(x0, fwd, rev, pT) | {"ratio_terms": bound(x0, fwd, np.swapaxes(rev, 1, 2), pT)["ratio_terms"]}
    )


@mistake(
    q.diffusion_bound_lines,
    en="`prior_term` is averaged under the wrong distribution: who draws $x_T$ in an expectation under $q$?",
    fr="`prior_term` est moyenné sous la mauvaise loi : qui tire $x_T$ dans une espérance sous $q$ ?",
)
def prior_under_itself(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    return finish(bound(x0, fwd, rev, pT) | {"prior_term": expect(pT, np.log(pT))})


@mistake(
    q.diffusion_bound_lines,
    en="In `prior_term` the state is not diffused far enough: after how many steps is $p(x_T)$ evaluated?",
    fr="Dans `prior_term`, l'état n'est pas assez diffusé : après combien de pas évalue-t-on $p(x_T)$ ?",
)
def prior_one_step_early(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    return finish(bound(x0, fwd, rev, pT) | {"prior_term": expect(diffuse(x0, fwd)[-2], np.log(pT))})


@mistake(
    q.diffusion_bound_lines,
    en="Your `ratio_terms` have the opposite sign: which of the two processes stands above the other in $L$?",
    fr="Vos `ratio_terms` ont le signe opposé : lequel des deux processus est au numérateur dans $L$ ?",
)
def ratio_turned_over(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = bound(x0, fwd, rev, pT)
    return finish({**lines, "ratio_terms": -lines["ratio_terms"]})


@mistake(
    q.diffusion_bound_lines,
    en="`ratio_terms` weigh each pair by the kernel alone, as if each $x_{t-1}$ were certain. How likely "
    "is it "
    "under $q$?",
    fr="`ratio_terms` pondèrent chaque couple par le noyau seul, comme si chaque $x_{t-1}$ était certain. "
    "Quelle est sa probabilité sous $q$ ?",
)
def pairs_without_marginal(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    ratios = np.log(np.swapaxes(rev, 1, 2)) - np.log(fwd)
    terms = np.array([expect(*step) for step in zip(fwd, ratios, strict=True)])
    return finish(bound(x0, fwd, rev, pT) | {"ratio_terms": terms})


@mistake(
    q.diffusion_bound_lines,
    en="`gap` has the wrong sign: which of the two is the lower one?",
    fr="`gap` a le mauvais signe : lequel des deux est le plus bas ?",
)
def gap_turned_over(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = bound(x0, fwd, rev, pT)
    return {**lines, "gap": -lines["gap"]}


@mistake(
    q.diffusion_bound_lines,
    en="`log_px0` reads $p(x_T)$ at $x_0$. How does the generative chain come from $x_T$ to $x_0$?",
    fr="`log_px0` lit $p(x_T)$ en $x_0$. Comment la chaîne générative va-t-elle de $x_T$ à $x_0$ ?",
)
def prior_at_x0(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    return finish(bound(x0, fwd, rev, pT) | {"log_px0": np.log(pT[x0])})


@mistake(
    q.diffusion_bound_lines,
    en="In `log_px0` the forward kernels are at work. Which process generates data?",
    fr="Dans `log_px0`, ce sont les noyaux directs qui agissent. Quel processus génère les données ?",
)
def generated_forward(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    return finish(bound(x0, fwd, rev, pT) | {"log_px0": np.log(generate(fwd, pT)[0, x0])})


@mistake(
    q.diffusion_bound_lines,
    en="In `log_px0` the reverse kernels are applied in the wrong order: which of them acts on $x_T$?",
    fr="Dans `log_px0`, les noyaux inverses sont appliqués dans le mauvais ordre : lequel agit sur $x_T$ ?",
)
def generated_in_wrong_order(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    return finish(bound(x0, fwd, rev, pT) | {"log_px0": np.log(generate(rev[::-1], pT)[0, x0])})


@mistake(
    q.diffusion_bound_lines,
    en="`elbo` is the sum of the steps only: where did $p(x_T)$ go?",
    fr="`elbo` n'est que la somme des pas : où est passé $p(x_T)$ ?",
)
def prior_dropped(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = bound(x0, fwd, rev, pT)
    elbo = np.sum(lines["ratio_terms"])
    return {**lines, "elbo": elbo, "gap": lines["log_px0"] - elbo}


@mistake(
    q.diffusion_bound_lines,
    en="NaN where a step of $q$ is impossible: how much does a pair without probability add to an "
    "expectation?",
    fr="NaN là où un pas de $q$ est impossible : que rapporte à une espérance un couple de probabilité "
    "nulle ?",
)
def impossible_pairs_counted(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    pairs = diffuse(x0, fwd)[:-1, :, None] * fwd
    terms = np.sum(pairs * (np.log(np.swapaxes(rev, 1, 2)) - np.log(fwd)), axis=(1, 2))
    return finish(bound(x0, fwd, rev, pT) | {"ratio_terms": terms})


@mistake(
    q.diffusion_bound_lines,
    en="In `ratio_terms` a step starts from $x_{t-1}$, but you weigh it by the distribution of $x_t$.",
    fr="Dans `ratio_terms`, un pas part de $x_{t-1}$, mais vous le pondérez par la loi de $x_t$.",
)
def pairs_one_step_late(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    pairs = diffuse(x0, fwd)[1:, :, None] * fwd
    terms = expect(pairs, np.log(np.swapaxes(rev, 1, 2)) - np.log(fwd), axis=(1, 2))
    return finish(bound(x0, fwd, rev, pT) | {"ratio_terms": terms})


@alternative(q.diffusion_bound_lines)
def bound_from_paths(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = bound(x0, fwd, rev, pT)
    elbo = bound_by_paths(x0, fwd, rev, pT)
    as_lists = {name: np.asarray(value).tolist() for name, value in lines.items()}
    return {**as_lists, "elbo": elbo, "gap": float(lines["log_px0"]) - elbo}


@alternative(q.diffusion_bound_lines)
def bound_with_torch(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    import torch

    forward, reverse, prior = (torch.from_numpy(table) for table in (fwd, rev, pT))
    now, terms = torch.eye(len(prior), dtype=torch.float64)[x0], []
    for kernel, back in zip(forward, reverse, strict=True):
        pairs = now[:, None] * kernel
        terms.append(torch.xlogy(pairs, back.T).sum() - torch.xlogy(pairs, kernel).sum())
        now = pairs.sum(0)
    generated = prior
    for back in reversed(list(reverse)):
        generated = generated @ back
    first = {"log_px0": generated[x0].log(), "prior_term": torch.xlogy(now, prior).sum()}
    elbo = first["prior_term"] + torch.stack(terms).sum()
    return {**first, "ratio_terms": torch.stack(terms), "elbo": elbo, "gap": first["log_px0"] - elbo}
