"""Part 3.4a.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


@part(
    "3.4a.1",
    points=3,
    en=r"""
    Estimate the importance-weighted bound. Each row of `log_w` holds the logarithms of $K$ importance
    weights of one example; return
    $$\log \frac{1}{K} \sum_{k=1}^K w_k$$
    for each row. Log-weights may be as large as $\pm 10^4$; some may be `-inf`, which is a weight of zero,
    but never a whole row. Example: weights $(1, 3)$ give $\log 2$, that is `[0.6931]`.
    """,
    fr=r"""
    Estimez la borne pondérée par l'importance. Chaque ligne de `log_w` contient les logarithmes de $K$ poids
    d'importance d'un exemple ; renvoyez
    $$\log \frac{1}{K} \sum_{k=1}^K w_k$$
    pour chaque ligne. Les log-poids peuvent atteindre $\pm 10^4$ ; certains peuvent valoir `-inf`,
    c'est-à-dire un poids nul, mais jamais toute une ligne. Exemple : les poids $(1, 3)$ donnent $\log 2$,
    soit `[0.6931]`.
    """,
)
def importance_weighted_bound(log_w: Float[Array, "batch K"]) -> Float[Array, " batch"]:
    """Log of the mean importance weight of each example, in nats (Burda et al. 2016, eq. 8)."""
    raise NotImplementedError


@example(importance_weighted_bound)
def two_weights() -> tuple[dict[str, Any], Any]:
    return {"log_w": np.log([[1.0, 3.0]])}, np.log([2.0])


@law(
    importance_weighted_bound,
    en="Multiplying every weight by $e^c$ adds $c$, for a large $c$ as well.",
    fr="Multiplier tous les poids par $e^c$ ajoute $c$, même pour un grand $c$.",
)
def weights_are_scaled(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_w = rng.normal(size=(5, 4))
    return f(log_w + 900.0), np.reshape(np.add(f(log_w), 900.0), 5)


@law(
    importance_weighted_bound,
    en="Counting every weight twice changes nothing.",
    fr="Compter chaque poids deux fois ne change rien.",
)
def weights_are_doubled(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_w = rng.normal(size=(5, 3))
    return f(np.concatenate([log_w, log_w], axis=1)), f(log_w)


@speed(
    importance_weighted_bound,
    sizes=(2000, 4000, 8000),
    unit=Text(en="the number of examples", fr="le nombre d'exemples"),
    growth=1,
    within=12,
    milliseconds=0.19,
    en="A Python loop over examples, or over their weights, is what usually costs more.",
    fr="Une boucle Python sur les exemples, ou sur leurs poids, est ce qui coûte d'ordinaire davantage.",
)
def eight_weights_each(rng: Rng, examples: int) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 2.0, size=(examples, 8))}


@picture(
    importance_weighted_bound,
    en=r"""
    Your bound, averaged over 300 examples, against $K$ on a logarithmic axis, for a $q$ close to the
    posterior (circles) and one far from it (triangles). It starts at the ELBO and rises towards $\log p(x)$
    (dashed).
    """,
    fr=r"""
    Votre borne, moyennée sur 300 exemples, en fonction de $K$ sur un axe logarithmique, pour un $q$ proche
    du postérieur (cercles) et un autre qui en est loin (triangles). Elle part de l'ELBO et monte vers
    $\log p(x)$ (tirets).
    """,
)
def bound_against_samples(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    noise = np.random.default_rng(0).normal(size=(300, 32))
    noise = (noise - noise.mean(axis=0)) / noise.std(axis=0)
    sizes = [1, 2, 4, 8, 16, 32]
    axes.axhline(0.0, linestyle="--", color="black", label=r"$\log p(x)$")
    if f is not None:
        for spread, marker in ((0.5, "o"), (1.5, "^")):
            log_w = spread * noise - spread**2 / 2  # weights of mean one: log p(x) = 0
            means = [float(np.mean(f(log_w[:, :size]))) for size in sizes]
            label = rf"$\mathrm{{ELBO}} = {means[0]:.3f}$"
            axes.plot(sizes, means, marker=marker, color="tab:blue", label=label)
    axes.set_xscale("log", base=2)
    axes.set(
        xlabel="$K$", ylim=(-1.3, 0.2), xlim=(0.9, 36), xticks=sizes, xticklabels=[f"${k}$" for k in sizes]
    )
    axes.legend(loc="lower right")
