"""Question 4.3: the gap between training and test.

Source: sheet 003, question 4 (22 points).
Papers: Goodfellow et al., "Generative Adversarial Nets", NeurIPS 2014, eq. 1, proposition 1 and theorem 1;
Srivastava et al., "Dropout", JMLR 2014, section 10 (the scaling during training).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, choice, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="4.3", title=Text(en="The gap between training and test", fr="L'écart entre entraînement et test")
)


@choice(
    "4.3.1",
    points=1,
    en=r"""
    A network classifies all of its training set correctly, but only 42 % of the test set. Which of these is
    commonly used to narrow such a gap? Give its letter, and for each option the reason that settles it.
    """,
    fr=r"""
    Un réseau classe correctement tout son jeu d'entraînement, mais seulement 42 % du jeu de test. Lequel de
    ces moyens sert couramment à réduire un tel écart ? Donnez sa lettre, et pour chaque option la raison
    qui tranche.
    """,
    options={
        "a": Text(en="A generative adversarial network", fr="Un réseau antagoniste génératif"),
        "b": Text(en="Dropout", fr="Le dropout (abandon aléatoire d'unités)"),
        "c": Text(en="Sigmoid activations", fr="Des activations sigmoïdes"),
        "d": Text(en="The optimiser RMSprop", fr="L'optimiseur RMSprop"),
    },
    reasons={
        "adds_capacity": Text(
            en="it adds the capacity that the network lacks",
            fr="il ajoute la capacité qui manque au réseau",
        ),
        "corrects_labels": Text(
            en="it corrects wrong labels of the test set",
            fr="il corrige des étiquettes fausses du jeu de test",
        ),
        "noise_against_overfitting": Text(
            en="noise in training makes the units rely less on each other, so the network overfits less",
            fr="du bruit à l'entraînement rend les unités moins dépendantes : le réseau surapprend moins",
        ),
        "only_a_nonlinearity": Text(
            en="it is a choice of nonlinearity; it does not restrain overfitting",
            fr="c'est un choix de non-linéarité ; il ne freine pas le surapprentissage",
        ),
        "only_fits_faster": Text(
            en="it helps to fit the training set, which is not the problem",
            fr="il aide à ajuster le jeu d'entraînement, ce qui n'est pas le problème",
        ),
        "only_models_data": Text(
            en="it learns to produce data; by itself it does not regularise a classifier",
            fr="il apprend à produire des données ; en soi, il ne régularise pas un classifieur",
        ),
    },
)
def generalisation_gap() -> dict[str, str]:
    """The letter of the answer, and for every option the reason that settles it."""
    return {"answer": ..., "a": ..., "b": ..., "c": ..., "d": ...}  # type: ignore[dict-item]


@part(
    "4.3.2",
    points=1,
    en=r"""
    Write *inverted* dropout: the scaling is done during training, so that evaluation needs none. `p` is the
    probability that a unit is dropped, $0 \le p < 1$. To make the result reproducible, the uniform numbers
    `u` are given: a unit is kept exactly when $u \ge p$. In training the expectation over `u` of each
    output is the input; in evaluation (`training=False`) the output is the input. A dropped unit gives
    exactly $0$, whatever `x` holds there, even `inf`. `x` and `u` may have any common shape.

    Example: `x = [1, 2]`, `u = [0.1, 0.6]`, `p = 0.5` gives `[0, 4]` in training.
    """,
    fr=r"""
    Écrivez le dropout *inversé* : la mise à l'échelle se fait à l'entraînement, si bien que l'évaluation
    n'en demande aucune. `p` est la probabilité qu'une unité soit abandonnée, $0 \le p < 1$. Pour que le
    résultat soit reproductible, les nombres uniformes `u` sont donnés : une unité est gardée exactement
    quand $u \ge p$. À l'entraînement, l'espérance de chaque sortie par rapport à `u` est l'entrée ; en
    évaluation (`training=False`), la sortie est l'entrée. Une unité abandonnée donne exactement $0$, quoi
    que contienne `x`, même `inf`. `x` et `u` ont une même forme quelconque.

    Exemple : `x = [1, 2]`, `u = [0.1, 0.6]`, `p = 0.5` donne `[0, 4]` à l'entraînement.
    """,
)
def dropout(
    x: Float[Array, "*shape"], u: Float[Array, "*shape"], p: float, training: bool
) -> Float[Array, "*shape"]:
    """The units after inverted dropout with probability `p` of dropping, in the shape and unit of `x`."""
    raise NotImplementedError


@example(dropout)
def two_units() -> tuple[dict[str, Any], Any]:
    x, u = np.array([1.0, 2.0]), np.array([0.1, 0.6])
    return {"x": x, "u": u, "p": 0.5, "training": True}, np.array([0.0, 4.0])


@law(
    dropout,
    en="In training, the mean output over evenly spaced `u` is the input.",
    fr="À l'entraînement, la sortie moyenne sur des `u` régulièrement espacés est l'entrée.",
)
def kept_expectation(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, u = rng.normal(size=3), (np.arange(10) + 0.5) / 10
    spread, noise = np.tile(x, (10, 1)), np.tile(u[:, None], (1, 3))
    return np.asarray(f(spread, noise, 0.3, True)).mean(axis=0), x


@law(
    dropout,
    en="In evaluation the output does not depend on `u`.",
    fr="En évaluation, la sortie ne dépend pas de `u`.",
)
def silent_evaluation(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, u, other = rng.normal(size=(4, 2)), rng.uniform(size=(4, 2)), rng.uniform(size=(4, 2))
    return f(x, u, 0.6, False), f(x, other, 0.6, False)


@picture(
    dropout,
    en="""
    Two hundred units that are all $1$, through your dropout with probability $p$: the mean output in training
    (circles) and in evaluation (line), and the largest output in training (triangles).
    """,
    fr="""
    Deux cents unités toutes égales à $1$, à travers votre dropout de probabilité $p$ : la sortie moyenne à
    l'entraînement (cercles) et en évaluation (ligne), et la plus grande sortie à l'entraînement (triangles).
    """,
)
def outputs_against_probability(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    probabilities = np.linspace(0.0, 0.9, 19)
    axes.set(xlabel="$p$", ylabel="$x$", xlim=(-0.03, 0.93), ylim=(0, 11))
    if f is None:
        return
    x, u = np.ones(200), (np.arange(200) + 0.5) / 200
    trained = [np.asarray(f(x, u, p, True)) for p in probabilities]
    evaluated = [np.mean(np.asarray(f(x, u, p, False))) for p in probabilities]
    axes.plot(probabilities, evaluated, "-", color="black")
    axes.plot(
        probabilities, [output.mean() for output in trained], "o", color="black", markerfacecolor="white"
    )
    axes.plot(probabilities, [output.max() for output in trained], "^", color="0.5")
