"""Question 7.1: is a linear critic advisable?

Source: sheet 002, question 7 (15 points).
Papers: Arjovsky et al., "Wasserstein GAN", ICML 2017, section 3; Szekely and Rizzo, "Energy statistics", 2013
(the distance between two clouds of points).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture, written

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="7.1", title=Text(en="What it sees", fr="Ce qu'il voit"))


@part(
    "7.1.1",
    points=1.5,
    en=r"""
    Among all linear critics with $\|w\|_2 \le c$, $c > 0$, find the one that tells real from generated
    samples best: it has the largest gap

    $$\frac{1}{n} \sum_{i=1}^n D(x_i) - \frac{1}{m} \sum_{j=1}^m D(\tilde{x}_j).$$

    The rows of `real` are the $x_i$, those of `generated` are the $\tilde{x}_j$; $n$ and $m$ may differ.
    Return the tuple of $w$, of shape `(N,)`, and the gap. If no critic has a positive gap, return $w = 0$ and
    the gap 0.

    Example: `real = [[2, 0], [4, 0]]`, `generated = [[0, 4]]`, `c = 1` give `([0.6, -0.8], 5.0)`.
    """,
    fr=r"""
    Parmi tous les critiques linéaires tels que $\|w\|_2 \le c$, $c > 0$, trouvez celui qui distingue le mieux
    les échantillons réels des échantillons engendrés : il a le plus grand écart

    $$\frac{1}{n} \sum_{i=1}^n D(x_i) - \frac{1}{m} \sum_{j=1}^m D(\tilde{x}_j).$$

    Les lignes de `real` sont les $x_i$, celles de `generated` sont les $\tilde{x}_j$ ; $n$ et $m$ peuvent
    différer. Renvoyez le couple formé de $w$, de forme `(N,)`, et de l'écart. Si aucun critique n'a un écart
    positif, renvoyez $w = 0$ et l'écart 0.

    Exemple : `real = [[2, 0], [4, 0]]`, `generated = [[0, 4]]`, `c = 1` donnent `([0.6, -0.8], 5.0)`.
    """,
)
def best_linear_critic(
    real: Float[Array, "n N"], generated: Float[Array, "m N"], c: float
) -> tuple[Float[Array, " N"], float]:
    """Weights of the best linear critic of norm at most c, and its gap, in units of the score."""
    raise NotImplementedError


@example(best_linear_critic)
def two_real_and_one_generated() -> tuple[dict[str, Any], Any]:
    real, generated = np.array([[2.0, 0.0], [4.0, 0.0]]), np.array([[0.0, 4.0]])
    return {"real": real, "generated": generated, "c": 1.0}, (np.array([0.6, -0.8]), 5.0)


@law(
    best_linear_critic,
    en="The critic that is returned has the gap that is returned.",
    fr="Le critique renvoyé a l'écart renvoyé.",
)
def own_gap(f: Function, rng: Rng) -> tuple[Any, Any]:
    real, generated = rng.normal(size=(5, 3)), rng.normal(1.0, 1.0, size=(2, 3))
    w, gap = f(real, generated, 2.0)
    w = np.reshape(w, 3)
    return gap, np.mean(real @ w) - np.mean(generated @ w)


@law(
    best_linear_critic,
    en="No other critic that is allowed has a larger gap.",
    fr="Aucun autre critique permis n'a un écart plus grand.",
)
def no_critic_does_better(f: Function, rng: Rng) -> tuple[Any, Any]:
    real, generated = rng.normal(size=(5, 2)), rng.normal(2.0, 1.0, size=(3, 2))
    w, gap = f(real, generated, 0.5)
    turn = np.linspace(0, 2 * np.pi, 400)
    others = 0.5 * np.stack([np.cos(turn), np.sin(turn)])
    gaps = np.mean(real @ others, axis=0) - np.mean(generated @ others, axis=0)
    return [np.linalg.norm(w) <= 0.5 + 1e-9, np.max(gaps) <= gap + 1e-9], [True, True]


@part(
    "7.1.2",
    points=1.5,
    en=r"""
    The real sample is `real = [[0, 0], [4, 0], [2, 3]]`. Give a generated sample, of shape `(m, 2)` with
    $2 \le m \le 50$, that **every** linear critic takes for the real one although it is clearly different:

    - the gap of 7.1.1 is at most $10^{-6}$ for each $w$ with $\|w\|_2 \le 1$;
    - the energy distance of the two samples is at least $0.5$:

    $$2\,\overline{\|x - \tilde{x}\|} - \overline{\|x - x'\|} - \overline{\|\tilde{x} - \tilde{x}'\|},$$

    where a bar is the mean over all pairs of rows of the two samples, or of one sample with itself (a row
    with itself included). Any such sample is accepted; a poor generator is a good idea here.
    """,
    fr=r"""
    L'échantillon réel est `real = [[0, 0], [4, 0], [2, 3]]`. Donnez un échantillon engendré, de forme
    `(m, 2)` avec $2 \le m \le 50$, que **tout** critique linéaire prend pour le réel bien qu'il en diffère
    nettement :

    - l'écart de 7.1.1 vaut au plus $10^{-6}$ pour chaque $w$ tel que $\|w\|_2 \le 1$ ;
    - la distance d'énergie des deux échantillons vaut au moins $0.5$ :

    $$2\,\overline{\|x - \tilde{x}\|} - \overline{\|x - x'\|} - \overline{\|\tilde{x} - \tilde{x}'\|},$$

    où une barre est la moyenne sur toutes les paires de lignes des deux échantillons, ou d'un échantillon
    avec lui-même (une ligne avec elle-même comprise). Tout échantillon de ce genre est accepté ; un mauvais
    générateur est ici une bonne idée.
    """,
)
def fooling_sample() -> Float[Array, "m 2"]:
    """A generated sample, one point a row, that no linear critic can tell from the real one."""
    raise NotImplementedError


@law(
    fooling_sample,
    en="The sample has two coordinates a row, from 2 to 50 rows, and no NaN.",
    fr="L'échantillon a deux coordonnées par ligne, de 2 à 50 lignes, et pas de NaN.",
)
def rows_of_two(f: Function, rng: Rng) -> tuple[Any, Any]:
    sample = np.asarray(f())
    rows, columns = sample.shape
    return [columns == 2, 2 <= rows <= 50, bool(np.isfinite(sample).all())], [True, True, True]


@picture(
    fooling_sample,
    en=r"""
    Left: the real sample (circles) and yours (crosses). Right: the mean scores of both samples when
    $w = (\cos \theta, \sin \theta)$ and $b = 0$, real (line) and yours (dashes): a gap is what this critic
    sees.
    """,
    fr=r"""
    À gauche : l'échantillon réel (cercles) et le vôtre (croix). À droite : les scores moyens des deux
    échantillons quand $w = (\cos \theta, \sin \theta)$ et $b = 0$, réel (trait plein) et le vôtre (tirets) :
    un écart est ce que ce critique voit.
    """,
)
def scores_in_all_directions(f: Function | None, figure: Any) -> None:
    real = np.array([[0.0, 0.0], [4.0, 0.0], [2.0, 3.0]])
    left, right = figure.subplots(1, 2)
    theta = np.linspace(0, 2 * np.pi, 200)
    directions = np.stack([np.cos(theta), np.sin(theta)])
    left.plot(*real.T, "o", markersize=9, markerfacecolor="white", color="black")
    left.set(xlabel="$x_1$", ylabel="$x_2$")
    left.set_aspect("equal", adjustable="datalim")
    right.plot(theta, np.mean(real @ directions, axis=0), color="0.6", linewidth=3)
    right.set(xlabel=r"$\theta$", ylabel=r"$\overline{D}$", xlim=(0, 2 * np.pi))
    right.set_xticks([0, np.pi, 2 * np.pi], ["$0$", r"$\pi$", r"$2\pi$"])
    if f is not None:
        sample = np.reshape(f(), (-1, 2))
        left.plot(*sample.T, "x", markersize=8, color="tab:red")
        right.plot(theta, np.mean(sample @ directions, axis=0), "--", color="tab:red")


is_it_advisable = written(
    "7.1.3",
    points=2,
    words=(30, 120),
    en=r"""
    Would you use a linear critic in an adversarial network? Say what it cannot see, what that means for the
    generator that it trains (which signal does a generated sample receive?), and name one true benefit.
    """,
    fr=r"""
    Utiliseriez-vous un critique linéaire dans un réseau antagoniste ? Dites ce qu'il ne peut pas voir, ce qui
    en résulte pour le générateur qu'il entraîne (quel signal reçoit un échantillon engendré ?), et citez un
    véritable avantage.
    """,
)
