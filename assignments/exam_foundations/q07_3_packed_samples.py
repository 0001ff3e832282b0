"""Question 7.3: how a critic that judges packs of samples counters mode collapse.

Source: sheet 002, question 7 (15 points).
Paper: Lin et al., "PacGAN: The power of two samples in generative adversarial networks", NeurIPS 2018,
sections 3 and 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, written

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="7.3",
    title=Text(en="Packs of samples", fr="Des paquets d'échantillons"),
    text=Text(
        en=r"""
        In PacGAN the discriminator is given a *pack*: $m$ independent samples at once, either all real or all
        generated. On a finite set of $n$ outcomes, what the best discriminator can see is measured by the
        total variation distance $\frac{1}{2} \sum_s |P(s) - Q(s)|$ between the distributions of the real and
        of the generated packs.
        """,
        fr=r"""
        Dans PacGAN, le discriminateur reçoit un *paquet* : $m$ échantillons indépendants à la fois, tous
        réels ou tous engendrés. Sur un ensemble fini de $n$ issues, ce que peut voir le meilleur
        discriminateur se mesure par la distance en variation totale $\frac{1}{2} \sum_s |P(s) - Q(s)|$ entre
        les lois des paquets réels et des paquets engendrés.
        """,
    ),
)


@part(
    "7.3.1",
    points=2,
    en=r"""
    Compute this distance for packs of $m$ samples; a pack $s$ is a sequence of $m$ outcomes. `p_data` and
    `p_g` are the probabilities of the $n$ outcomes (they may be zero) and sum to one; $m \ge 1$ and
    $n^m \le 1000$.

    Examples: for `p_data = [0.2, 0.2, 0.2, 0.2, 0.2]` and `p_g = [0, 0.25, 0.25, 0.25, 0.25]` the distance is
    `0.2` with $m = 1$ and `0.36` with $m = 2$; for `p_data = [0.5, 0.5]` and `p_g = [0.3, 0.7]` it is `0.2`
    and `0.24`.
    """,
    fr=r"""
    Calculez cette distance pour des paquets de $m$ échantillons ; un paquet $s$ est une suite de $m$ issues.
    `p_data` et `p_g` sont les probabilités des $n$ issues (elles peuvent être nulles), de somme un ;
    $m \ge 1$ et $n^m \le 1000$.

    Exemples : pour `p_data = [0.2, 0.2, 0.2, 0.2, 0.2]` et `p_g = [0, 0.25, 0.25, 0.25, 0.25]`, la distance
    vaut `0.2` avec $m = 1$ et `0.36` avec $m = 2$ ; pour `p_data = [0.5, 0.5]` et `p_g = [0.3, 0.7]`, elle
    vaut `0.2` et `0.24`.
    """,
)
def packed_total_variation(p_data: Float[Array, " n"], p_g: Float[Array, " n"], m: int) -> float:
    """Total variation distance between packs of m real and of m generated samples, from 0 to 1."""
    raise NotImplementedError


@example(packed_total_variation)
def one_sample_of_five_outcomes() -> tuple[dict[str, Any], Any]:
    return {**_five_outcomes(), "m": 1}, 0.2


@example(packed_total_variation)
def two_samples_of_five_outcomes() -> tuple[dict[str, Any], Any]:
    return {**_five_outcomes(), "m": 2}, 0.36


@example(packed_total_variation)
def one_sample_of_two_outcomes() -> tuple[dict[str, Any], Any]:
    return {**_two_outcomes(), "m": 1}, 0.2


@example(packed_total_variation)
def two_samples_of_two_outcomes() -> tuple[dict[str, Any], Any]:
    return {**_two_outcomes(), "m": 2}, 0.24


def _five_outcomes() -> dict[str, Any]:
    return {"p_data": np.full(5, 0.2), "p_g": np.array([0.0, 0.25, 0.25, 0.25, 0.25])}


def _two_outcomes() -> dict[str, Any]:
    return {"p_data": np.array([0.5, 0.5]), "p_g": np.array([0.3, 0.7])}


@law(
    packed_total_variation,
    en="An outcome may be split in two halves, for the data and for the generator.",
    fr="On peut couper une issue en deux moitiés, pour les données et pour le générateur.",
)
def split_outcome(f: Function, rng: Rng) -> tuple[Any, Any]:
    p_data, p_g = rng.dirichlet(np.ones(3), size=2)
    index, share = np.array([0, 1, 2, 2]), np.array([1.0, 1.0, 0.5, 0.5])
    return f(p_data[index] * share, p_g[index] * share, 3), f(p_data, p_g, 3)


@law(
    packed_total_variation,
    en="A larger pack shows at least as much, and never more than 1.",
    fr="Un paquet plus grand en montre au moins autant, et jamais plus que 1.",
)
def larger_packs(f: Function, rng: Rng) -> tuple[Any, Any]:
    p_data, p_g = rng.dirichlet(np.ones(3), size=2)
    seen = np.array([f(p_data, p_g, m) for m in range(1, 7)])
    return [bool(np.all(np.diff(seen) >= -1e-9)), bool(np.all(seen <= 1 + 1e-9))], [True, True]


@picture(
    packed_total_variation,
    en=r"""
    Your distance for packs of $m$ samples. Circles: five outcomes, one of which the generator never draws.
    Squares: two outcomes, both drawn, but not equally often. One sample shows the same of both generators.
    """,
    fr=r"""
    Votre distance pour des paquets de $m$ échantillons. Cercles : cinq issues, dont une que le générateur ne
    tire jamais. Carrés : deux issues, toutes deux tirées, mais pas aussi souvent. Un seul échantillon en
    montre autant des deux générateurs.
    """,
)
def growing_packs(f: Function | None, figure: Any) -> None:
    axes = figure.subplots()
    axes.set(xlabel="$m$", ylabel="TV", xlim=(0.5, 7.5), ylim=(0, 1), xticks=range(1, 8))
    axes.axhline(0.2, color="0.7", linestyle=":")
    if f is not None:
        uniform, missing = np.full(5, 0.2), np.array([0.0, 0.25, 0.25, 0.25, 0.25])
        axes.plot(
            range(1, 5),
            [f(uniform, missing, m) for m in range(1, 5)],
            "o-",
            color="tab:red",
            markersize=10,
            markerfacecolor="white",
        )
        halves, uneven = np.array([0.5, 0.5]), np.array([0.3, 0.7])
        axes.plot(range(1, 8), [f(halves, uneven, m) for m in range(1, 8)], "s--", color="tab:blue")


@part(
    "7.3.2",
    points=1,
    en=r"""
    Show that packs tell a collapsed generator from one that is merely inexact. Return a dictionary of three
    arrays of probabilities over a common set of $n$ outcomes, $2 \le n \le 10$: the data `p_data`, the
    generators `collapsed` and `spread`, such that

    - one sample does not tell them apart: both have the same total variation distance from `p_data`, up to
      $10^{-6}$, and it is at least $0.1$;
    - `collapsed` never draws some outcome that has probability $0.1$ or more in the data;
    - `spread` draws each outcome at least half as often as the data do;
    - with packs of two, the distance of `collapsed` is larger than that of `spread` by $0.05$ or more.

    Probabilities sum to one within $10^{-6}$. Any such example is accepted; `{"p_data": [0.5, 0.5], ...}`
    shows the form.
    """,
    fr=r"""
    Montrez que les paquets distinguent un générateur effondré d'un générateur simplement inexact. Renvoyez
    un dictionnaire de trois tableaux de probabilités sur un même ensemble de $n$ issues, $2 \le n \le 10$ :
    les données `p_data`, les générateurs `collapsed` et `spread`, tels que

    - un échantillon ne les distingue pas : tous deux sont à la même distance en variation totale de
      `p_data`, à $10^{-6}$ près, et elle vaut au moins $0.1$ ;
    - `collapsed` ne tire jamais une certaine issue de probabilité $0.1$ ou plus dans les données ;
    - `spread` tire chaque issue au moins la moitié aussi souvent que les données ;
    - avec des paquets de deux, la distance de `collapsed` dépasse celle de `spread` d'au moins $0.05$.

    Les probabilités ont pour somme un à $10^{-6}$ près. Tout exemple de ce genre est accepté ;
    `{"p_data": [0.5, 0.5], ...}` montre la forme.
    """,
)
def packing_witness() -> dict[str, Float[Array, " n"]]:
    """Probabilities of the data, of a collapsed and of a spread generator over the same n outcomes."""
    raise NotImplementedError


@law(
    packing_witness,
    en="The data and both generators have probabilities that sum to one.",
    fr="Les données et les deux générateurs ont des probabilités de somme un.",
)
def sums_to_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    arrays = f()
    sums = np.array([np.sum(np.asarray(arrays[key])) for key in ("p_data", "collapsed", "spread")])
    return np.abs(sums - 1) <= 1e-6, np.ones(3, dtype=bool)


how_packs_help = written(
    "7.3.3",
    points=2,
    words=(30, 120),
    en=r"""
    How does PacGAN counter mode collapse? Say what changes in the discriminator, and why missing modes, which
    one sample cannot show, then cost the generator something.
    """,
    fr=r"""
    Comment PacGAN combat-il l'effondrement des modes ? Dites ce qui change dans le discriminateur, et
    pourquoi les modes manquants, qu'un seul échantillon ne peut montrer, coûtent alors quelque chose au
    générateur.
    """,
)
