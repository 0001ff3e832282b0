"""Question 6.3: which of the two bounds is better, and by how much.

Source: sheet 000, question 6.3 (6 points).
Paper: Ruderman, Reid, Garcia-Garcia and Petterson, "Tighter Variational Representations of f-Divergences via
Restriction to Probability Measures", ICML 2012.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="6.3",
    title=Text(en="Which bound is better?", fr="Quelle borne est la meilleure ?"),
)


@derivation(
    "6.3.1",
    points=4,
    lines={"R1": 3.0, "R2": 3.0, "tangent": 2.0, "gap": 4.0},
    key="gap",
    en=r"""
    For the same critic, one of $R_1[T]$ and $R_2[T]$ is never smaller than the other. Find out which, and
    prove it: all that separates them is the logarithm and one of its tangents. `T` has one critic in each
    row, shape `(batch, n)`; `p` and `q` have the shape `(n,)`. Return a dictionary of four arrays of shape
    `(batch,)`:

    - `R1`: $R_1[T]$;
    - `R2`: $R_2[T]$;
    - `tangent`: the height, at $y = \mathbb{E}_q[e^{T(x)}]$, of the line that touches the graph of $\log y$
      at $y = e$;
    - `gap`: the bound that is never smaller, minus the other one.

    All $p(x)$ and $q(x)$ are positive. Critics may be as large as $\pm 1000$; numbers that exceed the range
    of float64 are then `inf` or `-inf`, but none is NaN.

    Example: `T = [[0, 1]]`, `p = [0.5, 0.5]`, `q = [0.25, 0.75]` have `R1` $-0.341970$ and `R2` $-0.327989$.
    """,
    fr=r"""
    Pour un même critique, l'une des bornes $R_1[T]$ et $R_2[T]$ n'est jamais plus petite que l'autre.
    Trouvez laquelle, et prouvez-le : elles ne diffèrent que par le logarithme et une de ses tangentes. `T` a
    un critique par ligne, de forme `(batch, n)` ; `p` et `q` sont de forme `(n,)`. Renvoyez un dictionnaire
    de quatre tableaux de forme `(batch,)` :

    - `R1` : $R_1[T]$ ;
    - `R2` : $R_2[T]$ ;
    - `tangent` : la hauteur, en $y = \mathbb{E}_q[e^{T(x)}]$, de la droite qui touche le graphe de $\log y$
      en $y = e$ ;
    - `gap` : la borne qui n'est jamais plus petite, moins l'autre.

    Tous les $p(x)$ et $q(x)$ sont positifs. Les critiques peuvent atteindre $\pm 1000$ ; les nombres qui
    sortent du domaine des float64 valent alors `inf` ou `-inf`, mais aucun n'est NaN.

    Exemple : `T = [[0, 1]]`, `p = [0.5, 0.5]`, `q = [0.25, 0.75]` ont `R1` $-0.341970$ et `R2` $-0.327989$.
    """,
)
def compare_bounds(
    T: Float[Array, "batch n"], p: Float[Array, " n"], q: Float[Array, " n"]
) -> dict[str, Float[Array, " batch"]]:
    """The two bounds, the tangent and the gap for each critic, in nats."""
    raise NotImplementedError


@example(compare_bounds)
def one_critic() -> tuple[dict[str, Any], Any]:
    T, p, q = np.array([[0.0, 1.0]]), np.array([0.5, 0.5]), np.array([0.25, 0.75])
    return {"T": T, "p": p, "q": q}, {"R1": np.array([-0.341970]), "R2": np.array([-0.327989])}


@law(
    compare_bounds,
    en="The gap is the distance between the two bounds; so it is never negative.",
    fr="L'écart est la distance entre les deux bornes ; il n'est donc jamais négatif.",
)
def gap_is_a_distance(f: Function, rng: Rng) -> tuple[Any, Any]:
    p, q = rng.dirichlet(np.ones(3), size=2)
    lines = f(rng.normal(0.0, 2.0, size=(6, 3)), p, q)
    return lines["gap"], np.reshape(np.abs(np.subtract(lines["R2"], lines["R1"])), 6)


@law(
    compare_bounds,
    en="A constant added to the critic leaves $R_2$ as it is (here $-700$); none raises $R_1$ above $R_2$.",
    fr=r"""
    Une constante ajoutée au critique ne change pas $R_2$ (ici $-700$) ; aucune n'élève $R_1$ au-dessus de
    $R_2$.
    """,
)
def only_one_feels_constants(f: Function, rng: Rng) -> tuple[Any, Any]:
    p, q = rng.dirichlet(np.ones(3), size=2)
    T = rng.normal(size=(4, 3)) + np.linspace(-2.0, 2.0, 4)[:, None]
    here, there = f(T, p, q), f(T - 700.0, p, q)
    return (there["R2"], np.minimum(here["R1"], here["R2"])), (here["R2"], np.reshape(here["R1"], 4))


@picture(
    compare_bounds,
    en=r"""
    Your $R_1[T + c]$ (solid) and $R_2[T + c]$ (dashed) for one critic $T$, against the constant $c$; the
    shaded band is your gap, drawn downwards from $R_2$.
    """,
    fr=r"""
    Vos $R_1[T + c]$ (trait plein) et $R_2[T + c]$ (tirets) pour un critique $T$, en fonction de la constante
    $c$ ; la bande grisée est votre écart, dessiné vers le bas à partir de $R_2$.
    """,
)
def bounds_against_constant(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    axes.set(xlabel="$c$", xlim=(-1.5, 2.5), ylim=(-2.5, 1.0))
    if f is None:
        return
    p, q, T = np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.3, 0.6]), np.array([1.2, 0.3, -0.4])
    constants = np.linspace(-1.5, 2.5, 81)
    lines = {name: np.asarray(value) for name, value in f(T + constants[:, None], p, q).items()}
    axes.fill_between(constants, lines["R2"] - lines["gap"], lines["R2"], color="0.88")
    axes.plot(constants, lines["R1"], "-", color="tab:blue", label="$R_1[T + c]$")
    axes.plot(constants, lines["R2"], "--", color="tab:blue", label="$R_2[T + c]$")
    axes.legend(loc="lower center")


@part(
    "6.3.2",
    points=2,
    en=r"""
    Adding a constant to a critic changes one bound and not the other. For each row of `T`, shape
    `(batch, n)`, return the constant $c$ for which $R_1[T + c]$ is largest, shape `(batch,)`. The
    probabilities `q` have the shape `(n,)`, and some may be zero; why is $p$ not needed? Critics may be as
    large as $\pm 1000$.

    Example: `T = [[0, 1]]` and `q = [0.25, 0.75]` give `[0.172011]`.
    """,
    fr=r"""
    Ajouter une constante à un critique change une borne et pas l'autre. Pour chaque ligne de `T`, de forme
    `(batch, n)`, renvoyez la constante $c$ pour laquelle $R_1[T + c]$ est la plus grande, de forme
    `(batch,)`. Les probabilités `q` sont de forme `(n,)`, et certaines peuvent être nulles ; pourquoi
    n'a-t-on pas besoin de $p$ ? Les critiques peuvent atteindre $\pm 1000$.

    Exemple : `T = [[0, 1]]` et `q = [0.25, 0.75]` donnent `[0.172011]`.
    """,
)
def best_shift(T: Float[Array, "batch n"], q: Float[Array, " n"]) -> Float[Array, " batch"]:
    """The constant that, added to each critic, makes the first bound largest."""
    raise NotImplementedError


@example(best_shift)
def shift_of_one_critic() -> tuple[dict[str, Any], Any]:
    return {"T": np.array([[0.0, 1.0]]), "q": np.array([0.25, 0.75])}, np.array([0.172011])


@law(
    best_shift,
    en="With your constant the two bounds are equal.",
    fr="Avec votre constante, les deux bornes sont égales.",
)
def bounds_meet(f: Function, rng: Rng) -> tuple[Any, Any]:
    T, (p, q) = rng.normal(size=(4, 3)), rng.dirichlet(np.ones(3), size=2)
    shifted = T + np.reshape(f(T, q), (4, 1))
    return shifted @ p - np.exp(shifted - 1) @ q, T @ p - np.log(np.exp(T) @ q)


@law(
    best_shift,
    en="What is added to a critic beforehand need not be added again (here $\\pm 900$).",
    fr="Ce que l'on ajoute d'avance à un critique n'est plus à ajouter (ici $\\pm 900$).",
)
def part_of_the_way(f: Function, rng: Rng) -> tuple[Any, Any]:
    T, q, ahead = rng.normal(size=(2, 3)), rng.dirichlet(np.ones(3)), np.array([900.0, -900.0])
    return f(T + ahead[:, None], q), np.reshape(f(T, q), 2) - ahead


@speed(
    best_shift,
    sizes=(2000, 4000, 8000),
    unit=Text(en="the number of critics", fr="le nombre de critiques"),
    growth=1,
    within=12,
    milliseconds=0.22,
    en="A Python loop over critics, or over their points, is what usually costs more.",
    fr="Une boucle Python sur les critiques, ou sur leurs points, est ce qui coûte d'ordinaire davantage.",
)
def critics_of_ten_points(rng: Rng, critics: int) -> dict[str, Any]:
    return {"T": rng.normal(0.0, 1.5, size=(critics, 10)), "q": rng.dirichlet(np.full(10, 3.0))}
