"""Part 6.2.3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, Text, derivation, example, law, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@derivation(
    "6.2.3",
    points=1.25,
    lines=["z", "log_det"],
    en=r"""
    Other posteriors need steps that are not affine. The gated step of the flow is
    $z_i = \sigma(s_i)\, \epsilon_i + (1 - \sigma(s_i))\, m_i$ with the logistic function $\sigma$ and

    $$m_i = b^m_i + \sum_{j < i} W^m_{ij} \epsilon_j, \qquad s_i = b^s_i + \sum_{j < i} W^s_{ij} \epsilon_j.$$

    The matrices `W_m` and `W_s` are passed in full, with entries that these sums do not use. Return `z`, of
    shape `(n, D)`, and `log_det`, of shape `(n,)`: the log of the absolute determinant of
    $\partial z / \partial \epsilon$. The gate $s_i$ may be as large as $\pm 800$.

    Example: `eps = [[1, 2]]`, `W_m = [[9, 9], [0.5, 9]]`, `b_m = [0, 1]`, `W_s = [[9, 9], [-1, 9]]` and
    `b_s = [0, 0.5]` give `z = [[0.5, 1.688770]]` and `log_det = [-1.667224]`.
    """,
    fr=r"""
    D'autres postérieurs demandent des pas qui ne sont pas affines. Le pas à portes du flot est
    $z_i = \sigma(s_i)\, \epsilon_i + (1 - \sigma(s_i))\, m_i$, avec la fonction logistique $\sigma$ et

    $$m_i = b^m_i + \sum_{j < i} W^m_{ij} \epsilon_j, \qquad s_i = b^s_i + \sum_{j < i} W^s_{ij} \epsilon_j.$$

    Les matrices `W_m` et `W_s` sont passées en entier, avec des éléments dont ces sommes ne se servent pas.
    Renvoyez `z`, de forme `(n, D)`, et `log_det`, de forme `(n,)` : le log de la valeur absolue du
    déterminant de $\partial z / \partial \epsilon$. La porte $s_i$ peut aller jusqu'à $\pm 800$.

    Exemple : `eps = [[1, 2]]`, `W_m = [[9, 9], [0.5, 9]]`, `b_m = [0, 1]`, `W_s = [[9, 9], [-1, 9]]` et
    `b_s = [0, 0.5]` donnent `z = [[0.5, 1.688770]]` et `log_det = [-1.667224]`.
    """,
)
def gated_autoregressive_step(
    eps: Float[Array, "n D"],
    W_m: Float[Array, "D D"],
    b_m: Float[Array, " D"],
    W_s: Float[Array, "D D"],
    b_s: Float[Array, " D"],
) -> dict[str, Array]:
    """The images of the noise under one gated step, and its log absolute Jacobian determinant there."""
    raise NotImplementedError


@example(gated_autoregressive_step)
def one_row_and_two_gates() -> tuple[dict[str, Any], Any]:
    means = {"W_m": np.array([[9.0, 9.0], [0.5, 9.0]]), "b_m": np.array([0.0, 1.0])}
    gates = {"W_s": np.array([[9.0, 9.0], [-1.0, 9.0]]), "b_s": np.array([0.0, 0.5])}
    lines = {"z": np.array([[0.5, 1.688770]]), "log_det": np.array([-1.667224])}
    return {"eps": np.array([[1.0, 2.0]]), **means, **gates}, lines


@law(
    gated_autoregressive_step,
    en="`log_det` is the logarithm of the volume that the differences of your `z` span.",
    fr="`log_det` est le logarithme du volume qu'engendrent les différences de votre `z`.",
)
def volume_of_differences(f: Function, rng: Rng) -> tuple[Any, Any]:
    eps, steps = rng.normal(size=3), 1e-3 * np.eye(3)
    weights = rng.normal(size=(3, 3)), rng.normal(size=3), rng.normal(size=(3, 3)), rng.normal(size=3)
    images = np.reshape(f(np.concatenate([eps + steps, eps - steps]), *weights)["z"], (2, 3, 3))
    jacobian = ((images[0] - images[1]) / 2e-3).T
    return f(eps[None], *weights)["log_det"], np.log(np.abs(np.linalg.det(jacobian)))[None]


@law(
    gated_autoregressive_step,
    en="Where both networks give zero, half of the noise is left.",
    fr="Là où les deux réseaux donnent zéro, il reste la moitié du bruit.",
)
def networks_at_rest(f: Function, rng: Rng) -> tuple[Any, Any]:
    eps, nothing = rng.normal(size=(4, 3)), np.zeros((3, 3))
    return f(eps, nothing, np.zeros(3), nothing, np.zeros(3))["z"], eps / 2


@speed(
    gated_autoregressive_step,
    sizes=(250, 500, 1000),
    unit=Text(en="the number of rows of noise", fr="le nombre de lignes de bruit"),
    growth=1,
    within=6,
    milliseconds=0.18,
    gpu=100000,
    en="A Python loop over rows of noise, or over pairs of variables, is what usually costs more.",
    fr="Une boucle Python sur les lignes de bruit, ou sur les paires de variables, est ce qui coûte "
    "d'ordinaire davantage.",
)
def sixteen_variables(rng: Rng, n: int) -> dict[str, Any]:
    matrices, biases = rng.normal(0.0, 0.3, size=(2, 16, 16)), rng.normal(size=(2, 16))
    weights = {"W_m": matrices[0], "b_m": biases[0], "W_s": matrices[1], "b_s": biases[1]}
    return {"eps": rng.normal(size=(n, 16)), **weights}
