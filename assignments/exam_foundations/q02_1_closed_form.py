"""Question 2.1: the state as a function of the first state and the inputs.

Source: sheet 002, question 2 (15 points).
Paper: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013,
eq. 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.exam_foundations.q02_linear_rnn import run, scale_to_radius
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
    speed,
)

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="2.1", title=Text(en="The state in closed form", fr="L'état sous forme explicite"))


@part(
    "2.1.1",
    points=2,
    en=r"""
    Run the recurrence for a batch of initial states `h0` and of sequences `x`. Return all the states, of
    shape `(batch, T + 1, N)`: slot 0 holds $h_0$, slot $t$ holds $h_t$. A sequence may be empty.

    Example: `W = [[1, 2], [0, 1]]`, `U = [[1], [0]]`, `b = [0, 1]`, `h0 = [[1, 1]]`,
    `x = [[[0], [1]]]` give `[[[1, 1], [3, 2], [8, 3]]]`.
    """,
    fr=r"""
    Déroulez la récurrence pour un lot d'états initiaux `h0` et de suites `x`. Renvoyez tous les états, de
    forme `(batch, T + 1, N)` : la case 0 contient $h_0$, la case $t$ contient $h_t$. Une suite peut être
    vide.

    Exemple : `W = [[1, 2], [0, 1]]`, `U = [[1], [0]]`, `b = [0, 1]`, `h0 = [[1, 1]]`,
    `x = [[[0], [1]]]` donnent `[[[1, 1], [3, 2], [8, 3]]]`.
    """,
)
def linear_rnn_states(
    W: Float[Array, "N N"],
    U: Float[Array, "N M"],
    b: Float[Array, " N"],
    h0: Float[Array, "batch N"],
    x: Float[Array, "batch T M"],
) -> Float[Array, "batch T+1 N"]:
    """The states h_0, ..., h_T of each example."""
    raise NotImplementedError


@example(linear_rnn_states)
def three_states() -> tuple[dict[str, Any], Any]:
    W, U, b = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0], [0.0]]), np.array([0.0, 1.0])
    h0, x = np.ones((1, 2)), np.array([[[0.0], [1.0]]])
    states = np.array([[[1.0, 1.0], [3.0, 2.0], [8.0, 3.0]]])
    return {"W": W, "U": U, "b": b, "h0": h0, "x": x}, states


@law(
    linear_rnn_states,
    en="A run that goes on from the state in its middle ends as the whole run does.",
    fr="Un déroulement repris à partir de l'état du milieu finit comme le déroulement entier.",
)
def run_in_two_pieces(f: Function, rng: Rng) -> tuple[Any, Any]:
    W, U, b = 0.5 * rng.normal(size=(3, 3)), rng.normal(size=(3, 2)), rng.normal(size=3)
    h0, x = rng.normal(size=(2, 3)), rng.normal(size=(2, 6, 2))
    states = np.reshape(f(W, U, b, h0, x), (2, 7, 3))
    return f(W, U, b, states[:, 4], x[:, 4:]), states[:, 4:]


@law(
    linear_rnn_states,
    en="Without recurrence ($W = 0$), and with $U = I$ and $b = 0$, the states after $h_0$ are the inputs.",
    fr="Sans récurrence ($W = 0$), et avec $U = I$ et $b = 0$, les états qui suivent $h_0$ sont les entrées.",
)
def states_are_inputs(f: Function, rng: Rng) -> tuple[Any, Any]:
    h0, x = rng.normal(size=(2, 3)), rng.normal(size=(2, 4, 3))
    states = f(np.zeros((3, 3)), np.eye(3), np.zeros(3), h0, x)
    return states, np.concatenate([h0[:, None], x], axis=1)


@speed(
    linear_rnn_states,
    sizes=(125, 250, 500),
    unit=Text(en="the number of sequences", fr="le nombre de suites"),
    growth=1,
    within=5,
    milliseconds=0.54,
    en="A Python loop over the sequences is what usually costs more; one over the steps is needed.",
    fr="Une boucle Python sur les suites est ce qui coûte d'ordinaire davantage ; celle sur les pas est "
    "nécessaire.",
)
def many_sequences(rng: Rng, batch: int) -> dict[str, Any]:
    W, U, b = scale_to_radius(rng.normal(size=(4, 4)), 0.9), rng.normal(size=(4, 2)), rng.normal(size=4)
    return {"W": W, "U": U, "b": b, "h0": rng.normal(size=(batch, 4)), "x": rng.normal(size=(batch, 30, 2))}


@derivation(
    "2.1.2",
    points=3,
    lines={"from_h0": 1.0, "from_inputs": 2.0, "from_bias": 2.0, "h": 1.0},
    en=r"""
    Now write $h_T$ with $h_0$, the inputs and the parameters only, for one sequence, and return the groups of
    terms:

    - `from_h0`: what $h_0$ contributes, of shape `(N,)`
    - `from_inputs`: what each input contributes, of shape `(T, N)`; row $k - 1$ belongs to $x_k$
    - `from_bias`: what the biases of all the steps contribute together, of shape `(N,)`
    - `h`: the state $h_T$, of shape `(N,)`

    Nothing is assumed of $W$: it may be singular, and so may $I - W$. A sequence may be empty.

    Example: $W = 0.5$, $U = 2$, $b = 1$, $h_0 = 4$ and the inputs $1$, $0$, $3$ give `[0.5]`,
    `[[0.5], [0], [6]]`, `[1.75]` and `[8.75]`.
    """,
    fr=r"""
    Exprimez maintenant $h_T$ avec $h_0$, les entrées et les paramètres seulement, pour une suite, et renvoyez
    les groupes de termes :

    - `from_h0` : ce que $h_0$ apporte, de forme `(N,)`
    - `from_inputs` : ce que chaque entrée apporte, de forme `(T, N)` ; la ligne $k - 1$ est celle de $x_k$
    - `from_bias` : ce que les biais de tous les pas apportent ensemble, de forme `(N,)`
    - `h` : l'état $h_T$, de forme `(N,)`

    Rien n'est supposé de $W$ : la matrice peut être singulière, et $I - W$ aussi. Une suite peut être vide.

    Exemple : $W = 0.5$, $U = 2$, $b = 1$, $h_0 = 4$ et les entrées $1$, $0$, $3$ donnent `[0.5]`,
    `[[0.5], [0], [6]]`, `[1.75]` et `[8.75]`.
    """,
)
def closed_form_terms(
    W: Float[Array, "N N"],
    U: Float[Array, "N M"],
    b: Float[Array, " N"],
    h0: Float[Array, " N"],
    x: Float[Array, "T M"],
) -> dict[str, Float[Array, " ..."]]:
    """What the first state, each input and the biases contribute to h_T, and h_T itself."""
    raise NotImplementedError


@example(closed_form_terms)
def three_inputs() -> tuple[dict[str, Any], Any]:
    W, U, b, h0 = np.array([[0.5]]), np.array([[2.0]]), np.ones(1), np.array([4.0])
    terms = {"from_h0": [0.5], "from_inputs": [[0.5], [0.0], [6.0]], "from_bias": [1.75], "h": [8.75]}
    x = np.array([[1.0], [0.0], [3.0]])
    return {"W": W, "U": U, "b": b, "h0": h0, "x": x}, {name: np.array(rows) for name, rows in terms.items()}


@law(
    closed_form_terms,
    en="The terms add up to the state in which the recurrence ends.",
    fr="Les termes ont pour somme l'état où finit la récurrence.",
)
def terms_add_up(f: Function, rng: Rng) -> tuple[Any, Any]:
    W, U, b = 0.5 * rng.normal(size=(3, 3)), rng.normal(size=(3, 2)), rng.normal(size=3)
    h0, x = rng.normal(size=3), rng.normal(size=(5, 2))
    terms, end = f(W, U, b, h0, x), run(W, x @ U.T + b, h0)
    total = np.add(terms["from_h0"], terms["from_bias"]) + np.sum(terms["from_inputs"], axis=0)
    return (total, terms["h"]), (end, end)


@law(
    closed_form_terms,
    en="The first $k$ rows of `from_inputs` are what remains of the inputs when the last ones are zero.",
    fr=r"""
    Les $k$ premières lignes de `from_inputs` sont ce qui reste des entrées quand les dernières sont nulles.
    """,
)
def inputs_after_one_another(f: Function, rng: Rng) -> tuple[Any, Any]:
    W, U, x = 0.5 * rng.normal(size=(2, 2)), rng.normal(size=(2, 2)), rng.normal(size=(4, 2))
    zero = np.zeros(2)
    rows = np.cumsum(np.reshape(f(W, U, zero, zero, x)["from_inputs"], (4, 2)), axis=0)
    kept = np.tril(np.ones((4, 4)))[:, :, None] * x
    return rows, np.stack([run(W, some @ U.T, zero) for some in kept])


@picture(
    closed_form_terms,
    en=r"""
    The length of your row of `from_inputs` for each of forty inputs $x_k$: how well the last state remembers
    it, when the largest modulus of an eigenvalue of $W$ is $0.5$, $0.95$ and $1.05$.
    """,
    fr=r"""
    La longueur de votre ligne de `from_inputs` pour chacune de quarante entrées $x_k$ : ce que le dernier
    état en retient, quand le plus grand module d'une valeur propre de $W$ est $0.5$, $0.95$ et $1.05$.
    """,
)
def memory_of_the_inputs(f: Function | None, figure: Any) -> None:
    rng = np.random.default_rng(4)
    W, U, zero = rng.normal(size=(3, 3)), rng.normal(size=(3, 2)), np.zeros(3)
    x = rng.normal(size=(40, 2))
    x /= np.linalg.norm(x @ U.T, axis=1, keepdims=True)
    for axes, radius in zip(figure.subplots(1, 3), (0.5, 0.95, 1.05), strict=True):
        axes.set(title=rf"$|\lambda|_{{\max}} = {radius}$", xlabel="$k$", xlim=(0, 41))
        if f is not None:
            rows = f(scale_to_radius(W, radius), U, zero, zero, x)["from_inputs"]
            lengths = np.linalg.norm(rows, axis=1)
            axes.vlines(np.arange(1, 41), 0, lengths, color="tab:blue", linewidth=2.5)
            axes.set_ylim(0, 1.05 * max(float(np.max(lengths)), 1e-300))
