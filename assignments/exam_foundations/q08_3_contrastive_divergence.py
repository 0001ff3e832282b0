"""Question 8.3: training the trilinear machine in the spirit of contrastive divergence.

Source: sheet 002, question 8 (15 points).
Papers: Hinton, "Training products of experts by minimizing contrastive divergence", Neural Computation 2002;
Salakhutdinov and Hinton, "Deep Boltzmann machines", AISTATS 2009, section 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.exam_foundations.q08_trilinear_boltzmann_machine import enumerate_states
from autograder.question import (
    Function,
    Question,
    Rng,
    Text,
    derivation,
    example,
    law,
    part,
    picture,
    written,
)

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="8.3", title=Text(en="Contrastive divergence", fr="La divergence contrastive"))


@derivation(
    "8.3.1",
    points=2.5,
    lines={"positive": 1.0, "negative": 1.0, "gradient": 1.0},
    key="gradient",
    en=r"""
    Estimate the gradient of the mean log-likelihood $\frac{1}{B} \sum_b \log P(x_b)$ with respect to $W$,
    with given noise (a unit becomes 1 exactly if its noise is smaller than its conditional probability):

    - *positive phase*: the data `x` stay where they are; draw $y$ given `x` and the start `z`, with the noise
      `u_y`, then $z$ given `x` and this $y$, with `u_z`;
    - *negative phase*: **from there**, one sweep of block Gibbs sampling with the noise `v_x`, `v_y`, `v_z`,
      in this order.

    Return the dictionary of three arrays of shape `(N, M, K)`:

    - `positive`: the mean over the batch of $x_i y_j z_k$ after the positive phase;
    - `negative`: the same after the negative phase;
    - `gradient`: the estimate of the gradient, along which one *ascends*.

    Example: `W = [[[1]], [[-2]]]`, `x = [[1, 1]]`, `z = [[1]]`, `u_y = [[0.3]]`, `u_z = [[0.4]]`,
    `v_x = [[0.6, 0.5]]`, `v_y = [[0.7]]`, `v_z = [[0.2]]` give `positive = [[[1]], [[1]]]` and
    `negative = [[[0]], [[1]]]`.
    """,
    fr=r"""
    Estimez le gradient de la log-vraisemblance moyenne $\frac{1}{B} \sum_b \log P(x_b)$ par rapport à $W$, à
    bruit donné (une unité devient 1 exactement si son bruit est plus petit que sa probabilité
    conditionnelle) :

    - *phase positive* : les données `x` restent fixes ; tirez $y$ sachant `x` et le départ `z`, avec le bruit
      `u_y`, puis $z$ sachant `x` et ce $y$, avec `u_z` ;
    - *phase négative* : **à partir de là**, un balayage de Gibbs par blocs avec les bruits `v_x`, `v_y`,
      `v_z`, dans cet ordre.

    Renvoyez le dictionnaire de trois tableaux de forme `(N, M, K)` :

    - `positive` : la moyenne sur le lot de $x_i y_j z_k$ après la phase positive ;
    - `negative` : la même après la phase négative ;
    - `gradient` : l'estimation du gradient, le long duquel on *monte*.

    Exemple : `W = [[[1]], [[-2]]]`, `x = [[1, 1]]`, `z = [[1]]`, `u_y = [[0.3]]`, `u_z = [[0.4]]`,
    `v_x = [[0.6, 0.5]]`, `v_y = [[0.7]]`, `v_z = [[0.2]]` donnent `positive = [[[1]], [[1]]]` et
    `negative = [[[0]], [[1]]]`.
    """,
)
def contrastive_divergence(
    W: Float[Array, "N M K"],
    x: Float[Array, "batch N"],
    z: Float[Array, "batch K"],
    u_y: Float[Array, "batch M"],
    u_z: Float[Array, "batch K"],
    v_x: Float[Array, "batch N"],
    v_y: Float[Array, "batch M"],
    v_z: Float[Array, "batch K"],
) -> dict[str, Float[Array, "N M K"]]:
    """Statistics of the positive and of the negative phase, and the estimate of the gradient for ascent."""
    raise NotImplementedError


@example(contrastive_divergence)
def both_phases_of_four_units() -> tuple[dict[str, Any], Any]:
    states = {"W": np.array([[[1.0]], [[-2.0]]]), "x": np.ones((1, 2)), "z": np.ones((1, 1))}
    positive_noise = {"u_y": np.array([[0.3]]), "u_z": np.array([[0.4]])}
    v_x, v_y, v_z = np.array([[0.6, 0.5]]), np.array([[0.7]]), np.array([[0.2]])
    phases = {"positive": np.ones((2, 1, 1)), "negative": np.array([[[0.0]], [[1.0]]])}
    return {**states, **positive_noise, "v_x": v_x, "v_y": v_y, "v_z": v_z}, phases


@law(
    contrastive_divergence,
    en="The result for a batch is the mean of the results for its two halves.",
    fr="Le résultat d'un lot est la moyenne des résultats de ses deux moitiés.",
)
def halves_of_a_batch(f: Function, rng: Rng) -> tuple[Any, Any]:
    arrays = _draw_phases(np.random.default_rng(rng.integers(99)), 6)
    W, states = arrays[0], arrays[1:]
    first, second = f(W, *[a[:3] for a in states]), f(W, *[a[3:] for a in states])
    mean = {key: (np.reshape(first[key], W.shape) + second[key]) / 2 for key in first}
    return f(*arrays), mean


@law(
    contrastive_divergence,
    en="When the data come from the machine itself, there is nothing to learn but noise.",
    fr="Quand les données viennent de la machine elle-même, il n'y a rien à apprendre que du bruit.",
)
def perfect_model(f: Function, rng: Rng) -> tuple[Any, Any]:
    W = np.array([[[-2.0, 1.0]], [[1.0, -1.0]]])
    x, y, z, p = enumerate_states(W)
    start = rng.choice(len(p), size=1500, p=p)
    noise = [rng.uniform(size=(1500, n)) for n in (1, 2, 2, 1, 2)]
    found = f(W, x[start], z[start], *noise)
    exact = np.einsum("b,bi,bj,bk->ijk", p, x, y, z)
    gaps = [np.abs(np.reshape(found[key], (2, 1, 2)) - exact).max() for key in ("positive", "negative")]
    return [gap < 0.05 for gap in [*gaps, np.abs(found["gradient"]).max() / 2]], [True] * 3


def _draw_phases(rng: Rng, batch: int) -> list[Any]:
    """Weights, data, a start and the noise of both phases, in the order of the arguments."""
    W = rng.normal(0.0, 1.5, size=(2, 3, 2))
    units = [rng.integers(0, 2, size=(batch, 2)).astype(float) for _ in range(2)]
    return [W, *units, *[rng.uniform(size=(batch, n)) for n in (3, 2, 2, 3, 2)]]


@picture(
    contrastive_divergence,
    en=r"""
    A small machine learns 40 observations: their exact mean log-likelihood, in nats, after $t$ steps along
    your gradient; the dots are the value before the first step.
    """,
    fr=r"""
    Une petite machine apprend 40 observations : leur log-vraisemblance moyenne exacte, en nats, après $t$ pas
    le long de votre gradient ; les points donnent la valeur avant le premier pas.
    """,
)
def learning_curve(f: Function | None, figure: Any) -> None:
    rng = np.random.default_rng(2)
    x = np.repeat([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]], 20, axis=0)
    W, start, curve = rng.normal(0.0, 0.1, size=(3, 2, 2)), rng.integers(0, 2, size=(40, 2)).astype(float), []
    for _ in range(60 if f is not None else 1):
        states, _, _, p = enumerate_states(W)
        alike = (x[:, None] == states[None]).all(axis=2)
        curve.append(np.mean(np.log(alike @ p)))
        if f is not None:
            noise = [rng.uniform(size=(40, n)) for n in (2, 2, 3, 2, 2)]
            W = np.clip(W + 1.5 * np.reshape(f(W, x, start, *noise)["gradient"], W.shape), -20, 20)
    axes = figure.subplots()
    axes.axhline(curve[0], linestyle=":", color="0.5")
    axes.set(xlabel="$t$", ylabel=r"$\overline{\log P(x)}$", xlim=(0, 60), ylim=(-3, -0.5))
    if f is not None:
        axes.plot(range(60), curve, color="tab:blue")


@part(
    "8.3.2",
    points=1,
    en=r"""
    In a restricted Boltzmann machine the positive phase needs no sampling, since the hidden units are
    independent given $x$. Here $y$ and $z$ are not: show it by an example. Return the tuple of weights `W`,
    of shape `(N, M, K)` with $N, M, K \le 4$ and $|W_{ijk}| \le 20$, and observed units `x`, of shape
    `(N,)`, whose hidden groups have a mutual information of at least $0.05$ nat:

    $$I = \sum_{y, z} P(y, z \mid x) \log \frac{P(y, z \mid x)}{P(y \mid x)\,P(z \mid x)} \ge 0.05.$$

    Any such example is accepted, `N = M = K = 1` included.
    """,
    fr=r"""
    Dans une machine de Boltzmann restreinte, la phase positive ne demande aucun tirage, car les unités
    cachées sont indépendantes sachant $x$. Ici $y$ et $z$ ne le sont pas : montrez-le par un exemple.
    Renvoyez le couple formé des poids `W`, de forme `(N, M, K)` avec $N, M, K \le 4$ et $|W_{ijk}| \le 20$,
    et d'unités observées `x`, de forme `(N,)`, dont les groupes cachés ont une information mutuelle d'au
    moins $0.05$ nat :

    $$I = \sum_{y, z} P(y, z \mid x) \log \frac{P(y, z \mid x)}{P(y \mid x)\,P(z \mid x)} \ge 0.05.$$

    Tout exemple de ce genre est accepté, `N = M = K = 1` compris.
    """,
)
def dependent_groups() -> tuple[Float[Array, "N M K"], Float[Array, " N"]]:
    """Weights and observed units for which the two hidden groups depend on each other."""
    raise NotImplementedError


@law(
    dependent_groups,
    en="The sizes fit, no weight is beyond 20, and the observed units are 0 or 1.",
    fr="Les tailles s'accordent, aucun poids ne dépasse 20, et les unités observées valent 0 ou 1.",
)
def well_built(f: Function, rng: Rng) -> tuple[Any, Any]:
    W, x = (np.asarray(array, dtype=float) for array in f())
    sizes = W.ndim == 3 and max(W.shape) <= 4 and x.shape == W.shape[:1]
    return [sizes, bool(np.all(np.abs(W) <= 20)), bool(np.isin(x, (0, 1)).all())], [True] * 3


is_it_efficient = written(
    "8.3.3",
    points=1.5,
    words=(40, 120),
    en=r"""
    Can this machine be trained efficiently by an algorithm in the spirit of contrastive divergence? Give the
    gradient of $\log P(x)$ as a difference of two expectations, say what is harder than in a restricted
    Boltzmann machine, and conclude.
    """,
    fr=r"""
    Peut-on entraîner efficacement cette machine par un algorithme inspiré de la divergence contrastive ?
    Donnez le gradient de $\log P(x)$ comme différence de deux espérances, dites ce qui est plus difficile que
    dans une machine de Boltzmann restreinte, et concluez.
    """,
)
