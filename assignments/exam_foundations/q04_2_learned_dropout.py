"""Question 4.2: learned dropout probabilities.

Source: sheet 002, question 4 (10 points).
Paper: Srivastava et al., "Dropout", JMLR 2014, section 9.1 (dropout in linear regression).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, written

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="4.2",
    title=Text(en="Learned dropout probabilities", fr="Probabilités d'abandon apprises"),
    text=Text(
        en=r"""
        The units are the $d$ inputs of a linear output unit with weights $w$. For example $k$, the row $X_k$
        of `X`, the output is $\sum_i X_{ki} m_i w_i$; the loss is the *mean* of the squared errors over the
        $n$ examples. The $p_i$ are trained to minimise the expectation of this training loss over the masks.
        """,
        fr=r"""
        Les unités sont les $d$ entrées d'une unité de sortie linéaire de poids $w$. Pour l'exemple $k$, la
        ligne $X_k$ de `X`, la sortie est $\sum_i X_{ki} m_i w_i$ ; le coût est la *moyenne* des erreurs
        carrées sur les $n$ exemples. Les $p_i$ sont entraînés à minimiser l'espérance de ce coût
        d'entraînement par rapport aux masques.
        """,
    ),
)


@part(
    "4.2.1",
    points=1.25,
    en=r"""
    Return the expectation of the loss over the masks, exactly. With `inverted=True` kept units are divided by
    $1 - p_i$, that is, $m_i / (1 - p_i)$ takes the place of $m_i$; then all $p_i < 1$. Otherwise $p_i = 1$ is
    allowed.

    Example: `X = [[1, 2], [0, 1]]`, `y = [1, 0]`, `w = [1, 0.5]`, `p = [0.5, 0.2]` give `0.35`, and `1.28125`
    with `inverted=True`.
    """,
    fr=r"""
    Renvoyez l'espérance du coût par rapport aux masques, exactement. Avec `inverted=True`, les unités gardées
    sont divisées par $1 - p_i$, c'est-à-dire que $m_i / (1 - p_i)$ remplace $m_i$ ; alors tous les
    $p_i < 1$. Sinon, $p_i = 1$ est permis.

    Exemple : `X = [[1, 2], [0, 1]]`, `y = [1, 0]`, `w = [1, 0.5]`, `p = [0.5, 0.2]` donnent `0.35`, et
    `1.28125` avec `inverted=True`.
    """,
)
def expected_dropout_loss(
    X: Float[Array, "n d"],
    y: Float[Array, " n"],
    w: Float[Array, " d"],
    p: Float[Array, " d"],
    inverted: bool,
) -> float:
    """Expectation of the mean squared error over all masks, in the unit of y squared."""
    raise NotImplementedError


@example(expected_dropout_loss)
def units_as_they_are() -> tuple[dict[str, Any], Any]:
    return {**_two_units(), "inverted": False}, 0.35


@example(expected_dropout_loss)
def units_rescaled() -> tuple[dict[str, Any], Any]:
    return {**_two_units(), "inverted": True}, 1.28125


def _two_units() -> dict[str, Any]:
    X, y = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([1.0, 0.0])
    return {"X": X, "y": y, "w": np.array([1.0, 0.5]), "p": np.array([0.5, 0.2])}


@law(
    expected_dropout_loss,
    en="Where every $p_i$ is $0$ or $1$, nothing is random: it is the loss of the network that is left.",
    fr="Où chaque $p_i$ vaut $0$ ou $1$, rien n'est aléatoire : c'est le coût du réseau qui reste.",
)
def certain_masks(f: Function, rng: Rng) -> tuple[Any, Any]:
    X, y, w, p = (
        rng.normal(size=(5, 4)),
        rng.normal(size=5),
        rng.normal(size=4),
        np.array([0.0, 1.0, 1.0, 0.0]),
    )
    return f(X, y, w, p, False), np.mean((y - X[:, [0, 3]] @ w[[0, 3]]) ** 2)


@law(
    expected_dropout_loss,
    en="A weight may be moved into its input: only $X_{ki} w_i$ counts.",
    fr="Un poids peut être déplacé dans son entrée : seul $X_{ki} w_i$ compte.",
)
def weights_in_the_inputs(f: Function, rng: Rng) -> tuple[Any, Any]:
    X, y, w, p = (
        rng.normal(size=(3, 2)),
        rng.normal(size=3),
        rng.normal(size=2),
        rng.uniform(0.1, 0.9, size=2),
    )
    moved = [float(f(X * w, y, np.ones(2), p, inverted)) for inverted in (False, True)]
    return [f(X, y, w, p, inverted) for inverted in (False, True)], moved


@picture(
    expected_dropout_loss,
    en=r"""
    Your expected loss for two units whose weights fit the training data best, over $(p_1, p_2)$; the darker,
    the larger. Left: the loss on the training data and the path of gradient descent on the probabilities,
    from the middle. Right: the same path over the loss on other data.
    """,
    fr=r"""
    Votre espérance du coût pour deux unités dont les poids s'ajustent au mieux aux données d'entraînement,
    selon $(p_1, p_2)$ ; plus c'est foncé, plus elle est grande. À gauche : le coût sur les données
    d'entraînement et le trajet de la descente de gradient sur les probabilités, depuis le milieu. À droite :
    le même trajet sur le coût d'autres données.
    """,
)
def descent_of_the_probabilities(f: Function | None, figure: Any) -> None:
    rng = np.random.default_rng(15)
    X, noise = rng.normal(size=(2, 5, 2)), rng.normal(size=(2, 5))
    y = 0.8 * X[:, :, 0] + noise
    w = np.linalg.lstsq(X[0], y[0], rcond=None)[0]
    grid = np.linspace(0.0, 1.0, 13)
    path = None if f is None else _descend(lambda p: float(f(X[0], y[0], w, p, False)))
    for axes, inputs, targets in zip(figure.subplots(1, 2), X, y, strict=True):
        axes.set(xlabel="$p_1$", ylabel="$p_2$", xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), aspect="equal")
        axes.plot([0, 1, 1, 0, 0], [0, 0, 1, 1, 0], color="0.5", linewidth=0.8)
        if f is not None and path is not None:
            rows = [[float(f(inputs, targets, w, np.array([a, b]), False)) for a in grid] for b in grid]
            axes.contourf(grid, grid, np.array(rows), 12, cmap="Greys")
            axes.plot(*path.T, "o-", color="tab:blue", markeredgecolor="white", markersize=5)


def _descend(loss: Function) -> Array:
    """Thirty steps of gradient descent on two probabilities, by differences."""
    path = [np.full(2, 0.5)]
    for _ in range(30):
        ends = [(np.clip(path[-1] - step, 0, 1), np.clip(path[-1] + step, 0, 1)) for step in 1e-4 * np.eye(2)]
        slope = np.array([(loss(b) - loss(a)) / np.sum(b - a) for a, b in ends])
        path.append(np.clip(path[-1] - 0.05 * slope, 0.0, 1.0))
    return np.array(path)


@part(
    "4.2.2",
    points=0.75,
    en=r"""
    Return the probabilities $p \in [0, 1]^d$ that minimise the expected training loss without rescaling
    (`inverted=False`), $d \le 6$. In all cases exactly one $p$ gives the least loss; others may be local
    minima.

    Example: `X = [[1, 0], [0, 1]]`, `y = [1, -1]`, `w = [1, 1]` give `[0, 1]`.
    """,
    fr=r"""
    Renvoyez les probabilités $p \in [0, 1]^d$ qui minimisent l'espérance du coût d'entraînement sans remise à
    l'échelle (`inverted=False`), $d \le 6$. Dans tous les cas, un seul $p$ donne le moindre
    coût ; d'autres peuvent être des minima locaux.

    Exemple : `X = [[1, 0], [0, 1]]`, `y = [1, -1]`, `w = [1, 1]` donnent `[0, 1]`.
    """,
)
def best_drop_probabilities(
    X: Float[Array, "n d"], y: Float[Array, " n"], w: Float[Array, " d"]
) -> Float[Array, " d"]:
    """Drop probabilities that make the expected training loss as small as possible."""
    raise NotImplementedError


@example(best_drop_probabilities)
def one_kept_and_one_dropped() -> tuple[dict[str, Any], Any]:
    return {"X": np.eye(2), "y": np.array([1.0, -1.0]), "w": np.ones(2)}, np.array([0.0, 1.0])


@law(
    best_drop_probabilities,
    en="The order of the units does not matter.",
    fr="L'ordre des unités est sans importance.",
)
def units_in_another_order(f: Function, rng: Rng) -> tuple[Any, Any]:
    X, y, w, order = rng.normal(size=(6, 3)), rng.normal(size=6), rng.normal(size=3), np.array([2, 0, 1])
    return f(X[:, order], y, w[order]), np.reshape(f(X, y, w), 3)[order]


@law(
    best_drop_probabilities,
    en="The unit of measurement of $y$ does not matter.",
    fr="L'unité de mesure de $y$ est sans importance.",
)
def other_unit_of_measurement(f: Function, rng: Rng) -> tuple[Any, Any]:
    X, y, w = rng.normal(size=(6, 3)), rng.normal(size=6), rng.normal(size=3)
    return f(X, -10.0 * y, -10.0 * w), np.reshape(f(X, y, w), 3)


learned_dropout = written(
    "4.2.3",
    points=1,
    words=(40, 120),
    en=r"""
    Is a dropout whose probabilities are learned on the training loss an effective regulariser? Say in 40 to
    120 words where the probabilities go and why, what goes wrong then, and how one could learn them after
    all.
    """,
    fr=r"""
    Un dropout dont les probabilités sont apprises sur le coût d'entraînement est-il un régularisateur
    efficace ? Dites en 40 à 120 mots où vont les probabilités et pourquoi, ce qui se passe alors mal, et
    comment on pourrait malgré tout les apprendre.
    """,
)
