"""Question 5: the density that the best discriminator knows.

Source: sheet 000, question 5 (10 points).
Paper: Goodfellow et al., "Generative Adversarial Nets", NeurIPS 2014, proposition 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, shared

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="5",
    title=Text(en="The best discriminator", fr="Le meilleur discriminateur"),
    text=Text(
        en=r"""
        The distributions $p_1$ and $p_0$ have the densities $f_1$ and $f_0$, with the same support. A
        discriminator gives each $x$ a probability $D(x)$ of having been drawn from $p_1$ and not from
        $p_0$. It is trained to maximise

        $$V[D] = \mathbb{E}_{x \sim p_1}[\log D(x)] + \mathbb{E}_{x \sim p_0}[\log(1 - D(x))],$$

        and $D^*$ is the best of all functions from $x$ to $(0, 1)$. No value of $D$ is tied to another one,
        so each point $x$ can be settled on its own. You find $D^*$, then read it backwards: whoever knows
        $f_0$ and $D^*$ knows $f_1$. The *logit* $l$ of a discriminator is the number with
        $D = \sigma(l) = 1 / (1 + e^{-l})$.
        """,
        fr=r"""
        Les lois $p_1$ et $p_0$ ont pour densités $f_1$ et $f_0$, de même support. Un discriminateur donne à
        chaque $x$ une probabilité $D(x)$ d'avoir été tiré de $p_1$ et non de $p_0$. On l'entraîne à
        maximiser

        $$V[D] = \mathbb{E}_{x \sim p_1}[\log D(x)] + \mathbb{E}_{x \sim p_0}[\log(1 - D(x))],$$

        et $D^*$ est la meilleure de toutes les fonctions de $x$ dans $(0, 1)$. Aucune valeur de $D$ n'est
        liée à une autre : chaque point $x$ se traite donc séparément. Vous trouvez $D^*$, puis vous le lisez
        à rebours : qui connaît $f_0$ et $D^*$ connaît $f_1$. Le *logit* $l$ d'un discriminateur est le
        nombre tel que $D = \sigma(l) = 1 / (1 + e^{-l})$.
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet names $P_1$ and $P_0$ but gives them the densities $f_0$ and $f_1$ *respectively*: the
        order is crossed, and the identity to be shown would be false. Here $f_1$ belongs to $p_1$ and $f_0$
        to $p_0$.
        """,
        fr=r"""
        La feuille nomme $P_1$ et $P_0$ mais leur donne *respectivement* les densités $f_0$ et $f_1$ :
        l'ordre est croisé, et l'identité à démontrer serait fausse. Ici, $f_1$ est la densité de $p_1$ et
        $f_0$ celle de $p_0$.
        """,
    ),
)


variations = shared("hw3_generative_models", {"4.6b.2": ("5.1", 4)})


@part(
    "5.2",
    points=3,
    atol=1e-30,  # a discriminator may be nearly sure: a probability of 1e-17 is asked to six digits, too
    en=r"""
    Return $D^*(x_i)$ at each of $n$ points, from the arrays `log_f0` and `log_f1`, which hold
    $\log f_0(x_i)$ and $\log f_1(x_i)$. In many dimensions densities are tiny or huge: both logarithms may
    be near $-10^4$ or near $900$. Where $D^*$ is as small as $10^{-17}$, its first six digits must still be
    right.

    Example: `log_f0 = [-1000, 0]` and `log_f1 = [-1001, -40]` give `[0.268941, 4.248354e-18]`.
    """,
    fr=r"""
    Renvoyez $D^*(x_i)$ en chacun de $n$ points, à partir des tableaux `log_f0` et `log_f1`, qui contiennent
    $\log f_0(x_i)$ et $\log f_1(x_i)$. En grande dimension, les densités sont minuscules ou énormes : les
    deux logarithmes peuvent avoisiner $-10^4$ ou $900$. Là où $D^*$ ne vaut que $10^{-17}$, ses six premiers
    chiffres doivent encore être justes.

    Exemple : `log_f0 = [-1000, 0]` et `log_f1 = [-1001, -40]` donnent `[0.268941, 4.248354e-18]`.
    """,
)
def optimal_discriminator(log_f0: Float[Array, " n"], log_f1: Float[Array, " n"]) -> Float[Array, " n"]:
    """Probability that each point comes from p_1, according to the best discriminator."""
    raise NotImplementedError


@example(optimal_discriminator)
def two_points() -> tuple[dict[str, Any], Any]:
    arguments = {"log_f0": np.array([-1000.0, 0.0]), "log_f1": np.array([-1001.0, -40.0])}
    return arguments, np.array([0.268941, 4.248354e-18])


@example(optimal_discriminator, digits=24)  # the second point again, for all of its digits
def nearly_sure() -> tuple[dict[str, Any], Any]:
    return {"log_f0": np.array([0.0]), "log_f1": np.array([-40.0])}, np.array([4.248354e-18])


@law(
    optimal_discriminator,
    en="When the two densities change places, the two probabilities of each point add up to one.",
    fr=r"""
    Quand les deux densités échangent leurs places, les deux probabilités de chaque point ont pour somme un.
    """,
)
def exchanged_laws(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_f0, log_f1 = rng.normal(-2.0, 1.5, size=(2, 5))
    return np.add(f(log_f0, log_f1), f(log_f1, log_f0)), np.ones(5)


@law(
    optimal_discriminator,
    en="Multiplying both densities by the same $e^c$ changes nothing, even for $c = -9000$.",
    fr="Multiplier les deux densités par le même $e^c$ ne change rien, même pour $c = -9000$.",
)
def common_factor(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_f0, log_f1 = rng.normal(-2.0, 1.5, size=(2, 5))
    return f(log_f0 - 9000.0, log_f1 - 9000.0), np.reshape(f(log_f0, log_f1), 5)


@picture(
    optimal_discriminator,
    en=r"""
    The densities $f_0$ (dotted) and $f_1$ (solid) of two normal distributions, and your $D^*$ (circles). The
    dashed level is $1/2$, where the discriminator cannot decide.
    """,
    fr=r"""
    Les densités $f_0$ (pointillés) et $f_1$ (trait plein) de deux lois normales, et votre $D^*$ (cercles). Le
    niveau en tirets est $1/2$, où le discriminateur ne tranche pas.
    """,
)
def densities_and_best_discriminator(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    x = np.linspace(-4.0, 5.0, 91)
    log_f0 = -0.5 * x**2 - 0.5 * np.log(2 * np.pi)
    log_f1 = -0.5 * ((x - 1.5) / 0.7) ** 2 - 0.5 * np.log(2 * np.pi) - np.log(0.7)
    axes.plot(x, np.exp(log_f0), ":", color="black", label="$f_0$")
    axes.plot(x, np.exp(log_f1), "-", color="black", label="$f_1$")
    axes.axhline(0.5, linestyle="--", linewidth=0.8, color="0.5")
    if f is not None:
        values = np.asarray(f(log_f0, log_f1))
        axes.plot(x[::3], values[::3], "o", color="tab:blue", markerfacecolor="none", label="$D^*$")
    axes.set(xlabel="$x$", xlim=(-4, 5), ylim=(-0.05, 1.05))
    axes.legend(loc="center left")


density = shared("hw3_generative_models", {"4.6b.1": ("5.3", 3)})
