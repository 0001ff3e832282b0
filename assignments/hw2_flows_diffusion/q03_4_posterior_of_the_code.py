"""Question 3.4: an approximate posterior made of an encoder and a forward diffusion.

Source: sheet 001, question 3 (d) (2 points).
Paper: Pandey et al., "DiffuseVAE", TMLR 2022, section 3.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="3.4",
    title=Text(en="Factorising the posterior (letter d)", fr="Factoriser le postérieur (lettre d)"),
)

LATENTS = ("z", "x1", "x2", "x3")
PLACES = {"x0": (0, 0), "x1": (1, 0), "x2": (2, 0), "x3": (3, 0), "c": (0.5, 1), "z": (1.5, 1)}


@derivation(
    "3.4.1",
    points=1.5,
    lines={"z": 0.5, "x1": 0.2, "x2": 0.15, "x3": 0.15},
    key="x3",
    en=r"""
    The model is a variational autoencoder joined to a diffusion model:
    $p(x_{0:T}, c, z) = p(z)\, p_\theta(c \mid z)\, p(x_T \mid c, z) \prod_t p_\phi(x_{t-1} \mid x_t, c, z)$.
    For its approximate posterior, an encoder with parameters $\psi$ shall first give $z$; the latents
    $x_{1:T}$ shall then follow the forward diffusion, conditioned on $z$: one factor a step, in the forward
    direction.

    Write the factorisation of $q(x_{1:T}, z \mid x_0, c)$ for $T = 3$: return a dictionary with the keys
    `"z"`, `"x1"`, `"x2"` and `"x3"`, and for each of them the set of the variables that stand to the right
    of the bar in its factor. The names are `"x0"`, `"x1"`, `"x2"`, `"x3"`, `"z"` and `"c"`. If several
    factorisations fit the description, each of them is accepted.

    Form: `{"z": {"x1"}, "x1": {"c"}, "x2": set(), "x3": set()}` means
    $q(z \mid x_1)\, q(x_1 \mid c)\, q(x_2)\, q(x_3)$, which is not a good answer.
    """,
    fr=r"""
    Le modèle est un auto-encodeur variationnel joint à un modèle de diffusion :
    $p(x_{0:T}, c, z) = p(z)\, p_\theta(c \mid z)\, p(x_T \mid c, z) \prod_t p_\phi(x_{t-1} \mid x_t, c, z)$.
    Pour son postérieur approché, un encodeur de paramètres $\psi$ doit d'abord donner $z$ ; les latentes
    $x_{1:T}$ doivent ensuite suivre la diffusion directe, conditionnée par $z$ : un facteur par pas, dans le
    sens direct.

    Écrivez la factorisation de $q(x_{1:T}, z \mid x_0, c)$ pour $T = 3$ : renvoyez un dictionnaire de clés
    `"z"`, `"x1"`, `"x2"` et `"x3"`, avec pour chacune l'ensemble des variables à droite de la barre dans son
    facteur. Les noms sont `"x0"`, `"x1"`, `"x2"`, `"x3"`, `"z"` et `"c"`. Si plusieurs factorisations
    conviennent à la description, chacune est acceptée.

    Forme : `{"z": {"x1"}, "x1": {"c"}, "x2": set(), "x3": set()}` signifie
    $q(z \mid x_1)\, q(x_1 \mid c)\, q(x_2)\, q(x_3)$, qui n'est pas une bonne réponse.
    """,
)
def posterior_factorisation() -> dict[str, set[str]]:
    """For each latent variable the set of the variables on which its factor is conditioned."""
    raise NotImplementedError


@law(
    posterior_factorisation,
    en="Each latent has a factor, and all names on the right are known.",
    fr="Chaque latente a un facteur, et tous les noms à droite sont connus.",
)
def known_names(f: Function, rng: Rng) -> tuple[Any, Any]:
    factors = f()
    return [set(factors[name]) <= set(PLACES) for name in LATENTS], [True] * 4


@law(
    posterior_factorisation,
    en="The latents can be drawn one after the other: no variable depends on itself, nor through others.",
    fr="On peut tirer les latentes l'une après l'autre : aucune variable ne dépend d'elle-même, ni à travers "
    "d'autres.",
)
def can_be_drawn(f: Function, rng: Rng) -> tuple[Any, Any]:
    factors, drawn = f(), {"x0", "c"}
    for _ in LATENTS:
        drawn |= {name for name in LATENTS if set(factors[name]) <= drawn}
    return drawn, set(PLACES)


@picture(
    posterior_factorisation,
    en="The directed graph of your factorisation; what is observed is grey.",
    fr="Le graphe orienté de votre factorisation ; ce qui est observé est en gris.",
)
def graph_of_factors(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    factors: Any = {} if f is None else f()
    for name in LATENTS:
        for parent in set(factors.get(name, ())) & set(PLACES):
            (x, y), (u, v) = PLACES[parent], PLACES[name]
            bend = 0.25 if y == v == 0 and abs(u - x) > 1 else 0.0
            arrow = {"arrowstyle": "-|>", "shrinkA": 14, "shrinkB": 14, "color": "tab:blue"}
            arrow["connectionstyle"] = f"arc3,rad={bend * np.sign(u - x)}"
            axes.annotate("", (u, v), (x, y), arrowprops=arrow)
    for name, (x, y) in PLACES.items():
        face = "0.8" if name in ("x0", "c") else "white"
        axes.plot(x, y, "o", markersize=25, markerfacecolor=face, markeredgecolor="black")
        axes.text(x, y, f"${name[0]}_{name[1]}$" if len(name) > 1 else f"${name}$", ha="center", va="center")
    axes.set(xlim=(-0.4, 3.4), ylim=(-0.6, 1.4))
    axes.axis("off")


@part(
    "3.4.2",
    points=0.5,
    en=r"""
    Evaluate your factorisation for an observed pair $(x_0, c)$. `encoder`, shape `(Z,)`, holds the
    probability of each $z$ under the encoder; `fwd`, shape `(T, Z, S, S)`, holds the diffusion:
    `fwd[t-1][z, i, j]` is $q(x_t = j \mid x_{t-1} = i, z, c)$. All are positive.

    Return the table of $\log q(x_{1:T}, z \mid x_0, c)$ of shape `(Z, S, ..., S)`, with one axis for $z$ and
    one for each of $x_1, \dots, x_T$, in this order.

    Example: `x0 = 0`, `encoder = [.8, .2]`, `fwd = [[[[.9, .1], [.2, .8]], [[.6, .4], [.3, .7]]]]` give
    `[[-0.328504, -2.525729], [-2.120264, -2.525729]]`.
    """,
    fr=r"""
    Évaluez votre factorisation pour un couple observé $(x_0, c)$. `encoder`, de forme `(Z,)`, contient la
    probabilité de chaque $z$ selon l'encodeur ; `fwd`, de forme `(T, Z, S, S)`, contient la diffusion :
    `fwd[t-1][z, i, j]` est $q(x_t = j \mid x_{t-1} = i, z, c)$. Tous sont strictement positifs.

    Renvoyez le tableau de $\log q(x_{1:T}, z \mid x_0, c)$, de forme `(Z, S, ..., S)`, avec un axe pour $z$
    et un pour chacun des $x_1, \dots, x_T$, dans cet ordre.

    Exemple : `x0 = 0`, `encoder = [.8, .2]`, `fwd = [[[[.9, .1], [.2, .8]], [[.6, .4], [.3, .7]]]]` donnent
    `[[-0.328504, -2.525729], [-2.120264, -2.525729]]`.
    """,
)
def log_posterior_table(
    x0: int, encoder: Float[Array, " Z"], fwd: Float[Array, "T Z S S"]
) -> Float[Array, "Z ..."]:
    """Log-probability of each configuration of z and x_1, ..., x_T under q, in nats."""
    raise NotImplementedError


@example(log_posterior_table)
def two_codes() -> tuple[dict[str, Any], Any]:
    encoder, fwd = np.array([0.8, 0.2]), np.array([[[[0.9, 0.1], [0.2, 0.8]], [[0.6, 0.4], [0.3, 0.7]]]])
    table = np.array([[-0.328504, -2.525729], [-2.120264, -2.525729]])
    return {"x0": 0, "encoder": encoder, "fwd": fwd}, table


@law(
    log_posterior_table,
    en="The probabilities of all configurations sum to one.",
    fr="Les probabilités de toutes les configurations somment à un.",
)
def table_sums_to_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    table = f(1, rng.dirichlet(np.ones(2)), rng.dirichlet(np.ones(3), size=(2, 2, 3)))
    return np.sum(np.exp(table)), 1.0


@law(
    log_posterior_table,
    en="Summing out the last $x_T$ leaves the table of a diffusion that is one step shorter.",
    fr="Sommer sur le dernier $x_T$ laisse le tableau d'une diffusion plus courte d'un pas.",
)
def one_step_shorter(f: Function, rng: Rng) -> tuple[Any, Any]:
    encoder, fwd = rng.dirichlet(np.ones(2)), rng.dirichlet(np.ones(3), size=(3, 2, 3))
    short = np.reshape(f(2, encoder, fwd[:2]), (2, 3, 3))
    return np.logaddexp.reduce(f(2, encoder, fwd), axis=-1), short


@speed(
    log_posterior_table,
    sizes=(5, 10, 20),
    unit=Text(en="the number of states $S$", fr="le nombre d'états $S$"),
    growth=3,
    within=8,
    milliseconds=0.048,
    en="A Python loop over the configurations is what usually costs more.",
    fr="Une boucle Python sur les configurations est ce qui coûte d'ordinaire davantage.",
)
def four_codes_and_three_steps(rng: Rng, states: int) -> dict[str, Any]:
    fwd = rng.dirichlet(np.ones(states), size=(3, 4, states))
    return {"x0": 0, "encoder": rng.dirichlet(np.ones(4)), "fwd": fwd}
