"""Hidden twin of question 3.4."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from assignments.hw2_flows_diffusion import q03_4_posterior_of_the_code as q
from autograder.question import Rng, alternative, baseline, cases, follows, mistake, reference

OBSERVED = {"x0", "c"}


@reference(q.posterior_factorisation)
def factorisation() -> dict[str, set[str]]:
    return {"z": {"x0", "c"}, "x1": {"x0", "z", "c"}, "x2": {"x1", "z", "c"}, "x3": {"x2", "z", "c"}}


def _is_encoder(parents: Any) -> bool:
    """Whether z looks at the data and at nothing else."""
    return len(set(parents)) > 0 and set(parents) <= OBSERVED


def _accept(own: Any, needed: set[str], otherwise: set[str]) -> set[str]:
    """The student's own parents if they hold what is needed and, beside it, observed variables only."""
    return set(own) if needed <= set(own) <= needed | OBSERVED else otherwise


def _accept_step(lines: Any, step: int) -> set[str]:
    """Also without z, when the encoder is right and the first step was punished for it already."""
    before = f"x{step - 1}"
    forgotten = step > 1 and _is_encoder(lines["z"]) and "z" not in lines["x1"] and "x0" in lines["x1"]
    return _accept(lines[f"x{step}"], {before} if forgotten else {before, "z"}, factorisation()[f"x{step}"])


@follows(q.posterior_factorisation, "z")
def encoder_sees_data(lines: Any) -> set[str]:
    return set(lines["z"]) if _is_encoder(lines["z"]) else OBSERVED


@follows(q.posterior_factorisation, "x1")
def first_step(lines: Any) -> set[str]:
    return _accept_step(lines, 1)


@follows(q.posterior_factorisation, "x2")
def second_step(lines: Any) -> set[str]:
    return _accept_step(lines, 2)


@follows(q.posterior_factorisation, "x3")
def third_step(lines: Any) -> set[str]:
    return _accept_step(lines, 3)


@cases(q.posterior_factorisation)
def three_steps(rng: Rng) -> dict[str, Any]:
    return {}


@mistake(
    q.posterior_factorisation,
    en="These are the factors of the reverse process. In which direction does the forward diffusion go?",
    fr="Ce sont les facteurs du processus inverse. Dans quel sens va la diffusion directe ?",
)
def reverse_time() -> dict[str, set[str]]:
    return {"z": {"x0", "c"}, "x1": {"x2", "z"}, "x2": {"x3", "z"}, "x3": {"z"}}


@mistake(
    q.posterior_factorisation,
    en="Your $z$ depends on nothing: that is a prior. What does an encoder look at?",
    fr="Votre $z$ ne dépend de rien : c'est un a priori. Que regarde un encodeur ?",
)
def code_from_prior() -> dict[str, set[str]]:
    return {"z": set(), "x1": {"x0", "z"}, "x2": {"x1", "z"}, "x3": {"x2", "z"}}


@mistake(
    q.posterior_factorisation,
    en="Your latents do not know each other, but a diffusion is a chain: from where does each step start?",
    fr="Vos latentes ne se connaissent pas, or une diffusion est une chaîne : d'où part chaque pas ?",
)
def mean_field() -> dict[str, set[str]]:
    return {"z": {"x0", "c"}, "x1": {"x0", "z"}, "x2": {"x0", "z"}, "x3": {"x0", "z"}}


@mistake(
    q.posterior_factorisation,
    en="A fair special case, but here the diffusion shall be conditioned on the code.",
    fr="Un cas particulier valable, mais ici la diffusion doit être conditionnée par le code.",
)
def diffusion_without_code() -> dict[str, set[str]]:
    return {"z": {"x0", "c"}, "x1": {"x0"}, "x2": {"x1"}, "x3": {"x2"}}


@mistake(
    q.posterior_factorisation,
    en="The side information takes part in your diffusion, the code does not. What is the code good for "
    "then?",
    fr="L'information auxiliaire intervient dans votre diffusion, pas le code. À quoi sert-il alors ?",
)
def diffusion_on_context() -> dict[str, set[str]]:
    return {"z": {"x0", "c"}, "x1": {"x0", "c"}, "x2": {"x1", "c"}, "x3": {"x2", "c"}}


@mistake(
    q.posterior_factorisation,
    en="$z$ comes from the encoder before the diffusion begins: on what can it depend, and what depends "
    "on it?",
    fr="$z$ sort de l'encodeur avant le début de la diffusion : de quoi peut-il dépendre, et qu'est-ce qui "
    "dépend de lui ?",
)
def encoder_after_diffusion() -> dict[str, set[str]]:
    steps = {f"x{t}": {f"x{t - 1}", "c", "x0"} for t in (1, 2, 3)}
    return {"z": {"x1", "x2", "x3"}, **steps}


@mistake(
    q.posterior_factorisation,
    en="A step of your diffusion remembers all steps before it. What makes the forward process a Markov "
    "chain?",
    fr="Un pas de votre diffusion se souvient de tous les précédents. Qu'est-ce qui fait du processus direct "
    "une chaîne de Markov ?",
)
def whole_history() -> dict[str, set[str]]:
    return {"z": {"x0", "c"}, "x1": {"x0", "z"}, "x2": {"x0", "x1", "z"}, "x3": {"x0", "x1", "x2", "z"}}


@mistake(
    q.posterior_factorisation,
    en="This is the right law, turned round by the rule of Bayes. Asked for is one factor a step, forward.",
    fr="La bonne loi, retournée par la règle de Bayes. On demande un facteur par pas, dans le sens direct.",
)
def diffusion_turned_round() -> dict[str, set[str]]:
    back = {"x1": {"x2", "x0", "z"}, "x2": {"x3", "x0", "z"}, "x3": {"x0", "z"}}
    return {"z": {"x0", "c"}, **back}


@alternative(q.posterior_factorisation)
def code_from_context() -> dict[str, Any]:
    return {"x3": {"x2", "z"}, "x2": {"x1", "z"}, "x1": {"x0", "z"}, "z": {"c"}}


@alternative(q.posterior_factorisation)
def data_in_each_factor() -> dict[str, Any]:
    return {"z": ["x0"], **{f"x{t}": sorted({f"x{t - 1}", "z", "c", "x0"}) for t in (1, 2, 3)}}


@reference(q.log_posterior_table)
def table(x0: int, encoder: Any, fwd: Any) -> Any:
    values = np.log(encoder)[:, None] + np.log(fwd[0][:, x0])
    for kernel in fwd[1:]:
        shape = (len(encoder), *[1] * (values.ndim - 2), *kernel.shape[1:])
        values = values[..., None] + np.log(kernel).reshape(shape)
    return values


def draw_posterior(rng: Rng, codes: int, states: int, steps: int) -> dict[str, Any]:
    fwd = rng.dirichlet(np.ones(states), size=(steps, codes, states))
    return {"x0": int(rng.integers(states)), "encoder": rng.dirichlet(np.ones(codes)), "fwd": fwd}


@cases(q.log_posterior_table, count=2)
def two_steps(rng: Rng) -> dict[str, Any]:
    return draw_posterior(rng, 2, 3, 2)


@cases(q.log_posterior_table)
def three_codes(rng: Rng) -> dict[str, Any]:
    return draw_posterior(rng, 3, 2, 4)


@cases(q.log_posterior_table)
def one_step(rng: Rng) -> dict[str, Any]:
    return draw_posterior(rng, 3, 2, 1)


@cases(q.log_posterior_table)
def one_code(rng: Rng) -> dict[str, Any]:
    return draw_posterior(rng, 1, 3, 3)


@mistake(
    q.log_posterior_table,
    en="The encoder is missing: exponentiate your table and sum it up.",
    fr="L'encodeur manque : prenez l'exponentielle de votre tableau et sommez-la.",
)
def encoder_missing(x0: int, encoder: Any, fwd: Any) -> Any:
    return table(x0, np.ones_like(encoder), fwd)


@mistake(
    q.log_posterior_table,
    en="The kernels are transposed: which index of `fwd` is the state before the step?",
    fr="Les noyaux sont transposés : quel indice de `fwd` est l'état avant le pas ?",
)
def kernels_transposed(x0: int, encoder: Any, fwd: Any) -> Any:
    return table(x0, encoder, np.swapaxes(fwd, 2, 3))


@mistake(
    q.log_posterior_table,
    en="In your first step $x_0$ stands on the wrong axis: which index of `fwd[0]` is where it starts?",
    fr="Dans votre premier pas, $x_0$ est sur le mauvais axe : quel indice de `fwd[0]` est son départ ?",
)
def start_on_wrong_axis(x0: int, encoder: Any, fwd: Any) -> Any:
    return table(x0, encoder, np.concatenate([np.swapaxes(fwd[:1], 2, 3), fwd[1:]]))


@mistake(
    q.log_posterior_table,
    en="Your first step is right, the later ones are transposed: where does the state before a step stand?",
    fr="Votre premier pas est juste, les suivants sont transposés : où se trouve l'état avant un pas ?",
)
def later_steps_transposed(x0: int, encoder: Any, fwd: Any) -> Any:
    return table(x0, encoder, np.concatenate([fwd[:1], np.swapaxes(fwd[1:], 2, 3)]))


@mistake(
    q.log_posterior_table,
    en="Your chain starts in a random state, but $x_0$ is observed.",
    fr="Votre chaîne part d'un état tiré au hasard, or $x_0$ est observé.",
)
def random_start(x0: int, encoder: Any, fwd: Any) -> Any:
    states = fwd.shape[-1]
    starts = [table(start, encoder, fwd) for start in range(states)]
    return np.logaddexp.reduce(starts, axis=0) - np.log(states)


@mistake(
    q.log_posterior_table,
    en="The steps are in the wrong order: which entry of `fwd` leads from $x_0$ to $x_1$?",
    fr="Les pas sont dans le mauvais ordre : quel élément de `fwd` mène de $x_0$ à $x_1$ ?",
)
def steps_backwards(x0: int, encoder: Any, fwd: Any) -> Any:
    return table(x0, encoder, fwd[::-1])


@mistake(
    q.log_posterior_table,
    en="These are probabilities; their logarithms are asked for.",
    fr="Ce sont des probabilités ; on demande leurs logarithmes.",
)
def probabilities(x0: int, encoder: Any, fwd: Any) -> Any:
    return np.exp(table(x0, encoder, fwd))


@mistake(
    q.log_posterior_table,
    en="Your axes of $x_1, \\dots, x_T$ are in the opposite order.",
    fr="Vos axes de $x_1, \\dots, x_T$ sont dans l'ordre inverse.",
)
def axes_backwards(x0: int, encoder: Any, fwd: Any) -> Any:
    return np.moveaxis(table(x0, encoder, fwd).T, -1, 0)


@baseline(q.log_posterior_table)
def table_by_loops(x0: int, encoder: Any, fwd: Any) -> Any:
    steps, codes, states, _ = fwd.shape
    values = np.empty((codes, *[states] * steps))
    for z, *path in product(range(codes), *[range(states)] * steps):
        chain = zip([x0, *path], path, fwd, strict=False)
        place: tuple[int, ...] = (z, *path)
        values[place] = np.log(encoder[z]) + sum(np.log(kernel[z, i, j]) for i, j, kernel in chain)
    return values


@alternative(q.log_posterior_table)
def table_with_torch(x0: int, encoder: Any, fwd: Any) -> Any:
    import torch

    kernels = torch.from_numpy(fwd)
    codes = []
    for z, weight in enumerate(torch.from_numpy(encoder)):
        joint = weight * kernels[0, z, x0]
        for kernel in kernels[1:, z]:
            joint = joint[..., None] * kernel
        codes.append(joint.log())
    return torch.stack(codes)
