"""Question 3.1: the bound of a diffusion model, and when it is tight.

Source: sheet 001, question 3 (a) (3 points).
Paper: Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models", NeurIPS 2020, eq. 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw2_flows_diffusion.q03_diffusion_models import (
    cut_last_state,
    draw_chain,
    noisy_chain,
    two_steps,
)
from autograder.question import Function, Question, Rng, Text, derivation, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="3.1",
    title=Text(en="The diffusion bound (letter a)", fr="La borne de la diffusion (lettre a)"),
)


@derivation(
    "3.1.1",
    points=2,
    lines={"log_px0": 0.2, "prior_term": 0.15, "ratio_terms": 0.35, "elbo": 0.15, "gap": 0.15},
    key="ratio_terms",
    en=r"""
    Show on paper that $\log p(x_0)$ is at least

    $$L = \mathbb{E}_q\!\left[\log \frac{p(x_{0:T})}{q(x_{1:T} \mid x_0)}\right],$$

    and that $L$ falls into a term with $p(x_T)$ and one term for each step. Then return the values:

    - `log_px0`: $\log p(x_0)$ itself, a number
    - `prior_term`: $\mathbb{E}_q[\log p(x_T)]$
    - `ratio_terms`, shape `(T,)`: for $t = 1, \dots, T$ the expectation under $q$ of the log-ratio of the two
      kernels that belong to step $t$
    - `elbo`: $L$
    - `gap`: by how much $L$ is below $\log p(x_0)$

    No path needs to be listed: to average a term, the joint distribution of the two states that occur in it
    is enough.

    Example (the tables of question 3): `-0.570930`, `-0.693147`, `[-0.087554, -0.093703]`, `-0.874404`,
    `0.303475`.
    """,
    fr=r"""
    Montrez sur papier que $\log p(x_0)$ vaut au moins

    $$L = \mathbb{E}_q\!\left[\log \frac{p(x_{0:T})}{q(x_{1:T} \mid x_0)}\right],$$

    et que $L$ se sépare en un terme où figure $p(x_T)$ et un terme par pas. Renvoyez ensuite les valeurs :

    - `log_px0` : $\log p(x_0)$ lui-même, un nombre
    - `prior_term` : $\mathbb{E}_q[\log p(x_T)]$
    - `ratio_terms`, de forme `(T,)` : pour $t = 1, \dots, T$, l'espérance sous $q$ du log-rapport des deux
      noyaux qui correspondent au pas $t$
    - `elbo` : $L$
    - `gap` : de combien $L$ est au-dessous de $\log p(x_0)$

    Inutile d'énumérer les trajectoires : pour moyenner un terme, la loi jointe des deux états qui y figurent
    suffit.

    Exemple (les tableaux de la question 3) : `-0.570930`, `-0.693147`, `[-0.087554, -0.093703]`,
    `-0.874404`, `0.303475`.
    """,
)
def diffusion_bound_lines(
    x0: int, fwd: Float[Array, "T S S"], rev: Float[Array, "T S S"], pT: Float[Array, " S"]
) -> dict[str, Float[Array, " ..."]]:
    """The lines of the bound for one observed state: numbers, and `ratio_terms` of shape (T,), in nats."""
    raise NotImplementedError


@example(diffusion_bound_lines)
def bound_of_two_steps() -> tuple[dict[str, Any], Any]:
    return two_steps(), {
        "log_px0": -0.570930,
        "prior_term": -0.693147,
        "ratio_terms": np.array([-0.087554, -0.093703]),
        "elbo": -0.874404,
        "gap": 0.303475,
    }


@law(
    diffusion_bound_lines,
    en="The probabilities of all observations $x_0$ sum to one, and no gap is negative.",
    fr="Les probabilités de toutes les observations $x_0$ somment à un, et aucun écart n'est négatif.",
)
def probabilities_of_data(f: Function, rng: Rng) -> tuple[Any, Any]:
    tables = draw_chain(rng, 3, 2)
    lines = [f(x0, *tables) for x0 in range(3)]
    gaps = np.reshape([line["gap"] for line in lines], 3)
    return {"sum": sum(np.exp(line["log_px0"]) for line in lines), "gap": gaps}, {
        "sum": 1.0,
        "gap": np.abs(gaps),
    }


@law(
    diffusion_bound_lines,
    en="Cut a state other than $x_0$ into two halves that behave alike: "
    "`log_px0`, `elbo` and `gap` do not change.",
    fr="Coupez un état autre que $x_0$ en deux moitiés qui se comportent de même : "
    "`log_px0`, `elbo` et `gap` ne changent pas.",
)
def state_in_two_halves(f: Function, rng: Rng) -> tuple[Any, Any]:
    tables = draw_chain(rng, 3, 3)
    before, after = f(1, *tables), f(1, *cut_last_state(*tables))
    names = ("log_px0", "elbo", "gap")
    return {name: after[name] for name in names}, {name: np.reshape(before[name], ()) for name in names}


@speed(
    diffusion_bound_lines,
    sizes=(3, 6, 12),
    unit=Text(en="the number of steps $T$", fr="le nombre de pas $T$"),
    growth=1,
    within=None,
    en="A sum over all paths is what usually costs more: their number doubles with each step.",
    fr="Une somme sur toutes les trajectoires est ce qui coûte d'ordinaire davantage : leur nombre double à "
    "chaque pas.",
)
def chain_of_two_states(rng: Rng, steps: int) -> dict[str, Any]:
    fwd, rev, pT = draw_chain(rng, 2, steps)
    return {"x0": 0, "fwd": fwd, "rev": rev, "pT": pT}


@picture(
    diffusion_bound_lines,
    en=r"""
    Each step of the forward process redraws the state with probability $b$. Your `log_px0` (solid) does not
    know about $b$; your `elbo` (dashed) does. What lies between is the gap.
    """,
    fr=r"""
    À chaque pas, le processus direct tire un nouvel état au hasard avec probabilité $b$. Votre `log_px0`
    (trait plein) ne dépend pas de $b$ ; votre `elbo` (tirets) en dépend. Ce qui les sépare est l'écart.
    """,
)
def bound_against_noise(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    noise = np.linspace(0.02, 0.98, 25)
    rev = np.tile([[0.7, 0.2, 0.1], [0.5, 0.3, 0.2], [0.1, 0.6, 0.3]], (4, 1, 1))
    if f is not None:
        lines = [f(0, noisy_chain(b, 3, 4), rev, np.array([0.2, 0.3, 0.5])) for b in noise]
        top, bottom = (np.ravel([line[name] for line in lines]) for name in ("log_px0", "elbo"))
        axes.fill_between(noise, bottom, top, color="0.9")
        axes.plot(noise, top, color="black", label=r"$\log p(x_0)$")
        axes.plot(noise, bottom, "--", color="tab:blue", label="$L$")
        axes.legend(loc="lower center", ncols=2)
    axes.set(xlabel="$b$", xlim=(0, 1))


@part(
    "3.1.2",
    points=1,
    en=r"""
    For a given generative chain there is one forward process that leaves no gap, whatever $x_0$ is. Return
    its table `fwd` of shape `(T, S, S)`. Here `rev` may hold zeros, but at each time every state has positive
    probability under $p$.

    Example: one step, `rev = [[[.7, .3], [.4, .6]]]` and `pT = [.5, .5]` give
    `[[[0.636364, 0.363636], [0.333333, 0.666667]]]`.
    """,
    fr=r"""
    Pour une chaîne générative donnée, un seul processus direct ne laisse aucun écart, quel que soit $x_0$.
    Renvoyez son tableau `fwd` de forme `(T, S, S)`. Ici `rev` peut contenir des zéros, mais à chaque instant
    tout état a une probabilité strictement positive sous $p$.

    Exemple : un pas, `rev = [[[.7, .3], [.4, .6]]]` et `pT = [.5, .5]` donnent
    `[[[0.636364, 0.363636], [0.333333, 0.666667]]]`.
    """,
)
def tight_forward_process(rev: Float[Array, "T S S"], pT: Float[Array, " S"]) -> Float[Array, "T S S"]:
    """The forward process without a gap: [t-1, i, j] is the probability of x_t = j given x_{t-1} = i."""
    raise NotImplementedError


@example(tight_forward_process)
def single_step() -> tuple[dict[str, Any], Any]:
    arguments = {"rev": np.array([[[0.7, 0.3], [0.4, 0.6]]]), "pT": np.array([0.5, 0.5])}
    return arguments, np.array([[[0.636364, 0.363636], [0.333333, 0.666667]]])


@law(
    tight_forward_process,
    en="Each row of your process sums to one, and none of its entries is negative.",
    fr="Chaque ligne de votre processus somme à un, et aucun de ses éléments n'est négatif.",
)
def rows_are_distributions(f: Function, rng: Rng) -> tuple[Any, Any]:
    _, rev, pT = draw_chain(rng, 3, 4)
    fwd = np.asarray(f(rev, pT))
    return {"sums": fwd.sum(axis=-1), "entries": fwd}, {"sums": np.ones((4, 3)), "entries": np.abs(fwd)}


@law(
    tight_forward_process,
    en="Data that the generative chain makes, diffused by your process, end in $p(x_T)$.",
    fr="Des données produites par la chaîne générative, diffusées par votre processus, aboutissent à "
    "$p(x_T)$.",
)
def ends_in_prior(f: Function, rng: Rng) -> tuple[Any, Any]:
    _, rev, pT = draw_chain(rng, 3, 2)
    return pT @ rev[1] @ rev[0] @ f(rev, pT)[0] @ f(rev, pT)[1], pT


@picture(
    tight_forward_process,
    en=r"""
    Bars: the probabilities of three states at $t = 0, \dots, 4$ in the generative chain. Triangles: data
    diffused by your process. They should sit on the bars.
    """,
    fr=r"""
    Barres : les probabilités de trois états aux instants $t = 0, \dots, 4$ dans la chaîne générative.
    Triangles : les données diffusées par votre processus. Ils devraient se poser sur les barres.
    """,
)
def forward_and_generative_marginals(f: Function | None, figure: Any) -> None:
    rev = np.tile([[0.85, 0.1, 0.05], [0.3, 0.6, 0.1], [0.05, 0.15, 0.8]], (4, 1, 1))
    generated = [np.array([0.2, 0.5, 0.3])]
    for kernel in rev[::-1]:
        generated.insert(0, generated[0] @ kernel)
    diffused = generated[:1]
    for kernel in [] if f is None else f(rev, generated[-1]):
        diffused.append(diffused[-1] @ np.asarray(kernel))
    axes, places = figure.add_subplot(), np.arange(5)[:, None] + np.array([-0.25, 0, 0.25])
    axes.bar(places.ravel(), np.ravel(generated), width=0.22, color="0.85", edgecolor="black")
    if f is not None:
        axes.plot(places.ravel(), np.ravel(diffused), "v", color="tab:blue")
    axes.set(xlabel="$t$", xticks=range(5), ylim=(0, None))
