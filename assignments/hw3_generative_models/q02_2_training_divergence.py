"""Question 2.2: which divergence trains a flow.

Source: sheet 003, question 2 (10 points).
Paper: Papamakarios et al., "Normalizing Flows for Probabilistic Modeling and Inference", JMLR 2021: eq. 2
(the density of a flow) and sections 2.3.1 to 2.3.3 (the forward and the reverse divergence, in both spaces).
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from assignments.hw3_generative_models.q02_normalizing_flows import (
    AffineFlow,
    CurvedFlow,
    Mixture,
    Normal,
    Quartic,
    SinhArcsinhFlow,
)
from autograder.question import Function, Question, Rng, Text, law, part, picture, written

if TYPE_CHECKING:
    from jaxtyping import Float

    Array: TypeAlias = Any  # what numpy's functions return to a type checker

question = Question(
    number="2.2",
    title=Text(en="Which divergence trains a flow", fr="Quelle divergence pour entraîner un flot"),
)


@dataclass(frozen=True)
class LinearScore:
    """`score(x)`, the derivative of the log-density, for a normal with this mean and variance."""

    mean: float
    variance: float

    def __call__(self, x: Array) -> Array:
        return -(x - self.mean) / self.variance


@dataclass(frozen=True)
class CubicScore:
    """`score(x)`, the derivative of the log-density, for `Quartic(scale)` in one dimension."""

    scale: float

    def __call__(self, x: Array) -> Array:
        return -4 * x**3 / self.scale**4


@part(
    "2.2.1",
    points=0.75,
    en=r"""
    The flow is fitted by gradient descent on an estimate of $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$
    (`"forward"`) or of $D_{\mathrm{KL}}[P_{F(U)} \,\|\, P_X]$ (`"reverse"`). An estimate is a plain average
    over samples, without importance weights or Markov chains, and may lack a constant that does not depend
    on $F$. $F$ can be evaluated, inverted and differentiated; $P_U$ can be sampled and evaluated.

    `have_samples` says whether samples of $P_X$ are at hand, `can_evaluate` whether $\log p_X$ and its
    gradient can be computed at any point. Return the set of the divergences that can be used, in all four
    situations; the empty set is `set()`.
    """,
    fr=r"""
    On ajuste le flot par descente de gradient sur une estimation de $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$
    (`"forward"`) ou de $D_{\mathrm{KL}}[P_{F(U)} \,\|\, P_X]$ (`"reverse"`). Une estimation est une simple
    moyenne sur des échantillons, sans poids d'importance ni chaîne de Markov, et peut omettre une constante
    qui ne dépend pas de $F$. On sait évaluer, inverser et dériver $F$, échantillonner et évaluer $P_U$.

    `have_samples` dit si l'on dispose d'échantillons de $P_X$, `can_evaluate` si l'on peut calculer
    $\log p_X$ et son gradient en tout point. Renvoyez l'ensemble des divergences utilisables, dans les
    quatre situations ; l'ensemble vide est `set()`.
    """,
)
def usable_divergences(have_samples: bool, can_evaluate: bool) -> set[str]:
    """The names of the divergences that can be estimated: a subset of {"forward", "reverse"}."""
    raise NotImplementedError


@law(
    usable_divergences,
    en="With both abilities, what either of them alone allows is allowed, and nothing else.",
    fr="Avec les deux capacités, ce que permet l'une ou l'autre seule est permis, et rien d'autre.",
)
def union(f: Function, rng: Rng) -> tuple[Any, Any]:
    return set(f(True, False)) | set(f(False, True)), set(f(True, True))


@part(
    "2.2.2",
    points=0.75,
    rtol=1e-5,  # a Jacobian by finite differences is a right answer
    atol=1e-6,
    en=r"""
    The rows of `x` are samples of $P_X$, whose density is unknown. Return the estimate of the part of
    $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$ that depends on $F$, with the sign with which it is minimised.

    Example: for $F(u) = 2u + 1$ and a standard normal base, `x = [[1], [3]]` gives `1.862086`.
    """,
    fr=r"""
    Les lignes de `x` sont des échantillons de $P_X$, dont la densité est inconnue. Renvoyez l'estimation de
    la partie de $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$ qui dépend de $F$, avec le signe pour lequel on la
    minimise.

    Exemple : pour $F(u) = 2u + 1$ et une normale centrée réduite comme loi de base, `x = [[1], [3]]` donne
    `1.862086`.
    """,
)
def forward_kl_objective(
    x: Float[Array, "n d"], flow: AffineFlow | SinhArcsinhFlow | CurvedFlow, base: Normal | Mixture | Quartic
) -> float:
    """The objective of the forward divergence for these data samples, one number, in nats per sample."""
    raise NotImplementedError


@law(
    forward_kl_objective,
    en=r"""
    In a unit of length $c$ times smaller, the numbers in data and flow are $c$ times larger; the objective
    is larger by $d \log c$.
    """,
    fr=r"""
    Dans une unité de longueur $c$ fois plus petite, les nombres des données et du flot sont $c$ fois plus
    grands ; l'objectif augmente de $d \log c$.
    """,
)
def change_of_unit(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, matrix, shift = rng.normal(size=(5, 2)), rng.normal(size=(2, 2)) + 2 * np.eye(2), rng.normal(size=2)
    base = Normal(np.zeros(2), np.eye(2))
    larger = f(10 * x, AffineFlow(10 * matrix, 10 * shift), base)
    return larger, f(x, AffineFlow(matrix, shift), base) + 2 * np.log(10)


@part(
    "2.2.3",
    points=1,
    en=r"""
    The rows of `u` are samples of $P_U$; `data` gives $\log p_X$, possibly up to a constant. Return the
    estimate of $D_{\mathrm{KL}}[P_{F(U)} \,\|\, P_X]$. Keep every term, even one that does not depend on
    $F$; only the normalising constant of `data` may be missing.

    Example: for $F(u) = 2u + 1$ and standard normals $P_U$ and $P_X$, `u = [[0], [1]]` gives `1.556853`.
    """,
    fr=r"""
    Les lignes de `u` sont des échantillons de $P_U$ ; `data` donne $\log p_X$, éventuellement à une
    constante près. Renvoyez l'estimation de $D_{\mathrm{KL}}[P_{F(U)} \,\|\, P_X]$. Gardez tous les termes,
    même ceux qui ne dépendent pas de $F$ ; seule la constante de normalisation de `data` peut manquer.

    Exemple : pour $F(u) = 2u + 1$ et des normales centrées réduites $P_U$ et $P_X$, `u = [[0], [1]]` donne
    `1.556853`.
    """,
)
def reverse_kl_objective(
    u: Float[Array, "n d"],
    flow: AffineFlow | SinhArcsinhFlow | CurvedFlow,
    base: Normal | Mixture | Quartic,
    data: Normal | Mixture | Quartic,
) -> float:
    """The estimate of the reverse divergence from these base samples, one number, in nats per sample."""
    raise NotImplementedError


@law(
    reverse_kl_objective,
    en="If the flow reproduces the data exactly, the estimate is $0$, whatever the samples.",
    fr="Si le flot reproduit exactement les données, l'estimation vaut $0$, pour tout échantillon.",
)
def zero_for_any_sample(f: Function, rng: Rng) -> tuple[Any, Any]:
    matrix, shift = rng.normal(size=(2, 2)) + 2 * np.eye(2), rng.normal(size=2)
    base, data = Normal(np.zeros(2), np.eye(2)), Normal(shift, matrix @ matrix.T)
    return f(rng.normal(size=(5, 2)), AffineFlow(matrix, shift), base, data), 0.0


@part(
    "2.2.4",
    points=1,
    en=r"""
    In one dimension and for $F(u) = a u + b$, with $a \neq 0$ of either sign, return the derivatives of the
    estimate in 2.2.3 with respect to $a$ and to $b$, for fixed samples `u`, here of shape `(n,)`.
    `score(x)` is the derivative $\frac{d}{dx} \log p_X(x)$ at each element of an array `x`.

    Example: `u = [-1, 0, 2]`, `a = 2`, `b = 0.5` and `LinearScore(mean=1.0, variance=4.0)` give
    `(0.291667, 0.041667)`.
    """,
    fr=r"""
    En dimension un et pour $F(u) = a u + b$, avec $a \neq 0$ de signe quelconque, renvoyez les dérivées de
    l'estimation de 2.2.3 par rapport à $a$ et à $b$, pour des échantillons `u` fixés, ici de forme `(n,)`.
    `score(x)` est la dérivée $\frac{d}{dx} \log p_X(x)$ en chaque élément d'un tableau `x`.

    Exemple : `u = [-1, 0, 2]`, `a = 2`, `b = 0.5` et `LinearScore(mean=1.0, variance=4.0)` donnent
    `(0.291667, 0.041667)`.
    """,
)
def reverse_kl_gradient(
    u: Float[Array, " n"], a: float, b: float, score: LinearScore | CubicScore
) -> tuple[float, float]:
    """The pair of derivatives with respect to a and to b."""
    raise NotImplementedError


@law(
    reverse_kl_gradient,
    en=r"""
    At the flow that reproduces a normal $P_X$, the gradient is zero if the samples have mean $0$ and mean
    square $1$.
    """,
    fr=r"""
    Au flot qui reproduit une loi $P_X$ normale, le gradient est nul si les échantillons ont pour moyenne
    $0$ et pour moyenne des carrés $1$.
    """,
)
def stationary(f: Function, rng: Rng) -> tuple[Any, Any]:
    u = rng.normal(size=6)
    u = (u - u.mean()) / u.std()
    a, b = rng.uniform(0.5, 2.0), rng.normal()
    return (*f(u, a, b, LinearScore(b, a**2)), *f(u, -a, b, LinearScore(b, a**2))), (0.0,) * 4


@picture(
    reverse_kl_gradient,
    en=r"""
    Thick: a density $p_X$ with two modes. Dashed and dotted: $p_{F(U)}$ after $400$ steps of descent along
    your gradient, from $b = -2$ and from $b = 3$. Dash-dotted: the affine flow that minimises
    $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$.
    """,
    fr=r"""
    Trait épais : une densité $p_X$ à deux modes. Tirets et pointillés : $p_{F(U)}$ après $400$ pas de
    descente le long de votre gradient, depuis $b = -2$ et depuis $b = 3$. Trait mixte : le flot affine qui
    minimise $D_{\mathrm{KL}}[P_X \,\|\, P_{F(U)}]$.
    """,
)
def two_descents(f: Function | None, figure: Any) -> None:
    data = Mixture(np.array([0.4, 0.6]), np.array([-2.0, 2.0]), np.array([0.6, 0.8]))

    def score(x: Array) -> Array:
        offsets = (np.asarray(x)[:, None] - data.means) / data.scales
        shares = data.weights / data.scales * np.exp(-0.5 * offsets**2)
        return -np.sum(shares * offsets / data.scales, axis=1) / np.sum(shares, axis=1)

    def density(mean: float, deviation: float) -> Array:
        return np.exp(Normal(np.array([mean]), np.array([[deviation**2]])).log_density(x[:, None]))

    x = np.linspace(-6.0, 9.0, 376)
    axes = figure.add_subplot()
    axes.plot(x, np.exp(data.log_density(x[:, None])), "k-", linewidth=3, label="$p_X$")
    centre = float(data.weights @ data.means)
    spread = float(np.sqrt(data.weights @ (data.scales**2 + (data.means - centre) ** 2)))
    axes.plot(
        x, density(centre, spread), "-.", color="tab:green", label=r"$\mathrm{KL}[P_X \,\|\, P_{F(U)}]$"
    )
    u = np.array([NormalDist().inv_cdf((i + 0.5) / 60) for i in range(60)])
    for start, style in ((-2.0, "--"), (3.0, ":")) if f is not None else ():
        a, b = 1.0, start
        for _ in range(400):
            slope_a, slope_b = f(u, a, b, score)  # type: ignore[misc]
            a, b = a - 0.05 * float(slope_a), b - 0.05 * float(slope_b)
        axes.plot(x, density(b, a), style, linewidth=2, label=rf"$b = {start:g} \to {b:.2f}, \; a = {a:.2f}$")
    axes.set(xlabel="$x$", ylim=(0, 0.8), xlim=(-6, 9))
    axes.legend(loc="upper right")


objective_of_choice = written(
    "2.2.5",
    points=1.5,
    words=(60, 250),
    letters="abc",
    en=r"""
    Justify your choice in 60 to 250 words; begin each paragraph with its letter.

    - (a) You can evaluate $p_X$, but have no samples of it. Which of the two divergences do you minimise?
      Say over which distribution its expectation is taken, and what has to be known of $p_X$ for an
      estimate of its gradient.
    - (b) You have samples of $P_X$, but cannot evaluate it. Answer the same questions.
    - (c) $P_X$ has two modes far apart, and $F$ is affine with a standard normal base. How do the two
      solutions differ, and why?
    """,
    fr=r"""
    Justifiez votre choix en 60 à 250 mots ; commencez chaque paragraphe par sa lettre.

    - (a) Vous pouvez évaluer $p_X$, mais n'en avez aucun échantillon. Laquelle des deux divergences
      minimisez-vous ? Dites sous quelle loi son espérance est prise, et ce qu'il faut savoir de $p_X$ pour
      estimer son gradient.
    - (b) Vous avez des échantillons de $P_X$, mais ne pouvez pas l'évaluer. Répondez aux mêmes questions.
    - (c) $P_X$ a deux modes éloignés, et $F$ est affine avec une normale centrée réduite comme loi de base.
      En quoi les deux solutions diffèrent-elles, et pourquoi ?
    """,
)
