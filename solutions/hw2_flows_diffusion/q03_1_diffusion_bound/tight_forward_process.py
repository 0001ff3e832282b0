"""Hidden twin of part 3.1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q03_1_diffusion_bound as q
from autograder.question import Rng, alternative, cases, mistake, reference
from solutions.hw2_flows_diffusion.q03_diffusion_models import draw_tables, generate


@reference(q.tight_forward_process)
def tight(rev: Any, pT: Any) -> Any:
    marginals = generate(rev, pT)
    return np.swapaxes(marginals[1:, :, None] * rev, 1, 2) / marginals[:-1, :, None]


def draw_reverse(rng: Rng, states: int, steps: int) -> dict[str, Any]:
    tables = draw_tables(rng, states, steps)
    return {"rev": tables["rev"], "pT": tables["pT"]}


@cases(q.tight_forward_process, count=2)
def three_reverse_states(rng: Rng) -> dict[str, Any]:
    return draw_reverse(rng, 3, 3)


@cases(q.tight_forward_process)
def many_reverse_steps(rng: Rng) -> dict[str, Any]:
    return draw_reverse(rng, 2, 6)


@cases(q.tight_forward_process)
def one_reverse_step(rng: Rng) -> dict[str, Any]:
    return draw_reverse(rng, 4, 1)


@cases(q.tight_forward_process)
def no_noise(rng: Rng) -> dict[str, Any]:
    rev = np.stack([np.eye(3)[rng.permutation(3)] for _ in range(2)])
    rev[1] = 0.5 * (rev[1] + np.roll(np.eye(3), 1, axis=1))
    return {"rev": rev, "pT": rng.dirichlet(np.ones(3))}


def _divide_rows(joint: Any) -> Any:
    return joint / joint.sum(axis=-1, keepdims=True)


@mistake(
    q.tight_forward_process,
    en="The transposed kernel, with its rows rescaled, forgets how likely each $x_t$ is. Where does it enter "
    "the rule of Bayes?",
    fr="Le noyau transposé, aux lignes renormalisées, oublie la probabilité de chaque $x_t$. Où "
    "entre-t-elle dans la règle de Bayes ?",
)
def rescaled_transpose(rev: Any, pT: Any) -> Any:
    return _divide_rows(np.swapaxes(rev, 1, 2))


@mistake(
    q.tight_forward_process,
    en="This is the reverse process itself. In which direction of time does $q$ go?",
    fr="C'est le processus inverse lui-même. Dans quel sens du temps va $q$ ?",
)
def reverse_itself(rev: Any, pT: Any) -> Any:
    return rev


@mistake(
    q.tight_forward_process,
    en="Each step uses $p(x_T)$. Does the generative chain have this distribution at each time?",
    fr="Chaque pas utilise $p(x_T)$. La chaîne générative a-t-elle cette loi à chaque instant ?",
)
def prior_at_each_time(rev: Any, pT: Any) -> Any:
    return _divide_rows(np.swapaxes(pT[:, None] * rev, 1, 2))


@mistake(
    q.tight_forward_process,
    en="The steps are right but in the wrong order: which entry holds the step from $x_0$ to $x_1$?",
    fr="Les pas sont justes mais dans le mauvais ordre : quel élément contient le pas de $x_0$ à $x_1$ ?",
)
def steps_backwards(rev: Any, pT: Any) -> Any:
    return tight(rev, pT)[::-1]


@mistake(
    q.tight_forward_process,
    en="The axes of each step are exchanged: do your rows sum to one?",
    fr="Les axes de chaque pas sont échangés : vos lignes somment-elles à un ?",
)
def axes_exchanged(rev: Any, pT: Any) -> Any:
    return np.swapaxes(tight(rev, pT), 1, 2)


@mistake(
    q.tight_forward_process,
    en="These are joint probabilities of $(x_{t-1}, x_t)$. Do your rows sum to one?",
    fr="Ce sont les probabilités jointes de $(x_{t-1}, x_t)$. Vos lignes somment-elles à un ?",
)
def joint_of_neighbours(rev: Any, pT: Any) -> Any:
    return np.swapaxes(generate(rev, pT)[1:, :, None] * rev, 1, 2)


@mistake(
    q.tight_forward_process,
    en="A uniform process knows nothing about $p$. For which $q$ is the inequality of Jensen an equality?",
    fr="Un processus uniforme ne sait rien de $p$. Pour quel $q$ l'inégalité de Jensen est-elle une "
    "égalité ?",
)
def uniform_process(rev: Any, pT: Any) -> Any:
    return np.full_like(rev, 1 / len(pT))


@alternative(q.tight_forward_process)
def tight_by_loops(rev: Any, pT: Any) -> Any:
    later, kernels = list(pT), []
    for back in rev[::-1]:
        states = range(len(later))
        earlier = [sum(later[i] * back[i][j] for i in states) for j in states]
        kernels.append([[later[i] * back[i][j] / earlier[j] for i in states] for j in states])
        later = earlier
    return kernels[::-1]


@alternative(q.tight_forward_process)
def tight_with_torch(rev: Any, pT: Any) -> Any:
    import torch

    later, kernels = torch.from_numpy(pT), []
    for back in reversed(list(torch.from_numpy(rev))):
        joint = later[:, None] * back
        later = joint.sum(0)
        kernels.append((joint / later).T)
    return torch.stack(kernels[::-1])
