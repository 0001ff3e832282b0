"""Question 2.3: residual flows.

Source: sheet 001, question 2 (21 points).
Paper: Behrmann et al., "Invertible Residual Networks", ICML 2019, theorem 1 and algorithm 1, which asks for a
Lipschitz constant below one; in one dimension a bound from below on the derivative is enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from autograder.question import Function, Question, Rng, Text, choice, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    Array: TypeAlias = Any  # what numpy's functions return to a type checker

question = Question(
    number="2.3",
    title=Text(en="Residual flows", fr="Flots résiduels"),
    text=Text(
        en=r"""
        Let $g(z) = z + f(z)$ with a differentiable $f$. The claim is that $g$ is invertible on its image if
        $f'(z) > -1$ for every $z$. Below, `f` is an instance of one of the following classes; `f(z)` is
        evaluated elementwise, for a number or an array.
        """,
        fr=r"""
        Soit $g(z) = z + f(z)$ avec $f$ dérivable. On affirme que $g$ est inversible sur son image si
        $f'(z) > -1$ pour tout $z$. Ci-dessous, `f` est une instance de l'une des classes qui suivent ; `f(z)`
        s'évalue élément par élément, pour un nombre ou un tableau.
        """,
    ),
)


@dataclass(frozen=True)
class SineResidual:
    """f(z) = amplitude * sin(z)."""

    amplitude: float

    def __call__(self, z: Array) -> Array:
        return self.amplitude * np.sin(z)


@dataclass(frozen=True)
class LinearResidual:
    """f(z) = slope * z."""

    slope: float

    def __call__(self, z: Array) -> Array:
        return self.slope * z


@dataclass(frozen=True)
class CubicResidual:
    """f(z) = scale * z**3 + slope * z."""

    scale: float
    slope: float

    def __call__(self, z: Array) -> Array:
        return self.scale * z**3 + self.slope * z


@dataclass(frozen=True)
class ArctanResidual:
    """f(z) = limit * arctan((z - center) / limit) - z, for a positive `limit`."""

    limit: float
    center: float

    def __call__(self, z: Array) -> Array:
        return self.limit * np.arctan((z - self.center) / self.limit) - z


@dataclass(frozen=True)
class ExponentialResidual:
    """f(z) = exp(rate * z) - z, for a positive `rate`."""

    rate: float

    def __call__(self, z: Array) -> Array:
        return np.exp(self.rate * z) - z


@part(
    "2.3.1",
    points=3,
    rtol=1e-5,
    atol=1e-6,  # an iteration that stops at a residual of 1e-9 is right, also where the flow is not steep
    en=r"""
    The proof, turned into a program: return the $z$ with $z + f(z) = y$ for each element of `y`, to at least
    six digits. The only thing known about $f$ is $f' > -1$: it may be large, it may come close to $-1$, and
    its derivative is not given. Every element of `y` is in the image of $g$, but the image may be an
    interval, so that $z$ may be far away from $y$ (up to $|z| = 10^5$).

    Example: `y = [1, -4]` and `SineResidual(0.5)` give `[0.684037, -4.487398]`; `y = [5]` and
    `LinearResidual(3.0)` give `[1.25]`.
    """,
    fr=r"""
    La preuve, transformée en programme : renvoyez le $z$ tel que $z + f(z) = y$ pour chaque élément de `y`,
    avec au moins six chiffres. Tout ce qu'on sait de $f$ est $f' > -1$ : elle peut être grande, elle peut
    s'approcher de $-1$, et sa dérivée n'est pas donnée. Chaque élément de `y` est dans l'image de $g$, mais
    cette image peut être un intervalle, de sorte que $z$ peut être loin de $y$ (jusqu'à $|z| = 10^5$).

    Exemple : `y = [1, -4]` et `SineResidual(0.5)` donnent `[0.684037, -4.487398]` ; `y = [5]` et
    `LinearResidual(3.0)` donnent `[1.25]`.
    """,
)
def residual_inverse(
    y: Float[Array, " batch"],
    f: SineResidual | LinearResidual | CubicResidual | ArctanResidual | ExponentialResidual,
) -> Float[Array, " batch"]:
    """The point z with z + f(z) = y, for each element of y."""
    raise NotImplementedError


@example(residual_inverse)
def sine() -> tuple[dict[str, Any], Any]:
    return {"y": np.array([1.0, -4.0]), "f": SineResidual(0.5)}, np.array([0.684037, -4.487398])


@example(residual_inverse)
def line() -> tuple[dict[str, Any], Any]:
    return {"y": np.array([5.0]), "f": LinearResidual(3.0)}, np.array([1.25])


@law(
    residual_inverse,
    en="Your $z$ are mapped back to `y`: $z + f(z) = y$.",
    fr="Vos $z$ sont renvoyés sur `y` : $z + f(z) = y$.",
)
def mapped_back(f: Function, rng: Rng) -> tuple[Any, Any]:
    residuals: list[Any] = [SineResidual(0.5), LinearResidual(3.0), ArctanResidual(2.0, 0.5)]
    y = rng.uniform(-2.0, 2.0, size=4)
    points = [np.asarray(f(y, residual)) for residual in residuals]
    return [z + residual(z) for z, residual in zip(points, residuals, strict=True)], [y] * 3


@picture(
    residual_inverse,
    en=r"""
    The iteration $z \leftarrow y - f(z)$ (grey steps) for $y = 1$: on the left $f(z) = \frac{1}{2} \sin z$,
    on the right $f(z) = 3 z$. The black line is $y - f(z)$, the dashed one the diagonal. The star is your
    $z$.
    """,
    fr=r"""
    L'itération $z \leftarrow y - f(z)$ (marches grises) pour $y = 1$ : à gauche
    $f(z) = \frac{1}{2} \sin z$, à droite $f(z) = 3 z$. Le trait noir est $y - f(z)$, les tirets la
    diagonale. L'étoile est votre $z$.
    """,
)
def fixed_point_steps(f: Function | None, figure: Any) -> None:
    residuals: list[Any] = [SineResidual(0.5), LinearResidual(3.0)]
    for axes, residual, start in zip(figure.subplots(1, 2), residuals, (3.0, 0.3), strict=True):
        grid = np.linspace(-4.0, 4.0, 161)
        axes.plot(grid, 1 - residual(grid), "k-")
        axes.plot(grid, grid, "k--", linewidth=0.8)
        z, path = start, [(start, start)]
        for _ in range(5):
            path += [(z, 1 - residual(z)), (1 - residual(z), 1 - residual(z))]
            z = 1 - residual(z)
        axes.plot(*zip(*path, strict=True), color="0.6")
        if f is not None:
            found = float(np.ravel(f(np.ones(1), residual))[0])
            axes.plot(found, found, "*", markersize=14, color="tab:blue", markeredgecolor="black")
        axes.set(xlim=(-4, 4), ylim=(-4, 4), xlabel="$z$", ylabel="$y - f(z)$")


@choice(
    "2.3.2",
    points=2,
    several=True,
    en=r"""
    Is the condition $f' > -1$ also necessary? And is the image always $\mathbb{R}$? Which of the following
    $f$ make $g(z) = z + f(z)$ invertible, from $\mathbb{R}$ onto its image? Give all their letters in
    alphabetical order, for instance `"bd"`, and for every $f$ the reason that settles it. A reason may serve
    several times or not at all.
    """,
    fr=r"""
    La condition $f' > -1$ est-elle aussi nécessaire ? Et l'image est-elle toujours $\mathbb{R}$ ? Lesquelles
    des $f$ suivantes rendent $g(z) = z + f(z)$ inversible, de $\mathbb{R}$ sur son image ? Donnez toutes
    leurs lettres dans l'ordre alphabétique, par exemple `"bd"`, et pour chaque $f$ la raison qui tranche.
    Une raison peut servir plusieurs fois ou pas du tout.
    """,
    options={
        "a": Text(en=r"$f(z) = \frac{1}{2} \sin z$", fr=r"$f(z) = \frac{1}{2} \sin z$"),
        "b": Text(en=r"$f(z) = \arctan(z) - z$", fr=r"$f(z) = \arctan(z) - z$"),
        "c": Text(en=r"$f(z) = -z$", fr=r"$f(z) = -z$"),
        "d": Text(en=r"$f(z) = -2 z$", fr=r"$f(z) = -2 z$"),
        "e": Text(en=r"$f(z) = e^z - z$", fr=r"$f(z) = e^z - z$"),
        "f": Text(en=r"$f(z) = z^3 - z$", fr=r"$f(z) = z^3 - z$"),
        "g": Text(en=r"$f(z) = 2 \sin z$", fr=r"$f(z) = 2 \sin z$"),
    },
    reasons={
        "constant": Text(
            en="$f' = -1$ everywhere, and all points have the same image",
            fr="$f' = -1$ partout, et tous les points ont la même image",
        ),
        "decreases": Text(
            en="$f' < -1$ everywhere, and $g$ decreases strictly",
            fr="$f' < -1$ partout, et $g$ est strictement décroissante",
        ),
        "flat_piece": Text(
            en="$f' = -1$ at one point, around which $g$ takes the same value twice",
            fr="$f' = -1$ en un point, autour duquel $g$ prend deux fois la même valeur",
        ),
        "onto_interval": Text(
            en=r"$f' > -1$ everywhere, and the image of $g$ is an interval smaller than $\mathbb{R}$",
            fr=r"$f' > -1$ partout, et l'image de $g$ est un intervalle plus petit que $\mathbb{R}$",
        ),
        "onto_line": Text(
            en=r"$f' > -1$ everywhere, and the image of $g$ is $\mathbb{R}$",
            fr=r"$f' > -1$ partout, et l'image de $g$ est $\mathbb{R}$",
        ),
        "still_increases": Text(
            en="$f' = -1$ at one point, and $g$ increases strictly all the same",
            fr="$f' = -1$ en un point, et $g$ est pourtant strictement croissante",
        ),
        "turns_back": Text(
            en="$g$ increases on some intervals and decreases on others",
            fr="$g$ est croissante sur certains intervalles et décroissante sur d'autres",
        ),
    },
)
def residual_invertibility() -> dict[str, str]:
    """The letters of the residuals f for which g is invertible, and for every f the reason."""
    return dict.fromkeys(("answer", *"abcdefg"), ...)  # type: ignore[arg-type]
