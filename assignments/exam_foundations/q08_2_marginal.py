"""Question 8.2: what the marginal of the observed units costs.

Source: sheet 002, question 8 (15 points).
Paper: Salakhutdinov and Hinton, "Deep Boltzmann machines", AISTATS 2009, section 3.2 (hidden layers that are
summed out).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.exam_foundations.q08_trilinear_boltzmann_machine import enumerate_states
from autograder.question import Function, Question, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="8.2", title=Text(en="The cost of the marginal", fr="Le coût de la loi marginale"))


@part(
    "8.2.1",
    points=4,
    en=r"""
    Compute $\log P(x) + \log Z = \log \sum_{y, z} e^{-E(x, y, z)}$, in nats, for each row of `x`. One of the
    two groups of hidden units can be summed in closed form. At least one of $M$ and $K$ is at most 4, but
    **either** may be the large one: the other may be 40, so that a sum over all $(y, z)$ has no hope. Weights
    may be as large as 500.

    Example: `W = [[[1], [-1]]]`, `x = [[1], [0]]` give `[2.206753, 2.079442]`.
    """,
    fr=r"""
    Calculez $\log P(x) + \log Z = \log \sum_{y, z} e^{-E(x, y, z)}$, en nats, pour chaque ligne de `x`. L'un
    des deux groupes d'unités cachées peut être sommé sous forme close. L'un au moins de $M$ et $K$ vaut au
    plus 4, mais **l'un ou l'autre** peut être le grand : il peut valoir 40, de sorte qu'une somme sur tous
    les $(y, z)$ est sans espoir. Les poids peuvent atteindre 500.

    Exemple : `W = [[[1], [-1]]]`, `x = [[1], [0]]` donnent `[2.206753, 2.079442]`.
    """,
)
def log_unnormalised_marginal(W: Float[Array, "N M K"], x: Float[Array, "batch N"]) -> Float[Array, " batch"]:
    """log P(x) + log Z of each row, in nats."""
    raise NotImplementedError


@example(log_unnormalised_marginal)
def two_rows() -> tuple[dict[str, Any], Any]:
    W, x = np.array([[[1.0], [-1.0]]]), np.array([[1.0], [0.0]])
    return {"W": W, "x": x}, np.array([2.206753, 2.079442])


@law(
    log_unnormalised_marginal,
    en="Normalised over all $x$, these are the marginals that enumeration gives.",
    fr="Normalisés sur tous les $x$, ce sont les marginales que donne l'énumération.",
)
def enumerated_marginals(f: Function, rng: Rng) -> tuple[Any, Any]:
    W = rng.normal(size=(2, 3, 2))
    x, _, _, p = enumerate_states(W)
    every = x[:: 2**5]
    weights = np.exp(np.reshape(f(W, every), 4))
    return weights / np.sum(weights), p.reshape(4, -1).sum(axis=1)


@law(
    log_unnormalised_marginal,
    en="The two groups of hidden units may change places.",
    fr="Les deux groupes d'unités cachées peuvent échanger leurs places.",
)
def exchanged_hidden_groups(f: Function, rng: Rng) -> tuple[Any, Any]:
    W, x = rng.normal(size=(2, 2, 9)), rng.integers(0, 2, size=(3, 2)).astype(float)
    return f(np.transpose(W, (0, 2, 1)), x), np.reshape(f(W, x), 3)


@speed(
    log_unnormalised_marginal,
    sizes=(100, 200, 400),
    unit=Text(en="the number of rows", fr="le nombre de lignes"),
    growth=1,
    within=8,
    milliseconds=0.44,
    en="A Python loop over the rows, or a sum over the states of the larger group, is what usually costs "
    "more.",
    fr="Une boucle Python sur les lignes, ou une somme sur les états du plus grand groupe, est ce qui coûte "
    "d'ordinaire davantage.",
)
def sixteen_states(rng: Rng, batch: int) -> dict[str, Any]:
    return {"W": rng.normal(size=(8, 4, 16)), "x": rng.integers(0, 2, size=(batch, 8)).astype(float)}


@part(
    "8.2.2",
    points=1,
    en=r"""
    Is this cost linear in the number of hidden units, as in a restricted Boltzmann machine? Count, for one
    $x$, and return the tuple of three integers:

    - the terms of the sum over all states of $(y, z)$;
    - the terms that are left to be added when the group that makes it cheapest has been summed in closed
      form;
    - the factors, one a hidden unit, of which the unnormalised marginal of a *restricted* Boltzmann machine
      with $M + K$ hidden units is a product.

    Example: `M = 10`, `K = 3` give `(8192, 8, 13)`. Zero hidden units in a group are allowed; $M + K \le 60$.
    """,
    fr=r"""
    Ce coût est-il linéaire en le nombre d'unités cachées, comme dans une machine de Boltzmann restreinte ?
    Comptez, pour un seul $x$, et renvoyez le triplet d'entiers :

    - les termes de la somme sur tous les états de $(y, z)$ ;
    - les termes qui restent à additionner quand on a sommé sous forme close le groupe qui rend le calcul le
      moins cher ;
    - les facteurs, un par unité cachée, dont la marginale non normalisée d'une machine de Boltzmann
      *restreinte* à $M + K$ unités cachées est le produit.

    Exemple : `M = 10`, `K = 3` donnent `(8192, 8, 13)`. Un groupe peut être vide ; $M + K \le 60$.
    """,
)
def count_terms(M: int, K: int) -> tuple[int, int, int]:
    """Terms of the full sum, terms after the best group is summed out, factors of a restricted machine."""
    raise NotImplementedError


@example(count_terms)
def ten_and_three_units() -> tuple[dict[str, Any], Any]:
    return {"M": 10, "K": 3}, (8192, 8, 13)


@law(
    count_terms,
    en="The two groups of hidden units may change places.",
    fr="Les deux groupes d'unités cachées peuvent échanger leurs places.",
)
def groups_change_places(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(4, 7), tuple(int(n) for n in f(7, 4))


@picture(
    count_terms,
    en=r"""
    Your counts for $M = K$, on a logarithmic scale: the full sum (squares), one group summed out (circles),
    the restricted machine (triangles).
    """,
    fr=r"""
    Vos comptes pour $M = K$, sur une échelle logarithmique : la somme entière (carrés), un groupe sommé
    (cercles), la machine restreinte (triangles).
    """,
)
def growth_of_the_cost(f: Function | None, figure: Any) -> None:
    axes = figure.subplots()
    axes.set(xlabel="$M = K$", xlim=(0, 21), ylim=(1, 1e13), yscale="log", xticks=range(0, 21, 5))
    if f is not None:
        sizes = np.arange(1, 21)
        counts = np.array([f(int(size), int(size)) for size in sizes], dtype=float)
        for column, style in enumerate(("s-", "o-", "^-")):
            axes.plot(sizes, counts[:, column], style, markersize=4)
