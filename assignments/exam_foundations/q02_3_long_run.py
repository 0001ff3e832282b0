"""Question 2.3: what happens in the long run.

Source: sheet 002, question 2 (15 points).
Paper: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013,
section 2.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assignments.exam_foundations.q02_linear_rnn import run, scale_to_radius
from autograder.question import Function, Question, Rng, Text, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(number="2.3", title=Text(en="In the long run", fr="À long terme"))

REGIMES = ("vanishes", "converges", "oscillates", "grows", "explodes")


@part(
    "2.3.1",
    points=1,
    en=r"""
    Let the input be the same at every step, $x_t = x$. Return the limit of $h_t$ for each row of `x`, of
    shape `(batch, N)`. The eigenvalues of `W` have moduli of at most $0.9$, so the limit exists and does not
    depend on $h_0$.

    Example: $W = 0.5$, $U = 1$, $b = 1$ and $x = 3$ give $8$.
    """,
    fr=r"""
    L'entrée est maintenant la même à chaque pas, $x_t = x$. Renvoyez la limite de $h_t$ pour chaque ligne de
    `x`, de forme `(batch, N)`. Les valeurs propres de `W` ont des modules d'au plus $0.9$ : la limite existe
    et ne dépend pas de $h_0$.

    Exemple : $W = 0.5$, $U = 1$, $b = 1$ et $x = 3$ donnent $8$.
    """,
)
def steady_state(
    W: Float[Array, "N N"], U: Float[Array, "N M"], b: Float[Array, " N"], x: Float[Array, "batch M"]
) -> Float[Array, "batch N"]:
    """The limit of the state under the constant input of each row of x."""
    raise NotImplementedError


@example(steady_state)
def limit_of_one_unit() -> tuple[dict[str, Any], Any]:
    W, U, b, x = np.array([[0.5]]), np.ones((1, 1)), np.ones(1), np.array([[3.0]])
    return {"W": W, "U": U, "b": b, "x": x}, np.array([[8.0]])


@law(
    steady_state,
    en="Two long runs of the recurrence, from different states, both end in the limit.",
    fr="Deux longs déroulements de la récurrence, à partir d'états différents, finissent à la limite.",
)
def end_of_long_runs(f: Function, rng: Rng) -> tuple[Any, Any]:
    W, U, b = scale_to_radius(rng.normal(size=(3, 3)), 0.5), rng.normal(size=(3, 2)), rng.normal(size=3)
    x, starts = rng.normal(size=(2, 2)), 10 * rng.normal(size=(2, 3))
    ends = [[run(W, [U @ row + b] * 150, start) for row in x] for start in starts]
    return (f(W, U, b, x), f(W, U, b, x)), tuple(np.array(ends))


@part(
    "2.3.2",
    points=2.5,
    en=r"""
    What does $W^t$ do as $t \to \infty$? Return one of five words, for any square real matrix `W`:

    - `"vanishes"`: it tends to the zero matrix;
    - `"converges"`: it tends to another matrix;
    - `"oscillates"`: it stays bounded and has no limit;
    - `"grows"`: it is unbounded, but grows no faster than a power of $t$;
    - `"explodes"`: it grows exponentially.

    The modulus of an eigenvalue is exactly $1$, at most $0.95$ or at least $1.05$. Computed eigenvalues carry
    rounding errors, up to $10^{-6}$ where eigenvectors are missing: compare with a tolerance. Eigenvalues
    that are not equal differ by at least $0.1$.

    Example: `0.5 * np.eye(2)` gives `"vanishes"`, `-2 * np.eye(2)` gives `"explodes"`.
    """,
    fr=r"""
    Que fait $W^t$ quand $t \to \infty$ ? Renvoyez l'un de ces cinq mots, pour toute matrice carrée réelle
    `W` :

    - `"vanishes"` : elle tend vers la matrice nulle ;
    - `"converges"` : elle tend vers une autre matrice ;
    - `"oscillates"` : elle reste bornée et n'a pas de limite ;
    - `"grows"` : elle n'est pas bornée, mais ne croît pas plus vite qu'une puissance de $t$ ;
    - `"explodes"` : elle croît exponentiellement.

    Le module d'une valeur propre vaut exactement $1$, ou bien est au plus $0.95$ ou au moins $1.05$. Les
    valeurs propres calculées portent des erreurs d'arrondi, allant jusqu'à $10^{-6}$ là où des vecteurs
    propres manquent : comparez avec une tolérance. Des valeurs propres distinctes diffèrent d'au moins $0.1$.

    Exemple : `0.5 * np.eye(2)` donne `"vanishes"`, `-2 * np.eye(2)` donne `"explodes"`.
    """,
)
def power_regime(W: Float[Array, "N N"]) -> str:
    """The word for the behaviour of the powers of W: vanishes, converges, oscillates, grows or explodes."""
    raise NotImplementedError


@example(power_regime)
def halved_identity() -> tuple[dict[str, Any], Any]:
    return {"W": 0.5 * np.eye(2)}, "vanishes"


@example(power_regime)
def doubled_identity() -> tuple[dict[str, Any], Any]:
    return {"W": -2 * np.eye(2)}, "explodes"


@law(
    power_regime,
    en="The answer is one of the five words, and another basis of $\\mathbb{R}^N$ does not change it.",
    fr="La réponse est l'un des cinq mots, et une autre base de $\\mathbb{R}^N$ ne la change pas.",
)
def another_basis(f: Function, rng: Rng) -> tuple[Any, Any]:
    diagonals = ([0.9, -0.5, 0.1], [0.4, -1.3, 0.2], [1.0, 0.3, -0.2], [-1.0, 0.3, 0.7])
    basis = np.array([[1.0, 4.0, 0.0], [0.0, 1.0, -3.0], [0.0, 0.0, 1.0]])
    words = [f(np.diag(diagonal)) for diagonal in diagonals]
    moved = [f(basis @ np.diag(diagonal) @ np.linalg.inv(basis)) for diagonal in diagonals]
    return tuple(moved), tuple(word if word in REGIMES else "" for word in words)


@law(
    power_regime,
    en="$W$ and its transpose have the same regime.",
    fr="$W$ et sa transposée ont le même régime.",
)
def transposed_matrix(f: Function, rng: Rng) -> tuple[Any, Any]:
    matrices = [np.array([[a, 1.0], [0.0, b]]) for a, b in ((0.9, 0.9), (1.0, 0.4), (-1.0, 1.0), (1.0, 1.0))]
    return tuple(f(matrix) for matrix in matrices), tuple(f(matrix.T) for matrix in matrices)


@picture(
    power_regime,
    en=r"""
    The norm of $W^t$ for nine matrices, each in the panel that your function names: from left to right
    `"vanishes"`, `"converges"`, `"oscillates"`, `"grows"`, `"explodes"`. In a right answer the curves of a
    panel resemble one another; a norm does not tell the second panel from the third.
    """,
    fr=r"""
    La norme de $W^t$ pour neuf matrices, chacune dans le panneau que nomme votre fonction : de gauche à
    droite `"vanishes"`, `"converges"`, `"oscillates"`, `"grows"`, `"explodes"`. Dans une réponse juste, les
    courbes d'un panneau se ressemblent ; une norme ne distingue pas le deuxième panneau du troisième.
    """,
)
def norms_by_regime(f: Function | None, figure: Any) -> None:
    all_axes = figure.subplots(1, 5, sharey=True)
    for axes, number in zip(all_axes, range(1, 6), strict=True):
        axes.set(title=f"${number}$", xlabel="$t$", xlim=(0, 60), ylim=(-4, 4))
    all_axes[0].set_ylabel(r"$\log_{10} \|W^t\|$")
    for index, W in enumerate(_nine_matrices() if f is not None else ()):
        word = f(W) if f is not None else ""
        if word in REGIMES:
            style = ("-", "--", ":")[index % 3]
            all_axes[REGIMES.index(word)].plot(np.log10(_norms(W, 60)), style, color="black")


def _nine_matrices() -> list[Any]:
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    shear = np.array([[1.0, 1.0], [0.0, 1.0]])
    return [
        0.9 * turn,
        np.array([[0.8, 30.0], [0.0, 0.8]]),
        np.diag([1.0, 0.5]),
        np.array([[0.9, 0.1], [0.4, 0.6]]),
        turn,
        np.diag([-1.0, 0.5]),
        shear,
        -shear,
        1.1 * turn,
    ]


def _norms(W: Any, steps: int) -> Any:
    """The spectral norms of the powers of W from the identity on, kept to what a picture can show."""
    power, norms = np.eye(len(W)), []
    with np.errstate(all="ignore"):
        for _ in range(steps + 1):
            norms.append(np.linalg.norm(power, 2) if np.isfinite(power).all() else np.inf)
            power = W @ power
    return np.clip(np.array(norms), 1e-30, 1e30)


@part(
    "2.3.3",
    points=1.5,
    en=r"""
    A gradient that vanishes in the end may be very large before. Find a real matrix $W$ of size $N \times N$
    such that $\|W^t\|_2 \geq 100$ for some $t$ with $1 \leq t \leq 100$, and yet
    $\|W^{1000}\|_2 \leq 10^{-3}$. Choose $N$ between 2 and 20, and no entry beyond $10^6$ in modulus. Any
    such matrix is right.

    Here $\|\cdot\|_2$ is the spectral norm, `np.linalg.norm(W, 2)`. Example of the form: `0.5 * np.eye(2)`,
    for which no power has a norm of 100.
    """,
    fr=r"""
    Un gradient qui finit par s'évanouir peut être très grand auparavant. Trouvez une matrice réelle $W$ de
    taille $N \times N$ telle que $\|W^t\|_2 \geq 100$ pour un certain $t$ avec $1 \leq t \leq 100$, et
    pourtant $\|W^{1000}\|_2 \leq 10^{-3}$. Choisissez $N$ entre 2 et 20, et aucun coefficient de module
    supérieur à $10^6$. Toute matrice de ce genre est juste.

    Ici, $\|\cdot\|_2$ est la norme spectrale, `np.linalg.norm(W, 2)`. Exemple de la forme :
    `0.5 * np.eye(2)`, dont aucune puissance n'a une norme de 100.
    """,
)
def transient_growth_witness() -> Float[Array, "N N"]:
    """A matrix whose powers become large before they vanish."""
    raise NotImplementedError


@law(
    transient_growth_witness,
    en="The matrix is square, of size 2 to 20, and its entries are at most $10^6$ in modulus.",
    fr="La matrice est carrée, de taille 2 à 20, et ses coefficients sont de module au plus $10^6$.",
)
def allowed_matrix(f: Function, rng: Rng) -> tuple[Any, Any]:
    W = np.asarray(f(), dtype=float)
    size = min(max(len(W), 2), 20)
    return W, np.clip(np.resize(W, (size, size)), -1e6, 1e6)


@picture(
    transient_growth_witness,
    en=r"""
    The norm of $W^t$ for your $W$, on logarithmic axes. It should rise above the dashed line somewhere, and
    end below the triangle.
    """,
    fr=r"""
    La norme de $W^t$ pour votre $W$, en échelles logarithmiques. Elle devrait passer au-dessus des tirets
    quelque part, et finir au-dessous du triangle.
    """,
)
def rise_and_fall(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    axes.plot([1, 100], [100, 100], "k--")
    axes.plot(1000, 1e-3, "kv", markersize=9, clip_on=False)
    if f is not None:
        W = np.asarray(f(), dtype=float)
        axes.plot(np.arange(1, 1001), _norms(W, 1000)[1:], color="tab:blue", linewidth=2)
    axes.set(xscale="log", yscale="log", xlim=(1, 1000), ylim=(1e-6, 1e6), xlabel="$t$", ylabel=r"$\|W^t\|$")
