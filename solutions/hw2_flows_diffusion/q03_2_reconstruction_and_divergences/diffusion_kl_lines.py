"""Hidden twin of part 3.2.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q03_2_reconstruction_and_divergences as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.hw2_flows_diffusion.q03_diffusion_models import (
    bound_by_paths,
    diffuse,
    draw_sparse,
    draw_tables,
    expect,
    kl,
)


def turn_round(before: Any, fwd: Any) -> Any:
    """The posterior of t = 2, ..., T by the rule of Bayes, from the marginals of t = 1, ..., T-1."""
    joint = np.swapaxes(before[:, :, None] * fwd[1:], 1, 2)
    return joint / joint.sum(axis=-1, keepdims=True)


def finish(lines: dict[str, Any], rev: Any, pT: Any) -> dict[str, Any]:
    """The first five lines with the divergences and the bound that follow from them."""
    kl_t = np.sum(lines["marginals"][1:] * kl(lines["posterior"], rev[1:]), axis=1)
    return total({**lines, "kl_t": kl_t, "kl_T": kl(lines["marginals"][-1], pT)})


def total(lines: dict[str, Any]) -> dict[str, Any]:
    return {**lines, "elbo": lines["recon"] - np.sum(lines["kl_t"]) - lines["kl_T"]}


@reference(q.diffusion_kl_lines)
def divergences(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    marginals = diffuse(x0, fwd)[1:]
    logs = np.array([expect(marginal, np.log(marginal)) for marginal in marginals])
    leftover = logs[:-1] - logs[1:]
    lines = {
        "marginals": marginals,
        "posterior": turn_round(marginals[:-1], fwd),
        "leftover": leftover,
        "leftover_sum": np.sum(leftover),
        "recon": expect(marginals[0], np.log(rev[0][:, x0])),
    }
    return finish(lines, rev, pT)


@follows(q.diffusion_kl_lines, "posterior")
def posterior_of_own_marginals(lines: Any, fwd: Any, **_: Any) -> Any:
    return turn_round(np.asarray(lines["marginals"], dtype=float)[:-1], fwd)


@follows(q.diffusion_kl_lines, "leftover")
def leftover_of_own_marginals(lines: Any, **_: Any) -> Any:
    marginals = np.asarray(lines["marginals"], dtype=float)
    logs = np.array([expect(marginal, np.log(marginal)) for marginal in marginals])
    return logs[:-1] - logs[1:]


@follows(q.diffusion_kl_lines, "leftover_sum")
def sum_of_own_leftover(lines: Any, **_: Any) -> Any:
    return np.sum(lines["leftover"])


@follows(q.diffusion_kl_lines, "recon")
def recon_of_own_marginals(lines: Any, x0: int, rev: Any, **_: Any) -> Any:
    return expect(np.asarray(lines["marginals"], dtype=float)[0], np.log(rev[0][:, x0]))


@follows(q.diffusion_kl_lines, "kl_t")
def kl_of_own_posterior(lines: Any, rev: Any, **_: Any) -> Any:
    marginals, posterior = (np.asarray(lines[name], dtype=float) for name in ("marginals", "posterior"))
    return np.sum(marginals[1:] * kl(posterior, rev[1:]), axis=1)


@follows(q.diffusion_kl_lines, "kl_T")
def kl_of_own_marginal(lines: Any, pT: Any, **_: Any) -> Any:
    return kl(np.asarray(lines["marginals"], dtype=float)[-1], pT)


@follows(q.diffusion_kl_lines, "elbo")
def sum_of_own_terms(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["recon"], np.add(np.sum(lines["kl_t"]), lines["kl_T"]))


@cases(q.diffusion_kl_lines, count=2)
def three_states(rng: Rng) -> dict[str, Any]:
    return draw_tables(rng, 3, 3)


@cases(q.diffusion_kl_lines)
def many_steps(rng: Rng) -> dict[str, Any]:
    return draw_tables(rng, 2, 7)


@cases(q.diffusion_kl_lines)
def four_states(rng: Rng) -> dict[str, Any]:
    return draw_tables(rng, 4, 4)


@cases(q.diffusion_kl_lines)
def one_step(rng: Rng) -> dict[str, Any]:
    return draw_tables(rng, 3, 1)


@cases(q.diffusion_kl_lines, edge=True)
def impossible_steps(rng: Rng) -> dict[str, Any]:
    return draw_sparse(rng, 3)


@mistake(
    q.diffusion_kl_lines,
    en="Your `marginals` do not sum to one. Which index of the kernel is summed over when time goes forward?",
    fr="Vos `marginals` ne somment pas à un. Sur quel indice du noyau somme-t-on quand le temps avance ?",
)
def kernel_from_the_left(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = divergences(x0, fwd, rev, pT)
    return finish({**lines, "marginals": diffuse(x0, np.swapaxes(fwd, 1, 2))[1:]}, rev, pT)


@mistake(
    q.diffusion_kl_lines,
    en="Your `marginals` begin one step too early: what do you know about $x_0$, and is it asked for?",
    fr="Vos `marginals` commencent un pas trop tôt : que sait-on de $x_0$, et le demande-t-on ?",
)
def marginals_from_zero(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    return {**divergences(x0, fwd, rev, pT), "marginals": diffuse(x0, fwd)[:-1]}


@mistake(
    q.diffusion_kl_lines,
    en="Your `posterior` weighs each $x_{t-1}$ alike: what does the observed $x_0$ say about it?",
    fr="Votre `posterior` donne le même poids à chaque $x_{t-1}$ : que dit de lui le $x_0$ observé ?",
)
def observation_forgotten(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = divergences(x0, fwd, rev, pT)
    uniform = np.full_like(lines["marginals"][:-1], 1 / len(pT))
    return finish({**lines, "posterior": turn_round(uniform, fwd)}, rev, pT)


@mistake(
    q.diffusion_kl_lines,
    en="The axes of your `posterior` are exchanged: the rows belong to the state that is given.",
    fr="Les axes de votre `posterior` sont échangés : les lignes correspondent à l'état donné.",
)
def posterior_transposed(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = divergences(x0, fwd, rev, pT)
    return {**lines, "posterior": np.swapaxes(lines["posterior"], 1, 2)}


@mistake(
    q.diffusion_kl_lines,
    en="In `leftover` the two logarithms are in the wrong order.",
    fr="Dans `leftover`, les deux logarithmes sont dans le mauvais ordre.",
)
def leftover_turned_over(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = divergences(x0, fwd, rev, pT)
    return {**lines, "leftover": -lines["leftover"], "leftover_sum": -lines["leftover_sum"]}


@mistake(
    q.diffusion_kl_lines,
    en="What telescopes in `leftover` are the marginals given $x_0$, not the transitions.",
    fr="Ce qui se télescope dans `leftover`, ce sont les marginales sachant $x_0$, pas les transitions.",
)
def transitions_telescoped(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    pairs = diffuse(x0, fwd)[:-1, :, None] * fwd
    logs = np.array([expect(pair, np.log(kernel)) for pair, kernel in zip(pairs, fwd, strict=True)])
    leftover = logs[:-1] - logs[1:]
    return {**divergences(x0, fwd, rev, pT), "leftover": leftover, "leftover_sum": np.sum(leftover)}


@mistake(
    q.diffusion_kl_lines,
    en="In `leftover_sum` one term is lost: write down the first and the last term of the sum.",
    fr="Dans `leftover_sum`, un terme s'est perdu : écrivez le premier et le dernier terme de la somme.",
)
def one_survivor_too_early(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = divergences(x0, fwd, rev, pT)
    return {**lines, "leftover_sum": np.sum(lines["leftover"][:-1])}


@mistake(
    q.diffusion_kl_lines,
    en="`recon` is the logarithm of a mean. Where does $L$ take the logarithm, inside or outside?",
    fr="`recon` est le logarithme d'une moyenne. Où $L$ prend-elle le logarithme, dedans ou dehors ?",
)
def recon_log_outside(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = divergences(x0, fwd, rev, pT)
    return total({**lines, "recon": np.log(lines["marginals"][0] @ rev[0][:, x0])})


@mistake(
    q.diffusion_kl_lines,
    en="The divergences in `kl_t` run in the wrong direction: under which process is $L$ an expectation?",
    fr="Les divergences de `kl_t` vont dans le mauvais sens : sous quel processus $L$ est-elle une "
    "espérance ?",
)
def divergences_turned_round(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = divergences(x0, fwd, rev, pT)
    return total({**lines, "kl_t": np.sum(lines["marginals"][1:] * kl(rev[1:], lines["posterior"]), axis=1)})


@mistake(
    q.diffusion_kl_lines,
    en="Each divergence depends on a state that is given. `kl_t` adds them up instead of averaging.",
    fr="Chaque divergence dépend d'un état donné. `kl_t` les additionne au lieu de les moyenner.",
)
def divergences_added(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = divergences(x0, fwd, rev, pT)
    return total({**lines, "kl_t": np.sum(kl(lines["posterior"], rev[1:]), axis=1)})


@mistake(
    q.diffusion_kl_lines,
    en="`kl_t` is averaged under the marginal of another time. Which of the two states does a divergence "
    "still depend on?",
    fr="`kl_t` est moyenné sous la marginale d'un autre instant. Duquel des deux états une divergence "
    "dépend-elle encore ?",
)
def averaged_one_step_early(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = divergences(x0, fwd, rev, pT)
    return total({**lines, "kl_t": np.sum(lines["marginals"][:-1] * kl(lines["posterior"], rev[1:]), axis=1)})


@mistake(
    q.diffusion_kl_lines,
    en="NaN where the posterior has a zero: how much does a state without probability add to a divergence?",
    fr="NaN là où le postérieur a un zéro : qu'ajoute à une divergence un état de probabilité nulle ?",
)
def zeros_in_the_posterior(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = divergences(x0, fwd, rev, pT)
    inner = np.sum(lines["posterior"] * (np.log(lines["posterior"]) - np.log(rev[1:])), axis=-1)
    return total({**lines, "kl_t": np.sum(lines["marginals"][1:] * inner, axis=1)})


@alternative(q.diffusion_kl_lines)
def bound_from_paths(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    lines = divergences(x0, fwd, rev, pT)
    logs = [sum(p * np.log(p) for p in lines["marginals"][t] if p > 0) for t in (0, -1)]
    survivors = {"leftover_sum": logs[0] - logs[1], "elbo": bound_by_paths(x0, fwd, rev, pT)}
    return {name: np.asarray(value).tolist() for name, value in lines.items() if name != "posterior"} | {
        "posterior": lines["posterior"],
        **survivors,
    }


@alternative(q.diffusion_kl_lines)
def divergences_with_torch(x0: int, fwd: Any, rev: Any, pT: Any) -> dict[str, Any]:
    import torch

    forward, reverse, prior = (torch.from_numpy(table) for table in (fwd, rev, pT))
    marginals = [forward[0, x0]]
    for kernel in forward[1:]:
        marginals.append(marginals[-1] @ kernel)
    stacked = torch.stack(marginals)
    joint = stacked[:-1, :, None] * forward[1:]
    posterior = (joint / joint.sum(1, keepdim=True)).transpose(1, 2)
    inner = (torch.xlogy(posterior, posterior) - torch.xlogy(posterior, reverse[1:])).sum(-1)
    entropy = torch.special.entr(stacked).sum(1)
    recon = torch.xlogy(stacked[0], reverse[0, :, x0]).sum()
    kl_t = (stacked[1:] * inner).sum(1)
    kl_last = -entropy[-1] - torch.xlogy(stacked[-1], prior).sum()
    return {
        "marginals": stacked,
        "posterior": posterior,
        "leftover": entropy[1:] - entropy[:-1],
        "leftover_sum": entropy[-1] - entropy[0],
        "recon": recon,
        "kl_t": kl_t,
        "kl_T": kl_last,
        "elbo": recon - kl_t.sum() - kl_last,
    }
