"""Question 1: the divergence between two normal laws, in both directions.

Source: sheet 001, question 1 (5 points).
Paper: Kullback and Leibler, "On Information and Sufficiency", Annals of Mathematical Statistics 1951.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, derivation, example, law, part, picture, speed

if TYPE_CHECKING:
    from jaxtyping import Float, Int

    from autograder.question import Array

question = Question(
    number="1",
    title=Text(en="Divergence between two normal laws", fr="Divergence entre deux lois normales"),
    text=Text(
        en=r"""
        In one dimension let $p = \mathcal{N}(\mu_1, \sigma_1^2)$ and $q = \mathcal{N}(\mu_2, \sigma_2^2)$.
        The index 1 belongs to $p$, the index 2 to $q$. The functions receive `mu1`, `sigma1`, `mu2`,
        `sigma2`, four arrays of shape `(batch,)`; `sigma1` and `sigma2` are **standard deviations**, all
        positive. The divergence of this question is
        $\mathrm{KL}[q \,\|\, p] = \mathbb{E}_q\left[\log \frac{q(x)}{p(x)}\right]$, in nats.
        """,
        fr=r"""
        En dimension un, soient $p = \mathcal{N}(\mu_1, \sigma_1^2)$ et $q = \mathcal{N}(\mu_2, \sigma_2^2)$.
        L'indice 1 est celui de $p$, l'indice 2 celui de $q$. Les fonctions reçoivent `mu1`, `sigma1`, `mu2`,
        `sigma2`, quatre tableaux de forme `(batch,)` ; `sigma1` et `sigma2` sont des **écarts-types**, tous
        strictement positifs. La divergence de cette question est
        $\mathrm{KL}[q \,\|\, p] = \mathbb{E}_q\left[\log \frac{q(x)}{p(x)}\right]$, en nats.
        """,
    ),
    erratum=Text(
        en=r"""
        The sheet asks only whether $\mathrm{KL}[q \,\|\, p]$ and $\mathrm{KL}[p \,\|\, q]$ are the same. A
        single pair of laws settles that; 1.3 asks for which pairs they are equal, and which is larger
        otherwise.
        """,
        fr=r"""
        La feuille demande seulement si $\mathrm{KL}[q \,\|\, p]$ et $\mathrm{KL}[p \,\|\, q]$ sont les mêmes.
        Un seul couple de lois en décide ; 1.3 demande pour quels couples elles sont égales, et laquelle est
        la plus grande sinon.
        """,
    ),
)


@part(
    "1.1",
    points=2,
    en=r"""
    Return $\mathrm{KL}[q \,\|\, p]$ in closed form, one number for each element of the batch. Mind the
    direction: the expectation is under $q$.

    Example: `mu1 = [0, 1]`, `sigma1 = [1, 2]`, `mu2 = [1, 0]`, `sigma2 = [2, 1]` give
    `[1.306853, 0.443147]`.
    """,
    fr=r"""
    Renvoyez la forme close de $\mathrm{KL}[q \,\|\, p]$, un nombre par élément du lot. Attention au sens :
    l'espérance est prise sous $q$.

    Exemple : `mu1 = [0, 1]`, `sigma1 = [1, 2]`, `mu2 = [1, 0]`, `sigma2 = [2, 1]` donnent
    `[1.306853, 0.443147]`.
    """,
)
def gaussian_kl(
    mu1: Float[Array, " batch"],
    sigma1: Float[Array, " batch"],
    mu2: Float[Array, " batch"],
    sigma2: Float[Array, " batch"],
) -> Float[Array, " batch"]:
    """KL[q || p] for p = N(mu1, sigma1^2) and q = N(mu2, sigma2^2), in nats."""
    raise NotImplementedError


@example(gaussian_kl)
def two_pairs() -> tuple[dict[str, Any], Any]:
    mu1, sigma1, mu2, sigma2 = np.array([[0.0, 1.0], [1.0, 2.0], [1.0, 0.0], [2.0, 1.0]])
    arguments = {"mu1": mu1, "sigma1": sigma1, "mu2": mu2, "sigma2": sigma2}
    return arguments, np.array([1.306853, 0.443147])


@law(
    gaussian_kl,
    en="A law is at divergence $0$ from itself.",
    fr="Une loi est à une divergence de $0$ d'elle-même.",
)
def zero_to_itself(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu, sigma = rng.normal(size=4), rng.uniform(0.3, 3.0, size=4)
    return f(mu, sigma, mu, sigma), np.zeros(4)


@law(
    gaussian_kl,
    en="Measured in another unit and from another origin, both laws change, the divergence does not.",
    fr="Dans une autre unité et à partir d'une autre origine, les deux lois changent, la divergence non.",
)
def change_of_scale(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu1, mu2, sigma1, sigma2 = *rng.normal(size=(2, 4)), *rng.uniform(0.5, 2.0, size=(2, 4))
    moved = f(10 * mu1 + 3, 10 * sigma1, 10 * mu2 + 3, 10 * sigma2)
    return moved, f(mu1, sigma1, mu2, sigma2)


@speed(
    gaussian_kl,
    sizes=(2000, 8000, 32000),
    unit=Text(en="the size of the batch", fr="la taille du lot"),
    growth=1,
    within=8,
    milliseconds=0.14,
    en="A Python loop over the batch is what usually costs more.",
    fr="Une boucle Python sur le lot est ce qui coûte d'ordinaire davantage.",
)
def many_pairs(rng: Rng, batch: int) -> dict[str, Any]:
    mu1, mu2, sigma1, sigma2 = *rng.normal(size=(2, batch)), *rng.uniform(0.5, 2.0, size=(2, batch))
    return {"mu1": mu1, "sigma1": sigma1, "mu2": mu2, "sigma2": sigma2}


@derivation(
    "1.2",
    points=2,
    lines={
        "expected_log_q": 0.2,
        "expected_square": 0.25,
        "expected_log_p": 0.2,
        "kl_qp": 0.2,
        "kl_pq": 0.15,
    },
    key="kl_qp",
    en=r"""
    The derivation of 1.1, line by line. Return a dictionary with the value of each line, of shape
    `(batch,)`:

    - `expected_log_q`: $\mathbb{E}_q[\log q(x)]$
    - `expected_square`: $\mathbb{E}_q[(x - \mu_1)^2]$
    - `expected_log_p`: $\mathbb{E}_q[\log p(x)]$
    - `kl_qp`: $\mathrm{KL}[q \,\|\, p]$
    - `kl_pq`: the other direction, $\mathrm{KL}[p \,\|\, q]$

    Example: `mu1 = [0]`, `sigma1 = [1]`, `mu2 = [1]`, `sigma2 = [2]` give `-2.112086`, `5.0`, `-3.418939`,
    `1.306853`, `0.443147`, each in an array of shape `(1,)`.
    """,
    fr=r"""
    La démonstration de 1.1, ligne par ligne. Renvoyez un dictionnaire avec la valeur de chaque ligne, de
    forme `(batch,)` :

    - `expected_log_q` : $\mathbb{E}_q[\log q(x)]$
    - `expected_square` : $\mathbb{E}_q[(x - \mu_1)^2]$
    - `expected_log_p` : $\mathbb{E}_q[\log p(x)]$
    - `kl_qp` : $\mathrm{KL}[q \,\|\, p]$
    - `kl_pq` : l'autre sens, $\mathrm{KL}[p \,\|\, q]$

    Exemple : `mu1 = [0]`, `sigma1 = [1]`, `mu2 = [1]`, `sigma2 = [2]` donnent `-2.112086`, `5.0`,
    `-3.418939`, `1.306853`, `0.443147`, chacun dans un tableau de forme `(1,)`.
    """,
)
def gaussian_kl_lines(
    mu1: Float[Array, " batch"],
    sigma1: Float[Array, " batch"],
    mu2: Float[Array, " batch"],
    sigma2: Float[Array, " batch"],
) -> dict[str, Float[Array, " batch"]]:
    """The five lines of the derivation, one value for each pair of laws; logarithms in nats."""
    raise NotImplementedError


def one_pair() -> dict[str, Any]:
    """The arguments of the example, which is also that of 1.3."""
    return {"mu1": np.zeros(1), "sigma1": np.ones(1), "mu2": np.ones(1), "sigma2": np.array([2.0])}


@example(gaussian_kl_lines)
def lines_of_one_pair() -> tuple[dict[str, Any], Any]:
    return one_pair(), {
        "expected_log_q": np.array([-2.112086]),
        "expected_square": np.array([5.0]),
        "expected_log_p": np.array([-3.418939]),
        "kl_qp": np.array([1.306853]),
        "kl_pq": np.array([0.443147]),
    }


@law(
    gaussian_kl_lines,
    en="`kl_qp` is what the first and the third line make of the definition.",
    fr="`kl_qp` est ce que la première et la troisième ligne font de la définition.",
)
def difference_of_expectations(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu1, mu2, sigma1, sigma2 = *rng.normal(size=(2, 5)), *rng.uniform(0.5, 2.0, size=(2, 5))
    lines = f(mu1, sigma1, mu2, sigma2)
    difference = np.subtract(lines["expected_log_q"], lines["expected_log_p"])
    return lines["kl_qp"], np.reshape(difference, 5)


@law(
    gaussian_kl_lines,
    en="When $p$ and $q$ exchange their names, `kl_qp` and `kl_pq` exchange their values.",
    fr="Quand $p$ et $q$ échangent leurs noms, `kl_qp` et `kl_pq` échangent leurs valeurs.",
)
def names_exchanged(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu1, mu2, sigma1, sigma2 = *rng.normal(size=(2, 5)), *rng.uniform(0.5, 2.0, size=(2, 5))
    lines, exchanged = f(mu1, sigma1, mu2, sigma2), f(mu2, sigma2, mu1, sigma1)
    return (lines["kl_qp"], lines["kl_pq"]), (exchanged["kl_pq"], exchanged["kl_qp"])


@part(
    "1.3",
    points=1,
    en=r"""
    Which of the two divergences is larger? For each element of the batch return the sign of
    $\mathrm{KL}[q \,\|\, p] - \mathrm{KL}[p \,\|\, q]$: `1`, `-1`, or `0` where they are equal. Find out
    first what decides it; then no rounding error can turn an exact `0` into another sign.

    Example: `mu1 = [0]`, `sigma1 = [1]`, `mu2 = [1]`, `sigma2 = [2]` give `[1]` (see the values of 1.2).
    """,
    fr=r"""
    Laquelle des deux divergences est la plus grande ? Pour chaque élément du lot, renvoyez le signe de
    $\mathrm{KL}[q \,\|\, p] - \mathrm{KL}[p \,\|\, q]$ : `1`, `-1`, ou `0` là où elles sont égales.
    Cherchez d'abord ce qui en décide ; alors aucune erreur d'arrondi ne peut changer un `0` exact en un
    autre signe.

    Exemple : `mu1 = [0]`, `sigma1 = [1]`, `mu2 = [1]`, `sigma2 = [2]` donnent `[1]` (voir les valeurs de
    1.2).
    """,
)
def larger_gaussian_kl(
    mu1: Float[Array, " batch"],
    sigma1: Float[Array, " batch"],
    mu2: Float[Array, " batch"],
    sigma2: Float[Array, " batch"],
) -> Int[Array, " batch"]:
    """1 where KL[q || p] is the larger one, -1 where KL[p || q] is, 0 where they are equal."""
    raise NotImplementedError


@example(larger_gaussian_kl)
def sign_of_one_pair() -> tuple[dict[str, Any], Any]:
    return one_pair(), np.array([1])


@law(
    larger_gaussian_kl,
    en="When $p$ and $q$ exchange their names, the sign changes.",
    fr="Quand $p$ et $q$ échangent leurs noms, le signe change.",
)
def sign_changes(f: Function, rng: Rng) -> tuple[Any, Any]:
    mu1, mu2, sigma1, sigma2 = *rng.normal(size=(2, 6)), *rng.uniform(0.5, 2.0, size=(2, 6))
    return f(mu2, sigma2, mu1, sigma1), np.negative(f(mu1, sigma1, mu2, sigma2))


@picture(
    larger_gaussian_kl,
    en=r"""
    Pairs of laws: across, the ratio of the standard deviations on a logarithmic scale; up, the difference of
    the means for $\sigma_1 = 1$. Your sign: a triangle that points up for `1`, down for `-1`, a disc for `0`.
    """,
    fr=r"""
    Des couples de lois : en abscisse, le rapport des écarts-types, en échelle logarithmique ; en ordonnée,
    la différence des moyennes pour $\sigma_1 = 1$. Votre signe : un triangle pointé vers le haut pour `1`,
    vers le bas pour `-1`, un disque pour `0`.
    """,
)
def sign_map(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    axes.set(xlabel=r"$\log_2\,(\sigma_2 / \sigma_1)$", ylabel=r"$\mu_2 - \mu_1$")
    axes.set(xlim=(-2.2, 2.2), ylim=(-3.5, 3.5))
    axes.axhline(0.0, color="0.8", zorder=0)
    axes.axvline(0.0, color="0.8", zorder=0)
    if f is None:
        return
    ratio, shift = (grid.ravel() for grid in np.meshgrid(np.linspace(-2, 2, 17), np.linspace(-3, 3, 7)))
    signs = np.asarray(f(np.zeros(119), np.ones(119), shift, 2.0**ratio))
    for sign, marker, color in ((1, "^", "tab:blue"), (-1, "v", "tab:orange"), (0, "o", "black")):
        axes.plot(ratio[signs == sign], shift[signs == sign], marker, color=color, linestyle="none")
