"""Question 3.4: the importance-weighted bound.

Source: sheet 003, question 3 (28 points).
Paper: Burda, Grosse and Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, eq. 8 and theorem 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="3.4", title=Text(en="The importance-weighted bound", fr="La borne à poids d'importance")
)


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


@derivation(
    "3.4a.2",
    points=4,
    lines={"L_k": 2.0, "log_mean_of_average": 1.0, "log_mean_of_one": 1.0, "log_px": 1.0},
    key="L_k",
    en=r"""
    Show link by link that $\mathcal{L}_k$ never exceeds $\log p(x)$. For one example with a finite latent
    space draw $z_1, \dots, z_k$ independently from $q$, so that a state may occur more than once, and return
    four single numbers:

    - `L_k`: $\mathcal{L}_k = \mathbb{E} \left[ \log \frac{1}{k} \sum_{j=1}^k w_j \right]$, exactly, over all
      samples of $k$ states
    - `log_mean_of_average`: what Jensen's inequality makes of it
    - `log_mean_of_one`: the logarithm of the expectation of a single weight under $q$
    - `log_px`: $\log p(x)$, from `log_joint` alone

    `log_joint` and `log_q` have the shape `(K,)`, and $K^k$ is at most 300. $q$ sums to one and may miss
    states; log-joints may be near $-5000$, or `-inf` where $q > 0$, and then $\mathcal{L}_k$ is `-inf`.

    Example: joint $(0.1, 0.3)$, $q = (0.5, 0.5)$ and $k = 2$ give `-0.9882`, and `-0.9163` for the other
    three.
    """,
    fr=r"""
    Montrez maillon par maillon que $\mathcal{L}_k$ ne dépasse jamais $\log p(x)$. Pour un exemple à espace
    latent fini, tirez $z_1, \dots, z_k$ indépendamment selon $q$, de sorte qu'un état peut revenir plusieurs
    fois, et renvoyez quatre nombres :

    - `L_k` : $\mathcal{L}_k = \mathbb{E} \left[ \log \frac{1}{k} \sum_{j=1}^k w_j \right]$, exactement, sur
      tous les échantillons de $k$ états
    - `log_mean_of_average` : ce que l'inégalité de Jensen en fait
    - `log_mean_of_one` : le logarithme de l'espérance d'un seul poids sous $q$
    - `log_px` : $\log p(x)$, à partir de `log_joint` seul

    `log_joint` et `log_q` ont la forme `(K,)`, et $K^k$ vaut au plus 300. $q$ somme à un et peut manquer des
    états ; les log-jointes peuvent avoisiner $-5000$, ou valoir `-inf` là où $q > 0$, et alors
    $\mathcal{L}_k$ vaut `-inf`.

    Exemple : la jointe $(0.1, 0.3)$, $q = (0.5, 0.5)$ et $k = 2$ donnent `-0.9882`, puis `-0.9163` pour les
    trois autres.
    """,
)
def importance_weighted_chain(
    log_joint: Float[Array, " K"], log_q: Float[Array, " K"], k: int
) -> dict[str, float]:
    """The exact bound with k samples and the links up to the log-marginal, single numbers in nats."""
    raise NotImplementedError


@law(
    importance_weighted_chain,
    en="No link of the chain goes down, not even when $q$ misses a state.",
    fr="Aucun maillon de la chaîne ne descend, même quand $q$ manque un état.",
)
def links_go_up(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_q = np.append(np.log(rng.dirichlet(np.ones(3))), -np.inf)
    lines = f(rng.normal(size=4), log_q, 2)
    links = np.stack([lines[name] for name in ("L_k", "log_mean_of_average", "log_mean_of_one", "log_px")])
    return links, np.maximum.accumulate(links)


@law(
    importance_weighted_chain,
    en=r"Multiplying $p(x, z)$ by $e^c$ adds $c$ to every line.",
    fr=r"Multiplier $p(x, z)$ par $e^c$ ajoute $c$ à chaque ligne.",
)
def chain_is_scaled(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_joint, log_q = rng.normal(size=3), np.log(rng.dirichlet(np.ones(3)))
    before, after = f(log_joint, log_q, 3), f(log_joint - 5.0, log_q, 3)
    names = ("L_k", "log_mean_of_average", "log_mean_of_one", "log_px")
    moved = {name: np.reshape(before[name], ()) - 5.0 for name in names}
    return {name: after[name] for name in names}, moved


@part(
    "3.4b.1",
    points=4,
    en=r"""
    The inequality $\mathcal{L}_2 \ge \mathcal{L}_1$ holds row by row, before any expectation. Return for
    each row of `log_w` the average, over all subsets of $m$ of its $K$ weights, of the logarithm of the mean
    weight of the subset:
    $$\binom{K}{m}^{-1} \sum_{I \subseteq \{1, \dots, K\}, \, |I| = m} \log \frac{1}{m} \sum_{i \in I} w_i$$
    Here $1 \le m \le K \le 6$, and log-weights may be as large as $\pm 10^4$.

    Example: weights $(1, 3)$ give `[0.5493]` for $m = 1$ and `[0.6931]` for $m = 2$. Compare your values for
    $m$ and $m + 1$ on any row: what you find, averaged over samples, is the theorem.
    """,
    fr=r"""
    L'inégalité $\mathcal{L}_2 \ge \mathcal{L}_1$ vaut ligne par ligne, avant toute espérance. Renvoyez pour
    chaque ligne de `log_w` la moyenne, sur tous les sous-ensembles de $m$ de ses $K$ poids, du logarithme du
    poids moyen du sous-ensemble :
    $$\binom{K}{m}^{-1} \sum_{I \subseteq \{1, \dots, K\}, \, |I| = m} \log \frac{1}{m} \sum_{i \in I} w_i$$
    Ici $1 \le m \le K \le 6$, et les log-poids peuvent atteindre $\pm 10^4$.

    Exemple : les poids $(1, 3)$ donnent `[0.5493]` pour $m = 1$ et `[0.6931]` pour $m = 2$. Comparez vos
    valeurs pour $m$ et $m + 1$ sur une ligne quelconque : ce que vous trouvez, moyenné sur les échantillons,
    est le théorème.
    """,
)
def subset_average(log_w: Float[Array, "batch K"], m: int) -> Float[Array, " batch"]:
    """Mean over all subsets of size m of the log of the subset's mean weight, for each row, in nats."""
    raise NotImplementedError


@law(
    subset_average,
    en="The order of the weights in a row does not matter.",
    fr="L'ordre des poids dans une ligne n'a pas d'importance.",
)
def order_is_free(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_w = rng.normal(size=(4, 5))
    return f(log_w[:, rng.permutation(5)], 3), np.reshape(f(log_w, 3), 4)


@law(
    subset_average,
    en="The value never falls when $m$ grows by one, in no row.",
    fr="La valeur ne baisse jamais quand $m$ augmente de un, dans aucune ligne.",
)
def larger_subsets_are_higher(f: Function, rng: Rng) -> tuple[Any, Any]:
    log_w = rng.normal(0.0, 3.0, size=(6, 4))
    values = np.stack([f(log_w, m) for m in (1, 2, 3, 4)])
    return values, np.maximum.accumulate(values)


@speed(
    subset_average,
    sizes=(400, 800, 1600),
    unit=Text(en="the number of rows", fr="le nombre de lignes"),
    growth=1,
    within=8,
    en="A Python loop over rows is what usually costs more; a loop over the few subsets costs little.",
    fr="Une boucle Python sur les lignes est ce qui coûte d'ordinaire davantage ; une boucle sur les "
    "quelques sous-ensembles coûte peu.",
)
def triples_of_six(rng: Rng, rows: int) -> dict[str, Any]:
    return {"log_w": rng.normal(0.0, 2.0, size=(rows, 6)), "m": 3}


@picture(
    subset_average,
    en=r"""
    Left: what your function gains from $m = 1$ to $m = 2$ on rows of two weights, as contour lines in nats;
    it is zero on the dashed line. Right: your values for three rows of five weights as $m$ grows. What do
    both say about the order of the bounds, and about when two of them are equal?
    """,
    fr=r"""
    À gauche : ce que votre fonction gagne de $m = 1$ à $m = 2$ sur des lignes de deux poids, en lignes de
    niveau (nats) ; le gain est nul sur les tirets. À droite : vos valeurs pour trois lignes de cinq poids
    quand $m$ croît. Que disent les deux de l'ordre des bornes, et des cas où deux d'entre elles sont
    égales ?
    """,
)
def pointwise_gain(f: Function | None, figure: Any) -> None:
    gains, growth = figure.subplots(1, 2)
    gains.set(xlabel=r"$\log w_1$", ylabel=r"$\log w_2$", xlim=(-4, 4), ylim=(-4, 4))
    growth.set(xlabel="$m$", xticks=[1, 2, 3, 4, 5], xlim=(0.8, 5.2), ylim=(-2.5, 2.5))
    if f is None:
        return
    grid = np.linspace(-4.0, 4.0, 25)
    rows = np.stack([axis.ravel() for axis in np.meshgrid(grid, grid)], axis=1)
    gain = np.subtract(f(rows, 2), f(rows, 1)).reshape(25, 25)
    levels = [level for level in (-1, -0.1, 0.1, 0.5, 1, 2, 3) if gain.min() < level < gain.max()]
    if levels:
        gains.clabel(gains.contour(grid, grid, gain, levels, colors="black", linewidths=1), fmt="%g")
    gains.plot(grid, np.where(np.abs(np.diag(gain)) < 1e-9, grid, np.nan), "--", color="tab:blue")
    spreads = np.array([[0.0], [0.6], [1.2]]) * np.array([[-2.0, -1.0, 0.0, 1.0, 2.0]])
    values = np.stack([f(spreads, m) for m in (1, 2, 3, 4, 5)])
    for column, marker in enumerate("os^"):
        growth.plot([1, 2, 3, 4, 5], values[:, column], marker=marker, color="tab:blue")


@part(
    "3.4b.2",
    points=3,
    en=r"""
    How much tighter is it? Let a single importance weight be $a$ with probability $\pi$ and $b$ otherwise.
    Return $\mathcal{L}_2 - \mathcal{L}_1$ in closed form, a single number. $a$ and $b$ are positive, and
    $0 \le \pi \le 1$; they may be as large as $10^{300}$ or as small as $10^{-300}$.

    Example: $a = 1$, $b = 3$ and $\pi = 0.5$ give `0.0719`.
    """,
    fr=r"""
    De combien est-elle plus serrée ? Soit un poids d'importance qui vaut $a$ avec probabilité $\pi$ et $b$
    sinon. Renvoyez $\mathcal{L}_2 - \mathcal{L}_1$ sous forme close, un seul nombre. $a$ et $b$ sont
    positifs, et $0 \le \pi \le 1$ ; ils peuvent être aussi grands que $10^{300}$ ou aussi petits que
    $10^{-300}$.

    Exemple : $a = 1$, $b = 3$ et $\pi = 0.5$ donnent `0.0719`.
    """,
)
def two_point_gap(a: float, b: float, pi: float) -> float:
    """By how much two samples tighten the bound of one, in nats."""
    raise NotImplementedError


@law(
    two_point_gap,
    en=r"Exchanging $a$ and $b$ together with $\pi$ and $1 - \pi$ changes nothing.",
    fr=r"Échanger $a$ et $b$ en même temps que $\pi$ et $1 - \pi$ ne change rien.",
)
def names_are_exchanged(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(0.4, 2.5, 0.3), np.reshape(f(2.5, 0.4, 0.7), ())


@law(
    two_point_gap,
    en="Multiplying both weights by the same factor changes nothing.",
    fr="Multiplier les deux poids par un même facteur ne change rien.",
)
def unit_is_free(f: Function, rng: Rng) -> tuple[Any, Any]:
    return f(60.0, 7.0, 0.2), f(6.0, 0.7, 0.2)
