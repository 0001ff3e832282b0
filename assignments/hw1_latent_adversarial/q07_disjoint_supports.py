"""Question 7: the Jensen-Shannon divergence of distributions that do not overlap.

Source: sheet 000, question 7 (10 points).
Papers: Arjovsky and Bottou, "Towards Principled Methods for Training Generative Adversarial Networks", ICLR
2017; Arjovsky, Chintala and Bottou, "Wasserstein Generative Adversarial Networks", ICML 2017, example 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, shared

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="7",
    title=Text(en="Disjoint supports", fr="Supports disjoints"),
    text=Text(
        en=r"""
        The distributions $p_0$ and $p_1$ have the densities $f_0$ and $f_1$, and their mixture is
        $\mu = \frac{1}{2}(p_0 + p_1)$. The Jensen-Shannon divergence is

        $$\mathrm{JSD}(p_0, p_1)
        = \frac{1}{2} \mathrm{KL}(p_0 \,\|\, \mu) + \frac{1}{2} \mathrm{KL}(p_1 \,\|\, \mu).$$

        What is it when the supports are disjoint, so that $f_0(x) f_1(x) = 0$ everywhere? At the start of
        the training of a generator this is the normal case: two thin surfaces in a space of many dimensions
        hardly ever meet. First you evaluate the definition line by line, beside the largest value $V[D^*]$
        that a discriminator reaches (question 5); then you move one distribution away from the other and
        watch the divergence. What would it tell a generator that wants to come nearer?
        """,
        fr=r"""
        Les lois $p_0$ et $p_1$ ont pour densités $f_0$ et $f_1$, et $\mu = \frac{1}{2}(p_0 + p_1)$ est leur
        mélange. La divergence de Jensen-Shannon est

        $$\mathrm{JSD}(p_0, p_1)
        = \frac{1}{2} \mathrm{KL}(p_0 \,\|\, \mu) + \frac{1}{2} \mathrm{KL}(p_1 \,\|\, \mu).$$

        Que vaut-elle quand les supports sont disjoints, donc quand $f_0(x) f_1(x) = 0$ partout ? Au début de
        l'entraînement d'un générateur, c'est le cas normal : deux surfaces minces dans un espace de grande
        dimension ne se rencontrent presque jamais. Vous évaluez d'abord la définition ligne par ligne, à
        côté de la plus grande valeur $V[D^*]$ qu'atteint un discriminateur (question 5) ; ensuite, vous
        éloignez une loi de l'autre et observez la divergence. Que dirait-elle à un générateur qui veut se
        rapprocher ?
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet does not say to which base the logarithm is taken; here it is natural, and divergences are
        in nats. Its $p$, $q$ and $r$ are called $p_0$, $p_1$ and $\mu$, as in question 5.
        """,
        fr=r"""
        La feuille ne dit pas dans quelle base est le logarithme ; ici il est naturel, et les divergences sont
        en nats. Ses $p$, $q$ et $r$ s'appellent $p_0$, $p_1$ et $\mu$, comme à la question 5.
        """,
    ),
)


lines = shared("hw3_generative_models", {"4.6a.2": ("7.1", 6)})


@part(
    "7.2",
    points=4,
    en=r"""
    Let $p_0$ be uniform on the interval $[0, 1]$ and $p_1$ uniform on $[\theta, \theta + 1]$. Return their
    Jensen-Shannon divergence for each $\theta$ in the array `theta`. The shift may have either sign, be zero,
    or be so large that the intervals no longer meet. Split the line into the stretches where one density or
    both are positive, and find the ratio to $\mu$ on each.

    Example: `theta = [0, -0.25]` gives `[0, 0.173287]`.
    """,
    fr=r"""
    Soit $p_0$ la loi uniforme sur l'intervalle $[0, 1]$ et $p_1$ la loi uniforme sur $[\theta, \theta + 1]$.
    Renvoyez leur divergence de Jensen-Shannon pour chaque $\theta$ du tableau `theta`. Le décalage peut être
    de l'un ou l'autre signe, être nul, ou être si grand que les intervalles ne se rencontrent plus. Découpez
    la droite en morceaux selon qu'une densité ou les deux y sont positives, et trouvez sur chacun le rapport
    à $\mu$.

    Exemple : `theta = [0, -0.25]` donne `[0, 0.173287]`.
    """,
)
def jensen_shannon_of_shifted_uniforms(theta: Float[Array, " n"]) -> Float[Array, " n"]:
    """Jensen-Shannon divergence of the uniform distributions on [0, 1] and [theta, theta + 1], in nats."""
    raise NotImplementedError


@example(jensen_shannon_of_shifted_uniforms)
def no_shift_and_a_quarter() -> tuple[dict[str, Any], Any]:
    return {"theta": np.array([0.0, -0.25])}, np.array([0.0, 0.173287])


@law(
    jensen_shannon_of_shifted_uniforms,
    en="A shift to the left does as much as the same shift to the right, and no shift does nothing.",
    fr="Un décalage à gauche fait autant que le même décalage à droite, et un décalage nul ne fait rien.",
)
def either_side(f: Function, rng: Rng) -> tuple[Any, Any]:
    theta = np.array([0.0, 0.3, 0.8, 1.7])
    left, right = f(-theta), np.reshape(f(theta), 4)
    return left, np.concatenate([[0.0], right[1:]])


@law(
    jensen_shannon_of_shifted_uniforms,
    en="Once the intervals have parted, their distance no longer matters.",
    fr="Une fois les intervalles séparés, leur distance ne compte plus.",
)
def distance_does_not_matter(f: Function, rng: Rng) -> tuple[Any, Any]:
    values = np.asarray(f(np.array([1.5, 4.0, 1000.0])))
    return values, np.full(3, values[0])


@picture(
    jensen_shannon_of_shifted_uniforms,
    en=r"""
    Left, the two densities for $\theta = 0.4$ ($f_0$ dotted, $f_1$ solid). Right, your divergence against
    $\theta$ (solid), beside the distance $|\theta|$ by which the mass has moved (dotted): which of the two
    has a slope that shows the way back from far off?
    """,
    fr=r"""
    À gauche, les deux densités pour $\theta = 0.4$ ($f_0$ en pointillés, $f_1$ en trait plein). À droite,
    votre divergence en fonction de $\theta$ (trait plein), à côté de la distance $|\theta|$ dont la masse
    s'est déplacée (pointillés) : laquelle des deux a une pente qui montre de loin le chemin du retour ?
    """,
)
def divergence_against_shift(f: Function | None, figure: Any) -> None:
    densities, axes = figure.subplots(1, 2)
    x, height = np.array([-0.6, 0.0, 0.0, 1.0, 1.0, 1.6]), [0, 0, 1, 1, 0, 0]
    densities.plot(x, height, ":", linewidth=4, color="0.6", label="$f_0$")
    densities.plot(x + 0.4, height, "-", color="black", label="$f_1$")
    densities.set(xlabel="$x$", ylim=(-0.05, 1.6))
    densities.legend(loc="upper right", ncols=2)
    theta = np.linspace(-2.5, 2.5, 101)
    axes.plot(theta, np.abs(theta), ":", color="black", label=r"$|\theta|$")
    if f is not None:
        axes.plot(theta, np.asarray(f(theta)), "-", color="tab:blue", label=r"$\mathrm{JSD}(p_0, p_1)$")
    axes.set(xlabel=r"$\theta$", ylim=(-0.05, 2.5))
    axes.legend(loc="upper center")
