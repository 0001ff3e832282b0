"""Question 8.1: the conditionals of the trilinear machine, and block Gibbs sampling.

Source: sheet 002, question 8 (15 points).
Paper: Geman and Geman, "Stochastic relaxation, Gibbs distributions, and the Bayesian restoration of images",
IEEE PAMI 1984.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.exam_foundations.q08_trilinear_boltzmann_machine import enumerate_states
from autograder.question import Function, Question, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="8.1", title=Text(en="Block Gibbs sampling", fr="Échantillonnage de Gibbs par blocs")
)


@part(
    "8.1.1",
    points=3,
    en=r"""
    Given the two other groups, the units of a group are independent. Return the tuple of the three arrays of
    probabilities $P(x_i = 1 \mid y, z)$, $P(y_j = 1 \mid x, z)$ and $P(z_k = 1 \mid x, y)$, of shapes
    `(batch, N)`, `(batch, M)` and `(batch, K)`, for each row of states. They must be right for weights as
    large as $10^4$, too.

    Example: `W = [[[1, -2]], [[0, 3]]]`, `x = [[1, 0]]`, `y = [[1]]`, `z = [[1, 1]]` give
    `([[0.731059, 0.047426]], [[0.731059]], [[0.268941, 0.880797]])`.
    """,
    fr=r"""
    Étant donné les deux autres groupes, les unités d'un groupe sont indépendantes. Renvoyez le triplet des
    tableaux de probabilités $P(x_i = 1 \mid y, z)$, $P(y_j = 1 \mid x, z)$ et $P(z_k = 1 \mid x, y)$, de
    formes `(batch, N)`, `(batch, M)` et `(batch, K)`, pour chaque ligne d'états. Elles doivent aussi être
    justes pour des poids aussi grands que $10^4$.

    Exemple : `W = [[[1, -2]], [[0, 3]]]`, `x = [[1, 0]]`, `y = [[1]]`, `z = [[1, 1]]` donnent
    `([[0.731059, 0.047426]], [[0.731059]], [[0.268941, 0.880797]])`.
    """,
)
def block_conditionals(
    W: Float[Array, "N M K"],
    x: Float[Array, "batch N"],
    y: Float[Array, "batch M"],
    z: Float[Array, "batch K"],
) -> tuple[Float[Array, "batch N"], Float[Array, "batch M"], Float[Array, "batch K"]]:
    """Probability of each unit to be 1, given the two other groups: for x, for y and for z."""
    raise NotImplementedError


@example(block_conditionals)
def conditionals_of_five_units() -> tuple[dict[str, Any], Any]:
    states = {"x": np.array([[1.0, 0.0]]), "y": np.ones((1, 1)), "z": np.ones((1, 2))}
    p_x, p_y, p_z = [[0.731059, 0.047426]], [[0.731059]], [[0.268941, 0.880797]]
    conditionals = np.array(p_x), np.array(p_y), np.array(p_z)
    return {"W": np.array([[[1.0, -2.0]], [[0.0, 3.0]]]), **states}, conditionals


@law(
    block_conditionals,
    en="The probabilities of a machine of 8 states, counted one by one, give the same conditionals.",
    fr="Les probabilités d'une machine à 8 états, comptés un à un, donnent les mêmes conditionnelles.",
)
def counted_states(f: Function, rng: Rng) -> tuple[Any, Any]:
    W = rng.normal(size=(1, 1, 1))
    x, y, z, p = enumerate_states(W)
    groups = np.concatenate([x, y, z], axis=1)
    counted = []
    for unit in range(3):
        others = np.delete(groups, unit, axis=1)
        alike = (others[:, None] == others[None]).all(axis=2)
        counted.append((alike @ (p * groups[:, unit]) / (alike @ p)).reshape(8, 1))
    return f(W, x, y, z), tuple(counted)


@law(
    block_conditionals,
    en="When two groups change places, so do their conditionals.",
    fr="Quand deux groupes échangent leurs places, leurs conditionnelles aussi.",
)
def exchanged_groups(f: Function, rng: Rng) -> tuple[Any, Any]:
    W = rng.normal(size=(2, 3, 4))
    x, y, z = (rng.integers(0, 2, size=(5, n)).astype(float) for n in W.shape)
    p_z, p_y, p_x = f(np.transpose(W, (2, 1, 0)), z, y, x)
    return f(W, x, y, z), (np.reshape(p_x, (5, 2)), np.reshape(p_y, (5, 3)), np.reshape(p_z, (5, 4)))


@part(
    "8.1.2",
    points=2,
    en=r"""
    Block Gibbs sampling with given noise. From the states `y` and `z` ($x$ is drawn first and needs no start)
    make $T \ge 1$ sweeps; each draws $x$ given $y, z$, then $y$ given the **new** $x$ and $z$, then $z$
    given the new $x, y$. In sweep $t$ the noise is `u_x[t]`, `u_y[t]`, `u_z[t]`, uniform on $[0, 1]$: a unit
    becomes 1 exactly if its noise is smaller than its conditional probability. Return the tuple of the arrays
    of all $x$, $y$, $z$, of shapes `(T, batch, N)`, `(T, batch, M)`, `(T, batch, K)`, with entries `0.0` and
    `1.0`.

    Example, $T = 1$: `W = [[[1, -1], [2, 0]], [[-3, 1], [0.5, 0.5]]]`, `y = [[1, 0]]`, `z = [[1, 1]]`,
    `u_x = [[[0.4, 0.9]]]`, `u_y = [[[0.3, 0.1]]]`, `u_z = [[[0.6, 0.2]]]` give
    `([[[1, 0]]], [[[1, 1]]], [[[0, 1]]])`.
    """,
    fr=r"""
    Échantillonnage de Gibbs par blocs à bruit donné. À partir des états `y` et `z` ($x$ est tiré en premier
    et n'a pas besoin de départ), faites $T \ge 1$ balayages ; chacun tire $x$ sachant $y, z$, puis $y$
    sachant le **nouveau** $x$ et $z$, puis $z$ sachant les nouveaux $x, y$. Au balayage $t$, le bruit est
    `u_x[t]`, `u_y[t]`, `u_z[t]`, uniforme sur $[0, 1]$ : une unité devient 1 exactement si son bruit est plus
    petit que sa probabilité conditionnelle. Renvoyez le triplet des tableaux de tous les $x$, $y$, $z$, de
    formes `(T, batch, N)`, `(T, batch, M)`, `(T, batch, K)`, d'éléments `0.0` et `1.0`.

    Exemple, $T = 1$ : `W = [[[1, -1], [2, 0]], [[-3, 1], [0.5, 0.5]]]`, `y = [[1, 0]]`, `z = [[1, 1]]`,
    `u_x = [[[0.4, 0.9]]]`, `u_y = [[[0.3, 0.1]]]`, `u_z = [[[0.6, 0.2]]]` donnent
    `([[[1, 0]]], [[[1, 1]]], [[[0, 1]]])`.
    """,
)
def block_gibbs(
    W: Float[Array, "N M K"],
    y: Float[Array, "batch M"],
    z: Float[Array, "batch K"],
    u_x: Float[Array, "T batch N"],
    u_y: Float[Array, "T batch M"],
    u_z: Float[Array, "T batch K"],
) -> tuple[Float[Array, "T batch N"], Float[Array, "T batch M"], Float[Array, "T batch K"]]:
    """The states x, y, z after each of T sweeps of block Gibbs sampling."""
    raise NotImplementedError


@example(block_gibbs)
def one_sweep() -> tuple[dict[str, Any], Any]:
    W = np.array([[[1.0, -1.0], [2.0, 0.0]], [[-3.0, 1.0], [0.5, 0.5]]])
    u_x, u_y, u_z = np.array([[[[0.4, 0.9]]], [[[0.3, 0.1]]], [[[0.6, 0.2]]]])
    x, y, z = np.array([[[[1.0, 0.0]]], [[[1.0, 1.0]]], [[[0.0, 1.0]]]])
    start = {"y": np.array([[1.0, 0.0]]), "z": np.array([[1.0, 1.0]])}
    return {"W": W, **start, "u_x": u_x, "u_y": u_y, "u_z": u_z}, (x, y, z)


@law(
    block_gibbs,
    en="Chains that start from the exact distribution keep it: frequencies agree with enumeration.",
    fr="Des chaînes parties de la loi exacte la conservent : les fréquences s'accordent avec l'énumération.",
)
def equilibrium_is_kept(f: Function, rng: Rng) -> tuple[Any, Any]:
    W = np.array([[[-2.5, 1.0], [0.5, -1.5]]])
    x, y, z, p = enumerate_states(W)
    start = rng.choice(len(p), size=1500, p=p)
    noise = [rng.uniform(size=(2, 1500, n)) for n in W.shape]
    last = np.concatenate(
        [
            np.reshape(group, (2, 1500, n))[-1]
            for group, n in zip(f(W, y[start], z[start], *noise), W.shape, strict=True)
        ],
        axis=1,
    )
    states = np.concatenate([x, y, z], axis=1)
    frequencies = (last[:, None] == states[None]).all(axis=2).mean(axis=0)
    return np.abs(frequencies - p) < 0.04, np.ones(len(p), dtype=bool)


@law(
    block_gibbs,
    en="Three sweeps are one sweep and then two more.",
    fr="Trois balayages sont un balayage, puis deux autres.",
)
def sweeps_add_up(f: Function, rng: Rng) -> tuple[Any, Any]:
    W = rng.normal(0.0, 2.0, size=(2, 3, 2))
    y, z = (rng.integers(0, 2, size=(4, n)).astype(float) for n in W.shape[1:])
    noise = [rng.uniform(size=(3, 4, n)) for n in W.shape]
    first = f(W, y, z, *[u[:1] for u in noise])
    rest = f(W, np.reshape(first[1], (4, 3)), np.reshape(first[2], (4, 2)), *[u[1:] for u in noise])
    joined = tuple(np.concatenate([a, b]) for a, b in zip(first, rest, strict=True))
    return f(W, y, z, *noise), joined


@speed(
    block_gibbs,
    sizes=(25, 50, 100),
    unit=Text(en="the number of chains", fr="le nombre de chaînes"),
    growth=1,
    within=6,
    milliseconds=0.53,
    en="A Python loop over chains or units is what usually costs more; one over the sweeps is needed.",
    fr="Une boucle Python sur les chaînes ou les unités est ce qui coûte d'ordinaire davantage ; celle sur "
    "les balayages est nécessaire.",
)
def ten_sweeps(rng: Rng, batch: int) -> dict[str, Any]:
    W = rng.integers(-2, 3, size=(6, 6, 6)).astype(float)
    y, z = rng.integers(0, 2, size=(2, batch, 6)).astype(float)
    # Energies are integers and the noise stays between their sigmoids: no rounding turns a unit.
    level = rng.logistic(size=(3, 10, batch, 6))
    u_x, u_y, u_z = 1 / (1 + np.exp(-np.floor(level) - 0.2 - 0.6 * (level % 1)))
    return {"W": W, "y": y, "z": z, "u_x": u_x, "u_y": u_y, "u_z": u_z}


@picture(
    block_gibbs,
    en=r"""
    Eight chains of a small machine that start from all hidden units off: the mean of $x_1 y_1 z_1$ over all
    states up to sweep $t$ (line) and its exact value, found by enumeration (dashes).
    """,
    fr=r"""
    Huit chaînes d'une petite machine, parties de toutes les unités cachées éteintes : la moyenne de
    $x_1 y_1 z_1$ sur tous les états jusqu'au balayage $t$ (trait plein) et sa valeur exacte, trouvée par
    énumération (tirets).
    """,
)
def running_mean(f: Function | None, figure: Any) -> None:
    W = np.array([[[-2.0, 1.0], [0.5, -1.0]], [[1.0, -1.0], [-0.5, 0.5]]])
    x, y, z, p = enumerate_states(W)
    axes = figure.subplots()
    axes.axhline(p @ (x[:, 0] * y[:, 0] * z[:, 0]), linestyle="--", color="black")
    axes.set(xlabel="$t$", ylabel=r"$\overline{x_1 y_1 z_1}$", xlim=(1, 300), ylim=(0, 1))
    if f is not None:
        noise = np.random.default_rng(8).uniform(size=(3, 300, 8, 2))
        xs, ys, zs = (
            np.reshape(group, (300, 8, 2)) for group in f(W, np.zeros((8, 2)), np.zeros((8, 2)), *noise)
        )
        products = np.mean(xs[:, :, 0] * ys[:, :, 0] * zs[:, :, 0], axis=1)
        axes.plot(np.arange(1, 301), np.cumsum(products) / np.arange(1, 301), color="tab:blue")
