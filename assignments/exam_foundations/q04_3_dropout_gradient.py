"""Question 4.3: the gradient of a dropout probability.

Source: sheet 002, question 4 (10 points).
Paper: Williams, "Simple Statistical Gradient-Following Algorithms", Machine Learning 1992, theorem 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, written

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="4.3",
    title=Text(en="The gradient of a dropout probability", fr="Le gradient d'une probabilité d'abandon"),
)


@part(
    "4.3.1",
    points=1.25,
    en=r"""
    With few units the expectation over the masks is a sum. `losses` has $d$ axes of size two and holds the
    loss of each mask: `losses[m_1, ..., m_d]`, where the index $m_i = 1$ stands for a kept unit. Return the
    exact gradient of the expected loss with respect to the drop probabilities, shape `(d,)`; all $p_i$ are
    strictly between $0$ and $1$, and $d \le 5$.

    Example: `p = [0.5, 0.2]`, `losses = [[4, 1], [3, 0]]` give `[1, 3]`.
    """,
    fr=r"""
    Avec peu d'unités, l'espérance par rapport aux masques est une somme. `losses` a $d$ axes de taille deux
    et contient le coût de chaque masque : `losses[m_1, ..., m_d]`, où l'indice $m_i = 1$ désigne une unité
    gardée. Renvoyez le gradient exact de l'espérance du coût par rapport aux probabilités d'abandon, de forme
    `(d,)` ; tous les $p_i$ sont strictement entre $0$ et $1$, et $d \le 5$.

    Exemple : `p = [0.5, 0.2]`, `losses = [[4, 1], [3, 0]]` donnent `[1, 3]`.
    """,
)
def drop_probability_gradient(p: Float[Array, " d"], losses: Float[Array, "*two"]) -> Float[Array, " d"]:
    """Gradient of the expected loss with respect to p, in the unit of the loss."""
    raise NotImplementedError


@example(drop_probability_gradient)
def four_masks() -> tuple[dict[str, Any], Any]:
    losses = np.array([[4.0, 1.0], [3.0, 0.0]])
    return {"p": np.array([0.5, 0.2]), "losses": losses}, np.array([1.0, 3.0])


@law(
    drop_probability_gradient,
    en="If each dropped unit costs $c_i$ and these costs add up, the gradient is $c$, whatever $p$ is.",
    fr="Si chaque unité abandonnée coûte $c_i$ et que ces coûts s'ajoutent, le gradient est $c$, quel que "
    "soit $p$.",
)
def costs_that_add_up(f: Function, rng: Rng) -> tuple[Any, Any]:
    cost = rng.normal(size=3)
    losses = sum(np.reshape([c, 0.0], np.roll([2, 1, 1], i)) for i, c in enumerate(cost)) + np.zeros(
        (2, 2, 2)
    )
    return f(rng.uniform(0.1, 0.9, size=3), losses), cost


@part(
    "4.3.2",
    points=1.25,
    en=r"""
    With many units one draws masks. Row $s$ of `masks` is a mask that was drawn with the probabilities $p$,
    with entries $0$ and $1$, and `losses[s]` is its loss. Return for *each* mask its estimate of the gradient
    by the score function (REINFORCE), shape `(samples, d)`, with a `baseline` $b$ that reduces the variance
    and does not change the expectation. Do not average over the masks.

    Example: `p = [0.5, 0.2]`, `masks = [[1, 0]]`, `losses = [3]`, `baseline = 0` give `[[-6, 15]]`.
    """,
    fr=r"""
    Avec beaucoup d'unités, on tire des masques. La ligne $s$ de `masks` est un masque tiré avec les
    probabilités $p$, formé de $0$ et de $1$, et `losses[s]` est son coût. Renvoyez pour *chaque* masque son
    estimation du gradient par la fonction score (REINFORCE), de forme `(samples, d)`, avec une référence
    `baseline` $b$ qui réduit la variance sans changer l'espérance. Ne moyennez pas sur les masques.

    Exemple : `p = [0.5, 0.2]`, `masks = [[1, 0]]`, `losses = [3]`, `baseline = 0` donnent `[[-6, 15]]`.
    """,
)
def score_function_estimates(
    p: Float[Array, " d"],
    masks: Float[Array, "samples d"],
    losses: Float[Array, " samples"],
    baseline: float,
) -> Float[Array, "samples d"]:
    """Estimates of the gradient of the expected loss with respect to p, one row for each mask."""
    raise NotImplementedError


@example(score_function_estimates)
def one_mask() -> tuple[dict[str, Any], Any]:
    p, masks, losses = np.array([0.5, 0.2]), np.array([[1.0, 0.0]]), np.array([3.0])
    estimates = np.array([[-6.0, 15.0]])
    return {"p": p, "masks": masks, "losses": losses, "baseline": 0.0}, estimates


@law(
    score_function_estimates,
    en="On average over all masks the estimate is the gradient; here each dropped unit costs $c_i$.",
    fr="En moyenne sur tous les masques, l'estimation est le gradient ; ici, chaque unité abandonnée coûte "
    "$c_i$.",
)
def right_on_average(f: Function, rng: Rng) -> tuple[Any, Any]:
    p, cost = rng.uniform(0.1, 0.9, size=2), rng.normal(size=2)
    masks = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    chances = np.prod(np.where(masks == 1, 1 - p, p), axis=1)
    return chances @ np.reshape(f(p, masks, (1 - masks) @ cost, 0.7), (4, 2)), cost


@law(
    score_function_estimates,
    en="A loss and a baseline that are both larger by the same number give the same estimates.",
    fr="Un coût et une référence tous deux plus grands du même nombre donnent les mêmes estimations.",
)
def shifted_together(f: Function, rng: Rng) -> tuple[Any, Any]:
    p, masks, losses = (
        rng.uniform(0.1, 0.9, size=3),
        rng.integers(0, 2, size=(4, 3)) * 1.0,
        rng.normal(size=4),
    )
    return f(p, masks, losses + 5.0, 5.0), np.reshape(f(p, masks, losses, 0.0), (4, 3))


@picture(
    score_function_estimates,
    en=r"""
    Histograms of your estimates of the derivative with respect to $p_1$ from four hundred masks of three
    units, with $b = 0$ (left) and with the mean loss as $b$ (right). Solid: the exact derivative; dotted: the
    mean of your estimates.
    """,
    fr=r"""
    Histogrammes de vos estimations de la dérivée par rapport à $p_1$, tirées de quatre cents masques de trois
    unités, avec $b = 0$ (à gauche) et avec le coût moyen comme $b$ (à droite). Trait plein : la dérivée
    exacte ; pointillés : la moyenne de vos estimations.
    """,
)
def histograms_of_estimates(f: Function | None, figure: Any) -> None:
    rng = np.random.default_rng(8)
    p, cost = np.array([0.4, 0.3, 0.6]), np.array([1.0, -0.6, 0.8])
    masks = (rng.uniform(size=(400, 3)) >= p).astype(float)
    losses = 5.0 + (1 - masks) @ cost
    panels = figure.subplots(1, 2, sharex=True, sharey=True)
    for axes, baseline in zip(panels, (0.0, float(losses.mean())), strict=True):
        axes.set(xlabel=r"$\partial\,/\,\partial p_1$", xlim=(-20, 20), title=f"$b = {baseline:.2f}$")
        if f is not None:
            estimates = np.asarray(f(p, masks, losses, baseline))[:, 0]
            axes.hist(estimates, bins=np.linspace(-20, 20, 41), color="0.8", edgecolor="0.4")
            axes.axvline(estimates.mean(), linestyle=":", color="tab:blue", linewidth=2.5)
        axes.axvline(cost[0], color="black", linewidth=1)


no_gradient_through_a_sample = written(
    "4.3.3",
    points=0.5,
    words=(20, 80),
    en=r"""
    Which problem has to be solved before the $p_i$ can be trained by gradient descent like weights? Name it,
    and one way out, in 20 to 80 words.
    """,
    fr=r"""
    Quel problème faut-il résoudre avant de pouvoir entraîner les $p_i$ par descente de gradient comme des
    poids ? Nommez-le, ainsi qu'une façon d'en sortir, en 20 à 80 mots.
    """,
)
