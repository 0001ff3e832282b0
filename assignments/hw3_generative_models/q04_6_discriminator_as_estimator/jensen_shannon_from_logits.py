"""Part 4.6a.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@part(
    "4.6a.1",
    points=2,
    en=r"""
    With the mixture $\mu = \frac{1}{2}(p_0 + p_1)$, the Jensen-Shannon divergence is

    $$\mathrm{JSD}(p_0, p_1)
    = \frac{1}{2} \mathrm{KL}(p_0 \,\|\, \mu) + \frac{1}{2} \mathrm{KL}(p_1 \,\|\, \mu).$$

    Express it through the largest value $V[D^*]$ of the discriminator's objective (4.6a.2 leads you through
    the lines). Then use the formula as an estimator: the expectations become means over samples, and a
    trained discriminator stands for $D^*$. `logits_1` are its logits on samples of $p_1$, `logits_0` those
    on samples of $p_0$; the two numbers of samples may differ. Logits may be as large as $\pm 10^4$. With a
    poor discriminator the estimate may be negative: return it as it is.

    Example: `logits_1 = [2, 0, 1]` and `logits_0 = [-1, -2]` give `0.394210`.
    """,
    fr=r"""
    Avec le mélange $\mu = \frac{1}{2}(p_0 + p_1)$, la divergence de Jensen-Shannon est

    $$\mathrm{JSD}(p_0, p_1)
    = \frac{1}{2} \mathrm{KL}(p_0 \,\|\, \mu) + \frac{1}{2} \mathrm{KL}(p_1 \,\|\, \mu).$$

    Exprimez-la par la plus grande valeur $V[D^*]$ de l'objectif du discriminateur (4.6a.2 vous guide ligne
    par ligne). Faites ensuite de la formule un estimateur : les espérances deviennent des moyennes sur des
    échantillons, et un discriminateur entraîné tient lieu de $D^*$. `logits_1` sont ses logits sur des
    échantillons de $p_1$, `logits_0` ceux sur des échantillons de $p_0$ ; les deux nombres d'échantillons
    peuvent différer. Les logits peuvent atteindre $\pm 10^4$. Avec un mauvais discriminateur, l'estimation
    peut être négative : renvoyez-la telle quelle.

    Exemple : `logits_1 = [2, 0, 1]` et `logits_0 = [-1, -2]` donnent `0.394210`.
    """,
)
def jensen_shannon_from_logits(logits_1: Float[Array, " n1"], logits_0: Float[Array, " n0"]) -> float:
    """Estimate of the Jensen-Shannon divergence from logits on samples of each distribution, in nats."""
    raise NotImplementedError


@example(jensen_shannon_from_logits)
def five_samples() -> tuple[dict[str, Any], Any]:
    return {"logits_1": np.array([2.0, 0.0, 1.0]), "logits_0": np.array([-1.0, -2.0])}, 0.394210


@law(
    jensen_shannon_from_logits,
    en="Nothing changes when the two distributions change names and all logits change sign.",
    fr="Rien ne change quand les deux lois échangent leurs noms et que tous les logits changent de signe.",
)
def exchanged_names(f: Function, rng: Rng) -> tuple[Any, Any]:
    logits_1, logits_0 = rng.normal(1.0, 2.0, size=5), rng.normal(-1.0, 2.0, size=3)
    return f(logits_1, logits_0), f(-logits_0, -logits_1)


@law(
    jensen_shannon_from_logits,
    en="Every sample of one distribution may be counted three times.",
    fr="On peut compter trois fois chaque échantillon d'une des lois.",
)
def repeated_samples(f: Function, rng: Rng) -> tuple[Any, Any]:
    logits_1, logits_0 = rng.normal(1.0, 2.0, size=4), rng.normal(-1.0, 2.0, size=3)
    return f(np.tile(logits_1, 3), logits_0), f(logits_1, logits_0)


@speed(
    jensen_shannon_from_logits,
    sizes=(12000, 25000, 50000),
    unit=Text(en="the number of samples of each law", fr="le nombre d'échantillons de chaque loi"),
    growth=1,
    within=8,
    milliseconds=0.41,
    en="A Python loop over samples is what usually costs more.",
    fr="Une boucle Python sur les échantillons est ce qui coûte d'ordinaire davantage.",
)
def many_samples(rng: Rng, samples: int) -> dict[str, Any]:
    return {"logits_1": rng.normal(1.0, 2.0, size=samples), "logits_0": rng.normal(-1.0, 2.0, size=samples)}


@picture(
    jensen_shannon_from_logits,
    en=r"""
    Jensen-Shannon divergence of $\mathcal{N}(0, 1)$ and $\mathcal{N}(m, 1)$ against $m$: exact (line), your
    estimate from 1000 samples of each with the best discriminator (circles), and with a discriminator that
    is three times too sure of itself (crosses).
    """,
    fr=r"""
    Divergence de Jensen-Shannon de $\mathcal{N}(0, 1)$ et $\mathcal{N}(m, 1)$ en fonction de $m$ : exacte
    (ligne), votre estimation sur 1000 échantillons de chacune avec le meilleur discriminateur (cercles), et
    avec un discriminateur trois fois trop sûr de lui (croix).
    """,
)
def estimate_against_distance(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    means = np.linspace(0.0, 4.0, 9)
    exact = [0.0, 0.030311, 0.111421, 0.221171, 0.336831, 0.441694, 0.526777, 0.589752, 0.63272]
    axes.plot(means, exact, "-", color="black")
    if f is not None:
        noise = np.random.default_rng(0).normal(size=(2, 1000))
        logits = [(m * (m + noise[0]) - m**2 / 2, m * noise[1] - m**2 / 2) for m in means]
        for factor, marker in ((1.0, "o"), (3.0, "x")):
            estimates = [f(factor * one, factor * zero) for one, zero in logits]
            axes.plot(means, estimates, marker, color="black", markerfacecolor="none", markersize=8)
    axes.set(xlabel="$m$", ylabel="nats")
