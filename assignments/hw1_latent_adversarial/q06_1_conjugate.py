"""Question 6.1: conjugate functions, and the first bound.

Source: sheet 000, question 6.1 (5 points).
Paper: Nguyen, Wainwright and Jordan, "Estimating Divergence Functionals and the Likelihood Ratio by Convex
Risk Minimization", IEEE Trans. Inf. Theory 2010, lemma 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="6.1", title=Text(en="Conjugates and the first bound", fr="Conjuguées et première borne")
)


@part(
    "6.1.1",
    points=1,
    en=r"""
    The conjugate of a function $f$ is $f^*(t) = \sup_u \{u t - f(u)\}$: of all lines of slope $t$ below the
    graph of $f$, the highest one meets the vertical axis at $-f^*(t)$. Take $f(u) = u \log u$ for
    $u \ge 0$. Return the tuple of two arrays: the values $f^*(t)$ for each slope in the array `t`, and the
    $u$ at which each supremum is attained.

    Example: at `t = [0.3]` the value is `[0.496585]`.
    """,
    fr=r"""
    La conjuguée d'une fonction $f$ est $f^*(t) = \sup_u \{u t - f(u)\}$ : de toutes les droites de pente $t$
    situées sous le graphe de $f$, la plus haute coupe l'axe vertical en $-f^*(t)$. Prenez
    $f(u) = u \log u$ pour $u \ge 0$. Renvoyez le tuple de deux tableaux : les valeurs $f^*(t)$ pour chaque
    pente du tableau `t`, et le $u$ où chaque supremum est atteint.

    Exemple : en `t = [0.3]`, la valeur est `[0.496585]`.
    """,
)
def conjugate_of_u_log_u(t: Float[Array, " n"]) -> tuple[Float[Array, " n"], Float[Array, " n"]]:
    """The conjugate of u log u at each slope, and where it is attained: (value, maximiser)."""
    raise NotImplementedError


@example(conjugate_of_u_log_u, told=lambda value: value[0])
def one_slope() -> tuple[dict[str, Any], Any]:
    return {"t": np.array([0.3])}, np.array([0.496585])


@law(
    conjugate_of_u_log_u,
    en="At your maximiser, $u t - u \\log u$ is the value that you return.",
    fr="En votre maximiseur, $u t - u \\log u$ est la valeur que vous renvoyez.",
)
def attained(f: Function, rng: Rng) -> tuple[Any, Any]:
    t = rng.uniform(-2.0, 2.0, size=5)
    value, u = f(t)
    return value, u * t - u * np.log(u)


@law(
    conjugate_of_u_log_u,
    en="No $u$ on a grid does better than your value.",
    fr="Aucun $u$ d'une grille ne fait mieux que votre valeur.",
)
def not_surpassed(f: Function, rng: Rng) -> tuple[Any, Any]:
    t, u = np.linspace(-2.0, 2.0, 5), np.linspace(0.01, 6.0, 300)
    best = np.max(np.outer(t, u) - u * np.log(u), axis=1)
    return np.minimum(np.reshape(f(t)[0], 5), best), best


@picture(
    conjugate_of_u_log_u,
    en=r"""
    The graph of $u \log u$ (solid), and for three slopes $t$ the line $u t - f^*(t)$ with your value
    (dashed); a circle marks it at your maximiser. Each line should touch the graph from below.
    """,
    fr=r"""
    Le graphe de $u \log u$ (trait plein) et, pour trois pentes $t$, la droite $u t - f^*(t)$ avec votre
    valeur (tirets) ; un cercle la marque en votre maximiseur. Chaque droite devrait toucher le graphe
    par-dessous.
    """,
)
def supporting_lines(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    u = np.linspace(1e-6, 3.0, 301)
    axes.plot(u, u * np.log(u), "-", color="black", label=r"$u\, \log\, u$")
    axes.set(xlabel="$u$", xlim=(0, 3), ylim=(-1.6, 3.4))
    if f is not None:
        slopes = np.array([-0.5, 1.0, 1.8])
        values, points = (np.ravel(np.asarray(item)) for item in f(slopes))
        for slope, value, point in zip(slopes, values, points, strict=True):
            axes.plot(u, u * slope - value, "--", color="tab:blue")
            axes.plot(point, point * slope - value, "o", color="tab:blue", markersize=8)
    axes.legend(loc="upper left")


@part(
    "6.1.2",
    points=1.5,
    en=r"""
    Any function that is tabulated on a grid has a conjugate, too: the array `x` holds $n$ points in no
    particular order, `fx` the values there, and the supremum runs over these points alone. Return the
    conjugate at each of the $m$ numbers in `slopes`. The function need not be convex.

    Call your function twice, the second time with the roles of `x` and `slopes` exchanged, and you have the
    biconjugate $f^{**}$: the highest convex function that is nowhere above $f$. A convex $f$, such as
    $u \log u$, comes back unchanged; this is what 6.1.3 rests on.

    Example: `x = [0, 1, 2]`, `fx = [0, 0, 1]`, `slopes = [-1, 0.5, 3]` give `[0, 0.5, 5]`.
    """,
    fr=r"""
    Toute fonction donnée par une table sur une grille a aussi une conjuguée : le tableau `x` contient $n$
    points dans un ordre quelconque, `fx` les valeurs en ces points, et le supremum ne porte que sur eux.
    Renvoyez la conjuguée en chacun des $m$ nombres de `slopes`. La fonction n'est pas forcément convexe.

    Appelez votre fonction deux fois, la seconde en échangeant les rôles de `x` et de `slopes`, et vous avez
    la biconjuguée $f^{**}$ : la plus haute fonction convexe qui n'est nulle part au-dessus de $f$. Une
    fonction $f$ convexe, comme $u \log u$, revient inchangée ; c'est là-dessus que repose 6.1.3.

    Exemple : `x = [0, 1, 2]`, `fx = [0, 0, 1]`, `slopes = [-1, 0.5, 3]` donnent `[0, 0.5, 5]`.
    """,
)
def discrete_conjugate(
    x: Float[Array, " n"], fx: Float[Array, " n"], slopes: Float[Array, " m"]
) -> Float[Array, " m"]:
    """The conjugate of a tabulated function at each slope."""
    raise NotImplementedError


@example(discrete_conjugate)
def three_slopes() -> tuple[dict[str, Any], Any]:
    x, fx, slopes = np.array([[0.0, 1.0, 2.0], [0.0, 0.0, 1.0], [-1.0, 0.5, 3.0]])
    return {"x": x, "fx": fx, "slopes": slopes}, np.array([0.0, 0.5, 5.0])


@law(
    discrete_conjugate,
    en=r"On a fine grid, half the square is its own conjugate.",
    fr=r"Sur une grille fine, la moitié du carré est sa propre conjuguée.",
)
def half_square(f: Function, rng: Rng) -> tuple[Any, Any]:
    x = np.linspace(-3.0, 3.0, 61)
    return f(x, x**2 / 2, x[10:51]), x[10:51] ** 2 / 2


@law(
    discrete_conjugate,
    en="Three conjugates in a row give what one alone gives.",
    fr="Trois conjuguées de suite donnent ce que donne une seule.",
)
def three_are_one(f: Function, rng: Rng) -> tuple[Any, Any]:
    x, fx, slopes = rng.normal(size=7), rng.normal(size=7), rng.normal(size=5)
    once = f(x, fx, slopes)
    return f(x, f(slopes, once, x), slopes), np.reshape(once, 5)


@speed(
    discrete_conjugate,
    sizes=(150, 300, 600),
    unit=Text(en="the common number of points and slopes", fr="le nombre commun de points et de pentes"),
    growth=2,
    within=12,
    milliseconds=0.14,
    en="A Python loop over points for each slope is what usually costs more.",
    fr="Une boucle Python sur les points, pour chaque pente, est ce qui coûte d'ordinaire davantage.",
)
def as_many_slopes_as_points(rng: Rng, points: int) -> dict[str, Any]:
    x, fx, slopes = rng.normal(size=(3, points))
    return {"x": x, "fx": fx, "slopes": slopes}


@picture(
    discrete_conjugate,
    en=r"""
    A function with two valleys (solid), and what two of your conjugations make of it (dashed).
    """,
    fr=r"""
    Une fonction à deux vallées (trait plein), et ce que deux de vos conjugaisons en font (tirets).
    """,
)
def biconjugate(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    x, slopes = np.linspace(-2.0, 2.0, 101), np.linspace(-12.0, 12.0, 241)
    fx = (x**2 - 1) ** 2 + 0.4 * x
    axes.plot(x, fx, "-", color="black", label="$f$")
    if f is not None:
        twice = np.asarray(f(slopes, np.asarray(f(x, fx, slopes)), x))
        axes.plot(x, twice, "--", linewidth=2.5, color="tab:blue", label="$f^{**}$")
    axes.set(xlabel="$x$", ylim=(-1.0, 4.0))
    axes.legend(loc="upper center")


@derivation(
    "6.1.3",
    points=2.5,
    lines={"R1": 3.0, "T_star": 3.0, "pointwise_sup": 3.0, "kl": 1.0},
    key="T_star",
    en=r"""
    Now $\mathrm{KL}(p \,\|\, q) = \sup_T R_1[T]$. The supremum over all critics may be taken at each $x$ on
    its own, over one number $t = T(x)$. Return a dictionary with

    - `R1`: the bound $R_1[T]$ for the critic `T` that is given, one number;
    - `T_star`: at each $x$, the $t$ at which $p(x)\, t - q(x)\, e^{t - 1}$ is largest, shape `(n,)`;
    - `pointwise_sup`: this largest value at each $x$, shape `(n,)`;
    - `kl`: the supremum of $R_1$ over all critics, one number.

    Evaluate each line by its own formula: `p` and `q` are not negative, but in the checks they need not sum
    to one. They are never both zero. A supremum that is only approached is allowed: where $p(x) = 0$,
    `T_star` is `-inf` and `pointwise_sup` the limit; where $q(x) = 0$, `T_star`, `pointwise_sup` and `kl`
    are `inf`.

    Example: `T = [0, 1]`, `p = [0.5, 0.5]`, `q = [0.25, 0.75]` have `R1` $-0.341970$ and `kl` $0.143841$.
    """,
    fr=r"""
    Maintenant, $\mathrm{KL}(p \,\|\, q) = \sup_T R_1[T]$. On peut prendre le supremum sur tous les critiques
    en chaque $x$ séparément, sur un seul nombre $t = T(x)$. Renvoyez un dictionnaire avec

    - `R1` : la borne $R_1[T]$ pour le critique `T` donné, un nombre ;
    - `T_star` : en chaque $x$, le $t$ où $p(x)\, t - q(x)\, e^{t - 1}$ est le plus grand, de forme `(n,)` ;
    - `pointwise_sup` : cette plus grande valeur en chaque $x$, de forme `(n,)` ;
    - `kl` : le supremum de $R_1$ sur tous les critiques, un nombre.

    Évaluez chaque ligne par sa propre formule : `p` et `q` ne sont pas négatifs mais, dans les tests, n'ont
    pas forcément une somme égale à un. Ils ne sont jamais nuls tous les deux. Un supremum qui n'est
    qu'approché est permis : là où $p(x) = 0$, `T_star` vaut `-inf` et `pointwise_sup` la limite ; là où
    $q(x) = 0$, `T_star`, `pointwise_sup` et `kl` valent `inf`.

    Exemple : `T = [0, 1]`, `p = [0.5, 0.5]`, `q = [0.25, 0.75]` ont `R1` $-0.341970$ et `kl` $0.143841$.
    """,
)
def variational_kl_lines(
    T: Float[Array, " n"], p: Float[Array, " n"], q: Float[Array, " n"]
) -> dict[str, Any]:
    """The first bound, the best critic at each point, and the supremum, in nats."""
    raise NotImplementedError


@example(variational_kl_lines)
def two_points() -> tuple[dict[str, Any], Any]:
    T, p, q = np.array([[0.0, 1.0], [0.5, 0.5], [0.25, 0.75]])
    return {"T": T, "p": p, "q": q}, {"R1": -0.341970, "kl": 0.143841}


@law(
    variational_kl_lines,
    en="For your best critic, `R1` reaches `kl`.",
    fr="Pour votre meilleur critique, `R1` atteint `kl`.",
)
def best_critic_reaches(f: Function, rng: Rng) -> tuple[Any, Any]:
    p, q = rng.dirichlet(np.full(5, 2.0), size=2)
    lines = f(np.zeros(5), p, q)
    return f(np.asarray(lines["T_star"]), p, q)["R1"], lines["kl"]


@law(
    variational_kl_lines,
    en="A small change of your best critic, up or down at one point, lowers `R1`.",
    fr=r"""
    Un petit changement de votre meilleur critique, vers le haut ou le bas en un point, fait baisser `R1`.
    """,
)
def no_critic_is_better(f: Function, rng: Rng) -> tuple[Any, Any]:
    p, q = rng.dirichlet(np.full(3, 2.0), size=2)
    best = np.reshape(f(np.zeros(3), p, q)["T_star"], 3)
    moves = 0.1 * np.concatenate([np.eye(3), -np.eye(3)])
    values = np.array([float(f(best + move, p, q)["R1"]) for move in moves])
    return values < float(f(best, p, q)["R1"]), np.ones(6, dtype=bool)


@picture(
    variational_kl_lines,
    en=r"""
    The contribution $p(x)\, t - q(x)\, e^{t - 1}$ of three points $x$ against $t$ (curves), and at each your
    `T_star` and `pointwise_sup` (diamonds).
    """,
    fr=r"""
    La contribution $p(x)\, t - q(x)\, e^{t - 1}$ de trois points $x$ en fonction de $t$ (courbes), et pour
    chacun vos `T_star` et `pointwise_sup` (losanges).
    """,
)
def contributions(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    p, q = np.array([0.6, 0.3, 0.1]), np.array([0.2, 0.35, 0.45])
    t = np.linspace(-2.5, 4.5, 141)
    for weight, other, style in zip(p, q, ("-", "--", ":"), strict=True):
        label = f"$p = {weight:g},\\ q = {other:g}$"
        axes.plot(t, weight * t - other * np.exp(t - 1), style, color="black", label=label)
    if f is not None:
        lines = f(np.zeros(3), p, q)
        points = (np.ravel(np.asarray(lines[name])) for name in ("T_star", "pointwise_sup"))
        axes.plot(*points, "D", color="tab:blue", markersize=8)
    axes.set(xlabel="$t$", xlim=(-2.5, 6.2), ylim=(-1.6, 0.9))
    axes.legend(loc="center right")
