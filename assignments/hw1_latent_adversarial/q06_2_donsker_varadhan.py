"""Question 6.2: the second bound, and when it is an equality.

Source: sheet 000, question 6.2 (5 points).
Paper: Belghazi et al., "Mutual Information Neural Estimation", ICML 2018, theorem 1 (Donsker and Varadhan).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="6.2",
    title=Text(en="The bound of Donsker and Varadhan", fr="La borne de Donsker et Varadhan"),
)


@part(
    "6.2.1",
    points=1.5,
    en=r"""
    A critic reweights $q$: with $r(x) = e^{T(x)} / \mathbb{E}_q[e^{T(x)}]$, the product $r q$ is again a
    distribution, the *tilted* one. Return it for each critic of a batch: `T` has one critic in each row,
    shape `(batch, n)`; all of them share the probabilities `q`, shape `(n,)`. Critics may be as large as
    $\pm 1000$, and some $q(x)$ may be zero.

    Example: `T = [[0, 1.098612]]` and `q = [0.5, 0.5]` give `[[0.25, 0.75]]`.
    """,
    fr=r"""
    Un critique repondère $q$ : avec $r(x) = e^{T(x)} / \mathbb{E}_q[e^{T(x)}]$, le produit $r q$ est encore
    une loi, la loi *inclinée*. Renvoyez-la pour chaque critique d'un lot : `T` a un critique par ligne, de
    forme `(batch, n)` ; tous partagent les probabilités `q`, de forme `(n,)`. Les critiques peuvent
    atteindre $\pm 1000$, et certains $q(x)$ peuvent être nuls.

    Exemple : `T = [[0, 1.098612]]` et `q = [0.5, 0.5]` donnent `[[0.25, 0.75]]`.
    """,
)
def tilted_density(T: Float[Array, "batch n"], q: Float[Array, " n"]) -> Float[Array, "batch n"]:
    """Probabilities of the tilted distribution, one row for each critic."""
    raise NotImplementedError


@example(tilted_density)
def tilted_coin() -> tuple[dict[str, Any], Any]:
    return {"T": np.array([[0.0, 1.098612]]), "q": np.array([0.5, 0.5])}, np.array([[0.25, 0.75]])


@law(
    tilted_density,
    en="Each row is a distribution, and a constant added to a critic does not change it (here $800$).",
    fr="Chaque ligne est une loi, et une constante ajoutée à un critique ne la change pas (ici $800$).",
)
def constant_is_lost(f: Function, rng: Rng) -> tuple[Any, Any]:
    T, q = rng.normal(size=(4, 3)), rng.dirichlet(np.ones(3))
    tilted = np.reshape(f(T, q), (4, 3))
    return (f(T + 800.0, q), tilted.sum(axis=1)), (tilted, np.ones(4))


@law(
    tilted_density,
    en="Tilting by one critic and then by another is tilting by their sum.",
    fr="Incliner par un critique puis par un autre, c'est incliner par leur somme.",
)
def tilted_twice(f: Function, rng: Rng) -> tuple[Any, Any]:
    (first, second), q = rng.normal(size=(2, 1, 4)), rng.dirichlet(np.ones(4))
    return f(second, np.reshape(f(first, q), 4)), f(first + second, q)


@speed(
    tilted_density,
    sizes=(1500, 3000, 6000),
    unit=Text(en="the number of critics", fr="le nombre de critiques"),
    growth=1,
    within=12,
    milliseconds=0.19,
    en="A Python loop over critics, or over their points, is what usually costs more.",
    fr="Une boucle Python sur les critiques, ou sur leurs points, est ce qui coûte d'ordinaire davantage.",
)
def critics_of_ten_points(rng: Rng, critics: int) -> dict[str, Any]:
    return {"T": rng.normal(0.0, 1.5, size=(critics, 10)), "q": rng.dirichlet(np.full(10, 3.0))}


@picture(
    tilted_density,
    en=r"""
    A distribution $q$ on a grid (dotted), and your $r q$ for the critics $T(x) = 1.5 x$ (circles) and
    $T(x) = -2 x^2$ (diamonds). Solid: normal distributions that they should follow.
    """,
    fr=r"""
    Une loi $q$ sur une grille (pointillés), et vos $r q$ pour les critiques $T(x) = 1.5 x$ (cercles) et
    $T(x) = -2 x^2$ (losanges). En trait plein : les lois normales qu'elles devraient suivre.
    """,
)
def tilted_normal(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    x = np.linspace(-4.0, 5.0, 91)

    def normal(mean: float, variance: float) -> Any:
        return 0.1 * np.exp(-0.5 * (x - mean) ** 2 / variance) / np.sqrt(2 * np.pi * variance)

    axes.plot(x, normal(0.0, 1.0), ":", color="black", label="$q$")
    for mean, variance in ((1.5, 1.0), (0.0, 0.2)):
        axes.plot(x, normal(mean, variance), "-", linewidth=0.8, color="0.5")
    if f is not None:
        q = normal(0.0, 1.0) / normal(0.0, 1.0).sum()
        rows = np.asarray(f(np.stack([1.5 * x, -2.0 * x**2]), q))
        for row, marker in zip(rows, "oD", strict=True):
            axes.plot(x[::2], row[::2], marker, color="tab:blue", markerfacecolor="none", markersize=5)
    axes.set(xlabel="$x$", ylim=(-0.005, 0.1))
    axes.legend(loc="upper right")


@derivation(
    "6.2.2",
    points=3.5,
    lines={"log_Z": 2.0, "R2": 4.0, "rq": 2.0, "kl_p_rq": 3.0, "kl_pq": 1.0, "gap": 2.0, "T_tight": 4.0},
    key="R2",
    en=r"""
    Show that $\mathrm{KL}(p \,\|\, q) \ge R_2[T]$, and when the two are equal. For one critic `T`, return a
    dictionary with

    - `log_Z`: $\log Z$, where $Z = \mathbb{E}_q[e^{T(x)}]$;
    - `R2`: the bound $R_2[T]$;
    - `rq`: the tilted distribution of 6.2.1, shape `(n,)`;
    - `kl_p_rq`: $\mathrm{KL}(p \,\|\, r q)$;
    - `kl_pq`: $\mathrm{KL}(p \,\|\, q)$;
    - `gap`: by how much $R_2[T]$ is below the divergence, from `kl_pq` and `R2`;
    - `T_tight`: the critic that leaves no gap and has the same $Z$: put it for $T$ in `rq`, keep the number
      $Z$, and the result is $p$. Shape `(n,)`.

    Compare `gap` with `kl_p_rq`: this is the proof. Evaluate each line by its own formula; in the checks `p`
    and `q` need not sum to one, and then the two differ. All $q(x)$ are positive; where $p(x) = 0$,
    `T_tight` is `-inf`. Critics may be as large as $\pm 1000$, and `rq` may then be too small for a float64,
    but no line else is.

    Example: `T = [0, 1]`, `p = [0.5, 0.5]`, `q = [0.25, 0.75]` have `log_Z` $0.827989$, `R2` $-0.327989$ and
    `gap` $0.471830$.
    """,
    fr=r"""
    Montrez que $\mathrm{KL}(p \,\|\, q) \ge R_2[T]$, et quand les deux sont égaux. Pour un critique `T`,
    renvoyez un dictionnaire avec

    - `log_Z` : $\log Z$, où $Z = \mathbb{E}_q[e^{T(x)}]$ ;
    - `R2` : la borne $R_2[T]$ ;
    - `rq` : la loi inclinée de 6.2.1, de forme `(n,)` ;
    - `kl_p_rq` : $\mathrm{KL}(p \,\|\, r q)$ ;
    - `kl_pq` : $\mathrm{KL}(p \,\|\, q)$ ;
    - `gap` : de combien $R_2[T]$ est au-dessous de la divergence, à partir de `kl_pq` et `R2` ;
    - `T_tight` : le critique qui ne laisse aucun écart et qui a le même $Z$ : mettez-le à la place de $T$
      dans `rq`, gardez le nombre $Z$, et le résultat est $p$. De forme `(n,)`.

    Comparez `gap` à `kl_p_rq` : c'est la preuve. Évaluez chaque ligne par sa propre formule ; dans les
    tests, `p` et `q` n'ont pas forcément une somme égale à un, et les deux diffèrent alors. Tous les $q(x)$
    sont positifs ; là où $p(x) = 0$, `T_tight` vaut `-inf`. Les critiques peuvent atteindre $\pm 1000$ ; `rq`
    peut alors être trop petit pour un float64, mais aucune autre ligne.

    Exemple : `T = [0, 1]`, `p = [0.5, 0.5]`, `q = [0.25, 0.75]` ont `log_Z` $0.827989$, `R2` $-0.327989$ et
    `gap` $0.471830$.
    """,
)
def donsker_varadhan_lines(
    T: Float[Array, " n"], p: Float[Array, " n"], q: Float[Array, " n"]
) -> dict[str, Any]:
    """The second bound, its gap in two forms, and the critic without a gap, in nats."""
    raise NotImplementedError


@example(donsker_varadhan_lines)
def two_points() -> tuple[dict[str, Any], Any]:
    T, p, q = np.array([[0.0, 1.0], [0.5, 0.5], [0.25, 0.75]])
    return {"T": T, "p": p, "q": q}, {"log_Z": 0.827989, "R2": -0.327989, "gap": 0.471830}


@law(
    donsker_varadhan_lines,
    en=r"""
    For distributions, `kl_pq` exceeds `R2` by `gap`, which is `kl_p_rq` and not negative; `rq` sums to one.
    """,
    fr=r"""
    Pour des lois, `kl_pq` dépasse `R2` de `gap`, qui est `kl_p_rq` et non négatif ; `rq` a pour somme un.
    """,
)
def gap_is_a_divergence(f: Function, rng: Rng) -> tuple[Any, Any]:
    p, q = rng.dirichlet(np.ones(4), size=2)
    lines = f(rng.normal(size=4), p, q)
    gap = np.abs(lines["kl_p_rq"])
    return (lines["gap"], lines["kl_pq"] - lines["R2"], np.sum(lines["rq"])), (gap, gap, 1.0)


@law(
    donsker_varadhan_lines,
    en="Your `T_tight` leaves no gap, and its `log_Z` is that of the critic that was given.",
    fr="Votre `T_tight` ne laisse aucun écart, et son `log_Z` est celui du critique donné.",
)
def tight_critic_is_tight(f: Function, rng: Rng) -> tuple[Any, Any]:
    p, q = rng.dirichlet(np.full(4, 2.0), size=2)
    given = f(rng.normal(size=4), p, q)
    tight = f(np.reshape(given["T_tight"], 4), p, q)
    return (tight["gap"], tight["log_Z"]), (0.0, given["log_Z"])


@picture(
    donsker_varadhan_lines,
    en=r"""
    Your $R_2[T]$ for the critics $T = s \log(p / q)$ against $s$ (solid), your divergence (dashed), and your
    gap as the shaded band that hangs from it. Dotted: the divergence that the curve should touch.
    """,
    fr=r"""
    Votre $R_2[T]$ pour les critiques $T = s \log(p / q)$ en fonction de $s$ (trait plein), votre divergence
    (tirets), et votre écart, la bande grisée qui y est suspendue. En pointillés : la divergence que la courbe
    devrait toucher.
    """,
)
def bound_against_scale(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    p, q = np.array([0.5, 0.3, 0.15, 0.05]), np.array([0.1, 0.2, 0.3, 0.4])
    scales = np.linspace(-0.5, 2.5, 31)
    axes.axhline(0.718414, linestyle=":", color="black", label=r"$\mathrm{KL}(p\, \|\, q)$")
    axes.set(xlabel="$s$", xlim=(-0.5, 2.5), ylim=(-0.8, 0.9))
    if f is not None:
        rows = [f(scale * np.log(p / q), p, q) for scale in scales]
        bound, level, gap = (np.array([float(row[name]) for row in rows]) for name in ("R2", "kl_pq", "gap"))
        axes.fill_between(scales, level - gap, level, color="0.88")
        axes.plot(scales, level, "--", color="tab:blue")
        axes.plot(scales, bound, "-", color="tab:blue", label="$R_2$")
    axes.legend(loc="lower center")
