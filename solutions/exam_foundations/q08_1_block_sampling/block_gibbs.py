"""Hidden twin of part 8.1.2."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q08_1_block_sampling as q
from autograder.question import Rng, alternative, baseline, cases, mistake, reference
from solutions.exam_foundations.q08_trilinear_boltzmann_machine import (
    activation_x,
    activation_y,
    activation_z,
    clear_noise,
    draw_units,
    draw_x,
    draw_y,
    draw_z,
    fire,
    sigmoid,
    sweep,
)


@reference(q.block_gibbs)
def x_then_y_then_z(W: Any, y: Any, z: Any, u_x: Any, u_y: Any, u_z: Any) -> Any:
    states = []
    for noise in zip(u_x, u_y, u_z, strict=True):
        x, y, z = sweep(W, y, z, *noise)
        states.append((x, y, z))
    return tuple(np.array(group) for group in zip(*states, strict=True))


@cases(q.block_gibbs, count=2)
def ordinary_chains(rng: Rng) -> dict[str, Any]:
    return draw_chains(rng, sweeps=4, batch=4, sizes=rng.permutation([2, 3, 4]), scale=1.5)


@cases(q.block_gibbs)
def one_sweep(rng: Rng) -> dict[str, Any]:
    return draw_chains(rng, sweeps=1, batch=5, sizes=(3, 2, 3), scale=1.5)


@cases(q.block_gibbs)
def one_chain(rng: Rng) -> dict[str, Any]:
    return draw_chains(rng, sweeps=8, batch=1, sizes=(2, 3, 2), scale=1.0)


@cases(q.block_gibbs)
def strong_weights(rng: Rng) -> dict[str, Any]:
    return draw_chains(rng, sweeps=5, batch=3, sizes=(3, 3, 3), scale=8.0)


@cases(q.block_gibbs, edge=True)
def noise_at_the_probability(rng: Rng) -> dict[str, Any]:
    """Nothing is on at the start, so that each probability is exactly one half, and the noise, too."""
    half = {name: np.full((2, 2, n), 0.5) for name, n in (("u_x", 2), ("u_y", 3), ("u_z", 1))}
    return {"W": rng.normal(size=(2, 3, 1)), "y": np.zeros((2, 3)), "z": np.zeros((2, 1)), **half}


def draw_chains(rng: Rng, sweeps: int, batch: int, sizes: Any, scale: float) -> dict[str, Any]:
    N, M, K = (int(n) for n in sizes)
    W = rng.normal(0.0, scale, size=(N, M, K))
    names, widths = ("u_x", "u_y", "u_z"), (N, M, K)
    noise = {name: clear_noise(rng, W, sweeps, batch, n) for name, n in zip(names, widths, strict=True)}
    return {"W": W, "y": draw_units(rng, batch, M), "z": draw_units(rng, batch, K), **noise}


@mistake(
    q.block_gibbs,
    en="You draw both hidden groups at once, from the old state: are they independent given $x$?",
    fr="Vous tirez les deux groupes cachés à la fois, depuis l'ancien état : sont-ils indépendants "
    "sachant $x$ ?",
)
def hidden_groups_together(W: Any, y: Any, z: Any, u_x: Any, u_y: Any, u_z: Any) -> Any:
    states = []
    for noise in zip(u_x, u_y, u_z, strict=True):
        x = draw_x(W, y, z, noise[0])
        y, z = draw_y(W, x, z, noise[1]), draw_z(W, x, y, noise[2])
        states.append((x, y, z))
    return tuple(np.array(group) for group in zip(*states, strict=True))


@mistake(
    q.block_gibbs,
    en="Your states are those of weights of the opposite sign: how likely is 'all on' for a large $W > 0$?",
    fr="Vos états sont ceux des poids de signe contraire : « tout allumé » est-il probable pour un "
    "grand $W > 0$ ?",
)
def weights_of_the_other_sign(W: Any, y: Any, z: Any, u_x: Any, u_y: Any, u_z: Any) -> Any:
    return x_then_y_then_z(-W, y, z, u_x, u_y, u_z)


@mistake(
    q.block_gibbs,
    en="A unit whose probability is 0.9 should be on nine times out of ten: count yours.",
    fr="Une unité de probabilité 0.9 doit être allumée neuf fois sur dix : comptez les vôtres.",
)
def on_above_the_probability(W: Any, y: Any, z: Any, u_x: Any, u_y: Any, u_z: Any) -> Any:
    states = []
    for noise in zip(u_x, u_y, u_z, strict=True):
        x = 1 - draw_x(W, y, z, noise[0])
        y = 1 - draw_y(W, x, z, noise[1])
        z = 1 - draw_z(W, x, y, noise[2])
        states.append((x, y, z))
    return tuple(np.array(group) for group in zip(*states, strict=True))


@mistake(
    q.block_gibbs,
    en="A unit whose noise equals its probability is on in your answer: which inequality does the text want?",
    fr="Une unité dont le bruit égale la probabilité est active dans votre réponse : quelle inégalité "
    "l'énoncé demande-t-il ?",
)
def on_at_the_probability(W: Any, y: Any, z: Any, u_x: Any, u_y: Any, u_z: Any) -> Any:
    return x_then_y_then_z(W, y, z, *(np.nextafter(noise, -1.0) for noise in (u_x, u_y, u_z)))


@mistake(
    q.block_gibbs,
    en="The blocks are visited in another order: which one is drawn first in a sweep?",
    fr="Les blocs sont visités dans un autre ordre : lequel est tiré en premier dans un balayage ?",
)
def hidden_groups_first(W: Any, y: Any, z: Any, u_x: Any, u_y: Any, u_z: Any) -> Any:
    x, states = np.zeros_like(u_x[0]), []
    for noise in zip(u_x, u_y, u_z, strict=True):
        y = draw_y(W, x, z, noise[1])
        z = draw_z(W, x, y, noise[2])
        x = draw_x(W, y, z, noise[0])
        states.append((x, y, z))
    return tuple(np.array(group) for group in zip(*states, strict=True))


@mistake(
    q.block_gibbs,
    en="Other noise, same states: your sampler rounds the probabilities and never uses the noise.",
    fr="Autre bruit, mêmes états : votre échantillonneur arrondit les probabilités sans utiliser le bruit.",
)
def rounded(W: Any, y: Any, z: Any, u_x: Any, u_y: Any, u_z: Any) -> Any:
    return x_then_y_then_z(W, y, z, *(np.full_like(noise, 0.5) for noise in (u_x, u_y, u_z)))


@mistake(
    q.block_gibbs,
    en="The entries of your arrays are probabilities; a state consists of zeros and ones.",
    fr="Vos tableaux contiennent des probabilités ; un état est fait de zéros et de uns.",
)
def mean_field(W: Any, y: Any, z: Any, u_x: Any, u_y: Any, u_z: Any) -> Any:
    states = []
    for _ in u_x:
        x = sigmoid(-activation_x(W, y, z))
        y = sigmoid(-activation_y(W, x, z))
        z = sigmoid(-activation_z(W, x, y))
        states.append((x, y, z))
    return tuple(np.array(group) for group in zip(*states, strict=True))


@mistake(
    q.block_gibbs,
    en="Each of your sweeps starts where the first one started: a chain goes on from its last state.",
    fr="Chacun de vos balayages repart du même point : une chaîne continue depuis son dernier état.",
)
def always_from_the_start(W: Any, y: Any, z: Any, u_x: Any, u_y: Any, u_z: Any) -> Any:
    states = [sweep(W, y, z, *noise) for noise in zip(u_x, u_y, u_z, strict=True)]
    return tuple(np.array(group) for group in zip(*states, strict=True))


@alternative(q.block_gibbs)
def unit_by_unit(W: Any, y: Any, z: Any, u_x: Any, u_y: Any, u_z: Any) -> Any:
    (sweeps, batch, N), (_, M, K) = u_x.shape, W.shape
    xs, ys, zs = np.zeros(u_x.shape), np.zeros(u_y.shape), np.zeros(u_z.shape)
    for b in range(batch):
        row_y, row_z = y[b], z[b]
        for t in range(sweeps):
            row_x = np.array([float(u_x[t, b, i] < sigmoid(-(row_y @ W[i] @ row_z))) for i in range(N)])
            row_y = np.array([float(u_y[t, b, j] < sigmoid(-(row_x @ W[:, j] @ row_z))) for j in range(M)])
            row_z = np.array([float(u_z[t, b, k] < sigmoid(-(row_x @ W[:, :, k] @ row_y))) for k in range(K)])
            xs[t, b], ys[t, b], zs[t, b] = row_x, row_y, row_z
    return xs, ys, zs


unit_by_unit_as_a_beginner = baseline(q.block_gibbs)(unit_by_unit.function)


@alternative(q.block_gibbs)
def chains_with_triple_products(W: Any, y: Any, z: Any, u_x: Any, u_y: Any, u_z: Any) -> Any:
    states = []
    for noise in zip(u_x, u_y, u_z, strict=True):
        x = fire(noise[0], sigmoid(-np.einsum("ijk,bj,bk->bi", W, y, z)))
        y = fire(noise[1], sigmoid(-np.einsum("ijk,bi,bk->bj", W, x, z)))
        z = fire(noise[2], sigmoid(-np.einsum("ijk,bi,bj->bk", W, x, y)))
        states.append((x, y, z))
    return tuple(np.array(group) for group in zip(*states, strict=True))


@alternative(q.block_gibbs)
def chains_with_torch(W: Any, y: Any, z: Any, u_x: Any, u_y: Any, u_z: Any) -> Any:
    import torch

    weights, y, z = (torch.tensor(array) for array in (W, y, z))
    states: list[list[Any]] = [[], [], []]
    for noise in zip(*(torch.tensor(u) for u in (u_x, u_y, u_z)), strict=True):
        x = (noise[0] < torch.sigmoid(-torch.einsum("ijk,bj,bk->bi", weights, y, z))).double()
        y = (noise[1] < torch.sigmoid(-torch.einsum("ijk,bi,bk->bj", weights, x, z))).double()
        z = (noise[2] < torch.sigmoid(-torch.einsum("ijk,bi,bj->bk", weights, x, y))).double()
        for kept, group in zip(states, (x, y, z), strict=True):
            kept.append(group)
    return tuple(torch.stack(kept) for kept in states)
