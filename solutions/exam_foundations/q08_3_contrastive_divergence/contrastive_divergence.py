"""Hidden twin of part 8.3.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.exam_foundations import q08_3_contrastive_divergence as q
from autograder.question import Rng, alternative, cases, follows, mistake, reference
from solutions.exam_foundations.q08_trilinear_boltzmann_machine import (
    clear_noise,
    draw_units,
    draw_x,
    draw_y,
    draw_z,
    sweep,
)


def statistics(x: Any, y: Any, z: Any) -> Any:
    """The mean over the batch of all products of three units."""
    return np.einsum("bi,bj,bk->ijk", x, y, z) / len(x)


def phases(positive: Any, negative: Any) -> dict[str, Any]:
    return {"positive": positive, "negative": negative, "gradient": negative - positive}


def clamp(W: Any, x: Any, z: Any, u_y: Any, u_z: Any) -> tuple[Any, Any]:
    """The hidden units after the positive phase."""
    y = draw_y(W, x, z, u_y)
    return y, draw_z(W, x, y, u_z)


@reference(q.contrastive_divergence)
def two_phases(W: Any, x: Any, z: Any, u_y: Any, u_z: Any, v_x: Any, v_y: Any, v_z: Any) -> dict[str, Any]:
    y, z = clamp(W, x, z, u_y, u_z)
    return phases(statistics(x, y, z), statistics(*sweep(W, y, z, v_x, v_y, v_z)))


@follows(q.contrastive_divergence, "gradient")
def difference_of_own_statistics(lines: Any, **_: Any) -> Any:
    return np.subtract(lines["negative"], lines["positive"])


@cases(q.contrastive_divergence, count=3)
def ordinary_batch(rng: Rng) -> dict[str, Any]:
    return draw_phases(rng, 8, rng.permutation([2, 3, 4]), 1.5)


@cases(q.contrastive_divergence)
def single_example(rng: Rng) -> dict[str, Any]:
    while True:  # until the two phases differ: a gradient of zero would hide its sign
        drawn = draw_phases(rng, 1, (2, 2, 3), 1.0)
        if np.any(two_phases(**drawn)["gradient"]):
            return drawn


@cases(q.contrastive_divergence)
def strong_weights(rng: Rng) -> dict[str, Any]:
    return draw_phases(rng, 5, (3, 3, 2), 8.0)


def draw_phases(rng: Rng, batch: int, sizes: Any, scale: float) -> dict[str, Any]:
    N, M, K = (int(n) for n in sizes)
    W = rng.normal(0.0, scale, size=(N, M, K))
    widths = {"u_y": M, "u_z": K, "v_x": N, "v_y": M, "v_z": K}
    noise = {name: clear_noise(rng, W, batch, n) for name, n in widths.items()}
    return {"W": W, "x": draw_units(rng, batch, N), "z": draw_units(rng, batch, K), **noise}


@mistake(
    q.contrastive_divergence,
    en="Here the energy has a plus sign: should the weights of what the data turn on go up or down?",
    fr="Ici l'énergie porte un signe plus : les poids de ce que les données allument doivent-ils monter ?",
)
def downhill(W: Any, x: Any, z: Any, u_y: Any, u_z: Any, v_x: Any, v_y: Any, v_z: Any) -> dict[str, Any]:
    lines = two_phases(W, x, z, u_y, u_z, v_x, v_y, v_z)
    return {**lines, "gradient": -lines["gradient"]}


@mistake(
    q.contrastive_divergence,
    en="In your negative phase $x$ is still the data: which distribution should its states come from?",
    fr="Dans votre phase négative, $x$ est encore la donnée : de quelle loi ses états doivent-ils venir ?",
)
def still_clamped(W: Any, x: Any, z: Any, u_y: Any, u_z: Any, v_x: Any, v_y: Any, v_z: Any) -> dict[str, Any]:
    y, z = clamp(W, x, z, u_y, u_z)
    return phases(statistics(x, y, z), statistics(x, *clamp(W, x, z, v_y, v_z)))


@mistake(
    q.contrastive_divergence,
    en="Your negative statistics multiply the data with hidden units of another state: take all three "
    "from one.",
    fr="Vos statistiques négatives mêlent les données à un autre état : prenez les trois groupes du même.",
)
def data_in_both(W: Any, x: Any, z: Any, u_y: Any, u_z: Any, v_x: Any, v_y: Any, v_z: Any) -> dict[str, Any]:
    y, z = clamp(W, x, z, u_y, u_z)
    _, new_y, new_z = sweep(W, y, z, v_x, v_y, v_z)
    return phases(statistics(x, y, z), statistics(x, new_y, new_z))


@mistake(
    q.contrastive_divergence,
    en="Where does your negative phase start? The state after the positive phase seems forgotten.",
    fr="D'où part votre phase négative ? L'état atteint par la phase positive semble oublié.",
)
def chain_restarted(
    W: Any, x: Any, z: Any, u_y: Any, u_z: Any, v_x: Any, v_y: Any, v_z: Any
) -> dict[str, Any]:
    y, new_z = clamp(W, x, z, u_y, u_z)
    return phases(statistics(x, y, new_z), statistics(*sweep(W, y, z, v_x, v_y, v_z)))


@mistake(
    q.contrastive_divergence,
    en="The start `z` is still in your positive statistics: both hidden groups are drawn in this phase.",
    fr="Le départ `z` est encore dans vos statistiques positives : cette phase tire les deux groupes cachés.",
)
def start_kept(W: Any, x: Any, z: Any, u_y: Any, u_z: Any, v_x: Any, v_y: Any, v_z: Any) -> dict[str, Any]:
    y = draw_y(W, x, z, u_y)
    return phases(statistics(x, y, z), statistics(*sweep(W, y, z, v_x, v_y, v_z)))


@mistake(
    q.contrastive_divergence,
    en="Repeat each row of the batch: your statistics double, a mean would stay.",
    fr="Répétez chaque ligne du lot : vos statistiques doublent, une moyenne ne changerait pas.",
)
def sum_over_the_batch(
    W: Any, x: Any, z: Any, u_y: Any, u_z: Any, v_x: Any, v_y: Any, v_z: Any
) -> dict[str, Any]:
    lines = two_phases(W, x, z, u_y, u_z, v_x, v_y, v_z)
    return {name: len(x) * value for name, value in lines.items()}


@mistake(
    q.contrastive_divergence,
    en="You multiply the means of the groups; the mean of a product is asked for.",
    fr="Vous multipliez les moyennes des groupes ; on demande la moyenne d'un produit.",
)
def product_of_means(
    W: Any, x: Any, z: Any, u_y: Any, u_z: Any, v_x: Any, v_y: Any, v_z: Any
) -> dict[str, Any]:
    def separate(*groups: Any) -> Any:
        return np.einsum("i,j,k->ijk", *(group.mean(axis=0) for group in groups))

    y, z = clamp(W, x, z, u_y, u_z)
    return phases(separate(x, y, z), separate(*sweep(W, y, z, v_x, v_y, v_z)))


@mistake(
    q.contrastive_divergence,
    en="Your units follow weights of the opposite sign: a large positive weight should keep its units apart.",
    fr="Vos unités suivent des poids de signe contraire : un grand poids positif doit séparer ses unités.",
)
def units_of_the_other_sign(W: Any, x: Any, z: Any, u_y: Any, u_z: Any, v_x: Any, v_y: Any, v_z: Any) -> Any:
    return two_phases(-W, x, z, u_y, u_z, v_x, v_y, v_z)


@alternative(q.contrastive_divergence)
def row_by_row(W: Any, x: Any, z: Any, u_y: Any, u_z: Any, v_x: Any, v_y: Any, v_z: Any) -> dict[str, Any]:
    total: dict[str, Any] = {"positive": np.zeros(W.shape), "negative": np.zeros(W.shape)}
    for b in range(len(x)):
        row = slice(b, b + 1)
        y = draw_y(W, x[row], z[row], u_y[row])
        new_z = draw_z(W, x[row], y, u_z[row])
        total["positive"] += np.multiply.outer(np.outer(x[b], y[0]), new_z[0])
        new_x = draw_x(W, y, new_z, v_x[row])
        y = draw_y(W, new_x, new_z, v_y[row])
        new_z = draw_z(W, new_x, y, v_z[row])
        total["negative"] += np.multiply.outer(np.outer(new_x[0], y[0]), new_z[0])
    means: dict[str, Any] = {name: value / len(x) for name, value in total.items()}
    return {**means, "gradient": means["negative"] - means["positive"]}


@alternative(q.contrastive_divergence)
def with_torch(W: Any, x: Any, z: Any, u_y: Any, u_z: Any, v_x: Any, v_y: Any, v_z: Any) -> dict[str, Any]:
    import torch

    weights, x, z = (torch.tensor(array) for array in (W, x, z))

    def draw(groups: str, first: Any, second: Any, noise: Any) -> Any:
        return (torch.tensor(noise) < torch.sigmoid(-torch.einsum(groups, weights, first, second))).double()

    y = draw("ijk,bi,bk->bj", x, z, u_y)
    z = draw("ijk,bi,bj->bk", x, y, u_z)
    positive = torch.einsum("bi,bj,bk->ijk", x, y, z) / len(x)
    x = draw("ijk,bj,bk->bi", y, z, v_x)
    y = draw("ijk,bi,bk->bj", x, z, v_y)
    z = draw("ijk,bi,bj->bk", x, y, v_z)
    negative = torch.einsum("bi,bj,bk->ijk", x, y, z) / len(x)
    return {"positive": positive, "negative": negative, "gradient": negative - positive}
