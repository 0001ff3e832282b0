"""Question 3.1: the marginal likelihood.

Source: sheet 003, question 3 (28 points).
Paper: Burda, Grosse and Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, eq. 8 and theorem 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, choice, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="3.1", title=Text(en="The marginal likelihood", fr="La vraisemblance marginale"))


@choice(
    "3.1.1",
    points=1.5,
    en=r"""
    Why is $p(x) = \int p(x, z) \, dz$ hard to compute for most models? One option is right. Give its letter
    under `answer`, and under each letter the name of the reason that settles that option, for or against.
    Two reasons are not needed.
    """,
    fr=r"""
    Pourquoi $p(x) = \int p(x, z) \, dz$ est-elle difficile à calculer pour la plupart des modèles ? Une
    seule option est juste. Donnez sa lettre sous `answer` et, sous chaque lettre, le nom de la raison qui
    tranche cette option, pour ou contre. Deux raisons ne servent pas.
    """,
    options={
        "a": Text(
            en=r"The conditional $p(x \mid z)$ is not known, so there is nothing that one could integrate.",
            fr=r"La loi conditionnelle $p(x \mid z)$ n'est pas connue ; il n'y a donc rien à intégrer.",
        ),
        "b": Text(
            en=r"$p(x \mid z)$ is complicated and $z$ has many dimensions: no closed form, and no "
            r"affordable sum.",
            fr=r"$p(x \mid z)$ est compliquée et $z$ a beaucoup de dimensions : ni forme close, ni somme "
            r"abordable.",
        ),
        "c": Text(
            en=r"The distribution of $z$ is not known, and nothing may be assumed about it.",
            fr=r"La loi de $z$ n'est pas connue, et l'on ne peut rien supposer à son sujet.",
        ),
        "d": Text(
            en=r"$z$ does not follow a standard distribution such as a Gaussian or a Bernoulli.",
            fr=r"$z$ ne suit pas une loi usuelle, comme une gaussienne ou une loi de Bernoulli.",
        ),
    },
    reasons={
        "decoder_is_part_of_model": Text(
            en="the decoder is part of the model, we write it down ourselves",
            fr="le décodeur fait partie du modèle, c'est nous qui l'écrivons",
        ),
        "nonlinear_decoder_and_dimension": Text(
            en="a nonlinear decoder leaves no closed form, and the cost of a grid is exponential in the "
            "dimension",
            fr="un décodeur non linéaire exclut toute forme close, et le coût d'une grille croît "
            "exponentiellement avec la dimension",
        ),
        "prior_is_chosen": Text(
            en="the prior is part of the model, we choose it",
            fr="la loi a priori fait partie du modèle, on la choisit",
        ),
        "gaussian_is_still_intractable": Text(
            en="the variable usually is Gaussian, and the integral is hard all the same",
            fr="la variable est le plus souvent gaussienne, et l'intégrale reste difficile",
        ),
        "no_labels": Text(en="the data have no labels", fr="les données n'ont pas d'étiquettes"),
        "bayes_fails": Text(
            en="the rule of Bayes does not hold for continuous variables",
            fr="la règle de Bayes ne vaut pas pour des variables continues",
        ),
    },
)
def marginal_likelihood_obstacle() -> dict[str, str]:
    """The letter of the right option, and for every option the name of the reason that settles it."""
    return {"answer": ..., "a": ..., "b": ..., "c": ..., "d": ...}  # type: ignore[dict-item]


@part(
    "3.1.2",
    points=1.5,
    rtol=1e-5,  # torch.distributions rounds a scale that is a plain number to single precision
    atol=1e-5,
    en=r"""
    Why not simply average $w = p(x \mid z)$ over draws $z$ from the prior? Take $z \sim \mathcal{N}(0, I_D)$
    and $p(x \mid z) = \mathcal{N}(x; z, \sigma^2 I_D)$. For each row $x$ of the batch return
    $$\log \frac{\mathbb{E}[w^2]}{\mathbb{E}[w]^2}$$
    in closed form; its exponential minus one is the relative variance of a single draw. `sigma` is a standard
    deviation, positive. $D$ may be several hundred, so do not leave the logarithms.

    Example: `x = [[0.0], [2.0]]`, `sigma = 1.0` gives `[0.1438, 0.8105]`.
    """,
    fr=r"""
    Pourquoi ne pas simplement moyenner $w = p(x \mid z)$ sur des tirages $z$ de l'a priori ? Prenez
    $z \sim \mathcal{N}(0, I_D)$ et $p(x \mid z) = \mathcal{N}(x; z, \sigma^2 I_D)$. Pour chaque ligne $x$ du
    lot, renvoyez
    $$\log \frac{\mathbb{E}[w^2]}{\mathbb{E}[w]^2}$$
    sous forme close ; son exponentielle moins un est la variance relative d'un seul tirage. `sigma` est un
    écart-type, positif. $D$ peut atteindre plusieurs centaines : ne quittez donc pas les logarithmes.

    Exemple : `x = [[0.0], [2.0]]`, `sigma = 1.0` donne `[0.1438, 0.8105]`.
    """,
)
def log_moment_ratio(x: Float[Array, "batch D"], sigma: float) -> Float[Array, " batch"]:
    """Log of the second moment of the weight over its squared mean, for each example, in nats."""
    raise NotImplementedError


@example(log_moment_ratio, digits=4)
def two_rows() -> tuple[dict[str, Any], Any]:
    return {"x": np.array([[0.0], [2.0]]), "sigma": 1.0}, np.array([0.1438, 0.8105])


@law(
    log_moment_ratio,
    en="Independent groups of dimensions add up: splitting the columns in two splits the value into a sum.",
    fr="Des groupes de dimensions indépendants s'ajoutent : couper les colonnes en deux coupe la valeur "
    "en une somme.",
)
def groups_add_up(f: Function, rng: Rng) -> tuple[Any, Any]:
    x = rng.normal(size=(3, 5))
    return f(x, 0.7), np.reshape(np.add(f(x[:, :2], 0.7), f(x[:, 2:], 0.7)), 3)


@law(
    log_moment_ratio,
    en=r"When the noise drowns the signal all draws weigh the same: the value vanishes for a huge $\sigma$.",
    fr=r"Quand le bruit noie le signal, tous les tirages pèsent autant : la valeur s'annule pour un "
    r"$\sigma$ énorme.",
)
def vanishes_for_large_noise(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(rng.normal(size=(3, 4)), 1e5), np.zeros(3)


@picture(
    log_moment_ratio,
    en=r"""
    Powers of ten against the dimension $D$, for $x = 0$ and $\sigma = 0.3$: the relative variance of one
    draw from the prior (circles, from your function), and the number of points of a grid with ten per axis
    (dashed).
    """,
    fr=r"""
    Puissances de dix en fonction de la dimension $D$, pour $x = 0$ et $\sigma = 0.3$ : la variance relative
    d'un tirage de l'a priori (cercles, par votre fonction) et le nombre de points d'une grille à dix par axe
    (tirets).
    """,
)
def curse_of_dimension(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    sizes = np.arange(1, 31)
    axes.plot(sizes, sizes, linestyle="--", color="black", label=r"$10^D$")
    if f is not None:
        ratios = [float(np.ravel(f(np.zeros((1, size)), 0.3))[0]) for size in sizes]
        label = r"$\mathbb{E}[w^2] / \mathbb{E}[w]^2 - 1$"
        with np.errstate(all="ignore"):
            powers = np.log10(np.expm1(ratios))
        axes.plot(sizes, powers, "o", markersize=4, color="tab:blue", label=label)
    axes.set(xlabel="$D$", ylabel=r"$\log_{10}$", xlim=(0, 31), ylim=(-1, 31))
    axes.legend()
