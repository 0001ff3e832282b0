"""Question 4.1: capacity and training time.

Source: sheet 002, question 4 (10 points).
Book: Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 7.8 (early stopping as a regulariser).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, written

if TYPE_CHECKING:
    from jaxtyping import Float, Int

    from autograder.question import Array

question = Question(
    number="4.1",
    title=Text(en="Capacity and training time", fr="Capacité et durée de l'entraînement"),
    text=Text(
        en=r"""
        Near its minimum $w^\ast$ a loss is about quadratic,
        $L(w) = \frac{1}{2} (w - w^\ast)^\top H (w - w^\ast)$ with a symmetric matrix $H$ that has no negative
        eigenvalue. Gradient descent with the rate `lr` starts at $w_0$ and makes $\tau$ steps.
        """,
        fr=r"""
        Près de son minimum $w^\ast$, un coût est à peu près quadratique,
        $L(w) = \frac{1}{2} (w - w^\ast)^\top H (w - w^\ast)$ avec une matrice symétrique $H$ sans valeur
        propre négative. La descente de gradient avec le taux `lr` part de $w_0$ et fait $\tau$ pas.
        """,
    ),
)


@part(
    "4.1.1",
    points=1.25,
    en=r"""
    Return the weights $w_\tau$ after $\tau$ steps, $\tau \ge 0$. $H$ need not be diagonal or invertible.

    Example: `H = [[1, 0], [0, 0.1]]`, `w_star = [1, 1]`, `w0 = [0, 0]`, `lr = 0.5`, `tau = 4` give
    `[0.9375, 0.185494]`.
    """,
    fr=r"""
    Renvoyez les poids $w_\tau$ après $\tau$ pas, $\tau \ge 0$. $H$ n'est pas forcément diagonale ni
    inversible.

    Exemple : `H = [[1, 0], [0, 0.1]]`, `w_star = [1, 1]`, `w0 = [0, 0]`, `lr = 0.5`, `tau = 4` donnent
    `[0.9375, 0.185494]`.
    """,
)
def gradient_descent_weights(
    H: Float[Array, "d d"], w_star: Float[Array, " d"], w0: Float[Array, " d"], lr: float, tau: int
) -> Float[Array, " d"]:
    """The weights after tau steps of gradient descent on the quadratic loss, in the unit of w0."""
    raise NotImplementedError


@example(gradient_descent_weights)
def four_steps() -> tuple[dict[str, Any], Any]:
    arrays = {"H": np.diag([1.0, 0.1]), "w_star": np.ones(2), "w0": np.zeros(2)}
    return {**arrays, "lr": 0.5, "tau": 4}, np.array([0.9375, 0.185494])


@law(
    gradient_descent_weights,
    en="Five steps and then three more are eight steps.",
    fr="Cinq pas, puis encore trois, font huit pas.",
)
def steps_add_up(f: Function, rng: Rng) -> tuple[Any, Any]:
    root, w_star, w0 = rng.normal(size=(3, 3)), rng.normal(size=3), rng.normal(size=3)
    half_way = np.reshape(f(root @ root.T, w_star, w0, 0.05, 5), 3)
    return f(root @ root.T, w_star, half_way, 0.05, 3), np.reshape(f(root @ root.T, w_star, w0, 0.05, 8), 3)


@law(
    gradient_descent_weights,
    en="Who starts at the minimum stays there; who makes no step stays where it is.",
    fr="Qui part du minimum y reste ; qui ne fait aucun pas reste sur place.",
)
def nothing_moves(f: Function, rng: Rng) -> tuple[Any, Any]:
    root, w_star, w0 = rng.normal(size=(2, 2)), rng.normal(size=2), rng.normal(size=2)
    return (f(root @ root.T, w_star, w_star, 0.1, 4), f(root @ root.T, w_star, w0, 0.1, 0)), (w_star, w0)


@picture(
    gradient_descent_weights,
    en=r"""
    Level lines of a loss with its minimum (star), and your weights after $0, 1, \dots, 60$ steps from the
    origin (discs). The dashed line is where the minimum goes when weight decay is added, from strong (at
    the origin) to none.
    """,
    fr=r"""
    Lignes de niveau d'un coût avec son minimum (étoile), et vos poids après $0, 1, \dots, 60$ pas depuis
    l'origine (disques). La ligne en tirets montre où va le minimum quand on ajoute une décroissance des
    poids, de forte (à l'origine) à nulle.
    """,
)
def path_from_the_origin(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    H, w_star = np.array([[0.3, 0.35], [0.35, 0.6]]), np.array([2.75, -0.28])
    first, second = np.meshgrid(np.linspace(-0.5, 4.0, 90), np.linspace(-0.8, 1.4, 60))
    offset = np.stack([first - w_star[0], second - w_star[1]], axis=-1)
    loss = 0.5 * np.sum(offset @ H * offset, axis=-1)
    axes.contour(first, second, loss, levels=np.array([0.01, 0.05, 0.15, 0.3, 0.6, 1.0]), colors="0.75")
    decays = np.geomspace(1e-4, 1e4, 120)
    shrunk = np.array([np.linalg.solve(H + decay * np.eye(2), H @ w_star) for decay in decays])
    axes.plot(*shrunk.T, "--", color="black", linewidth=1)
    axes.plot(*w_star, "*", color="black", markersize=12)
    if f is not None:
        path = np.array([np.reshape(f(H, w_star, np.zeros(2), 0.8, tau), 2) for tau in range(61)])
        axes.plot(*path.T, "o-", color="tab:blue", markersize=4, linewidth=0.7)
    axes.set(xlabel="$w_1$", ylabel="$w_2$", xlim=(-0.5, 4.0), ylim=(-0.8, 1.4))


@part(
    "4.1.2",
    points=1.25,
    # The share that is learned of a flat direction is tiny, but it is not zero: no absolute floor.
    atol=0.0,
    en=r"""
    Now let $w_0 = 0$, and let $0 \le \mathrm{lr} \cdot \lambda_i < 1$ for the eigenvalues $\lambda_i$ of
    $H$. Along each eigenvector, $w_\tau$ has reached a certain *fraction* of the coordinate of $w^\ast$: $0$
    if nothing is learned, $1$ if all is learned. Return the sum of these fractions over all directions, the
    effective number of degrees of freedom, for each number of steps in `taus`: an array of shape `(n,)`.
    Fractions may be as small as $10^{-12}$ and must then still have six right digits; $\tau$ may be as large
    as $10^{12}$.

    Example: `eigenvalues = [1, 0.1]`, `lr = 0.5`, `taus = [0, 1, 10, 100]` give
    `[0, 0.55, 1.400286, 1.994079]`.
    """,
    fr=r"""
    Soit maintenant $w_0 = 0$, et soit $0 \le \mathrm{lr} \cdot \lambda_i < 1$ pour les valeurs propres
    $\lambda_i$ de $H$. Le long de chaque vecteur propre, $w_\tau$ a atteint une certaine *fraction* de la
    coordonnée de $w^\ast$ : $0$ si rien n'est appris, $1$ si tout est appris. Renvoyez la somme de ces
    fractions sur toutes les directions, le nombre effectif de degrés de liberté, pour chaque nombre de pas
    de `taus` : un tableau de forme `(n,)`. Des fractions peuvent descendre à $10^{-12}$ et doivent alors
    encore avoir six chiffres justes ; $\tau$ peut atteindre $10^{12}$.

    Exemple : `eigenvalues = [1, 0.1]`, `lr = 0.5`, `taus = [0, 1, 10, 100]` donnent
    `[0, 0.55, 1.400286, 1.994079]`.
    """,
)
def effective_degrees_of_freedom(
    eigenvalues: Float[Array, " d"], lr: float, taus: Int[Array, " n"]
) -> Float[Array, " n"]:
    """Sum of the fractions that are learned of all directions, after each number of steps, from 0 to d."""
    raise NotImplementedError


@example(effective_degrees_of_freedom)
def four_training_times() -> tuple[dict[str, Any], Any]:
    eigenvalues, taus = np.array([1.0, 0.1]), np.array([0, 1, 10, 100])
    degrees = np.array([0.0, 0.55, 1.400286, 1.994079])
    return {"eigenvalues": eigenvalues, "lr": 0.5, "taus": taus}, degrees


@law(
    effective_degrees_of_freedom,
    en="Before training there are none; after a long one, as many as $H$ has eigenvalues that are not zero.",
    fr="Avant l'entraînement il n'y en a aucun ; après un long, autant que $H$ a de valeurs propres non "
    "nulles.",
)
def from_zero_to_the_rank(f: Function, rng: Rng) -> tuple[Any, Any]:
    eigenvalues = np.append(rng.uniform(0.2, 0.9, size=3), [0.0, 0.0])
    return f(eigenvalues, 1.0, np.array([0, 10**4])), np.array([0.0, 3.0])


@law(
    effective_degrees_of_freedom,
    en="Each direction contributes for itself.",
    fr="Chaque direction contribue pour elle-même.",
)
def directions_add_up(f: Function, rng: Rng) -> tuple[Any, Any]:
    eigenvalues, taus = rng.uniform(0.0, 0.9, size=4), np.array([1, 5, 25])
    each = [np.reshape(f(eigenvalues[[i]], 1.0, taus), 3) for i in range(4)]
    return f(eigenvalues, 1.0, taus), np.sum(each, axis=0)


@picture(
    effective_degrees_of_freedom,
    en=r"""
    Your effective number of degrees of freedom against $\tau$ (logarithmic axis), for a matrix with four
    eigenvalues: $1$, $0.1$, $0.01$ and $0.001$. Dotted: the number of directions.
    """,
    fr=r"""
    Votre nombre effectif de degrés de liberté selon $\tau$ (axe logarithmique), pour une matrice à quatre
    valeurs propres : $1$, $0.1$, $0.01$ et $0.001$. En pointillés : le nombre de directions.
    """,
)
def capacity_against_time(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    taus = np.unique(np.geomspace(1, 10**5, 60).astype(int))
    axes.axhline(4.0, linestyle=":", color="0.5")
    axes.set(xlabel=r"$\tau$", xscale="log", ylim=(-0.2, 4.4), xlim=(0.8, 1.3e5))
    if f is not None:
        axes.plot(taus, f(np.array([1.0, 0.1, 0.01, 0.001]), 0.5, taus), color="tab:blue", linewidth=2)


why_capacity_grows = written(
    "4.1.3",
    points=1.5,
    words=(40, 120),
    en=r"""
    Why does the effective capacity of a network that is trained by stochastic gradient descent grow with the
    number of iterations? Answer in 40 to 120 words: say which weights can be reached in $\tau$ steps, what a
    network computes when its weights are small, and in what sense stopping early resembles weight decay.
    """,
    fr=r"""
    Pourquoi la capacité effective d'un réseau entraîné par descente de gradient stochastique croît-elle avec
    le nombre d'itérations ? Répondez en 40 à 120 mots : dites quels poids peuvent être atteints en $\tau$
    pas, ce que calcule un réseau dont les poids sont petits, et en quel sens l'arrêt prématuré ressemble à
    une décroissance des poids.
    """,
)
