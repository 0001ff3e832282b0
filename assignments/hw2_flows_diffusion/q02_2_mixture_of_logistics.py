"""Question 2.2: a mixture of logistic functions as a flow.

Source: sheet 001, question 2 (21 points).
Paper: Huang et al., "Neural Autoregressive Flows", ICML 2018, eq. 8 and 9 (deep sigmoidal flows).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="2.2",
    title=Text(en="A mixture of logistic functions", fr="Un mélange de fonctions logistiques"),
    text=Text(
        en=r"""
        With the logistic function $\sigma(u) = 1 / (1 + e^{-u})$ and its inverse
        $\sigma^{-1}(s) = \log \frac{s}{1 - s}$, let

        $$g(z) = \sigma^{-1}(S(z)), \qquad S(z) = \sum_{i=1}^{N} w_i \, \sigma(a_i z + b_i).$$

        The weights $w_i$ are positive and sum to $1$, and the slopes $a_i$ are positive. For $N = 1$ the flow
        is affine. `w`, `a` and `b` have shape `(N,)`.
        """,
        fr=r"""
        Avec la fonction logistique $\sigma(u) = 1 / (1 + e^{-u})$ et sa réciproque
        $\sigma^{-1}(s) = \log \frac{s}{1 - s}$, soit

        $$g(z) = \sigma^{-1}(S(z)), \qquad S(z) = \sum_{i=1}^{N} w_i \, \sigma(a_i z + b_i).$$

        Les poids $w_i$ sont strictement positifs et de somme $1$, et les pentes $a_i$ sont strictement
        positives. Pour $N = 1$, le flot est affine. `w`, `a` et `b` sont de forme `(N,)`.
        """,
    ),
)


@derivation(
    "2.2.1",
    points=3,
    lines={
        "S": 0.1,
        "one_minus_S": 0.1,
        "g": 0.2,
        "dS": 0.2,
        "dlog_S": 0.15,
        "dlog_one_minus_S": 0.15,
        "dg": 0.3,
    },
    key="dg",
    rtol=1e-8,
    atol=1e-60,  # in the tails S or 1 - S is tiny, and what is asked is its relative accuracy
    en=r"""
    Prove that $g$ is strictly increasing. Return the value of each line at the points `z`, all of shape
    `(batch,)`; a prime is the derivative with respect to $z$:

    - `S`: $S(z)$
    - `one_minus_S`: $1 - S(z)$
    - `g`: $g(z)$
    - `dS`: $S'(z)$
    - `dlog_S`: the derivative of $\log S(z)$
    - `dlog_one_minus_S`: the derivative of $\log(1 - S(z))$
    - `dg`: $g'(z)$, which should be positive

    Far out, for $|z|$ up to $100$, nothing may be lost: where $S(z)$ rounds to $1$, the number $1 - S(z)$ is
    small but not $0$. Which identity gives $1 - \sigma(u)$ without a subtraction?

    Example: `z = [0.3]`, `w = [0.2, 0.8]`, `a = [1, 2]`, `b = [0, -1]` give `S = 0.435938`,
    `g = -0.257663`, `dlog_S = 0.993968`, `dlog_one_minus_S = -0.768194` and `dg = 1.762162`.
    """,
    fr=r"""
    Démontrez que $g$ est strictement croissante. Renvoyez la valeur de chaque ligne aux points `z`, toutes
    de forme `(batch,)` ; un prime désigne la dérivée par rapport à $z$ :

    - `S` : $S(z)$
    - `one_minus_S` : $1 - S(z)$
    - `g` : $g(z)$
    - `dS` : $S'(z)$
    - `dlog_S` : la dérivée de $\log S(z)$
    - `dlog_one_minus_S` : la dérivée de $\log(1 - S(z))$
    - `dg` : $g'(z)$, qui devrait être strictement positive

    Loin de l'origine, pour $|z|$ jusqu'à $100$, rien ne doit se perdre : là où $S(z)$ s'arrondit à $1$, le
    nombre $1 - S(z)$ est petit, mais n'est pas $0$. Quelle identité donne $1 - \sigma(u)$ sans soustraction ?

    Exemple : `z = [0.3]`, `w = [0.2, 0.8]`, `a = [1, 2]`, `b = [0, -1]` donnent `S = 0.435938`,
    `g = -0.257663`, `dlog_S = 0.993968`, `dlog_one_minus_S = -0.768194` et `dg = 1.762162`.
    """,
)
def mixture_flow_lines(
    z: Float[Array, " batch"], w: Float[Array, " N"], a: Float[Array, " N"], b: Float[Array, " N"]
) -> dict[str, Float[Array, " batch"]]:
    """The seven lines of the proof at each point z: the flow, its derivative, and what they are made of."""
    raise NotImplementedError


def two_components() -> dict[str, Any]:
    """The parameters of the example, which are also those of 2.2.2."""
    return {"w": np.array([0.2, 0.8]), "a": np.array([1.0, 2.0]), "b": np.array([0.0, -1.0])}


@example(mixture_flow_lines)
def lines_at_one_point() -> tuple[dict[str, Any], Any]:
    lines = {"S": 0.435938, "g": -0.257663, "dlog_S": 0.993968, "dlog_one_minus_S": -0.768194, "dg": 1.762162}
    arguments = {"z": np.array([0.3]), **two_components()}
    return arguments, {name: np.array([value]) for name, value in lines.items()}


@law(
    mixture_flow_lines,
    en="`dg` is the slope of `g`, as a difference quotient finds it.",
    fr="`dg` est la pente de `g`, telle que la donne un taux d'accroissement.",
)
def slope_of_flow(f: Function, rng: Rng) -> tuple[Any, Any]:
    z, w, a, b = (
        rng.normal(size=4),
        rng.dirichlet(np.ones(3)),
        rng.uniform(0.5, 2.0, size=3),
        rng.normal(size=3),
    )
    step = 1e-3
    heights = {k: np.asarray(f(z + k * step, w, a, b)["g"]) for k in (-2, -1, 1, 2)}
    slope = (8 * (heights[1] - heights[-1]) - (heights[2] - heights[-2])) / (12 * step)
    return np.round(f(z, w, a, b)["dg"] - slope, 7), np.zeros(4)


@law(
    mixture_flow_lines,
    en=r"In the mirror, where $z$ and $b$ change their signs, `S` and `one_minus_S` change places.",
    fr=r"Dans le miroir, où $z$ et $b$ changent de signe, `S` et `one_minus_S` échangent leurs places.",
)
def mirrored_mixture(f: Function, rng: Rng) -> tuple[Any, Any]:
    z, w, a, b = (
        rng.normal(size=4),
        rng.dirichlet(np.ones(3)),
        rng.uniform(0.5, 2.0, size=3),
        rng.normal(size=3),
    )
    lines, mirrored = f(z, w, a, b), f(-z, w, a, -b)
    return (lines["S"], lines["one_minus_S"]), (mirrored["one_minus_S"], mirrored["S"])


@speed(
    mixture_flow_lines,
    sizes=(500, 2000, 8000),
    unit=Text(en="the number of points", fr="le nombre de points"),
    growth=1,
    within=14,
    milliseconds=0.14,
    gpu=1_000_000,
    en="A Python loop over the points is what usually costs more.",
    fr="Une boucle Python sur les points est ce qui coûte d'ordinaire davantage.",
)
def many_points(rng: Rng, batch: int) -> dict[str, Any]:
    weights, slopes = rng.dirichlet(np.full(2, 3.0)), rng.uniform(0.5, 2.0, size=2)
    return {"z": rng.normal(scale=1.5, size=batch), "w": weights, "a": slopes, "b": rng.normal(size=2)}


@picture(
    mixture_flow_lines,
    en=r"""
    Left, your $g$ (solid) and the lines $a_i z + b_i$ of the three components (dashed). Right, your $g'$
    (solid) and the slopes $a_i$ (dashed). Does $g$ stay between the components, and $g'$ above $0$?
    """,
    fr=r"""
    À gauche, votre $g$ (trait plein) et les droites $a_i z + b_i$ des trois composantes (tirets). À droite,
    votre $g'$ (trait plein) et les pentes $a_i$ (tirets). $g$ reste-t-elle entre les composantes, et $g'$
    au-dessus de $0$ ?
    """,
)
def flow_and_slope(f: Function | None, figure: Any) -> None:
    w, a, b = np.array([0.3, 0.4, 0.3]), np.array([0.5, 2.0, 4.0]), np.array([1.0, -1.0, 6.0])
    z = np.linspace(-5.0, 5.0, 201)
    left, right = figure.subplots(1, 2)
    for slope, offset in zip(a, b, strict=True):
        left.plot(z, slope * z + offset, "--", color="0.6", linewidth=1)
        right.axhline(slope, linestyle="--", color="0.6", linewidth=1)
    if f is not None:
        lines = f(z, w, a, b)
        left.plot(z, np.asarray(lines["g"]), "k-")
        right.plot(z, np.asarray(lines["dg"]), "k-")
    left.set(xlabel="$z$", ylabel="$g(z)$", ylim=(-8, 12))
    right.set(xlabel="$z$", ylabel="$g'(z)$", xlim=left.get_xlim(), ylim=(-0.5, 5))
    right.axhline(0.0, color="black", linewidth=0.6)


@part(
    "2.2.2",
    points=1.5,
    rtol=1e-5,
    atol=1e-6,  # an iteration that stops at a residual of 1e-9 is right, also where the flow is not steep
    en=r"""
    A strictly increasing $g$ can be inverted by a search. Return the $z$ with $g(z) = y$ for each element of
    `y`, to at least six digits. There is no closed form for $N > 1$; any method is right. Values of $|y|$ up
    to $300$ occur, and mixtures whose components lie so far apart that $g$ is nearly flat between them.

    A bracket to start from: where on the line are all the components $a_i z + b_i$ below $y$, and where are
    they all above?

    Example: `y = [-2, 0, 3]` with the parameters of 2.2.1 gives `[-0.787163, 0.445197, 2.176329]`.
    """,
    fr=r"""
    Une fonction $g$ strictement croissante peut s'inverser par une recherche. Renvoyez le $z$ tel que
    $g(z) = y$ pour chaque élément de `y`, avec au moins six chiffres. Il n'y a pas de forme close pour
    $N > 1$ ; toute méthode convient. Il y a des valeurs de $|y|$ jusqu'à $300$, et des mélanges dont les
    composantes sont si éloignées que $g$ est presque plate entre elles.

    Un intervalle pour commencer : où, sur la droite, toutes les composantes $a_i z + b_i$ sont-elles
    au-dessous de $y$, et où sont-elles toutes au-dessus ?

    Exemple : `y = [-2, 0, 3]` avec les paramètres de 2.2.1 donne `[-0.787163, 0.445197, 2.176329]`.
    """,
)
def mixture_flow_inverse(
    y: Float[Array, " batch"], w: Float[Array, " N"], a: Float[Array, " N"], b: Float[Array, " N"]
) -> Float[Array, " batch"]:
    """The point z with g(z) = y, for each element of y."""
    raise NotImplementedError


@example(mixture_flow_inverse)
def three_images() -> tuple[dict[str, Any], Any]:
    return {"y": np.array([-2.0, 0.0, 3.0]), **two_components()}, np.array([-0.787163, 0.445197, 2.176329])


@law(
    mixture_flow_inverse,
    en="With a single component, $a z + b = y$.",
    fr="Avec une seule composante, $a z + b = y$.",
)
def single_component(f: Function, rng: Rng) -> tuple[Any, Any]:
    y, a, b = rng.normal(size=4), rng.uniform(0.5, 2.0, size=1), rng.normal(size=1)
    return a * f(y, np.ones(1), a, b) + b, y


@law(
    mixture_flow_inverse,
    en="Moving the mixture to the right moves the inverse to the right, by the same length.",
    fr="Déplacer le mélange vers la droite déplace la réciproque vers la droite, de la même longueur.",
)
def moved_mixture(f: Function, rng: Rng) -> tuple[Any, Any]:
    y, w, a, b = rng.normal(size=4), np.array([0.3, 0.7]), rng.uniform(0.5, 2.0, size=2), rng.normal(size=2)
    return f(y, w, a, b - 25 * a), np.reshape(f(y, w, a, b), 4) + 25


@part(
    "2.2.3",
    points=0.5,
    en=r"""
    The hypothesis $a_i > 0$ is needed. Let exactly one slope be negative, the others positive; find a mixture
    for which $g$ is not increasing: return `(w, a, b, z1, z2)` with `w`, `a` and `b` of shape `(N,)`,
    $2 \leq N \leq 100$, weights that are positive and sum to $1$, and two numbers $z_1 < z_2$ such that
    $g(z_1) > g(z_2) + 10^{-6}$. Every such example is right.

    `([0.5, 0.5], [1.0, -0.1], [0.0, 0.0], 0.0, 1.0)` has the right form, but there $g$ increases.
    """,
    fr=r"""
    L'hypothèse $a_i > 0$ est nécessaire. Soit exactement une pente négative, les autres positives ; trouvez
    un mélange pour lequel $g$ n'est pas croissante : renvoyez `(w, a, b, z1, z2)`, avec `w`, `a` et `b` de
    forme `(N,)`, $2 \leq N \leq 100$, des poids strictement positifs de somme $1$, et deux nombres
    $z_1 < z_2$ tels que $g(z_1) > g(z_2) + 10^{-6}$. Tout exemple de ce genre est juste.

    `([0.5, 0.5], [1.0, -0.1], [0.0, 0.0], 0.0, 1.0)` a la bonne forme, mais $g$ y est croissante.
    """,
)
def nonmonotone_witness() -> tuple[Float[Array, " N"], Float[Array, " N"], Float[Array, " N"], float, float]:
    """A mixture with one negative slope and two points between which g falls: (w, a, b, z1, z2)."""
    raise NotImplementedError


@law(
    nonmonotone_witness,
    en="The weights sum to $1$, and $z_1 < z_2$.",
    fr="Les poids ont pour somme $1$, et $z_1 < z_2$.",
)
def weights_and_order(f: Function, rng: Rng) -> tuple[Any, Any]:
    w, _, _, z1, z2 = f()
    return (np.sum(np.asarray(w)), bool(z1 < z2)), (1.0, True)
