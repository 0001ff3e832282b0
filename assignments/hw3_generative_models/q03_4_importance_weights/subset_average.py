"""Part 3.4b.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Rng, Text, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array


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


@example(subset_average, digits=4)
def one_of_two_weights() -> tuple[dict[str, Any], Any]:
    return {"log_w": np.log([[1.0, 3.0]]), "m": 1}, np.array([0.5493])


@example(subset_average, digits=4)
def both_of_two_weights() -> tuple[dict[str, Any], Any]:
    return {"log_w": np.log([[1.0, 3.0]]), "m": 2}, np.array([0.6931])


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
    within=10,
    milliseconds=0.3,
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
