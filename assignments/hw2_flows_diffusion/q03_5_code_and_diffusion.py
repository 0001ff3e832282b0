"""Question 3.5: the bound as the part of an autoencoder and the part of a diffusion model.

Source: sheet 001, question 3 (e) (3 points).
Paper: Pandey et al., "DiffuseVAE", TMLR 2022, section 3.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.hw2_flows_diffusion.q03_diffusion_models import draw_chain, noisy_chain
from autograder.question import Function, Question, Rng, Text, derivation, example, law, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="3.5",
    title=Text(
        en="An autoencoder part and a diffusion part (letter e)",
        fr="Une part d'auto-encodeur et une part de diffusion (lettre e)",
    ),
)


@derivation(
    "3.5.1",
    points=3,
    lines={
        "vae_recon": 0.15,
        "vae_kl": 0.2,
        "vae_bound": 0.15,
        "diffusion_per_z": 0.15,
        "diffusion_bound": 0.2,
        "elbo": 0.15,
    },
    key="diffusion_bound",
    en=r"""
    Put the factorisations of $p$ and $q$ from 3.4 into the bound of 3.3 and sort the terms: some form the
    bound of a variational autoencoder for $c$, the others form diffusion bounds for $x_0$. The tables of the
    pair $(x_0, c)$ that was observed:

    - `prior`, shape `(Z,)`: $p(z)$; `likelihood`, shape `(Z,)`: $p_\theta(c \mid z)$, which need not sum to
      one
    - `encoder`, shape `(Z,)`: the probability of each $z$ under the encoder
    - `pT`, shape `(Z, S)`: $p(x_T \mid c, z)$
    - `rev` and `fwd`, shape `(T, Z, S, S)`: `rev[t-1][z, i, j]` is $p_\phi(x_{t-1} = j \mid x_t = i, c, z)$
      and `fwd[t-1][z, i, j]` is $q(x_t = j \mid x_{t-1} = i, z, c)$

    All are positive. Return the lines, numbers but for one:

    - `vae_recon`, `vae_kl`: the reconstruction term and the divergence of the autoencoder
    - `vae_bound`: the autoencoder part
    - `diffusion_per_z`, shape `(Z,)`: the bound of 3.1 with all kernels taken at this $z$
    - `diffusion_bound`: the diffusion part
    - `elbo`: the whole bound

    Example: `x0 = 0`, `prior = [.5, .5]`, `likelihood = [.9, .2]`, `pT = [[.5, .5], [.5, .5]]`,
    `rev = [[[[.7, .3], [.4, .6]], [[.5, .5], [.5, .5]]]]`, `encoder = [.8, .2]`,
    `fwd = [[[[.9, .1], [.2, .8]], [[.6, .4], [.3, .7]]]]` give `-0.406176`, `0.192745`, `-0.598921`,
    `[-0.780701, -0.713283]`, `-0.767217`, `-1.366138`.
    """,
    fr=r"""
    Portez les factorisations de $p$ et de $q$ de 3.4 dans la borne de 3.3 et triez les termes : les uns
    forment la borne d'un auto-encodeur variationnel pour $c$, les autres des bornes de diffusion pour $x_0$.
    Les tableaux du couple $(x_0, c)$ observé :

    - `prior`, de forme `(Z,)` : $p(z)$ ; `likelihood`, de forme `(Z,)` : $p_\theta(c \mid z)$, qui ne somme
      pas forcément à un
    - `encoder`, de forme `(Z,)` : la probabilité de chaque $z$ selon l'encodeur
    - `pT`, de forme `(Z, S)` : $p(x_T \mid c, z)$
    - `rev` et `fwd`, de forme `(T, Z, S, S)` : `rev[t-1][z, i, j]` est
      $p_\phi(x_{t-1} = j \mid x_t = i, c, z)$ et `fwd[t-1][z, i, j]` est
      $q(x_t = j \mid x_{t-1} = i, z, c)$

    Tous sont strictement positifs. Renvoyez les lignes, toutes des nombres sauf une :

    - `vae_recon`, `vae_kl` : le terme de reconstruction et la divergence de l'auto-encodeur
    - `vae_bound` : la part de l'auto-encodeur
    - `diffusion_per_z`, de forme `(Z,)` : la borne de 3.1, tous les noyaux étant pris en ce $z$
    - `diffusion_bound` : la part de la diffusion
    - `elbo` : la borne entière

    Exemple : `x0 = 0`, `prior = [.5, .5]`, `likelihood = [.9, .2]`, `pT = [[.5, .5], [.5, .5]]`,
    `rev = [[[[.7, .3], [.4, .6]], [[.5, .5], [.5, .5]]]]`, `encoder = [.8, .2]`,
    `fwd = [[[[.9, .1], [.2, .8]], [[.6, .4], [.3, .7]]]]` donnent `-0.406176`, `0.192745`, `-0.598921`,
    `[-0.780701, -0.713283]`, `-0.767217`, `-1.366138`.
    """,
)
def latent_diffusion_bound_lines(
    x0: int,
    prior: Float[Array, " Z"],
    likelihood: Float[Array, " Z"],
    pT: Float[Array, "Z S"],
    rev: Float[Array, "T Z S S"],
    encoder: Float[Array, " Z"],
    fwd: Float[Array, "T Z S S"],
) -> dict[str, Float[Array, " ..."]]:
    """The terms of the bound: numbers, and `diffusion_per_z` of shape (Z,), in nats."""
    raise NotImplementedError


@example(latent_diffusion_bound_lines)
def two_codes() -> tuple[dict[str, Any], Any]:
    prior, likelihood, encoder = np.array([[0.5, 0.5], [0.9, 0.2], [0.8, 0.2]])
    rev = np.array([[[[0.7, 0.3], [0.4, 0.6]], [[0.5, 0.5], [0.5, 0.5]]]])
    fwd = np.array([[[[0.9, 0.1], [0.2, 0.8]], [[0.6, 0.4], [0.3, 0.7]]]])
    codes = {"prior": prior, "likelihood": likelihood, "encoder": encoder}
    lines = {"vae_recon": -0.406176, "vae_kl": 0.192745, "vae_bound": -0.598921}
    bounds = {"diffusion_per_z": np.array([-0.780701, -0.713283]), "diffusion_bound": -0.767217}
    arguments = {"x0": 0, **codes, "pT": np.full((2, 2), 0.5), "rev": rev, "fwd": fwd}
    return arguments, {**lines, **bounds, "elbo": -1.366138}


def draw_pair(rng: Rng, codes: int, states: int, steps: int) -> dict[str, Any]:
    """Random tables of one observed pair, all positive."""
    chains = [draw_chain(rng, states, steps) for _ in range(codes)]
    prior, encoder = rng.dirichlet(np.ones(codes), size=2)
    return {
        "x0": int(rng.integers(states)),
        "prior": prior,
        "likelihood": rng.uniform(0.05, 0.95, size=codes),
        "pT": np.stack([pT for _, _, pT in chains]),
        "rev": np.stack([rev for _, rev, _ in chains], axis=1),
        "encoder": encoder,
        "fwd": np.stack([fwd for fwd, _, _ in chains], axis=1),
    }


@law(
    latent_diffusion_bound_lines,
    en="Cut a code $z$ into two that behave alike and are half as likely each, for the prior and for the "
    "encoder: no line but `diffusion_per_z` changes.",
    fr="Coupez un code $z$ en deux qui se comportent de même, chacun moitié moins probable pour l'a priori "
    "et pour l'encodeur : aucune ligne sauf `diffusion_per_z` ne change.",
)
def code_in_two_halves(f: Function, rng: Rng) -> tuple[Any, Any]:
    pair, origin, share = draw_pair(rng, 2, 3, 2), np.array([0, 1, 1]), np.array([1.0, 0.5, 0.5])
    cut = {name: pair[name][origin] for name in ("likelihood", "pT")}
    cut |= {name: pair[name][origin] * share for name in ("prior", "encoder")}
    cut |= {name: pair[name][:, origin] for name in ("rev", "fwd")}
    names = ("vae_recon", "vae_kl", "vae_bound", "diffusion_bound", "elbo")
    before, after = f(**pair), f(**{**pair, **cut})
    return {name: after[name] for name in names}, {name: np.reshape(before[name], ()) for name in names}


@law(
    latent_diffusion_bound_lines,
    en="When the encoder gives the prior and every code predicts $c$ with probability $1/2$, "
    r"`vae_bound` is $-\log 2$.",
    fr="Quand l'encodeur donne l'a priori et que chaque code prédit $c$ avec probabilité $1/2$, "
    r"`vae_bound` vaut $-\log 2$.",
)
def useless_code(f: Function, rng: Rng) -> tuple[Any, Any]:
    pair = draw_pair(rng, 3, 2, 2)
    return f(**{**pair, "encoder": pair["prior"], "likelihood": np.full(3, 0.5)})["vae_bound"], -np.log(2.0)


@picture(
    latent_diffusion_bound_lines,
    en=r"""
    Two codes; the encoder gives the second one the probability $e$. Your `vae_bound` (dashed), your
    `diffusion_bound` (dotted) and their sum, your `elbo` (solid): which encoder is the best?
    """,
    fr=r"""
    Deux codes ; l'encodeur donne au second la probabilité $e$. Votre `vae_bound` (tirets), votre
    `diffusion_bound` (pointillés) et leur somme, votre `elbo` (trait plein) : quel encodeur est le meilleur ?
    """,
)
def parts_of_the_bound(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    share = np.linspace(0.01, 0.99, 25)
    if f is not None:
        fwd = np.stack([noisy_chain(0.4, 2, 3)] * 2, axis=1)
        rev = np.stack([np.tile([[0.8, 0.2], [0.3, 0.7]], (3, 1, 1)), noisy_chain(0.8, 2, 3)], axis=1)
        tables = np.array([0.5, 0.5]), np.array([0.2, 0.6]), np.full((2, 2), 0.5), rev
        lines = [f(0, *tables, np.array([1 - e, e]), fwd) for e in share]
        for name, style in {"vae_bound": "--", "diffusion_bound": ":", "elbo": "-"}.items():
            axes.plot(share, np.ravel([line[name] for line in lines]), style, color="black")
    axes.set(xlabel="$e$", xlim=(0, 1))
