"""Question 6.1: the gap between the log-likelihood and the evidence lower bound is a divergence.

Source: sheet 002, question 6 (15 points).
Paper: Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, eq. 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="6.1",
    title=Text(en="The gap of the bound", fr="L'écart de la borne"),
    text=Text(
        en=r"""
        Prove that, for every $q$,

        $$\log p(x) = \mathbb{E}_q\left[\log \frac{p(x, z)}{q(z \mid x)}\right]
        - \mathbb{E}_q\left[\log \frac{p(z \mid x)}{q(z \mid x)}\right].$$

        The latent space is finite here, so that every expectation is a sum: row `b` of an array of shape
        `(batch, K)` belongs to example `b`, and each column to a state $z$. `log_joint` holds
        $\log p(x, z)$, `log_posterior` holds $\log p(z \mid x)$ and `log_q` holds $\log q(z \mid x)$.
        """,
        fr=r"""
        Démontrez que, pour tout $q$,

        $$\log p(x) = \mathbb{E}_q\left[\log \frac{p(x, z)}{q(z \mid x)}\right]
        - \mathbb{E}_q\left[\log \frac{p(z \mid x)}{q(z \mid x)}\right].$$

        L'espace latent est ici fini : toute espérance est une somme. La ligne `b` d'un tableau de forme
        `(batch, K)` appartient à l'exemple `b`, et chaque colonne à un état $z$. `log_joint` contient
        $\log p(x, z)$, `log_posterior` contient $\log p(z \mid x)$ et `log_q` contient $\log q(z \mid x)$.
        """,
    ),
)


@derivation(
    "6.1.1",
    points=4,
    lines={"bayes": 1.0, "expectation": 1.0, "constant": 0.5, "elbo": 1.0, "kl": 1.5, "log_px": 0.5},
    key="kl",
    en=r"""
    Start from the rule of Bayes, take the expectation under $q$, and return the value of each line; all but
    the first have shape `(batch,)`:

    - `bayes`, shape `(batch, K)`: for each state, what the rule of Bayes gives for $\log p(x)$, from
      `log_joint` and `log_posterior`
    - `expectation`: the expectation of `bayes` under $q$
    - `constant`: the same expectation of the left-hand side, of `log_px` itself
    - `elbo`: the first expectation of the claim
    - `kl`: the divergence between $q(z \mid x)$ and $p(z \mid x)$ that the claim contains
    - `log_px`: the right-hand side of the claim, from `elbo` and `kl`

    Evaluate each line literally. The arrays need not fit together, and $q$ need not sum to one: then the
    lines differ, and each is marked by itself.

    Example: `log_px = [-1]`, `log_joint = [[-2, -3]]`, `log_posterior = [[-0.5, -1]]` and `log_q` of
    $(0.4, 0.5)$ give `[[-1.5, -2]]`, `[-1.6]`, `[-0.9]`, `[-1.5869]`, `[-0.0131]`, `[-1.6]`.
    """,
    fr=r"""
    Partez de la règle de Bayes, prenez l'espérance sous $q$, et renvoyez la valeur de chaque ligne ; toutes
    sauf la première ont la forme `(batch,)` :

    - `bayes`, forme `(batch, K)` : pour chaque état, ce que la règle de Bayes donne pour $\log p(x)$, à
      partir de `log_joint` et `log_posterior`
    - `expectation` : l'espérance de `bayes` sous $q$
    - `constant` : la même espérance du membre de gauche, de `log_px` lui-même
    - `elbo` : la première espérance de l'énoncé
    - `kl` : la divergence entre $q(z \mid x)$ et $p(z \mid x)$ que contient l'énoncé
    - `log_px` : le membre de droite de l'énoncé, à partir de `elbo` et `kl`

    Évaluez chaque ligne littéralement. Les tableaux ne sont pas forcément cohérents, et $q$ ne somme pas
    forcément à un : les lignes diffèrent alors, et chacune est notée pour elle-même.

    Exemple : `log_px = [-1]`, `log_joint = [[-2, -3]]`, `log_posterior = [[-0.5, -1]]` et `log_q` de
    $(0.4, 0.5)$ donnent `[[-1.5, -2]]`, `[-1.6]`, `[-0.9]`, `[-1.5869]`, `[-0.0131]`, `[-1.6]`.
    """,
)
def log_marginal_lines(
    log_px: Float[Array, " batch"],
    log_joint: Float[Array, "batch K"],
    log_posterior: Float[Array, "batch K"],
    log_q: Float[Array, "batch K"],
) -> dict[str, Array]:
    """The lines of the proof, from the rule of Bayes to the claim, in nats."""
    raise NotImplementedError


@example(log_marginal_lines, digits=4)
def lines_of_two_states() -> tuple[dict[str, Any], Any]:
    log_px, log_joint = np.array([-1.0]), np.array([[-2.0, -3.0]])
    log_posterior, log_q = np.array([[-0.5, -1.0]]), np.log([[0.4, 0.5]])
    arguments = {"log_px": log_px, "log_joint": log_joint, "log_posterior": log_posterior, "log_q": log_q}
    numbers = {"expectation": -1.6, "constant": -0.9, "elbo": -1.5869, "kl": -0.0131, "log_px": -1.6}
    lines = {name: np.array([number]) for name, number in numbers.items()}
    return arguments, {"bayes": np.array([[-1.5, -2.0]]), **lines}


@law(
    log_marginal_lines,
    en=r"On a consistent model the last line is $\log p(x)$, whatever $q$ is.",
    fr=r"Sur un modèle cohérent, la dernière ligne est $\log p(x)$, quel que soit $q$.",
)
def identity(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_joint, log_q = rng.normal(size=(4, 3)), np.log(rng.dirichlet(np.ones(3), size=4))
    log_px = np.logaddexp.reduce(log_joint, axis=1)
    return f(log_px, log_joint, log_joint - log_px[:, None], log_q)["log_px"], log_px


@law(
    log_marginal_lines,
    en="Adding and subtracting $\\log q$ changes nothing: `expectation` and `log_px` agree on any arrays.",
    fr="Ajouter et soustraire $\\log q$ ne change rien : `expectation` et `log_px` coïncident sur tous les "
    "tableaux.",
)
def nothing_added(f: Function, rng: Rng) -> tuple[Any, Any]:
    lines = f(rng.normal(size=4), *rng.normal(size=(3, 4, 3)))
    return lines["expectation"], np.reshape(lines["log_px"], 4)


@derivation(
    "6.1.2",
    points=4,
    lines={"log_px": 1.0, "log_posterior": 1.0, "elbo": 1.0, "kl": 1.0},
    key="kl",
    en=r"""
    Now check the identity on a model: compute both sides independently. From `log_joint` and a `log_q` whose
    rows sum to one return

    - `log_px`, shape `(batch,)`, and `log_posterior`, shape `(batch, K)`: the marginal and the posterior
    - `elbo`, shape `(batch,)`: the evidence lower bound
    - `kl`, shape `(batch,)`: $\mathrm{KL}(q(z \mid x) \,\|\, p(z \mid x))$, by its definition

    A probability of zero is `-inf`. A state with $q = 0$ contributes zero to an expectation under $q$,
    whatever is averaged; if $q > 0$ where the posterior is zero, `elbo` is `-inf` and `kl` is `inf`.
    Log-joints may be near $-5000$, for all states of a row or some. Each row has a possible state.

    Example: joint $(0.1, 0.3, 0.1)$ and $q = (0.25, 0.5, 0.25)$ give `log_px = [-0.6931]`,
    `log_posterior = [[-1.6094, -0.5108, -1.6094]]`, `elbo = [-0.7136]`, `kl = [0.0204]`.
    """,
    fr=r"""
    Vérifiez maintenant l'identité sur un modèle : calculez les deux membres indépendamment. À partir de
    `log_joint` et d'un `log_q` dont les lignes somment à un, renvoyez

    - `log_px`, forme `(batch,)`, et `log_posterior`, forme `(batch, K)` : la marginale et le postérieur
    - `elbo`, forme `(batch,)` : la borne inférieure variationnelle
    - `kl`, forme `(batch,)` : $\mathrm{KL}(q(z \mid x) \,\|\, p(z \mid x))$, par sa définition

    Une probabilité nulle s'écrit `-inf`. Un état où $q = 0$ contribue zéro à une espérance sous $q$, quelle
    que soit la quantité moyennée ; si $q > 0$ là où le postérieur est nul, `elbo` vaut `-inf` et `kl` vaut
    `inf`. Les log-jointes peuvent avoisiner $-5000$, pour tous les états d'une ligne ou certains. Chaque
    ligne a un état possible.

    Exemple : la jointe $(0.1, 0.3, 0.1)$ et $q = (0.25, 0.5, 0.25)$ donnent `log_px = [-0.6931]`,
    `log_posterior = [[-1.6094, -0.5108, -1.6094]]`, `elbo = [-0.7136]`, `kl = [0.0204]`.
    """,
)
def elbo_and_divergence(
    log_joint: Float[Array, "batch K"], log_q: Float[Array, "batch K"]
) -> dict[str, Array]:
    """Both sides of the identity for each example, and the posterior, in nats."""
    raise NotImplementedError


@example(elbo_and_divergence, digits=4)
def model_of_three_states() -> tuple[dict[str, Any], Any]:
    log_joint, log_q = np.log([[0.1, 0.3, 0.1]]), np.log([[0.25, 0.5, 0.25]])
    log_posterior = np.array([[-1.6094, -0.5108, -1.6094]])
    numbers = {"log_px": -0.6931, "elbo": -0.7136, "kl": 0.0204}
    lines = {name: np.array([number]) for name, number in numbers.items()}
    return {"log_joint": log_joint, "log_q": log_q}, {"log_posterior": log_posterior, **lines}


@law(
    elbo_and_divergence,
    en="On every model, bound and divergence add up to the log-likelihood.",
    fr="Sur tout modèle, la borne et la divergence ont pour somme la log-vraisemblance.",
)
def both_sides(f: Function, rng: Rng) -> tuple[Any, Any]:
    lines = f(rng.normal(-3.0, 1.0, size=(4, 3)), np.log(rng.dirichlet(np.ones(3), size=4)))
    return np.add(lines["elbo"], lines["kl"]), np.reshape(lines["log_px"], 4)


@law(
    elbo_and_divergence,
    en=r"Multiplying $p(x, z)$ by $e^c$ adds $c$ to `log_px` and `elbo` and leaves the rest, even for "
    r"$c = -2000$.",
    fr=r"Multiplier $p(x, z)$ par $e^c$ ajoute $c$ à `log_px` et `elbo` et ne change pas le reste, même pour "
    r"$c = -2000$.",
)
def joint_is_scaled(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_joint, log_q = rng.normal(size=(4, 3)), np.log(rng.dirichlet(np.ones(3), size=4))
    before, after = f(log_joint, log_q), f(log_joint - 2000.0, log_q)
    shifts = {"log_px": 2000.0, "log_posterior": 0.0, "elbo": 2000.0, "kl": 0.0}
    shapes = {"log_posterior": (4, 3)}
    moved = {name: np.reshape(before[name], shapes.get(name, 4)) - shift for name, shift in shifts.items()}
    return {name: after[name] for name in shifts}, moved


@picture(
    elbo_and_divergence,
    en=r"""
    One example, while $q$ moves from the prior ($t = 0$) to the posterior ($t = 1$) and beyond: your `elbo`
    (grey) with your `kl` stacked on top (hatched), and your `log_px` (line).
    """,
    fr=r"""
    Un exemple, tandis que $q$ va de l'a priori ($t = 0$) au postérieur ($t = 1$) et au-delà : votre `elbo`
    (gris), surmonté de votre `kl` (hachures), et votre `log_px` (trait).
    """,
)
def stacked_bars(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    t, floor = np.linspace(0.0, 1.5, 7), -3.0
    axes.set(xlabel="$t$", xticks=t, ylabel=r"$\log p(x)$", xlim=(-0.15, 1.65), ylim=(floor, -0.9))
    if f is None:
        return
    prior, likelihood = np.array([0.6, 0.3, 0.1]), np.array([0.05, 0.3, 0.9])
    log_joint = np.tile(np.log(prior * likelihood), (len(t), 1))
    log_q = np.log(prior) + t[:, None] * np.log(likelihood)
    log_q -= np.logaddexp.reduce(log_q, axis=1, keepdims=True)
    lines = f(log_joint, log_q)
    log_px, elbo, kl = (np.ravel(lines[name]) for name in ("log_px", "elbo", "kl"))
    edge = {"width": 0.16, "edgecolor": "black"}
    axes.bar(t, elbo - floor, bottom=floor, color="0.75", label=r"$\mathrm{ELBO}$", **edge)
    axes.bar(t, kl, bottom=elbo, color="white", hatch="////", label=r"$\mathrm{KL}$", **edge)
    axes.plot(t, log_px, "k.-", label=r"$\log p(x)$")
    axes.legend(loc="upper right", ncols=3)
