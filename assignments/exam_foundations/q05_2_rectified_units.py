"""Question 5.2: the contractive penalty of a layer of rectified linear units.

Source: sheet 002, question 5 (10 points).
Paper: Rifai et al., "Contractive Auto-Encoders: Explicit Invariance During Feature Extraction", ICML 2011.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, speed, written

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="5.2",
    title=Text(en="Rectified linear units", fr="Des unités linéaires rectifiées"),
    text=Text(
        en=r"""
        Now the code is $h(x) = \max(0, W x + c)$, elementwise, with a bias `c` of shape `(H,)`. Is the
        contractive penalty still weight decay? A unit is called active at $x$ when its pre-activation is
        positive. At the kink, where the pre-activation is exactly $0$, the derivative counts as $0$.
        """,
        fr=r"""
        Le code est maintenant $h(x) = \max(0, W x + c)$, élément par élément, avec un biais `c` de forme
        `(H,)`. La pénalité contractive est-elle encore une pénalisation des poids ? Une unité est dite active
        en $x$ quand sa préactivation est strictement positive. Au point anguleux, où la préactivation vaut
        exactement $0$, la dérivée compte pour $0$.
        """,
    ),
)


@part(
    "5.2.1",
    points=1.25,
    en=r"""
    Return $\|J(x)\|_F^2$ for each input, without $\lambda$, as an array of shape `(batch,)`. The Jacobians
    need not be stored.

    Example: `x = [[1, -1], [0, 0.5]]`, `W = [[1, 1], [2, 0]]`, `c = [0, 0]` give `[4, 2]`.
    """,
    fr=r"""
    Renvoyez $\|J(x)\|_F^2$ pour chaque entrée, sans $\lambda$, dans un tableau de forme `(batch,)`. Il n'est
    pas nécessaire de stocker les jacobiennes.

    Exemple : `x = [[1, -1], [0, 0.5]]`, `W = [[1, 1], [2, 0]]`, `c = [0, 0]` donnent `[4, 2]`.
    """,
)
def contractive_penalty(
    x: Float[Array, "batch D"], W: Float[Array, "H D"], c: Float[Array, " H"]
) -> Float[Array, " batch"]:
    """Squared Frobenius norm of the Jacobian of max(0, W x + c) at each input."""
    raise NotImplementedError


@example(contractive_penalty)
def penalty_of_two_inputs() -> tuple[dict[str, Any], Any]:
    return _two_inputs(), np.array([4.0, 2.0])


def _two_inputs() -> dict[str, Any]:
    x, W = np.array([[1.0, -1.0], [0.0, 0.5]]), np.array([[1.0, 1.0], [2.0, 0.0]])
    return {"x": x, "W": W, "c": np.zeros(2)}


@law(
    contractive_penalty,
    en="With every unit twice, the penalty is twice as large.",
    fr="Avec chaque unité en double, la pénalité est deux fois plus grande.",
)
def units_twice(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, W, c = rng.normal(size=(6, 3)), rng.normal(size=(4, 3)), rng.normal(size=4)
    return f(x, np.tile(W, (2, 1)), np.tile(c, 2)), 2 * np.reshape(f(x, W, c), 6)


@law(
    contractive_penalty,
    en="A bias that is large enough makes the layer affine: the penalty is the same for all inputs.",
    fr="Un biais assez grand rend la couche affine : la pénalité est la même pour toutes les entrées.",
)
def affine_layer(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, W = rng.uniform(-1, 1, size=(5, 3)), rng.uniform(-1, 1, size=(4, 3))
    penalty = np.reshape(f(x, W, np.full(4, 9.0)), 5)
    return penalty, np.full(5, penalty[0])


@speed(
    contractive_penalty,
    sizes=(100, 200, 400),
    unit=Text(en="the number of inputs", fr="le nombre d'entrées"),
    growth=1,
    within=6,
    milliseconds=0.083,
    en="A Jacobian for each input, or a Python loop over inputs or units, is what usually costs more.",
    fr="Une jacobienne par entrée, ou une boucle Python sur les entrées ou les unités, est ce qui coûte "
    "d'ordinaire davantage.",
)
def sixty_four_units(rng: Rng, batch: int) -> dict[str, Any]:
    # Small integers and a bias between two of them: no unit is near its kink.
    x, W = rng.integers(-3, 4, size=(batch, 32)), rng.integers(-3, 4, size=(64, 32))
    return {"x": x.astype(float), "W": W.astype(float), "c": rng.integers(-9, 9, size=64) + 0.5}


@picture(
    contractive_penalty,
    en=r"""
    Five units in the plane. Left: your penalty over the inputs, the darker the larger; dotted lines are the
    kinks of the units. Right: your penalty along the dashed path, and the sum of the squares of all weights
    (dash-dotted).
    """,
    fr=r"""
    Cinq unités dans le plan. À gauche : votre pénalité selon l'entrée, d'autant plus sombre qu'elle est
    grande ; les pointillés sont les points anguleux des unités. À droite : votre pénalité le long du chemin
    en tirets, et la somme des carrés de tous les poids (trait mixte).
    """,
)
def cells_of_the_plane(f: Function | None, figure: Any) -> None:
    left, right = figure.subplots(1, 2)
    angles = np.array([0.3, 1.4, 2.7, 4.0, 5.3])
    W = np.array([0.7, 1.0, 1.2, 0.8, 1.1])[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    c = np.array([0.3, -0.4, 0.5, 0.2, -0.6])
    side = np.linspace(-2, 2, 41)
    path = np.linspace(-2, 2, 161)
    for weights, bias in zip(W, c, strict=True):
        foot, along = -bias * weights / (weights @ weights), np.array([-weights[1], weights[0]])
        ends = foot + np.outer([-5.0, 5.0], along)
        left.plot(ends[:, 0], ends[:, 1], color="black", linestyle=":")
    left.plot(path, path / 3, color="black", linestyle="--")
    left.set(xlim=(-2, 2), ylim=(-2, 2), xlabel="$x_1$", ylabel="$x_2$")
    right.axhline(np.sum(W**2), color="black", linestyle="-.", label=r"$\sum_{ij} W_{ij}^2$")
    right.set(xlabel="$x_1$", ylabel=r"$\|J(x)\|_F^2$", xlim=(-2, 2), ylim=(-0.2, 1.5 * np.sum(W**2)))
    right.legend(loc="upper right")
    if f is not None:
        grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
        cells = np.reshape(f(grid, W, c), (41, 41))
        left.imshow(cells, extent=(-2.05, 2.05, -2.05, 2.05), origin="lower", cmap="Greys", alpha=0.6)
        right.plot(path, np.ravel(f(np.stack([path, path / 3], axis=1), W, c)), color="black")


@part(
    "5.2.2",
    points=1,
    en=r"""
    On a whole batch the penalty looks like weight decay with a coefficient of its own for each unit. Return
    these coefficients $\lambda_1, \dots, \lambda_H$, an array of shape `(H,)`: the mean of
    $\lambda \|J(x)\|_F^2$ over the batch is $\sum_i \lambda_i \|W_i\|^2$, where $W_i$ is row $i$ of `W` and
    $\lambda_i$ depends only on when unit $i$ is active. The rule is the same for a unit whose row is zero.

    Example: the arrays of the example of 5.2.1 and `lam = 1` give `[0.5, 0.5]`.
    """,
    fr=r"""
    Sur tout un lot, la pénalité ressemble à une pénalisation des poids avec un coefficient propre à chaque
    unité. Renvoyez ces coefficients $\lambda_1, \dots, \lambda_H$, un tableau de forme `(H,)` : la moyenne de
    $\lambda \|J(x)\|_F^2$ sur le lot est $\sum_i \lambda_i \|W_i\|^2$, où $W_i$ est la ligne $i$ de `W` et où
    $\lambda_i$ ne dépend que des moments où l'unité $i$ est active. La règle est la même pour une unité dont
    la ligne est nulle.

    Exemple : les tableaux de l'exemple de 5.2.1 et `lam = 1` donnent `[0.5, 0.5]`.
    """,
)
def effective_decay(
    x: Float[Array, "batch D"], W: Float[Array, "H D"], c: Float[Array, " H"], lam: float
) -> Float[Array, " H"]:
    """The coefficient of weight decay that the penalty amounts to for each hidden unit, on this batch."""
    raise NotImplementedError


@example(effective_decay)
def decay_of_two_units() -> tuple[dict[str, Any], Any]:
    return {**_two_inputs(), "lam": 1.0}, np.array([0.5, 0.5])


@law(
    effective_decay,
    en="Multiplying all weights and biases by $10$ changes no coefficient.",
    fr="Multiplier tous les poids et tous les biais par $10$ ne change aucun coefficient.",
)
def larger_weights(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, W, c = rng.normal(size=(6, 3)), rng.normal(size=(4, 3)), rng.normal(size=4)
    return f(x, 10 * W, 10 * c, 0.3), np.reshape(f(x, W, c, 0.3), 4)


@law(
    effective_decay,
    en="Giving every input twice changes no coefficient.",
    fr="Donner chaque entrée deux fois ne change aucun coefficient.",
)
def inputs_twice(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, W, c = rng.normal(size=(6, 3)), rng.normal(size=(4, 3)), rng.normal(size=4)
    return f(np.tile(x, (2, 1)), W, c, 0.3), np.reshape(f(x, W, c, 0.3), 4)


@part(
    "5.2.3",
    points=0.75,
    en=r"""
    Show by an example that the two penalties can be as far apart as you like: return a tuple `(x, W, c)`,
    arguments of 5.2.1, such that

    - there are at least three inputs, and any two of them are at least $0.1$ apart;
    - there are at least two hidden units, and each row of `W` has a norm of at least $1$;
    - the contractive penalty is $0$ at every input.

    No axis may be longer than 50, and no number larger than $10^6$ in absolute value. Any such example is
    right. The form, with an example that is not a solution: `x = [[0, 1], [1, 0], [1, 1]]`,
    `W = [[1, 0], [0, 1]]`, `c = [0, 0]`.
    """,
    fr=r"""
    Montrez par un exemple que les deux pénalités peuvent être aussi éloignées que l'on veut : renvoyez un
    tuple `(x, W, c)`, des arguments de 5.2.1, tel que

    - il y a au moins trois entrées, distantes deux à deux d'au moins $0.1$ ;
    - il y a au moins deux unités cachées, et chaque ligne de `W` a une norme d'au moins $1$ ;
    - la pénalité contractive vaut $0$ en chaque entrée.

    Aucun axe ne dépasse 50, et aucun nombre ne dépasse $10^6$ en valeur absolue. Tout exemple de ce genre est
    juste. La forme, avec un exemple qui n'est pas une solution : `x = [[0, 1], [1, 0], [1, 1]]`,
    `W = [[1, 0], [0, 1]]`, `c = [0, 0]`.
    """,
)
def free_weights_witness() -> tuple[Float[Array, "batch D"], Float[Array, "H D"], Float[Array, " H"]]:
    """Inputs and a layer (x, W, c) with large weights but no contractive penalty."""
    raise NotImplementedError


@law(
    free_weights_witness,
    en="Inputs, weights and biases fit together; there are three inputs and two units or more.",
    fr="Entrées, poids et biais concordent ; il y a au moins trois entrées et deux unités.",
)
def describes_a_layer(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, W, c = (np.asarray(array, dtype=float) for array in f())
    return [x.shape[1], len(c), len(x) >= 3, len(W) >= 2], [W.shape[1], len(W), True, True]


how_penalties_differ = written(
    "5.2.4",
    points=2,
    words=(40, 120),
    en=r"""
    How does the contractive penalty differ from weight decay in an autoencoder with one hidden layer of
    rectified linear units? Say what is penalised for which inputs, and name at least one consequence for
    training.
    """,
    fr=r"""
    En quoi la pénalité contractive diffère-t-elle de la pénalisation des poids dans un autoencodeur à une
    couche cachée d'unités linéaires rectifiées ? Dites ce qui est pénalisé pour quelles entrées, et citez au
    moins une conséquence pour l'apprentissage.
    """,
)
